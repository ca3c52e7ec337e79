//! Tests at the doors that users come through: sockets, HTTP, files, the binary.

mod api;
mod architecture;
mod bad_input;
mod bot;
mod challenger;
mod chat;
mod desk;
mod distress;
mod doctor;
mod engines;
mod episodes;
mod eval;
mod feedback;
mod handoff;
mod kill9;
mod kill_alerts;
mod limits;
mod process;
mod replay;
mod resume;
mod score;
mod store_contract;
mod store_model;
mod store_sqlite;
mod support;
mod triage;
