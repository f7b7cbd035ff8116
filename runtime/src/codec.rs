//! Encodes request parameters and decodes JSON responses.

pub mod encode;
pub mod decode;
pub(crate) mod extra_members;
