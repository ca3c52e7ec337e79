//! `attune replay --log` at the door: a real server, real sockets, and a log that comes out again to the bit.

use super::support::{Leaping, Staff, TestServer, Visitor, fresh_id, score};
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
        score((0.04 + marks * 0.31).min(0.99), Risks { legal, ..Risks::default() })
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

async fn log(staff: &mut Staff, conv: &str) -> Vec<Value> {
    let ask = json!({"t": "history", "id": fresh_id(), "conv": conv, "after": 0, "limit": 200});
    staff.wire.ask_ok(ask).await["items"].as_array().expect("items").clone()
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
    said_and_scored(&mut waits, &mut sam, "Hello!!").await;
    clock.leap(65);
    said_and_scored(&mut waits, &mut sam, "Anybody!!").await;
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
        logs.push(log(&mut sam, conv).await);
    }
    let counts = |kind: &str| logs.iter().map(|log| of(log, kind).len()).collect::<Vec<_>>();
    assert_eq!(counts("waited")[2], 3, "one, three and five minutes");
    assert!(counts("alert_raised")[1..].iter().all(|alerts| *alerts > 0), "{:?}", counts("alert_raised"));
    assert!(counts("stage_changed")[1] > 2, "it calmed down again");

    // The server still runs and writes.
    let checked = attune(server.database(), &["--check"]);
    assert_eq!((printed(&checked).as_str(), checked.status.code()), ("", Some(0)), "{checked:?}");
    let replayed = attune(server.database(), &[]);
    assert!(replayed.status.success(), "{replayed:?}");
    let lines: Vec<Value> = printed(&replayed).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), convs.len());
    for (conv, log) in convs.iter().zip(&logs) {
        let line = lines.iter().find(|line| line["id"] == **conv).expect("every conversation");
        let live: Vec<Value> = of(log, "alert_raised").into_iter().map(as_printed).collect();
        assert_eq!(line["alerts"], json!(live), "{conv}");
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
    std::fs::write(&deaf, "version = \"deaf\"\nlines = [4.0, 4.5, 4.9]\nthreat = 1.0\n").expect("written");
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
