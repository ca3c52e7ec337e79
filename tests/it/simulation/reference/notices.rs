//! What somebody who waits may be told, written anew from docs/routing.md: each thing once in a wait, only what is the
//! case, and to somebody in distress nothing but that their agent is lost, and where help is.

use super::{Broken, ensure};
use attune::domain::{AlertId, AlertKind, BotAct, Event, Notice, Stamped, Timestamp, WaitCause};
use std::collections::{BTreeMap, BTreeSet};

/// Of every day, from and to, in minutes after midnight; none: always open.
pub type Hours = Option<(u16, u16)>;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// What is said was decided at most so long before it is logged.
const LATE_MS: i64 = 10_000;

/// What one visitor was told while they waited.
#[derive(Debug)]
pub struct Notices {
    hours: Hours,
    /// What led to the wait, and what was said in it.
    cause: Option<WaitCause>,
    said: Vec<Notice>,
    /// Alerts about distress, and whether each lasts.
    distress: BTreeMap<AlertId, bool>,
    helped: BTreeSet<AlertId>,
}

impl Notices {
    pub fn new(hours: Hours) -> Self {
        Self { hours, cause: None, said: Vec::new(), distress: BTreeMap::new(), helped: BTreeSet::new() }
    }

    /// Takes the next event of the log.
    pub fn take(&mut self, next: &Stamped<Event>) -> Result<(), Broken> {
        match &next.event {
            Event::Queued { cause, .. } => (self.cause, self.said) = (Some(*cause), Vec::new()),
            Event::AlertRaised { alert, about: AlertKind::Distress, .. } => drop(self.distress.insert(*alert, true)),
            Event::AlertReturned { alert } => self.lasts(*alert, true),
            Event::AlertClosed { alert, .. } => self.lasts(*alert, false),
            Event::Said { bot: Some(BotAct::HelpShown { alert }), .. } => {
                let lasts = self.distress.get(alert) == Some(&true);
                ensure(lasts && self.helped.insert(*alert), "help", || format!("help is shown about {alert}"))?;
            }
            Event::Said { bot: Some(BotAct::Informed { notice }), .. } => return self.informed(*notice, next.at),
            _ => {}
        }
        Ok(())
    }

    fn lasts(&mut self, alert: AlertId, lasts: bool) {
        self.distress.entry(alert).and_modify(|known| *known = lasts);
    }

    fn informed(&mut self, notice: Notice, at: Timestamp) -> Result<(), Broken> {
        let (again, is_true) = match notice {
            Notice::AgentLost => (self.said.contains(&notice), self.cause == Some(WaitCause::AgentLost)),
            Notice::Closed { opens_at } => {
                let again = self.said.iter().any(|said| matches!(said, Notice::Closed { .. }));
                (again, opens_at.is_some() && [0, LATE_MS].iter().any(|late| self.opening(at.0 - late) == opens_at))
            }
            Notice::Opened => {
                let told = self.said.iter().any(|said| matches!(said, Notice::Closed { .. }));
                (self.said.contains(&notice), told && self.opening(at.0).is_none())
            }
            Notice::Delayed { until } => (self.said.contains(&notice), until > at),
        };
        let in_distress = self.distress.values().any(|lasts| *lasts);
        ensure(!in_distress || notice == Notice::AgentLost, "notices", || format!("{notice:?} to one in distress"))?;
        ensure(is_true, "notices", || format!("{notice:?}, which is not so"))?;
        ensure(!again, "notices", || format!("{notice:?} a second time"))?;
        self.said.push(notice);
        Ok(())
    }

    /// When it opens next; none while it is open.
    fn opening(&self, at: i64) -> Option<Timestamp> {
        let (from, to) = self.hours.map(|(from, to)| (i64::from(from) * MINUTE_MS, i64::from(to) * MINUTE_MS))?;
        let (midnight, today) = (at - at.rem_euclid(DAY_MS), at.rem_euclid(DAY_MS));
        match today {
            _ if today < from => Some(Timestamp(midnight + from)),
            _ if today < to => None,
            _ => Some(Timestamp(midnight + DAY_MS + from)),
        }
    }
}
