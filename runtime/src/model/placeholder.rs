//! Initial values of parameters that are not set yet.

use std::time::Duration;

use serde_json::Value;

use super::json_text::JsonText;
use crate::codec::encode::WriteFields;
use alibabacloud_secret::Secret;

/// The type of a request's field. A required parameter starts with a placeholder; the type of the
/// builder prevents sending it.
#[doc(hidden)]
pub trait Placeholder {
    /// Whether a parameter of this type is required.
    const REQUIRED: bool = true;

    /// Returns the value before the setter is called.
    fn placeholder() -> Self;
}

impl<T> Placeholder for Option<T> {
    const REQUIRED: bool = false;

    fn placeholder() -> Self {
        None
    }
}

impl<T> Placeholder for Vec<T> {
    fn placeholder() -> Self {
        Self::new()
    }
}

impl<T> Placeholder for JsonText<T> {
    fn placeholder() -> Self {
        Self::default()
    }
}

impl<T: WriteFields + Default> Placeholder for T {
    fn placeholder() -> Self {
        Self::default()
    }
}

macro_rules! default_placeholders {
    ($($Type:ty)*) => {
        $(
            impl Placeholder for $Type {
                fn placeholder() -> Self {
                    Self::default()
                }
            }
        )*
    };
}

default_placeholders!(String Secret i32 i64 f64 bool Value Duration);
