//! Visitors and staff, each with a socket.

use super::{TestServer, Wire, fresh_id};
use reqwest::Client;
use serde_json::{Value, json};

/// A visitor of the demo's site.
pub struct Visitor {
    pub token: String,
    pub wire: Wire,
    pub welcome: Value,
    /// The conversation, once opened.
    pub conv: String,
}

impl Visitor {
    /// Has a token and a socket, and no conversation yet.
    pub async fn arrive(server: &TestServer) -> Self {
        Self::again(server, token(server).await).await
    }

    /// With an earlier token.
    pub async fn again(server: &TestServer, token: String) -> Self {
        let mut wire = Wire::dial(server).await;
        let welcome = wire.hello(json!({"t": "hello", "token": token, "language": "en"})).await;
        let conv = welcome["conv"]["conv"].as_str().unwrap_or_default().to_owned();
        Self { token, wire, welcome, conv }
    }

    /// Has a conversation, in which nobody has spoken.
    pub async fn chatting(server: &TestServer) -> Self {
        let mut visitor = Self::arrive(server).await;
        visitor.open().await;
        visitor
    }

    /// Has a conversation in which nobody speaks unasked: the bot has greeted and stepped back.
    pub async fn waiting(server: &TestServer) -> Self {
        let mut visitor = Self::chatting(server).await;
        visitor.wire.wait_for("the greeting", |frame| frame["from"] == "bot").await;
        let asked = visitor.ask("human").await;
        assert_eq!(asked["t"], "ack", "{asked}");
        visitor
    }

    pub async fn open(&mut self) -> Value {
        let ack = self.wire.ask_ok(json!({"t": "open", "id": fresh_id()})).await;
        self.conv = ack["conv"].as_str().expect("a conversation").into();
        ack
    }

    /// Says something; the acknowledgement.
    pub async fn say(&mut self, text: &str) -> Value {
        self.say_as(&fresh_id(), text).await
    }

    pub async fn say_as(&mut self, id: &str, text: &str) -> Value {
        self.wire.ask_ok(json!({"t": "msg", "id": id, "conv": self.conv, "text": text})).await
    }

    /// Asks the conversation for something that has no fields of its own.
    pub async fn ask(&mut self, t: &str) -> Value {
        self.wire.ask(json!({"t": t, "id": fresh_id(), "conv": self.conv})).await
    }

    /// The conversation from a place on.
    pub async fn history(&mut self, after: u64) -> Vec<Value> {
        let request = json!({"t": "history", "id": fresh_id(), "conv": self.conv, "after": after, "limit": 200});
        items(&self.wire.ask_ok(request).await)
    }

    /// Cut off, and back on the same session.
    pub async fn resume(self, server: &TestServer) -> Self {
        let Self { token, wire, welcome, conv } = self;
        let (session, received, heard) = (welcome["session"].clone(), wire.received, wire.heard.clone());
        wire.cut();
        let mut wire = Wire::dial(server).await;
        wire.received = received;
        wire.heard = heard;
        let resume = json!({"session": session, "received": received});
        let welcome = wire.hello(json!({"t": "hello", "token": token, "resume": resume})).await;
        Self { token, wire, welcome, conv }
    }
}

/// A visitor's token, from a page of the server itself.
pub async fn token(server: &TestServer) -> String {
    let asked = Client::new().post(format!("{}/v1/sites/demo/session", server.origin()));
    let answer = asked.header("origin", server.origin()).json(&json!({})).send().await.expect("an answer");
    let session: Value = answer.error_for_status().expect("granted").json().await.expect("JSON");
    session["token"].as_str().expect("a token").to_owned()
}

/// Somebody of the demo's staff: `lin` and `ana` are agents, `sam` is a supervisor.
pub struct Staff {
    pub http: Client,
    pub wire: Wire,
    pub welcome: Value,
}

impl Staff {
    /// A conversation's log, as staff see it.
    pub async fn log(&mut self, conv: &str) -> Vec<Value> {
        let ask = json!({"t": "history", "id": fresh_id(), "conv": conv, "after": 0, "limit": 200});
        self.wire.ask_ok(ask).await["items"].as_array().expect("items").clone()
    }

    /// What a route answers that grants it.
    pub async fn get(&self, server: &TestServer, path: &str) -> Value {
        let answer = self.http.get(format!("{}{path}", server.origin())).send().await.expect("an answer");
        answer.error_for_status().expect("granted").json().await.expect("JSON")
    }

    /// Their id.
    pub fn id(&self) -> Value {
        self.welcome["me"]["staff"].clone()
    }

    /// Logged in, connected, and left alone by the desk: claims what the test wants claimed.
    pub async fn login(server: &TestServer, name: &str) -> Self {
        let mut staff = Self::available(server, name).await;
        staff.wire.ask_ok(json!({"t": "me", "id": fresh_id(), "available": false})).await;
        staff
    }

    /// Logged in, connected, and open to offers.
    pub async fn available(server: &TestServer, name: &str) -> Self {
        let http = Client::builder().cookie_store(true).build().expect("a client");
        let credentials = json!({"email": format!("{name}@demo.test"), "password": "demo"});
        let answer = post(&http, server, "/v1/login", credentials).await;
        answer.error_for_status().expect("logged in");
        Self::connect(server, http, json!({})).await
    }

    /// A new socket of a login, with more in its hello.
    pub async fn connect(server: &TestServer, http: Client, more: Value) -> Self {
        let mut hello = json!({"t": "hello", "ticket": ticket(&http, server).await});
        hello.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        let mut wire = Wire::dial(server).await;
        let welcome = wire.hello(hello).await;
        Self { http, wire, welcome }
    }

    pub async fn follow(&mut self, topic: &str, conv: Option<&str>) -> Value {
        let mut frame = json!({"t": "sub", "id": fresh_id(), "topic": topic});
        if let Some(conv) = conv {
            frame["conv"] = json!(conv);
        }
        self.wire.ask_ok(frame).await
    }

    pub async fn ask(&mut self, t: &str, conv: &str) -> Value {
        self.wire.ask(json!({"t": t, "id": fresh_id(), "conv": conv})).await
    }

    pub async fn say(&mut self, conv: &str, text: &str) -> Value {
        self.wire.ask_ok(json!({"t": "msg", "id": fresh_id(), "conv": conv, "text": text})).await
    }

    /// Takes a conversation whose visitor waits.
    pub async fn take_over(&mut self, visitor: &Visitor) {
        let claimed = self.ask("claim", &visitor.conv).await;
        assert_eq!(claimed["t"], "ack", "{claimed}");
    }
}

pub async fn ticket(http: &Client, server: &TestServer) -> String {
    let answer = post(http, server, "/v1/ticket", json!({})).await;
    let ticket: Value = answer.error_for_status().expect("granted").json().await.expect("JSON");
    ticket["ticket"].as_str().expect("a ticket").to_owned()
}

/// A request from a page of the server itself.
pub async fn post(http: &Client, server: &TestServer, path: &str, body: Value) -> reqwest::Response {
    let asked = http.post(format!("{}{path}", server.origin())).header("origin", server.origin());
    asked.json(&body).send().await.expect("an answer")
}

/// The items of a history page.
pub fn items(page: &Value) -> Vec<Value> {
    page["items"].as_array().expect("items").clone()
}
