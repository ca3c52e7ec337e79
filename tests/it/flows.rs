//! Flows at the door: what the bot asks, keeps and hands over in both languages, over a restart in the middle of it, and
//! changes of the file while the server runs.

use super::support::{Staff, TestServer, Visitor};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use tokio::time::timeout;

async fn bot_says(visitor: &mut Visitor) -> Value {
    visitor.wire.find("the bot's words", |frame| frame["t"] == "msg" && frame["from"] == "bot").await
}

async fn told(visitor: &mut Visitor, text: &str) -> String {
    visitor.say(text).await;
    bot_says(visitor).await["text"].as_str().expect("words").to_owned()
}

/// The packet that whoever takes over is given; supervisors may hold as many as they like.
async fn packet(server: &TestServer, visitor: &Visitor) -> Value {
    let mut sam = Staff::login(server, "sam").await;
    sam.take_over(visitor).await;
    let log = sam.log(&visitor.conv).await;
    let offered = log.iter().rev().find(|frame| frame["event"]["kind"] == "offered").expect("a packet");
    offered["event"]["packet"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_flow_was_told_is_handed_over_in_either_language() {
    let server = TestServer::start().await;
    for (says, label, due) in [
        (["my parcel is lost", "is it purple?", "order SH-20488", "2026-11-24"], "en", "2026-11-24"),
        (["快递丢了", "不知道呀", "订单 SH-20488", "11月24日"], "zh", "11月24日"),
    ] {
        let mut visitor = Visitor::chatting(&server).await;
        bot_says(&mut visitor).await;
        for text in says {
            told(&mut visitor, text).await;
        }
        visitor.wire.find("waiting", |frame| frame["what"] == "waiting").await;
        let history = visitor.history(0).await;
        assert!(history.iter().all(|frame| frame.get("flow").is_none()), "visitors see words alone");
        let slots = packet(&server, &visitor).await["slots"].clone();
        let slots: Vec<(&str, &str)> = slots
            .as_array()
            .expect("slots")
            .iter()
            .map(|slot| (slot["name"].as_str().unwrap(), slot["value"].as_str().unwrap()))
            .collect();
        assert_eq!(slots, [("order", "SH-20488"), ("due", due)], "{label}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_in_the_middle_goes_on_where_it_was() {
    let mut server = TestServer::start().await;
    let mut visitor = Visitor::chatting(&server).await;
    bot_says(&mut visitor).await;
    assert!(told(&mut visitor, "my parcel is lost").await.contains("order number"));
    assert!(told(&mut visitor, "SH-20488").await.starts_with("On which day"));
    server.restart().await;
    let mut visitor = visitor.resume(&server).await;
    let last = told(&mut visitor, "yesterday").await;
    assert!(last.contains("SH-20488"), "{last}");
    visitor.wire.find("waiting", |frame| frame["what"] == "waiting").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_one_step_away_from_every_question() {
    let server = TestServer::start().await;
    for says in [
        &["my parcel is lost", "转人工"][..],
        &["my parcel is lost", "SH-20488", "I want to talk to a person"],
        &["申请退货", "quiero hablar con una persona"],
        &["start a return", "It is damaged", "转人工"],
        &["start a return", "It does not fit", "AGENT"],
    ] {
        let mut visitor = Visitor::chatting(&server).await;
        bot_says(&mut visitor).await;
        for text in says {
            told(&mut visitor, text).await;
        }
        visitor.wire.find("waiting", |frame| frame["what"] == "waiting").await;
        let why = packet(&server, &visitor).await["why"].clone();
        assert_eq!(why[0]["code"], "asked_for_person", "{says:?}: {why}");
    }
}

fn flow(greeting: &str) -> String {
    format!(
        "[flow.hi]\nstarts = \"greeting\"\nfirst = \"hi\"\n[flow.hi.hi]\nsay = {{ en = \"{greeting}\", zh = \"你好\" }}\n"
    )
}

/// Greets newcomers until the bot says this; the server looks at its file once a second.
async fn until_greeted(server: &TestServer, words: &str) {
    let greeted = async { while bot_says(&mut Visitor::chatting(server).await).await["text"] != words {} };
    let patience = Duration::from_mins(1);
    assert!(timeout(patience, greeted).await.is_ok(), "nobody was greeted with {words}");
}

/// Writes as careful programs do: beside it, then in its place.
fn put(path: &Path, text: &str) {
    let beside = path.with_extension("new");
    fs::write(&beside, text).expect("a file can be written");
    fs::rename(beside, path).expect("a file can be moved");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_file_is_taken_up_and_a_wrong_one_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("flows.toml");
    put(&path, &flow("First"));
    let given = path.clone();
    let server = TestServer::with(|settings| settings.bot.flows = given).await;
    until_greeted(&server, "First").await;
    put(&path, &flow("Second, longer"));
    until_greeted(&server, "Second, longer").await;
    put(&path, "[flow.hi]\nstarts = \"greeting\"\nfirst = \"gone\"\n");
    server.until_metric("flow_reloads_total{outcome=\"refused\"}").await;
    until_greeted(&server, "Second, longer").await;
    put(&path, &flow("Third, after a mistake"));
    until_greeted(&server, "Third, after a mistake").await;
}

#[test]
fn the_command_checks_a_file_and_tells_everything_that_is_wrong() {
    let run = |args: &[&str]| Command::new(env!("CARGO_BIN_EXE_attune")).args(args).output().expect("it runs");
    let example = run(&["flows", "check"]);
    assert!(example.status.success());
    assert_eq!(String::from_utf8_lossy(&example.stdout), "3 flows, 16 steps\n");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("flows.toml");
    put(&path, "[flow.a]\nstarts = \"greeting\"\nfirst = \"b\"\n[flow.a.c]\nsay = { en = \"x\" }\n");
    let wrong = run(&["flows", "check", path.to_str().expect("a path")]);
    assert_eq!(wrong.status.code(), Some(1));
    let said = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(said.contains("flows.toml:3: flow.a.first is `b`; must be a step of this flow (c)"), "{said}");
    assert!(said.contains("flows.toml:5: flow.a.c.say.zh is missing"), "{said}");
    assert_eq!(json!(said.lines().count()), json!(3), "{said}");
}
