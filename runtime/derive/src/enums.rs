//! `#[derive(OpenEnum)]` and `#[derive(ErrorCode)]`: enums of documented values. An open enum also
//! holds any other value.
//!
//! Both implement `Eq`, since `derive(Eq)` adds a hidden function to each enum, which users would
//! have to compile.

use crate::error::Error;
use crate::input::{Input, Kind, Member};

/// The variant that holds undocumented values.
const UNRECOGNIZED: &str = "Unrecognized";

/// The method that tells documented values from others.
const IS_DOCUMENTED: &str = "
    /// Returns whether this is one of the documented values.
    #[must_use]
    #[inline]
    pub const fn is_documented(&self) -> bool {
        !matches!(self, Self::Unrecognized(_))
    }";

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
    input.check(Kind::Enum)?;
    input.settings.check(&[], &[])?;
    check_documented(&input.members)?;
    let name = &input.name;
    let codes = input.members.iter().map(|variant| {
        let code = text_value(variant);
        format!("({code}, Self::{}),", variant.name)
    });
    let codes: String = codes.collect();
    Ok(format!(
        "#[diagnostic::do_not_recommend]
        impl ::alibabacloud_rpc::ErrorCode for {name} {{
            const CODES: &'static [(&'static str, Self)] = &[{codes}];
        }}
        impl ::std::cmp::Eq for {name} {{}}
        impl ::std::fmt::Display for {name} {{
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {{
                f.pad(::alibabacloud_rpc::ErrorCode::as_str(*self))
            }}
        }}"
    ))
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
    check_documented(documented)?;
    Ok((documented, other))
}

fn check_documented(variants: &[Member]) -> Result<(), Error> {
    for variant in variants {
        variant.settings.check(&["value"], &[])?;
        if !variant.ty.is_empty() {
            let name = &variant.name;
            return Err(variant.error(format!("`{name}` must have no fields and no discriminant")));
        }
    }
    Ok(())
}

/// Returns whether the variant for any other value holds an `Unrecognized` of this type.
fn holds(other: &Member, ty: &str) -> bool {
    let held: String = other.ty.split_whitespace().collect();
    held.trim_end_matches([')', ','])
        .ends_with(&format!("Unrecognized<{ty}>"))
}

/// Returns the value of a variant as the source text of a literal. Defaults to the variant's name.
fn text_value(variant: &Member) -> String {
    match variant.settings.value("value") {
        Some(value) => value.to_owned(),
        None => format!("{:?}", variant.name),
    }
}

/// Writes the comparisons of an enum with text.
fn text_comparisons(name: &str) -> String {
    format!(
        "impl ::std::cmp::PartialEq<str> for {name} {{
            #[inline]
            fn eq(&self, other: &str) -> bool {{
                self.as_str() == other
            }}
        }}
        impl ::std::cmp::PartialEq<&str> for {name} {{
            #[inline]
            fn eq(&self, other: &&str) -> bool {{
                self.as_str() == *other
            }}
        }}"
    )
}

/// Writes the code for an enum whose values are text.
fn text_enum(name: &str, documented: &[Member]) -> String {
    let (values, mut to_text, mut from_text) = (values(documented), String::new(), String::new());
    for variant in documented {
        let (rust, value) = (&variant.name, text_value(variant));
        to_text += &format!("Self::{rust} => {value},");
        from_text += &format!("{value} => Self::{rust},");
    }
    format!(
        "impl ::std::cmp::Eq for {name} {{}}
        impl {name} {{
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
            {IS_DOCUMENTED}
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
        impl ::std::convert::From<::std::string::String> for {name} {{
            #[inline]
            fn from(value: ::std::string::String) -> Self {{
                Self::from(value.as_str())
            }}
        }}
        impl ::std::str::FromStr for {name} {{
            type Err = ::std::convert::Infallible;

            #[inline]
            fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {{
                ::std::result::Result::Ok(Self::from(value))
            }}
        }}
        impl ::std::convert::AsRef<str> for {name} {{
            #[inline]
            fn as_ref(&self) -> &str {{
                self.as_str()
            }}
        }}
        impl ::std::fmt::Display for {name} {{
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {{
                f.pad(self.as_str())
            }}
        }}
        {comparisons}
        impl ::alibabacloud_rpc::encode::WriteValue for {name} {{
            #[inline]
            fn write_value(&self, writer: ::alibabacloud_rpc::encode::ValueWriter<'_>) {{
                writer.text_of(self.as_str(), self.is_documented(), &Self::VALUES);
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
        ::alibabacloud_rpc::__serde_enum!({name}, as_str);",
        comparisons = text_comparisons(name),
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
        "impl ::std::cmp::Eq for {name} {{}}
        impl {name} {{
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
            {IS_DOCUMENTED}
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
        impl ::std::str::FromStr for {name} {{
            type Err = ::std::num::ParseIntError;

            #[inline]
            fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {{
                value.parse::<i64>().map(Self::from)
            }}
        }}
        impl ::std::cmp::PartialEq<i64> for {name} {{
            #[inline]
            fn eq(&self, other: &i64) -> bool {{
                self.as_i64() == *other
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
                writer.integer_of(self.as_i64(), self.is_documented(), &Self::VALUES);
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
