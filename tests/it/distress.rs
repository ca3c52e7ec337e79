//! Personal distress at the door: a person is called, the bot falls silent, whoever nobody can answer is told where help
//! is, once, and staff have the same words.

use super::support::{Staff, TestServer, Visitor, fresh_id, items, score};
use attune::config::Settings;
use attune::domain::Risks;
use attune::triage::Triage;
use serde_json::{Value, json};

const ENGLISH: &str = "Call the helpline 000.\nAt any hour.";
const CALLED: &str = "A person on our team has been called and will read everything you wrote here.";

/// Reads distress off what a test says: "..." is a risk, and "……" is imminent.
fn reading() -> Triage {
    Triage::with_scorer(|request| {
        let distress =
            if request.text.contains("……") { 0.97 } else { 0.6 * f32::from(request.text.contains("...")) };
        score(0.02, Risks { distress, ..Risks::default() })
    })
}

fn set(settings: &mut Settings) {
    settings.triage.distress.resources_en = format!("  {ENGLISH}\n");
    settings.triage.distress.resources_zh.clear();
}

fn unset(settings: &mut Settings) {
    set(settings);
    settings.triage.distress.resources_en.clear();
}

fn is_help(frame: &Value) -> bool {
    frame["from"] == "bot" && frame["text"].as_str().is_some_and(|text| text.starts_with(CALLED))
}

/// What the bot has said in a log since a person was called.
async fn bot_since_queued(staff: &mut Staff, conv: &str) -> Vec<Value> {
    let ask = json!({"t": "history", "id": fresh_id(), "conv": conv, "after": 0, "limit": 200});
    let log = items(&staff.wire.ask_ok(ask).await);
    let after = log.iter().skip_while(|frame| frame["event"]["kind"] != "queued");
    after.filter(|frame| frame["by"]["who"] == "bot").map(|frame| frame["event"].clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn when_nobody_is_there_the_bot_says_where_help_is_once_for_each_severity_and_nothing_else() {
    let mut server = TestServer::reading(reading(), set).await;
    let mut visitor = Visitor::chatting(&server).await;
    visitor.say("I cannot go on...").await;
    let help = visitor.wire.find("help", is_help).await;
    assert_eq!(help["text"], format!("{CALLED}\n\n{ENGLISH}"));
    // Each of these has an article or small talk of the bot's.
    for text in ["When will I get my refund?", "Hello", "It is all too much..."] {
        visitor.say(text).await;
    }
    visitor.say("Tonight……").await;
    visitor.wire.find("help again", is_help).await;
    visitor.say("Good bye……").await;
    server.restart().await;

    let mut sam = Staff::login(&server, "sam").await;
    sam.follow("board", None).await;
    let waiting = |f: &Value| f["t"] == "board" && f["distress"]["waiting"] == 1;
    let board = sam.wire.find("the clock", waiting).await;
    assert_eq!(
        (&board["distress"]["open"][0]["conv"], &board["distress"]["target_ms"]),
        (&json!(visitor.conv), &json!(60_000))
    );
    let said = bot_since_queued(&mut sam, &visitor.conv).await;
    let acts: Vec<&Value> = said.iter().map(|event| &event["bot"]["act"]).collect();
    let at_first = acts.iter().position(|act| **act == "help_shown").expect("help");
    assert_eq!(acts[at_first..], [&json!("help_shown"), &json!("help_shown")], "{said:?}");
    assert_ne!(said[at_first]["bot"]["alert"], said[at_first + 1]["bot"]["alert"]);
    for word in ["distress", "imminent", "severity", "alert"] {
        assert!(!visitor.wire.heard.contains(word), "{word} reached the visitor");
    }

    sam.take_over(&visitor).await;
    sam.say(&visitor.conv, "I am here.").await;
    let answered = |f: &Value| f["t"] == "board" && f["distress"]["waiting"] == 0;
    let board = sam.wire.find("the reply", answered).await;
    assert_eq!(board["distress"]["answered"], 2, "{board}");
    assert!(board["distress"]["median_ms"].is_u64(), "{board}");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_an_agent_is_offered_the_conversation_the_bot_says_nothing_until_they_are_gone() {
    let server = TestServer::reading(reading(), set).await;
    let mut lin = Staff::available(&server, "lin").await;
    let mut sam = Staff::login(&server, "sam").await;
    let mut visitor = Visitor::chatting(&server).await;
    visitor.wire.wait_for("the greeting", |frame| frame["from"] == "bot").await;
    visitor.say("I cannot go on...").await;
    let offer = lin.wire.find_type("offer").await;
    assert_eq!(offer["summary"]["conv"], visitor.conv);
    let help = |event: &Value| event["bot"]["act"] == "help_shown";
    assert!(!bot_since_queued(&mut sam, &visitor.conv).await.iter().any(help), "a person is being asked");
    lin.wire.ask_ok(json!({"t": "me", "id": fresh_id(), "available": false})).await;
    assert_eq!(lin.ask("decline", &visitor.conv).await["t"], "ack");
    visitor.wire.find("help", is_help).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_text_of_the_operators_only_one_calm_sentence_is_said_in_the_visitors_language() {
    let server = TestServer::reading(reading(), set).await;
    let mut visitor = Visitor::chatting(&server).await;
    visitor.say("我真的撑不下去了，活着没有意思……").await;
    let calm = "已为您呼叫人工同事，您在这里写的内容他们都会看到。";
    visitor.wire.find("the sentence", |frame| frame["from"] == "bot" && frame["text"] == calm).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_are_told_the_operators_words_and_visitors_are_not() {
    let server = TestServer::reading(reading(), set).await;
    for name in ["lin", "sam"] {
        let staff = Staff::login(&server, name).await;
        assert_eq!(staff.welcome["distress_resources"], json!({"en": ENGLISH}), "{name}");
    }
    let visitor = Visitor::arrive(&server).await;
    assert!(visitor.welcome.get("distress_resources").is_none(), "{}", visitor.welcome);
    let unset = TestServer::reading(reading(), unset).await;
    assert_eq!(Staff::login(&unset, "lin").await.welcome["distress_resources"], json!({}), "said openly");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_shipped_words_are_said_where_the_operator_has_set_none() {
    let server = TestServer::reading(reading(), |_| {}).await;
    let told = Staff::login(&server, "lin").await.welcome["distress_resources"].clone();
    assert_eq!(told["shipped"], json!(["en", "zh"]), "and staff are told whose words they are: {told}");
    let mut visitor = Visitor::chatting(&server).await;
    visitor.say("I cannot go on...").await;
    let help = visitor.wire.find("help", is_help).await;
    assert!(help["text"].as_str().is_some_and(|text| text.contains("your local emergency number")), "{help}");
}
