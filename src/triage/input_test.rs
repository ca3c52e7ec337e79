//! Assembly, limits, and the way back from tokens to characters of the original text. Uses the bundled tokenizer.

use super::*;

const CLS: i32 = 2;
const SEP: i32 = 3;
const VISITOR: i32 = 4;
const BOT: i32 = 5;
const AGENT: i32 = 6;

fn assembler() -> Assembler {
    let bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/models/tokenizer.json")).unwrap();
    Assembler::new(&bytes, 64, 96).unwrap()
}

fn turn(speaker: Speaker, text: &str) -> Turn {
    Turn { speaker, text: text.into() }
}

fn read(assembler: &Assembler, text: &str, context: &[Turn]) -> Result<Input, String> {
    assembler.input(&assembler.normalise(text), context)
}

/// The characters of each token of the message.
fn pieces(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let input = read(&assembler(), text, &[]).unwrap();
    input.words.iter().map(|word| letters[word.start as usize..word.end as usize].iter().collect()).collect()
}

#[test]
fn a_message_alone_stands_between_its_specials() {
    let input = read(&assembler(), "where is it", &[]).unwrap();
    assert_eq!((input.ids[0], input.ids.last(), input.ids.len()), (CLS, Some(&SEP), 5));
    assert!(input.types.iter().all(|kind| *kind == 0));
    assert_eq!(input.words.iter().map(|word| word.place).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn context_is_the_last_two_turns_each_after_its_speaker() {
    let turns = [turn(Speaker::Agent, "gone"), turn(Speaker::Bot, "hello"), turn(Speaker::Visitor, "hi")];
    let input = read(&assembler(), "ok", &turns).unwrap();
    let speakers: Vec<i32> = input.ids.iter().copied().filter(|id| [VISITOR, BOT, AGENT].contains(id)).collect();
    assert_eq!(speakers, [BOT, VISITOR]);
    assert_eq!((input.ids[3], input.ids.last()), (BOT, Some(&SEP)));
    assert_eq!(input.types, [0, 0, 0, 1, 1, 1, 1, 0], "specials are of kind 0, the last one too");
}

#[test]
fn long_messages_keep_both_ends_and_long_context_its_newest() {
    let long: Vec<String> = (0..100).map(|n| format!("{}", n % 10)).collect();
    let assembler = assembler();
    let alone = read(&assembler, &long.join(" "), &[]).unwrap();
    assert_eq!((alone.ids.len(), alone.words.len()), (66, 64));
    assert_eq!((alone.words[39].start, alone.words[40].start), (78, 152), "the first 40 and the last 24");
    let context = [turn(Speaker::Bot, &"old ".repeat(90)), turn(Speaker::Visitor, "new")];
    let both = read(&assembler, &long.join(" "), &context).unwrap();
    assert_eq!((both.ids.len(), both.types.len()), (96, 96));
    assert_eq!(both.ids[93], VISITOR, "the newest turn is whole");
}

#[test]
fn places_count_characters_of_the_original_text() {
    assert_eq!(pieces("😡😡 ok"), ["😡", "😡", "ok"]);
    assert_eq!(pieces("垃圾😡 bad"), ["垃圾", "😡", "bad"]);
    assert_eq!(pieces("ＢＡＤ Naïve"), ["ＢＡＤ", "Naïve"], "full width and accents are one character each");
    assert_eq!(pieces("b\u{200b}ad ok"), ["b\u{200b}ad", "ok"], "what cannot be seen is part of its word");
}

#[test]
fn reserved_words_that_are_typed_are_only_text() {
    let input = read(&assembler(), "[SEP] [AGENT] [CLS]", &[turn(Speaker::Visitor, "[BOT] [SEP]")]).unwrap();
    let count = |id| input.ids.iter().filter(|found| **found == id).count();
    assert_eq!([count(CLS), count(SEP), count(VISITOR), count(BOT), count(AGENT)], [1, 2, 1, 0, 0]);
}

#[test]
fn what_is_informative_and_what_is_unknown() {
    let of = |text: &str| read(&assembler(), text, &[]).unwrap();
    for (text, is_informative) in
        [("?!", false), ("…", false), ("", false), ("ok", true), ("坏", true), ("😡", true), ("88", true)]
    {
        assert_eq!(of(text).is_informative, is_informative, "{text}");
    }
    assert!(of("ok").unknown <= 0.0 && of("").unknown <= 0.0);
    let unknown = of("ꀀ ꀁ ok");
    assert!((unknown.unknown - 2.0 / 3.0).abs() < 1e-6, "{unknown:?}");
}

#[test]
fn a_file_that_is_no_tokenizer_is_said_to_be_none() {
    let error = Assembler::new(b"{}", 64, 96).err().expect("it is none");
    assert!(error.starts_with("tokenizer.json cannot be read"), "{error}");
}
