//! Who a visitor is, by the word of the shop that knows them. Owns the shape; `auth::identity` alone makes one, out of
//! a signed token, so that nothing a browser says can stand here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is told of a visitor beside name and address: plan, tier, last order. Names lead to texts, in the order of names.
pub type Attributes = BTreeMap<String, String>;

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
