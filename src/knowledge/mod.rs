//! The knowledge base: what the bot answers from and agents are shown.
//!
//! Owns articles, their import from files with every rule they keep, and the words that a search compares. Never talks
//! to anybody: what is said, and when nothing is, is the bot's business (`routing`). docs/knowledge-base.md describes
//! the files.
//! Kept: an article that stands in memory is whole; an answer with a variable that nobody can fill is never given out.

mod article;
mod fold;
pub mod import;
mod variables;

pub use article::Article;
pub use fold::fold;
pub use import::{KnowledgeError, example, from_path};
pub use variables::{Template, Values};
