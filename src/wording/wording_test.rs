use super::*;
use serde::Deserialize;

const VECTORS: &str = include_str!("../../schema/fixtures/wording_vectors.json");

#[derive(Deserialize)]
struct Vector {
    why: String,
    text: String,
    finds: Vec<(String, String)>,
}

fn with(file: &str, off: &[&str]) -> Result<Wording, Problems> {
    let off: Vec<String> = off.iter().map(|id| (*id).to_owned()).collect();
    Wording::new(&Own { shipped: true, off: &off, file: Some(file) })
}

#[test]
fn the_vectors_that_the_inbox_passes_too() {
    let wording = Wording::shipped();
    let vectors: Vec<Vector> = serde_json::from_str(VECTORS).expect("a list");
    assert!(vectors.len() > 40);
    for Vector { why, text, finds } in vectors {
        let found = wording.find(&text).into_iter().map(|one| (one.rule.id.clone(), one.words.to_owned()));
        assert_eq!(found.collect::<Vec<_>>(), finds, "{why}: {text}");
    }
}

#[test]
fn every_shipped_phrase_is_found_by_its_own_rule_and_no_alternative_breaks_one() {
    let wording = Wording::shipped();
    assert!(wording.listing().rules.len() > 15);
    for rule in &wording.listing().rules {
        for phrase in &rule.phrases {
            let text = phrase.replace('#', "5");
            let found = wording.find(&text);
            assert!(found.iter().any(|one| one.rule == rule && one.words == text), "{phrase}: {found:?}");
        }
        for text in &rule.instead {
            assert_eq!(wording.find(text), [], "{text}, offered by {}", rule.id);
        }
    }
    for text in &wording.listing().acknowledgements {
        assert_eq!(wording.find(text), [], "{text}");
    }
}

#[test]
fn both_languages_ship_every_kind() {
    let of = |chinese: bool| {
        let rules = Wording::shipped().listing.rules;
        rules.into_iter().filter(move |rule| rule.id.starts_with("zh-") == chinese)
    };
    for chinese in [false, true] {
        for kind in [Kind::Banned, Kind::Tone, Kind::Promise] {
            assert!(of(chinese).any(|rule| rule.kind == kind), "{kind:?}, {chinese}");
        }
        assert!(of(chinese).any(|rule| rule.level == Level::Block));
    }
}

#[test]
fn only_what_is_blocked_is_banned_each_word_once() {
    let wording = Wording::shipped();
    assert_eq!(wording.banned("calm down, you idiot. Idiot! idiot"), ["idiot", "Idiot"]);
    assert_eq!(wording.banned("calm down"), [] as [String; 0]);
    assert_eq!(wording.banned("闭 嘴"), ["闭 嘴"]);
}

#[test]
fn an_operator_adds_replaces_and_leaves_out() {
    let file = r#"
        acknowledgements = ["mea culpa"]
        [[rule]]
        id = "rivals"
        kind = "banned"
        level = "block"
        phrases = ["BrandX", "某 牌"]
        why = { en = "We do not name rivals.", zh = "不点名同行。" }
        [[rule]]
        id = "calm-down"
        kind = "tone"
        phrases = ["simmer down"]
        why = { en = "No.", zh = "不。" }
    "#;
    let wording = with(file, &["insult"]).expect("a list");
    assert_eq!(wording.banned("brand-x and 某牌, idiot"), ["brand-x", "某牌"]);
    let ids = |text| wording.find(text).into_iter().map(|one| one.rule.id.as_str()).collect::<Vec<_>>();
    assert_eq!(ids("calm down, simmer down"), ["calm-down"]);
    assert!(wording.listing().acknowledgements.contains(&"mea culpa".to_owned()));
    let empty = Wording::new(&Own { shipped: false, off: &[], file: None }).expect("an empty list");
    assert_eq!(empty.find("calm down, idiot"), []);
}

#[test]
fn an_operators_traditional_phrase_is_found_in_both_scripts() {
    let file = "[[rule]]\nid = \"own\"\nkind = \"banned\"\nphrases = [\"別處買\"]\nwhy = { en = \"x\", zh = \"x\" }";
    let wording = with(file, &[]).expect("a list");
    for text in ["您去别处买吧", "您去別處買吧"] {
        assert_eq!(wording.find(text).len(), 1, "{text}");
    }
    assert_eq!(wording.listing().variants.get(&'處'), Some(&'处'));
}

#[test]
fn everything_wrong_with_a_list_is_named_at_once() {
    let file = r#"
        word = []
        acknowledgements = ["...", 7]
        [[rule]]
        id = "Bad Id"
        kind = "banned"
        phrases = ["yes, but", "  "]
        instead = [""]
        why = { en = "", zh = "x" }
        [[rule]]
        id = "no-why"
        kind = "banned"
        phrases = ["a"]
        [[rule]]
        id = "odd"
        kind = "rude"
        phrases = []
        why = { en = "x", zh = "x" }
        [[rule]]
        id = "twice"
        kind = "tone"
        phrases = ["a"]
        why = { en = "x", zh = "x" }
        [[rule]]
        id = "twice"
        kind = "tone"
        phrases = []
        why = { en = "x", zh = "x" }
    "#;
    let text = with(file, &["calm-donw"]).expect_err("problems").to_string();
    for part in [
        "word: unknown",
        "acknowledgements: \"...\" must be 1 to 60",
        "acknowledgements: 7 must be a text",
        "rule `Bad Id`: id: 1 to 40",
        "rule `Bad Id`: phrases: `yes, but` must be within one clause",
        "rule `Bad Id`: phrases: `  ` must be 1 to 60",
        "rule `Bad Id`: instead: 1 to 300",
        "rule `Bad Id`: why.en: 1 to 300",
        "rule[1]: missing field `why`",
        "rule[2]: unknown variant `rude`",
        "rule `twice`: id: stands in the file already",
        "rule `twice`: phrases: one or more",
        "off: `calm-donw` names no rule; did you mean `calm-down`?",
    ] {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
}

#[test]
fn any_text_is_taken_without_a_panic_and_findings_are_parts_of_it() {
    let wording = Wording::shipped();
    let pieces =
        ["calm", " down", "不", "可", "能", "0", "@", "%", "\u{301}", "\u{200b}", ",", " - ", "é", "ﬁ", "10", "分钟内"];
    let mut seed = 7_u32;
    for length in 0..400 {
        let mut text = String::new();
        for _ in 0..length % 23 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text += pieces[(seed >> 16) as usize % pieces.len()];
        }
        for finding in wording.find(&text) {
            assert!(text.contains(finding.words) && !finding.words.is_empty(), "{text:?}");
        }
    }
}

#[test]
fn the_documented_list_is_a_list() {
    let manual = include_str!("../../docs/inbox.md");
    let file = manual.split("```toml\n").find(|part| part.starts_with("# words.toml")).expect("an example");
    let wording = with(file.split("```").next().expect("its end"), &[]).expect("a list without problems");
    assert_eq!(wording.banned("40 percent cheaper than BrandX, with a BrandX cable"), ["40 percent cheaper", "BrandX"]);
}
