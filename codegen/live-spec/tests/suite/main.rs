//! Tests of reading and checking specs.

mod any_text;
mod diagnostics;
mod load;
mod notifications;
mod schema;
mod specs;
mod syntax;
mod waiters;
