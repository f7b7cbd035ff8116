//! The serde part of the macros that types are defined with: there with the feature `serde`, else empty.

/// Serde impls of an object.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_object {
    ($Object:ident) => {
        impl $crate::serde::Serialize for $Object {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::serde::serialize(self, serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $Object {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::serde::deserialize(deserializer)
            }
        }
    };
}

/// Serde impls of an enum, whose value as sent a method gives.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_enum {
    ($Enum:ident, $value:ident) => {
        impl $crate::serde::Serialize for $Enum {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::serde::Serialize::serialize(&self.$value(), serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $Enum {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::serde::deserialize(deserializer)
            }
        }
    };
}

/// Serde impls of a request.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_request {
    ($Request:ident { $( $field:ident: $Type:ty = $name:literal, )* }) => {
        impl $crate::encode::WriteFields for $Request {
            fn write_fields(&self, fields: &mut $crate::encode::FieldWriter<'_>) {
                $( fields.field($name, &self.$field); )*
                fields.extend(&self.extra_parameters);
            }
        }

        impl $crate::decode::ReadFields for $Request {
            fn read_field(
                &mut self,
                name: &str,
                value: $crate::decode::ValueReader<'_>,
            ) -> $crate::decode::Reading {
                match name {
                    $( $name => value.read(&mut self.$field), )*
                    _ => $crate::serde::read_extra(name, value, &mut self.extra_parameters),
                }
            }
        }

        impl $crate::serde::ReadRequest for $Request {
            const PARAMETERS: &'static [(&'static str, bool)] =
                &[$( ($name, <$Type as $crate::Placeholder>::REQUIRED), )*];

            fn unset() -> Self {
                Self::unset()
            }
        }

        impl $crate::serde::Serialize for $Request {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::serde::serialize(self, serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $Request {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::serde::deserialize_request(deserializer)
            }
        }
    };
}

/// Nothing: the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_object {
    ($($input:tt)*) => {};
}

/// Nothing: the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_enum {
    ($($input:tt)*) => {};
}

/// Nothing: the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_request {
    ($($input:tt)*) => {};
}
