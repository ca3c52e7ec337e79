//! The accept loop: TCP connections to HTTP requests, with limits that a public port needs.
//!
//! Owns the listening socket, the time a client has to send its head, and the connections' graceful end.
//! Never looks at a request. `axum::serve` is not used because it has no such timeout: a client that sends one
//! byte a minute would hold a socket for ever.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

/// A client must have sent its request head by then.
const HEAD_TIMEOUT: Duration = Duration::from_secs(5);
/// More headers than this are refused by the parser.
const MAX_HEADERS: usize = 64;
/// After a failed accept (out of file descriptors), the loop waits this long before it tries again.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// What the loop works with.
pub struct Listener {
    /// Bound socket.
    pub socket: TcpListener,
    /// Where requests go.
    pub router: Router,
    /// Where connections run.
    pub tasks: TaskTracker,
    /// Ends accepting, and asks connections to finish.
    pub stop: CancellationToken,
    /// Most connections at once, upgraded or not; the next ones wait in the kernel's backlog.
    pub max_connections: usize,
}

impl Listener {
    /// Accepts until told to stop. Connections go on after it returns; `tasks` knows when they are done.
    pub async fn run(self) {
        let permits = Arc::new(Semaphore::new(self.max_connections));
        loop {
            let permit = tokio::select! {
                () = self.stop.cancelled() => return,
                permit = Arc::clone(&permits).acquire_owned() => permit.expect("the semaphore is never closed"),
            };
            let accepted = tokio::select! {
                () = self.stop.cancelled() => return,
                accepted = self.socket.accept() => accepted,
            };
            match accepted {
                Ok((stream, peer)) => self.serve(stream, peer, permit),
                Err(error) => {
                    tracing::warn!(%error, "could not accept a connection");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }

    fn serve(&self, stream: TcpStream, peer: SocketAddr, permit: OwnedSemaphorePermit) {
        // Small frames must not wait for more: latency matters more than packets.
        let _ = stream.set_nodelay(true);
        let router = self.router.clone();
        let permit = Arc::new(permit);
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            // An upgraded socket outlives its connection's future; it keeps the permit through its extensions.
            request.extensions_mut().insert(Arc::clone(&permit));
            router.clone().oneshot(request.map(Body::new))
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIMEOUT)
            .max_headers(MAX_HEADERS)
            .serve_connection(TokioIo::new(stream), service)
            .with_upgrades();
        let stop = self.stop.clone();
        self.tasks.spawn(async move {
            let mut connection = std::pin::pin!(connection);
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                () = stop.cancelled() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
}
