//! This site's own calibration of anger, on top of the model's: a straight line through the logits, one for each
//! language, in force only where a person put it in force. Owns the map and its bounds; never fits (see `fit`).

use crate::domain::Language;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, PoisonError, RwLock};

/// `slope * logit + bias`, of the model's calibrated logits of anger.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// Below 1 the model was too sure of itself.
    pub slope: f32,
    /// Above 0 it saw too little anger.
    pub bias: f32,
}

impl Correction {
    /// Changes nothing.
    pub const NONE: Self = Self { slope: 1.0, bias: 0.0 };
    /// A correction may turn the line at most this much …
    pub const SLOPES: (f32, f32) = (0.5, 2.0);
    /// … and shift it at most this far either way, in logits.
    pub const BIAS: f32 = 1.0;

    /// The nearest one within the bounds; what is no number changes nothing.
    #[must_use]
    pub fn bounded(self) -> Self {
        if !self.slope.is_finite() || !self.bias.is_finite() {
            return Self::NONE;
        }
        let (least, most) = Self::SLOPES;
        Self { slope: self.slope.clamp(least, most), bias: self.bias.clamp(-Self::BIAS, Self::BIAS) }
    }

    /// The corrected logit.
    #[must_use]
    pub fn apply(self, logit: f32) -> f32 {
        self.slope * logit + self.bias
    }

    /// The corrected probability.
    #[must_use]
    pub fn of(self, p: f32) -> f32 {
        let p = p.clamp(1e-6, 1.0 - 1e-6);
        1.0 / (1.0 + (-self.apply((p / (1.0 - p)).ln())).exp())
    }
}

impl Default for Correction {
    fn default() -> Self {
        Self::NONE
    }
}

/// The corrections of one site. Version 0 is the model as it came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Recalibration {
    /// Stands in every score's provenance; grows with every change, a rollback included.
    pub version: u32,
    /// For English, and for what is neither.
    pub en: Correction,
    /// For Chinese.
    pub zh: Correction,
}

impl Recalibration {
    /// The correction for a language.
    #[must_use]
    pub const fn correction(&self, language: Option<Language>) -> Correction {
        match language {
            Some(Language::Zh) => self.zh,
            Some(Language::En) | None => self.en,
        }
    }

    /// With another correction for one language.
    #[must_use]
    pub const fn with(self, language: Language, correction: Correction) -> Self {
        match language {
            Language::En => Self { en: correction, ..self },
            Language::Zh => Self { zh: correction, ..self },
        }
    }

    /// Whether it changes anything.
    #[must_use]
    pub fn is_in_force(&self) -> bool {
        self.en != Correction::NONE || self.zh != Correction::NONE
    }
}

/// The recalibration in force, shared by everybody who reads messages.
#[derive(Debug, Clone, Default)]
pub struct InForce(Arc<RwLock<Recalibration>>);

impl InForce {
    /// As it stands now.
    #[must_use]
    pub fn now(&self) -> Recalibration {
        *self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts another in force, for every message read from now on; corrections are kept within their bounds.
    pub fn put(&self, new: Recalibration) {
        let bounded = Recalibration { en: new.en.bounded(), zh: new.zh.bounded(), ..new };
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = bounded;
    }
}

#[cfg(test)]
#[path = "recalibration_test.rs"]
mod tests;
