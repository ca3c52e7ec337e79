//! What judgements do to the state: they change what is known of scores and alerts, never belief.

use crate::conversation::state::{Stance, State};
use crate::domain::alert::JudgedAlert;
use crate::domain::{Event, Judgement, Stamped, Subject};

/// Somebody judged a score or an alert.
pub(super) fn judged(state: &mut State, event: &Stamped<Event>) {
    let Event::Judged { subject, judgement, level, asked, mutes, .. } = &event.event else { return };
    let (judgement, level, asked, mutes) = (*judgement, *level, *asked, *mutes);
    let stance = Stance { judgement, level, asked, mutes, by: event.by.clone(), at: event.at, seq: event.seq };
    say(state, *subject, stance);
}

/// Somebody closed an alert as a false alarm: their judgement of it.
pub(super) fn false_alarm(state: &mut State, event: &Stamped<Event>) {
    let Some(alert) = event.event.alert() else { return };
    let Stamped { seq, at, by, .. } = event;
    let (judgement, by) = (Judgement::Wrong, by.clone());
    let stance = Stance { judgement, level: None, asked: false, mutes: None, by, at: *at, seq: *seq };
    say(state, Subject::Alert { alert }, stance);
}

fn say(state: &mut State, subject: Subject, stance: Stance) {
    state.stances.say(subject, stance);
    let Subject::Alert { alert } = subject else { return };
    let latest = state.stances.latest(subject);
    let judged =
        latest.map(|Stance { by, at, judgement, .. }| JudgedAlert { by: by.clone(), at: *at, judgement: *judgement });
    if let Some(alert) = state.alerts.iter_mut().find(|known| known.id == alert) {
        alert.judged = judged;
    }
}
