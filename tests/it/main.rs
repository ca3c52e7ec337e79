//! Tests at the doors that users come through: sockets, HTTP, files, the binary.

mod architecture;
