//! Visitors' sockets, each read by a task of its own from the moment it is open: a server closes a socket that leaves its
//! signs of life unanswered, and opening thousands takes longer than it waits.

use crate::dialect::{Door, HEARTBEAT, Heard, Mark, Seat};
use anyhow::{Context, bail};
use futures_util::{SinkExt, StreamExt, TryStreamExt};
use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;
use tokio::sync::mpsc;
use tokio::time::{Instant, interval_at};

/// Sockets that are opened at the same time.
const OPENING: usize = 64;

/// Open sockets, by the order of their conversations. They close when this is dropped.
pub struct Crowd {
    seats: Vec<mpsc::Sender<Mark>>,
    shared: Rc<Shared>,
}

#[derive(Default)]
struct Shared {
    stored: Cell<u64>,
    ended: RefCell<Option<String>>,
}

impl Crowd {
    /// Opens a socket for each of these conversations.
    pub async fn open(door: &Door, conversations: Range<u32>) -> anyhow::Result<Self> {
        let shared: Rc<Shared> = Rc::default();
        let seats = futures_util::stream::iter(conversations)
            .map(|conversation| door.visitor(conversation))
            .buffered(OPENING)
            .map_ok(|seat| {
                let (write, marks) = mpsc::channel(8);
                let shared = Rc::clone(&shared);
                tokio::task::spawn_local(async move {
                    if let Err(error) = attend(seat, marks, &shared).await {
                        shared.ended.borrow_mut().get_or_insert(format!("{error:#}"));
                    }
                });
                write
            })
            .try_collect()
            .await?;
        Ok(Self { seats, shared })
    }

    /// Has one write.
    pub async fn write(&self, place: usize, mark: Mark) -> anyhow::Result<()> {
        self.check()?;
        self.seats[place].send(mark).await.ok().context("a visitor's socket has ended")
    }

    /// Messages that the server says it has.
    pub fn stored(&self) -> u64 {
        self.shared.stored.get()
    }

    /// Whether all sockets are still open.
    pub fn check(&self) -> anyhow::Result<()> {
        match &*self.shared.ended.borrow() {
            Some(why) => bail!("refused or cut: {why}"),
            None => Ok(()),
        }
    }
}

async fn attend(mut seat: Seat, mut marks: mpsc::Receiver<Mark>, shared: &Shared) -> anyhow::Result<()> {
    let mut heard = Vec::new();
    let mut beat = interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
    loop {
        tokio::select! {
            _ = beat.tick() => {
                if let Some(beat) = seat.speech.beat() {
                    seat.socket.send(beat).await?;
                }
            }
            mark = marks.recv() => {
                let Some(mark) = mark else { return Ok(()) };
                seat.socket.send(seat.speech.write(&mark)).await?;
            }
            frame = seat.socket.next() => {
                seat.speech.read(&frame.context("the server closed the socket")??, &mut heard);
                for one in heard.drain(..) {
                    match one {
                        Heard::Stored(_) => shared.stored.set(shared.stored.get() + 1),
                        Heard::Answer(answer) => seat.socket.send(answer).await?,
                        Heard::Later(_) => bail!("the server cannot store what is written"),
                        Heard::Refused(why) => bail!("{why}"),
                        Heard::Said(_) | Heard::Scored(_) => {}
                    }
                }
            }
        }
    }
}
