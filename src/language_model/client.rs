//! The way to the model and back: one request over a connection of its own, streamed, within a time.
//!
//! Owns the connection, its bounds, and that nothing personal and no key stands in a log. Any failure is an error of the
//! closed list (`NoAnswer`); a redirect is one too, so that words go nowhere but to the address configured.

use super::redact::Redactor;
use super::sse::Reader;
use super::{Answer, Asked, Ground, NoAnswer, Talk, prompt, retelling, verdict};
use anyhow::Context;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, Uri, header, request};
use futures_util::StreamExt;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

/// Most questions on their way at once; others go on without a model at once.
const AT_ONCE: usize = 16;
/// Most summaries on their way at once, which nobody waits for; they take no place of a question.
const SUMMARIES_AT_ONCE: usize = 4;

/// Where the model is.
#[derive(Clone)]
pub struct Endpoint {
    /// Base of the address, such as `https://models.example/v1`.
    pub url: String,
    /// Its name there.
    pub model: String,
    /// Sent as `Authorization: Bearer`; empty for none.
    pub key: String,
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint").field("url", &self.url).field("model", &self.model).finish_non_exhaustive()
    }
}

/// What one answer may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// From the connection to the last word.
    pub time: Duration,
    /// Tokens of an answer.
    pub max_tokens: u32,
}

/// A language model behind `/v1/chat/completions`.
pub struct LanguageModel {
    endpoint: Endpoint,
    address: Address,
    limits: Limits,
    places: Semaphore,
    places_for_summaries: Semaphore,
}

impl fmt::Debug for LanguageModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LanguageModel").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

struct Address {
    host: String,
    port: u16,
    /// `host` or `host:port`, as a request names it.
    authority: String,
    path: String,
    tls: Option<TlsConnector>,
}

impl LanguageModel {
    /// Reads the address, and for https the certificates that this machine trusts. Connects to nothing.
    ///
    /// # Errors
    /// When the address is none, or nothing can be trusted.
    pub fn new(endpoint: Endpoint, limits: Limits) -> anyhow::Result<Self> {
        let address = Address::of(&endpoint.url)?;
        let (places, places_for_summaries) = (Semaphore::new(AT_ONCE), Semaphore::new(SUMMARIES_AT_ONCE));
        Ok(Self { endpoint, address, limits, places, places_for_summaries })
    }

    /// Asks for an answer from articles. What is personal stays here.
    ///
    /// # Errors
    /// Why there is none; whoever asked goes on without it.
    pub async fn answer(&self, asked: &Asked) -> Result<Answer, NoAnswer> {
        let _place = self.places.try_acquire().map_err(|_| NoAnswer::Busy)?;
        let mut redactor = Redactor::knowing(&asked.private);
        let question = redactor.redact(&asked.question);
        let grounds: Vec<Ground> = asked
            .grounds
            .iter()
            .map(|ground| Ground { title: ground.title.clone(), text: redactor.redact_known(&ground.text) })
            .collect();
        let body = prompt::body(&self.endpoint.model, self.limits.max_tokens, asked.language, &question, &grounds);
        let said = self.said(&body).await?;
        let (ground, text) = verdict::judge(&said, &question, &grounds)?;
        let text = redactor.restore(&text).ok_or(NoAnswer::Ungrounded("a placeholder"))?;
        Ok(Answer { ground, text })
    }

    /// Asks for a summary of a conversation. What is personal stays here.
    ///
    /// # Errors
    /// Why there is none; the handoff stands without it.
    pub async fn retell(&self, talk: &Talk) -> Result<String, NoAnswer> {
        let _place = self.places_for_summaries.try_acquire().map_err(|_| NoAnswer::Busy)?;
        let mut redactor = Redactor::knowing(&talk.private);
        let lines = retelling::lines(talk, |text| redactor.redact(text));
        let body = retelling::body(&self.endpoint.model, self.limits.max_tokens, talk.language, &lines);
        let text = retelling::judge(&self.said(&body).await?, &lines)?;
        redactor.restore(&text).ok_or(NoAnswer::Ungrounded("a placeholder"))
    }

    /// The model's name, as the operator gave it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.endpoint.model
    }

    async fn said(&self, body: &Value) -> Result<String, NoAnswer> {
        let request = self.request(Method::POST, "/chat/completions", Body::from(body.to_string()))?;
        timeout(self.limits.time, self.address.streamed(request)).await.map_err(|_| NoAnswer::Late)?
    }

    /// Whether somebody is there and takes the key, without asking anything.
    ///
    /// # Errors
    /// What is wrong, with what to do.
    pub async fn probe(&self) -> Result<String, String> {
        let request = self.request(Method::GET, "/models", Body::empty()).map_err(|error| error.to_string())?;
        let status = timeout(self.limits.time, self.address.status(request)).await;
        let url = &self.endpoint.url;
        match status.unwrap_or(Err(NoAnswer::Late)) {
            Ok(StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => {
                Err(format!("{url} does not take the key: correct ATTUNE__BOT__MODEL__KEY or bot.model.key_file"))
            }
            Ok(status) if status.is_server_error() => Err(format!("{url}: status {status}")),
            // Not every server lists its models.
            Ok(_) => Ok(format!("{} at {url}", self.endpoint.model)),
            Err(why) => Err(format!("{url}: {why}. The bot answers without it")),
        }
    }

    fn request(&self, method: Method, path: &str, body: Body) -> Result<Request<Body>, NoAnswer> {
        let mut request = request::Builder::new()
            .method(method)
            .uri(format!("{}{path}", self.address.path))
            .header(header::HOST, &self.address.authority)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "text/event-stream");
        if !self.endpoint.key.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.endpoint.key));
        }
        request.body(body).map_err(|_| NoAnswer::Unreachable("the key or the address cannot be sent".to_owned()))
    }
}

impl Address {
    fn of(url: &str) -> anyhow::Result<Self> {
        let uri: Uri = url.parse().with_context(|| format!("bot.model.url `{url}` is no address"))?;
        let authority = uri.authority().context("bot.model.url names no host")?.to_string();
        let host = uri.host().context("bot.model.url names no host")?.trim_matches(['[', ']']).to_owned();
        let (tls, port) = match uri.scheme_str() {
            Some("https") => (Some(trusting()?), 443),
            Some("http") => (None, 80),
            _ => anyhow::bail!("bot.model.url must begin with https:// or http://"),
        };
        let path = uri.path().trim_end_matches('/').to_owned();
        Ok(Self { host, port: uri.port_u16().unwrap_or(port), authority, path, tls })
    }

    async fn streamed(&self, request: Request<Body>) -> Result<String, NoAnswer> {
        self.exchange(request, async |answer| {
            if answer.status() != StatusCode::OK {
                return Err(NoAnswer::Status(answer.status().as_u16()));
            }
            let (mut reader, mut pieces) = (Reader::default(), answer.into_body().into_data_stream());
            while let Some(piece) = pieces.next().await {
                reader.take(&piece.map_err(|_| NoAnswer::Cut)?)?;
                if reader.is_over() {
                    break;
                }
            }
            reader.finish()
        })
        .await
    }

    async fn status(&self, request: Request<Body>) -> Result<StatusCode, NoAnswer> {
        self.exchange(request, async |answer| Ok(answer.status())).await
    }

    /// One request over a connection of its own, which ends with the reading of its answer.
    async fn exchange<T>(
        &self,
        request: Request<Body>,
        read: impl AsyncFnOnce(axum::http::Response<Body>) -> Result<T, NoAnswer>,
    ) -> Result<T, NoAnswer> {
        let tcp = TcpStream::connect((self.host.as_str(), self.port)).await.map_err(unreachable)?;
        match &self.tls {
            None => over(tcp, request, read).await,
            Some(tls) => {
                let name = ServerName::try_from(self.host.clone()).map_err(unreachable)?;
                let stream = tls.connect(name, tcp).await.map_err(unreachable)?;
                over(stream, request, read).await
            }
        }
    }
}

async fn over<T>(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    request: Request<Body>,
    read: impl AsyncFnOnce(axum::http::Response<Body>) -> Result<T, NoAnswer>,
) -> Result<T, NoAnswer> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(unreachable)?;
    let mut exchange = pin!(async {
        let answer = sender.send_request(request).await.map_err(unreachable)?;
        read(answer.map(Body::new)).await
    });
    tokio::select! {
        biased;
        done = &mut exchange => done,
        // What it had read before it ended is there still.
        _ = connection => exchange.await,
    }
}

fn unreachable(error: impl fmt::Display) -> NoAnswer {
    NoAnswer::Unreachable(error.to_string())
}

/// What this machine trusts, so that a certificate authority of one's own works as everywhere else on it.
fn trusting() -> anyhow::Result<TlsConnector> {
    let mut roots = RootCertStore::empty();
    let (trusted, _) = roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    anyhow::ensure!(trusted > 0, "no certificate authority is trusted on this machine: install ca-certificates");
    let config = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}
