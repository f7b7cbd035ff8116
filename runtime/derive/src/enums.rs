//! Enums: documented values, and any other.

use crate::input::{Input, Member};

/// The variant that holds a value which is not documented.
const UNRECOGNIZED: &str = "Unrecognized";

pub(crate) fn open_enum(input: &Input) -> Result<String, String> {
    let (documented, other) = variants(input)?;
    let is_integer = other.ty.contains("i64");
    if is_integer {
        integers(&input.name, documented)
    } else {
        Ok(texts(&input.name, documented))
    }
}

pub(crate) fn error_code(input: &Input) -> Result<String, String> {
    let (documented, _) = variants(input)?;
    Ok(text(&input.name, documented))
}

/// The documented variants, and the one for any other value.
fn variants(input: &Input) -> Result<(&[Member], &Member), String> {
    let name = &input.name;
    for variant in &input.members {
        if let Some(setting) = variant.setting_beside(&["value"]) {
            return Err(format!("`{}`: `{setting}` is not `value`", variant.name));
        }
    }
    match input.members.split_last() {
        Some((other, documented)) if input.is_enum && other.name == UNRECOGNIZED => {
            Ok((documented, other))
        }
        _ => Err(format!(
            "`{name}` must be an enum whose last variant is `{UNRECOGNIZED}`"
        )),
    }
}

/// What enums of text and error codes have in common.
fn text(name: &str, documented: &[Member]) -> String {
    let (values, mut to_text, mut from_text) = (values(documented), String::new(), String::new());
    for variant in documented {
        let rust = &variant.name;
        let value = match variant.setting("value") {
            Some(value) => value.to_owned(),
            None => format!("{rust:?}"),
        };
        to_text += &format!("Self::{rust} => {value},");
        from_text += &format!("{value} => Self::{rust},");
    }
    format!(
        "impl {name} {{
            {values}

            /// Returns the value as the API has it.
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

/// An enum whose values are text.
fn texts(name: &str, documented: &[Member]) -> String {
    let common = text(name, documented);
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

/// An enum whose values are integers.
fn integers(name: &str, documented: &[Member]) -> Result<String, String> {
    let (values, mut to_integer, mut from_integer) =
        (values(documented), String::new(), String::new());
    for variant in documented {
        let rust = &variant.name;
        let value = variant
            .setting("value")
            .ok_or_else(|| format!("`{rust}` needs its integer as `#[rpc(value = …)]`"))?;
        to_integer += &format!("Self::{rust} => {value},");
        from_integer += &format!("{value} => Self::{rust},");
    }
    Ok(format!(
        "impl {name} {{
            {values}

            /// Returns the value as the API has it.
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

/// The constant that lists the documented variants.
fn values(documented: &[Member]) -> String {
    let list: String = documented
        .iter()
        .map(|variant| format!("Self::{},", variant.name))
        .collect();
    format!("/// The documented values.\n pub const VALUES: &'static [Self] = &[{list}];")
}
