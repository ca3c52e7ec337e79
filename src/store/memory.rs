//! The memory store: for simulation and tests of everything above the store. Same contract, nothing durable.
