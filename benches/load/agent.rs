//! One agent who holds all conversations, follows each and the list of them, and answers every message at once.

use crate::audit::{Audit, Faults};
use crate::dialect::past;
use crate::dialect::{Door, Heard, Mark, Seat, Socket};
use crate::proc;
use crate::stored;
use crate::subject::Subject;
use crate::table::Figures;
use crate::talk::AGENT;
use crate::workload::Workload;
use anyhow::{Context, bail, ensure};
use futures_util::{SinkExt, StreamExt, TryStreamExt};
use serde_json::json;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

/// Visitors' sockets that are opened at the same time.
const OPENING: usize = 16;
/// How long the last answers may take.
const PATIENCE: Duration = Duration::from_secs(3);

/// What agent and visitors share.
struct Board {
    began: Instant,
    measuring: Cell<bool>,
    stopped: Cell<bool>,
    sums: RefCell<Sums>,
}

#[derive(Default)]
struct Sums {
    asked: Vec<Audit>,
    answered: Vec<Audit>,
    ack: Vec<Duration>,
    delivery: Vec<Duration>,
    answer: Vec<Duration>,
    refused: Option<String>,
}

impl Board {
    fn micros(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// The next message of one side.
    fn next(&self, conversation: u32, side: impl Fn(&mut Sums) -> &mut Vec<Audit>) -> Mark {
        let number = side(&mut self.sums.borrow_mut())[conversation as usize].send();
        Mark { conversation, number, sent: self.micros() }
    }

    /// Notes an arrival, with its latency where it counts.
    fn hear(&self, mark: Mark, note: impl Fn(&mut Sums) -> (&mut Vec<Audit>, &mut Vec<Duration>)) {
        let took = Duration::from_micros(self.micros().saturating_sub(mark.sent));
        let mut sums = self.sums.borrow_mut();
        let (audits, latencies) = note(&mut sums);
        let is_first = audits.get_mut(mark.conversation as usize).is_some_and(|audit| audit.arrive(mark.number));
        if is_first && self.measuring.get() {
            latencies.push(took);
        }
    }

    fn end(&self, what: &str, outcome: anyhow::Result<()>) {
        if let Err(error) = outcome
            && !self.stopped.get()
        {
            self.sums.borrow_mut().refused.get_or_insert(format!("{what}: {error:#}"));
        }
    }
}

/// Runs the workload.
pub async fn run(subject: &Subject, workload: &Workload) -> anyhow::Result<Figures> {
    let count = workload.conversations;
    let (door, entrance) = (Door::new(subject)?, Door::new(subject)?);
    door.unlock_for(AGENT).await?;
    let visitors: Vec<Seat> = futures_util::stream::iter(0..count)
        .map(|place| past::visitor(&entrance, place, stored::token(place)))
        .buffered(OPENING)
        .try_collect()
        .await?;
    let names = (0..count).map(|place| entrance.name_of(place)).collect::<Result<Vec<_>, _>>()?;
    let socket = door.holder(&names).await?;
    let audits = || vec![Audit::default(); count as usize];
    let sums = RefCell::new(Sums { asked: audits(), answered: audits(), ..Sums::default() });
    let (measuring, stopped) = (Cell::new(false), Cell::new(false));
    let board = Rc::new(Board { began: Instant::now(), measuring, stopped, sums });
    let answering = Rc::clone(&board);
    tokio::task::spawn_local(async move { answering.end("the agent", answer(&answering, socket, &names).await) });
    let pace = Duration::from_secs_f64(1.0 / workload.rate.context("this workload has a rate")?);
    for (seat, place) in visitors.into_iter().zip(0..count) {
        let (board, first) = (Rc::clone(&board), pace.mul_f64(f64::from(place) / f64::from(count)));
        tokio::task::spawn_local(async move {
            board.end("a visitor", write(&board, place, seat, (first, pace)).await);
        });
    }
    sleep(Duration::from_secs_f64(workload.warmup)).await;
    watch(subject, workload, &board).await
}

async fn watch(subject: &Subject, workload: &Workload, board: &Board) -> anyhow::Result<Figures> {
    let spent = proc::cpu_seconds(subject.pid()?)?;
    board.measuring.set(true);
    sleep(Duration::from_secs_f64(workload.seconds)).await;
    board.measuring.set(false);
    let cpu = proc::cpu_seconds(subject.pid()?)? - spent;
    board.stopped.set(true);
    sleep(PATIENCE).await;
    let mut sums = std::mem::take(&mut *board.sums.borrow_mut());
    if let Some(why) = sums.refused {
        bail!("refused or cut: {why}");
    }
    let messages = (sums.delivery.len() + sums.answer.len()) as f64;
    ensure!(messages > 0.0, "nobody said anything in the time that was measured");
    Ok(Figures::default()
        .one("messages a second", messages / workload.seconds)
        .one("CPU-ms a message", cpu * 1000.0 / messages)
        .spread("ack", std::mem::take(&mut sums.ack))
        .spread("to the agent", sums.delivery)
        .spread("to the visitor", sums.answer)
        .with_faults(sums.asked.iter().chain(&sums.answered).map(Audit::faults).sum::<Faults>()))
}

/// The agent: answers whatever a visitor says.
async fn answer(board: &Board, mut socket: Socket, names: &[String]) -> anyhow::Result<()> {
    loop {
        let frame = socket.next().await.context("the server closed the socket")??;
        let Message::Text(text) = frame else { continue };
        if text.starts_with(r#"{"t":"nack""#) {
            bail!("{text}");
        }
        let is_visitors = text.starts_with(r#"{"t":"event""#) && text.contains(r#""who":"visitor""#);
        let Some(mark) = Mark::find(&text).filter(|_| is_visitors && text.contains(r#""kind":"said""#)) else {
            continue;
        };
        board.hear(mark, |sums| (&mut sums.asked, &mut sums.delivery));
        let name = names.get(mark.conversation as usize).context("nobody's conversation")?;
        let said = board.next(mark.conversation, |sums| &mut sums.answered).text();
        let reply = json!({"t": "msg", "id": Uuid::now_v7(), "conv": name, "text": said});
        socket.send(Message::text(reply.to_string())).await?;
    }
}

/// A visitor: writes at the pace, and hears the answers.
async fn write(
    board: &Board,
    conversation: u32,
    mut seat: Seat,
    (first, pace): (Duration, Duration),
) -> anyhow::Result<()> {
    let (mut due, mut heard) = (Instant::now() + first, Vec::new());
    let mut unacknowledged: VecDeque<Mark> = VecDeque::new();
    loop {
        tokio::select! { biased;
            () = sleep_until(due) => {
                due += pace;
                if board.stopped.get() {
                    continue;
                }
                let mark = board.next(conversation, |sums| &mut sums.asked);
                unacknowledged.push_back(mark);
                seat.socket.send(seat.speech.write(&mark)).await?;
            }
            frame = seat.socket.next() => {
                let frame = frame.context("the server closed the socket")??;
                seat.speech.read(&frame, &mut heard);
                for one in heard.drain(..) {
                    match one {
                        Heard::Stored(_) => if let Some(mark) = unacknowledged.pop_front()
                            && board.measuring.get()
                        {
                            let took = Duration::from_micros(board.micros().saturating_sub(mark.sent));
                            board.sums.borrow_mut().ack.push(took);
                        },
                        Heard::Later(_) => bail!("the server cannot store what is written"),
                        Heard::Refused(why) => bail!("{why}"),
                        _ => {}
                    }
                }
                let text = frame.to_text().unwrap_or_default();
                if text.starts_with(r#"{"t":"msg""#) && text.contains(r#""from":"agent""#)
                    && let Some(mark) = Mark::find(text)
                {
                    board.hear(mark, |sums| (&mut sums.answered, &mut sums.answer));
                }
            }
        }
    }
}
