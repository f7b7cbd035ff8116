//! Parameters as text, and JSON as values.

pub mod encode;
pub mod decode;
