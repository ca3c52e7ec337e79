//! The real binary as a process, and a visitor who speaks the wire to it. For tests that kill the server.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use uuid::Uuid;

/// Until as many requests are allowed at once as ever are.
pub const FULL_BURST: Duration = Duration::from_secs(2);
/// Longest wait for anything that must happen.
const PATIENCE: Duration = Duration::from_mins(1);

/// `attune demo` on loopback.
pub struct Server {
    /// The process.
    pub child: Child,
    /// Where it listens.
    pub port: u16,
}

impl Server {
    /// Starts it with its data in `folder`; port 0 takes a free one. Returns when it listens.
    pub fn start(folder: &Path, port: u16, flags: &[&str]) -> Self {
        Self::start_with(folder, port, flags, &[])
    }

    /// The same, with settings as environment variables.
    pub fn start_with(folder: &Path, port: u16, flags: &[&str], settings: &[(&str, &str)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_attune"));
        command.args(["demo", "--port", &port.to_string(), "--data"]).arg(folder).args(flags);
        command.envs(settings.iter().copied());
        Self::run(command)
    }

    /// A command of the caller's own that ends in `attune demo`.
    pub fn run(mut command: Command) -> Self {
        let mut child = command
            .env("ORT_DISABLE_TELEMETRY", "1")
            .env("ATTUNE__LOG__FILTER", "error")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let port = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.split_once("http://127.0.0.1:").and_then(|(_, rest)| leading_number(rest)))
            .expect("the server prints its address");
        // Keep reading, so that the server never waits for a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, port }
    }

    /// kill -9, and waits until the process is gone.
    pub fn kill(&mut self) {
        self.child.kill().expect("the process is ours");
        self.child.wait().expect("the process is ours");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn leading_number(text: &str) -> Option<u16> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// A visitor's socket. Every call fails when the socket does.
pub struct Wire {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

/// Any failure of the connection; what failed does not matter to a client that comes back.
#[derive(Debug)]
pub struct Cut;

impl<E: std::error::Error> From<E> for Cut {
    fn from(_: E) -> Self {
        Self
    }
}

impl Wire {
    /// A visitor's token on the demo's site.
    pub async fn token(port: u16) -> Result<String, Cut> {
        let origin = format!("http://127.0.0.1:{port}");
        let answer = reqwest::Client::new()
            .post(format!("{origin}/v1/sites/demo/session"))
            .header("Origin", &origin)
            .json(&json!({}))
            .send()
            .await?;
        let session: Value = answer.json().await?;
        session["token"].as_str().map(str::to_owned).ok_or(Cut)
    }

    /// Connects as a visitor, and returns the socket with the welcome.
    pub async fn connect(port: u16, token: &str) -> Result<(Self, Value), Cut> {
        Self::hello(port, &json!({"t": "hello", "token": token})).await
    }

    /// Connects as somebody of the staff who is logged in.
    pub async fn staff(port: u16, http: &reqwest::Client) -> Result<Self, Cut> {
        let origin = format!("http://127.0.0.1:{port}");
        let asked = http.post(format!("{origin}/v1/ticket")).header("Origin", &origin).json(&json!({}));
        let answer: Value = asked.send().await?.error_for_status()?.json().await?;
        Ok(Self::hello(port, &json!({"t": "hello", "ticket": answer["ticket"]})).await?.0)
    }

    async fn hello(port: u16, hello: &Value) -> Result<(Self, Value), Cut> {
        let origin = format!("http://127.0.0.1:{port}");
        let mut request = format!("ws://127.0.0.1:{port}/ws").into_client_request()?;
        request.headers_mut().insert("Origin", origin.parse()?);
        request.headers_mut().insert("Sec-WebSocket-Protocol", "attune.v1.json".parse()?);
        let (socket, _) = connect_async(request).await?;
        let mut wire = Self { socket };
        wire.send(hello).await?;
        let welcome = wire.until(|frame| frame["t"] == "welcome").await?;
        Ok((wire, welcome))
    }

    /// Sends one frame.
    pub async fn send(&mut self, frame: &Value) -> Result<(), Cut> {
        Ok(self.socket.send(Message::text(frame.to_string())).await?)
    }

    /// Sends a request and waits for its answer.
    pub async fn request(&mut self, frame: &Value) -> Result<Value, Cut> {
        self.send(frame).await?;
        let id = frame["id"].clone();
        self.until(|answer| answer["id"] == id && answer["t"] != "msg" && answer["t"] != "event").await
    }

    /// The next frame that fits.
    pub async fn until(&mut self, fits: impl Fn(&Value) -> bool) -> Result<Value, Cut> {
        let wait = async {
            while let Some(message) = self.socket.next().await {
                if let Message::Text(text) = message? {
                    let frame: Value = serde_json::from_str(&text)?;
                    if fits(&frame) {
                        return Ok(frame);
                    }
                }
            }
            Err(Cut)
        };
        tokio::time::timeout(PATIENCE, wait).await.expect("an answer in time")
    }

    /// The whole conversation as whoever asks may see it, oldest first.
    pub async fn whole_history(&mut self, conv: &str) -> Result<Vec<Value>, Cut> {
        let mut items: Vec<Value> = Vec::new();
        loop {
            let after = items.last().map_or(json!(0), |item| item["seq"].clone());
            let ask = json!({"t": "history", "id": Uuid::now_v7(), "conv": conv, "after": after, "limit": 200});
            let page = self.request(&ask).await?;
            if page["code"] == "rate_limited" {
                // Whoever comes back for one page at a time is refused so often that they are shown out.
                tokio::time::sleep(FULL_BURST).await;
                continue;
            }
            if page["t"] == "nack" {
                return Err(Cut);
            }
            items.extend(page["items"].as_array().cloned().unwrap_or_default());
            if page["more"] != true {
                return Ok(items);
            }
        }
    }
}
