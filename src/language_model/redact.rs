//! What stays here: personal data in words that leave the server, replaced by placeholders. Pure.
//!
//! Owns what counts as personal by its shape: e-mail addresses, and runs of seven digits and more with whatever people
//! write between them (cards, telephones, long numbers). What else is personal (order numbers, a name) is told by the
//! caller. Kept: the same value has the same placeholder; only order numbers, names and addresses that stood in the
//! words are put back. What falls short: numbers in words ("one three eight", 一三八) and names in the text are not found.

use regex::{Captures, Regex};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Digits from which a run is somebody's number.
const DIGITS: usize = 7;

/// A kind of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Private {
    /// Order, parcel or ticket number.
    Order,
    /// A person's name.
    Name,
    /// An e-mail address.
    Email,
    /// A telephone or card number, or another long one.
    Number,
}

impl Private {
    const fn word(self) -> &'static str {
        match self {
            Self::Order => "ORDER",
            Self::Name => "NAME",
            Self::Email => "EMAIL",
            Self::Number => "NUMBER",
        }
    }

    /// Whether an answer may say it again. Card and telephone numbers are better not repeated.
    const fn is_put_back(self) -> bool {
        !matches!(self, Self::Number)
    }
}

static EMAIL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.\-]{0,250}[A-Za-z0-9])?"));
/// Digits with what people write between them. A figure before or behind belongs to it.
static RUN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\+?\(?[0-9](?:[\s().\-/]{0,3}[0-9])+"));
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:[0-9]{4}[\-/.][0-9]{1,2}[\-/.][0-9]{1,2}|[0-9]{1,2}[\-/.][0-9]{1,2}[\-/.][0-9]{4})$")
});
static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[(?:ORDER|NAME|EMAIL|NUMBER)_[0-9]+\]"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("written here and tried by a test")
}

/// Takes personal data out of texts, and remembers what stood where.
#[derive(Debug, Default)]
pub(super) struct Redactor {
    known: Vec<(Private, String)>,
    kept: Vec<(Private, String)>,
}

impl Redactor {
    /// With what is known to be personal.
    pub(super) fn knowing(known: &[(Private, String)]) -> Self {
        let mut known: Vec<(Private, String)> =
            known.iter().map(|(kind, value)| (*kind, plain(value).trim().to_owned())).collect();
        known.retain(|(_, value)| value.chars().count() > 1);
        // The longest first, so that no part of one is left standing.
        known.sort_by_key(|(_, value)| std::cmp::Reverse(value.len()));
        Self { known, kept: Vec::new() }
    }

    /// The text without what is personal. Forms of compatibility (full-width digits) become plain ones.
    pub(super) fn redact(&mut self, text: &str) -> String {
        // Brackets of ours are nobody else's.
        let text = PLACEHOLDER.replace_all(&plain(text), "[…]").into_owned();
        let text = EMAIL.replace_all(&text, |found: &Captures<'_>| self.keep(Private::Email, &found[0])).into_owned();
        let text = self.redact_known(&text);
        let number = |found: &Captures<'_>| {
            let run = &found[0];
            let digits = run.bytes().filter(u8::is_ascii_digit).count();
            if digits < DIGITS || DAY.is_match(run) { run.to_owned() } else { self.keep(Private::Number, run) }
        };
        RUN.replace_all(&text, number).into_owned()
    }

    /// The text without what is known to be personal: for texts of our own, whose addresses and numbers are public.
    pub(super) fn redact_known(&mut self, text: &str) -> String {
        self.known
            .clone()
            .into_iter()
            .fold(text.to_owned(), |text, (kind, value)| replace(&text, &value, || self.keep(kind, &value)))
    }

    /// The placeholder of a value.
    fn keep(&mut self, kind: Private, value: &str) -> String {
        let place = self.kept.iter().position(|(known, kept)| (*known, kept.as_str()) == (kind, value));
        let place = place.unwrap_or_else(|| {
            self.kept.push((kind, value.to_owned()));
            self.kept.len() - 1
        });
        placeholder(kind, place)
    }

    /// The text with what was taken out put back; none where it holds a placeholder that may not be, or never was.
    pub(super) fn restore(&self, text: &str) -> Option<String> {
        let put_back = self.kept.iter().enumerate().filter(|(_, (kind, _))| kind.is_put_back());
        let restored = put_back
            .fold(text.to_owned(), |text, (place, (kind, value))| text.replace(&placeholder(*kind, place), value));
        (!PLACEHOLDER.is_match(&restored)).then_some(restored)
    }
}

fn placeholder(kind: Private, place: usize) -> String {
    format!("[{}_{}]", kind.word(), place + 1)
}

fn plain(text: &str) -> String {
    text.nfkc().collect()
}

/// Every occurrence, whatever its case; as whole words where they are Latin. Placeholders stay whole.
fn replace(text: &str, value: &str, mut by: impl FnMut() -> String) -> String {
    let is_latin = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
    let edge = |letter: Option<char>| if is_latin(letter) { r"(?-u:\b)" } else { "" };
    let (begins, ends) = (edge(value.chars().next()), edge(value.chars().next_back()));
    let found = Regex::new(&format!("({})|(?i:{begins}{}{ends})", PLACEHOLDER.as_str(), regex::escape(value)));
    let Ok(found) = found else { return text.to_owned() };
    let keep_or_take = |found: &Captures<'_>| match found.get(1) {
        Some(placeholder) => placeholder.as_str().to_owned(),
        None => by(),
    };
    found.replace_all(text, keep_or_take).into_owned()
}

#[cfg(test)]
#[path = "redact_test.rs"]
mod tests;
