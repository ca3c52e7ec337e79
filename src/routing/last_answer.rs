//! The article that the bot answered with last, and how often in a row. Pure.
//!
//! Owns when the same answer was said often enough: whoever asks again was not helped by it, and nobody may go round
//! with the bot.

/// So often in a row the bot says the same article; asked once more, it hands over instead.
const ENOUGH: u32 = 2;

/// The article that the bot answered with last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastAnswer {
    /// Its title.
    pub article: String,
    /// How often in a row, misses between them aside.
    pub times: u32,
}

impl LastAnswer {
    /// After one more answer.
    #[must_use]
    pub fn after(before: Option<Self>, article: &str) -> Self {
        let times = before.filter(|before| before.article == article).map_or(0, |before| before.times);
        Self { article: article.to_owned(), times: times.saturating_add(1) }
    }

    /// Whether it was said often enough.
    #[must_use]
    pub const fn is_enough(&self) -> bool {
        self.times >= ENOUGH
    }

    /// How often it was said again.
    #[must_use]
    pub const fn repeats(&self) -> u32 {
        self.times.saturating_sub(1)
    }
}
