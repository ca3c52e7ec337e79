//! What admins have set, in memory: the same contract.

use super::MemoryStore;
use crate::store::{Overlay, OverlayKind, Overlays, StoreError};
use async_trait::async_trait;
use std::collections::BTreeMap;

/// By kind and id.
pub(super) type OverlayRows = BTreeMap<(OverlayKind, String), Overlay>;

#[async_trait]
impl Overlays for MemoryStore {
    async fn put_overlay(&self, overlay: Overlay) -> Result<(), StoreError> {
        self.open()?.overlays.insert((overlay.kind, overlay.id.clone()), overlay);
        Ok(())
    }

    async fn delete_overlay(&self, kind: OverlayKind, id: &str) -> Result<(), StoreError> {
        self.open()?.overlays.remove(&(kind, id.to_owned()));
        Ok(())
    }

    async fn overlays(&self, kind: OverlayKind) -> Result<Vec<Overlay>, StoreError> {
        Ok(self.open()?.overlays.values().filter(|overlay| overlay.kind == kind).cloned().collect())
    }
}
