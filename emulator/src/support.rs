//! Small helpers without knowledge of the service.

pub(crate) mod clock;
pub(crate) mod hex;
pub(crate) mod lock;
pub(crate) mod members;
pub(crate) mod one_line;
