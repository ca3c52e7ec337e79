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
        base: None,
        level: 0.0,
        sentiment: Sentiment::default(),
        emotions: Emotions::default(),
        risks: Risks::default(),
        confidence: 1.0,
        spans: Vec::new(),
        by: Provenance { model: "m".to_owned(), engine: "e".to_owned(), policy: "1".to_owned(), calibrator: None },
    })
}

fn bot(_: &BotQuestion) -> BotReply {
    let text = MessageText::try_from("hello".to_owned()).unwrap();
    BotReply { text, act: BotAct::Missed, quick_replies: Vec::new(), flow: None }
}

fn played(input: &[u8]) -> (bool, Vec<Value>, String) {
    played_and(input, false)
}

fn played_and(input: &[u8], explain: bool) -> (bool, Vec<Value>, String) {
    let (mut out, mut errors) = (Vec::new(), Vec::new());
    let readers = Readers { policy: &Policy::default(), score: &read_words, bot: &bot };
    let playing = Playing { readers, ready: &|| Ok(()), explain };
    let code = play_all(input, &mut out, &mut errors, &playing).unwrap();
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
    let playing = Playing { readers, ready: &|| Ok(()), explain: false };
    play_all(std::io::BufReader::new(Broken), Vec::new(), &mut errors, &playing).unwrap();
    assert_eq!(String::from_utf8(errors).unwrap(), "line 1: is a directory\n");
}

#[test]
fn explained_turns_say_what_they_were_made_of() {
    let input = concat!(
        r#"{"id":1,"turns":[{"role":"agent","text":"hi","at":0},{"role":"visitor","text":"where is it!!!","at":1000},"#,
        r#"{"role":"visitor","text":"where is it!!!","at":200000},{"role":"visitor","text":"unreadable","at":210000}]}"#,
    );
    let (_, plain, _) = played(input.as_bytes());
    assert!(plain[0].get("waits").is_none() && plain[0]["turns"][0].get("evidence").is_none(), "{}", plain[0]);
    let (_, lines, errors) = played_and(input.as_bytes(), true);
    assert_eq!(errors, "");
    let turns = &lines[0]["turns"];
    let numbers = |turn: usize| turns[turn]["behaviour"].clone();
    assert_eq!(numbers(0)["repeats"], json!(0));
    assert_eq!(
        (&numbers(1)["repeats"], &numbers(1)["unanswered"], &numbers(1)["waited_s"]),
        (&json!(1), &json!(1), &json!(199))
    );
    assert_eq!(numbers(1)["shouting"], json!(1.0));
    assert!(turns[1]["evidence"].as_f64() > turns[0]["evidence"].as_f64(), "{turns}");
    assert!(turns[1]["level"].is_f64() && turns[1]["fast"].is_f64() && turns[1]["slow"].is_f64());
    assert_eq!(turns[1]["risks"]["legal"], json!(0.0));
    assert_eq!(turns[2]["risks"], Value::Null, "it was not scored");
    let waits = lines[0]["waits"].as_array().unwrap();
    let seconds: Vec<&Value> = waits.iter().map(|wait| &wait["seconds"]).collect();
    assert_eq!(seconds, [&json!(60), &json!(180)]);
    assert!(waits.iter().all(|wait| wait["turn"] == json!(1)), "{waits:?}");
}

/// A model that must not be needed.
fn played_unread(input: &str) -> anyhow::Result<(Vec<Value>, String)> {
    let (mut out, mut errors) = (Vec::new(), Vec::new());
    let readers = Readers { policy: &Policy::default(), score: &read_words, bot: &bot };
    let playing = Playing { readers, ready: &|| Err(anyhow!("no usable model")), explain: false };
    play_all(input.as_bytes(), &mut out, &mut errors, &playing)?;
    let lines = String::from_utf8(out)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    Ok((lines, String::from_utf8(errors)?))
}

#[test]
fn turns_that_bring_their_scores_are_not_read() {
    let scored = r#"{"id":1,"turns":[{"role":"agent","text":"hi"},{"role":"visitor","text":"calm","score":{"anger":0.99}},{"role":"visitor","text":"calm","score":{"anger":0.99,"lang":"zh","risks":{"abuse":0.99},"model":"m"}}]}"#;
    let (lines, errors) = played_unread(scored).unwrap();
    assert_eq!(errors, "");
    assert_eq!(lines[0]["turns"][0]["anger"], json!(0.99));
    assert_eq!(lines[0]["turns"][1]["stage"], json!("critical"), "{}", lines[0]);
    let half =
        r#"{"id":1,"turns":[{"role":"visitor","text":"a","score":{"anger":0.9}},{"role":"visitor","text":"b"}]}"#;
    assert!(played_unread(half).unwrap_err().to_string().contains("no usable model"));
}

#[test]
fn a_bad_score_is_named() {
    let line = |score: &str| format!(r#"{{"id":1,"turns":[{{"role":"visitor","text":"a","score":{score}}}]}}"#);
    let cases = [
        ("3", "field `turns[0].score`: is 3; must be an object as `attune score` prints it"),
        ("{}", "field `turns[0].score.anger`: is missing; must be a number, 0 to 1"),
        (r#"{"anger":1.5}"#, "field `turns[0].score.anger`: is 1.5; must be a number, 0 to 1"),
        (r#"{"anger":0.5,"angry":1}"#, "field `turns[0].score.angry`: is unknown; known are id, lang, anger"),
        (r#"{"anger":0.5,"risks":{"abus":1}}"#, "field `turns[0].score.risks.abus`: is unknown; known are"),
        (r#"{"anger":0.5,"risks":{"abuse":"high"}}"#, r#"field `turns[0].score.risks.abuse`: is "high"; must be"#),
        (r#"{"anger":0.5,"lang":"fr"}"#, r#"field `turns[0].score.lang`: is "fr"; must be "en" or "zh""#),
        (r#"{"anger":0.5,"spans":[{"start":3,"end":1,"weight":1}]}"#, "field `turns[0].score.spans`"),
        (r#"{"anger":0.5,"model":7}"#, "field `turns[0].score.model`: is 7; must be text"),
    ];
    for (score, said) in cases {
        let (_, errors) = played_unread(&line(score)).unwrap();
        assert!(errors.contains(said), "{score}: {errors}");
    }
    let agent = r#"{"id":1,"turns":[{"role":"agent","text":"a","score":{"anger":0.5}}]}"#;
    assert!(played_unread(agent).unwrap().1.contains("`turns[0].score`: only visitor turns have one"));
}

#[test]
fn what_attune_score_prints_is_taken_back_as_it_was() {
    let Scoring::Scored(mut score) = read_words("angry!", &[]) else { panic!("scored") };
    score.language = Some(crate::domain::Language::Zh);
    score.risks.legal = 0.25;
    score.emotions.joy = 0.125;
    score.spans = vec![crate::domain::Span { start: 0, end: 5, weight: 1.5 }];
    let printed = serde_json::to_value(crate::cli::score::shown(&json!("a"), &score)).unwrap();
    let back = score::read("score", &printed).unwrap();
    let by = Provenance { policy: String::new(), ..score.by.clone() };
    assert_eq!(back, Score { by, ..score });
}
