//! `#[derive(Setters)]`: setters for the fields of objects in requests.

use crate::error::Error;
use crate::input::{Input, Kind, Member};
use crate::structs::EXTRA_MEMBERS;

pub(crate) fn setters(input: &Input) -> Result<String, Error> {
    let name = &input.name;
    input.check(Kind::Struct)?;
    let setters: Result<String, Error> = input.members.iter().map(setter).collect();
    Ok(format!("impl {name} {{ {} }}", setters?))
}

/// The setter of an object that keeps extra members.
const EXTRA_MEMBER_SETTER: &str = "
    /// Adds an undocumented member, which is sent in addition to the fields.
    #[inline]
    #[must_use = \"a setter returns the changed object\"]
    pub fn extra_member(
        mut self,
        name: impl ::std::convert::Into<::std::string::String>,
        value: impl ::std::convert::Into<::alibabacloud_rpc::Value>,
    ) -> Self {
        self.extra_members.set(name, value);
        self
    }";

fn setter(field: &Member) -> Result<String, Error> {
    let Member { name, docs, ty, .. } = field;
    if name == EXTRA_MEMBERS {
        return Ok(EXTRA_MEMBER_SETTER.to_owned());
    }
    // Printed types may contain spaces and line breaks.
    let ty: String = ty.split_whitespace().collect();
    let inner = argument_of(&ty, "Option")
        .ok_or_else(|| field.error(format!("`{name}` must be an `Option`")))?;
    let (argument, value) = argument(inner);
    let allow = match field.is_deprecated {
        true => "#[allow(deprecated, reason = \"deprecated fields are still sent and read\")]",
        false => "",
    };
    Ok(format!(
        "{docs}
        {allow}
        #[inline]
        #[must_use = \"a setter returns the changed object\"]
        pub fn {name}(mut self, value: {argument}) -> Self {{
            self.{name} = {value};
            self
        }}"
    ))
}

/// Returns the type of a setter's argument, and the expression that converts the argument to the
/// type of the field, an `Option`.
fn argument(ty: &str) -> (String, String) {
    const SOME: &str = "::std::option::Option::Some";
    if let Some(item) = argument_of(ty, "Vec") {
        let argument = format!("impl ::alibabacloud_rpc::IntoList<{item}>");
        (argument, format!("{SOME}(value.into_list())"))
    } else if let Some(entry) = argument_of(ty, "std::collections::BTreeMap") {
        let entry = entry.strip_prefix("String,").unwrap_or(entry);
        let argument = format!(
            "impl ::std::iter::IntoIterator<Item = (impl ::std::convert::Into<::std::string::String>, \
             impl ::std::convert::Into<{entry}>)>"
        );
        (argument, format!("{SOME}(::alibabacloud_rpc::map(value))"))
    } else if matches!(ty, "i32" | "i64" | "f64" | "bool" | "std::time::Duration") {
        let argument = format!("impl ::alibabacloud_rpc::IntoOption<{ty}>");
        (argument, "value.into_option()".to_owned())
    } else {
        let argument = format!("impl ::alibabacloud_rpc::IntoValue<{ty}>");
        (argument, format!("{SOME}(value.into_value())"))
    }
}

/// Returns the arguments of a generic type: the text between its angle brackets.
fn argument_of<'t>(ty: &'t str, generic: &str) -> Option<&'t str> {
    ty.strip_prefix(generic)?
        .strip_prefix('<')?
        .strip_suffix('>')
}
