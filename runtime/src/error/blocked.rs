//! Errors of calls that could not be waited for.

use super::{BoxError, Error, ErrorKind};

impl Error {
    pub(crate) fn blocking(operation: &'static str, kind: ErrorKind, reason: BoxError) -> Self {
        Self::new(operation, kind).caused_by(reason)
    }
}
