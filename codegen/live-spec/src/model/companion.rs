//! Crates that the client re-exports.

use crate::place::Place;

/// A crate of this project beside the client, which re-exports it behind a feature.
#[derive(Clone, Debug)]
pub struct Companion {
    /// Name of the feature and of the module, `edge`.
    pub name: String,
    /// Name of the crate, `alibabacloud-live-edge`.
    pub krate: String,
    /// What the crate is for, one line.
    pub doc: String,
    /// Its location in the specs.
    pub at: Place,
}
