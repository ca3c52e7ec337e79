//! How the generator speaks to one kind of server. Owns frames and nothing that measures: pacing, counting and timing are
//! the workloads'. A message's text carries where it belongs, so that any server's frame says it: `@12.7.1234567@ words`.

mod attune;
mod nats;
pub mod past;
mod plain;
mod socketio;

use crate::subject::{Kind, Subject};
use anyhow::{Context, bail};
use futures_util::{SinkExt, StreamExt};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::Request;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

pub type Socket = WebSocketStream<TcpStream>;

/// A server that does not answer within this time has failed.
const PATIENCE: Duration = Duration::from_mins(1);

/// What visitors write.
const WORDS: [&str; 6] = [
    "Where is my parcel? It should have been here yesterday.",
    "我的退款什么时候到账？已经三天了。",
    "You said 24 hours. This is the second time I ask.",
    "客服一直不回复，太让人失望了",
    "thanks, that helped",
    "This is ridiculous, nobody reads what I write!",
];

/// A message's place and time of sending, in microseconds since the run began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    pub conversation: u32,
    pub number: u64,
    pub sent: u64,
}

impl Mark {
    /// The text that carries it.
    pub fn text(&self) -> String {
        let words = WORDS[(self.conversation as usize + self.number as usize) % WORDS.len()];
        format!("@{}.{}.{}@ {words}", self.conversation, self.number, self.sent)
    }

    /// The mark in a frame.
    pub fn find(frame: &str) -> Option<Self> {
        let (_, rest) = frame.split_once('@')?;
        let (mark, _) = rest.split_once('@')?;
        let mut parts = mark.split('.');
        let mark = Self {
            conversation: parts.next()?.parse().ok()?,
            number: parts.next()?.parse().ok()?,
            sent: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(mark)
    }
}

/// What a frame means to the generator.
pub enum Heard {
    /// A visitor's message.
    Said(Mark),
    /// The server says that it has the message of this number that this socket wrote.
    Stored(u64),
    /// The score of a message.
    Scored(Mark),
    /// Must be sent back.
    Answer(Message),
    /// The server cannot take the message now: the same may be sent again after this long.
    Later(Duration),
    /// The server refused something: the run is void.
    Refused(String),
}

/// How often a browser says that it is there: what the server asks for as it comes.
pub const HEARTBEAT: Duration = Duration::from_secs(25);

/// Someone's place at the server.
pub struct Seat {
    pub socket: Socket,
    pub speech: Speech,
}

/// How the list of open conversations came, from the moment of asking.
#[derive(Debug, Clone, Copy)]
pub struct Snapshot {
    /// Until a screen's worth was there.
    pub first_page: Duration,
    /// Until all was there.
    pub whole: Duration,
    /// All of it.
    pub bytes: usize,
}

/// What a connected socket has to remember to speak.
pub enum Speech {
    Attune(attune::Speech),
    Plain,
    SocketIo,
    Nats(nats::Speech),
}

impl Speech {
    /// The frame of a visitor's message.
    pub fn write(&self, mark: &Mark) -> Message {
        match self {
            Self::Attune(speech) => speech.write(mark),
            Self::Plain => plain::write(mark),
            Self::SocketIo => socketio::write(mark),
            Self::Nats(_) => nats::write(mark),
        }
    }

    /// What a client says unasked every [`HEARTBEAT`], where it does.
    pub fn beat(&self) -> Option<Message> {
        match self {
            Self::Attune(speech) => speech.beat(),
            _ => None,
        }
    }

    /// What a frame says.
    pub fn read(&mut self, frame: &Message, heard: &mut Vec<Heard>) {
        match self {
            Self::Attune(speech) => speech.read(frame, heard),
            Self::Plain => plain::read(frame, heard),
            Self::SocketIo => socketio::read(frame, heard),
            Self::Nats(speech) => speech.read(frame, heard),
        }
    }
}

/// What someone who was cut off comes back with.
pub enum Ticket {
    /// Attune: the token, and the session to resume.
    Attune { conversation: String, token: String, session: String },
    /// Everybody else's: only their conversation.
    Conversation(u32),
}

impl Seat {
    /// Cuts a visitor off without a farewell.
    pub fn leave(self) -> Ticket {
        match self.speech {
            Speech::Attune(attune::Speech::Visitor { name, token, session, .. }) => {
                Ticket::Attune { conversation: name, token, session }
            }
            _ => Ticket::Conversation(0),
        }
    }

    /// Cuts one of Attune's visitors off, who then have so many sequenced frames.
    pub fn cut(self, had: u64) -> Option<past::Kept> {
        match self.speech {
            Speech::Attune(attune::Speech::Visitor { name, token, session, .. }) => {
                Some(past::Kept { conversation: name, token, session, had })
            }
            _ => None,
        }
    }
}

/// How clients of one subject come in.
pub struct Door {
    kind: Kind,
    address: String,
    /// Attune: a conversation's name at the server, by its number here; and the other way.
    names: Rc<RefCell<HashMap<u32, String>>>,
    numbers: Rc<RefCell<HashMap<String, u32>>>,
    web: reqwest::Client,
    /// Attune: tickets of one login not used yet; the server keeps eight.
    tickets: tokio::sync::Semaphore,
}

impl Door {
    pub fn new(subject: &Subject) -> anyhow::Result<Self> {
        let web = reqwest::Client::builder().cookie_store(true).timeout(PATIENCE).build()?;
        Ok(Self {
            kind: subject.kind,
            address: subject.address.clone(),
            names: Rc::default(),
            numbers: Rc::default(),
            web,
            tickets: tokio::sync::Semaphore::new(6),
        })
    }

    /// A visitor in a conversation of their own, ready to write.
    pub async fn visitor(&self, conversation: u32) -> anyhow::Result<Seat> {
        match self.kind {
            Kind::Attune => attune::visitor(self, conversation).await,
            Kind::SocketIo => socketio::join(self, "visitor", &[conversation]).await,
            Kind::Nats => nats::join(self, &[]).await,
            _ => plain::join(self, "visitor", &[conversation]).await,
        }
    }

    /// Staff who follow conversations.
    pub async fn agent(&self, conversations: &[u32]) -> anyhow::Result<Seat> {
        match self.kind {
            Kind::Attune => attune::agent(self, conversations).await,
            Kind::SocketIo => socketio::join(self, "agent", conversations).await,
            Kind::Nats => nats::join(self, conversations).await,
            _ => plain::join(self, "agent", conversations).await,
        }
    }

    /// Logs the supervisor in, once for all their sockets.
    pub async fn unlock(&self) -> anyhow::Result<()> {
        if self.kind == Kind::Attune { attune::login(self, "sam@demo.test").await } else { Ok(()) }
    }

    /// Logs somebody else of Attune's staff in instead.
    pub async fn unlock_for(&self, email: &str) -> anyhow::Result<()> {
        attune::login(self, email).await
    }

    /// A socket of Attune's staff that follows nothing.
    pub async fn staff(&self) -> anyhow::Result<Socket> {
        attune::staff(self).await
    }

    /// A socket of Attune's staff that follows the inbox and these conversations, by their names.
    pub async fn holder(&self, names: &[String]) -> anyhow::Result<Socket> {
        attune::holder(self, names).await
    }

    /// The name of a conversation at the server.
    pub fn name_of(&self, conversation: u32) -> anyhow::Result<String> {
        self.names.borrow().get(&conversation).cloned().context("nobody has come into this conversation yet")
    }

    /// Staff who watch the list of open conversations, and how its snapshot came.
    pub async fn watcher(&self) -> anyhow::Result<(Seat, Snapshot)> {
        attune::watcher(self).await
    }

    /// A visitor who was cut off, ready to write again.
    pub async fn come_back(&self, ticket: Ticket) -> anyhow::Result<Seat> {
        match ticket {
            Ticket::Attune { conversation, token, session } => {
                attune::come_back(self, conversation, token, session).await
            }
            Ticket::Conversation(conversation) => self.visitor(conversation).await,
        }
    }

    async fn connect(
        &self,
        path: &str,
        shape: impl FnOnce(&mut Request<()>) -> anyhow::Result<()>,
    ) -> anyhow::Result<Socket> {
        let mut request = format!("ws://{}{path}", self.address).into_client_request()?;
        shape(&mut request)?;
        let stream = TcpStream::connect(&self.address).await?;
        stream.set_nodelay(true)?;
        let buffers = WebSocketConfig::default().read_buffer_size(4096);
        let shaken = tokio_tungstenite::client_async_with_config(request, stream, Some(buffers));
        let (socket, _) = tokio::time::timeout(PATIENCE, shaken).await.context("no handshake in 60 s")??;
        Ok(socket)
    }
}

/// The next text frame that fits, with a limit on waiting.
async fn until(socket: &mut Socket, mut fits: impl FnMut(&str) -> bool) -> anyhow::Result<String> {
    let wait = async {
        loop {
            match socket.next().await.context("the server closed the socket")?? {
                Message::Text(text) if fits(&text) => return Ok(text.to_string()),
                Message::Close(why) => bail!("the server closed the socket: {why:?}"),
                _ => {}
            }
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.context("no answer in 60 s")?
}

async fn say(socket: &mut Socket, text: String) -> anyhow::Result<()> {
    Ok(socket.send(Message::text(text)).await?)
}
