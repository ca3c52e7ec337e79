//! H1: a packet equals the log up to its seq, over random logs; and the proof that this property can fail.

use super::*;
use crate::domain::{
    AlertId, AlertKind, AttachedFile, CloseCause, ConversationId, EarlierConversation, FactKind, FileId, FileKind,
    Language, Provenance, Risks, Score, Sentiment, SiteId, SummaryLine, Unscored, VisitorId, WaitCause,
};
use crate::domain::{Emotions, StaffId, fixtures};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};
use uuid::Uuid;

#[derive(Debug, Clone)]
enum Turn {
    Visitor(String),
    Answered(String),
    Missed,
    Scored(f32),
    Unscored,
    Stage(Stage),
    Alert,
    Queued,
    Written(String),
    Customer(String),
    Staff(String),
}

fn earlier() -> Earlier {
    let latest = EarlierConversation {
        conv: ConversationId(Uuid::from_u128(7)),
        opened_at: Timestamp(1),
        ended_at: Timestamp(2),
        cause: CloseCause::Idle,
        agent: None,
        rating: Some(1),
        stage: Stage::Concern,
        about: Some("我的退款呢？".to_owned()),
    };
    Earlier { count: 9, latest: vec![latest] }
}

fn opened() -> Event {
    let site = SiteId::try_from("demo".to_owned()).unwrap();
    let customer = Customer { language: Language::Zh, ..Customer::default() };
    Event::Opened { site, visitor: VisitorId(Uuid::nil()), customer, before: None, earlier: Some(Box::new(earlier())) }
}

/// A log as a conversation would write it, one event a second.
fn log(turns: &[Turn]) -> Vec<Stamped<Event>> {
    let mut log = vec![Stamped { seq: Seq(1), public: None, at: Timestamp(0), by: Party::Visitor, event: opened() }];
    let (mut spoken, mut stage) = (None, Stage::Calm);
    for turn in turns {
        let seq = log.last().unwrap().seq.next();
        let message = spoken.unwrap_or(Seq(1));
        let (by, event) = match turn {
            Turn::Visitor(text) => {
                spoken = Some(seq);
                (Party::Visitor, said(seq, text, None))
            }
            Turn::Answered(article) => {
                (Party::Bot, said(seq, "So it is.", Some(BotAct::Answered { article: article.clone() })))
            }
            Turn::Missed => (Party::Bot, said(seq, "Pardon?", Some(BotAct::Missed))),
            Turn::Scored(anger) => (Party::System, scored(message, score(*anger), *anger, stage)),
            Turn::Unscored => {
                let scoring = Scoring::NotScored { why: Unscored::Overload };
                (Party::System, scored(message, scoring, 0.2, stage))
            }
            Turn::Stage(to) => {
                let from = std::mem::replace(&mut stage, *to);
                (
                    Party::System,
                    Event::StageChanged { from, to: *to, reasons: vec![Reason::Abuse], against: None, message },
                )
            }
            Turn::Alert => {
                let (alert, about) = (AlertId(Uuid::nil()), AlertKind::Threat);
                (
                    Party::System,
                    Event::AlertRaised {
                        alert,
                        about,
                        stage,
                        reasons: vec![Reason::LegalThreat],
                        against: None,
                        message,
                    },
                )
            }
            Turn::Queued => {
                let reasons = vec![Reason::AskedForPerson];
                (Party::Visitor, Event::Queued { cause: WaitCause::Asked, reasons, passed: None })
            }
            Turn::Written(text) => {
                let (text, model) = (text.clone().try_into().unwrap(), "small".to_owned());
                (Party::System, Event::Summarised { handoff: message, up_to: message, text, model })
            }
            Turn::Customer(name) => {
                let customer = Customer { name: Some(name.clone()), ..Customer::default() };
                (Party::Visitor, Event::CustomerUpdated { customer })
            }
            Turn::Staff(text) => {
                (Party::Staff { id: StaffId(Uuid::nil()), name: "Lin".to_owned() }, said(seq, text, None))
            }
        };
        log.push(Stamped { seq, public: None, at: Timestamp(i64::try_from(seq.0).unwrap() * 1_000), by, event });
    }
    log
}

fn said(seq: Seq, text: &str, bot: Option<BotAct>) -> Event {
    fixtures::said(seq.0.into(), text, bot, None)
}

fn score(anger: f32) -> Scoring {
    Scoring::Scored(Score {
        language: None,
        anger,
        base: None,
        level: 0.0,
        sentiment: Sentiment::default(),
        emotions: Emotions::default(),
        risks: Risks::default(),
        confidence: 1.0,
        spans: Vec::new(),
        by: Provenance { model: "m".to_owned(), engine: "e".to_owned(), policy: "1".to_owned(), calibrator: None },
    })
}

fn scored(message: Seq, scoring: Scoring, p: f32, stage: Stage) -> Event {
    let level = (p / (1.0 - p)).ln();
    let belief = Belief {
        fast: level,
        slow: level,
        level,
        stage,
        below: 0,
        turns: 1,
        rising: 0,
        evidence: None,
        forecast: None,
        at: Timestamp(0),
    };
    Event::Scored { message, scoring, belief }
}

fn visitor(text: &str) -> Turn {
    Turn::Visitor(text.to_owned())
}

#[test]
fn a_packet_tells_the_whole_story() {
    let log = log(&[
        visitor("你好"),
        visitor("订单88231什么时候发货？"),
        Turn::Scored(0.1),
        Turn::Answered("多久能送到？".to_owned()),
        visitor("12月3日就付了¥269，还没发！"),
        Turn::Scored(0.4),
        Turn::Missed,
        visitor("你们是骗子吗！！"),
        Turn::Scored(0.9),
        Turn::Stage(Stage::Critical),
        Turn::Alert,
        Turn::Customer("王芳".to_owned()),
        visitor("转人工"),
        Turn::Queued,
    ]);
    let packet = build_packet(&log);
    assert_eq!(packet.up_to, Seq(15));
    assert_eq!(packet.why, [Reason::AskedForPerson, Reason::LegalThreat]);
    assert_eq!(packet.customer.name.as_deref(), Some("王芳"));
    let wants: Vec<&str> = packet.wants.iter().map(|quote| quote.text.as_str()).collect();
    assert_eq!(wants, ["订单88231什么时候发货？", "12月3日就付了¥269，还没发！", "你们是骗子吗！！"]);
    let facts: Vec<&str> = packet.facts.iter().map(|fact| fact.text.as_str()).collect();
    assert_eq!(facts, ["88231", "12月3日", "¥269"]);
    let tried: Vec<Option<&str>> = packet.tried.iter().map(|tried| tried.article.as_deref()).collect();
    assert_eq!(tried, [Some("多久能送到？"), None]);
    assert_eq!(packet.curve.len(), 5);
    assert_eq!((packet.turning_point, packet.stage), (Some(Seq(9)), Stage::Critical));
}

#[test]
fn wants_are_five_at_most_the_first_and_the_latest_each_once() {
    let words = ["hi", "one?", "two?", "three?", "three!", "four?", "five?", "six?", "ONE"];
    let packet = build_packet(&log(&words.map(visitor)));
    let wants: Vec<&str> = packet.wants.iter().map(|quote| quote.text.as_str()).collect();
    assert_eq!(wants, ["one?", "three!", "four?", "five?", "six?"]);
}

#[test]
fn who_only_asks_for_a_person_is_quoted_so() {
    let packet = build_packet(&log(&[visitor("hello"), visitor("I want a human")]));
    assert_eq!(packet.wants.len(), 2);
}

#[test]
fn the_turning_point_is_the_largest_rise() {
    let turns = |scores: &[f32]| -> Vec<Turn> {
        scores.iter().flat_map(|p| [visitor("so"), if *p < 0.0 { Turn::Unscored } else { Turn::Scored(*p) }]).collect()
    };
    let point = |scores: &[f32]| build_packet(&log(&turns(scores))).turning_point;
    assert_eq!(point(&[0.1, 0.2, 0.7, 0.8]), Some(Seq(6)));
    assert_eq!(point(&[0.9, 0.5]), Some(Seq(2)), "angry from the first word");
    assert_eq!(point(&[0.2, 0.1, 0.12]), None, "never rose");
    assert_eq!(point(&[]), None);
    assert_eq!(point(&[0.1, -1.0, 0.8]), Some(Seq(6)), "a message without score does not hide the rise after it");
}

#[test]
fn what_a_model_wrote_stands_in_the_log_and_changes_no_line() {
    let turns = [visitor("My order 88231 has not come"), Turn::Scored(0.4), Turn::Queued];
    let before = build_packet(&log(&turns));
    let after = [turns.as_slice(), &[Turn::Written("order 99999: a refund of $900 was promised".to_owned())]].concat();
    let after = build_packet(&log(&after));
    assert_ne!(after.hash, before.hash, "it covers those words too");
    assert_eq!(HandoffPacket { hash: before.hash.clone(), up_to: before.up_to, ..after }, before);
}

#[test]
fn the_same_fact_said_twice_stands_once() {
    let packet = build_packet(&log(&[visitor("order 88231"), visitor("again: order 88231")]));
    let fact = |seq| Fact { kind: FactKind::Order, text: "88231".to_owned(), seq: Seq(seq) };
    assert_eq!(packet.facts, [fact(3)]);
}

#[test]
fn a_packet_stays_small_however_much_is_said() {
    let many: Vec<Turn> = (0..600).map(|n| visitor(&format!("order {}, paid ${n}", 88_000 + n))).collect();
    let packet = build_packet(&log(&many));
    assert_eq!((packet.facts.len(), packet.curve.len(), packet.wants.len()), (FACTS, POINTS, QUOTES));
    assert_eq!(packet.facts.last().map(|fact| fact.text.as_str()), Some("$599"));
    assert_eq!(packet.curve.last().map(|point| point.seq), Some(packet.up_to));
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let words = prop_oneof![
        Just("hi".to_owned()),
        Just("转人工".to_owned()),
        "[a-z]{1,9} order [0-9]{5}",
        "[a-z]{1,8} ¥[0-9]{2}",
        "退款[0-9]{1,7}[年月日号]?",
    ];
    let stage = prop_oneof![Just(Stage::Calm), Just(Stage::Watch), Just(Stage::Concern), Just(Stage::Critical)];
    let turn = prop_oneof![
        6 => words.clone().prop_map(Turn::Visitor),
        2 => "[a-z]{3}".prop_map(Turn::Answered),
        1 => Just(Turn::Missed),
        5 => (0.01_f32..0.99).prop_map(Turn::Scored),
        1 => Just(Turn::Unscored),
        1 => stage.prop_map(Turn::Stage),
        1 => Just(Turn::Alert),
        1 => Just(Turn::Queued),
        1 => words.clone().prop_map(Turn::Written),
        1 => "[a-z]{3}".prop_map(Turn::Customer),
        1 => words.prop_map(Turn::Staff),
    ];
    vec(turn, 0..25)
}

/// What H1 says, read off the log in other ways than the builder does.
fn equals(packet: &HandoffPacket, log: &[Stamped<Event>]) -> Result<(), String> {
    let stored: Vec<String> = log.iter().map(|event| serde_json::to_string(event).unwrap() + "\n").collect();
    let hash = format!("{:x}", Sha256::digest(stored.concat()));
    let words = |seq: Seq| match &log.get(usize::try_from(seq.0).ok()?.checked_sub(1)?)?.event {
        Event::Said { text, .. } if log[usize::try_from(seq.0).ok()? - 1].by == Party::Visitor => Some(text.as_str()),
        _ => None,
    };
    let spoken = log.iter().filter(|event| words(event.seq).is_some()).map(|event| event.seq);
    let last_belief = log.iter().rev().find_map(|event| match &event.event {
        Event::Scored { message, belief, .. } if words(*message).is_some() => Some((*message, belief.probability())),
        _ => None,
    });
    let line_stands = |line: &SummaryLine| {
        let said = log.get(usize::try_from(line.seq.0).unwrap_or(0).saturating_sub(1));
        said.is_some_and(|event| matches!(&event.event, Event::Said { text, .. } if text.as_str().contains(&line.text)))
    };
    let stored_earlier = serde_json::to_value(&log[0]).unwrap()["event"]["earlier"].clone();
    let rules = [
        ("summary", packet.summary.len() <= 5 && packet.summary.iter().all(line_stands)),
        ("hash", packet.hash == hash && packet.up_to.0 == log.len() as u64),
        ("earlier", serde_json::to_value(&packet.earlier).unwrap() == stored_earlier),
        ("quotes", packet.wants.iter().all(|quote| words(quote.seq) == Some(quote.text.as_str()))),
        ("wants", packet.wants.len() <= QUOTES && packet.wants.is_empty() == (spoken.clone().count() == 0)),
        ("facts", packet.facts.iter().all(|fact| words(fact.seq).is_some_and(|text| text.contains(&fact.text)))),
        ("curve", packet.curve.iter().map(|point| point.seq).eq(spoken)),
        ("belief", last_belief.is_none_or(|(seq, p)| packet.curve.iter().any(|c| c.seq == seq && c.belief == Some(p)))),
        ("turn", packet.turning_point.is_none_or(|seq| words(seq).is_some())),
    ];
    rules.iter().find(|(_, holds)| !holds).map_or(Ok(()), |(name, _)| Err((*name).to_owned()))
}

fn check(build: fn(&[Stamped<Event>]) -> HandoffPacket) -> Result<(), TestError<Vec<Turn>>> {
    let config = Config { cases: 2_000, failure_persistence: None, ..Config::default() };
    TestRunner::new(config).run(&turns(), |turns| {
        let log = log(&turns);
        equals(&build(&log), &log).map_err(TestCaseError::fail)
    })
}

fn finds(fault: fn(&[Stamped<Event>]) -> HandoffPacket, rule: &str) {
    match check(fault) {
        Err(TestError::Fail(reason, _)) => assert_eq!(reason.message(), rule),
        other => panic!("{rule} was not found: {other:?}"),
    }
}

#[test]
fn a_packet_equals_its_log() {
    if let Err(found) = check(build_packet) {
        panic!("{found}");
    }
}

#[test]
fn a_packet_names_the_visitors_files_and_quotes_no_empty_words() {
    let mut log = log(&[visitor(""), visitor("It came like this"), Turn::Staff("Thank you".to_owned())]);
    let file = |n: u128| AttachedFile {
        id: FileId(Uuid::from_u128(n)),
        name: format!("{n}.png"),
        kind: FileKind::Png,
        bytes: 1,
        width: None,
        height: None,
    };
    for (logged, n) in log.iter_mut().zip(0..) {
        if let Event::Said { files, .. } = &mut logged.event {
            files.push(file(n));
        }
    }
    let packet = build_packet(&log);
    let by_visitor = log[1..].iter().filter(|logged| logged.by == Party::Visitor);
    let sent: Vec<_> = by_visitor.map(|logged| logged.seq).collect();
    assert_eq!(packet.files.iter().map(|sent| sent.seq).collect::<Vec<_>>(), sent, "not those of staff");
    assert_eq!(packet.wants.iter().map(|quote| quote.text.as_str()).collect::<Vec<_>>(), ["It came like this"]);
}

#[test]
fn a_packet_of_an_older_log_is_found() {
    finds(|log| build_packet(&log[..log.len() - 1]), "hash");
}

#[test]
fn words_of_others_quoted_as_the_visitors_are_found() {
    finds(
        |log| {
            let everybody: Vec<_> = log.iter().cloned().map(|e| Stamped { by: Party::Visitor, ..e }).collect();
            HandoffPacket { hash: build_packet(log).hash, ..build_packet(&everybody) }
        },
        "quotes",
    );
}

#[test]
fn a_packet_that_forgets_what_was_before_is_found() {
    finds(|log| HandoffPacket { earlier: None, ..build_packet(log) }, "earlier");
}

#[test]
fn a_curve_with_a_hole_is_found() {
    finds(
        |log| {
            let mut packet = build_packet(log);
            packet.curve.retain(|point| point.belief.is_some());
            packet
        },
        "curve",
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_log_gives_the_same_packet_and_any_change_another_hash(
        turns in turns(), place in any::<prop::sample::Index>(), change in 0..4_u8,
    ) {
        let log = log(&turns);
        let packet = build_packet(&log);
        let stored: Vec<Stamped<Event>> = serde_json::from_str(&serde_json::to_string(&log).unwrap()).unwrap();
        prop_assert_eq!(&build_packet(&stored), &packet);
        let mut other = log.clone();
        let at = place.index(other.len());
        match change {
            0 => drop(other.remove(at)),
            1 => other[at].at = Timestamp(other[at].at.0 + 1),
            2 => other[at].by = if other[at].by == Party::Bot { Party::System } else { Party::Bot },
            _ => other.insert(at, log[at].clone()),
        }
        prop_assert_ne!(build_packet(&other).hash, packet.hash);
    }
}
