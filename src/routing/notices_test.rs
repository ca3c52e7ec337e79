use super::super::fixtures::{LIN, chat};
use super::super::hours::Hours;
use super::*;
use jiff::tz::TimeZone;

fn at(seconds: u64) -> Timestamp {
    // Thursday, 26 November 2026, 20:00 in UTC.
    Timestamp(1_795_723_200_000).plus(Duration::from_secs(seconds))
}

fn waiter(n: u128, wait: Option<u64>) -> Waiter {
    let (conv, since, wait) = (chat(n), at(0), wait.map(Duration::from_secs));
    Waiter { conv, since, wait, is_offered: false, in_distress: false, kept_until: None }
}

fn said(posts: &[Post]) -> Vec<(u128, String, String)> {
    let words = |(conv, command): &Post| match command {
        Command::Inform { words, .. } => (conv.0.as_u128(), words.en.as_str().to_owned(), words.zh.as_str().to_owned()),
        other => panic!("notices never say {other:?}"),
    };
    posts.iter().map(words).collect()
}

#[test]
fn it_is_said_before_the_promise_is_over_and_each_time_is_longer() {
    let mut notices = Notices::new(Arc::default());
    let mut heard = Vec::new();
    for second in 0..=1_500 {
        // It always looks like 100 seconds more.
        let posts = notices.due(at(second), &[waiter(1, Some(100))], true);
        heard.extend(said(&posts).into_iter().map(|(_, en, _)| (second, en)));
    }
    // Two minutes are promised first: the notice comes half a minute before.
    assert_eq!(heard[0].0, 90);
    assert!(heard[0].1.contains("about 3 more minutes"), "{heard:?}");
    let apart: Vec<u64> = heard.windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
    assert!(apart.windows(2).all(|pair| pair[0] <= pair[1]) && heard.len() <= 6, "{heard:?}");
}

#[test]
fn nothing_is_said_to_whom_an_agent_is_found_or_nothing_was_promised() {
    let mut notices = Notices::new(Arc::default());
    let offered = Waiter { is_offered: true, ..waiter(1, Some(60)) };
    for second in [0, 55, 90, 600] {
        assert!(notices.due(at(second), &[offered, waiter(2, None)], true).is_empty(), "{second}");
    }
    // Back in the queue, where they wait still.
    assert_eq!(said(&notices.due(at(601), &[waiter(1, Some(60))], true)).len(), 1);
}

#[test]
fn a_new_wait_is_a_new_promise() {
    let mut notices = Notices::new(Arc::default());
    assert!(notices.due(at(0), &[waiter(1, Some(60))], true).is_empty());
    assert!(notices.due(at(50), &[], true).is_empty(), "an agent took it");
    let again = Waiter { since: at(55), ..waiter(1, Some(60)) };
    assert!(notices.due(at(59), &[again], true).is_empty());
}

#[test]
fn outside_the_hours_visitors_are_told_once_when_people_are_back() {
    let mut week: [Vec<(u16, u16)>; 7] = Default::default();
    for day in week.iter_mut().take(5) {
        day.push((9 * 60, 18 * 60));
    }
    let mut notices = Notices::new(Arc::new(Hours::new(TimeZone::get("Europe/Berlin").unwrap(), week).into()));
    assert!(notices.due(at(0), &[waiter(1, None)], true).is_empty(), "somebody works late");
    let posts = notices.due(at(1), &[waiter(1, None)], false);
    let words = said(&posts);
    let [(1, en, zh)] = words.as_slice() else { panic!("{posts:?}") };
    assert!(en.contains("tomorrow at 09:00") && en.contains("Europe/Berlin"), "{en}");
    assert!(zh.contains("明天 09:00"), "{zh}");
    assert!(notices.due(at(600), &[waiter(1, None)], false).is_empty());
    assert!(Notices::new(Arc::default()).due(at(0), &[waiter(1, None)], false).is_empty(), "no hours are set");
}

fn by_day() -> Arc<Calendars> {
    Arc::new(Hours::new(TimeZone::UTC, std::array::from_fn(|_| vec![(9 * 60, 18 * 60)])).into())
}

const OPENING: u64 = 13 * 3_600;

#[test]
fn who_was_told_of_the_closing_is_told_of_the_opening_once() {
    let mut notices = Notices::new(by_day());
    notices.tell_openings(at(0));
    let came = |n, seconds| Waiter { since: at(seconds), ..waiter(n, None) };
    let (offered, distressed) = (Waiter { is_offered: true, ..came(2, 1) }, Waiter { in_distress: true, ..came(3, 1) });
    let told: Vec<u128> = notices
        .due(at(1), &[came(1, 1), offered, distressed], false)
        .iter()
        .map(|(conv, _)| conv.0.as_u128())
        .collect();
    assert_eq!(told, [1], "who lies before an agent is about to be answered, and no clock helps in distress");
    let opening = at(OPENING);
    // 4 came as it opened, and was never told that it is closed.
    let posts = notices.due(opening, &[came(1, 1), distressed, came(4, OPENING)], true);
    let words = said(&posts);
    let [(1, en, zh)] = words.as_slice() else { panic!("{posts:?}") };
    assert!(en.contains("back") && zh.contains("恢复服务"));
    assert!(notices.due(opening.plus(STEP), &[came(1, 1)], true).is_empty());
}

#[test]
fn who_is_kept_for_a_team_is_told_when_it_opens_though_others_are_there() {
    let mut notices = Notices::new(by_day());
    notices.tell_openings(at(0));
    let kept = Waiter { kept_until: Some(at(OPENING + 3_600)), ..waiter(1, None) };
    let (offered, distressed) =
        (Waiter { conv: chat(2), is_offered: true, ..kept }, Waiter { in_distress: true, ..kept });
    let posts = notices.due(at(OPENING), &[kept, offered, Waiter { conv: chat(3), ..distressed }], true);
    let words = said(&posts);
    let [(1, en, zh)] = words.as_slice() else { panic!("{posts:?}") };
    assert!(en.contains("The colleagues who look after this") && en.contains("today at 10:00"), "{en}");
    assert!(zh.contains("负责此事的同事") && zh.contains("今天 10:00"), "{zh}");
    assert_eq!(notices.due(at(OPENING + 60), &[kept], true), [], "once, and nobody is back for them");
    let free = Waiter { kept_until: None, ..kept };
    assert_eq!(said(&notices.due(at(OPENING + 3_600), &[free], true)).len(), 1, "that people are back");
    assert_eq!(notices.due(at(OPENING + 3_700), &[free], true), []);
}

#[test]
fn who_waited_before_the_desk_was_there_is_asked_about_the_opening_all_the_same() {
    let mut notices = Notices::new(by_day());
    let waits = [waiter(1, None)];
    assert!(notices.due(at(OPENING), &waits, true).is_empty(), "nothing is held, so nothing is told");
    notices.tell_openings(at(OPENING));
    assert_eq!(said(&notices.due(at(OPENING), &waits, true)).len(), 1);
}

#[test]
fn who_loses_their_agent_is_told_by_name() {
    let lost = vec![(chat(1), Command::LoseAgent { agent: LIN }), (chat(2), Command::EndOffer { agent: LIN })];
    let posts = Notices::lost(&lost, |_| Some("Lin"));
    let words = said(&posts);
    let [(1, en, zh)] = words.as_slice() else { panic!("{posts:?}") };
    assert!(en.contains("Lin") && zh.contains("Lin"));
    let long = "n".repeat(5_000);
    assert_eq!(said(&Notices::lost(&lost, |_| Some(&long))).len(), 1, "a name no message could hold");
}
