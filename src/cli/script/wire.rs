//! One socket and one request of HTTP, as a browser has them. Owns the waiting: for a frame that fits, at most so long.

use anyhow::{Context, bail};
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use futures_util::{SinkExt, StreamExt};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{WebSocketStream, client_async};
use uuid::Uuid;

/// No step of the play takes longer, also on a slow machine.
const PATIENCE: Duration = Duration::from_secs(20);
/// Most events read of a chat; those of the play are far shorter.
const LOG: u32 = 100;
/// Largest answer of HTTP read.
const BODY: usize = 64 * 1024;

/// A socket; frames that nobody asked for yet are kept in order.
pub(super) struct Wire {
    socket: WebSocketStream<TcpStream>,
    early: Vec<Value>,
}

impl Wire {
    /// Connects and says hello.
    pub(super) async fn dial(server: SocketAddr, hello: Value) -> anyhow::Result<Self> {
        let mut request = format!("ws://{server}/ws").into_client_request()?;
        let headers = request.headers_mut();
        headers.insert("origin", format!("http://{server}").parse()?);
        headers.insert("sec-websocket-protocol", "attune.v1.json".parse()?);
        let (socket, _) = client_async(request, TcpStream::connect(server).await?).await?;
        let mut wire = Self { socket, early: Vec::new() };
        wire.send(&hello).await?;
        wire.find("welcome", |frame| frame["t"] == "welcome").await?;
        Ok(wire)
    }

    /// Sends a request under a fresh id; its answer, which must not be a refusal.
    pub(super) async fn ask(&mut self, mut request: Value) -> anyhow::Result<Value> {
        let id = Uuid::now_v7().to_string();
        request["id"] = json!(id);
        self.send(&request).await?;
        let answer =
            self.find("an answer", |frame| frame["id"] == id && (frame["t"] == "ack" || frame["t"] == "nack")).await?;
        if answer["t"] == "nack" {
            bail!("{request} was refused: {answer}");
        }
        Ok(answer)
    }

    /// The log of a chat, as staff see it.
    pub(super) async fn log(&mut self, conv: &str) -> anyhow::Result<Vec<Value>> {
        let id = Uuid::now_v7().to_string();
        self.send(&json!({"t": "history", "id": id, "conv": conv, "after": 0, "limit": LOG})).await?;
        let answer = self.find("the log", |frame| frame["t"] == "history" && frame["id"] == id.as_str()).await?;
        Ok(answer["items"].as_array().cloned().unwrap_or_default())
    }

    /// The next frame that fits.
    pub(super) async fn find(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> anyhow::Result<Value> {
        if let Some(at) = self.early.iter().position(&fits) {
            return Ok(self.early.remove(at));
        }
        let search = async {
            while let Some(message) = self.socket.next().await {
                let Message::Text(text) = message? else { continue };
                let frame: Value = serde_json::from_str(&text)?;
                if fits(&frame) {
                    return Ok(frame);
                }
                self.early.push(frame);
            }
            bail!("the socket was closed")
        };
        timeout(PATIENCE, search)
            .await
            .unwrap_or_else(|_| bail!("nothing came"))
            .with_context(|| format!("waiting for {what}"))
    }

    async fn send(&mut self, frame: &Value) -> anyhow::Result<()> {
        Ok(self.socket.send(Message::text(frame.to_string())).await?)
    }
}

/// Posts JSON, with a cookie where there is one; what was answered, and the cookie that came with it.
pub(super) async fn post(
    server: SocketAddr,
    path: &str,
    body: &Value,
    cookie: &str,
) -> anyhow::Result<(Value, String)> {
    let stream = TcpStream::connect(server).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let mut request = Request::post(path)
        .header(header::HOST, server.to_string())
        .header(header::ORIGIN, format!("http://{server}"))
        .header(header::CONTENT_TYPE, "application/json");
    if !cookie.is_empty() {
        request = request.header(header::COOKIE, cookie);
    }
    let request = request.body(Body::from(body.to_string()))?;
    let mut exchange = pin!(async {
        let (head, body) = sender.send_request(request).await?.into_parts();
        anyhow::Ok((head, to_bytes(Body::new(body), BODY).await?))
    });
    let (head, read) = tokio::select! {
        biased;
        done = &mut exchange => done,
        _ = connection => exchange.await,
    }?;
    if !head.status.is_success() {
        bail!("{path}: {} {}", head.status, String::from_utf8_lossy(&read));
    }
    let set = head.headers.get(header::SET_COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let cookie = set.split(';').next().unwrap_or_default().to_owned();
    Ok((serde_json::from_slice(&read)?, cookie))
}
