//! The HTTP server, its connections, and the endpoint that injects faults.

pub(crate) mod server;
pub(crate) mod control;
mod guard;
mod send;
mod body;
mod wire;
