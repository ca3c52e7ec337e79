//! Promises and open questions at the door: found in what is said, told to staff alone, passed on, settled, kept past
//! the end.

use super::support::{Staff, TestServer, Visitor, fresh_id};
use serde_json::{Value, json};

const HOUR_MS: i64 = 3_600_000;

/// Lin, who follows everything, holds a visitor's conversation.
async fn held(server: &TestServer) -> (Staff, Visitor) {
    let mut lin = Staff::login(server, "lin").await;
    lin.follow("inbox", None).await;
    let visitor = Visitor::waiting(server).await;
    lin.follow("conv", Some(&visitor.conv)).await;
    lin.take_over(&visitor).await;
    (lin, visitor)
}

/// The next event of a kind in a followed conversation.
async fn event(staff: &mut Staff, kind: &str) -> Value {
    staff.wire.find(kind, |frame| frame["event"]["kind"] == kind).await
}

/// The next line of the inbox that fits.
async fn line(staff: &mut Staff, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
    staff.wire.find(what, |frame| frame["t"] == "conv" && fits(&frame["summary"])).await["summary"].clone()
}

async fn settle(staff: &mut Staff, conv: &str, promise: &Value, standing: &str) -> Value {
    let frame = json!({"t": "promise", "id": fresh_id(), "conv": conv, "promise": promise, "standing": standing});
    staff.wire.ask(frame).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promise_is_logged_with_its_due_time_and_outlives_the_talk() {
    let server = TestServer::start().await;
    let (mut lin, mut visitor) = held(&server).await;
    let said = lin.say(&visitor.conv, "Sorry! We'll refund you within 2 hours.").await;
    let promised = event(&mut lin, "promised").await;
    assert_eq!(promised["event"]["message"], said["seq"]);
    assert_eq!(promised["event"]["text"], "We'll refund you within 2 hours.");
    let due = promised["event"]["due"].as_i64().expect("a due time");
    assert_eq!(due - promised["at"].as_i64().expect("a time"), 2 * HOUR_MS);
    let shown = line(&mut lin, "the promise", |line| line["promises"].is_array()).await;
    assert_eq!(shown["promises"][0]["seq"], promised["seq"]);

    lin.say(&visitor.conv, "我们会在24小时内回复您。").await;
    let second = event(&mut lin, "promised").await;
    assert_eq!(second["event"]["due"].as_i64(), second["at"].as_i64().map(|at| at + 24 * HOUR_MS));
    lin.ask("resolve", &visitor.conv).await;
    assert_eq!(settle(&mut lin, &visitor.conv, &promised["seq"], "kept").await["t"], "ack");
    let after =
        line(&mut lin, "one is left", |line| line["promises"].as_array().is_some_and(|all| all.len() == 1)).await;
    assert_eq!((&after["phase"], &after["promises"][0]["seq"]), (&json!("closed"), &second["seq"]));
    settle(&mut lin, &visitor.conv, &promised["seq"], "open").await;
    line(&mut lin, "it is open again", |line| line["promises"].as_array().is_some_and(|all| all.len() == 2)).await;

    let heard = visitor.history(0).await;
    assert!(!json!(heard).to_string().contains("promise"), "visitors see words, never what is made of them: {heard:?}");
    let frame = json!({"t": "promise", "id": fresh_id(), "conv": visitor.conv, "promise": 1, "standing": "kept"});
    assert_eq!(visitor.wire.ask(frame).await["code"], "forbidden");
    assert_eq!(settle(&mut lin, &visitor.conv, &json!(1), "kept").await["code"], "not_found");
    let bad = settle(&mut lin, &visitor.conv, &promised["seq"], "perhaps").await;
    assert_eq!((&bad["code"], &bad["field"]), (&json!("invalid_field"), &json!("standing")), "{bad}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_over_reads_what_was_asked_and_promised() {
    let server = TestServer::start().await;
    let (mut lin, mut visitor) = held(&server).await;
    visitor.say("我的快递到哪了？").await;
    let line_with_question = line(&mut lin, "a question", |line| line["questions"].is_array()).await;
    lin.say(&visitor.conv, "稍等，我查一下").await;
    lin.say(&visitor.conv, "我明天给您回电。").await;
    event(&mut lin, "promised").await;
    visitor.say("发票怎么开？").await;
    let asked = line(&mut lin, "another question", |line| {
        line["last_by"]["who"] == "visitor" && line["preview"] == "发票怎么开？"
    })
    .await;
    let (first, second) = (&line_with_question["questions"][0], &asked["questions"][0]);
    assert_ne!(first, second, "the call back answers the first");
    assert_eq!(asked["questions"].as_array().map(Vec::len), Some(1), "{asked}");

    lin.ask("release", &visitor.conv).await;
    let mut ana = Staff::available(&server, "ana").await;
    let packet = ana.wire.find_type("offer").await["packet"].clone();
    assert_eq!(packet["questions"], json!([{"seq": second, "text": "发票怎么开？"}]));
    assert_eq!(packet["promises"][0]["text"], "我明天给您回电。");
    assert_eq!(packet["promises"][0]["by"]["name"], "Lin");

    ana.ask("claim", &visitor.conv).await;
    let answered =
        json!({"t": "question", "id": fresh_id(), "conv": visitor.conv, "message": second, "answered": true});
    assert_eq!(ana.wire.ask(answered).await["t"], "ack");
    line(&mut lin, "nothing is open", |line| line["agent_name"] == "Ana" && line["questions"].is_null()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_falls_due_is_listed_past_the_end_until_somebody_keeps_it() {
    let mut server = TestServer::start().await;
    let (mut lin, visitor) = held(&server).await;
    let owing = async |staff: &Staff, server: &TestServer| -> Vec<(String, i64)> {
        let listed = staff.get(server, "/v1/promises").await["conversations"].clone();
        let of = |line: &Value| (line["conv"].as_str().map(str::to_owned), line["promises"][0]["due"].as_i64());
        let told = |line: &Value| of(line).0.zip(of(line).1).expect("a conversation and a due time");
        listed.as_array().expect("a list").iter().map(told).collect()
    };
    lin.say(&visitor.conv, "We will call you back within 3 hours.").await;
    let later = event(&mut lin, "promised").await;
    lin.say(&visitor.conv, "We'll refund you within 2 hours.").await;
    let sooner = event(&mut lin, "promised").await;
    assert_eq!(owing(&lin, &server).await, [], "what goes on stands in the inbox");
    lin.ask("resolve", &visitor.conv).await;
    let due = |promised: &Value| promised["event"]["due"].as_i64().expect("a due time");
    let ana = Staff::login(&server, "ana").await;
    assert_eq!(owing(&ana, &server).await, [(visitor.conv.clone(), due(&sooner))], "the soonest stands for it");
    settle(&mut lin, &visitor.conv, &sooner["seq"], "kept").await;
    assert_eq!(owing(&ana, &server).await, [(visitor.conv.clone(), due(&later))]);
    settle(&mut lin, &visitor.conv, &later["seq"], "dropped").await;
    assert_eq!(owing(&ana, &server).await, []);
    // Undone, and there after a restart.
    settle(&mut lin, &visitor.conv, &sooner["seq"], "open").await;
    server.restart().await;
    assert_eq!(owing(&ana, &server).await, [(visitor.conv.clone(), due(&sooner))]);
}
