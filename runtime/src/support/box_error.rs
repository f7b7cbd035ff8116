//! Errors of any type.

use std::error::Error;

/// A source of an error.
pub type BoxError = Box<dyn Error + Send + Sync>;
