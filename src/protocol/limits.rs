//! Sizes that the protocol promises to keep, and holds clients to.

/// Name offered and accepted in `Sec-WebSocket-Protocol`.
pub const SUBPROTOCOL: &str = "attune.v1.json";
/// Largest frame accepted from a client, in bytes.
pub const FRAME_MAX_BYTES: usize = 64 * 1024;
/// Deepest nesting of objects and arrays in a client's frame.
pub const FRAME_MAX_DEPTH: usize = 8;
/// Most events in one history page.
pub const HISTORY_MAX: u16 = 200;
/// Events in one history page when the client does not say.
pub const HISTORY_DEFAULT: u16 = 50;
/// A history page is cut before it grows over this many bytes; `more` says so.
pub const HISTORY_MAX_BYTES: usize = 32 * 1024;
/// Most open conversations that an `open` may name; a site allows a visitor no more.
pub const OPEN_MAX: usize = 20;
/// Largest whole number that JavaScript counts exactly.
pub const SAFE_INTEGER: u64 = (1 << 53) - 1;
