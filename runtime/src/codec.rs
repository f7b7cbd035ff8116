//! Encodes request parameters, and decodes JSON responses and notifications.

pub mod notification;
pub mod encode;
pub mod decode;
pub(crate) mod extra_members;
