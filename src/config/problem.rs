//! What can be wrong with a configuration, said so that it can be put right.

use std::fmt;

/// One thing that is wrong: where, with what value, against which rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// `section.key`, or the name of an environment variable.
    pub at: String,
    /// What is wrong, with the value and the rule.
    pub what: String,
}

impl Problem {
    /// A name that does not exist, with the nearest one that does.
    #[must_use]
    pub fn unknown<'a>(at: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let name = at.rsplit('.').next().unwrap_or(at);
        let nearest = known
            .into_iter()
            .map(|candidate| (strsim::jaro_winkler(name, candidate), candidate))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let what = match nearest {
            Some((likeness, candidate)) if likeness > 0.7 => format!("unknown; did you mean `{candidate}`?"),
            _ => "unknown".to_owned(),
        };
        Self { at: at.to_owned(), what }
    }

    /// A value outside its rule.
    #[must_use]
    pub fn rule(at: &str, value: &str, rule: &str) -> Self {
        Self { at: at.to_owned(), what: format!("is `{value}`; must be {rule}") }
    }

    /// A value of the wrong kind, in the parser's words.
    #[must_use]
    pub fn value(at: &str, value: &str, why: &str) -> Self {
        Self { at: at.to_owned(), what: format!("is `{value}`: {}", why.trim()) }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.at, self.what)
    }
}

/// A configuration that cannot be used: every problem it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError(pub Vec<Problem>);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.0.len() == 1 { "problem" } else { "problems" };
        write!(f, "{} {plural} in the configuration:", self.0.len())?;
        self.0.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

impl std::error::Error for ConfigError {}
