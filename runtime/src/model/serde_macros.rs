//! The serde part of the derive macros: implementations with the feature `serde`, otherwise
//! nothing.

/// Implements serde's traits for an object.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_object {
    ($Object:ident) => {
        impl $crate::serde::Serialize for $Object {
            #[inline]
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::serde::serialize(self, serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $Object {
            #[inline]
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::serde::deserialize(deserializer)
            }
        }
    };
}

/// Implements serde's traits for an enum. The method `$value` returns the value as sent.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_enum {
    ($Enum:ident, $value:ident) => {
        impl $crate::serde::Serialize for $Enum {
            #[inline]
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::serde::Serialize::serialize(&self.$value(), serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $Enum {
            #[inline]
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::serde::deserialize(deserializer)
            }
        }
    };
}

/// Implements serde's traits for a request.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_request {
    ($Request:ident { $( $field:ident: $Type:ty = $encoding:ident($name:literal), )* }) => {
        #[allow(deprecated, reason = "deprecated parameters are deserialized as well")]
        impl $crate::decode::ReadFields for $Request {
            #[inline]
            fn read_field(
                &mut self,
                name: &str,
                value: $crate::decode::ValueReader<'_>,
            ) -> $crate::decode::ReadResult {
                match name {
                    $( $name => value.read(&mut self.$field), )*
                    _ => $crate::serde::read_extra(name, value, &mut self.extra_parameters),
                }
            }
        }

        impl $crate::serde::Serialize for $Request {
            #[inline]
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::serde::serialize_request(self, serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $Request {
            #[inline]
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::serde::deserialize_request(
                    deserializer,
                    <Self as $crate::Placeholder>::placeholder(),
                    &[$( ($name, stringify!($encoding), <$Type as $crate::Placeholder>::REQUIRED), )*],
                )
            }
        }
    };
}

/// Expands to nothing because the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_object {
    ($($input:tt)*) => {};
}

/// Implements serde's traits for a notification of several kinds.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_kinds {
    ($Notification:ident { $( $Kind:ident ),* }) => {
        impl $crate::serde::Serialize for $Notification {
            #[inline]
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $( Self::$Kind(kind) => $crate::serde::serialize(kind, serializer), )*
                }
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $Notification {
            #[inline]
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::serde::deserialize_kinds(deserializer, Self::from_json)
            }
        }
    };
}

/// Expands to nothing because the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_kinds {
    ($($input:tt)*) => {};
}

/// Expands to nothing because the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_enum {
    ($($input:tt)*) => {};
}

/// Expands to nothing because the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_request {
    ($($input:tt)*) => {};
}
