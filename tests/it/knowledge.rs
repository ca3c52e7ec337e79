//! The knowledge base for staff: suggestions in a conversation, and what was asked and missed, by rights.

use super::support::{Staff, TestServer, Visitor};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn agents_are_suggested_articles_and_supervisors_see_what_is_missing() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::chatting(&server).await;
    for (asked, bot) in [("do you rent bicycles", "I'm not sure"), ("where is my order?", "You can follow")] {
        visitor.say(asked).await;
        let is_answer = |frame: &serde_json::Value| {
            frame["t"] == "msg" && frame["text"].as_str().is_some_and(|text| text.starts_with(bot))
        };
        visitor.wire.find("the bot's words", is_answer).await;
    }
    visitor.ask("human").await;
    let mut lin = Staff::login(&server, "lin").await;
    let conv = visitor.conv.clone();
    assert_eq!(lin.ask("claim", &conv).await["t"], "ack");
    let found = lin.get(&server, &format!("/v1/conversations/{conv}/suggestions")).await;
    let suggestions = found["suggestions"].as_array().expect("a list");
    assert_eq!(suggestions.len(), 3, "{found}");
    assert_eq!(suggestions[0]["article"], "Where is my order?");
    assert!(suggestions[0]["answer"].as_str().expect("words").starts_with("You can follow"), "{found}");

    visitor.ask("end").await;
    let sam = Staff::login(&server, "sam").await;
    let report = sam.get(&server, "/v1/knowledge/gaps").await;
    assert_eq!(report["conversations"], 1);
    assert_eq!(report["gaps"][0]["examples"], json!(["do you rent bicycles"]));
    assert_eq!(report["gaps"][0]["answered"], Value::Null);
    assert_eq!(report["articles"], json!([{"article": "Where is my order?", "given": 1, "escalated": 1}]));
    let refused = lin.http.get(format!("{}/v1/knowledge/gaps", server.origin())).send().await.expect("an answer");
    assert_eq!(refused.status().as_u16(), 403);

    // Once somebody has written it down, it is asked and answered.
    let ada = Staff::login(&server, "ada").await;
    let article = json!({"language": "en", "title": "Do you rent bicycles?", "answer": "Yes, from 9 euros a day."});
    let path = format!("{}/v1/knowledge/articles/bicycles", server.origin());
    let put = ada.http.put(path).header("origin", server.origin()).json(&article).send().await.expect("an answer");
    assert_eq!(put.status().as_u16(), 200);
    let report = sam.get(&server, "/v1/knowledge/gaps").await;
    assert_eq!(report["gaps"][0]["answered"], "Do you rent bicycles?", "{report}");
}
