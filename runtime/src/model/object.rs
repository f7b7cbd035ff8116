//! Objects of requests and responses.

/// Defines a struct of documented fields that can be read from a response and written to a request.
///
/// Each field is given with its name as sent. A list that old responses wrap in an object with a single field has the
/// name of that field behind it.
///
/// ```
/// alibabacloud_rpc::object! {
///     /// Streams that are being published.
///     pub struct Streams {
///         /// Number of streams.
///         pub total: Option<i32> = "Total",
///         /// Names of the streams.
///         pub names: Vec<String> = "Names" / "Name",
///     }
/// }
///
/// let mut streams = Streams::default();
/// streams.total = Some(1);
/// streams.names.push("morning".into());
/// # #[cfg(feature = "serde")]
/// assert_eq!(serde_json::to_string(&streams).unwrap(), r#"{"Names":{"Name":["morning"]},"Total":1}"#);
/// ```
#[macro_export]
macro_rules! object {
    (
        $(#[$meta:meta])*
        pub struct $Object:ident {
            $( $(#[$field_meta:meta])* pub $field:ident: $Type:ty = $name:literal $(/ $inner:literal)?, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct $Object {
            $( $(#[$field_meta])* pub $field: $Type, )*
        }

        #[allow(deprecated, reason = "what is deprecated is there all the same")]
        impl $crate::encode::WriteFields for $Object {
            #[inline]
            fn write_fields(&self, fields: &mut $crate::encode::FieldWriter<'_>) {
                $( fields $(.within($inner))? .field($name, &self.$field); )*
                let _ = fields;
            }
        }

        #[allow(deprecated, reason = "what is deprecated is there all the same")]
        impl $crate::decode::ReadFields for $Object {
            #[inline]
            fn read_field(
                &mut self,
                name: &str,
                value: $crate::decode::ValueReader<'_>,
            ) -> $crate::decode::Reading {
                match name {
                    $( $name => value $(.within($inner))? .read(&mut self.$field), )*
                    _ => value.unknown(name),
                }
            }
        }

        $crate::__serde_object!($Object);
    };
}
