//! Words that staff should not send: refused by the server unless they are sent knowingly, which staff see and the
//! visitor does not; the list for the inbox, by rights.

use super::support::{Staff, TestServer, Visitor, fresh_id};
use serde_json::{Value, json};

const BANNED: &str = "Oh, sh-ut up!";

async fn msg(staff: &mut Staff, conv: &str, text: &str, anyway: Value) -> Value {
    staff.wire.ask(json!({"t": "msg", "id": fresh_id(), "conv": conv, "text": text, "anyway": anyway})).await
}

/// The visitor's words wait for Lin, who holds the floor.
async fn held(server: &TestServer) -> (Visitor, Staff) {
    let visitor = Visitor::waiting(server).await;
    let mut lin = Staff::login(server, "lin").await;
    lin.take_over(&visitor).await;
    (visitor, lin)
}

#[tokio::test(flavor = "multi_thread")]
async fn banned_words_are_refused_unless_sent_knowingly_and_then_staff_alone_can_see_it() {
    let server = TestServer::start().await;
    let (mut visitor, mut lin) = held(&server).await;
    let conv = visitor.conv.clone();
    for anyway in [Value::Null, json!(false)] {
        let refused = msg(&mut lin, &conv, BANNED, anyway).await;
        assert_eq!(refused["code"], "banned_words", "{refused}");
        assert_eq!(refused["field"], "text");
        assert_eq!(refused["rule"], "must not hold `sh-ut up`, unless sent with `anyway`");
    }
    let warned = msg(&mut lin, &conv, "Please calm down", Value::Null).await;
    assert_eq!(warned["t"], "ack", "what staff are only warned of is not refused: {warned}");
    let harmless = msg(&mut lin, &conv, "I am sorry.", json!(true)).await;
    assert_eq!(harmless["t"], "ack", "{harmless}");
    let sent = msg(&mut lin, &conv, BANNED, json!(true)).await;
    assert_eq!(sent["t"], "ack", "{sent}");

    let mut sam = Staff::login(&server, "sam").await;
    let said: Vec<Value> =
        sam.log(&conv).await.into_iter().filter(|logged| logged["event"]["kind"] == "said").collect();
    let despite = |text: &str| {
        let found = said.iter().find(|logged| logged["event"]["text"] == text);
        found.unwrap_or_else(|| panic!("{text} in {said:?}"))["event"]["despite"].clone()
    };
    assert_eq!(despite(BANNED), json!(["sh-ut up"]));
    assert_eq!(despite("I am sorry."), Value::Null, "the word of the frame alone is not logged");
    assert_eq!(despite("Please calm down"), Value::Null);
    assert_eq!(said.iter().filter(|logged| logged["event"]["text"] == BANNED).count(), 1, "refused ones stand nowhere");

    let seen = visitor.history(0).await;
    let shown = seen.iter().find(|frame| frame["text"] == BANNED).expect("the message reaches the visitor");
    assert_eq!(shown.get("despite"), None, "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn customers_and_notes_say_what_they_like() {
    let server = TestServer::start().await;
    let (mut visitor, mut lin) = held(&server).await;
    visitor.say(BANNED).await;
    let conv = visitor.conv.clone();
    let noted = lin.wire.ask(json!({"t": "note", "id": fresh_id(), "conv": conv, "text": BANNED})).await;
    assert_eq!(noted["t"], "ack", "{noted}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operators_list_reaches_the_inbox_and_the_door() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("words.toml");
    let rule = "[[rule]]\nid = \"rivals\"\nkind = \"banned\"\nlevel = \"block\"\nphrases = [\"BrandX\"]\n\
                why = { en = \"We do not name rivals.\", zh = \"不点名同行。\" }";
    std::fs::write(&file, rule).expect("written");
    let server = TestServer::with(|settings| {
        settings.inbox.check.rules = file;
        settings.inbox.check.off = vec!["insult".to_owned()];
    })
    .await;
    let (visitor, mut lin) = held(&server).await;
    assert_eq!(msg(&mut lin, &visitor.conv, "Try Brand-X", Value::Null).await["code"], "banned_words");
    assert_eq!(msg(&mut lin, &visitor.conv, "idiot", Value::Null).await["t"], "ack");

    let list = lin.get(&server, "/v1/wording").await;
    let ids: Vec<&str> =
        list["rules"].as_array().expect("rules").iter().filter_map(|rule| rule["id"].as_str()).collect();
    assert!(ids.contains(&"rivals") && ids.contains(&"calm-down") && !ids.contains(&"insult"), "{ids:?}");
    assert!(list["acknowledgements"].as_array().is_some_and(|words| words.len() > 20));
    let stranger = reqwest::get(format!("{}/v1/wording", server.origin())).await.expect("an answer");
    assert_eq!(stranger.status().as_u16(), 401);
    let asked = reqwest::Client::new().get(format!("{}/v1/wording", server.origin())).bearer_auth(&visitor.token);
    assert_eq!(asked.send().await.expect("an answer").status().as_u16(), 403);
}
