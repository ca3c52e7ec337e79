//! What a client is told of files before it sends one.

use crate::domain::FileKind;
use schemars::JsonSchema;
use serde::Serialize;

/// Which files may be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FileRules {
    /// Largest file, in bytes.
    #[cfg_attr(test, ts(type = "number"))]
    pub max_bytes: u64,
    /// Their types; the server reads them from the bytes.
    pub types: Vec<FileKind>,
}
