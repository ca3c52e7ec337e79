//! The play as lines on the screen: who says what, what happens, and a packet in short.

use super::words::{Words, words};
use crate::cli::say;
use crate::domain::{HandoffPacket, IntentKind, Language, LineKind, Sureness};

/// Longest text shown of a message, in characters.
const SHOWN: usize = 150;

/// Who speaks.
#[derive(Debug, Clone, Copy)]
pub(super) enum Who {
    Visitor,
    Bot,
    Agent(&'static str),
}

/// Tells in one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Telling {
    pub(super) language: Language,
}

impl Telling {
    fn words(self) -> &'static Words {
        words(self.language)
    }

    /// A scene begins.
    pub(super) fn scene(self, number: usize, title: &str) {
        say(&format!("\n{} {number}: {title}", self.words().scene));
    }

    /// Somebody spoke.
    pub(super) fn said(self, who: Who, text: &str) {
        let words = self.words();
        let who = match who {
            Who::Visitor => words.visitor,
            Who::Bot => words.bot,
            Who::Agent(name) => name,
        };
        say(&format!("  {who}: {}", short(text)));
    }

    /// Something happened.
    pub(super) fn happened(self, tell: impl FnOnce(&Words) -> String) {
        say(&format!("  -- {}", tell(self.words())));
    }

    /// What an agent is given.
    pub(super) fn packet(self, packet: &HandoffPacket) {
        let words = self.words();
        for line in &packet.summary {
            say(&format!("     | {} #{}: {}", words.line(line.kind), line.seq, short(&line.text)));
        }
        if let Some(intent) = &packet.intent {
            let kind = if intent.kind == IntentKind::Flow { words.flow } else { words.article };
            say(&format!("     | {}: {kind} {} ({})", words.about, intent.name, words.sure(intent.sure)));
        }
        let tried = packet.tried.len();
        let facts: Vec<&str> = packet.facts.iter().map(|fact| fact.text.as_str()).collect();
        say(&format!("     | {}", words.known(tried, &facts.join(", "))));
    }
}

impl Words {
    const fn line(&self, kind: LineKind) -> &'static str {
        match kind {
            LineKind::Asked => self.asked,
            LineKind::Told => self.told,
            LineKind::Tried => self.answered,
            LineKind::Changed => self.changed,
            LineKind::Promised => self.promised,
            LineKind::Open => self.open,
        }
    }

    const fn sure(&self, sure: Sureness) -> &'static str {
        match sure {
            Sureness::Stated => self.stated,
            Sureness::Likely => self.likely,
            Sureness::Possible => self.possible,
        }
    }
}

/// On one line, and not too long.
fn short(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN { line } else { line.chars().take(SHOWN).chain(['…']).collect() }
}
