//! Attune: realtime chat support with sentiment triage.
//!
//! The folders follow the data's way: bytes come in through `socket`, become commands in `session`, events in
//! `conversation`, are made durable by `store`, delivered by `fanout`, read by `triage` and acted on by `routing`.
//! docs/architecture.md has the map; `app` alone wires everything.

pub mod api;
pub mod app;
pub mod assets;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod config;
pub mod conversation;
pub mod domain;
pub mod erasing;
pub mod evaluation;
pub mod fanout;
pub mod files;
pub mod knowledge;
pub mod language_model;
pub mod listener;
pub mod protocol;
pub mod routing;
pub mod search;
pub mod session;
pub mod socket;
pub mod store;
pub mod triage;
pub mod wording;
