//! Which kind of customer somebody is, by what their shop has signed of them. Pure.
//!
//! Owns the reading of a signed identity into one segment; the first in the operator's order wins. Never looks at what
//! a page claims: anybody can make a browser say anything, and a claim must lift nobody.

use crate::domain::handoff::Customer;
use crate::domain::identity::Identity;

/// Most segments.
pub const MOST: usize = 64;

/// One segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Its name, as agents read it.
    pub name: String,
    /// The signed attribute that tells it.
    pub attribute: String,
    /// What the attribute says, to the letter; any one of them.
    pub values: Vec<String>,
    /// Stages that it counts more in the queue.
    pub lift: u8,
}

/// Every segment, in the operator's order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Segments(pub Vec<Segment>);

impl Segments {
    /// The name of the segment that a signed identity belongs to.
    #[must_use]
    pub fn of(&self, identity: &Identity) -> Option<&str> {
        let tells = |segment: &&Segment| {
            identity.attributes.get(&segment.attribute).is_some_and(|text| segment.values.contains(text))
        };
        self.0.iter().take(MOST).find(tells).map(|segment| segment.name.as_str())
    }

    /// The customer as the shop vouches for them, with their segment: whatever stood there before is gone.
    #[must_use]
    pub fn vouched_for(&self, customer: Customer, identity: Option<&Identity>) -> Customer {
        let segment = identity.and_then(|identity| self.of(identity)).map(str::to_owned);
        Customer { segment, ..customer.vouched_for(identity) }
    }

    /// The place of the segment of this name; none once the operator has taken it away.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<u8> {
        let found = self.0.iter().take(MOST).position(|segment| segment.name == name);
        found.and_then(|place| u8::try_from(place).ok())
    }

    /// Stages that a segment counts more in the queue.
    #[must_use]
    pub fn lift(&self, segment: Option<u8>) -> u8 {
        segment.and_then(|place| self.0.get(usize::from(place))).map_or(0, |segment| segment.lift)
    }
}

#[cfg(test)]
#[path = "segments_test.rs"]
mod tests;
