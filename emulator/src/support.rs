//! Small helpers without knowledge of the service.

pub(crate) mod clock;
pub(crate) mod lock;
