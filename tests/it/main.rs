//! Tests at the doors that users come through: sockets, HTTP, files, the binary.

mod api;
mod architecture;
mod chat;
mod kill9;
mod process;
mod store_contract;
mod store_model;
mod store_sqlite;
mod support;
