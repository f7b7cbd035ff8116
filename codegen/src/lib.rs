//! Turns YAML specs of an RPC API into the source of a typed Rust client.

pub mod diagnostics;
pub mod spec;
