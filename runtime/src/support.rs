//! Helpers that every other module uses.

pub mod defaults;
pub(crate) mod environment;
pub(crate) mod clock;
pub(crate) mod deadline;
pub(crate) mod backoff;
pub(crate) mod mask;
pub(crate) mod suggest;
pub(crate) mod text;
pub(crate) mod lock;
pub(crate) mod box_error;
