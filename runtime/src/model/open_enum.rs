//! Enums that stay usable when the service adds values.

use std::fmt;

/// A value that this version of the crate does not know, kept as the service sent it.
///
/// It cannot be made directly: convert from text or a number instead, so that a value which a later version knows
/// compares equal to its variant there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unrecognized<T>(T);

impl<T> Unrecognized<T> {
    #[doc(hidden)]
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value as sent.
    pub const fn get(&self) -> &T {
        &self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for Unrecognized<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Defines an enum of documented texts or integers that also holds any other value.
///
/// Its functions are inline, as are those of the other macros: so they are compiled where they are used, and the many
/// operations that a program does not call cost it little.
///
/// To stay compatible with values that become variants later, match on variants and end with a guard on the text:
///
/// ```
/// alibabacloud_rpc::open_enum! {
///     /// Fill colour of a screen.
///     pub enum Color: str {
///         /// Green.
///         Green = "green",
///         /// Blue.
///         Blue = "blue",
///     }
/// }
///
/// let color = Color::from("red");
/// match &color {
///     Color::Green => panic!(),
///     other if other.as_str() == "red" => {}
///     _ => panic!(),
/// }
/// assert_eq!(Color::from("blue"), Color::Blue);
/// assert_eq!(Color::VALUES, [Color::Green, Color::Blue]);
/// ```
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        pub enum $Enum:ident: str {
            $( $(#[$variant_meta:meta])* $Variant:ident = $value:literal, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Hash)]
        #[non_exhaustive]
        pub enum $Enum {
            $( $(#[$variant_meta])* $Variant, )*
            /// A value that this version of the crate does not know.
            Unrecognized($crate::Unrecognized<String>),
        }

        impl Eq for $Enum {}

        impl $Enum {
            /// The documented values.
            pub const VALUES: &'static [Self] = &[$( Self::$Variant, )*];

            /// The value as sent.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$Variant => $value, )*
                    Self::Unrecognized(value) => value.get(),
                }
            }
        }

        impl From<&str> for $Enum {
            #[inline]
            fn from(value: &str) -> Self {
                match value {
                    $( $value => Self::$Variant, )*
                    other => Self::Unrecognized($crate::Unrecognized::new(other.to_owned())),
                }
            }
        }

        impl From<String> for $Enum {
            #[inline]
            fn from(value: String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl AsRef<str> for $Enum {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::std::fmt::Display for $Enum {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl $crate::encode::WriteValue for $Enum {
            #[inline]
            fn write_value(&self, writer: $crate::encode::ValueWriter<'_>) {
                writer.text(self.as_str());
            }
        }

        impl $crate::decode::ReadValue for $Enum {
            #[inline]
            fn read_value(
                value: $crate::decode::ValueReader<'_>,
            ) -> ::std::result::Result<Option<Self>, $crate::decode::Unreadable> {
                Ok(value.text()?.map(Self::from))
            }
        }

        impl $crate::Placeholder for $Enum {
            #[inline]
            fn placeholder() -> Self {
                Self::from("")
            }
        }

        $crate::__serde_enum!($Enum, as_str);
    };
    (
        $(#[$meta:meta])*
        pub enum $Enum:ident: i64 {
            $( $(#[$variant_meta:meta])* $Variant:ident = $value:literal, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Hash)]
        #[non_exhaustive]
        pub enum $Enum {
            $( $(#[$variant_meta])* $Variant, )*
            /// A value that this version of the crate does not know.
            Unrecognized($crate::Unrecognized<i64>),
        }

        impl Eq for $Enum {}

        impl $Enum {
            /// The documented values.
            pub const VALUES: &'static [Self] = &[$( Self::$Variant, )*];

            /// The value as sent.
            #[must_use]
            #[inline]
            pub const fn as_i64(self) -> i64 {
                match self {
                    $( Self::$Variant => $value, )*
                    Self::Unrecognized(value) => *value.get(),
                }
            }
        }

        impl From<i64> for $Enum {
            #[inline]
            fn from(value: i64) -> Self {
                match value {
                    $( $value => Self::$Variant, )*
                    other => Self::Unrecognized($crate::Unrecognized::new(other)),
                }
            }
        }

        impl ::std::fmt::Display for $Enum {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl $crate::encode::WriteValue for $Enum {
            #[inline]
            fn write_value(&self, writer: $crate::encode::ValueWriter<'_>) {
                writer.integer(self.as_i64());
            }
        }

        impl $crate::decode::ReadValue for $Enum {
            #[inline]
            fn read_value(
                value: $crate::decode::ValueReader<'_>,
            ) -> ::std::result::Result<Option<Self>, $crate::decode::Unreadable> {
                Ok(value.integer()?.map(Self::from))
            }
        }

        impl $crate::Placeholder for $Enum {
            #[inline]
            fn placeholder() -> Self {
                Self::from(0)
            }
        }

        $crate::__serde_enum!($Enum, as_i64);
    };
}

/// Defines an enum of documented error codes that also holds any other code.
///
/// ```
/// alibabacloud_rpc::error_codes! {
///     /// Error codes of OpenDoor.
///     pub enum OpenDoorErrorCode {
///         /// HTTP status 404. There is no such door.
///         DoorNotFound = "Door.NotFound",
///     }
/// }
///
/// assert_eq!(OpenDoorErrorCode::from("Door.NotFound"), OpenDoorErrorCode::DoorNotFound);
/// assert_eq!(OpenDoorErrorCode::from("Door.Stuck").as_str(), "Door.Stuck");
/// ```
#[macro_export]
macro_rules! error_codes {
    (
        $(#[$meta:meta])*
        pub enum $Enum:ident {
            $( $(#[$variant_meta:meta])* $Variant:ident = $value:literal, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $Enum {
            $( $(#[$variant_meta])* $Variant, )*
            /// A code that this version of the crate does not know.
            Unrecognized($crate::Unrecognized<String>),
        }

        impl Eq for $Enum {}

        impl $Enum {
            /// The documented codes.
            pub const VALUES: &'static [Self] = &[$( Self::$Variant, )*];

            /// The code as sent.
            #[inline]
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$Variant => $value, )*
                    Self::Unrecognized(code) => code.get(),
                }
            }
        }

        impl From<&str> for $Enum {
            #[inline]
            fn from(code: &str) -> Self {
                match code {
                    $( $value => Self::$Variant, )*
                    other => Self::Unrecognized($crate::Unrecognized::new(other.to_owned())),
                }
            }
        }

        impl ::std::fmt::Display for $Enum {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
