//! What an operator can say about the order of the queue and the choice of an agent, and who of the staff can do what.
//! Pure values; `queue` and `assign` follow them.
//!
//! Owns the defaults, which fit a shop with two agents: everybody answers everything, and nothing is kept free.

use super::segments::Segments;
use super::topics::Topics;
use crate::domain::{Language, Stage};
use std::collections::BTreeMap;
use std::time::Duration;

/// A hot conversation is one at this stage or above.
pub const HOT: Stage = Stage::Concern;

/// Agents of this tier and above are seniors.
pub const SENIOR: u8 = 2;

/// The rules of order and choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// This much waiting counts as one stage more.
    pub lift: Duration,
    /// Skills, languages and tiers are waited for this long; then whoever is free takes the conversation.
    pub patience: Duration,
    /// An agent who has as many hot conversations is offered no more of them, until one would starve.
    pub hot_chats: u32,
    /// After a hot conversation others take the next one for this long, if anybody else is free.
    pub rest: Duration,
    /// Places that only the most urgent may take.
    pub express_places: u32,
    /// The least tier that answers at concern.
    pub tier_at_concern: u8,
    /// The least tier that answers at critical.
    pub tier_at_critical: u8,
    /// Outside their hours too, whoever is there is offered those who wait; else only distress is.
    pub offer_when_closed: bool,
    /// When a long wait in anger calls for more than the next agent; `None`: never.
    pub ladder: Option<Ladder>,
    /// What conversations can be about.
    pub topics: Topics,
    /// Kinds of customers, by what their shop signs.
    pub segments: Segments,
    /// Who can do what, by e-mail address.
    pub profiles: BTreeMap<String, Profile>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            lift: Duration::from_mins(4),
            patience: Duration::from_mins(1),
            hot_chats: 3,
            rest: Duration::from_mins(1),
            express_places: 0,
            tier_at_concern: 1,
            tier_at_critical: 2,
            offer_when_closed: true,
            ladder: Some(Ladder::default()),
            topics: Topics::default(),
            segments: Segments::default(),
            profiles: BTreeMap::new(),
        }
    }
}

impl Rules {
    /// Who has waited this long is passed by nobody who came later, except in distress; and no limit that spares
    /// agents keeps them waiting any longer.
    #[must_use]
    pub fn bound(&self) -> Duration {
        self.lift * Stage::Critical as u32
    }

    /// The least tier that answers at a stage.
    #[must_use]
    pub const fn tier(&self, stage: Stage) -> u8 {
        match stage {
            Stage::Calm | Stage::Watch => 1,
            Stage::Concern => self.tier_at_concern,
            Stage::Critical => self.tier_at_critical,
        }
    }

    /// What is said of a member of the staff; the default where nothing is.
    #[must_use]
    pub fn profile(&self, email: &str) -> Profile {
        self.profiles.get(&email.to_lowercase()).cloned().unwrap_or_default()
    }
}

impl Rules {
    /// What somebody can do who is told of by names; a skill that names no topic is none.
    #[must_use]
    pub fn by_names(&self, named: &NamedProfile) -> Profile {
        let NamedProfile { skills, languages, tier, team, calendar } = named;
        let skills = skills.iter().filter_map(|name| self.topics.place(name)).collect();
        Profile { skills, languages: languages.clone(), tier: *tier, team: team.clone(), calendar: *calendar }
    }
}

/// What a member of the staff can do, by names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedProfile {
    /// Names of topics.
    pub skills: Vec<String>,
    /// Languages they answer in.
    pub languages: Vec<Language>,
    /// 1: everybody; 2 and above: seniors.
    pub tier: u8,
    /// The team they belong to; empty: none.
    pub team: String,
    /// The hours they keep, as a place in `Calendars`.
    pub calendar: u8,
}

impl Default for NamedProfile {
    fn default() -> Self {
        Self { skills: Vec::new(), languages: Vec::new(), tier: 1, team: String::new(), calendar: 0 }
    }
}

/// Rungs of the ladder, by waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ladder {
    /// Who has waited this long at concern or above, or in distress, is offered to seniors first.
    pub senior: Duration,
    /// And after this much more to supervisors too.
    pub supervisor: Duration,
}

impl Default for Ladder {
    fn default() -> Self {
        Self { senior: Duration::from_mins(3), supervisor: Duration::from_mins(3) }
    }
}

/// What a member of the staff can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Places of topics.
    pub skills: Vec<u8>,
    /// Languages they answer in; empty: nothing is said about it, and the language of their screen is preferred.
    pub languages: Vec<Language>,
    /// 1: everybody; 2 and above: seniors.
    pub tier: u8,
    /// The team they belong to; empty: none.
    pub team: String,
    /// The hours they keep, as a place in `Calendars`.
    pub calendar: u8,
}

impl Default for Profile {
    fn default() -> Self {
        Self { skills: Vec::new(), languages: Vec::new(), tier: 1, team: String::new(), calendar: 0 }
    }
}
