//! `attune replay --log` at the door: a real server, real sockets, and a log that comes out again to the bit.

use super::support::{Leaping, Staff, TestServer, Visitor, fresh_id, post, score};
use attune::domain::Risks;
use attune::triage::Triage;
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, mpsc};

/// Reads anger off the exclamation marks and a threat off a lawyer; "slowly" waits for a permit.
fn reading() -> (mpsc::Sender<()>, Triage) {
    let (permit, permits) = mpsc::channel();
    let triage = Triage::with_scorer(move |request| {
        if request.text.contains("slowly") {
            let _ = permits.recv();
        }
        let legal = if request.text.contains("lawyer") { 0.97 } else { 0.0 };
        let marks = request.text.matches('!').count() as f32;
        let anger = (0.04 + marks * 0.31).min(0.99);
        score(anger, Risks { legal, urgent: anger, ..Risks::default() })
    });
    (permit, triage)
}

fn attune(database: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_attune"));
    command.args(["replay", "--log"]).arg(database).args(more).output().expect("it runs")
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

/// Says something and waits for its score, as staff sees it.
async fn said_and_scored(visitor: &mut Visitor, sam: &mut Staff, text: &str) {
    visitor.say(text).await;
    let (conv, seq) = (visitor.conv.clone(), last_said(sam, &visitor.conv, text).await);
    scored(sam, &conv, &seq).await;
}

async fn last_said(sam: &mut Staff, conv: &str, text: &str) -> Value {
    let said = |f: &Value| f["conv"] == conv && f["event"]["kind"] == "said" && f["event"]["text"] == text;
    sam.wire.find("the words", said).await["seq"].clone()
}

async fn scored(sam: &mut Staff, conv: &str, message: &Value) {
    let fits = |f: &Value| f["conv"] == conv && f["event"]["kind"] == "scored" && f["event"]["message"] == *message;
    sam.wire.find("the score", fits).await;
}

fn of<'a>(log: &'a [Value], kind: &str) -> Vec<&'a Value> {
    log.iter().filter(|frame| frame["event"]["kind"] == kind).collect()
}

/// A mixed day: a calm chat, one that grows angry and is taken over while a score is late, one that waits in vain over a
/// restart, one that threatens and leaves. Their conversations, in this order.
async fn day(server: &mut TestServer, clock: &Leaping, permit: &mpsc::Sender<()>) -> Vec<String> {
    let mut sam = Staff::login(server, "sam").await;
    let mut convs = Vec::new();
    let mut calm = Visitor::chatting(server).await;
    sam.follow("conv", Some(&calm.conv)).await;
    said_and_scored(&mut calm, &mut sam, "Where is my parcel?").await;
    convs.push(calm.conv.clone());

    let mut angry = Visitor::chatting(server).await;
    sam.follow("conv", Some(&angry.conv)).await;
    said_and_scored(&mut angry, &mut sam, "Where is it!").await;
    said_and_scored(&mut angry, &mut sam, "Still nothing!!!").await;
    clock.leap(20);
    let mut lin = Staff::login(server, "lin").await;
    lin.take_over(&angry).await;
    angry.say("Nobody answers, slowly!!!").await;
    let late = last_said(&mut sam, &angry.conv, "Nobody answers, slowly!!!").await;
    lin.say(&angry.conv, "I am here.").await;
    clock.leap(70);
    permit.send(()).expect("the model waits for it");
    scored(&mut sam, &angry.conv, &late).await;
    for text in ["All right.", "Thank you.", "Good."] {
        said_and_scored(&mut angry, &mut sam, text).await;
    }
    let rate = json!({"t": "rate", "id": fresh_id(), "conv": angry.conv, "score": 5});
    angry.wire.ask_ok(rate).await;
    assert_eq!(angry.ask("end").await["t"], "ack");
    convs.push(angry.conv.clone());

    let mut waits = Visitor::waiting(server).await;
    sam.follow("conv", Some(&waits.conv)).await;
    said_and_scored(&mut waits, &mut sam, "Hello!!!").await;
    clock.leap(65);
    said_and_scored(&mut waits, &mut sam, "Anybody!!!").await;
    clock.leap(130);
    server.restart().await;
    let mut sam = Staff::login(server, "sam").await;
    let mut waits = Visitor::again(server, waits.token.clone()).await;
    sam.follow("conv", Some(&waits.conv)).await;
    clock.leap(120);
    said_and_scored(&mut waits, &mut sam, "I give up.").await;
    convs.push(waits.conv.clone());

    let mut threat = Visitor::chatting(server).await;
    sam.follow("conv", Some(&threat.conv)).await;
    said_and_scored(&mut threat, &mut sam, "My lawyer will write.").await;
    threat.say("Do you hear me slowly!!!").await;
    last_said(&mut sam, &threat.conv, "Do you hear me slowly!!!").await;
    assert_eq!(threat.ask("end").await["t"], "ack", "a score that never came is marked");
    convs.push(threat.conv.clone());
    convs
}

#[tokio::test(flavor = "multi_thread")]
async fn the_policies_of_the_time_over_the_live_log_give_the_live_log() {
    let (permit, triage) = reading();
    let clock = Arc::new(Leaping::default());
    let mut server = TestServer::on_clock(triage, clock.clone()).await;
    let convs = day(&mut server, &clock, &permit).await;
    let mut sam = Staff::login(&server, "sam").await;
    let mut logs = Vec::new();
    for conv in &convs {
        logs.push(sam.log(conv).await);
    }
    let counts = |kind: &str| logs.iter().map(|log| of(log, kind).len()).collect::<Vec<_>>();
    assert_eq!(counts("waited")[2], 3, "one, three and five minutes");
    assert!(counts("alert_raised")[1..].iter().all(|alerts| *alerts > 0), "{:?}", counts("alert_raised"));
    assert!(counts("stage_changed")[1] > 1, "it calmed down again");

    // The server still runs and writes.
    let checked = attune(server.database(), &["--check"]);
    assert_eq!((printed(&checked).as_str(), checked.status.code()), ("", Some(0)), "{checked:?}");
    let replayed = attune(server.database(), &[]);
    assert!(replayed.status.success(), "{replayed:?}");
    let lines: Vec<Value> = printed(&replayed).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), convs.len());
    for (conv, log) in convs.iter().zip(&logs) {
        let line = lines.iter().find(|line| line["id"] == **conv).expect("every conversation");
        let raised: Vec<Value> = of(log, "alert_raised").into_iter().map(as_printed).collect();
        assert_eq!(line["alerts"], json!(raised), "{conv}");
        let turns: Vec<&Value> = line["turns"].as_array().expect("turns").iter().map(|turn| &turn["message"]).collect();
        let scored: Vec<&Value> = of(log, "scored").into_iter().map(|frame| &frame["event"]["message"]).collect();
        assert_eq!(turns, scored);
    }
    others_differ(&server, &convs);
    drop(permit);
}

fn as_printed(frame: &Value) -> Value {
    let event = &frame["event"];
    json!({"message": event["message"], "at": frame["at"], "kind": event["about"], "stage": event["stage"],
        "reasons": event["reasons"]})
}

/// Another policy, a doctored log and a log that is none are told apart from the right one.
fn others_differ(server: &TestServer, convs: &[String]) {
    let folder = tempfile::tempdir().expect("a folder");
    let deaf = folder.path().join("deaf.toml");
    std::fs::write(&deaf, "version = \"deaf\"\nlines = [20.0, 21.0, 22.0]\nthreat = 1.0\n").expect("written");
    let deaf = deaf.to_str().expect("a path");
    let checked = attune(server.database(), &["--check", "--policy", deaf]);
    let said = printed(&checked);
    assert_eq!(checked.status.code(), Some(1));
    assert!(said.contains(&format!("conversation {} seq ", convs[1])), "{said}");
    assert!(said.contains("alert Anger Critical is only in the record"), "{said}");

    let compared = attune(server.database(), &["--policy", deaf, "--compare", "--json", "--supervisors", "2"]);
    let compared: Value = serde_json::from_str(&printed(&compared)).expect("JSON");
    assert_eq!((&compared["old"]["conversations"], &compared["new"]["alerts"]), (&json!(4), &json!(0)));
    assert_eq!(compared["lost"], compared["old"]["alerts"]);
    let shown = printed(&attune(server.database(), &["--policy", deaf, "--compare"]));
    assert!(shown.contains("| alerts | ") && shown.contains(&format!("/inbox#{}", convs[1])), "{shown}");
    let nothing = printed(&attune(server.database(), &["--until", "2001-01-01"]));
    assert_eq!(nothing, "", "nothing began so early");

    let doctored = folder.path().join("doctored.db");
    let copy = rusqlite::Connection::open(server.database()).expect("opens");
    copy.execute("VACUUM INTO ?1", [doctored.to_str()]).expect("copied");
    let copy = rusqlite::Connection::open(&doctored).expect("opens");
    let changed = copy.execute(
        "UPDATE event SET body = json_set(body, '$.event.belief.slow', -2.25)
         WHERE json_extract(body, '$.event.kind') = 'scored' AND seq = (SELECT max(seq) FROM event AS other
             WHERE other.conversation = event.conversation AND json_extract(other.body, '$.event.kind') = 'scored')",
        [],
    );
    assert_eq!(changed.expect("changed"), convs.len());
    drop(copy);
    let checked = attune(&doctored, &["--check"]);
    assert_eq!((checked.status.code(), printed(&checked).lines().count()), (Some(1), convs.len()), "{checked:?}");
    assert!(printed(&checked).lines().all(|line| line.contains("belief after message")), "{checked:?}");

    let missing = attune(&folder.path().join("none.db"), &[]);
    assert!(String::from_utf8_lossy(&missing.stderr).contains("there is no database at"), "{missing:?}");
}

async fn answer(staff: &Staff, server: &TestServer, path: &str, body: Value) -> (u16, Value) {
    let answer = post(&staff.http, server, path, body).await;
    (answer.status().as_u16(), answer.json().await.expect("JSON"))
}

/// Replays a policy to its end.
async fn replayed(staff: &Staff, server: &TestServer, toml: &str) -> Value {
    let body = json!({"policy": toml, "since": 0, "until": 4_000_000_000_000_i64, "supervisors": 2});
    let (status, begun) = answer(staff, server, "/v1/replay", body).await;
    assert_eq!(status, 202, "{begun}");
    let path = format!("/v1/replay/{}", begun["id"].as_str().expect("an id"));
    for _ in 0..2_000 {
        let replay = staff.get(server, &path).await;
        if replay["state"] != "running" {
            return replay;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    panic!("it does not end");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_is_applied_after_its_replay_decides_the_next_score_outlives_a_restart_and_is_taken_back() {
    let (permit, triage) = reading();
    let clock = Arc::new(Leaping::default());
    let mut server = TestServer::on_clock(triage, clock.clone()).await;
    let mut sam = Staff::login(&server, "sam").await;
    let mut visitor = Visitor::chatting(&server).await;
    sam.follow("conv", Some(&visitor.conv)).await;
    said_and_scored(&mut visitor, &mut sam, "Where is it!!!").await;
    let toml = "version = \"keen\"\nlines = [-2.2, -2.1, -2.0]\n";

    let (status, refused) = answer(&sam, &server, "/v1/policy", json!({"toml": toml, "replay": fresh_id()})).await;
    assert_eq!((status, &refused["code"]), (409, &json!("replay_required")));
    let replay = replayed(&sam, &server, toml).await;
    assert_eq!((&replay["state"], &replay["version"], &replay["done"]), (&json!("done"), &json!("keen"), &json!(1)));
    assert!(replay["comparison"]["gained"].as_u64().is_some_and(|gained| gained > 0), "{replay}");
    let other = json!({"toml": format!("{toml}# as before\n"), "replay": replay["id"]});
    assert_eq!(answer(&sam, &server, "/v1/policy", other).await.1["code"], "replay_required");
    let apply = json!({"toml": toml, "replay": replay["id"]});
    let (status, applied) = answer(&sam, &server, "/v1/policy", apply.clone()).await;
    assert_eq!((status, &applied["version"], &applied["by"]["name"]), (200, &json!("keen"), &json!("Sam")));
    assert_eq!(applied["previous"], applied["history"][0]["version"]);

    said_and_scored(&mut visitor, &mut sam, "Hm.").await;
    server.restart().await;
    let mut sam = Staff::login(&server, "sam").await;
    assert_eq!(sam.get(&server, "/v1/policy").await["version"], "keen");
    let mut visitor = Visitor::again(&server, visitor.token.clone()).await;
    sam.follow("conv", Some(&visitor.conv)).await;
    said_and_scored(&mut visitor, &mut sam, "Well.").await;
    let undone = answer(&sam, &server, "/v1/policy/undo", json!({})).await.1;
    assert_eq!((&undone["version"], &undone["origin"]), (&applied["previous"], &json!("undone")));
    said_and_scored(&mut visitor, &mut sam, "Still here.").await;
    let log = sam.log(&visitor.conv).await;
    let versions: Vec<&Value> = of(&log, "scored").iter().map(|f| &f["event"]["scoring"]["by"]["policy"]).collect();
    let base = &applied["previous"];
    assert_eq!(versions, [base, &json!("keen"), &json!("keen"), base]);
    let checked = attune(server.database(), &["--check"]);
    assert_eq!((printed(&checked).as_str(), checked.status.code()), ("", Some(0)), "over all three terms");
    assert_eq!(answer(&sam, &server, "/v1/policy", apply).await.1["code"], "replay_required", "it is of another start");
    drop(permit);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_policy_is_named_and_agents_may_not_change_any() {
    let server = TestServer::start().await;
    let (sam, lin) = (Staff::login(&server, "sam").await, Staff::login(&server, "lin").await);
    let bad = "version = \"x\"\nlines = [1.0, 0.0, 2.0]\nabus = 0.5\n";
    let (_, checked) = answer(&sam, &server, "/v1/policy/check", json!({"toml": bad})).await;
    let problems: Vec<&str> = checked["problems"].as_array().expect("all").iter().filter_map(Value::as_str).collect();
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].contains("did you mean abuse") && problems[1].contains("ascending"), "{problems:?}");
    let body = |policy: Value, until: i64| json!({"policy": policy, "since": 5, "until": until});
    let (status, refused) = answer(&sam, &server, "/v1/replay", body(json!(bad), 9)).await;
    assert_eq!((status, &refused["field"]), (422, &json!("policy")));
    assert_eq!(answer(&sam, &server, "/v1/replay", body(json!(null), 5)).await.1["field"], "until");
    assert_eq!(answer(&lin, &server, "/v1/replay", body(json!(null), 9)).await.0, 403);
    let (_, fine) = answer(&sam, &server, "/v1/policy/check", json!({"toml": "version = \"mine\""})).await;
    assert_eq!((&fine["problems"], &fine["numbers"]["version"]), (&json!([]), &json!("mine")));
    assert_eq!(answer(&sam, &server, "/v1/policy/undo", json!({})).await.1["code"], "conflict");
}
