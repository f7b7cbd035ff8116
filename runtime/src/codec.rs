//! Encodes request parameters and decodes JSON responses.

pub mod encode;
pub mod decode;
