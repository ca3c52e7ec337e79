//! Feedback at the door: judgements over sockets, questions that do not give the answer away, the report, labels, and a
//! calibration that a person puts in force and takes back, also over a restart.

use super::support::{Staff, TestServer, Visitor, by_marks, fresh_id, items, post};
use attune::conversation::{State, evolve};
use attune::domain::handoff::Customer;
use attune::domain::{
    ConversationId, Event, Judgement, Language, Party, Reading, Seq, SiteId, StaffId, Stage, Stamped, Subject,
    Timestamp, VisitorId,
};
use attune::store::sqlite::Settings;
use attune::store::{Append, SqliteStore, Store};
use attune::triage::feedback::Correction;
use serde_json::{Value, json};
use uuid::Uuid;

async fn get(staff: &Staff, server: &TestServer, path: &str) -> (u16, String) {
    let answer = staff.http.get(format!("{}{path}", server.origin())).send().await.expect("an answer");
    (answer.status().as_u16(), answer.text().await.expect("text"))
}

async fn report(staff: &Staff, server: &TestServer) -> Value {
    let (status, text) = get(staff, server, "/v1/feedback").await;
    assert_eq!(status, 200, "{text}");
    serde_json::from_str(&text).expect("JSON")
}

async fn questions(staff: &Staff, server: &TestServer) -> Vec<Value> {
    let (status, text) = get(staff, server, "/v1/feedback/questions").await;
    assert_eq!(status, 200, "{text}");
    let page: Value = serde_json::from_str(&text).expect("JSON");
    page["questions"].as_array().expect("a list").clone()
}

/// The visitor says something, and it is scored; its place in the log.
async fn scored(visitor: &mut Visitor, staff: &mut Staff, text: &str) -> u64 {
    visitor.say(text).await;
    let is_it = |f: &Value| f["t"] == "event" && f["event"]["text"] == text;
    let seq = staff.wire.find("the words", is_it).await["seq"].as_u64().expect("a place");
    let is_read = |f: &Value| f["t"] == "event" && f["event"]["kind"] == "scored" && f["event"]["message"] == seq;
    staff.wire.find("the score", is_read).await;
    seq
}

fn judge(conv: &str, more: Value) -> Value {
    let mut frame = json!({"t": "judge", "id": fresh_id(), "conv": conv});
    let Value::Object(more) = more else { panic!("an object, not {more}") };
    frame.as_object_mut().expect("an object").extend(more);
    frame
}

async fn log(staff: &mut Staff, conv: &str) -> Vec<Value> {
    let ask = json!({"t": "history", "id": fresh_id(), "conv": conv, "after": 0, "limit": 200});
    items(&staff.wire.ask_ok(ask).await)
}

fn kinds(log: &[Value], kind: &str) -> usize {
    log.iter().filter(|frame| frame["event"]["kind"] == kind).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_judge_a_score_change_their_mind_and_take_it_back_and_no_visitor_hears_of_it() {
    let server = TestServer::reading(by_marks(), |_| {}).await;
    let (mut lin, mut visitor) = (Staff::login(&server, "lin").await, Visitor::waiting(&server).await);
    lin.follow("conv", Some(&visitor.conv)).await;
    lin.take_over(&visitor).await;
    let message = scored(&mut visitor, &mut lin, "Where is it!!").await;
    let conv = visitor.conv.clone();
    for said in ["wrong", "wrong", "right", "withdrawn"] {
        lin.wire.ask_ok(judge(&conv, json!({"message": message, "judgement": said}))).await;
    }
    lin.wire.ask_ok(judge(&conv, json!({"message": message, "level": 3}))).await;
    let logged = log(&mut lin, &conv).await;
    let judged: Vec<&Value> = logged.iter().filter(|f| f["event"]["kind"] == "judged").map(|f| &f["event"]).collect();
    let said: Vec<&Value> = judged.iter().map(|event| &event["judgement"]).collect();
    assert_eq!(said, ["wrong", "right", "withdrawn", "right"], "said again, nothing is logged");
    assert!(judged[0]["mutes"].is_string() && judged[1]["mutes"].is_null());
    assert_eq!(judged[3]["level"], 3);
    // A staff message after it all: whatever the visitor was sent before it lies between.
    lin.say(&conv, "I am looking.").await;
    let heard = visitor.history(0).await;
    assert!(!serde_json::to_string(&heard).expect("JSON").contains("judge"), "{heard:?}");
    visitor.ask("end").await;
    lin.wire.find("the end", |f| f["t"] == "event" && f["event"]["kind"] == "closed").await;
    lin.wire.ask_ok(judge(&conv, json!({"message": message, "judgement": "wrong"}))).await;
    assert_eq!(lin.wire.find("the judgement", |f| f["event"]["kind"] == "judged").await["event"]["judgement"], "wrong");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_judged_is_refused_by_name() {
    let server = TestServer::reading(by_marks(), |_| {}).await;
    let (mut lin, mut visitor) = (Staff::login(&server, "lin").await, Visitor::waiting(&server).await);
    lin.follow("conv", Some(&visitor.conv)).await;
    let message = scored(&mut visitor, &mut lin, "Hello?").await;
    let conv = visitor.conv.clone();
    for (more, code) in [
        (json!({"message": 999, "judgement": "right"}), "not_found"),
        (json!({"message": 1, "judgement": "right"}), "not_from_visitor"),
        (json!({"alert": fresh_id(), "judgement": "wrong"}), "not_found"),
        (json!({"judgement": "right"}), "invalid_field"),
        (json!({"message": message, "judgement": "maybe"}), "invalid_field"),
        (json!({"message": message, "level": 4}), "invalid_field"),
        (json!({"message": message, "level": 2, "judgement": "right"}), "invalid_field"),
        (json!({"message": message, "alert": fresh_id(), "judgement": "right"}), "invalid_field"),
        (json!({"alert": fresh_id(), "level": 2}), "invalid_field"),
    ] {
        assert_eq!(lin.wire.ask_refused(judge(&conv, more.clone())).await, code, "{more}");
    }
    let of_visitor = judge(&conv, json!({"message": message, "judgement": "right"}));
    assert_eq!(visitor.wire.ask_refused(of_visitor).await, "forbidden");
    let unread = TestServer::start().await;
    let (mut lin, mut visitor) = (Staff::login(&unread, "lin").await, Visitor::waiting(&unread).await);
    lin.follow("conv", Some(&visitor.conv)).await;
    let message = scored(&mut visitor, &mut lin, "Hello?").await;
    let conv = visitor.conv.clone();
    let judged = lin.wire.ask_refused(judge(&conv, json!({"message": message, "judgement": "right"}))).await;
    assert_eq!(judged, "not_scored");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_tap_closes_an_alert_as_a_false_alarm_and_the_report_counts_it() {
    let server = TestServer::reading(by_marks(), |_| {}).await;
    let mut sam = Staff::login(&server, "sam").await;
    sam.follow("board", None).await;
    let mut visitor = Visitor::waiting(&server).await;
    for _ in 0..2 {
        visitor.say("Still nothing!!!").await;
    }
    let raised = sam.wire.find("an alert", |f| f["t"] == "alert").await;
    let (conv, alert) = (visitor.conv.clone(), raised["alert"]["id"].clone());
    let mut lin = Staff::login(&server, "lin").await;
    let wrong = || json!({"alert": alert, "judgement": "wrong"});
    assert_eq!(lin.wire.ask_refused(judge(&conv, wrong())).await, "forbidden", "it was never hers");
    sam.wire.ask_ok(judge(&conv, wrong())).await;
    let closed = sam.wire.find("its end", |f| f["t"] == "alert" && f["alert"]["closed"].is_object()).await;
    assert_eq!(closed["alert"]["closed"]["how"], "false_alarm");
    assert_eq!(closed["alert"]["judged"]["judgement"], "wrong");
    let logged = log(&mut sam, &conv).await;
    assert_eq!(kinds(&logged, "judged"), 0, "there is no second word for it");
    let found = report(&sam, &server).await;
    let row = &found["judged"][0];
    assert_eq!(
        (&row["of"], &row["about"], &row["purpose"]),
        (&json!("alert"), &json!("anger"), &json!("page")),
        "{found}"
    );
    assert_eq!((&row["right"], &row["wrong"], &row["language"]), (&json!(0), &json!(1), &json!("en")), "{found}");
    let precision = &row["precision"];
    assert!(precision["value"] == 0.0 && precision["high"].as_f64() > Some(0.7), "one says little: {found}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sample_is_asked_about_without_giving_the_answer_away_and_estimates_what_was_caught() {
    let everything = |settings: &mut attune::config::Settings| {
        (settings.feedback.sample_flagged, settings.feedback.sample_unflagged) = (1.0, 1.0);
    };
    let mut server = TestServer::reading(by_marks(), everything).await;
    let (mut lin, sam) = (Staff::login(&server, "lin").await, Staff::login(&server, "sam").await);
    let empty = report(&sam, &server).await;
    assert!(empty["sample"]["recall"].is_null() && empty["questions"] == 0, "{empty}");
    assert_eq!(questions(&lin, &server).await, [] as [Value; 0]);
    for nth in 0..4 {
        let mut visitor = Visitor::waiting(&server).await;
        lin.follow("conv", Some(&visitor.conv)).await;
        for text in ["Hello", "It is about my parcel", "Thanks", "Anybody there!!!", "Again!!!"] {
            scored(&mut visitor, &mut lin, &format!("{text} {nth}")).await;
        }
    }
    assert_eq!(report(&sam, &server).await["questions"], 20);
    let (status, _) = get(&lin, &server, "/v1/feedback").await;
    assert_eq!(status, 403, "the report is for supervisors");
    let mut answered = 0;
    loop {
        let asked = questions(&lin, &server).await;
        if asked.is_empty() {
            break;
        }
        assert!(asked.len() <= 20);
        for question in asked {
            let keys: Vec<&String> = question.as_object().expect("an object").keys().collect();
            assert_eq!(keys, ["before", "conv", "message", "text"], "nothing of what was read");
            assert!(question["before"].as_array().expect("turns").len() <= 2);
            let text = question["text"].as_str().expect("words");
            // Staff find one of the calm ones angry: it was missed.
            let level = if text.contains('!') { 3 } else { 2 * u8::from(text == "It is about my parcel 1") };
            let more = json!({"message": question["message"], "level": level, "asked": true});
            lin.wire.ask_ok(judge(question["conv"].as_str().expect("an id"), more)).await;
            answered += 1;
        }
    }
    assert_eq!(answered, 20);
    let found = report(&sam, &server).await;
    let sample = &found["sample"];
    assert_eq!(
        sample["unflagged"]["answered"].as_u64().zip(sample["flagged"]["answered"].as_u64()),
        Some((12, 8)),
        "{found}"
    );
    let recall = &sample["recall"];
    assert!((recall["value"].as_f64().expect("a share") - 8.0 / 9.0).abs() < 1e-6, "{found}");
    assert!(recall["low"].as_f64() > Some(0.5) && recall["high"].as_f64() <= Some(1.0), "{found}");
    assert_eq!(found["languages"][0]["verdict"], "too_few");
    server.restart().await;
    let sam = Staff::login(&server, "sam").await;
    assert_eq!(report(&sam, &server).await["sample"], found["sample"], "the log knows");
}

#[tokio::test(flavor = "multi_thread")]
async fn labels_leave_without_words_unless_an_operator_allows_them() {
    for with_words in [false, true] {
        let server = TestServer::reading(by_marks(), |settings| settings.feedback.export_text = with_words).await;
        let (mut lin, mut visitor) = (Staff::login(&server, "lin").await, Visitor::waiting(&server).await);
        lin.follow("conv", Some(&visitor.conv)).await;
        let message = scored(&mut visitor, &mut lin, "Where is it!!").await;
        lin.wire.ask_ok(judge(&visitor.conv, json!({"message": message, "judgement": "wrong"}))).await;
        let rating = json!({"t": "rate", "id": fresh_id(), "conv": visitor.conv, "score": 1});
        visitor.wire.ask_ok(rating).await;
        visitor.ask("end").await;
        let sam = Staff::login(&server, "sam").await;
        assert_eq!(get(&lin, &server, "/v1/feedback/labels").await.0, 403);
        let (status, text) = get(&sam, &server, "/v1/feedback/labels").await;
        assert_eq!(status, 200);
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let [of_message, of_conversation] = lines.as_slice() else { panic!("{text}") };
        assert_eq!((&of_message["angry"], &of_message["message"]), (&json!(false), &json!(message)));
        assert_eq!(of_message.get("text").is_some(), with_words, "{of_message}");
        let implicit = &report(&sam, &server).await["implicit"];
        assert_eq!(implicit, &json!([{"source": "judged", "weight": 1.0, "good": 1, "bad": 0}]));
        // What a person said outranks the rating.
        assert_eq!((&of_conversation["went"], &of_conversation["source"]), (&json!("good"), &json!("judged")));
    }
}

/// Conversations in which staff were asked twice, and found half as much anger as a model that is too sure of itself.
async fn answered(store: &dyn Store, now: Timestamp) {
    let truth = Correction { slope: 0.6, bias: -0.8 };
    for nth in 0..150_u32 {
        let conv = ConversationId(Uuid::now_v7());
        let mut log: Vec<(Party, Event)> = vec![(Party::Visitor, opened())];
        for half in 0..2_u32 {
            let place = nth * 2 + half;
            let base = 0.02 + 0.96 * (f64::from(place) * 0.618_034).fract() as f32;
            let is_angry = (f64::from(place) * 0.754_877).fract() < f64::from(truth.of(base));
            let (message, model) = (Seq(u64::from(half) + 2), "scripted".to_owned());
            let read = Reading { language: Some(Language::En), anger: base, base, stage: Stage::Calm, model };
            let judgement = if is_angry == read.says_angry() { Judgement::Right } else { Judgement::Wrong };
            log.push((Party::System, Event::Sampled { message, p: 0.5, read: read.clone() }));
            let by = Party::Staff { id: StaffId(Uuid::from_u128(7)), name: "Lin".to_owned() };
            let subject = Subject::Message { message };
            log.push((
                by,
                Event::Judged { subject, judgement, level: None, asked: true, read: Some(read), mutes: None },
            ));
        }
        let stamp = |(at, (by, event)): (u64, (Party, Event))| {
            let public = event.is_public().then_some(Seq(1));
            Stamped { seq: Seq(at + 1), public, at: now, by, event }
        };
        let events: Vec<Stamped<Event>> = (0..).zip(log).map(stamp).collect();
        let state = events.iter().fold(State::default(), evolve);
        let summary = state.summary(conv).expect("it began");
        store.append(&Append { conv, events, summary, outcome: None, claim: None }).await.expect("stored");
    }
}

fn opened() -> Event {
    let site = SiteId::try_from("demo".to_owned()).expect("a name");
    Event::Opened {
        site,
        visitor: VisitorId(Uuid::now_v7()),
        customer: Customer::default(),
        before: None,
        earlier: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calibration_is_put_in_force_by_a_person_stands_over_a_restart_and_is_taken_back() {
    let mut server = TestServer::reading(by_marks(), |_| {}).await;
    let sam = Staff::login(&server, "sam").await;
    assert_eq!(change(&sam, &server, "apply", json!({"language": "en", "proposal": "x"})).await.0, 409, "no answers");
    assert_eq!(change(&sam, &server, "undo", json!({})).await.0, 409);
    let now = report(&sam, &server).await["since"].as_i64().expect("a time") + 60_000;
    server.stop().await;
    let store = SqliteStore::open(server.database(), Settings::default()).expect("opens");
    answered(&store, Timestamp(now)).await;
    store.close().await.expect("closes");
    drop(store);
    server.restart().await;
    let sam = Staff::login(&server, "sam").await;
    let lin = Staff::login(&server, "lin").await;
    let en = || json!({"language": "en"});
    assert_eq!(change(&lin, &server, "proposal", en()).await.0, 403);
    assert_eq!(change(&sam, &server, "proposal", json!({"language": "zh"})).await.1["verdict"], "too_few");
    let (status, shown) = change(&sam, &server, "proposal", en()).await;
    assert_eq!((status, &shown["verdict"]), (200, &json!("ready")), "{shown}");
    let seven = &shown["moved"][3];
    assert!(seven["before"] == seven["model"] && seven["after"].as_f64() < seven["before"].as_f64(), "{shown}");
    assert_eq!(report(&sam, &server).await["version"], 0, "shown, not applied");
    let apply = || json!({"language": "en", "proposal": shown["proposal"]});
    assert_eq!(change(&lin, &server, "apply", apply()).await.0, 403);
    let (status, refused) = change(&sam, &server, "apply", json!({"language": "en", "proposal": "another"})).await;
    assert_eq!((status, &refused["field"]), (409, &json!("proposal")));
    let (status, applied) = change(&sam, &server, "apply", apply()).await;
    assert_eq!((status, &applied["version"], &applied["can_undo"]), (200, &json!(1), &json!(true)), "{applied}");
    assert_eq!(applied["languages"][0]["in_force"], shown["after"]);
    assert_eq!(applied["languages"][0]["verdict"], "no_better", "what is in force is not offered again");
    server.restart().await;
    let sam = Staff::login(&server, "sam").await;
    assert_eq!(report(&sam, &server).await["languages"][0]["in_force"], shown["after"], "the audit knows");
    let (status, undone) = change(&sam, &server, "undo", json!({})).await;
    assert_eq!((status, &undone["version"], &undone["can_undo"]), (200, &json!(2), &json!(false)));
    assert_eq!(undone["languages"][0]["in_force"], json!({"slope": 1.0, "bias": 0.0}));
    let changes = undone["changes"].as_array().expect("changes");
    let told: Vec<_> = changes.iter().map(|one| (&one["version"], &one["undoes"], &one["by"]["name"])).collect();
    let by = json!("Sam");
    assert_eq!(told, [(&json!(2), &json!(true), &by), (&json!(1), &json!(false), &by)], "{undone}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_over_http_is_the_same_as_over_a_socket_and_says_what_it_refuses() {
    let server = TestServer::reading(by_marks(), |_| {}).await;
    let (mut lin, mut visitor) = (Staff::login(&server, "lin").await, Visitor::waiting(&server).await);
    lin.follow("conv", Some(&visitor.conv)).await;
    let message = scored(&mut visitor, &mut lin, "Where is it!!").await;
    let conv = visitor.conv.clone();
    let put = async |more: Value| {
        let mut body = json!({"conv": conv});
        let Value::Object(more) = more else { panic!("an object, not {more}") };
        body.as_object_mut().expect("an object").extend(more);
        let answer = post(&lin.http, &server, "/v1/feedback/labels", body).await;
        (answer.status().as_u16(), answer.json::<Value>().await.expect("JSON"))
    };
    let (status, first) = put(json!({"message": message, "level": 3})).await;
    assert_eq!(status, 200, "{first}");
    let again = put(json!({"message": message, "level": 3})).await;
    assert_eq!(again.0, 200, "said again, nothing is logged: {again:?}");
    for (more, status, code, field) in [
        (json!({"message": 999, "judgement": "right"}), 404, "not_found", Value::Null),
        (json!({"judgement": "right"}), 422, "invalid_field", json!("message")),
        (json!({"message": message}), 422, "invalid_field", json!("judgement")),
        (json!({"alert": fresh_id(), "level": 2}), 422, "invalid_field", json!("level")),
        (json!({"message": message, "level": 4}), 400, "bad_frame", json!("level")),
        (json!({"conv": fresh_id(), "message": 2, "judgement": "right"}), 404, "not_found", Value::Null),
    ] {
        let (found, problem) = put(more.clone()).await;
        assert_eq!((found, &problem["code"], &problem["field"]), (status, &json!(code), &field), "{more}");
    }
    let logged = log(&mut lin, &conv).await;
    assert_eq!(kinds(&logged, "judged"), 1);
    assert_eq!(logged.last().expect("it")["event"]["level"], 3);
    assert_eq!(logged.last().expect("it")["seq"], first["seq"]);
}

async fn change(staff: &Staff, server: &TestServer, what: &str, body: Value) -> (u16, Value) {
    let answer = post(&staff.http, server, &format!("/v1/feedback/recalibration/{what}"), body).await;
    (answer.status().as_u16(), answer.json::<Value>().await.expect("JSON"))
}
