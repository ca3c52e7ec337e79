//! Attacks: repeatable, they change what they say, and leave the rest.

use super::*;
use crate::triage::normalise::{Normaliser, Words};
use rand::SeedableRng;
use rand::rngs::StdRng;

const TEXT: &str = "This is the WORST shop, refund order 4471 now please, or else I call my bank today";

fn done(attack: &Attack, text: &str) -> String {
    attack.apply(text, &mut StdRng::seed_from_u64(5))
}

fn table() -> Homophones {
    // 是, 事, 时 and 十 sound the same without tones; 我 has nothing beside it.
    Homophones::of_texts(["是事时十我 abc"].into_iter())
}

#[test]
fn every_attack_is_repeatable_and_does_something() {
    let english = Attack::on(Language::En);
    assert_eq!(english.len(), 7);
    for attack in &english {
        let changed = done(attack, TEXT);
        assert_eq!(changed, done(attack, TEXT), "{}", attack.name());
        assert_ne!(changed, TEXT, "{}", attack.name());
    }
    for attack in Attack::on(Language::Zh) {
        assert_ne!(
            done(&attack, "你们这帮骗子,还钱!马上退款,现在"),
            "你们这帮骗子,还钱!马上退款,现在",
            "{}",
            attack.name()
        );
    }
}

#[test]
fn letters_become_what_they_should_and_the_rest_stays() {
    assert_eq!(done(&Attack::Lookalikes, "ace 12 好!"), "\u{430}\u{441}\u{435} 12 好!");
    assert_eq!(done(&Attack::FullWidth, "a 1!好"), "ａ\u{3000}１！好");
    assert_eq!(done(&Attack::Leet, "Aeiost bug 9"), "431057 bug 9");
    assert_eq!(done(&Attack::Capitals, "no 7 好"), "NO 7 好");
    assert_eq!(done(&Attack::Traditional, "发票 ok"), "發票 ok");
    for (from, to) in LOOKALIKES {
        assert!(from.is_ascii_alphabetic() && !to.is_ascii(), "{from} {to}");
    }
}

#[test]
fn some_means_about_so_many() {
    let long = "sea ".repeat(1_000);
    let share =
        |changed: &str| changed.chars().zip(long.chars()).filter(|(one, other)| one != other).count() as f64 / 3_000.0;
    assert!((share(&done(&Attack::SomeLeet, &long)) - 0.3).abs() < 0.05);
    let hidden = done(&Attack::ZeroWidth, &long);
    let seen: String = hidden.chars().filter(|letter| !INVISIBLE.contains(letter)).collect();
    assert_eq!(seen, long, "nothing but invisible characters is added");
    let added = hidden.chars().count() as f64 - 4_000.0;
    assert!((added / 3_000.0 - 0.3).abs() < 0.05, "{added}");
    let same = "是".repeat(1_000);
    let changed = done(&Attack::Homophones(table()), &same).chars().filter(|letter| *letter != '是').count();
    assert!((150..250).contains(&changed), "{changed}");
}

#[test]
fn typing_errors_hit_a_quarter_of_the_words_once_each() {
    let words = "somewhere ".repeat(1_000);
    let typed = done(&Attack::Typos, &words);
    let typed: Vec<&str> = typed.split(' ').filter(|word| !word.is_empty()).collect();
    assert_eq!(typed.len(), 1_000);
    let wrong: Vec<&&str> = typed.iter().filter(|word| **word != "somewhere").collect();
    assert!((200..300).contains(&wrong.len()), "{}", wrong.len());
    assert!(wrong.iter().all(|word| (8..=10).contains(&word.len())), "{wrong:?}");
    // Codes, numbers, single letters and Chinese are no words.
    assert_eq!(done(&Attack::Typos, "4471 a 好的 ,. 9"), "4471 a 好的 ,. 9");
}

#[test]
fn each_slip_is_one_of_four() {
    let word: Vec<char> = "Bat".chars().collect();
    let possible = ["at", "Bt", "Ba", "BBat", "Baat", "Batt", "aBt", "Bta", "Vat", "Nat", "Bst", "Bar", "Bay"];
    let mut met = std::collections::BTreeSet::new();
    for seed in 0..400 {
        let mut typed = String::new();
        slip(&word, &mut StdRng::seed_from_u64(seed), &mut typed);
        met.insert(typed);
    }
    assert_eq!(met, possible.into_iter().map(str::to_owned).collect());
}

#[test]
fn homophones_are_other_characters_of_the_same_sound_in_use() {
    let table = table();
    let mut of = table.of('是').expect("three sound like it");
    of.sort_unstable();
    let mut wanted = vec!['事', '时', '十'];
    wanted.sort_unstable();
    assert_eq!(of, wanted);
    assert_eq!((table.of('我'), table.of('a'), table.of('好')), (None, None, None));
}

#[test]
fn what_the_normaliser_promises_to_undo_it_undoes() {
    let words: Words = ["this", "shop", "is", "bad"].into_iter().zip(0..).map(|(w, n)| (w.to_owned(), n)).collect();
    let normaliser = Normaliser::new(words);
    for attack in [Attack::Lookalikes, Attack::ZeroWidth, Attack::FullWidth] {
        assert_eq!(
            normaliser.normalise(&done(&attack, "this shop is bad")).text,
            "this shop is bad",
            "{}",
            attack.name()
        );
    }
    assert_eq!(normaliser.normalise(&done(&Attack::Traditional, "发票")).text, "发票");
}
