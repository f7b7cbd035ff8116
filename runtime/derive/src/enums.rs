//! `#[derive(OpenEnum)]` and `#[derive(ErrorCode)]`: enums of documented values that also hold any
//! other value.

use crate::error::Error;
use crate::input::{Input, Kind, Member};

/// The variant that holds undocumented values.
const UNRECOGNIZED: &str = "Unrecognized";

pub(crate) fn open_enum(input: &Input) -> Result<String, Error> {
    let (documented, other) = variants(input)?;
    if holds(other, "i64") {
        integer_enum(&input.name, documented)
    } else if holds(other, "String") {
        Ok(text_enum(&input.name, documented))
    } else {
        let message =
            format!("`{UNRECOGNIZED}` must hold `Unrecognized<String>` or `Unrecognized<i64>`");
        Err(other.error(message))
    }
}

pub(crate) fn error_code(input: &Input) -> Result<String, Error> {
    let (documented, other) = variants(input)?;
    if !holds(other, "String") {
        let message = format!("`{UNRECOGNIZED}` must hold `Unrecognized<String>`");
        return Err(other.error(message));
    }
    Ok(text_conversions(&input.name, documented))
}

/// Returns the documented variants, and the one for any other value.
fn variants(input: &Input) -> Result<(&[Member], &Member), Error> {
    input.check(Kind::Enum)?;
    input.settings.check(&[], &[])?;
    let (other, documented) = match input.members.split_last() {
        Some((other, documented)) if other.name == UNRECOGNIZED => (other, documented),
        _ => {
            let message = format!(
                "the last variant of `{}` must be `{UNRECOGNIZED}`",
                input.name
            );
            return Err(input.error(message));
        }
    };
    other.settings.check(&[], &[])?;
    for variant in documented {
        variant.settings.check(&["value"], &[])?;
        if !variant.ty.is_empty() {
            let name = &variant.name;
            return Err(variant.error(format!("`{name}` must have no fields and no discriminant")));
        }
    }
    Ok((documented, other))
}

/// Returns whether the variant for any other value holds an `Unrecognized` of this type.
fn holds(other: &Member, ty: &str) -> bool {
    let held: String = other.ty.split_whitespace().collect();
    held.trim_end_matches([')', ','])
        .ends_with(&format!("Unrecognized<{ty}>"))
}

/// Writes the conversions that enums of text and error codes share.
fn text_conversions(name: &str, documented: &[Member]) -> String {
    let (values, mut to_text, mut from_text) = (values(documented), String::new(), String::new());
    for variant in documented {
        let rust = &variant.name;
        let value = match variant.settings.value("value") {
            Some(value) => value.to_owned(),
            None => format!("{rust:?}"),
        };
        to_text += &format!("Self::{rust} => {value},");
        from_text += &format!("{value} => Self::{rust},");
    }
    format!(
        "impl {name} {{
            {values}

            /// Returns the value as it is sent.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {{
                match self {{
                    {to_text}
                    Self::{UNRECOGNIZED}(value) => value.get(),
                }}
            }}
        }}
        impl ::std::convert::From<&str> for {name} {{
            #[inline]
            fn from(value: &str) -> Self {{
                match value {{
                    {from_text}
                    other => Self::{UNRECOGNIZED}(::alibabacloud_rpc::Unrecognized::new(other.to_owned())),
                }}
            }}
        }}
        impl ::std::fmt::Display for {name} {{
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {{
                f.pad(self.as_str())
            }}
        }}"
    )
}

/// Writes the code for an enum whose values are text.
fn text_enum(name: &str, documented: &[Member]) -> String {
    let common = text_conversions(name, documented);
    format!(
        "{common}
        impl ::std::convert::From<::std::string::String> for {name} {{
            #[inline]
            fn from(value: ::std::string::String) -> Self {{
                Self::from(value.as_str())
            }}
        }}
        impl ::std::convert::AsRef<str> for {name} {{
            #[inline]
            fn as_ref(&self) -> &str {{
                self.as_str()
            }}
        }}
        impl ::alibabacloud_rpc::encode::WriteValue for {name} {{
            #[inline]
            fn write_value(&self, writer: ::alibabacloud_rpc::encode::ValueWriter<'_>) {{
                writer.text(self.as_str());
            }}
        }}
        impl ::alibabacloud_rpc::decode::ReadValue for {name} {{
            #[inline]
            fn read_value(
                value: ::alibabacloud_rpc::decode::ValueReader<'_>,
            ) -> ::std::result::Result<::std::option::Option<Self>, ::alibabacloud_rpc::decode::ReadFailed> {{
                ::std::result::Result::Ok(value.text()?.map(Self::from))
            }}
        }}
        impl ::alibabacloud_rpc::Placeholder for {name} {{
            #[inline]
            fn placeholder() -> Self {{
                Self::from(\"\")
            }}
        }}
        ::alibabacloud_rpc::__serde_enum!({name}, as_str);"
    )
}

/// Writes the code for an enum whose values are integers.
fn integer_enum(name: &str, documented: &[Member]) -> Result<String, Error> {
    let (values, mut to_integer, mut from_integer) =
        (values(documented), String::new(), String::new());
    for variant in documented {
        let rust = &variant.name;
        let value = variant.settings.value("value").ok_or_else(|| {
            variant.error(format!(
                "`{rust}` needs `#[rpc(value = …)]` with an integer"
            ))
        })?;
        to_integer += &format!("Self::{rust} => {value},");
        from_integer += &format!("{value} => Self::{rust},");
    }
    Ok(format!(
        "impl {name} {{
            {values}

            /// Returns the value as it is sent.
            #[must_use]
            #[inline]
            pub const fn as_i64(self) -> i64 {{
                match self {{
                    {to_integer}
                    Self::{UNRECOGNIZED}(value) => *value.get(),
                }}
            }}
        }}
        impl ::std::convert::From<i64> for {name} {{
            #[inline]
            fn from(value: i64) -> Self {{
                match value {{
                    {from_integer}
                    other => Self::{UNRECOGNIZED}(::alibabacloud_rpc::Unrecognized::new(other)),
                }}
            }}
        }}
        impl ::std::fmt::Display for {name} {{
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {{
                ::std::fmt::Display::fmt(&self.as_i64(), f)
            }}
        }}
        impl ::alibabacloud_rpc::encode::WriteValue for {name} {{
            #[inline]
            fn write_value(&self, writer: ::alibabacloud_rpc::encode::ValueWriter<'_>) {{
                writer.integer(self.as_i64());
            }}
        }}
        impl ::alibabacloud_rpc::decode::ReadValue for {name} {{
            #[inline]
            fn read_value(
                value: ::alibabacloud_rpc::decode::ValueReader<'_>,
            ) -> ::std::result::Result<::std::option::Option<Self>, ::alibabacloud_rpc::decode::ReadFailed> {{
                ::std::result::Result::Ok(value.integer()?.map(Self::from))
            }}
        }}
        impl ::alibabacloud_rpc::Placeholder for {name} {{
            #[inline]
            fn placeholder() -> Self {{
                Self::from(0)
            }}
        }}
        ::alibabacloud_rpc::__serde_enum!({name}, as_i64);"
    ))
}

/// Writes the constant that lists the documented variants.
fn values(documented: &[Member]) -> String {
    let list: String = documented
        .iter()
        .map(|variant| format!("Self::{},", variant.name))
        .collect();
    format!("/// The documented values.\n pub const VALUES: &'static [Self] = &[{list}];")
}
