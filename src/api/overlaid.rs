//! Something that is configured, or that an admin has set on top of the configuration, as a whole.
//!
//! Owns which of the two holds, and that it is what is stored; whoever changes it makes one change after the other. What the rules are is the configuration's
//! business: they come as a value. Puts nothing into force: whoever goes by it is told by whoever changes it.

use super::{ApiState, Problem};
use crate::protocol::Code;
use crate::store::{Overlay, OverlayKind};
use crate::wording::Fault;
use serde::Serialize;
use std::fmt;
use std::sync::{PoisonError, RwLock};
use tokio::sync::{Mutex, MutexGuard};

/// Everything that is wrong with what is to be set.
pub type Judge<T> = Box<dyn Fn(&T) -> Vec<Fault> + Send + Sync>;

/// What holds, and what stands behind it.
pub struct Overlaid<T> {
    kind: OverlayKind,
    /// There is one of it, so its name is the same for all.
    id: &'static str,
    configured: T,
    own: RwLock<Option<T>>,
    judge: Judge<T>,
    changing: Mutex<()>,
}

impl<T: fmt::Debug> fmt::Debug for Overlaid<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Overlaid({:?} over {:?})", self.own, self.configured)
    }
}

impl<T: Clone + PartialEq + Serialize> Overlaid<T> {
    /// What is configured, with what an admin has set before. `kind` and `id` say where that is stored.
    #[must_use]
    pub fn new((kind, id): (OverlayKind, &'static str), configured: T, own: Option<T>, judge: Judge<T>) -> Self {
        Self { kind, id, configured, own: RwLock::new(own), judge, changing: Mutex::default() }
    }

    /// What holds now.
    #[must_use]
    pub fn in_force(&self) -> T {
        self.own.read().unwrap_or_else(PoisonError::into_inner).clone().unwrap_or_else(|| self.configured.clone())
    }

    /// Whether an admin has set it.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.own.read().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Until it is dropped nobody else changes it.
    pub(super) async fn changing(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().await
    }

    /// Refuses what breaks a rule, naming all of them.
    pub(super) fn check(&self, asked: &T) -> Result<(), Problem> {
        let faults = (self.judge)(asked);
        if faults.is_empty() { Ok(()) } else { Err(Problem::faulty(faults)) }
    }

    /// Stores what is asked, and from then on it holds; none: what is configured. What the configuration says anyway is not
    /// kept. `what` names it where there is nothing to take back.
    pub(super) async fn set(&self, api: &ApiState, asked: Option<T>, what: &str) -> Result<(), Problem> {
        if asked.is_none() && !self.is_own() {
            return Err(Problem::new(Code::NotFound).rule(format!("{what} that an admin has set")));
        }
        let own = asked.filter(|asked| *asked != self.configured);
        store(api, self.kind, self.id, own.as_ref()).await?;
        *self.own.write().unwrap_or_else(PoisonError::into_inner) = own;
        Ok(())
    }
}

/// Stores what an admin has set, or that nothing is set any more.
pub(super) async fn store<T: Serialize>(
    api: &ApiState,
    kind: OverlayKind,
    id: &str,
    own: Option<&T>,
) -> Result<(), Problem> {
    let Some(own) = own else { return Ok(api.store.delete_overlay(kind, id).await?) };
    let body = serde_json::to_string(own).map_err(|error| Problem::fault(&error))?;
    Ok(api.store.put_overlay(Overlay { kind, id: id.to_owned(), body }).await?)
}
