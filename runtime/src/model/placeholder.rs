//! Values that stand in a request until its setters replace them.

use serde_json::Value;

use super::json_text::JsonText;
use super::secret::Secret;
use crate::codec::encode::WriteFields;

/// A type of a request's field. The field of a required parameter starts with a value that the builder's type keeps
/// from getting out.
#[doc(hidden)]
pub trait Placeholder {
    /// Whether a parameter of the type is required.
    const REQUIRED: bool = true;

    /// The value before the setter is called.
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

default_placeholders!(String Secret i32 i64 f64 bool Value);
