//! Sessions: who is at the other end, what they may do and see, where they left off.
//!
//! Owns the rights (`access`, one table for REST and sockets), `hello` and resume, rates, and the way from frames to
//! commands and back to answers. Never touches bytes of a socket, keeps no state of a conversation, and answers from
//! the closed list of codes alone.
//! Kept: a sequenced frame reaches its session once and in order over any number of cuts, or the client is told to
//! reload (D1); memory per session is bounded; somebody else's conversation does not exist.

pub mod access;
mod attached;
mod attachment;
mod commands;
mod earlier;
mod form;
mod hello;
mod history;
pub mod limit;
mod live;
mod opening;
mod outgoing;
mod presence;
mod reply;
mod sessions;
mod signals;
mod site_book;
mod table;
mod topics;
mod transferring;

pub use access::{Act, allowed};
pub use attachment::{Attachment, Flow};
pub use hello::{Peer, Turned};
pub use live::Ending;
pub use outgoing::QUEUE_BYTES;
pub use sessions::{Parts, Sessions};
pub use site_book::{Asked, FormSettings, Judge, SiteBook, SiteSettings, TopicText};
