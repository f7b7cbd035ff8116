//! Setters of the fields of objects in requests.

use crate::input::{Input, Member};

pub(crate) fn setters(input: &Input) -> Result<String, String> {
    let name = &input.name;
    let setters: Result<String, String> = input.members.iter().map(setter).collect();
    Ok(format!("impl {name} {{ {} }}", setters?))
}

fn setter(field: &Member) -> Result<String, String> {
    let Member { name, docs, ty, .. } = field;
    let ty = ty.replace(' ', "");
    let inner =
        argument_of(&ty, "Option").ok_or_else(|| format!("`{name}` must be an `Option`"))?;
    let (argument, value) = argument(inner);
    let expected = match docs.contains("deprecated") {
        true => "#[allow(deprecated)]",
        false => "",
    };
    Ok(format!(
        "{docs}
        {expected}
        #[inline]
        pub fn {name}(mut self, value: {argument}) -> Self {{
            self.{name} = ::std::option::Option::Some({value});
            self
        }}"
    ))
}

/// The type of a setter's argument, and the argument turned into the type of the field.
fn argument(ty: &str) -> (String, &'static str) {
    if let Some(item) = argument_of(ty, "Vec") {
        let argument =
            format!("impl ::std::iter::IntoIterator<Item = impl ::std::convert::Into<{item}>>");
        (argument, "::alibabacloud_rpc::list(value)")
    } else if let Some(entry) = argument_of(ty, "std::collections::BTreeMap") {
        let entry = entry.strip_prefix("String,").unwrap_or(entry);
        let argument = format!(
            "impl ::std::iter::IntoIterator<Item = (impl ::std::convert::Into<::std::string::String>, \
             impl ::std::convert::Into<{entry}>)>"
        );
        (argument, "::alibabacloud_rpc::map(value)")
    } else if matches!(ty, "i32" | "i64" | "f64" | "bool") {
        (ty.to_owned(), "value")
    } else {
        (format!("impl ::std::convert::Into<{ty}>"), "value.into()")
    }
}

/// What a generic type has between its angle brackets.
fn argument_of<'t>(ty: &'t str, generic: &str) -> Option<&'t str> {
    ty.strip_prefix(generic)?
        .strip_prefix('<')?
        .strip_suffix('>')
}
