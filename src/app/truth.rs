//! The store, and the search that follows it.

use super::Broken;
use crate::config::Settings;
use crate::search::{Search, TIME_LIMIT};
use crate::store::sqlite::{self, SqliteStore};
use crate::store::{Changes, Store};
use anyhow::Context;
use std::sync::Arc;

/// Pages of the database are 4 KiB.
const PAGES_PER_MIB: u32 = 256;

/// The configured database with its search; a store of somebody else's has none.
pub(super) async fn open(
    settings: &Settings,
    given: Option<Arc<dyn Store>>,
    broken: Option<Broken>,
) -> anyhow::Result<(Arc<dyn Store>, Arc<Search>)> {
    if let Some(store) = given {
        return Ok((store, Arc::new(Search::off("this store has no file"))));
    }
    let store = open_store(settings, broken).await?;
    let search = open_search(settings, store.changes()).await?;
    Ok((Arc::new(store), Arc::new(search)))
}

async fn open_store(settings: &Settings, broken: Option<Broken>) -> anyhow::Result<SqliteStore> {
    let path = settings.store.path.clone();
    let max_pages = Some(settings.store.max_mib.saturating_mul(PAGES_PER_MIB)).filter(|pages| *pages > 0);
    let ack_before_commit = broken == Some(Broken::AcknowledgesEarly);
    let flush_late = broken == Some(Broken::FlushesLate);
    let sqlite = sqlite::Settings { max_pages, ack_before_commit, flush_late, ..sqlite::Settings::default() };
    let opened = tokio::task::spawn_blocking(move || SqliteStore::open(path, sqlite)).await?;
    opened.with_context(|| format!("opening the database {}", settings.store.path.display()))
}

/// A server without search is better than none: what is wrong with its index is logged and said to whoever searches.
async fn open_search(settings: &Settings, changes: Arc<Changes>) -> anyhow::Result<Search> {
    if !settings.search.enabled {
        return Ok(Search::off("search.enabled is false"));
    }
    let path = settings.store.path.clone();
    let started = tokio::task::spawn_blocking(move || Search::start(&path, changes, TIME_LIMIT)).await?;
    Ok(started.unwrap_or_else(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "the server starts without search");
        Search::off("its index cannot be opened; the server's log says why")
    }))
}
