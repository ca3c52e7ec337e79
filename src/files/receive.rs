//! A file on its way in: read at the pace of its sender and no slower than is allowed, counted, hashed, written, and given
//! up whole where anything is wrong with it. Never holds more of it than the piece at hand.

use super::clean::{Broken, Cleaner};
use super::kind::{HEAD, kind_of};
use crate::domain::FileKind;
use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt as _};
use sha2::{Digest as _, Sha256};
use std::io;
use std::pin::Pin;
use std::time::Duration;
use tokio::io::{AsyncWrite, AsyncWriteExt as _};
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

/// The bytes of a body as they come. An error is the end of them.
pub type Incoming = Pin<Box<dyn Stream<Item = Option<Bytes>> + Send>>;

/// How slow a sender may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Nothing comes for so long at most.
    pub idle: Duration,
    /// All of it has come after this, and one second for each `bytes_per_second`.
    pub start: Duration,
    /// On average at least.
    pub bytes_per_second: u64,
}

impl Default for Pace {
    fn default() -> Self {
        Self { idle: Duration::from_secs(20), start: Duration::from_secs(30), bytes_per_second: 16 * 1_024 }
    }
}

impl Pace {
    fn deadline(&self, bytes: u64) -> Instant {
        Instant::now() + self.start + Duration::from_secs(bytes / self.bytes_per_second.max(1))
    }
}

/// Why a body is no file.
#[derive(Debug)]
pub(super) enum Spoilt {
    /// It ended early, was longer than announced, or came too slowly.
    Cut,
    /// The server is on its way out.
    Stopped,
    /// None of the kinds that are taken, or a picture whose parts make no sense.
    Kind,
    /// It could not be written.
    Io(io::Error),
}

impl From<Broken> for Spoilt {
    fn from(_: Broken) -> Self {
        Self::Kind
    }
}

impl From<io::Error> for Spoilt {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A body with its pace.
pub(super) struct Body {
    incoming: Incoming,
    pace: Pace,
    deadline: Instant,
    left: u64,
    stop: CancellationToken,
}

impl Body {
    /// A body of so many bytes, read until told to stop.
    pub(super) fn new(incoming: Incoming, bytes: u64, pace: Pace, stop: CancellationToken) -> Self {
        Self { incoming, pace, deadline: pace.deadline(bytes), left: bytes, stop }
    }

    /// The next piece; `None` once all that was announced has come.
    async fn next(&mut self) -> Result<Option<Bytes>, Spoilt> {
        let until = self.deadline.min(Instant::now() + self.pace.idle);
        let piece = tokio::select! {
            biased;
            () = self.stop.cancelled() => return Err(Spoilt::Stopped),
            piece = timeout_at(until, self.incoming.next()) => piece.map_err(|_| Spoilt::Cut)?,
        };
        match piece {
            None if self.left == 0 => Ok(None),
            None | Some(None) => Err(Spoilt::Cut),
            Some(Some(bytes)) => {
                self.left = self.left.checked_sub(bytes.len() as u64).ok_or(Spoilt::Cut)?;
                Ok(Some(bytes))
            }
        }
    }

    /// Its first bytes, enough to tell what it is, and its kind.
    pub(super) async fn begin(&mut self) -> Result<(Bytes, FileKind), Spoilt> {
        let mut head = BytesMut::new();
        while head.len() < HEAD {
            let Some(piece) = self.next().await? else { break };
            head.extend_from_slice(&piece);
        }
        let kind = kind_of(&head).ok_or(Spoilt::Kind)?;
        Ok((head.freeze(), kind))
    }

    /// Writes out what is to stay of it; answers with how much that is, and its SHA-256.
    pub(super) async fn write(
        &mut self,
        head: Bytes,
        mut cleaner: Cleaner,
        to: &mut (impl AsyncWrite + Unpin),
    ) -> Result<(u64, [u8; 32]), Spoilt> {
        let (mut hash, mut written, mut piece) = (Sha256::new(), 0, Some(head));
        while let Some(bytes) = piece {
            let stays = cleaner.take(&bytes)?;
            hash.update(&stays);
            written += stays.len() as u64;
            to.write_all(&stays).await?;
            piece = self.next().await?;
        }
        to.flush().await?;
        Ok((written, hash.finalize().into()))
    }

    /// Reads and throws away what is left, up to so many bytes, so that a client that writes before it reads finds its
    /// answer.
    pub(super) async fn discard(mut self, most: u64) {
        let mut read = 0;
        self.left = u64::MAX;
        while let Ok(Some(bytes)) = self.next().await {
            read += bytes.len() as u64;
            if read > most {
                return;
            }
        }
    }
}

#[cfg(test)]
#[path = "receive_test.rs"]
mod tests;
