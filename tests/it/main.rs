//! Tests at the doors that users come through: sockets, HTTP, files, the binary.

mod api;
mod architecture;
mod bad_input;
mod chat;
mod kill9;
mod limits;
mod process;
mod resume;
mod store_contract;
mod store_model;
mod store_sqlite;
mod support;
