//! The five lines: golden conversations in both languages, and bounds whatever the log.

use super::*;
use crate::domain::{Belief, MessageText, Scoring, StaffId, Stage, Timestamp, Unscored, fixtures};
use crate::routing::build_packet;
use proptest::prelude::*;
use uuid::Uuid;

const GOLDEN: &str = include_str!("extract_golden.txt");

/// A log and what was said last, built from lines of the golden file.
#[derive(Default)]
struct Script(Vec<Stamped<Event>>);

impl Script {
    fn put(&mut self, by: Party, event: Event) {
        let seq = Seq(self.0.len() as u64 + 1);
        self.0.push(Stamped { seq, public: None, at: Timestamp(0), by, event });
    }

    fn say(&mut self, by: Party, text: &str, bot: Option<BotAct>) {
        let answers = bot.is_some().then(|| self.latest(|event| event.by == Party::Visitor));
        self.put(by, fixtures::said(self.0.len() as u128, text, bot, answers));
    }

    fn latest(&self, fits: impl Fn(&Stamped<Event>) -> bool) -> Seq {
        self.0.iter().rev().find(|event| fits(event) && words_of(event).is_some()).map_or(Seq(0), |event| event.seq)
    }

    fn play(&mut self, line: &str) {
        let (kind, text) = line.split_once(' ').expect("a kind and words");
        let agent = Party::Staff { id: StaffId(Uuid::nil()), name: "Lin".to_owned() };
        match kind {
            "v" | "V" => {
                self.say(Party::Visitor, text, None);
                self.score(if kind == "V" { 0.9 } else { 0.1 });
            }
            "a" => self.say(Party::Bot, text, Some(BotAct::Answered { article: "An article".to_owned() })),
            "m" => self.say(Party::Bot, text, Some(BotAct::Missed)),
            "s" => self.say(agent, text, None),
            "p" => {
                let message = self.latest(|event| matches!(event.by, Party::Staff { .. }));
                self.put(agent, Event::Promised { message, text: text.to_owned(), due: None });
            }
            other => panic!("no such kind: {other}"),
        }
    }

    fn score(&mut self, p: f32) {
        let (message, level) = (self.latest(|event| event.by == Party::Visitor), (p / (1.0 - p)).ln());
        let belief = Belief {
            fast: level,
            slow: level,
            level,
            stage: Stage::Calm,
            below: 0,
            turns: 1,
            rising: 0,
            evidence: None,
            forecast: None,
            at: Timestamp(0),
        };
        let scoring = Scoring::NotScored { why: Unscored::Overload };
        self.put(Party::System, Event::Scored { message, scoring, belief });
    }
}

fn shown(line: &SummaryLine) -> String {
    format!("= {} {} {}", serde_json::to_value(line.kind).unwrap().as_str().unwrap(), line.seq, line.text)
}

/// The golden file as it would be written from what comes out.
fn played() -> String {
    let mut out = String::new();
    let mut script = Script::default();
    let flush = |script: &mut Script, out: &mut String| {
        for line in build_packet(&std::mem::take(&mut script.0)).summary {
            out.push_str(&(shown(&line) + "\n"));
        }
    };
    for line in GOLDEN.lines().filter(|line| !line.starts_with('=')) {
        if line.is_empty() {
            flush(&mut script, &mut out);
        } else if !line.starts_with(['#', '[']) {
            script.play(line);
        }
        out.push_str(line);
        out.push('\n');
    }
    flush(&mut script, &mut out);
    out
}

#[test]
fn golden_conversations_give_these_lines() {
    let played = played();
    if std::env::var_os("ATTUNE_WRITE_GENERATED").is_some() {
        std::fs::write("src/routing/extract_golden.txt", &played).unwrap();
        return;
    }
    let differing = played.lines().zip(GOLDEN.lines()).find(|(one, other)| one != other);
    assert_eq!(differing, None);
    assert_eq!(played.len(), GOLDEN.len());
    assert_eq!(GOLDEN.lines().filter(|line| line.starts_with('[')).count(), 16);
}

#[test]
fn what_stands_out_is_read_however_long_ago_it_was() {
    let mut script = Script::default();
    for n in 0..300 {
        script.play(&format!("v well number {n} of my little words"));
        if n == 100 {
            script.play("V You charged my card twice!");
        }
    }
    let kinds: Vec<LineKind> = build_packet(&script.0).summary.iter().map(|line| line.kind).collect();
    assert!(kinds.contains(&LineKind::Changed), "{kinds:?}");
}

#[test]
fn nothing_said_gives_no_lines() {
    assert!(build_packet(&[]).summary.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_are_few_short_and_stand_where_they_say(
        turns in prop::collection::vec(("[vVams]", "[a-z?!. 退款订单吗。，\u{1f600}0-9\n]{1,400}"), 0..40),
    ) {
        let mut script = Script::default();
        for (kind, text) in turns {
            if MessageText::try_from(text.clone()).is_ok() {
                script.play(&format!("{kind} {text}"));
            }
        }
        let lines = build_packet(&script.0).summary;
        prop_assert!(lines.len() <= LINES);
        prop_assert!(lines.windows(2).all(|pair| pair[0].seq <= pair[1].seq));
        for line in &lines {
            prop_assert!(line.text.chars().count() <= LINE_CHARS && !line.text.is_empty());
            let place = usize::try_from(line.seq.0).unwrap() - 1;
            let said = words_of(&script.0[place]);
            prop_assert!(said.is_some_and(|said| said.contains(&line.text)), "{line:?} in {said:?}");
            let ours = matches!(line.kind, LineKind::Tried | LineKind::Promised);
            prop_assert_eq!(script.0[place].by != Party::Visitor, ours);
        }
    }
}
