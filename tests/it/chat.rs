//! Talking: both ways, once, in order, durable.

use super::support::{Staff, TestServer, Visitor, fresh_id};
use serde_json::{Value, json};

fn places(frames: &[Value]) -> Vec<u64> {
    frames.iter().map(|frame| frame["seq"].as_u64().expect("a place")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_goes_both_ways() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::chatting(&server).await;
    let mut lin = Staff::login(&server, "lin").await;
    lin.follow("conv", Some(&visitor.conv)).await;

    visitor.say("Where is my parcel?").await;
    let said = |text: &'static str| move |f: &Value| f["t"] == "event" && f["event"]["text"] == text;
    let seen = lin.wire.find("the visitor's words", said("Where is my parcel?")).await;
    assert_eq!(seen["by"], json!({"who": "visitor"}));

    lin.take_over(&mut visitor).await;
    let joined = visitor.wire.find("joined", |f| f["t"] == "state" && f["what"] == "joined").await;
    assert_eq!(joined["name"], "Lin");
    lin.say(&visitor.conv, "I am looking.").await;
    let answer = visitor.wire.find("the answer", |f| f["t"] == "msg" && f["text"] == "I am looking.").await;
    assert_eq!((&answer["from"], &answer["name"]), (&json!("agent"), &json!("Lin")));
}
