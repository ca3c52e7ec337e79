//! From a seed to a plan. Owns how often what happens.

use super::{Act, Cast, Cut, Fault, Mood, Plan, Point, Step};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng, SeedableRng};

/// Kinds of events that a crash may fall on; more often those that move a conversation.
const KINDS: [&str; 10] =
    ["said", "said", "scored", "alert_raised", "queued", "offered", "accepted", "offer_ended", "closed", "opened"];
/// Types of frames after which a crash may fall.
const FRAMES: [&str; 7] = ["ack", "ack", "msg", "event", "offer", "alert", "welcome"];

/// The plan of a seed.
pub fn plan(seed: u64) -> Plan {
    let mut rng = StdRng::seed_from_u64(seed);
    let cast = cast(&mut rng);
    let length = rng.random_range(10_000..90_000);
    let trouble = *[0, 1, 1, 2].choose(&mut rng).expect("not empty");
    let mut steps: Vec<Step> = (0..rng.random_range(20..110))
        .map(|_| Step { at: rng.random_range(0..length), act: everyday(&mut rng, &cast) })
        .collect();
    for _ in 0..trouble * rng.random_range(2..8) {
        steps.push(Step { at: rng.random_range(0..length), act: hardship(&mut rng, &cast) });
    }
    steps.sort_by_key(|step| step.at);
    Plan { seed, cast, steps }
}

fn cast(rng: &mut StdRng) -> Cast {
    let visitors = rng.random_range(1..=5);
    let mut tabs: Vec<usize> = (0..visitors).collect();
    tabs.extend((0..visitors).filter(|_| rng.random_bool(0.3)));
    Cast {
        tabs,
        agents: (0..rng.random_range(1..=3)).map(|_| rng.random_range(1..=3)).collect(),
        supervisors: rng.random_range(0..=1),
        window: *[4_096, 16_384, 65_536].choose(rng).expect("not empty"),
        padding: *[0, 0, 0, 1_000, 3_500].choose(rng).expect("not empty"),
        latency_ms: *[2, 40, 400].choose(rng).expect("not empty"),
        commit_ms: *[2, 20, 80].choose(rng).expect("not empty"),
        backlog: *[2, 512, 512].choose(rng).expect("not empty"),
        // Closed all along, opening in the middle, closing in the middle.
        hours: *[None, None, None, Some((60, 120)), Some((588, 600)), Some((500, 588))].choose(rng).expect("not empty"),
    }
}

/// What people do.
fn everyday(rng: &mut StdRng, cast: &Cast) -> Act {
    let visitor = rng.random_range(0..cast.tabs.len());
    let (client, pick) = (rng.random_range(cast.tabs.len()..cast.clients()), rng.random_range(0..4));
    // Alerts are a supervisor's, where there is one.
    let chief = cast.clients() - 1;
    match rng.random_range(0..100) {
        0..38 => Act::Say { client: visitor, heat: *[0, 0, 0, 1, 2, 3, 3, 4].choose(rng).expect("not empty") },
        38..44 => Act::Human { client: visitor },
        44..47 => Act::Rate { client: visitor, score: rng.random_range(1..=5) },
        47..49 => Act::Move { client: visitor },
        49..52 => Act::End { client: visitor },
        52..65 => Act::Reply { client, pick },
        65..69 => Act::Note { client, pick },
        69..73 => Act::Claim { client, pick },
        73..76 => Act::Release { client, pick },
        76..80 => Act::Resolve { client, pick },
        80..83 => Act::Reopen { client, pick },
        83..85 => Act::AlertAck { client: chief, pick },
        85..86 => Act::AlertClose { client: chief, pick },
        86..87 => Act::AlertSnooze { client: chief, pick },
        87..90 => Act::Judge { client: chief, pick, wrong: rng.random_bool(0.5) },
        90..93 => Act::Available { client, on: rng.random_bool(0.6) },
        93..97 => Act::Signal { client: rng.random_range(0..cast.clients()), pick },
        _ => Act::Page { client, pick, times: 2 },
    }
}

/// What goes wrong.
fn hardship(rng: &mut StdRng, cast: &Cast) -> Act {
    let client = rng.random_range(0..cast.clients());
    match rng.random_range(0..100) {
        0..30 => Act::Cut { client, how: cut(rng) },
        30..40 => Act::Reload { client },
        40..48 => Act::Stall { client, ms: rng.random_range(1_000..40_000) },
        48..53 => Act::Page { client, pick: rng.random_range(0..4), times: 35 },
        53..63 => Act::Model { mood: mood(rng) },
        63..75 => Act::Store { fault: fault(rng), times: rng.random_range(1..6) },
        75..96 => Act::Crash { point: point(rng), down_ms: rng.random_range(10..20_000) },
        _ => Act::Restart,
    }
}

fn cut(rng: &mut StdRng) -> Cut {
    *[Cut::Reset, Cut::Reset, Cut::Unnoticed, Cut::Silent, Cut::Up, Cut::Down].choose(rng).expect("not empty")
}

fn mood(rng: &mut StdRng) -> Mood {
    *[Mood::Quick, Mood::Slow, Mood::Failing, Mood::Hanging].choose(rng).expect("not empty")
}

fn fault(rng: &mut StdRng) -> Fault {
    *[Fault::Full, Fault::Busy, Fault::Torn, Fault::Slow].choose(rng).expect("not empty")
}

fn point(rng: &mut StdRng) -> Point {
    let kind = (*KINDS.choose(rng).expect("not empty")).to_owned();
    match rng.random_range(0..10) {
        0 => Point::Now,
        1..4 => Point::BeforeCommit { kind },
        4..7 => Point::AfterCommit { kind },
        7..9 => Point::AfterFrame { frame: (*FRAMES.choose(rng).expect("not empty")).to_owned() },
        _ => Point::AfterScore,
    }
}
