//! `#[derive(Object)]` and `#[derive(Request)]`: objects in requests and responses, and requests.

use crate::error::Error;
use crate::input::{Input, Kind, Member};

/// Encodings of a parameter. Each is the name of a method of `Parameters`.
const ENCODINGS: [&str; 6] = [
    "query",
    "query_json",
    "query_comma",
    "form",
    "form_json",
    "form_comma",
];

/// The field of a request that holds undocumented parameters.
const EXTRA: &str = "extra_parameters";

/// The field of an object that holds what the other fields cannot hold.
pub(crate) const EXTRA_MEMBERS: &str = "extra_members";

pub(crate) fn object(input: &Input) -> Result<String, Error> {
    let (name, fields) = (
        &input.name,
        fields(input, &["name", "within"], &["required"])?,
    );
    let allow = allow_deprecated(fields);
    let (mut writes, mut reads) = (String::new(), String::new());
    let mut others = "value.unknown(name)".to_owned();
    for field in fields {
        if field.name == EXTRA_MEMBERS {
            writes += &format!("fields.extra(&self.{EXTRA_MEMBERS});");
            others = format!("value.extra(&mut self.{EXTRA_MEMBERS})");
            continue;
        }
        let (rust, wire) = (&field.name, wire_name(field));
        let within = field.settings.value("within");
        let within = within.map(|inner| format!(".within({inner})"));
        let within = within.unwrap_or_default();
        let write = field.settings.flags().next().unwrap_or("field");
        writes += &format!("fields{within}.{write}({wire}, &self.{rust});");
        reads += &format!("{wire} => value{within}.read(&mut self.{rust}),");
    }
    Ok(format!(
        "{allow}
        impl ::alibabacloud_rpc::encode::WriteFields for {name} {{
            #[inline]
            fn write_fields(&self, fields: &mut ::alibabacloud_rpc::encode::FieldWriter<'_>) {{
                {writes}
                let _ = fields;
            }}
        }}
        {allow}
        impl ::alibabacloud_rpc::decode::ReadFields for {name} {{
            #[inline]
            fn read_field(
                &mut self,
                name: &str,
                value: ::alibabacloud_rpc::decode::ValueReader<'_>,
            ) -> ::alibabacloud_rpc::decode::ReadResult {{
                match name {{
                    {reads}
                    _ => {others},
                }}
            }}
        }}
        ::alibabacloud_rpc::__serde_object!({name});"
    ))
}

pub(crate) fn request(input: &Input) -> Result<String, Error> {
    let (name, fields) = (&input.name, fields(input, &["name"], &ENCODINGS)?);
    let allow = allow_deprecated(fields);
    let Some((Member { name: last, .. }, fields)) = fields.split_last() else {
        return Err(input.error(format!("`{name}` must have the field `{EXTRA}`")));
    };
    if last != EXTRA {
        return Err(input.error(format!("the last field of `{name}` must be `{EXTRA}`")));
    }
    let (mut writes, mut placeholders, mut documented) =
        (String::new(), String::new(), String::new());
    for field in fields {
        let Member { name: rust, ty, .. } = field;
        let wire = wire_name(field);
        let encoding = field.settings.flags().next().unwrap_or("query");
        writes += &format!("parameters.{encoding}({wire}, &self.{rust});");
        placeholders +=
            &format!("{rust}: <{ty} as ::alibabacloud_rpc::Placeholder>::placeholder(),");
        documented += &format!("{rust}: {ty} = {encoding}({wire}),");
    }
    Ok(format!(
        "{allow}
        impl ::alibabacloud_rpc::WriteParameters for {name} {{
            #[inline]
            fn write_parameters(&self, parameters: &mut ::alibabacloud_rpc::Parameters) {{
                {writes}
                parameters.extend(&self.{EXTRA});
            }}
        }}
        {allow}
        impl ::alibabacloud_rpc::Placeholder for {name} {{
            #[inline]
            fn placeholder() -> Self {{
                Self {{ {placeholders} {EXTRA}: ::std::default::Default::default() }}
            }}
        }}
        ::alibabacloud_rpc::__serde_request!({name} {{ {documented} }});"
    ))
}

/// Returns the attribute of code that uses these fields. Attributes cost every user compile time,
/// so there is none where none is needed.
fn allow_deprecated(fields: &[Member]) -> &'static str {
    match fields.iter().any(|field| field.is_deprecated) {
        true => "#[allow(deprecated, reason = \"deprecated fields are still sent and read\")]",
        false => "",
    }
}

/// Returns the fields of a struct after checking their settings.
fn fields<'a>(
    input: &'a Input,
    with_value: &[&str],
    flags: &[&str],
) -> Result<&'a [Member], Error> {
    input.check(Kind::Struct)?;
    input.settings.check(&[], &[])?;
    for field in &input.members {
        field.settings.check(with_value, flags)?;
    }
    Ok(&input.members)
}

/// Returns the name of a field in the API as the source text of a literal. Defaults to the name of
/// the field in PascalCase.
fn wire_name(field: &Member) -> String {
    if let Some(name) = field.settings.value("name") {
        return name.to_owned();
    }
    let mut wire = String::from("\"");
    for word in field.name.trim_start_matches("r#").split('_') {
        let mut characters = word.chars();
        wire.extend(characters.next().map(|first| first.to_ascii_uppercase()));
        wire.push_str(characters.as_str());
    }
    wire + "\""
}
