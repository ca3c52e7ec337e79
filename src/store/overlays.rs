//! What admins have set on the settings page, on top of the configuration. Its shape is the business of whoever keeps it:
//! `knowledge` of articles, and so on.
//!
//! Owns the contract, held by the suite of the store over every engine: of a kind and an id there is one, the one that was
//! put last; a list is in the order of ids.

use super::StoreError;
use async_trait::async_trait;

/// What is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OverlayKind {
    /// An article of the knowledge base.
    Article,
    /// The site, by its short name.
    Site,
    /// What a member of the staff can do, by their login name in lower case.
    Profile,
    /// For how many days conversations that have ended are kept.
    Retention,
    /// When people answer.
    Hours,
    /// What may be spent on false alarms.
    Budgets,
}

impl OverlayKind {
    /// As it is stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Site => "site",
            Self::Profile => "profile",
            Self::Retention => "retention",
            Self::Hours => "hours",
            Self::Budgets => "budgets",
        }
    }
}

/// Something that an admin has set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlay {
    /// What.
    pub kind: OverlayKind,
    /// Names it among its kind.
    pub id: String,
    /// The thing itself, as JSON.
    pub body: String,
}

/// A rule of wording that an admin has made; its shape is `wording`'s business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordingRule {
    /// Names it.
    pub id: String,
    /// The rule as JSON.
    pub body: String,
}

/// Keeps them.
#[async_trait]
pub trait Overlays: Send + Sync {
    /// Creates or replaces one.
    async fn put_overlay(&self, overlay: Overlay) -> Result<(), StoreError>;
    /// Deletes one, if there is one.
    async fn delete_overlay(&self, kind: OverlayKind, id: &str) -> Result<(), StoreError>;
    /// All of a kind, by id.
    async fn overlays(&self, kind: OverlayKind) -> Result<Vec<Overlay>, StoreError>;
}
