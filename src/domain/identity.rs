//! Who a visitor is, by the word of the shop that knows them. Owns the shape; `auth::identity` alone makes one, out of
//! a signed token, so that nothing a browser says can stand here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is told of a visitor beside name and address: plan, tier, last order. Names lead to texts, in the order of names.
pub type Attributes = BTreeMap<String, String>;

/// Most attributes of a customer.
pub const ATTRIBUTES_MAX: usize = 20;
/// Most characters of an attribute's name.
pub const ATTRIBUTE_NAME_CHARS: usize = 40;
/// Most characters of an attribute's text.
pub const ATTRIBUTE_TEXT_CHARS: usize = 200;

/// Whether there are no more than may be, each within its limits.
#[must_use]
pub fn are_attributes(attributes: &Attributes) -> bool {
    attributes.len() <= ATTRIBUTES_MAX && attributes.iter().all(|(name, text)| is_attribute(name, text))
}

/// Whether a name and a text are within the limits.
#[must_use]
pub fn is_attribute(name: &str, text: &str) -> bool {
    !name.is_empty() && in_one_line(name, ATTRIBUTE_NAME_CHARS) && in_one_line(text, ATTRIBUTE_TEXT_CHARS)
}

/// Whether a text has at most so many characters, and no control characters.
#[must_use]
pub fn in_one_line(text: &str, most: usize) -> bool {
    text.chars().count() <= most && !text.chars().any(char::is_control)
}

/// A visitor that a shop vouches for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Identity {
    /// The shop's own name for them, such as the number of their account.
    pub user: String,
    /// Their name.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// Their e-mail address.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub email: Option<String>,
    /// What else the shop tells of them.
    #[cfg_attr(test, ts(optional, as = "Option<Attributes>"))]
    #[serde(skip_serializing_if = "Attributes::is_empty", default)]
    pub attributes: Attributes,
}
