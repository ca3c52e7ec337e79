//! What visitors who wait are told beside their place: that their agent is lost, that nobody is there at this hour, that
//! people are back, and that it will take longer, before what they were told is over. Pure: time is an argument.
//!
//! Owns when each is due, never says anything itself: a conversation does, once, however often it is asked. Nothing of
//! it outlives a restart: whoever waits is then told a new time, and whatever was said is not said again.

use super::calendars::Calendars;
use super::notice_words::{self as words, Away};
use super::phrases::phrases;
use super::roster::Post;
use crate::domain::{Command, ConversationId, Language, MessageText, Notice, StaffId, Timestamp, Translated};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// A visitor hears that it takes longer this long before what they were told is over, or when the last fifth begins.
const BEFORE: Duration = Duration::from_secs(30);
/// Each next time lies at least this much further away, so that nobody is told every minute.
const STEP: Duration = Duration::from_mins(2);

/// Somebody who waits, as the desk sees them now.
#[derive(Debug, Clone, Copy)]
pub struct Waiter {
    /// Where.
    pub conv: ConversationId,
    /// Since when.
    pub since: Timestamp,
    /// Most likely at most this long from now; absent where nothing can be said.
    pub wait: Option<Duration>,
    /// It lies before an agent, or is on its way to one.
    pub is_offered: bool,
    /// An alert about personal distress is not over: no clock is told.
    pub in_distress: bool,
    /// It is kept for a team that is closed until then.
    pub kept_until: Option<Timestamp>,
}

impl Waiter {
    /// Whoever lies before an agent is about to be answered, and a clock is no help to whoever is in distress.
    const fn hears_the_hour(&self) -> bool {
        !self.is_offered && !self.in_distress
    }
}

#[derive(Debug)]
struct Told {
    since: Timestamp,
    /// That nobody is there at this hour.
    closed: bool,
    /// That people are back.
    opened: bool,
    promise: Option<Promise>,
}

#[derive(Debug, Clone, Copy)]
struct Promise {
    made: Timestamp,
    until: Timestamp,
    times: u32,
}

/// What each who waits has been told.
#[derive(Debug)]
pub struct Notices {
    calendars: Arc<Calendars>,
    /// Openings are told from this moment on; to whoever waited before it too, since an earlier process may have told
    /// them of the closing.
    openings_since: Option<Timestamp>,
    told: HashMap<ConversationId, Told>,
}

impl Notices {
    /// Nobody has been told anything.
    #[must_use]
    pub fn new(calendars: Arc<Calendars>) -> Self {
        Self { calendars, openings_since: None, told: HashMap::new() }
    }

    /// From now on, says too that people are back to those who were told that nobody is there.
    pub fn tell_openings(&mut self, now: Timestamp) {
        self.openings_since.get_or_insert(now);
    }

    /// People answer by these calendars from now on.
    pub fn keep(&mut self, calendars: Arc<Calendars>) {
        self.calendars = calendars;
    }

    /// Whole minutes as they are shown, at least one.
    #[must_use]
    pub fn minutes(wait: Duration) -> u32 {
        u32::try_from(wait.as_secs().div_ceil(60)).unwrap_or(u32::MAX).max(1)
    }

    /// To post after these: that the agent who is lost is lost.
    #[must_use]
    pub fn lost<'a>(posts: &[Post], name: impl Fn(StaffId) -> Option<&'a str>) -> Vec<Post> {
        let lost = |(conv, command): &Post| {
            let Command::LoseAgent { agent } = command else { return None };
            let name = name(*agent).unwrap_or_default();
            let words = translated(|language| words::agent_lost(language, name));
            Some((*conv, Command::Inform { notice: Notice::AgentLost, words }))
        };
        posts.iter().filter_map(lost).collect()
    }

    /// Everything to post now. `waiters`: everybody who waits. `somebody_is_there`: agents are offered conversations.
    pub fn due(&mut self, now: Timestamp, waiters: &[Waiter], somebody_is_there: bool) -> Vec<Post> {
        let is_open = self.calendars.is_open(now);
        let mut told = std::mem::take(&mut self.told);
        let mut posts = Vec::new();
        for waiter in waiters {
            let before = told.remove(&waiter.conv).filter(|told| told.since == waiter.since);
            let new = Told { since: waiter.since, closed: false, opened: false, promise: None };
            let mut told = before.unwrap_or(new);
            let is_nobody_there = !somebody_is_there && !is_open;
            if !told.closed && waiter.hears_the_hour() && (is_nobody_there || waiter.kept_until.is_some()) {
                told.closed = true;
                posts.push((waiter.conv, self.closed(waiter.kept_until, now)));
            }
            let is_free = is_open && waiter.kept_until.is_none();
            if is_free && !told.opened && self.expects_opening(&told) && waiter.hears_the_hour() {
                told.opened = true;
                posts.push((waiter.conv, opened()));
            }
            posts.extend(promise(&mut told, waiter, now).map(|command| (waiter.conv, command)));
            self.told.insert(waiter.conv, told);
        }
        posts
    }

    /// Whether they may have been told that nobody is there. Their conversation knows, and says the rest or not.
    fn expects_opening(&self, told: &Told) -> bool {
        self.openings_since.is_some_and(|since| told.closed || told.since < since)
    }

    /// That the team it is kept for is away, or everybody is.
    fn closed(&self, kept_until: Option<Timestamp>, now: Timestamp) -> Command {
        let (opens_at, shop) = (kept_until.or_else(|| self.calendars.next_opening(now)), self.calendars.shop());
        let local = opens_at.and_then(|at| Some((shop.local(at)?, shop.local(now)?.date())));
        let who = if kept_until.is_some() { Away::Team } else { Away::Everybody };
        let words = translated(|language| words::closed(language, who, local, shop.zone()));
        Command::Inform { notice: Notice::Closed { opens_at }, words }
    }
}

fn opened() -> Command {
    Command::Inform { notice: Notice::Opened, words: translated(words::opened) }
}

/// Keeps what a visitor was told; says so when it will not hold.
fn promise(told: &mut Told, waiter: &Waiter, now: Timestamp) -> Option<Command> {
    let shown = Duration::from_mins(u64::from(Notices::minutes(waiter.wait?)));
    let Some(before) = told.promise else {
        told.promise = Some(Promise { made: now, until: now.plus(shown), times: 0 });
        return None;
    };
    // A shorter wait is shown beside the place; what was promised first still holds.
    let margin = BEFORE.max(before.until.since(before.made) / 5);
    if waiter.is_offered || now.plus(margin) < before.until {
        return None;
    }
    let times = before.times.saturating_add(1);
    let until = now.plus(shown.max(STEP * times)).max(before.until.plus(STEP));
    told.promise = Some(Promise { made: now, until, times });
    let minutes = Notices::minutes(until.since(now));
    let words = translated(|language| words::delayed(language, minutes));
    Some(Command::Inform { notice: Notice::Delayed { until }, words })
}

fn translated(said: impl Fn(Language) -> String) -> Translated {
    let text = |language| MessageText::try_from(said(language)).unwrap_or_else(|_| short(language));
    Translated { en: text(Language::En), zh: text(Language::Zh) }
}

/// For a name so long that no message could hold it.
fn short(language: Language) -> MessageText {
    let words = phrases(language).person_asked.to_owned();
    MessageText::try_from(words).expect("phrases are within the limits of a message")
}

#[cfg(test)]
#[path = "notices_test.rs"]
mod tests;
