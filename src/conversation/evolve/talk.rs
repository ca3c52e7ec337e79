//! What words do to the state: ids, open work, context, previews, misses and habits.

use super::alerts;
use crate::conversation::Phase;
use crate::conversation::state::{BodyHash, CONTEXT_TURNS, LastMessage, Place, State, Unfinished};
use crate::domain::summary::PREVIEW_CHARS;
use crate::domain::{BotAct, Event, Fact, FactKind, MessageId, MessageText, Party, Seq, Stamped, Timestamp};
use crate::routing::facts::facts;
use crate::routing::last_answer::LastAnswer;
use crate::triage::{Speaker, Turn};
use litemap::LiteMap;

/// Somebody spoke.
pub(super) fn said(state: &mut State, event: &Stamped<Event>) {
    let Event::Said { id, text, bot, answers, flow, files, .. } = &event.event else { return };
    remember(state, *id, event, BodyHash::said(&event.by, text, files));
    // What somebody who waits is told is no turn of the talk: lists and the model go by what was said before.
    if matches!(bot, Some(BotAct::Informed { .. })) {
        return;
    }
    match &event.by {
        Party::Visitor => visitor_said(state, event.seq, event.at, text),
        Party::Bot | Party::System => {
            bot_said(state, bot.as_ref(), *answers, (event.at, text));
            if let Some(place) = flow {
                state.flow = Some((**place).clone());
            }
        }
        Party::Staff { .. } => {
            state.habits.staff_answered(event.at);
            alerts::replied(state, event.at);
        }
    }
    if !text.is_empty() {
        take_as_context(state, &event.by, text);
    }
    let preview = text.as_str().chars().take(PREVIEW_CHARS).collect();
    let files = u32::try_from(files.len()).unwrap_or(u32::MAX);
    state.last_message = Some(LastMessage { preview, files, by: event.by.clone(), at: event.at });
}

/// A note was written: only its id matters to later decisions.
pub(super) fn noted(state: &mut State, event: &Stamped<Event>, id: MessageId, text: &MessageText) {
    remember(state, id, event, BodyHash::noted(&event.by, text));
}

/// Crosses work off a visitor message, and forgets the message when nothing is left.
pub(super) fn finish(state: &mut State, message: Seq, cross_off: impl FnOnce(&mut Unfinished)) {
    if let Some(open) = state.unfinished.get_mut(&message) {
        cross_off(open);
        if open.is_done() {
            state.unfinished.remove(&message);
            give_back_when_empty(state);
        }
    }
}

/// The bot lost or gave up the word: no answers of its are due.
pub(super) fn bot_steps_back(state: &mut State) {
    state.greeting_due = false;
    // What was told stays known; the question is not asked any more.
    if let Some(flow) = &mut state.flow {
        flow.at = None;
    }
    for (_, open) in &mut state.unfinished {
        open.to_answer = false;
    }
    state.unfinished.retain(|_, open| !open.is_done());
    give_back_when_empty(state);
}

/// Most conversations that are awake only wait: they keep no room for messages that are done.
fn give_back_when_empty(state: &mut State) {
    if state.unfinished.is_empty() {
        state.unfinished = LiteMap::new();
    }
}

fn remember(state: &mut State, id: MessageId, event: &Stamped<Event>, body: BodyHash) {
    let place = Place { seq: event.seq, public: event.public, at: event.at };
    state.ids.insert(id, place, body);
}

fn visitor_said(state: &mut State, seq: Seq, at: Timestamp, text: &MessageText) {
    let context = state.recent.clone();
    let to_answer = state.phase == Phase::WithBot;
    let behaviour = state.habits.visitor_said(seq, at, text.as_str());
    let open = Unfinished { at, text: text.clone(), context, behaviour, to_score: true, to_answer };
    state.unfinished.insert(seq, open);
    state.readings.said(seq);
    for Fact { kind, text, .. } in facts(seq, text.as_str()) {
        match kind {
            FactKind::Order => state.mentioned.order = Some(text),
            FactKind::Amount => state.mentioned.amount = Some(text),
            FactKind::Date => state.mentioned.date = Some(text),
        }
    }
}

fn bot_said(state: &mut State, act: Option<&BotAct>, answers: Option<Seq>, (at, text): (Timestamp, &MessageText)) {
    match answers {
        None => state.greeting_due = false,
        Some(message) => finish(state, message, |open| open.to_answer = false),
    }
    match act {
        Some(BotAct::Missed) => state.misses = state.misses.saturating_add(1),
        Some(BotAct::Answered { article }) => {
            state.misses = 0;
            state.last_answer = Some(LastAnswer::after(state.last_answer.take(), article));
        }
        Some(BotAct::Guided) => (state.misses, state.last_answer) = (0, None),
        Some(BotAct::HelpShown { alert }) => alerts::told(state, *alert, at),
        // A courtesy was returned: whoever thanks was helped.
        Some(BotAct::Greeted) => state.last_answer = None,
        Some(BotAct::HandedOver { .. } | BotAct::Informed { .. }) | None => {}
    }
    // That a person comes, and where help is, are no answers: the visitor goes on waiting for one.
    if !matches!(act, Some(BotAct::HandedOver { .. } | BotAct::HelpShown { .. })) {
        state.habits.bot_answered(at, text.as_str());
    }
}

fn take_as_context(state: &mut State, by: &Party, text: &MessageText) {
    let speaker = match by {
        Party::Visitor => Speaker::Visitor,
        Party::Bot | Party::System => Speaker::Bot,
        Party::Staff { .. } => Speaker::Agent,
    };
    if state.recent.len() == CONTEXT_TURNS {
        state.recent.remove(0);
    }
    state.recent.push(Turn { speaker, text: text.shared() });
}
