//! Keywords of types.

use schemars::JsonSchema;

use crate::words::Word;

/// A keyword under `type:`.
#[derive(JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[schemars(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// Text.
    String,
    /// 32-bit integer.
    Integer,
    /// 64-bit integer.
    Long,
    /// Number of single precision.
    Float,
    /// Number of double precision.
    Double,
    /// `true` or `false`.
    Boolean,
    /// Any JSON value.
    Any,
    /// A list whose items have the type under `items`.
    Array,
    /// An object with the fields under `fields`.
    Object,
    /// A map from arbitrary names to values of the type under `values`.
    Map,
    /// A type of `types.yaml`.
    #[schemars(skip)]
    Named,
}

impl Word for Kind {
    const WHAT: &'static str = "type";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("string", Self::String),
        ("integer", Self::Integer),
        ("long", Self::Long),
        ("float", Self::Float),
        ("double", Self::Double),
        ("boolean", Self::Boolean),
        ("any", Self::Any),
        ("array", Self::Array),
        ("object", Self::Object),
        ("map", Self::Map),
    ];
}

impl Kind {
    /// Returns the noun for a value of this type in diagnostics.
    pub(crate) fn noun(&self) -> &'static str {
        match self {
            Self::String => "a string",
            Self::Integer => "an integer",
            Self::Long => "a long",
            Self::Float => "a float",
            Self::Double => "a double",
            Self::Boolean => "a boolean",
            Self::Any => "any value",
            Self::Array => "an array",
            Self::Object => "an object",
            Self::Map => "a map",
            Self::Named => "a named type",
        }
    }

    pub(crate) fn is_integer(&self) -> bool {
        matches!(self, Self::Integer | Self::Long)
    }

    pub(crate) fn accepts_enum(&self) -> bool {
        matches!(self, Self::String) || self.is_integer()
    }

    pub(crate) fn is_number(&self) -> bool {
        self.is_integer() || matches!(self, Self::Float | Self::Double)
    }

    /// Returns whether a text is a value of this type.
    pub(crate) fn accepts(&self, text: &str) -> bool {
        match self {
            Self::Integer => text.parse::<i32>().is_ok(),
            Self::Long => text.parse::<i64>().is_ok(),
            Self::Float | Self::Double => text.parse::<f64>().is_ok_and(f64::is_finite),
            Self::Boolean => matches!(text, "true" | "false"),
            _ => true,
        }
    }
}
