//! What the normaliser reads, what it leaves alone, and that it settles. Words are those of the bundled vocabulary.

use super::*;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::sync::LazyLock;

static NORMALISER: LazyLock<Normaliser> = LazyLock::new(|| {
    let bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/models/tokenizer.json")).unwrap();
    let tokenizer = tokenizers::Tokenizer::from_bytes(bytes).unwrap();
    Normaliser::new(tokenizer.get_vocab(false).into_iter().collect())
});

fn read(text: &str) -> String {
    NORMALISER.normalise(text).text
}

#[test]
fn what_is_written_to_be_misread_is_read() {
    for (written, meant) in [
        ("y\u{43e}u are \u{455}tup\u{456}d", "you are stupid"),
        ("\u{441}\u{43e}\u{43e}l", "cool"),
        ("use\u{200b}le\u{2060}ss id\u{ad}iots", "useless idiots"),
        ("ｕｓｅｌｅｓｓ", "useless"),
        ("𝓾𝓼𝓮𝓵𝓮𝓼𝓼", "useless"),
        ("u s e l e s s", "useless"),
        ("you are u-s-e-l-e-s-s", "you are useless"),
        ("i h a t e y o u", "i hate you"),
        ("\u{406} hat\u{435} \u{443}\u{43e}ur \u{430}pp", "I hate your app"),
        ("\u{406} \u{430}\u{442}\u{435} \u{430} \u{441}\u{430}\u{43a}\u{435}", "I ate a cake"),
        ("7h15 15 4 j0k3, 1 w4n7 my m0n3y", "this is a joke, i want my money"),
        ("your usless cusotmer sevice is the wrost ever", "your useless customer service is the worst ever"),
        ("i want a reufnd", "i want a refund"),
        // The likelier slip first: the key beside, then a letter too many.
        ("yhis is thr thrid time, yoru boss plz", "this is the third time, your boss pls"),
        ("sh1t", "shit"),
        ("you id10ts", "you idiots"),
        ("r1d1cul0u5", "ridiculous"),
        ("a$$hole", "asshole"),
        ("stup!d!!", "stupid!!"),
        ("f**k this", "fuck this"),
        ("F*CK", "fuck"),
        ("this is b****", "this is bitch"),
        ("soooooo slow", "so slow"),
        ("whyyyy", "why"),
        ("helloooo???????", "hello???"),
        ("你們這是什麼態度", "你们这是什么态度"),
        ("真tmd烦", "真他妈的烦"),
        ("你们客服是sb吗", "你们客服是傻逼吗"),
        ("辣鸡客服", "垃圾客服"),
        ("都是沙比", "都是傻逼"),
        ("我要投.诉", "我要投诉"),
        ("我要tousu你们", "我要投诉你们"),
        ("哈哈哈哈哈哈哈", "哈哈哈"),
    ] {
        assert_eq!(read(written), meant, "{written}");
    }
}

#[test]
fn what_is_meant_as_written_stays() {
    for text in [
        "order A5530, ref 0x80, code E104, #48213, SAVE20",
        "2nd parcel, 3rd try, 5ft, 7in, 10am, mp3, h264, iphone12, covid19",
        "www.shop.test/a1b2?x=3",
        "bob@shop.test",
        "AAA batteries, size S M L",
        "Klarna and Revolut, Siobhan's kettle, a hoover",
        "order a1b2c3 and 15 more, 2 of 50",
        "5* hotel, 2*3, A+, C++, C#",
        "а там все хорошо, спасибо",
        "Ωmega και φίλοι",
        "naïve café",
        "I am NOT happy!!! :(",
        "好啦几点开门",
        "辣鸡翅还有吗",
        "我在看片子",
        "sb is short for somebody",
        "😡😡 ok",
    ] {
        assert_eq!(read(text), text);
    }
}

#[test]
fn places_lead_back_to_the_original() {
    let original: Vec<char> = "so  u s e l e s s, 真tmd烦".chars().collect();
    let found = NORMALISER.normalise("so  u s e l e s s, 真tmd烦");
    let at = |word: &str| {
        let start = found.text[..found.text.find(word).unwrap()].chars().count();
        let (start, end) = found.origin(start, start + word.chars().count());
        original[start as usize..end as usize].iter().collect::<String>()
    };
    assert_eq!([at("useless"), at("他妈的"), at("烦"), at("妈")], ["u s e l e s s", "tmd", "烦", "tmd"]);
    assert_eq!(found.origin(900, 901), (24, 24));
}

/// Texts made of what the passes look for: the likeliest to make one pass undo or feed another.
fn nasty(dice: &mut StdRng) -> String {
    const PARTS: &[&str] = &[
        "a",
        "i",
        "s",
        "o",
        "0",
        "1",
        "3",
        "$",
        "@",
        "!",
        "*",
        ".",
        "-",
        " ",
        "\n",
        "\u{200b}",
        "\u{301}",
        "\u{e9}",
        "\u{430}",
        "\u{435}",
        "\u{436}",
        "垃",
        "圾",
        "辣",
        "鸡",
        "投",
        "訴",
        "傻",
        "tmd",
        "sb",
        "laji",
        "sh",
        "it",
        "fu",
        "ck",
        "哈",
        "😡",
        "\u{fe0f}",
        "ﬁ",
        "Ａ",
        "\u{1100}",
        "\u{1161}",
        "\u{11a8}",
        "½",
        "㍿",
        "\u{e0020}",
        "ß",
        "İ",
        "ſ",
        "K",
        "你",
        "們",
        "u s e",
        "的",
    ];
    (0..dice.random_range(0..14)).map(|_| PARTS[dice.random_range(0..PARTS.len())]).collect()
}

#[test]
fn normalising_again_changes_nothing_and_places_stay_in_order() {
    let mut dice = StdRng::seed_from_u64(11);
    for round in 0..5_000 {
        let text = if round % 4 == 0 {
            (0..dice.random_range(0..12)).map(|_| dice.random::<char>()).collect()
        } else {
            nasty(&mut dice)
        };
        let once = NORMALISER.normalise(&text);
        assert_eq!(read(&once.text), once.text, "{text:?}");
        let length = text.chars().count() as u32;
        assert_eq!(once.origins.len(), once.text.chars().count());
        assert!(once.origins.iter().all(|(start, end)| start < end && *end <= length), "{text:?}");
        assert!(once.origins.windows(2).all(|two| two[0].0 <= two[1].0), "{text:?}");
    }
}

#[test]
fn a_long_message_costs_little() {
    // Quadratic work on a message at the limit would hold up a triage thread for seconds; this ends at once or never.
    for unit in ["a ", "傻 ", "1!", "s\u{200b}", "so0o"] {
        let long = unit.repeat(10_000);
        assert!(read(&long).chars().count() <= long.chars().count());
    }
}
