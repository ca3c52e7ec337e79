use super::*;
use crate::domain::ConversationId;
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

fn frame(text: impl Into<String>, kind: Kind) -> Frame {
    Frame { text: text.into().into(), kind }
}

fn numbered(n: u64) -> Frame {
    frame(n.to_string(), Kind::Sequenced)
}

fn line(conv: u8, n: u64) -> Frame {
    frame(format!("{conv}:{n}"), Kind::Line(ConversationId(Uuid::from_u128(conv.into()))))
}

fn welcome() -> Frame {
    frame("welcome", Kind::Reply)
}

fn connected() -> Outgoing {
    let mut out = Outgoing::default();
    assert!(out.resume(0, welcome()));
    let _ = texts(&mut out, 1);
    out
}

fn texts(out: &mut Outgoing, most: usize) -> Vec<String> {
    let mut into = Vec::new();
    out.take(most, usize::MAX, &mut into);
    into.iter().map(|frame| frame.text.to_string()).collect()
}

#[test]
fn a_resume_brings_exactly_what_was_missed_after_the_welcome() {
    let mut out = connected();
    for n in 1..=5 {
        out.push(numbered(n)).expect("room");
    }
    assert_eq!(texts(&mut out, 4), ["1", "2", "3", "4"]);
    out.cut();
    out.push(numbered(6)).expect("kept");
    out.push(frame("typing", Kind::Ephemeral)).expect("forgotten");
    assert!(out.resume(2, welcome()));
    assert_eq!(texts(&mut out, 99), ["welcome", "3", "4", "5", "6"]);
    out.cut();
    assert!(out.resume(6, welcome()), "counted anew after a resume");
    assert_eq!(texts(&mut out, 99), ["welcome"]);
}

#[test]
fn a_reader_that_has_everything_costs_no_room() {
    let mut out = connected();
    for n in 1..=3 {
        out.push(numbered(n)).expect("room");
    }
    let _ = texts(&mut out, 99);
    out.confirm(2);
    assert!(out.sent_before.frames.capacity() > 0, "one may have to be sent again");
    out.confirm(3);
    assert_eq!((out.sent_before.frames.capacity(), out.keeps()), (0, 0));
    out.cut();
    assert!(out.resume(3, welcome()), "and the count goes on");
}

#[test]
fn a_count_that_cannot_be_is_no_resume() {
    let mut out = connected();
    out.push(numbered(1)).expect("room");
    let _ = texts(&mut out, 9);
    assert!(!out.resume(2, welcome()), "more than was ever sent");
    out.confirm(1);
    assert!(!out.resume(0, welcome()), "confirmed frames are gone");
    assert!(out.resume(1, welcome()));
}

#[test]
fn a_slow_reader_loses_ephemeral_frames_then_stale_lines_then_the_socket() {
    let mut out = connected();
    for n in 0..100 {
        out.push(frame("typing", Kind::Ephemeral)).expect("room");
        out.push(line(1, n)).expect("room");
    }
    for n in 0..255 {
        out.push(numbered(n)).expect("shedding makes room");
    }
    let got = texts(&mut out, 999);
    assert_eq!(got.len(), 256, "one line and 255 events");
    assert_eq!(got[0], "1:99", "the newest line of the conversation");
}

#[test]
fn an_overflow_cuts_and_the_session_can_go_on() {
    let mut out = connected();
    for n in 0..256 {
        out.push(numbered(n)).expect("room");
    }
    assert_eq!(out.push(numbered(256)), Err(Overflow));
    assert_eq!(out.reader(), Reader::Cut);
    assert!(out.resume(0, welcome()));
    let got = texts(&mut out, 999);
    assert_eq!(got.len(), 258, "the welcome and all 257");
}

#[test]
fn a_session_that_missed_too_much_is_lost_and_holds_nothing() {
    let mut out = connected();
    out.cut();
    for n in 0..513 {
        out.push(numbered(n)).expect("never an error without a socket");
    }
    assert_eq!(out.reader(), Reader::Lost);
    assert_eq!(out.unsent.frames.len() + out.sent_before.frames.len(), 0);
    assert!(!out.resume(0, welcome()));
}

#[test]
fn bytes_count_as_well_as_frames() {
    let mut out = connected();
    let big = || frame("x".repeat(30_000), Kind::Sequenced);
    let pushed = (0..20).take_while(|_| out.push(big()).is_ok()).count();
    assert_eq!(pushed, 3);
    assert!(out.unsent.bytes + out.sent_before.bytes <= KEPT_BYTES);
}

#[test]
fn what_was_sent_and_what_waits_share_one_bound() {
    let mut out = connected();
    for n in 0..40 {
        out.push(frame("x".repeat(20_000), Kind::Sequenced)).expect("read in time");
        if n % 4 == 3 {
            let _ = texts(&mut out, 4);
        }
        assert!(out.unsent.bytes + out.sent_before.bytes <= KEPT_BYTES);
    }
    assert!(out.sent_before.bytes > KEPT_BYTES - 20_001, "as much as may be kept is kept");
}

#[derive(Debug, Clone)]
enum Step {
    Event,
    Line(u8),
    Ephemeral,
    Reply,
    Take(usize),
    Arrive(usize),
    Cut,
    Confirm,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => Just(Step::Event),
        3 => (0_u8..3).prop_map(Step::Line),
        2 => Just(Step::Ephemeral),
        1 => Just(Step::Reply),
        4 => (1_usize..40).prop_map(Step::Take),
        4 => (1_usize..40).prop_map(Step::Arrive),
        1 => Just(Step::Cut),
        1 => Just(Step::Confirm),
    ];
    prop::collection::vec(step, 1..400)
}

/// A reader at the other end of a wire that loses what is on it when it is cut.
#[derive(Default)]
struct Client {
    wire: VecDeque<Frame>,
    counted: u64,
    events: Vec<u64>,
    lines: BTreeMap<String, u64>,
}

impl Client {
    fn hear(&mut self, frame: &Frame) {
        self.counted += u64::from(frame.is_sequenced());
        match frame.kind {
            Kind::Sequenced => self.events.push(frame.text.parse().expect("a number")),
            Kind::Line(_) => {
                let (conv, n) = frame.text.split_once(':').expect("a line");
                let newest = self.lines.entry(conv.to_owned()).or_default();
                *newest = (*newest).max(n.parse().expect("a number"));
            }
            Kind::Reply | Kind::Ephemeral => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Invariant D1 over cuts: every event arrives once and in order, every conversation's newest line arrives, and
    /// memory stays bounded.
    #[test]
    fn cuts_lose_and_double_nothing(steps in steps()) {
        let mut out = Outgoing::default();
        let mut client = Client::default();
        let (mut events, mut lines) = (0, BTreeMap::new());
        prop_assert!(out.resume(0, welcome()));
        let mut taken = Vec::new();
        for step in steps.into_iter().chain([Step::Cut, Step::Take(9_999), Step::Arrive(9_999)]) {
            let mut is_cut = false;
            match step {
                Step::Event => { events += 1; is_cut = out.push(numbered(events)).is_err(); }
                Step::Line(conv) => {
                    let n = lines.entry(conv.to_string()).or_insert(0);
                    *n += 1;
                    is_cut = out.push(line(conv, *n)).is_err();
                }
                Step::Ephemeral => is_cut = out.push(frame("typing", Kind::Ephemeral)).is_err(),
                Step::Reply => is_cut = out.push(frame("ack", Kind::Reply)).is_err(),
                Step::Take(most) => {
                    out.take(most, usize::MAX, &mut taken);
                    client.wire.extend(taken.drain(..));
                }
                Step::Arrive(most) => {
                    for _ in 0..most.min(client.wire.len()) {
                        let frame = client.wire.pop_front().expect("in range");
                        client.hear(&frame);
                    }
                }
                Step::Confirm => out.confirm(client.counted),
                Step::Cut => is_cut = true,
            }
            prop_assert!(out.unsent.frames.len() <= KEPT_FRAMES + 1);
            prop_assert!(out.sent_before.frames.len() <= KEPT_FRAMES);
            if is_cut {
                client.wire.clear();
                prop_assert!(out.resume(client.counted, welcome()), "nothing here is more than is kept");
            }
        }
        prop_assert_eq!(client.events, (1..=events).collect::<Vec<_>>());
        prop_assert_eq!(client.lines, lines);
    }
}
