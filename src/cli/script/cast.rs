//! Who plays: visitors and agents, each with a socket of their own. Everything they do and hear is told.

use super::telling::{Telling, Who};
use super::wire::{Wire, post};
use crate::app::seed::PASSWORD;
use crate::domain::HandoffPacket;
use anyhow::ensure;
use serde_json::{Value, json};
use std::net::SocketAddr;

/// A visitor in a chat.
pub(super) struct Visitor {
    wire: Wire,
    conv: String,
    telling: Telling,
}

impl Visitor {
    /// Opens a chat and is greeted.
    pub(super) async fn arrive(server: SocketAddr, telling: Telling) -> anyhow::Result<Self> {
        let (session, _) = post(server, "/v1/sites/demo/session", &json!({}), "").await?;
        let language = json!(telling.language);
        let mut wire =
            Wire::dial(server, json!({"t": "hello", "token": session["token"], "language": language})).await?;
        let opened = wire.ask(json!({"t": "open", "customer": {"language": language}})).await?;
        let conv = opened["conv"].as_str().unwrap_or_default().to_owned();
        wire.find("the greeting", is_from("bot")).await?;
        Ok(Self { wire, conv, telling })
    }

    pub(super) fn conv(&self) -> &str {
        &self.conv
    }

    /// Writes.
    pub(super) async fn says(&mut self, text: &str) -> anyhow::Result<()> {
        self.telling.said(Who::Visitor, text);
        self.wire.ask(json!({"t": "msg", "conv": self.conv, "text": text})).await?;
        Ok(())
    }

    /// Presses the button that calls a person.
    pub(super) async fn calls_a_person(&mut self) -> anyhow::Result<()> {
        self.telling.happened(|words| words.calls.to_owned());
        self.wire.ask(json!({"t": "human", "conv": self.conv})).await?;
        self.waits().await
    }

    /// Reads the bot's next message; its buttons.
    pub(super) async fn hears_bot(&mut self) -> anyhow::Result<Vec<String>> {
        let frame = self.wire.find("the bot's words", is_from("bot")).await?;
        self.telling.said(Who::Bot, text_of(&frame));
        let buttons = frame["quick_replies"].as_array().into_iter().flatten().filter_map(Value::as_str);
        Ok(buttons.map(str::to_owned).collect())
    }

    /// Reads an agent's next message.
    pub(super) async fn hears(&mut self, agent: &Agent) -> anyhow::Result<()> {
        let frame = self.wire.find("the agent's words", is_from("agent")).await?;
        self.telling.said(Who::Agent(agent.name), text_of(&frame));
        Ok(())
    }

    /// Sees that the chat waits for a person.
    pub(super) async fn waits(&mut self) -> anyhow::Result<()> {
        self.wire.find("the wait for a person", is_state("waiting")).await?;
        self.telling.happened(|words| words.waits.to_owned());
        Ok(())
    }

    /// Sees who is there now.
    pub(super) async fn meets(&mut self, agent: &Agent) -> anyhow::Result<()> {
        let frame = self.wire.find("the agent's arrival", is_state("joined")).await?;
        ensure!(frame["name"] == agent.name, "{} was awaited: {frame}", agent.name);
        self.telling.happened(|words| words.meets(agent.name));
        Ok(())
    }
}

/// An agent at the inbox.
pub(super) struct Agent {
    pub(super) name: &'static str,
    id: Value,
    server: SocketAddr,
    wire: Option<Wire>,
    cookie: String,
}

impl Agent {
    /// Signs in and connects, and takes nothing yet.
    pub(super) async fn arrive(server: SocketAddr, name: &'static str) -> anyhow::Result<Self> {
        let credentials = json!({"email": format!("{}@demo.test", name.to_lowercase()), "password": PASSWORD});
        let (account, cookie) = post(server, "/v1/login", &credentials, "").await?;
        let mut agent = Self { name, id: account["staff"].clone(), server, wire: None, cookie };
        agent.connects().await?;
        agent.is_available(false).await?;
        Ok(agent)
    }

    /// Has a socket again.
    pub(super) async fn connects(&mut self) -> anyhow::Result<()> {
        let (ticket, _) = post(self.server, "/v1/ticket", &json!({}), &self.cookie).await?;
        self.wire = Some(Wire::dial(self.server, json!({"t": "hello", "ticket": ticket["ticket"]})).await?);
        Ok(())
    }

    /// Is cut off, without a word.
    pub(super) fn is_lost(&mut self, telling: Telling) {
        self.wire = None;
        telling.happened(|words| words.lost(self.name));
    }

    /// Reads along in a chat.
    pub(super) async fn follows(&mut self, visitor: &Visitor) -> anyhow::Result<()> {
        self.asks(json!({"t": "sub", "topic": "conv", "conv": visitor.conv})).await
    }

    /// Sees that so many messages of the visitor were read, or marked as not read; kinds of all events by then.
    pub(super) async fn sees_read(&mut self, visitor: &Visitor, messages: usize) -> anyhow::Result<Vec<String>> {
        let is_read = |frame: &Value| frame["event"]["kind"] == "scored" && frame["conv"] == visitor.conv.as_str();
        let wire = self.wire()?;
        for _ in 0..messages {
            wire.find("the reading of a message", is_read).await?;
        }
        let log = wire.log(visitor.conv()).await?;
        let kinds = log.iter().filter_map(|frame| frame["event"]["kind"].as_str());
        Ok(kinds.map(str::to_owned).collect())
    }

    /// Takes chats, or none.
    pub(super) async fn is_available(&mut self, available: bool) -> anyhow::Result<()> {
        self.asks(json!({"t": "me", "available": available})).await
    }

    /// Is offered the visitor's chat, with everything known; it is told in short.
    pub(super) async fn is_offered(&mut self, visitor: &Visitor) -> anyhow::Result<HandoffPacket> {
        let conv = visitor.conv().to_owned();
        let fits = move |frame: &Value| frame["t"] == "offer" && frame["summary"]["conv"] == conv.as_str();
        let frame = self.wire()?.find("an offer", fits).await?;
        let packet: HandoffPacket = serde_json::from_value(frame["packet"].clone())?;
        visitor.telling.happened(|words| words.offered(self.name));
        visitor.telling.packet(&packet);
        Ok(packet)
    }

    /// Accepts it, and is met by the visitor.
    pub(super) async fn accepts(&mut self, visitor: &mut Visitor) -> anyhow::Result<()> {
        self.asks(json!({"t": "claim", "conv": visitor.conv})).await?;
        visitor.meets(self).await
    }

    /// Lets it pass.
    pub(super) async fn declines(&mut self, visitor: &Visitor) -> anyhow::Result<()> {
        self.asks(json!({"t": "decline", "conv": visitor.conv})).await?;
        visitor.telling.happened(|words| words.declined(self.name));
        Ok(())
    }

    /// Asks a colleague to go on with the chat, and keeps it until they accept.
    pub(super) async fn passes(&mut self, visitor: &Visitor, to: &Self, reason: &str) -> anyhow::Result<()> {
        let request = json!({"t": "transfer", "conv": visitor.conv, "to": {"agent": to.id}, "reason": reason});
        self.asks(request).await?;
        visitor.telling.happened(|words| words.passes(self.name, to.name, reason));
        Ok(())
    }

    /// Writes, and is read.
    pub(super) async fn says(&mut self, visitor: &mut Visitor, text: &str) -> anyhow::Result<()> {
        self.asks(json!({"t": "msg", "conv": visitor.conv, "text": text})).await?;
        visitor.hears(self).await
    }

    /// Ends the chat.
    pub(super) async fn resolves(&mut self, visitor: &mut Visitor) -> anyhow::Result<()> {
        self.asks(json!({"t": "resolve", "conv": visitor.conv})).await?;
        visitor.wire.find("the end", is_state("closed")).await?;
        visitor.telling.happened(|words| words.resolved(self.name));
        Ok(())
    }

    async fn asks(&mut self, request: Value) -> anyhow::Result<()> {
        self.wire()?.ask(request).await.map(drop)
    }

    fn wire(&mut self) -> anyhow::Result<&mut Wire> {
        self.wire.as_mut().ok_or_else(|| anyhow::anyhow!("{} has no socket", self.name))
    }
}

fn is_from(party: &'static str) -> impl Fn(&Value) -> bool {
    move |frame| frame["t"] == "msg" && frame["from"] == party
}

fn is_state(what: &'static str) -> impl Fn(&Value) -> bool {
    move |frame| frame["t"] == "state" && frame["what"] == what
}

fn text_of(frame: &Value) -> &str {
    frame["text"].as_str().unwrap_or_default()
}
