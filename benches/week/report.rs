//! The table: waits, kept estimates, fairness, limits.

use crate::world::{Chat, Week};
use attune::domain::Stage;
use attune::routing::rules::HOT;
use std::collections::BTreeMap;
use std::time::Duration;

/// Prints the weeks side by side, as docs/routing.md quotes them.
pub fn print(seed: u64, weeks: &[(&str, Week)]) {
    println!("Seed {seed}; times until an agent accepts.\n");
    println!("| | {} |", weeks.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" | "));
    println!("|---|{}", "---|".repeat(weeks.len()));
    let row = |name: &str, of: &dyn Fn(&Week) -> String| {
        println!("| {name} | {} |", weeks.iter().map(|(_, week)| of(week)).collect::<Vec<_>>().join(" | "));
    };
    row("conversations", &|week| week.chats.len().to_string());
    row("answered within a minute", &|week| share(&week.chats, |chat| wait(chat) <= Duration::from_mins(1)));
    row("wait: median, 90th, 99th percentile, longest", &|week| waits(week, |_| true));
    row("the same at concern and above", &|week| waits(week, |chat| chat.stage >= HOT));
    row("the same, calm", &|week| waits(week, |chat| chat.stage == Stage::Calm));
    row("told a number of minutes", &|week| told(week).count().to_string());
    row("of them answered in time", &|week| kept(week, |_| true));
    row("the same, told 1 to 2 minutes", &|week| kept(week, |minutes| minutes <= 2));
    row("the same, told 3 to 5 minutes", &|week| kept(week, |minutes| (3..=5).contains(&minutes)));
    row("the same, told 6 minutes and more", &|week| kept(week, |minutes| minutes >= 6));
    row("median of the minutes told, and of the wait that came", &|week| medians(week));
    row("of those told, a place was free that it could not go to yet", &|week| {
        of_told(week, |_, chat| chat.beside_room)
    });
    row("of those late, the same", &|week| of_late(week, |_, chat| chat.beside_room));
    row("of those late, somebody who came later was answered first", &|week| of_late(week, overtaken));
    row("conversations an hour of work, least and most of a shift", &|week| shares(week));
    row("hot offers beyond the limit of two", &|week| format!("{} of {}", week.too_hot, week.hot_offers));
}

fn shares(week: &Week) -> String {
    let mut shifts = BTreeMap::<u64, Vec<f64>>::new();
    for (shift, hours, count) in &week.shares {
        shifts.entry(*shift).or_default().push(f64::from(*count) / hours);
    }
    let shown = |all: Vec<f64>| {
        let (least, most) =
            all.iter().fold((f64::MAX, 0.0_f64), |(least, most), one| (least.min(*one), most.max(*one)));
        format!("{least:.1} to {most:.1}")
    };
    shifts.into_values().map(shown).collect::<Vec<_>>().join(", ")
}

fn wait(chat: &Chat) -> Duration {
    chat.accepted.expect("everybody is answered in the end").saturating_sub(chat.came)
}

fn waits(week: &Week, of: impl Fn(&Chat) -> bool) -> String {
    let mut waits: Vec<Duration> = week.chats.iter().filter(|chat| of(chat)).map(wait).collect();
    waits.sort_unstable();
    let at = |share: f64| waits[((waits.len() as f64 * share).ceil() as usize).clamp(1, waits.len()) - 1];
    let shown = |wait: Duration| format!("{}:{:02}", wait.as_secs() / 60, wait.as_secs() % 60);
    [0.5, 0.9, 0.99, 1.0].map(at).map(shown).join(", ")
}

fn told(week: &Week) -> impl Iterator<Item = (&Chat, u32)> {
    week.chats.iter().filter_map(|chat| Some((chat, chat.told?)))
}

fn kept(week: &Week, of: impl Fn(u32) -> bool) -> String {
    let told: Vec<bool> = told(week)
        .filter(|(_, minutes)| of(*minutes))
        .map(|(chat, minutes)| wait(chat) <= Duration::from_mins(u64::from(minutes)))
        .collect();
    share(&told, |kept| *kept)
}

fn is_late(chat: &Chat) -> bool {
    chat.told.is_some_and(|minutes| wait(chat) > Duration::from_mins(u64::from(minutes)))
}

fn of_told(week: &Week, of: impl Fn(&Week, &Chat) -> bool) -> String {
    share(&told(week).collect::<Vec<_>>(), |(chat, _)| of(week, chat))
}

fn of_late(week: &Week, of: impl Fn(&Week, &Chat) -> bool) -> String {
    share(&told(week).filter(|(chat, _)| is_late(chat)).collect::<Vec<_>>(), |(chat, _)| of(week, chat))
}

/// Whether somebody who came later was accepted before, while this one waited.
fn overtaken(week: &Week, chat: &Chat) -> bool {
    week.chats.iter().any(|other| other.came > chat.came && other.accepted < chat.accepted)
}

fn medians(week: &Week) -> String {
    let mut minutes: Vec<u32> = told(week).map(|(_, minutes)| minutes).collect();
    let mut waits: Vec<Duration> = told(week).map(|(chat, _)| wait(chat)).collect();
    minutes.sort_unstable();
    waits.sort_unstable();
    let at = minutes.len() / 2;
    let shown = |wait: Duration| format!("{}:{:02}", wait.as_secs() / 60, wait.as_secs() % 60);
    minutes.get(at).zip(waits.get(at)).map_or("none".to_owned(), |(told, wait)| format!("{told}, {}", shown(*wait)))
}

fn share<T>(all: &[T], of: impl Fn(&T) -> bool) -> String {
    if all.is_empty() {
        return "none".to_owned();
    }
    let count = all.iter().filter(|one| of(one)).count();
    format!("{:.0} % of {}", 100.0 * count as f64 / all.len() as f64, all.len())
}
