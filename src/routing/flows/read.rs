//! From a file to flows, or to everything that is wrong with it at once.

use super::check::{self, Reference};
use super::fields::{Fields, LABEL_MAX, Notes, label};
use super::rule::{self, SlotRule};
use super::tree::{self, Node, Table, Value};
use super::{Ask, BUTTONS, Case, Choice, Choose, Flow, Flows, Patience, Question, SlotName, Starts, Step};
use crate::domain::{Label, Language};
use crate::knowledge::fold;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::Path;

/// A person takes over when a flow has said so much, unless the file says otherwise.
const TURNS: u32 = 20;
const TURNS_WITHIN: RangeInclusive<u32> = 3..=100;
/// How often a question is asked in all, unless the step says otherwise.
const TRIES: u32 = 2;
const TRIES_WITHIN: RangeInclusive<u32> = 1..=5;
const FLOWS: usize = 50;
const STEPS_OF_ONE: usize = 100;
const CASES: usize = 16;
const KINDS: [&str; 6] = ["say", "ask", "choose", "answer", "when", "hand_over"];
const NAME: &str = "1 to 40 of a-z, 0-9, - and _";

/// Why a file holds no flows: every problem, as `file:line: key, value, rule`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("wrong in the flows:\n  {}", .0.join("\n  "))]
pub struct FlowsError(pub Vec<String>);

/// The bundled example: flows of an invented shop.
///
/// # Errors
/// Never, unless the bundled file is wrong, which a test excludes.
pub fn example() -> Result<Flows, FlowsError> {
    parse("flows.example.toml", include_str!("../../../flows.example.toml"))
}

/// Reads a file.
///
/// # Errors
/// Every problem.
pub fn from_path(path: &Path) -> Result<Flows, FlowsError> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| FlowsError(vec![format!("{name}: {error}")]))?;
    parse(&name, &text)
}

/// Reads the text of a file of this name.
///
/// # Errors
/// Every problem.
pub fn parse(name: &str, text: &str) -> Result<Flows, FlowsError> {
    let (root, problems) = tree::parse(text);
    let is_toml = problems.is_empty();
    let mut reading = Reading { notes: Notes(problems), references: Vec::new() };
    let flows = reading.file(&root);
    // What a half-read file refers to says nothing.
    if is_toml {
        check::check(&flows, &root, &reading.references, &mut reading.notes);
    }
    let mut problems = reading.notes.0;
    if problems.is_empty() {
        return Ok(flows);
    }
    problems.sort();
    problems.dedup();
    Err(FlowsError(problems.into_iter().map(|problem| format!("{name}:{}: {}", problem.line, problem.what)).collect()))
}

struct Reading {
    notes: Notes,
    references: Vec<Reference>,
}

impl Reading {
    fn file(&mut self, root: &Table) -> Flows {
        let file = Fields::of(root, (1, String::new()), &["turns", "flow"], &mut self.notes);
        let turns = file.number("turns", &TURNS_WITHIN, &mut self.notes).unwrap_or(TURNS);
        let mut flows = BTreeMap::new();
        match root.get("flow").map(|node| &node.value) {
            Some(Value::Table(table)) => {
                for (name, line, node) in &table.0 {
                    let flow = self.flow(name, *line, node);
                    flows.extend(flow.map(|flow| (name.clone(), flow)));
                }
                if table.0.len() > FLOWS {
                    file.wrong("flow", &format!("at most {FLOWS} flows"), &mut self.notes);
                }
            }
            Some(_) => file.wrong("flow", "tables such as [flow.welcome]", &mut self.notes),
            None => {}
        }
        either_language(&mut flows);
        Flows { flows, turns }
    }

    fn flow(&mut self, name: &str, line: usize, node: &Node) -> Option<Flow> {
        let at = format!("flow.{name}");
        let Value::Table(table) = &node.value else {
            self.notes.rule(line, &at, &node.shown(), &format!("a table such as [flow.{name}]"));
            return None;
        };
        self.name(line, &at, name);
        let own = Table(table.0.iter().filter(|(key, ..)| key == "starts" || key == "first").cloned().collect());
        let fields = Fields::of(&own, (line, at.clone()), &["starts", "first"], &mut self.notes);
        let starts = self.starts(&fields);
        if !fields.has("first") {
            fields.missing("first", "the name of its first step", &mut self.notes);
        }
        self.way(&fields, "first", name);
        let first = fields.string("first", &mut self.notes).unwrap_or_default().to_owned();
        let mut steps = BTreeMap::new();
        for (step, line, node) in table.0.iter().filter(|(key, ..)| key != "starts" && key != "first") {
            let read = self.step((name, step), *line, node);
            steps.extend(read.map(|read| (step.clone(), read)));
        }
        if steps.len() > STEPS_OF_ONE {
            let rule = format!("at most {STEPS_OF_ONE} steps");
            self.notes.rule(line, &at, &format!("{} steps", steps.len()), &rule);
        }
        Some(Flow { name: name.to_owned(), starts: starts?, first, steps })
    }

    fn name(&mut self, line: usize, at: &str, name: &str) {
        let is_plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
        if name.is_empty() || name.len() > 40 || !name.bytes().all(is_plain) {
            self.notes.rule(line, at, name, NAME);
        }
    }

    fn starts(&mut self, fields: &Fields<'_>) -> Option<Starts> {
        let notes = &mut self.notes;
        let Some(node) = fields.table.get("starts") else {
            fields.missing("starts", "\"greeting\", or { en = [\"…\"], zh = [\"…\"] }: words of visitors", notes);
            return None;
        };
        let table = match &node.value {
            Value::Text(text) if text == "greeting" => return Some(Starts::Greeting),
            Value::Table(table) => table,
            _ => {
                fields.wrong("starts", "\"greeting\", or words of visitors: { en = [\"…\"], zh = [\"…\"] }", notes);
                return None;
            }
        };
        let both = Fields::of(table, (node.line, fields.key("starts")), &["en", "zh"], notes);
        let mut words = Vec::new();
        for key in ["en", "zh"] {
            if !both.has(key) {
                both.missing(key, "visitors write in both languages", notes);
            }
            for item in both.list(key, notes).unwrap_or_default() {
                match &item.value {
                    Value::Text(text) if (2..=LABEL_MAX).contains(&text.trim().chars().count()) => {
                        words.push(fold(text.trim()));
                    }
                    _ => {
                        let rule = format!("words of 2 to {LABEL_MAX} characters");
                        notes.rule(item.line, &both.key(key), &item.shown(), &rule);
                    }
                }
            }
            if both.list(key, notes).is_some_and(<[Node]>::is_empty) {
                both.wrong(key, "at least one way to say it", notes);
            }
        }
        Some(Starts::Words(words))
    }

    fn step(&mut self, (flow, name): (&str, &str), line: usize, node: &Node) -> Option<Step> {
        let at = format!("flow.{flow}.{name}");
        self.name(line, &at, name);
        let Value::Table(table) = &node.value else {
            self.notes.rule(line, &at, &node.shown(), &format!("a step: a table such as [{at}]"));
            return None;
        };
        let kinds: Vec<&str> = KINDS.into_iter().filter(|kind| table.get(kind).is_some()).collect();
        let &[kind] = kinds.as_slice() else {
            let shown = if kinds.is_empty() { "none of them".to_owned() } else { kinds.join(" and ") };
            self.notes.rule(line, &at, &shown, &format!("one of {}", KINDS.join(", ")));
            return None;
        };
        let known: &[&str] = match kind {
            "say" => &["say", "buttons", "next"],
            "ask" => &["ask", "slot", "label", "is", "pattern", "retry", "skip", "tries", "otherwise", "next"],
            "choose" => &["choose", "options", "slot", "label", "retry", "tries", "otherwise"],
            "answer" => &["answer", "next", "otherwise"],
            "when" => &["when", "otherwise"],
            _ => &["hand_over"],
        };
        let fields = Fields::of(table, (line, at), known, &mut self.notes);
        match kind {
            "say" => self.say(&fields, flow),
            "ask" => self.ask(&fields, flow),
            "choose" => self.choose(&fields, flow),
            "answer" => self.answer(&fields, flow),
            "when" => self.when(&fields, flow),
            _ => Some(Step::HandOver { text: fields.text("hand_over", &mut self.notes)? }),
        }
    }

    /// Where a key leads; what it names must exist.
    fn way(&mut self, fields: &Fields<'_>, key: &str, flow: &str) -> Option<String> {
        let to = fields.string(key, &mut self.notes)?.to_owned();
        let line = fields.table.get(key).map_or(fields.line, |node| node.line);
        self.references.push(Reference { line, at: fields.key(key), flow: flow.to_owned(), to: to.clone() });
        Some(to)
    }

    fn say(&mut self, fields: &Fields<'_>, flow: &str) -> Option<Step> {
        let next = self.way(fields, "next", flow);
        let mut buttons = Vec::new();
        for (place, node) in fields.list("buttons", &mut self.notes).unwrap_or_default().iter().enumerate() {
            let at = fields.key(&format!("buttons[{place}]"));
            buttons.extend(label(node, &at, (LABEL_MAX, &[]), &mut self.notes));
        }
        if fields.has("buttons") && (next.is_some() || buttons.len() > BUTTONS) {
            let rule = format!("at most {BUTTONS}, in a step without `next`: they are questions to begin with");
            fields.wrong("buttons", &rule, &mut self.notes);
        }
        Some(Step::Say { text: fields.text("say", &mut self.notes)?, buttons, next })
    }

    fn ask(&mut self, fields: &Fields<'_>, flow: &str) -> Option<Step> {
        let slot = self.slot(fields, true);
        let rule = self.rule(fields);
        let patience = self.patience(fields, flow);
        let skip = fields.label("skip", &mut self.notes);
        if fields.has("skip") && patience.otherwise.is_none() {
            fields.missing("otherwise", "where `skip` leads", &mut self.notes);
        }
        let next = self.way(fields, "next", flow);
        Some(Step::Ask(Ask {
            text: fields.text("ask", &mut self.notes)?,
            slot: slot?,
            rule: rule?,
            skip,
            patience,
            next,
        }))
    }

    fn rule(&mut self, fields: &Fields<'_>) -> Option<SlotRule> {
        let notes = &mut self.notes;
        if fields.has("is") && fields.has("pattern") {
            fields.wrong("pattern", "without `is` beside it", notes);
            return None;
        }
        if let Some(pattern) = fields.string("pattern", notes) {
            return SlotRule::pattern(pattern)
                .map_err(|why| fields.wrong("pattern", &format!("a regular expression: {why}"), notes))
                .ok();
        }
        let named = SlotRule::named(fields.string("is", notes).unwrap_or(rule::NAMES[0]));
        if named.is_none() {
            fields.wrong("is", &format!("one of {}; or give a `pattern`", rule::NAMES.join(", ")), notes);
        }
        named
    }

    fn slot(&mut self, fields: &Fields<'_>, is_needed: bool) -> Option<SlotName> {
        if is_needed || fields.has("slot") || fields.has("label") {
            for (key, rule) in [("slot", "the name to keep the answer under"), ("label", "what people call it")] {
                if !fields.has(key) {
                    fields.missing(key, rule, &mut self.notes);
                }
            }
        }
        let name = fields.string("slot", &mut self.notes)?;
        self.name(fields.line, &fields.key("slot"), name);
        Some(SlotName { name: name.to_owned(), label: fields.label("label", &mut self.notes)? })
    }

    fn patience(&mut self, fields: &Fields<'_>, flow: &str) -> Patience {
        let tries = fields.number("tries", &TRIES_WITHIN, &mut self.notes).unwrap_or(TRIES);
        let otherwise = self.way(fields, "otherwise", flow);
        Patience { tries, retry: fields.text("retry", &mut self.notes), otherwise }
    }

    fn choose(&mut self, fields: &Fields<'_>, flow: &str) -> Option<Step> {
        let mut options = Vec::new();
        for (place, node) in fields.list("options", &mut self.notes).unwrap_or_default().iter().enumerate() {
            let at = fields.key(&format!("options[{place}]"));
            let label = label(node, &at, (LABEL_MAX, &["next"]), &mut self.notes);
            let Value::Table(table) = &node.value else { continue };
            let next = self.way(&Fields { table, line: node.line, at }, "next", flow);
            options.extend(label.map(|label| Choice { label, next }));
        }
        let folded =
            |of: fn(&Label) -> &String| options.iter().map(|option| fold(of(&option.label))).collect::<Vec<_>>();
        let differ = |mut labels: Vec<String>| {
            labels.sort();
            labels.windows(2).all(|pair| pair[0] != pair[1])
        };
        if !fields.has("options") {
            fields.missing(
                "options",
                "a list such as [{ en = \"Yes\", zh = \"是\", next = \"thanks\" }]",
                &mut self.notes,
            );
        } else if !(2..=BUTTONS).contains(&options.len())
            || !differ(folded(|label| &label.en))
            || !differ(folded(|label| &label.zh))
        {
            fields.wrong("options", &format!("2 to {BUTTONS} answers that differ"), &mut self.notes);
        }
        let slot = self.slot(fields, false);
        let patience = self.patience(fields, flow);
        Some(Step::Choose(Choose { text: fields.text("choose", &mut self.notes)?, options, slot, patience }))
    }

    fn answer(&mut self, fields: &Fields<'_>, flow: &str) -> Option<Step> {
        let (next, otherwise) = (self.way(fields, "next", flow), self.way(fields, "otherwise", flow));
        let is_words =
            fields.table.get("answer").is_some_and(|node| matches!(&node.value, Value::Text(text) if text == "words"));
        let question = if is_words { Question::Words } else { Question::Set(fields.text("answer", &mut self.notes)?) };
        Some(Step::Answer { question, next, otherwise })
    }

    fn when(&mut self, fields: &Fields<'_>, flow: &str) -> Option<Step> {
        let items = fields.list("when", &mut self.notes)?;
        if items.is_empty() || items.len() > CASES {
            fields.wrong("when", &format!("1 to {CASES} cases"), &mut self.notes);
        }
        let cases = items.iter().enumerate().filter_map(|(place, node)| {
            let at = fields.key(&format!("when[{place}]"));
            self.case(node, at, flow)
        });
        let cases = cases.collect();
        Some(Step::When { cases, otherwise: self.way(fields, "otherwise", flow) })
    }

    fn case(&mut self, node: &Node, at: String, flow: &str) -> Option<Case> {
        let Value::Table(table) = &node.value else {
            self.notes.rule(node.line, &at, &node.shown(), "a case such as { open = true, next = \"person\" }");
            return None;
        };
        let known = ["language", "page", "open", "slot", "is", "next"];
        let fields = Fields::of(table, (node.line, at), &known, &mut self.notes);
        let language = fields.string("language", &mut self.notes).and_then(|code| match code {
            "en" => Some(Language::En),
            "zh" => Some(Language::Zh),
            _ => {
                fields.wrong("language", "en or zh", &mut self.notes);
                None
            }
        });
        let value = fields.string("is", &mut self.notes).map(fold);
        if fields.has("is") && !fields.has("slot") {
            fields.missing("slot", "whose value `is` compares", &mut self.notes);
        }
        let slot = fields.string("slot", &mut self.notes).map(|name| (name.to_owned(), value.into_iter().collect()));
        let page = fields.string("page", &mut self.notes).map(str::to_owned);
        let open = fields.yes("open", &mut self.notes);
        if language.is_none() && page.is_none() && open.is_none() && slot.is_none() {
            self.notes.missing(node.line, &fields.at, "at least one of language, page, open and slot");
        }
        Some(Case { language, page, open, slot, next: self.way(&fields, "next", flow) })
    }
}

/// A case that compares with one label of an option holds for its label in the other language too.
fn either_language(flows: &mut BTreeMap<String, Flow>) {
    let mut labels: Vec<(String, [String; 2])> = Vec::new();
    for step in flows.values().flat_map(|flow| flow.steps.values()) {
        let Step::Choose(Choose { options, slot: Some(slot), .. }) = step else { continue };
        let both = |option: &Choice| [fold(&option.label.en), fold(&option.label.zh)];
        labels.extend(options.iter().map(|option| (slot.name.clone(), both(option))));
    }
    for step in flows.values_mut().flat_map(|flow| flow.steps.values_mut()) {
        let Step::When { cases, .. } = step else { continue };
        for (name, values) in cases.iter_mut().filter_map(|case| case.slot.as_mut()) {
            let same = labels.iter().filter(|(slot, both)| slot == name && both.iter().any(|one| values.contains(one)));
            let more: Vec<String> = same.flat_map(|(_, both)| both.clone()).collect();
            values.extend(more);
        }
    }
}
