//! Visitors write, staff read: what a message costs, and how long it takes.

use crate::audit::{Audit, Faults};
use crate::dialect::{Door, Heard, Mark, Seat};
use crate::proc;
use crate::subject::{Kind, Subject};
use crate::table::Figures;
use crate::workload::Workload;
use anyhow::{Context, bail};
use futures_util::{SinkExt, StreamExt, TryStreamExt};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep, sleep_until};

/// Sockets that are opened at the same time.
const OPENING: usize = 64;
/// How long after the last arrival what is missing is called lost.
const PATIENCE: Duration = Duration::from_secs(5);

/// What all clients of a run share.
pub struct Board {
    began: Instant,
    measuring: Cell<bool>,
    stopped: Cell<bool>,
    closed_loop: bool,
    acknowledges: bool,
    sums: RefCell<Sums>,
    /// Wakes the writer of a conversation when its message has arrived.
    arrived: Vec<Notify>,
}

struct Sums {
    audits: Vec<Audit>,
    delivered: u64,
    stored: u64,
    sent: u64,
    /// Refused for a while and sent again.
    again: u64,
    last: Instant,
    delivery: Vec<Duration>,
    ack: Vec<Duration>,
    score: Vec<Duration>,
    refused: Option<String>,
}

impl Board {
    fn new(workload: &Workload, acknowledges: bool) -> Self {
        let now = Instant::now();
        Self {
            began: now,
            measuring: Cell::new(false),
            stopped: Cell::new(false),
            closed_loop: workload.rate.is_none(),
            acknowledges,
            sums: RefCell::new(Sums {
                audits: vec![Audit::default(); workload.conversations as usize],
                delivered: 0,
                stored: 0,
                sent: 0,
                again: 0,
                last: now,
                delivery: Vec::new(),
                ack: Vec::new(),
                score: Vec::new(),
                refused: None,
            }),
            arrived: (0..workload.conversations).map(|_| Notify::new()).collect(),
        }
    }

    fn micros(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    fn since(&self, sent: u64) -> Duration {
        Duration::from_micros(self.micros().saturating_sub(sent))
    }

    fn next(&self, conversation: u32) -> Mark {
        let mut sums = self.sums.borrow_mut();
        sums.sent += 1;
        Mark { conversation, number: sums.audits[conversation as usize].send(), sent: self.micros() }
    }

    fn hear_said(&self, mark: Mark) {
        let mut sums = self.sums.borrow_mut();
        let Some(audit) = sums.audits.get_mut(mark.conversation as usize) else { return };
        if audit.arrive(mark.number) {
            sums.delivered += 1;
            sums.last = Instant::now();
            if self.measuring.get() {
                let took = self.since(mark.sent);
                sums.delivery.push(took);
            }
            drop(sums);
            if self.closed_loop {
                self.arrived[mark.conversation as usize].notify_one();
            }
        }
    }

    fn refuse(&self, why: String) {
        self.sums.borrow_mut().refused.get_or_insert(why);
    }
}

/// Visitors, in the order of their conversations.
pub async fn open_visitors(door: &Door, count: u32) -> anyhow::Result<Vec<Seat>> {
    futures_util::stream::iter(0..count)
        .map(|conversation| door.visitor(conversation))
        .buffered(OPENING)
        .collect::<Vec<_>>()
        .await
        .into_iter()
        .collect()
}

/// Runs the workload.
pub async fn run(subject: &Subject, workload: &Workload) -> anyhow::Result<Figures> {
    let door = Door::new(subject)?;
    door.unlock().await?;
    let board = Rc::new(Board::new(workload, subject.kind.acknowledges()));
    let (start, started) = watch::channel(None);
    people(&door, workload, &board, &started).await?;
    if subject.kind == Kind::Attune {
        for _ in 0..workload.watchers {
            tokio::task::spawn_local(listen(Rc::clone(&board), door.watcher().await?.0));
        }
    }
    let begin = Instant::now() + Duration::from_millis(200);
    start.send_replace(Some(begin));
    sleep_until(begin + Duration::from_secs_f64(workload.warmup)).await;
    let figures = spent_on(subject, workload, &board).await?;
    if let Some(why) = board.sums.borrow_mut().refused.take() {
        bail!("refused or cut: {why}");
    }
    Ok(figures)
}

/// Lets visitors in, then the staff who follow them. Each is attended from the moment its socket is open: opening
/// thousands takes longer than a server waits for a sign of life.
async fn people(
    door: &Door,
    workload: &Workload,
    board: &Rc<Board>,
    started: &watch::Receiver<Option<Instant>>,
) -> anyhow::Result<()> {
    let pace = workload.rate.map(|rate| Duration::from_secs_f64(1.0 / rate));
    let mut opening = futures_util::stream::iter(0..workload.conversations)
        .map(|conversation| async move { anyhow::Ok((conversation, door.visitor(conversation).await?)) })
        .buffer_unordered(OPENING);
    while let Some((conversation, seat)) = opening.try_next().await? {
        tokio::task::spawn_local(write(Rc::clone(board), conversation, seat, started.clone(), pace));
    }
    let all: Vec<u32> = (0..workload.conversations).collect();
    // Staff may follow some twenty conversations a second: all their sockets do so side by side.
    let follow = all.chunks(workload.per_agent as usize).map(|followed| async move {
        let seat = door.agent(followed).await?;
        tokio::task::spawn_local(listen(Rc::clone(board), seat));
        anyhow::Ok(())
    });
    futures_util::future::try_join_all(follow).await?;
    Ok(())
}

/// Reads what the server and the clients spent between two moments.
async fn spent_on(subject: &Subject, workload: &Workload, board: &Board) -> anyhow::Result<Figures> {
    let pid = subject.pid()?;
    let spent = || -> anyhow::Result<[f64; 3]> {
        let core = subject.core.map_or(Ok(0.0), proc::core_busy_seconds)?;
        Ok([proc::cpu_seconds(pid)?, proc::cpu_seconds_of(pid, "triage-")?, core])
    };
    let own = || proc::cpu_seconds(std::process::id());
    board.measuring.set(true);
    let (before, own_before, delivered, began) = (spent()?, own()?, board.sums.borrow().delivered, Instant::now());
    sleep(Duration::from_secs_f64(workload.seconds)).await;
    let (after, own_after, took) = (spent()?, own()?, began.elapsed().as_secs_f64());
    let delivered = board.sums.borrow().delivered - delivered;
    board.measuring.set(false);
    let resident = proc::resident_bytes(pid)?;
    drain(board).await;
    let [cpu, triage, core] = [0, 1, 2].map(|at| after[at] - before[at]);
    let per_100k = |seconds: f64| seconds * 100_000.0 / delivered.max(1) as f64;
    let mut sums = board.sums.borrow_mut();
    let faults = sums.audits.iter().map(Audit::faults).sum::<Faults>();
    Ok(Figures::default()
        .one("messages a second", delivered as f64 / took)
        .one("CPU-s per 100,000", per_100k(cpu - triage))
        .maybe("of it the model, besides", workload.model.then(|| per_100k(triage)))
        .spread("ack", std::mem::take(&mut sums.ack))
        .spread("delivery", std::mem::take(&mut sums.delivery))
        .spread("score", std::mem::take(&mut sums.score))
        .maybe("refused and sent again, of 100", (sums.again > 0).then(|| sums.again as f64 * 100.0 / sums.sent as f64))
        .one("memory, MiB", resident as f64 / 1_048_576.0)
        .one("generator's share of its core", (own_after - own_before) / took)
        // What else ran on the server's core counts against every figure of this row.
        .maybe("others' share of the server's core", subject.core.map(|_| ((core - cpu) / took).max(0.0)))
        .with_faults(faults))
}

async fn drain(board: &Board) {
    board.stopped.set(true);
    let stopped = Instant::now();
    loop {
        sleep(Duration::from_millis(20)).await;
        let sums = board.sums.borrow();
        let all = sums.delivered == sums.sent && (!board.acknowledges || sums.stored == sums.sent);
        if all || sums.last.max(stopped).elapsed() > PATIENCE {
            return;
        }
    }
}

/// Staff: reads until the socket ends.
async fn listen(board: Rc<Board>, mut seat: Seat) {
    let mut heard = Vec::new();
    let heartbeat = tokio::time::interval(Duration::from_secs(20));
    tokio::pin!(heartbeat);
    loop {
        tokio::select! {
            _ = heartbeat.tick() => {}
            frame = seat.socket.next() => {
                let Some(Ok(frame)) = frame else { break };
                seat.speech.read(&frame, &mut heard);
                for one in heard.drain(..) {
                    match one {
                        Heard::Said(mark) => board.hear_said(mark),
                        Heard::Scored(mark) => if board.measuring.get() {
                            let took = board.since(mark.sent);
                            board.sums.borrow_mut().score.push(took);
                        },
                        Heard::Answer(answer) => if seat.socket.send(answer).await.is_err() { break },
                        Heard::Refused(why) => board.refuse(why),
                        Heard::Stored(_) | Heard::Later(_) => {}
                    }
                }
            }
        }
    }
    if !board.stopped.get() {
        board.refuse("a staff socket ended".to_owned());
    }
}

/// A visitor: writes at the pace, or when the last message has come through.
async fn write(
    board: Rc<Board>,
    conversation: u32,
    seat: Seat,
    started: watch::Receiver<Option<Instant>>,
    pace: Option<Duration>,
) {
    if let Err(error) = talk(&board, conversation, seat, started, pace).await
        && !board.stopped.get()
    {
        board.refuse(format!("conversation {conversation}: {error:#}"));
    }
}

async fn talk(
    board: &Board,
    conversation: u32,
    mut seat: Seat,
    mut started: watch::Receiver<Option<Instant>>,
    pace: Option<Duration>,
) -> anyhow::Result<()> {
    let start = wait(&mut seat, &mut started).await?;
    // Spread over one pace by the golden ratio, so that nobody marches in step.
    let phase = (f64::from(conversation) * 0.618_034).fract();
    let mut due = start + pace.unwrap_or(Duration::from_millis(100)).mul_f64(phase);
    let mut heard = Vec::new();
    // Messages without their acknowledgement, oldest first.
    let mut unacknowledged: std::collections::VecDeque<Mark> = std::collections::VecDeque::new();
    let (mut under_way, mut armed) = (false, true);
    // When a message that the server could not take is sent again.
    let mut again: Option<Instant> = None;
    loop {
        tokio::select! { biased;
            () = sleep_until(due), if armed && !board.stopped.get() => {
                let mark = board.next(conversation);
                unacknowledged.push_back(mark);
                seat.socket.send(seat.speech.write(&mark)).await?;
                if let Some(pace) = pace {
                    due += pace;
                } else {
                    (under_way, armed) = (true, false);
                }
            }
            () = sleep_until(again.unwrap_or(due)), if again.is_some() => {
                again = None;
                let mark = unacknowledged.front().context("there is one message under way")?;
                seat.socket.send(seat.speech.write(mark)).await?;
            }
            () = board.arrived[conversation as usize].notified(), if pace.is_none() => under_way = false,
            frame = seat.socket.next() => {
                seat.speech.read(&frame.context("the server closed the socket")??, &mut heard);
                for one in heard.drain(..) {
                    match one {
                        Heard::Stored(number) => stored(board, &mut unacknowledged, number),
                        Heard::Answer(answer) => seat.socket.send(answer).await?,
                        // One message under way keeps its order; of several, a later one would overtake it.
                        Heard::Later(pause) if pace.is_none() => {
                            again = Some(Instant::now() + pause);
                            board.sums.borrow_mut().again += 1;
                        }
                        Heard::Later(_) => bail!("the server cannot store what is written"),
                        Heard::Refused(why) => bail!("{why}"),
                        Heard::Said(_) | Heard::Scored(_) => {}
                    }
                }
            }
        }
        if pace.is_none() && !armed && !under_way && (unacknowledged.is_empty() || !board.acknowledges) {
            armed = true;
            due = Instant::now();
        }
    }
}

/// Reads until everybody is there; the moment to begin.
async fn wait(seat: &mut Seat, started: &mut watch::Receiver<Option<Instant>>) -> anyhow::Result<Instant> {
    let mut heard = Vec::new();
    loop {
        tokio::select! {
            start = started.wait_for(Option::is_some) => {
                return start?.context("everybody is there");
            }
            frame = seat.socket.next() => {
                seat.speech.read(&frame.context("the server closed the socket")??, &mut heard);
                for one in heard.drain(..) {
                    match one {
                        Heard::Answer(answer) => seat.socket.send(answer).await?,
                        Heard::Refused(why) => bail!("{why}"),
                        _ => {}
                    }
                }
            }
        }
    }
}

fn stored(board: &Board, unacknowledged: &mut std::collections::VecDeque<Mark>, number: u64) {
    let Some(place) = unacknowledged.iter().position(|mark| mark.number == number) else { return };
    let Some(mark) = unacknowledged.remove(place) else { return };
    let took = board.since(mark.sent);
    let mut sums = board.sums.borrow_mut();
    sums.stored += 1;
    if board.measuring.get() {
        sums.ack.push(took);
    }
}
