//! The challenger's wiring: which model, where its records go. A challenger that cannot be had is a warning and a
//! status, never a server that does not start.

use super::translate::triage_settings;
use crate::clock::SharedClock;
use crate::config::Settings;
use crate::domain::Paired;
use crate::store::pairs::{FILE_BYTES, PairsFile};
use crate::triage::challenger::Parts;
use crate::triage::reader::Model;
use crate::triage::{self, Policy, Triage, bundle};
use std::path::{Path, PathBuf};

type Load = Box<dyn FnOnce() -> Result<Model, String> + Send>;
type Keep = Box<dyn FnMut(&Paired) + Send>;

/// The folder of the database, where everything that is kept lies.
#[must_use]
pub fn data_folder(settings: &Settings) -> PathBuf {
    let folder = settings.store.path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or_else(|| Path::new(".")).to_owned()
}

/// What to load of the settings; none when no challenger is set. It runs on the champion's engine.
#[must_use]
pub fn challenger_settings(settings: &Settings) -> Option<triage::Settings> {
    let models = &settings.triage.challenger.models;
    let is_set = !models.as_os_str().is_empty();
    // The policy stands in the provenance of scores; these go into no log.
    let reading = triage_settings(settings, &Policy::default());
    is_set.then(|| triage::Settings { models: Some(models.clone()), workers: 1, ..reading })
}

/// Lets the challenger that is set read beside the champion; `given` replaces the one of the settings.
pub(super) fn challenge(triage: &Triage, settings: &Settings, given: Option<Model>, clock: SharedClock) {
    let load: Load = match (given, challenger_settings(settings)) {
        (Some(model), _) => Box::new(move || Ok(model)),
        (None, Some(wanted)) => Box::new(move || bundle::load(&wanted)),
        (None, None) => return,
    };
    let (load, keep): (Load, Keep) = match PairsFile::open(&data_folder(settings), FILE_BYTES) {
        Ok(file) => (load, keeper(file)),
        Err(error) => (Box::new(move || Err(format!("its readings cannot be kept: {error}"))), Box::new(|_| {})),
    };
    let wanted = &settings.triage.challenger;
    let backlog = wanted.max_backlog as usize;
    triage.challenge(Parts { load, share: wanted.sample, backlog, now: Box::new(move || clock.now()), keep });
}

/// Says once that the file cannot be written, until it can be again.
fn keeper(mut file: PairsFile) -> Keep {
    let mut is_told = false;
    Box::new(move |pair| match file.append(pair) {
        Ok(()) => is_told = false,
        Err(error) => {
            metrics::counter!("challenger_lost_total").increment(1);
            if !std::mem::replace(&mut is_told, true) {
                tracing::warn!(%error, "readings of the challenger are lost");
            }
        }
    })
}
