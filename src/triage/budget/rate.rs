//! The realised rate of false alarms and how far it can be trusted.

use super::window::Peaks;

/// Two-sided 95 % of a normal distribution.
pub(super) const Z95: f64 = 1.96;
/// Drift is said from this multiple of the budget on.
const ALARMING: f64 = 1.5;

/// A share of calm conversations with its interval.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rate {
    /// The share that set off an alarm, 0 to 1.
    pub share: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Calm conversations.
    pub chats: u32,
}

impl Rate {
    /// Wilson's score interval (1927) of a share among `effective` conversations; it keeps within 0 and 1 and is right
    /// for small shares, where the textbook interval is not.
    #[must_use]
    pub fn wilson(share: f64, effective: f64, z: f64, chats: u32) -> Self {
        if effective <= 0.0 {
            return Self { share: 0.0, low: 0.0, high: 1.0, chats };
        }
        let per = z * z / effective;
        let middle = (share + per / 2.0) / (1.0 + per);
        let half = z / (1.0 + per) * (share * (1.0 - share) / effective + per / (4.0 * effective)).sqrt();
        Self { share, low: (middle - half).max(0.0), high: (middle + half).min(1.0), chats }
    }

    /// What this line sets off among these peaks.
    pub(super) fn of(peaks: &Peaks, line: f32, z: f64) -> Self {
        Self::among(peaks, peaks.reaching(line), z)
    }

    /// Where so many of these conversations, by weight, set off an alarm.
    pub(super) fn among(peaks: &Peaks, alarms: f64, z: f64) -> Self {
        let chats = u32::try_from(peaks.len()).unwrap_or(u32::MAX);
        let share = if peaks.is_empty() { 0.0 } else { alarms / peaks.total() };
        Self::wilson(share, peaks.effective(), z, chats)
    }

    /// Whether it is over a budget by more than chance and by enough to act.
    #[must_use]
    pub fn is_over(&self, budget: f64) -> bool {
        self.share > ALARMING * budget && self.low > budget
    }
}
