//! What changes for users of the generated crate between two states of the specs.
//!
//! Both states become a [`Model`](crate::model::Model), so that names and types are compared as
//! users see them. Both are lowered by the generator of today: what a change of the generator or of
//! the runtime does to users is not seen here.

// The layers, top first.
mod report;
mod changelog;
mod version;
mod compare;
mod service;
mod operations;
mod notifications;
mod pages;
mod waits;
mod types;
mod members;
mod enums;
mod comparison;
mod shown;
mod state;
mod change;

pub use change::{Change, Changes, Rank};
pub use changelog::NoSection;
pub use compare::compare;
pub use state::{Refused, State};
pub use version::{NotVersion, Version};
