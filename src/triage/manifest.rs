//! The model's manifest: which files, which heads, which calibration. Owns its reading and the check that the files
//! are the ones it names. Never runs anything.

use super::normalise::VERSION;
use crate::domain::Language;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use thiserror::Error;

/// The only layout of manifest this code reads.
const SCHEMA: u32 = 1;

/// `manifest.toml`.
#[derive(Debug, Clone, Deserialize)]
pub struct Manifest {
    schema: u32,
    /// Model version.
    pub version: String,
    /// The network.
    pub model: File,
    /// The tokenizer.
    pub tokenizer: Tokenizer,
    /// What the model's texts went through before.
    normaliser: NormaliserVersion,
    /// Slices of the logits.
    pub heads: Vec<Head>,
    #[serde(default)]
    calibration: BTreeMap<String, BTreeMap<String, Calibration>>,
}

/// A file and its digest.
#[derive(Debug, Clone, Deserialize)]
pub struct File {
    /// Name beside the manifest.
    pub file: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// The tokenizer's file and limits.
#[derive(Debug, Clone, Deserialize)]
pub struct Tokenizer {
    /// Name beside the manifest.
    pub file: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Most tokens of the message itself.
    pub message_tokens: usize,
    /// Most tokens in all.
    pub max_tokens: usize,
}

/// The normaliser that a model was trained behind.
#[derive(Debug, Clone, Copy, Deserialize)]
struct NormaliserVersion {
    version: u32,
}

/// One head: a slice of the logits.
#[derive(Debug, Clone, Deserialize)]
pub struct Head {
    /// Name.
    pub name: String,
    /// Labels, in order.
    pub labels: Vec<String>,
    /// First logit.
    pub start: usize,
}

/// Turns raw logits into calibrated ones: `logit / temperature + bias`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Calibration {
    /// Above 1 the model was too sure of itself.
    pub temperature: f32,
    /// Per label.
    #[serde(default)]
    pub bias: Vec<f32>,
}

/// Why a model cannot be used.
#[derive(Debug, Error)]
pub enum ManifestError {
    /// Not readable as a manifest.
    #[error("manifest.toml cannot be read: {0}")]
    Unreadable(String),
    /// Another layout.
    #[error("manifest.toml has schema {0}; this version reads {SCHEMA}")]
    Schema(u32),
    /// It was trained behind another normaliser: its scores would be a little wrong, and nobody would see it.
    #[error(
        "the model was trained behind normaliser {found}, this version has {VERSION}: take the model that came with it"
    )]
    Normaliser {
        /// Of the manifest.
        found: u32,
    },
    /// It contradicts itself.
    #[error("manifest.toml cannot be right: {0}")]
    Unsound(String),
    /// A head is missing or has other labels.
    #[error("the model has no head `{head}` with the labels {labels}")]
    Head {
        /// Which.
        head: &'static str,
        /// What was expected.
        labels: String,
    },
    /// The bytes are not those that the manifest names.
    #[error("{file} is damaged or another version: its SHA-256 is {found}, the manifest says {wanted}")]
    Digest {
        /// Which file.
        file: String,
        /// Of the bytes.
        found: String,
        /// Of the manifest.
        wanted: String,
    },
}

impl Manifest {
    /// Reads and checks a manifest.
    ///
    /// # Errors
    /// When it is no manifest of the known schema, or contradicts itself; then every contradiction is named.
    pub fn parse(text: &str) -> Result<Self, ManifestError> {
        let manifest: Self = toml::from_str(text).map_err(|e| ManifestError::Unreadable(e.message().to_owned()))?;
        if manifest.schema != SCHEMA {
            return Err(ManifestError::Schema(manifest.schema));
        }
        if manifest.normaliser.version != VERSION {
            return Err(ManifestError::Normaliser { found: manifest.normaliser.version });
        }
        let problems = [manifest.limits(), manifest.overlaps(), manifest.miscalibrated()].concat();
        if problems.is_empty() { Ok(manifest) } else { Err(ManifestError::Unsound(problems.join("; "))) }
    }

    /// Message, its two specials and context must fit; networks like these are made for 512 tokens at most.
    fn limits(&self) -> Vec<String> {
        let Tokenizer { message_tokens: message, max_tokens: all, .. } = self.tokenizer;
        let fits = message >= 8 && all >= message + 2 && all <= 512;
        let rule = format!("message_tokens is {message}, max_tokens {all}; at least 8, and 2 more up to 512");
        if fits { Vec::new() } else { vec![rule] }
    }

    fn overlaps(&self) -> Vec<String> {
        let end = |head: &Head| head.start + head.labels.len();
        let mut problems = Vec::new();
        for (at, one) in self.heads.iter().enumerate() {
            let clash = |other: &&Head| one.name == other.name || (one.start < end(other) && other.start < end(one));
            let others = self.heads[at + 1..].iter().filter(clash);
            problems.extend(others.map(|other| format!("the heads {} and {} overlap", one.name, other.name)));
        }
        problems
    }

    fn miscalibrated(&self) -> Vec<String> {
        let mut problems = Vec::new();
        for (language, heads) in &self.calibration {
            if !["en", "zh"].contains(&language.as_str()) {
                problems.push(format!("calibration.{language}: the languages are en and zh"));
            }
            for (name, Calibration { temperature, bias }) in heads {
                let labels = self.heads.iter().find(|head| head.name == *name).map(|head| head.labels.len());
                if labels.is_none_or(|labels| bias.len() > labels) {
                    problems.push(format!("calibration.{language}.{name}: no head with {} labels", bias.len()));
                }
                let is_sound = *temperature > 0.0 && bias.iter().chain([temperature]).all(|value| value.is_finite());
                if !is_sound {
                    problems.push(format!("calibration.{language}.{name}: numbers, and a temperature above 0"));
                }
            }
        }
        problems
    }

    /// Where a head begins, if it has just these labels.
    ///
    /// # Errors
    /// When it has not.
    pub fn head(&self, name: &'static str, labels: &[&str]) -> Result<usize, ManifestError> {
        let found = self.heads.iter().find(|head| head.name == name && head.labels == labels);
        found.map(|head| head.start).ok_or_else(|| ManifestError::Head { head: name, labels: labels.join(", ") })
    }

    /// Number of logits.
    #[must_use]
    pub fn logits(&self) -> usize {
        self.heads.iter().map(|head| head.start + head.labels.len()).max().unwrap_or(0)
    }

    /// Calibration of a head in a language; the identity when there is none.
    #[must_use]
    pub fn calibration(&self, language: Language, head: &str) -> Calibration {
        let key = match language {
            Language::En => "en",
            Language::Zh => "zh",
        };
        let found = self.calibration.get(key).and_then(|heads| heads.get(head));
        found.cloned().unwrap_or(Calibration { temperature: 1.0, bias: Vec::new() })
    }
}

impl Calibration {
    /// The calibrated logit of the label at `index`.
    #[must_use]
    pub fn apply(&self, logit: f32, index: usize) -> f32 {
        logit / self.temperature.max(0.05) + self.bias.get(index).copied().unwrap_or(0.0)
    }
}

/// Checks bytes against the digest that a manifest names.
///
/// # Errors
/// When they differ.
pub fn check_digest(file: &str, bytes: &[u8], wanted: &str) -> Result<(), ManifestError> {
    let found = hexadecimal(&Sha256::digest(bytes));
    if found.eq_ignore_ascii_case(wanted) {
        return Ok(());
    }
    Err(ManifestError::Digest { file: file.to_owned(), found, wanted: wanted.to_owned() })
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
#[path = "manifest_test.rs"]
mod tests;
