// The wire's types under one name; see docs/protocol.md. Generated from the Rust types, which are their source.
export * from './protocol.gen';
