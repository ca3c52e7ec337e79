//! The whole server minus sockets on a simulated network and clock: random plans of visitors, agents and supervisors, of
//! lost connections, slow readers, failing stores and models, and of processes that are killed at chosen points. A small
//! model of its own (`reference`, `truth`, `audit`) says whether what was promised held.
//!
//! A run is one thread and takes everything from one seed, so that it can be played again: see docs/testing.md.

mod acts;
mod audit;
mod client;
mod clock;
mod engine;
mod generate;
mod network;
mod notices;
mod panics;
mod plan;
mod reference;
mod run;
mod sabotage;
mod seeds;
mod server;
mod shrink;
mod store;
mod switch;
mod truth;
mod view;
mod wire;
mod world;

mod broken_servers;
