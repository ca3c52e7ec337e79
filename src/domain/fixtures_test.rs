//! What tests need and care for little of: a conversation's line, and a message that was said.

use super::{
    BotAct, ConversationId, Event, Language, MessageId, MessageText, Party, PhaseName, Seq, SiteId, Stage, Summary,
    Timestamp, VisitorId,
};
use uuid::Uuid;

/// Of a conversation in which the visitor said one thing, with nobody but the bot.
pub(crate) fn summary(conv: ConversationId) -> Summary {
    Summary {
        conv,
        site: SiteId::try_from("demo".to_owned()).unwrap(),
        visitor: VisitorId(Uuid::nil()),
        visitor_name: None,
        segment: None,
        language: Language::En,
        phase: PhaseName::WithBot,
        agent: None,
        agent_name: None,
        last_agent: None,
        stage: Stage::Calm,
        belief: None,
        trend: 0.0,
        last_seq: Seq(1),
        last_public: Seq(1),
        preview: String::new(),
        files: 0,
        last_by: Party::Visitor,
        last_at: Timestamp(0),
        opened_at: Timestamp(0),
        waiting_since: None,
        waited_ms: None,
        team: None,
        passing: None,
        experts: Vec::new(),
        unanswered_since: None,
        alert: None,
        alerts: Vec::new(),
        promises: Vec::new(),
        questions: Vec::new(),
        tags: Vec::new(),
        snoozed_until: None,
        unscored: 0,
    }
}

/// A message under this number as its id; `bot` and `answers` as the bot's messages have them. No words: files alone.
pub(crate) fn said(id: u128, text: &str, bot: Option<BotAct>, answers: Option<Seq>) -> Event {
    let text = if text.is_empty() { MessageText::default() } else { MessageText::try_from(text.to_owned()).unwrap() };
    Event::Said {
        id: MessageId(Uuid::from_u128(id)),
        text,
        bot,
        answers,
        quick_replies: Vec::new(),
        flow: None,
        despite: Vec::new(),
        files: Vec::new(),
    }
}
