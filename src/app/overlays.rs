//! What is configured with what admins have set on top of it, read from the store at the start.
//!
//! Owns what becomes of what is stored and cannot be used any more: it is named in the log and is not in force; nothing of
//! it is lost.

use super::translate::{articles, wording};
use crate::config::Settings;
use crate::knowledge::{self, OwnArticle};
use crate::store::{OverlayKind, Store};
use crate::wording::{Book, Rule};
use anyhow::{Context, anyhow};
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// The configured list of words with the rules of admins.
pub(super) async fn words(settings: &Settings, store: &Arc<dyn Store>) -> anyhow::Result<Arc<Book>> {
    let book = Book::new(wording(settings)?);
    let rules = store.wording_rules().await.context("reading the rules of wording")?;
    let own = rules.into_iter().filter_map(|kept| read::<Rule>("a rule of wording", &kept.id, &kept.body));
    book.amend(own.collect()).map_err(|problems| anyhow!("{problems}"))?;
    Ok(Arc::new(book))
}

/// The configured articles with those of admins.
pub(super) async fn knowledge(settings: &Settings, store: &Arc<dyn Store>) -> anyhow::Result<Arc<knowledge::Book>> {
    let kept = store.overlays(OverlayKind::Article).await.context("reading the articles of admins")?;
    let own = kept.into_iter().filter_map(|kept| read::<OwnArticle>("an article", &kept.id, &kept.body));
    let (book, faulty) = knowledge::Book::new(articles(settings)?, own.collect());
    for (id, faults) in faulty {
        tracing::error!(id, ?faults, "an article in the database is not in force");
    }
    Ok(Arc::new(book))
}

fn read<T: DeserializeOwned>(what: &str, id: &str, body: &str) -> Option<T> {
    serde_json::from_str(body)
        .inspect_err(|error| tracing::error!(id, %error, "{what} in the database is not in force"))
        .ok()
}
