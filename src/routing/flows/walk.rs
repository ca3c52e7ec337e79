//! What a flow says next. Pure: the hour, the place and the search are arguments.
//!
//! Owns the walk from words of the visitor to words of the bot. Kept: it takes a bounded number of steps, it says
//! something, and it ends at a question, at the end of the flow, or with a person.

use super::{Ask, Case, Choice, Choose, Flow, Flows, Patience, Question, STEPS, Starts, Step, Text};
use crate::domain::text::MESSAGE_MAX_CHARS;
use crate::domain::{BotAct, FlowPlace, Language, MessageText, Seq, Slot, Timestamp, WaitCause};
use crate::knowledge::{fold, language_of};
use crate::routing::bot::BotReply;
use crate::routing::calendars::Calendars;
use crate::routing::flows::rule::{SlotRule, VALUE_MAX};
use crate::routing::intent::{Intent, intent};
use crate::routing::phrases::phrases;

/// What is known when the bot is to speak.
pub(in crate::routing) struct Asked<'a> {
    /// Of the widget.
    pub(in crate::routing) language: Language,
    /// The visitor's words; none before the first.
    pub(in crate::routing) text: &'a str,
    /// Their message.
    pub(in crate::routing) message: Seq,
    /// Address of the page.
    pub(in crate::routing) page: Option<&'a str>,
    /// Where a flow stands.
    pub(in crate::routing) place: Option<&'a FlowPlace>,
    pub(in crate::routing) now: Timestamp,
    pub(in crate::routing) calendars: &'a Calendars,
}

/// An article that the search is sure enough of.
pub(in crate::routing) struct Found {
    pub(in crate::routing) text: String,
    pub(in crate::routing) article: String,
}

/// Searches the knowledge base.
type Search<'a> = &'a dyn Fn(Language, &str) -> Option<Found>;

/// The first words of a conversation, where a flow has them.
pub(in crate::routing) fn greet(flows: &Flows, asked: &Asked<'_>, search: Search<'_>) -> Option<BotReply> {
    let flow = flows.flows.values().find(|flow| matches!(flow.starts, Starts::Greeting))?;
    let walk = Walk { language: asked.language, ..Walk::new(flows, flow, asked, search) };
    Some(walk.begin())
}

/// The reply to the visitor's words, where they answer a flow's question or begin a flow.
pub(in crate::routing) fn listen(flows: &Flows, asked: &Asked<'_>, search: Search<'_>) -> Option<BotReply> {
    let standing = asked.place.and_then(|place| flows.step(&place.flow, place.at.as_deref()?));
    match standing {
        Some((flow, step)) => Some(Walk::new(flows, flow, asked, search).hear(step)),
        None => begun_by(flows, asked.text).map(|flow| Walk::new(flows, flow, asked, search).begin()),
    }
}

/// The flow whose words the text holds, the longest words first.
fn begun_by<'a>(flows: &'a Flows, text: &str) -> Option<&'a Flow> {
    let said = plain(text);
    let begins = |flow: &'a Flow| match &flow.starts {
        Starts::Greeting => None,
        Starts::Words(words) => {
            let found = words.iter().map(|words| plain(words)).filter(|words| holds(&said, words));
            found.map(|words| words.len()).max().map(|length| (length, flow))
        }
    };
    flows.flows.values().filter_map(begins).max_by_key(|(length, _)| *length).map(|(_, flow)| flow)
}

struct Walk<'a> {
    flows: &'a Flows,
    flow: &'a Flow,
    asked: &'a Asked<'a>,
    search: Search<'a>,
    language: Language,
    place: FlowPlace,
    said: Vec<String>,
    article: Option<String>,
}

impl<'a> Walk<'a> {
    fn new(flows: &'a Flows, flow: &'a Flow, asked: &'a Asked<'a>, search: Search<'a>) -> Self {
        let before = asked.place.cloned();
        let spoken = before.as_ref().filter(|place| place.at.is_some()).map(|place| place.language);
        let language = language_of(asked.text).unwrap_or_else(|| spoken.unwrap_or(asked.language));
        let place = before.unwrap_or_else(|| FlowPlace {
            flow: flow.name.clone(),
            at: None,
            language,
            misfits: 0,
            turns: 0,
            slots: Vec::new(),
        });
        Self { flows, flow, asked, search, language, place, said: Vec::new(), article: None }
    }

    fn begin(mut self) -> BotReply {
        self.place.flow.clone_from(&self.flow.name);
        (self.place.turns, self.place.misfits) = (0, 0);
        let first = Some(&self.flow.first);
        self.go(first)
    }

    /// From step to step, up to a question or the end.
    fn go(mut self, from: Option<&'a String>) -> BotReply {
        let mut at = from;
        for _ in 0..STEPS {
            let Some((name, step)) = at.and_then(|name| self.flow.steps.get_key_value(name)) else {
                return self.over(Vec::new());
            };
            match step {
                Step::Say { text, buttons, next } => {
                    self.say(text);
                    if next.is_none() {
                        let buttons = buttons.iter().map(|label| label.to(self.language).to_owned()).collect();
                        return self.over(buttons);
                    }
                    at = next.as_ref();
                }
                Step::When { cases, otherwise } => {
                    let case = cases.iter().find(|case| self.holds(case));
                    at = case.map_or(otherwise, |case| &case.next).as_ref();
                }
                Step::Answer { question, next, otherwise } => {
                    if self.answer(question) {
                        at = next.as_ref();
                    } else if otherwise.is_some() {
                        at = otherwise.as_ref();
                    } else {
                        return self.missed();
                    }
                }
                Step::Ask(_) | Step::Choose(_) => return self.question(name, step, None),
                Step::HandOver { text } => {
                    self.say(text);
                    return self.hand_over(WaitCause::Flow);
                }
            }
        }
        // Files are checked for this; whatever led here, a person goes on.
        self.give_up()
    }

    /// The visitor's words as an answer to a question.
    fn hear(mut self, step: &'a Step) -> BotReply {
        match step {
            Step::Ask(ask) => {
                let is_skipped = ask.skip.as_ref().is_some_and(|skip| {
                    [&skip.en, &skip.zh].iter().any(|label| plain(label) == plain(self.asked.text))
                });
                if is_skipped {
                    return self.fits(ask.patience.otherwise.as_ref());
                }
                let asks_what_we_are = intent(self.asked.text) == Some(Intent::AreYouHuman);
                let value = ask.rule.read(self.asked.text, self.asked.now, self.asked.calendars.shop());
                let Some(value) = value.filter(|_| !asks_what_we_are) else { return self.misfit(step, &ask.patience) };
                // A number or an address is of no language.
                if !matches!(ask.rule, SlotRule::Text) {
                    self.language = self.place.language;
                }
                self.keep(ask, value);
                self.fits(ask.next.as_ref())
            }
            Step::Choose(choose) => {
                let Some(option) = chosen(&choose.options, self.asked.text) else {
                    return self.misfit(step, &choose.patience);
                };
                self.choose(choose, option);
                self.fits(option.next.as_ref())
            }
            // No other step waits for words.
            _ => self.over(Vec::new()),
        }
    }

    fn keep(&mut self, ask: &Ask, value: String) {
        let (name, label) = (ask.slot.name.clone(), ask.slot.label.clone());
        self.place.keep(Slot { name, label, value, seq: self.asked.message });
    }

    fn choose(&mut self, choose: &Choose, option: &Choice) {
        let Some(slot) = &choose.slot else { return };
        let value = option.label.to(self.language).chars().take(VALUE_MAX).collect();
        let (name, label) = (slot.name.clone(), slot.label.clone());
        self.place.keep(Slot { name, label, value, seq: self.asked.message });
    }

    fn fits(mut self, next: Option<&'a String>) -> BotReply {
        self.place.misfits = 0;
        self.go(next)
    }

    /// Words that are no answer: they leave the flow, begin another, ask something that an article answers, or are asked
    /// for again, so often as the question has patience.
    fn misfit(mut self, step: &'a Step, patience: &'a Patience) -> BotReply {
        let name = self.place.at.clone().unwrap_or_default();
        let words = phrases(self.language);
        match intent(self.asked.text) {
            Some(Intent::No) => return self.leave(words.no),
            Some(Intent::Goodbye) => return self.leave(words.goodbye),
            Some(Intent::AreYouHuman) => {
                self.said.push(words.machine.to_owned());
                return self.question(&name, step, None);
            }
            _ => {}
        }
        if let Some(other) = begun_by(self.flows, self.asked.text).filter(|other| other.name != self.flow.name) {
            return Walk { flow: other, ..self }.begin();
        }
        if self.answer(&Question::Words) {
            return self.question(&name, step, None);
        }
        self.place.misfits = self.place.misfits.saturating_add(1);
        if self.place.misfits < patience.tries {
            return self.question(&name, step, patience.retry.as_ref());
        }
        if patience.otherwise.is_some() { self.fits(patience.otherwise.as_ref()) } else { self.give_up() }
    }

    fn say(&mut self, text: &Text) {
        self.said.push(text.to(self.language).fill(&self.place));
    }

    /// Says the article that answers, if one does.
    fn answer(&mut self, question: &Question) -> bool {
        let found = match question {
            Question::Words => (self.search)(self.language, self.asked.text),
            Question::Set(text) => (self.search)(self.language, &text.to(self.language).fill(&self.place)),
        };
        found.is_some_and(|found| {
            self.said.push(found.text);
            self.article = Some(found.article);
            true
        })
    }

    fn holds(&self, case: &Case) -> bool {
        let is_told = |(name, values): &(String, Vec<String>)| {
            let told = self.place.slot(name).map(fold);
            told.is_some_and(|told| values.is_empty() || values.contains(&told))
        };
        case.language.is_none_or(|language| language == self.language)
            && case.page.as_ref().is_none_or(|part| self.asked.page.is_some_and(|page| page.contains(part.as_str())))
            && case.open.is_none_or(|open| open == self.asked.calendars.is_open(self.asked.now))
            && case.slot.as_ref().is_none_or(is_told)
    }

    /// Asks, in the words given or its own, and waits.
    fn question(mut self, name: &str, step: &Step, instead: Option<&Text>) -> BotReply {
        if self.place.turns.saturating_add(1) >= self.flows.turns {
            return self.give_up();
        }
        let (text, buttons): (&Text, Vec<&str>) = match step {
            Step::Ask(ask) => (&ask.text, ask.skip.iter().map(|label| label.to(self.language)).collect()),
            Step::Choose(choose) => {
                (&choose.text, choose.options.iter().map(|option| option.label.to(self.language)).collect())
            }
            _ => return self.give_up(),
        };
        let buttons = buttons.into_iter().map(str::to_owned).collect();
        self.say(instead.unwrap_or(text));
        self.place.at = Some(name.to_owned());
        let act = self.act();
        self.reply(act, buttons)
    }

    fn over(mut self, buttons: Vec<String>) -> BotReply {
        if self.said.is_empty() {
            self.said.push(phrases(self.language).noted.to_owned());
        }
        self.place.at = None;
        let act = self.act();
        self.reply(act, buttons)
    }

    fn leave(mut self, words: &str) -> BotReply {
        self.said.push(words.to_owned());
        self.over(Vec::new())
    }

    /// An article was to answer and none does: other words are asked for, and the flow is over.
    fn missed(mut self) -> BotReply {
        self.said.push(phrases(self.language).missed.to_owned());
        self.place.at = None;
        self.reply(BotAct::Missed, Vec::new())
    }

    fn give_up(mut self) -> BotReply {
        self.said.push(phrases(self.language).person_missed.to_owned());
        self.hand_over(WaitCause::BotMissed)
    }

    fn hand_over(mut self, cause: WaitCause) -> BotReply {
        self.place.at = None;
        self.reply(BotAct::HandedOver { cause }, Vec::new())
    }

    fn act(&mut self) -> BotAct {
        self.article.take().map_or(BotAct::Guided, |article| BotAct::Answered { article })
    }

    fn reply(mut self, act: BotAct, quick_replies: Vec<String>) -> BotReply {
        self.place.language = self.language;
        self.place.turns = self.place.turns.saturating_add(1);
        BotReply { text: joined(self.said), act, quick_replies, flow: Some(self.place) }
    }
}

/// One message of everything that is said; what was said first gives way where it is too long.
fn joined(mut said: Vec<String>) -> MessageText {
    while said.len() > 1 && said.iter().map(|part| part.chars().count() + 2).sum::<usize>() > MESSAGE_MAX_CHARS {
        said.remove(0);
    }
    let text: String = said.join("\n\n").chars().take(MESSAGE_MAX_CHARS).collect();
    MessageText::try_from(text).expect("texts of files, articles and visitors hold words and no control characters")
}

/// The option that the words name: by its label in either language, its number, or a part that no other has.
fn chosen<'a>(options: &'a [Choice], text: &str) -> Option<&'a Choice> {
    let said = plain(text);
    if said.is_empty() {
        return None;
    }
    let labels = |option: &Choice| [plain(&option.label.en), plain(&option.label.zh)];
    let exact = options.iter().find(|option| labels(option).contains(&said));
    let by_number = || options.get(said.parse::<usize>().ok()?.checked_sub(1)?);
    let only = |fits: &dyn Fn(&str) -> bool| {
        let mut found = options.iter().filter(|option| labels(option).iter().any(|label| fits(label)));
        found.next().filter(|_| found.next().is_none())
    };
    exact
        .or_else(by_number)
        .or_else(|| only(&|label| label.starts_with(&said) && holds(label, &said)))
        .or_else(|| only(&|label| holds(&said, label)))
}

/// Letters and digits in their plainest form, one space between words.
fn plain(text: &str) -> String {
    let kept: String = fold(text).chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the words stand in the text, as whole ones where they are Latin.
fn holds(text: &str, words: &str) -> bool {
    let is_inside = |one: Option<char>, other: Option<char>| {
        one.zip(other).is_some_and(|(one, other)| one.is_ascii_alphanumeric() && other.is_ascii_alphanumeric())
    };
    !words.is_empty()
        && text.match_indices(words).any(|(place, found)| {
            let (before, after) = (&text[..place], &text[place + found.len()..]);
            !is_inside(before.chars().next_back(), found.chars().next())
                && !is_inside(found.chars().next_back(), after.chars().next())
        })
}
