//! Lines in, lines out, and words for what is wrong.

use super::*;
use crate::domain::{BotAct, Emotions, MessageText, Provenance, Risks, Score, Scoring, Sentiment, Unscored};
use crate::routing::{BotQuestion, BotReply};
use crate::triage::{Policy, Turn};
use serde_json::{Value, json};

fn read_words(text: &str, _: &[Turn]) -> Scoring {
    if text == "unreadable" {
        return Scoring::NotScored { why: Unscored::Failed };
    }
    Scoring::Scored(Score {
        language: None,
        anger: if text.contains('!') { 0.97 } else { 0.03 },
        level: 0.0,
        sentiment: Sentiment::default(),
        emotions: Emotions::default(),
        risks: Risks::default(),
        confidence: 1.0,
        spans: Vec::new(),
        by: Provenance { model: "m".to_owned(), engine: "e".to_owned(), policy: "1".to_owned() },
    })
}

fn bot(_: &BotQuestion) -> BotReply {
    let text = MessageText::try_from("hello".to_owned()).unwrap();
    BotReply { text, act: BotAct::Missed, quick_replies: Vec::new() }
}

fn played(input: &[u8]) -> (bool, Vec<Value>, String) {
    let (mut out, mut errors) = (Vec::new(), Vec::new());
    let readers = Readers { policy: &Policy::default(), score: &read_words, bot: &bot };
    let code = play_all(input, &mut out, &mut errors, &readers).unwrap();
    let all_good = format!("{code:?}") == format!("{:?}", ExitCode::SUCCESS);
    let lines = String::from_utf8(out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (all_good, lines, String::from_utf8(errors).unwrap())
}

#[test]
fn one_line_out_for_each_line_in() {
    let input = concat!(
        r#"{"id":"a","lang":"en","turns":[{"role":"bot","text":"hi"},{"role":"visitor","text":"calm","flags":[]}]}"#,
        "\n\n",
        r#"{"id":7,"turns":[{"role":"visitor","text":"unreadable","at":5}],"label":1}"#,
    );
    let (all_good, lines, errors) = played(input.as_bytes());
    assert_eq!((all_good, errors.as_str()), (true, ""));
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["id"], json!("a"));
    assert_eq!(lines[0]["turns"][0]["i"], json!(1), "places count all turns");
    assert_eq!(lines[0]["turns"][0]["stage"], json!("calm"));
    assert!(lines[0]["turns"][0]["belief"].as_f64().is_some_and(|belief| (0.0..0.5).contains(&belief)));
    assert_eq!((&lines[0]["alerts"], &lines[0]["handoff"]), (&json!([]), &Value::Null));
    assert_eq!((&lines[1]["id"], &lines[1]["turns"][0]["anger"]), (&json!(7), &Value::Null));
}

#[test]
fn every_bad_line_is_named_and_the_rest_goes_on() {
    let good = r#"{"id":"ok","turns":[]}"#;
    let cases = [
        ("{", "EOF while parsing"),
        ("[1]", "is [1]; must be a JSON object"),
        (r#"{"turns":[]}"#, "field `id`: is missing; must be text or a number"),
        (r#"{"id":"x"}"#, "field `turns`: is missing"),
        (r#"{"id":"x","lang":3,"turns":[]}"#, "field `lang`: is 3"),
        (r#"{"id":"x","turns":[3]}"#, "field `turns[0]`: is 3; must be an object"),
        (
            r#"{"id":"x","turns":[{"role":"boss","text":"a"}]}"#,
            r#"field `turns[0].role`: is "boss"; must be visitor, bot or agent"#,
        ),
        (r#"{"id":"x","turns":[{"role":"bot","text":"a"},{"role":"bot"}]}"#, "field `turns[1].text`: is missing"),
        (r#"{"id":"x","turns":[{"role":"bot","text":"  "}]}"#, "field `turns[0].text`: text is empty"),
        (r#"{"id":"x","turns":[{"role":"bot","text":"a","at":"noon"}]}"#, r#"field `turns[0].at`: is "noon""#),
    ];
    let mut input: Vec<u8> = cases.iter().flat_map(|(line, _)| format!("{line}\n").into_bytes()).collect();
    input.extend_from_slice(b"\xff\xfe\n");
    input.extend_from_slice(good.as_bytes());
    let (all_good, lines, errors) = played(&input);
    assert!(!all_good);
    assert_eq!(lines, [json!({"id": "ok", "turns": [], "alerts": [], "handoff": null})]);
    let errors: Vec<&str> = errors.lines().collect();
    assert_eq!(errors.len(), cases.len() + 1);
    for (number, (line, said)) in cases.iter().enumerate() {
        assert!(errors[number].starts_with(&format!("line {}: ", number + 1)), "{}", errors[number]);
        assert!(errors[number].contains(said), "{line}: {}", errors[number]);
    }
}

#[test]
fn a_stream_that_cannot_be_read_is_said_once() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("is a directory"))
        }
    }
    let mut errors = Vec::new();
    let readers = Readers { policy: &Policy::default(), score: &read_words, bot: &bot };
    play_all(std::io::BufReader::new(Broken), Vec::new(), &mut errors, &readers).unwrap();
    assert_eq!(String::from_utf8(errors).unwrap(), "line 1: is a directory\n");
}
