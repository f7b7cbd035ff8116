//! Type-erased errors.

use std::error::Error;

/// A type-erased error, used as the source of another.
pub type BoxError = Box<dyn Error + Send + Sync>;
