//! What admins have set, in SQLite. Owns its table alone.

use super::SqliteStore;
use super::fault::Trouble;
use super::read::all;
use super::write::{Write, run};
use crate::store::{Overlay, OverlayKind, Overlays, StoreError};
use async_trait::async_trait;
use rusqlite::{Connection, params};

#[async_trait]
impl Overlays for SqliteStore {
    async fn put_overlay(&self, overlay: Overlay) -> Result<(), StoreError> {
        self.writer.write(Write::Overlay(Box::new(overlay))).await
    }

    async fn delete_overlay(&self, kind: OverlayKind, id: &str) -> Result<(), StoreError> {
        self.writer.write(Write::DeleteOverlay(kind, id.to_owned())).await
    }

    async fn overlays(&self, kind: OverlayKind) -> Result<Vec<Overlay>, StoreError> {
        self.readers.read(move |db| list(db, kind)).await
    }
}

pub(super) fn put(db: &Connection, overlay: &Overlay) -> Result<(), Trouble> {
    run(
        db,
        "INSERT INTO overlay (kind, id, body) VALUES (?1, ?2, ?3) \
         ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body",
        params![overlay.kind.name(), overlay.id, overlay.body],
    )
}

pub(super) fn delete(db: &Connection, kind: OverlayKind, id: &str) -> Result<(), Trouble> {
    run(db, "DELETE FROM overlay WHERE kind = ?1 AND id = ?2", params![kind.name(), id])
}

fn list(db: &Connection, kind: OverlayKind) -> Result<Vec<Overlay>, Trouble> {
    all(db, "SELECT id, body FROM overlay WHERE kind = ?1 ORDER BY id", params![kind.name()], |row| {
        Ok(Overlay { kind, id: row.get(0)?, body: row.get(1)? })
    })
}
