//! The bot at the door: it greets, answers in the language of the question, admits what it does not know, and is silent
//! once a person is called.

use super::support::{Staff, TestServer, Visitor};
use attune::app::{self, Options};
use attune::config::Settings;
use attune::triage::Triage;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::Path;

async fn bot_says(visitor: &mut Visitor) -> Value {
    visitor.wire.find("the bot's words", |frame| frame["t"] == "msg" && frame["from"] == "bot").await
}

fn words(frame: &Value) -> &str {
    frame["text"].as_str().expect("words")
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
    std::fs::write(path, text).expect("a file can be written");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_greets_with_questions_that_it_can_answer() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::chatting(&server).await;
    let greeting = bot_says(&mut visitor).await;
    let starters = greeting["quick_replies"].as_array().expect("buttons").clone();
    assert_eq!(starters.len(), 3);
    for starter in starters {
        visitor.say(starter.as_str().expect("words")).await;
        let answer = bot_says(&mut visitor).await;
        assert_eq!(answer["quick_replies"], json!(["That helped, thanks"]), "{starter}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_answers_in_the_language_of_the_question() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::chatting(&server).await;
    assert!(words(&bot_says(&mut visitor).await).starts_with("Hello!"));
    visitor.say("退款多久能到账").await;
    assert!(words(&bot_says(&mut visitor).await).contains("24 小时"));
    visitor.say("and how much is shipping?").await;
    assert!(words(&bot_says(&mut visitor).await).contains("4.90"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_miss_in_a_row_hands_over_and_an_answer_between_forgives_the_first() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::chatting(&server).await;
    bot_says(&mut visitor).await;
    for (asked, answer) in [
        ("xyzzy plugh", "I'm not sure"),
        ("where is my order?", "You can follow"),
        ("blorb fnord", "I'm not sure"),
        ("frobnicate", "I don't have a good answer"),
    ] {
        visitor.say(asked).await;
        let said = bot_says(&mut visitor).await;
        assert!(words(&said).starts_with(answer), "{asked}: {said}");
    }
    visitor.wire.find("waiting", |frame| frame["what"] == "waiting").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_the_same_a_third_time_gets_a_person_instead_of_the_same_answer() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::chatting(&server).await;
    bot_says(&mut visitor).await;
    for (asked, answer) in [
        ("where is my order?", "You can follow"),
        ("How much is shipping?", "Shipping costs"),
        ("where is my order?", "You can follow"),
        ("where is my order?", "You can follow"),
        ("where is my order?", "I don't have a good answer"),
    ] {
        visitor.say(asked).await;
        let said = bot_says(&mut visitor).await;
        assert!(words(&said).starts_with(answer), "{asked}: {said}");
    }
    visitor.wire.find("waiting", |frame| frame["what"] == "waiting").await;
    let mut lin = Staff::login(&server, "lin").await;
    let queued = lin.log(&visitor.conv).await.into_iter().find(|frame| frame["event"]["kind"] == "queued");
    let reasons = queued.expect("it waits")["event"]["reasons"].clone();
    assert_eq!(reasons[0], serde_json::json!({"code": "bot_loop", "times": 1}), "{reasons}");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_silent_once_a_person_is_called() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::chatting(&server).await;
    bot_says(&mut visitor).await;
    visitor.say("转人工").await;
    visitor.wire.find("waiting", |frame| frame["what"] == "waiting").await;
    for question in ["where is my order?", "怎么退货？", "xyzzy"] {
        visitor.say(question).await;
    }
    // A conversation that had an answer due would give it within this: the log is read after everything above.
    visitor.wire.settled().await;
    let log = visitor.history(0).await;
    let after: Vec<&Value> = log.iter().skip_while(|frame| frame["what"] != "waiting").skip(1).collect();
    assert_eq!(after.len(), 3, "{after:?}");
    assert!(after.iter().all(|frame| frame["from"] == "visitor"), "{after:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_never_claims_to_be_a_person() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::chatting(&server).await;
    assert!(words(&bot_says(&mut visitor).await).contains("automatic helper"));
    visitor.say("are you a human?").await;
    assert!(words(&bot_says(&mut visitor).await).starts_with("I'm an automatic assistant"));
    visitor.say("你是真人吗？").await;
    assert!(words(&bot_says(&mut visitor).await).starts_with("我是智能助手"));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_knows_what_the_configured_folder_says() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "en/tea.md", "# Which teas do you have?\n> tea\n\nGreen and black.");
    let knowledge = folder.path().to_owned();
    let server = TestServer::with(|settings| settings.routing.knowledge = knowledge).await;
    let mut visitor = Visitor::chatting(&server).await;
    bot_says(&mut visitor).await;
    visitor.say("what teas are there?").await;
    assert_eq!(words(&bot_says(&mut visitor).await), "Green and black.");
    visitor.say("How much is shipping?").await;
    assert!(words(&bot_says(&mut visitor).await).starts_with("I'm not sure"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_folder_stops_the_start_with_every_problem() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "en/tea.md", "# Tea?\n");
    write(folder.path(), "zh/tea.md", "茶\n");
    let mut settings = Settings::default();
    settings.server.listen = SocketAddr::from(([127, 0, 0, 1], 0));
    settings.store.path = folder.path().join("attune.db");
    settings.routing.knowledge = folder.path().to_owned();
    let options = Options { demo: true, triage: Some(Triage::off("not part of this test")), ..Options::default() };
    let Err(error) = app::start(&settings, options).await else { panic!("it started") };
    let text = format!("{error:#}");
    assert!(text.contains("en/tea.md:1: answer: 0 characters"), "{text}");
    assert!(text.contains("zh/tea.md:1: text before the first"), "{text}");
}
