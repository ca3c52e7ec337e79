//! Reading a policy file and saying what is wrong with it, all at once.
//! Owns the rules that numbers of a policy keep, and the words for broken ones.

use super::{LinesByLanguage, Policy};
use std::fmt::Debug;
use toml::{Table, Value};

impl Policy {
    /// Reads a policy file: TOML, the fields of this struct; what it leaves out is as in the shipped one (`lines`
    /// without `lines_by_language` hold for every language). Pure: takes the file's text.
    ///
    /// # Errors
    /// Everything that is wrong, one line each: unknown names with the nearest known one, wrong types, broken rules.
    pub fn parse(text: &str) -> Result<Self, String> {
        Self::parse_over(&Self::shipped(), text)
    }

    pub(super) fn parse_over(base: &Self, text: &str) -> Result<Self, String> {
        let given: Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
        let mut merged = table(base);
        if given.contains_key("lines") {
            // Who sets the lines sets them for every language that is not named.
            merged.remove("lines_by_language");
        }
        let mut merging = Merging { merged, known: table(&complete()), problems: Vec::new() };
        for (name, value) in given {
            merging.take(&[&name], value);
        }
        let Merging { merged, mut problems, .. } = merging;
        let policy: Self = merged.try_into().map_err(|error: toml::de::Error| error.to_string())?;
        problems.extend(policy.problems());
        if problems.is_empty() { Ok(policy) } else { Err(problems.join("\n")) }
    }

    fn problems(&self) -> Vec<String> {
        let mut rules = Rules::default();
        rules.hold((1..=32).contains(&self.version.chars().count()), "version", &self.version, "1 to 32 characters");
        rules.hold(self.clip > 0.0 && self.clip <= 20.0, "clip", &self.clip, "above 0 and at most 20");
        let weights = [
            ("alpha", self.alpha),
            ("alpha_first", self.alpha_first),
            ("alpha_fast", self.alpha_fast),
            ("alpha_slow", self.alpha_slow),
        ];
        for (name, value) in weights {
            rules.hold(value > 0.0 && value <= 1.0, name, &value, "above 0 and at most 1");
        }
        rules.hold(self.base.abs() <= self.clip, "base", &self.base, "within the clip");
        let half_life = self.half_life_s;
        rules.hold(half_life >= 1.0 && half_life.is_finite(), "half_life_s", &half_life, "at least 1");
        rules.lines("lines", Some(self.lines));
        rules.lines("lines_by_language.en", self.lines_by_language.en);
        rules.lines("lines_by_language.zh", self.lines_by_language.zh);
        rules.hold(self.hysteresis >= 0.0 && self.hysteresis.is_finite(), "hysteresis", &self.hysteresis, "at least 0");
        rules.hold((1..=20).contains(&self.hysteresis_turns), "hysteresis_turns", &self.hysteresis_turns, "1 to 20");
        self.risks(&mut rules);
        self.weights(&mut rules);
        rules.0
    }

    fn risks(&self, rules: &mut Rules) {
        let risks = [
            ("abuse", self.abuse),
            ("threat", self.threat),
            ("human", self.human),
            ("distress_mention", self.distress_mention),
            ("distress", self.distress),
            ("distress_imminent", self.distress_imminent),
        ];
        for (name, value) in risks {
            rules.hold((0.0..=1.0).contains(&value), name, &value, "a probability, 0 to 1");
        }
        let severities = [self.distress_mention, self.distress, self.distress_imminent];
        let [mention, risk, imminent] = severities;
        // What is no number is named above.
        let descends = mention > risk || risk > imminent;
        let rule = "ascending: distress_mention, distress, distress_imminent";
        rules.hold(!descends, "distress in three severities", &severities, rule);
    }

    fn weights(&self, rules: &mut Rules) {
        let (words, given, forecast) = (&self.words, &self.behaviour, &self.forecast);
        let weights = [
            ("words.bias", words.bias),
            ("words.anger", words.anger),
            ("words.urgent", words.urgent),
            ("words.legal", words.legal),
            ("words.publicity", words.publicity),
            ("words.churn", words.churn),
            ("words.abuse", words.abuse),
            ("words.gratitude", words.gratitude),
            ("forecast.bias", forecast.bias),
            ("forecast.level", forecast.level),
            ("forecast.rise", forecast.rise),
            ("forecast.evidence", forecast.evidence),
            ("forecast.turns", forecast.turns),
            ("behaviour.repeat", given.repeat),
            ("behaviour.bot_loop", given.bot_loop),
            ("behaviour.unanswered", given.unanswered),
            ("behaviour.shouting", given.shouting),
            ("behaviour.curt", given.curt),
        ];
        for (name, value) in weights {
            rules.hold((-10.0..=10.0).contains(&value), name, &value, "log-odds, -10 to 10");
        }
        // Silence never lowers belief.
        for (name, value) in [("behaviour.waiting", given.waiting), ("behaviour.silence", given.silence)] {
            rules.hold((0.0..=5.0).contains(&value), name, &value, "log-odds, 0 to 5");
        }
    }
}

/// Broken rules in words.
#[derive(Default)]
struct Rules(Vec<String>);

impl Rules {
    fn hold(&mut self, holds: bool, name: &str, value: &dyn Debug, rule: &str) {
        if !holds {
            self.0.push(format!("{name} is {value:?}; must be {rule}"));
        }
    }

    fn lines(&mut self, name: &str, lines: Option<[f32; 3]>) {
        let Some(lines) = lines else { return };
        let ascends = lines.windows(2).all(|pair| pair[0] < pair[1]);
        self.hold(ascends && lines.iter().all(|line| line.is_finite()), name, &lines, "ascending");
    }
}

struct Merging {
    /// The defaults with what was given and makes sense.
    merged: Table,
    /// Every name there is.
    known: Table,
    problems: Vec<String>,
}

impl Merging {
    /// Takes a value at a place, of a table's fields each on its own, so that one bad value hides no other.
    fn take(&mut self, place: &[&str], value: Value) {
        let name = place.join(".");
        let Some(known) = find(&self.known, place) else {
            self.problems.push(unknown(&name, &self.known));
            return;
        };
        match value {
            Value::Table(fields) if known.is_table() => {
                for (field, value) in fields {
                    self.take(&[place, &[field.as_str()]].concat(), value);
                }
            }
            value => match nested(place, value.clone()).try_into::<Policy>() {
                Ok(_) => put(&mut self.merged, place, value),
                Err(error) => self.problems.push(format!("{name} is {value}; {}", error.message().trim())),
            },
        }
    }
}

/// A policy in which every name stands, also those that have no default.
fn complete() -> Policy {
    let policy = Policy::default();
    let lines = Some(policy.lines);
    Policy { lines_by_language: LinesByLanguage { en: lines, zh: lines }, ..policy }
}

fn table(policy: &Policy) -> Table {
    Table::try_from(policy).expect("a policy is a plain table")
}

fn find<'a>(table: &'a Table, place: &[&str]) -> Option<&'a Value> {
    let (first, rest) = place.split_first()?;
    let found = table.get(*first)?;
    if rest.is_empty() { Some(found) } else { find(found.as_table()?, rest) }
}

fn nested(place: &[&str], value: Value) -> Table {
    let mut table = Table::new();
    put(&mut table, place, value);
    table
}

fn put(table: &mut Table, place: &[&str], value: Value) {
    match place {
        [] => {}
        [name] => drop(table.insert((*name).to_owned(), value)),
        [name, rest @ ..] => {
            let inner = table.entry(*name).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

fn unknown(name: &str, known: &Table) -> String {
    let fields = |(name, value): (&String, &Value)| {
        let inner = value.as_table().into_iter().flat_map(Table::keys).map(|field| format!("{name}.{field}"));
        std::iter::once(name.clone()).chain(inner).collect::<Vec<_>>()
    };
    let likeness = |known: &String| strsim::jaro_winkler(name, known);
    let all = known.iter().flat_map(fields);
    let nearest = all.max_by(|a, b| likeness(a).total_cmp(&likeness(b))).filter(|known| likeness(known) > 0.7);
    match nearest {
        Some(nearest) => format!("{name} is no setting of a policy; did you mean {nearest}?"),
        None => format!("{name} is no setting of a policy"),
    }
}
