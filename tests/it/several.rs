//! Several open conversations of one visitor: begun beside one another, bounded, heard by every tab, found again.

use super::support::{Staff, TestServer, Visitor, fresh_id, items};
use serde_json::{Value, json};

/// Asks for a conversation that is none of these; the answer.
async fn another(visitor: &mut Visitor, beside: &[&str]) -> Value {
    visitor.wire.ask(json!({"t": "open", "id": fresh_id(), "beside": beside})).await
}

fn conv(answer: &Value) -> String {
    answer["conv"].as_str().unwrap_or_else(|| panic!("no conversation: {answer}")).to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn another_is_begun_beside_what_is_open_once() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::chatting(&server).await;
    let mut tab = Visitor::again(&server, visitor.token.clone()).await;
    let first = visitor.conv.clone();
    let begun = another(&mut visitor, &[&first]).await;
    let second = conv(&begun);
    assert!(second != first && begun.get("dup").is_none(), "{begun}");
    // The same request once more, from the other tab or after a cut, finds it; so does whoever names no other.
    let again = another(&mut tab, &[&first]).await;
    assert_eq!((conv(&again), &again["dup"]), (second.clone(), &json!(true)));
    assert_eq!(conv(&another(&mut visitor, &[&second]).await), first);

    // Each tab hears both, and each says where it belongs.
    for (conv, text) in [(&first, "Where is my parcel?"), (&second, "Which size fits?")] {
        visitor.conv.clone_from(conv);
        visitor.say(text).await;
        let heard = tab.wire.find(text, |frame| frame["text"] == text).await;
        assert_eq!(heard["conv"], conv.as_str());
        let log = visitor.history(0).await;
        assert_eq!(log.iter().filter(|frame| frame["from"] == "visitor").count(), 1, "{log:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_has_only_so_many_open_at_once() {
    let server = TestServer::with(|settings| settings.server.visitor_conversations = 2).await;
    let mut visitor = Visitor::chatting(&server).await;
    let first = visitor.conv.clone();
    let second = conv(&another(&mut visitor, &[&first]).await);
    let refused = another(&mut visitor, &[&first, &second]).await;
    assert_eq!((&refused["code"], &refused["field"]), (&json!("too_many_open"), &json!("beside")), "{refused}");
    assert_eq!(refused["rule"], "at most 2 open at once: one must end first");
    // Whoever wants no other one is never refused; an end makes room.
    let found = visitor.open().await;
    assert_eq!(found["dup"], true);
    visitor.conv.clone_from(&first);
    assert_eq!(visitor.ask("end").await["t"], "ack");
    let third = conv(&another(&mut visitor, &[&first, &second]).await);
    assert!(third != first && third != second);
    // Somebody else's count is their own.
    let mut other = Visitor::chatting(&server).await;
    let own = other.conv.clone();
    assert_eq!(another(&mut other, &[&own]).await["t"], "ack");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_is_told_of_all_that_are_open_and_hears_them() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::waiting(&server).await;
    let first = visitor.conv.clone();
    let second = conv(&another(&mut visitor, &[&first]).await);
    visitor.conv.clone_from(&second);
    visitor.say("Which size fits?").await;
    visitor.ask("human").await;

    let mut back = Visitor::again(&server, visitor.token.clone()).await;
    let others = items_of(&back.welcome["others"]);
    assert_eq!((back.welcome["conv"]["conv"].as_str(), others.len()), (Some(second.as_str()), 1));
    assert_eq!((&others[0]["conv"], &others[0]["phase"]), (&json!(first), &json!("waiting")));
    back.conv.clone_from(&first);
    let mut lin = Staff::login(&server, "lin").await;
    lin.take_over(&back).await;
    lin.say(&first, "I am looking for it.").await;
    let heard = back.wire.find("the answer", |frame| frame["text"] == "I am looking for it.").await;
    assert_eq!(heard["conv"], first.as_str());

    // What has ended is told of no more; where nothing is open, the last one is.
    assert_eq!(back.ask("end").await["t"], "ack");
    let welcome = Visitor::again(&server, visitor.token.clone()).await.welcome;
    assert!(welcome["conv"]["conv"] == second.as_str() && welcome.get("others").is_none(), "{welcome}");
}

/// Counts what an agent is told of the customer's earlier conversations: those that have ended.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_open_counts_for_no_earlier_conversation() {
    let server = TestServer::start().await;
    let mut lin = Staff::login(&server, "lin").await;
    let mut visitor = Visitor::chatting(&server).await;
    let first = visitor.conv.clone();
    let second = conv(&another(&mut visitor, &[&first]).await);
    visitor.conv.clone_from(&first);
    visitor.ask("end").await;
    let third = conv(&another(&mut visitor, &[&second]).await);
    let log = json!({"t": "history", "id": fresh_id(), "conv": third, "after": 0});
    let opened = items(&lin.wire.ask_ok(log).await).swap_remove(0);
    assert_eq!(opened["event"]["earlier"]["count"], 1, "{opened}");
}

fn items_of(list: &Value) -> Vec<Value> {
    list.as_array().cloned().unwrap_or_default()
}
