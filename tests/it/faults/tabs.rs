//! P2: a visitor in two tabs who sends the same and different messages from both at once has each message once, at the
//! same place in both, also over a kill; another text under a known id is refused.

use crate::alone;
use crate::process::{Cut, Server, Wire};
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

/// Sends until it is acknowledged; the place.
async fn place(wire: &mut Wire, msg: &Value) -> Result<u64, Cut> {
    loop {
        let answer = wire.request(msg).await?;
        if let Some(seq) = answer["seq"].as_u64() {
            return Ok(seq);
        }
        tokio::time::sleep(Duration::from_millis(answer["retry_ms"].as_u64().ok_or(Cut)?)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_that_send_the_same_have_it_once_at_one_place() {
    let _alone = alone().await;
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start(folder.path(), 0, &[]);
    let port = server.port;
    let token = Wire::token(port).await.expect("a token");
    let (mut one, _) = Wire::connect(port, &token).await.expect("a socket");
    let opened = one.request(&json!({"t": "open", "id": Uuid::now_v7()})).await.expect("opened");
    let (mut two, _) = Wire::connect(port, &token).await.expect("a socket");
    let msg = |id: Uuid, text: &str| json!({"t": "msg", "id": id, "conv": opened["conv"], "text": text});
    let mut ids = Vec::new();
    for n in 0..8 {
        let (shared, own) = (Uuid::now_v7(), Uuid::now_v7());
        let (same, other) = (msg(shared, &format!("both {n}")), msg(own, &format!("one {n}")));
        let (first, second) = tokio::join!(place(&mut one, &same), place(&mut two, &same));
        assert_eq!(first.expect("acknowledged"), second.expect("acknowledged"), "one place for one id");
        place(&mut two, &other).await.expect("acknowledged");
        ids.extend([shared, own]);
    }
    server.kill();
    server = Server::start(folder.path(), port, &[]);
    let (mut one, _) = Wire::connect(server.port, &token).await.expect("a socket");
    let again = one.request(&msg(ids[0], "both 0")).await.expect("an answer");
    assert_eq!(again["dup"], true, "known for good: {again}");
    let refused = one.request(&msg(ids[0], "something else")).await.expect("an answer");
    assert_eq!(refused["code"], "id_reused");
    let conv = opened["conv"].as_str().expect("a conversation");
    let log = one.whole_history(conv).await.expect("a history");
    let said: Vec<Uuid> = log
        .iter()
        .filter(|item| item["from"] == "visitor")
        .map(|item| serde_json::from_value(item["id"].clone()).expect("an id"))
        .collect();
    assert_eq!(said, ids, "each once, in the order of the acknowledgements");
}
