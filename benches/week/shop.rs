//! The shop: its rules, and who works when.

use attune::domain::{Language, StaffId};
use attune::routing::members::Member;
use attune::routing::rules::{Profile, Rules};
use attune::routing::topics::{Topic, Topics};
use uuid::Uuid;

/// Conversations at once.
const CAPACITY: u32 = 4;

/// Somebody of the staff.
pub struct Person {
    pub id: StaffId,
    /// Hours of every day.
    pub shift: (u64, u64),
    profile: Profile,
}

impl Person {
    /// As they connect, or as they go on: at the end of a shift they finish what they have and take no more.
    pub fn member(&self, available: bool) -> Member {
        Member {
            name: format!("Agent {}", self.id.0.as_u128()),
            capacity: CAPACITY,
            available,
            language: self.profile.languages.first().copied(),
            supervises: false,
            profile: self.profile.clone(),
        }
    }
}

/// Two topics of which not everybody knows everything, and at most two hot conversations each; the defaults otherwise.
pub fn rules() -> Rules {
    let topic = |name: &str, lift| Topic::new(name.to_owned(), &[name.to_owned()], lift);
    let topics = Topics(vec![topic("refund", 1), topic("sizing", 0)]);
    Rules { topics, hot_chats: 2, ..Rules::default() }
}

/// Eleven agents in three shifts, the last an hour longer than the shop is open; a senior in each, and about half answer
/// in both languages.
pub fn people() -> Vec<Person> {
    let shifts = [((8, 16), 4_usize), ((11, 19), 3), ((14, 23), 4)];
    let places = shifts.iter().flat_map(|(shift, count)| (0..*count).map(move |place| (*shift, place)));
    places.zip(1..).map(|((shift, place), n)| person(n, shift, place)).collect()
}

fn person(n: u128, shift: (u64, u64), place: usize) -> Person {
    let languages = match place {
        0 | 1 => vec![Language::En, Language::Zh],
        2 => vec![Language::En],
        _ => vec![Language::Zh],
    };
    let skills = if place.is_multiple_of(2) { vec![0, 1] } else { vec![1] };
    let profile = Profile { skills, languages, tier: if place == 0 { 2 } else { 1 }, ..Profile::default() };
    Person { id: StaffId(Uuid::from_u128(n)), shift, profile }
}
