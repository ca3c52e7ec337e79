//! The knowledge base: what the bot answers from and agents are shown.
//!
//! Owns articles, their import from files with every rule they keep, what admins write on top of them, and the search
//! among them: by words (an inverted index), by meanings (vectors of the triage encoder), and how sure it is. Never talks
//! to anybody: what is said, and when nothing is, is the bot's business (`routing`). docs/knowledge-base.md describes
//! the files.
//! Kept: an article that stands in memory is whole; an answer with a variable that nobody can fill is never given out.

mod article;
mod book;
pub mod braces;
mod fold;
pub mod gaps;
pub mod import;
pub mod judge;
mod kept;
mod language;
mod lexical;
mod library;
mod postings;
mod shelf;
mod variables;
mod vectors;
mod words;

pub use article::Article;
pub use book::{Book, Entry, OWN_ARTICLES};
pub use fold::fold;
pub use import::{FieldFault, KnowledgeError, OwnArticle, example, from_path};
pub use language::language_of;
pub use library::Library;
pub use shelf::{Hit, Shelf, ranked};
pub use variables::{Template, Values};
pub use vectors::Vector;
pub use words::{bare, words};
