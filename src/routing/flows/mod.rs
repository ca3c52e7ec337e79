//! Flows: talks that the operator has written down in a TOML file (docs/bot.md). Greeting, questions with a rule for
//! their answers, buttons, business hours, articles, and where a person goes on.
//!
//! Owns the file's shape, every rule that it keeps (`read`, `check`), what is said next (`walk`), and which flows are in
//! force (`book`). Never speaks: what it says goes the way of every reply of the bot, refused when the floor has moved.
//! Kept: flows that stand in memory are whole; from words of the visitor to words of the bot it is a bounded number of
//! steps; it is never silent; who wants a person gets one before any flow is asked.

mod book;
mod check;
mod fields;
mod read;
mod rule;
mod template;
mod tree;
mod walk;

pub use book::FlowBook;
pub use read::{FlowsError, example, from_path, parse};
pub(super) use walk::{Asked, Found, greet, listen};

use crate::domain::{Label, Language};
use rule::SlotRule;
use std::collections::BTreeMap;
use template::Template;

/// Most steps between words of the visitor and words of the bot.
const STEPS: usize = 16;
/// Most buttons of one message.
const BUTTONS: usize = 4;

/// Everything in a file.
#[derive(Debug, Default)]
pub struct Flows {
    flows: BTreeMap<String, Flow>,
    /// A person takes over when a flow has said so much.
    turns: u32,
}

impl Flows {
    /// How many flows there are, and how many steps in all.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.flows.len(), self.flows.values().map(|flow| flow.steps.len()).sum())
    }

    /// The step at which a talk stands, if there still is one.
    fn step(&self, flow: &str, step: &str) -> Option<(&Flow, &Step)> {
        let flow = self.flows.get(flow)?;
        Some((flow, flow.steps.get(step)?))
    }
}

/// One talk.
#[derive(Debug)]
struct Flow {
    name: String,
    starts: Starts,
    first: String,
    steps: BTreeMap<String, Step>,
}

/// What begins it.
#[derive(Debug)]
enum Starts {
    /// The conversation.
    Greeting,
    /// Words of the visitor, folded, of either language.
    Words(Vec<String>),
}

/// One step, with where it leads; nowhere: the flow is over.
#[derive(Debug)]
enum Step {
    Say {
        text: Text,
        buttons: Vec<Label>,
        next: Option<String>,
    },
    Ask(Ask),
    Choose(Choose),
    /// Says the best article, where the search is sure enough.
    Answer {
        question: Question,
        next: Option<String>,
        otherwise: Option<String>,
    },
    When {
        cases: Vec<Case>,
        otherwise: Option<String>,
    },
    HandOver {
        text: Text,
    },
}

impl Step {
    /// It waits for the visitor's words.
    const fn listens(&self) -> bool {
        matches!(self, Self::Ask(_) | Self::Choose(_))
    }

    /// Every step that may come next.
    fn ways(&self) -> Vec<&str> {
        let ways: Vec<&Option<String>> = match self {
            Self::Say { next, .. } => vec![next],
            Self::Ask(ask) => vec![&ask.next, &ask.patience.otherwise],
            Self::Choose(choose) => {
                choose.options.iter().map(|option| &option.next).chain([&choose.patience.otherwise]).collect()
            }
            Self::Answer { next, otherwise, .. } => vec![next, otherwise],
            Self::When { cases, otherwise } => cases.iter().map(|case| &case.next).chain([otherwise]).collect(),
            Self::HandOver { .. } => Vec::new(),
        };
        ways.into_iter().flatten().map(String::as_str).collect()
    }
}

/// Asks for a slot.
#[derive(Debug)]
struct Ask {
    text: Text,
    slot: SlotName,
    rule: SlotRule,
    /// A button for those who do not have it; leads where giving up leads.
    skip: Option<Label>,
    patience: Patience,
    next: Option<String>,
}

/// Asks for one of a few answers.
#[derive(Debug)]
struct Choose {
    text: Text,
    options: Vec<Choice>,
    slot: Option<SlotName>,
    patience: Patience,
}

#[derive(Debug)]
struct Choice {
    label: Label,
    next: Option<String>,
}

#[derive(Debug)]
struct SlotName {
    name: String,
    label: Label,
}

/// What happens to words that do not fit a question.
#[derive(Debug)]
struct Patience {
    /// How often the question is asked in all.
    tries: u32,
    /// Said when it is asked again; the question itself otherwise.
    retry: Option<Text>,
    /// Where it leads in the end; nowhere: to a person.
    otherwise: Option<String>,
}

/// What the knowledge base is asked.
#[derive(Debug)]
enum Question {
    /// The visitor's latest words.
    Words,
    /// A question of the file's own.
    Set(Text),
}

/// One way on, taken where all that it names holds.
#[derive(Debug, Default)]
struct Case {
    language: Option<Language>,
    /// Part of the page's address.
    page: Option<String>,
    /// Somebody answers at this hour.
    open: Option<bool>,
    /// Was told; where values are named, one of them.
    slot: Option<(String, Vec<String>)>,
    next: Option<String>,
}

/// A text in both languages, with places for slots.
#[derive(Debug)]
struct Text {
    en: Template,
    zh: Template,
}

impl Text {
    const fn to(&self, language: Language) -> &Template {
        match language {
            Language::En => &self.en,
            Language::Zh => &self.zh,
        }
    }
}

#[cfg(test)]
#[path = "flows_test.rs"]
mod tests;
