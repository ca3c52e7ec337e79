//! The model's files: bundled in the binary, or from a folder. Owns their reading and checks; nothing is loaded that
//! its manifest does not vouch for.

use super::engine::{self, EngineChoice};
use super::feedback::recalibration::InForce;
use super::input::Assembler;
use super::manifest::{Manifest, check_digest};
use super::reader::Model;
use super::score::Heads;
use crate::domain::Provenance;
use rust_embed::RustEmbed;
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(RustEmbed)]
#[folder = "models"]
#[include = "manifest.toml"]
#[include = "tokenizer.json"]
#[include = "*.onnx"]
struct Bundled;

/// What to load and with which engine.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Folder with another model; none: the bundled one.
    pub models: Option<PathBuf>,
    /// Engine.
    pub engine: EngineChoice,
    /// ONNX Runtime library; none: looked for.
    pub ort_library: Option<PathBuf>,
    /// Threads that read messages; 0 counts as 1.
    pub workers: usize,
    /// Version of the trajectory policy, for the provenance.
    pub policy: String,
}

/// Loads and checks a model.
///
/// # Errors
/// What is missing, damaged or not understood, for operators.
pub fn load(settings: &Settings) -> Result<Model, String> {
    let folder = settings.models.as_deref();
    let manifest = file(folder, "manifest.toml")?;
    let manifest = std::str::from_utf8(&manifest).map_err(|_| "manifest.toml is not UTF-8".to_owned())?;
    let manifest = Manifest::parse(manifest).map_err(|e| e.to_string())?;
    let network = checked(folder, &manifest.model.file, &manifest.model.sha256)?;
    let tokenizer = checked(folder, &manifest.tokenizer.file, &manifest.tokenizer.sha256)?;
    let limits = &manifest.tokenizer;
    let assembler = Assembler::new(&tokenizer, limits.message_tokens, limits.max_tokens)?;
    let heads = Heads::new(&manifest).map_err(|e| e.to_string())?;
    let network = engine::load(
        settings.engine,
        settings.ort_library.as_deref(),
        &Arc::from(network.as_ref()),
        manifest.logits(),
    )?;
    let model = manifest.model.sha256.chars().take(12).collect();
    let provenance =
        Provenance { model, engine: network.name.clone(), policy: settings.policy.clone(), calibrator: None };
    let (assembler, heads, recalibration) = (Arc::new(assembler), Arc::new(heads), InForce::default());
    Ok(Model { assembler, heads, network, provenance, recalibration })
}

fn checked(folder: Option<&Path>, name: &str, sha256: &str) -> Result<Cow<'static, [u8]>, String> {
    let bytes = file(folder, name)?;
    check_digest(name, &bytes, sha256).map_err(|e| e.to_string())?;
    Ok(bytes)
}

fn file(folder: Option<&Path>, name: &str) -> Result<Cow<'static, [u8]>, String> {
    match folder {
        None => Bundled::get(name).map(|file| file.data).ok_or_else(|| format!("this binary was built without {name}")),
        Some(folder) => {
            let path = folder.join(name);
            std::fs::read(&path).map(Cow::Owned).map_err(|e| format!("{}: {e}", path.display()))
        }
    }
}
