//! Handing over from the bot to a person: what calls for one, what they are given, and who speaks when (R3, H1).

use super::support::{Staff, TestServer, Visitor, by_marks, fresh_id, items};
use attune::domain::{Event, HandoffPacket, Seq, Stamped};
use attune::routing::build_packet;
use serde_json::{Value, json};

/// The log as it was logged, read over the wire. The visitor's numbering is the only thing that `event` frames lack.
async fn log(staff: &mut Staff, conv: &str) -> Vec<Stamped<Event>> {
    let request = json!({"t": "history", "id": fresh_id(), "conv": conv, "after": 0, "limit": 200});
    let page = items(&staff.wire.ask_ok(request).await);
    let mut shown = 0;
    let stamped = page.into_iter().map(|frame| {
        let event: Event = serde_json::from_value(frame["event"].clone()).expect("an event");
        let public = event.is_public().then(|| {
            shown += 1;
            Seq(shown)
        });
        let (seq, at) = (serde_json::from_value(frame["seq"].clone()), serde_json::from_value(frame["at"].clone()));
        let by = serde_json::from_value(frame["by"].clone()).expect("an author");
        Stamped { seq: seq.expect("a place"), public, at: at.expect("a time"), by, event }
    });
    stamped.collect()
}

/// Holds a packet against the log that its agent can read (H1).
async fn is_the_log(staff: &mut Staff, conv: &str, packet: &Value) {
    let packet: HandoffPacket = serde_json::from_value(packet.clone()).expect("a packet");
    let log = log(staff, conv).await;
    let covered: Vec<_> = log.into_iter().take_while(|event| event.seq <= packet.up_to).collect();
    assert_eq!(covered.len() as u64, packet.up_to.0);
    assert_eq!(packet, build_packet(&covered));
}

fn kinds(log: &[Value]) -> Vec<&str> {
    log.iter().filter_map(|frame| frame["what"].as_str().or_else(|| frame["from"].as_str())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_can_be_asked_for_by_button_and_in_words() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::chatting(&server).await;
    assert_eq!(visitor.ask("human").await["t"], "ack");
    visitor.wire.find("waiting", |frame| frame["what"] == "waiting").await;
    assert_eq!(visitor.ask("human").await["t"], "ack", "asking again changes nothing");
    let log = visitor.history(0).await;
    assert_eq!(log.iter().filter(|frame| frame["what"] == "waiting").count(), 1);

    for (words, answer) in [("转人工", "好的，正在为您转接人工客服"), ("I want to talk to a human", "Of course.")]
    {
        let mut visitor = Visitor::chatting(&server).await;
        visitor.say(words).await;
        visitor.wire.find("waiting", |frame| frame["what"] == "waiting").await;
        let log = visitor.history(0).await;
        let said = |frame: &Value| frame["text"].as_str().is_some_and(|text| text.starts_with(answer));
        assert!(log.iter().any(said), "{words}: {log:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_carries_everything_that_is_known() {
    let server = TestServer::reading(by_marks(), |_| {}).await;
    let mut ana = Staff::login(&server, "ana").await;
    let mut visitor = Visitor::arrive(&server).await;
    let customer =
        json!({"language": "en", "name": "Kim", "email": "kim@example.org", "page": "https://shop.example/bowl"});
    let opened = visitor.wire.ask_ok(json!({"t": "open", "id": fresh_id(), "customer": customer})).await;
    visitor.conv = opened["conv"].as_str().expect("a conversation").to_owned();
    ana.follow("conv", Some(&visitor.conv)).await;
    for text in ["Where is my refund for order 88231?", "xyzzy plugh", "blorb fnord!"] {
        visitor.say(text).await;
        ana.wire.find("the bot's answer", |f| f["by"]["who"] == "bot" && f["event"]["answers"].is_u64()).await;
        ana.wire.find("the score", |f| f["event"]["kind"] == "scored").await;
    }
    // Only now is somebody there: the packet holds it all.
    let mut lin = Staff::available(&server, "lin").await;
    let offer = lin.wire.find_type("offer").await;
    let packet = &offer["packet"];
    assert_eq!(packet["hash"].as_str().map(str::len), Some(64));
    assert_eq!(packet["why"][0], json!({"code": "bot_missed", "times": 2}));
    assert_eq!((&packet["customer"]["name"], &packet["customer"]["email"]), (&json!("Kim"), &json!("kim@example.org")));
    assert_eq!(packet["wants"][0]["text"], "Where is my refund for order 88231?");
    let lines = packet["summary"].as_array().expect("lines");
    assert_eq!((&lines[0]["kind"], &lines[0]["text"]), (&json!("asked"), &packet["wants"][0]["text"]), "{lines:?}");
    assert!(lines.len() <= 5 && lines.iter().any(|line| line["kind"] == "tried"), "{lines:?}");
    let intent = json!({"kind": "article", "name": "When will I get my refund?", "sure": "possible"});
    assert!(["kind", "name", "sure"].iter().all(|key| packet["intent"][key] == intent[key]), "{}", packet["intent"]);
    assert_eq!((&packet["facts"][0]["kind"], &packet["facts"][0]["text"]), (&json!("order"), &json!("88231")));
    let tried: Vec<&Value> = packet["tried"].as_array().expect("a list").iter().map(|one| &one["article"]).collect();
    assert_eq!(tried, [&json!("When will I get my refund?"), &Value::Null]);
    let curve = packet["curve"].as_array().expect("a list");
    assert_eq!(curve.len(), 3);
    assert!(curve.iter().all(|point| point["anger"].is_number() && point["belief"].is_number()), "{curve:?}");
    assert!(offer["expires_at"].as_i64() > curve[2]["at"].as_i64());
    is_the_log(&mut ana, &visitor.conv, packet).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_packet_tells_what_the_visitor_came_for_before() {
    let mut server = TestServer::reading(by_marks(), |_| {}).await;
    let mut ana = Staff::login(&server, "ana").await;
    let mut visitor = Visitor::chatting(&server).await;
    ana.follow("conv", Some(&visitor.conv)).await;
    for text in ["Where is my refund for order 88231?", "Still no refund!!!", "This is too slow!!!"] {
        visitor.say(text).await;
    }
    ana.wire.find("the worst of it", |f| f["event"]["kind"] == "stage_changed" && f["event"]["to"] == "critical").await;
    ana.take_over(&visitor).await;
    let rated = json!({"t": "rate", "id": fresh_id(), "conv": visitor.conv, "score": 2});
    assert_eq!(visitor.wire.ask(rated).await["t"], "ack");
    assert_eq!(ana.ask("resolve", &visitor.conv).await["t"], "ack");
    let first = visitor.conv.clone();
    visitor.open().await;
    assert_eq!(visitor.ask("end").await["t"], "ack");

    visitor.open().await;
    visitor.ask("human").await;
    // The old logs are not asked: what is told stands in this one.
    server.restart().await;
    let mut lin = Staff::available(&server, "lin").await;
    let packet = lin.wire.find_type("offer").await["packet"].clone();
    let told = &packet["earlier"];
    assert_eq!(told["count"], 2);
    let [silent, angry] = told["latest"].as_array().expect("a list").as_slice() else { panic!("{told}") };
    assert_eq!(
        (&silent["cause"], &silent["stage"], &silent["about"]),
        (&json!("visitor"), &json!("calm"), &Value::Null)
    );
    let facts = ["conv", "cause", "agent", "rating", "stage", "about"].map(|key| &angry[key]);
    let about = "Where is my refund for order 88231?";
    let wanted = [json!(first), json!("resolved"), json!("Ana"), json!(2), json!("critical"), json!(about)];
    assert_eq!(facts, wanted.each_ref());
    assert!(angry["ended_at"].as_i64() > angry["opened_at"].as_i64(), "{angry}");
    is_the_log(&mut lin, &visitor.conv, &packet).await;
    for word in ["earlier", "critical", "cause"] {
        assert!(!visitor.wire.heard.contains(word), "{word} reached the visitor");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn accepting_moves_the_floor_and_the_visitor_sees_who_came() {
    let server = TestServer::start().await;
    let mut lin = Staff::available(&server, "lin").await;
    let mut visitor = Visitor::waiting(&server).await;
    lin.wire.find_type("offer").await;
    let early = json!({"t": "msg", "id": fresh_id(), "conv": visitor.conv, "text": "Hello!"});
    assert_eq!(lin.wire.ask_refused(early).await, "forbidden", "an offer is not the floor");
    lin.take_over(&visitor).await;
    let joined = visitor.wire.find("joined", |frame| frame["what"] == "joined").await;
    assert_eq!(joined["name"], "Lin");
    lin.say(&visitor.conv, "Hello!").await;
    let said = visitor.wire.find("her words", |frame| frame["text"] == "Hello!").await;
    assert_eq!((&said["from"], &said["name"]), (&json!("agent"), &json!("Lin")));
    let mut ana = Staff::login(&server, "ana").await;
    assert_eq!(ana.wire.ask_refused(json!({"t": "claim", "id": fresh_id(), "conv": visitor.conv})).await, "conflict");
    let other = json!({"t": "msg", "id": fresh_id(), "conv": visitor.conv, "text": "Me too!"});
    assert_eq!(ana.wire.ask_refused(other).await, "floor_moved");
}

/// The question and the claim race each other; whoever wins, the bot is silent once a person has the floor.
#[tokio::test(flavor = "multi_thread")]
async fn a_late_answer_of_the_bot_is_never_seen() {
    let server = TestServer::start().await;
    let mut lin = Staff::login(&server, "lin").await;
    for _ in 0..16 {
        let mut visitor = Visitor::chatting(&server).await;
        let question = json!({"t": "msg", "id": fresh_id(), "conv": visitor.conv, "text": "How much is shipping?"});
        let claim = json!({"t": "claim", "id": fresh_id(), "conv": visitor.conv});
        visitor.wire.say(&question).await;
        lin.wire.ask_ok(claim).await;
        lin.say(&visitor.conv, "I have it.").await;
        visitor.wire.find("her words", |frame| frame["text"] == "I have it.").await;
        let log = visitor.history(0).await;
        let after = kinds(&log).into_iter().skip_while(|kind| *kind != "joined").collect::<Vec<_>>();
        assert!(after.contains(&"agent") && !after.contains(&"bot"), "{log:?}");
        assert_eq!(lin.ask("resolve", &visitor.conv).await["t"], "ack");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_offer_goes_to_the_next_agent() {
    let server = TestServer::start().await;
    let mut lin = Staff::available(&server, "lin").await;
    let visitor = Visitor::waiting(&server).await;
    lin.wire.find_type("offer").await;
    let mut ana = Staff::available(&server, "ana").await;
    assert_eq!(lin.ask("decline", &visitor.conv).await["t"], "ack");
    let offer = ana.wire.find_type("offer").await;
    assert_eq!(offer["summary"]["conv"], visitor.conv.as_str());
    is_the_log(&mut ana, &visitor.conv, &offer["packet"]).await;
    ana.take_over(&visitor).await;
    assert_eq!(
        lin.wire.ask_refused(json!({"t": "decline", "id": fresh_id(), "conv": visitor.conv})).await,
        "wrong_phase"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_that_lapses_goes_back_and_to_another_agent() {
    let server = TestServer::with(|settings| settings.routing.offer_seconds = 1).await;
    let mut lin = Staff::available(&server, "lin").await;
    let visitor = Visitor::waiting(&server).await;
    lin.wire.find_type("offer").await;
    let mut ana = Staff::available(&server, "ana").await;
    let offer = ana.wire.find_type("offer").await;
    assert_eq!(offer["summary"]["conv"], visitor.conv.as_str());
    ana.take_over(&visitor).await;
    let log = log(&mut ana, &visitor.conv).await;
    let ends: Vec<bool> = log
        .iter()
        .filter_map(|event| match event.event {
            Event::OfferEnded { declined, .. } => Some(declined),
            _ => None,
        })
        .collect();
    assert_eq!(ends, [false]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_who_is_lost_gives_way_with_everything_in_the_log() {
    let server = TestServer::with(|settings| settings.routing.agent_grace_seconds = 1).await;
    let mut lin = Staff::available(&server, "lin").await;
    let mut visitor = Visitor::waiting(&server).await;
    lin.wire.find_type("offer").await;
    lin.take_over(&visitor).await;
    lin.say(&visitor.conv, "Let me look.").await;
    visitor.say("Order 88231, please.").await;
    let mut ana = Staff::available(&server, "ana").await;
    lin.wire.cut();
    visitor.say("Still there?").await;
    let offer = ana.wire.find_type("offer").await;
    assert_eq!(offer["packet"]["wants"][0]["text"], "Order 88231, please.");
    is_the_log(&mut ana, &visitor.conv, &offer["packet"]).await;
    let told =
        |frame: &Value| frame["from"] == "bot" && frame["text"].as_str().is_some_and(|text| text.contains("Lin"));
    visitor.wire.find("who was lost", told).await;
    ana.take_over(&visitor).await;
    visitor.wire.find("somebody else", |frame| frame["what"] == "joined" && frame["name"] == "Ana").await;
    let log = visitor.history(0).await;
    let expected = ["opened", "bot", "waiting", "joined", "agent", "visitor", "visitor", "waiting", "bot", "joined"];
    assert_eq!(kinds(&log), expected);
}
