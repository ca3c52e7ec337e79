//! The whole server minus sockets on a simulated network and clock: random plans of visitors, agents and supervisors, of
//! lost connections, slow readers, failing stores and models, and of processes that are killed at chosen points. A small
//! model of its own says whether what was promised held. See docs/testing.md.
//!
//! A run is one thread and takes everything from one seed, so that it can be played again. `run` sets the stage for a
//! `plan`, lets the `world` carry messages between each `client` and the `server`, and hands what was seen to the
//! `reference`. `seeds` are the tests of the server, `broken_servers` those of the simulation.

mod client;
mod plan;
mod reference;
mod run;
mod server;
mod world;

mod broken_servers;
mod seeds;
