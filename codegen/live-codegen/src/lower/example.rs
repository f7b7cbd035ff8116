//! Writes the examples in the documentation of operations.

mod shown;

use std::collections::BTreeSet;

use live_spec::{self as spec, Format, Type};

use super::context::Context;
use crate::docs::{LINE, length};
use crate::model::{Field, Parameter, Struct, Ty, TypeDef};
use crate::names::library;
use shown::Response;

/// Returns a call of an operation with its required parameters, which prints what was asked for, as
/// lines of a documentation test.
pub(super) fn call(
    context: &Context<'_>,
    operation: &spec::Operation,
    method: &str,
    parameters: &[Parameter],
    response: &Struct,
    types: &[TypeDef],
) -> Vec<String> {
    let shown = Response {
        fields: &response.fields,
        types: types.iter().chain(&context.types).collect(),
        sent: operation
            .request
            .iter()
            .map(|field| field.name.as_str())
            .collect(),
        given: operation
            .request
            .iter()
            .filter(|field| field.required)
            .map(|field| field.name.as_str())
            .collect(),
        read_only: operation.read_only,
        lists: operation.summary.starts_with("Lists"),
    };
    let pages = operation.pages.as_ref();
    let walked = pages.and_then(|pages| shown.walked(&pages.items.names));
    let (start, end, printed) = match (walked, shown.printed()) {
        (Some(walked), _) => ("let mut items = ", ".items();", Some(walked)),
        (None, Some(printed)) => ("let response = ", ".send().await?;", Some(printed)),
        (None, None) => ("", ".send().await?;", None),
    };
    let shape = Shape {
        start,
        end,
        printed: printed.as_deref(),
        optional: None,
    };
    shaped(context, operation, method, parameters, types, &shape)
}

/// What an example contains besides the method and the required parameters.
pub(super) struct Shape<'a> {
    /// The code before the client.
    pub(super) start: &'a str,
    /// The code after the setters.
    pub(super) end: &'a str,
    /// The statement that prints the result.
    pub(super) printed: Option<&'a str>,
    /// A field whose example an optional parameter of the same name is set to.
    pub(super) optional: Option<&'a spec::Field>,
}

/// Returns a call of this shape as lines of a documentation test.
pub(super) fn shaped(
    context: &Context<'_>,
    operation: &spec::Operation,
    method: &str,
    parameters: &[Parameter],
    types: &[TypeDef],
    shape: &Shape<'_>,
) -> Vec<String> {
    let mut values = Values {
        context,
        types,
        library: library(&context.service.product),
        imports: BTreeSet::new(),
    };
    let mut code = format!("{}client.{method}()", shape.start);
    let pages = operation.pages.as_ref();
    for (parameter, field) in parameters.iter().zip(&operation.request) {
        let optional = shape
            .optional
            .filter(|optional| optional.name == field.name);
        // A walk starts at the first page.
        let is_page = pages.is_some_and(|pages| pages.by.is_number(field));
        if (parameter.required.is_some() && !is_page) || optional.is_some() {
            let example = optional
                .and_then(|optional| optional.example.as_deref())
                .or(field.example.as_deref())
                .or_else(|| elsewhere(context, field));
            code.push_str(&values.setter(&parameter.field, field, example));
        }
    }
    code.push_str(shape.end);
    let Values {
        library, imports, ..
    } = values;
    let mut lines = vec!["```no_run".to_owned()];
    if !imports.is_empty() {
        let names: Vec<_> = imports.into_iter().collect();
        let family = &context.family.name;
        lines.extend(formatted(&format!(
            "use {library}::{family}::{{{}}};",
            names.join(", ")
        )));
    }
    lines.push(format!(
        "# async fn run(client: {library}::Client) -> Result<(), {library}::Error> {{"
    ));
    let printed = shape.printed.map(statement).unwrap_or_default();
    lines.extend(statement(&code).into_iter().chain(printed).map(|line| {
        // rustdoc hides lines that start with `#`, and shows `##` as `#`.
        if line.trim_start().starts_with('#') {
            line.replacen('#', "##", 1)
        } else {
            line
        }
    }));
    lines.extend(["# Ok(()) }", "```"].map(str::to_owned));
    lines
}

/// Returns a struct with its required members, and the types that it needs.
pub(super) fn response(
    context: &Context<'_>,
    structure: &Struct,
    fields: &[spec::Field],
    types: &[TypeDef],
) -> (String, Vec<String>) {
    let own = TypeDef::Struct(structure.clone());
    let types: Vec<_> = types.iter().cloned().chain([own]).collect();
    let mut values = Values {
        context,
        types: &types,
        library: library(&context.service.product),
        imports: BTreeSet::new(),
    };
    let object = Type::Object(fields.to_vec());
    let code = values.structure(&structure.name, &object, None);
    (code, values.imports.into_iter().collect())
}

/// Lays a statement out on one line if that fits the documentation of a method, else on several.
pub(super) fn statement(code: &str) -> Vec<String> {
    let is_one = !code.contains(['\n', '{']) || code.starts_with("println!");
    if length(code) <= LINE - "    /// ".len() && is_one {
        return vec![code.to_owned()];
    }
    let lines = formatted(&format!("async fn run() {{ {code} }}"));
    let inside = lines.get(1..lines.len().saturating_sub(1));
    let inside = inside.unwrap_or_default().iter();
    inside
        .map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned())
        .collect()
}

/// Formats code as lines of usual length. Returns invalid code unchanged, which the documentation
/// test then reports.
pub(super) fn formatted(code: &str) -> Vec<String> {
    let text = match syn::parse_file(code) {
        Ok(file) => prettyplease::unparse(&file),
        Err(_) => code.to_owned(),
    };
    text.lines().map(str::to_owned).collect()
}

/// Where a value is used.
#[derive(Clone, Copy, PartialEq)]
enum Position {
    /// As the argument of a setter, or as part of a value that is converted to the argument's type.
    Converted,
    /// Inside a list or map that is converted as a whole, where the value needs its exact type.
    Exact,
}

/// Writes values, and collects the imports they need.
struct Values<'a> {
    context: &'a Context<'a>,
    /// Types of the operation.
    types: &'a [TypeDef],
    library: String,
    imports: BTreeSet<String>,
}

impl Values<'_> {
    /// Returns a call of a field's setter.
    fn setter(&mut self, field: &Field, spec: &spec::Field, example: Option<&str>) -> String {
        let scalar = match &field.ty {
            Ty::Vec(item) => {
                let item = self.item(item, spec, &spec.ty, example, Position::Converted);
                format!("[{item}]")
            }
            Ty::Map(value) => {
                let value = self.item(value, spec, &spec.ty, None, Position::Converted);
                format!("[(\"name\", {value})]")
            }
            ty => self.value(ty, spec, &spec.ty, example, Position::Converted),
        };
        format!(".{}({scalar})", field.name)
    }

    /// Returns an item of a list or a value of a map. `example` shows the whole list or map.
    fn item(
        &mut self,
        item: &Ty,
        field: &spec::Field,
        whole: &Type,
        example: Option<&str>,
        position: Position,
    ) -> String {
        let ty = match self.context.resolve(whole) {
            Type::Array(array) => &*array.items,
            Type::Map(values) => &**values,
            other => other,
        };
        let first = example.and_then(first_item);
        self.value(item, field, ty, first.as_deref(), position)
    }

    fn value(
        &mut self,
        ty: &Ty,
        field: &spec::Field,
        spec: &Type,
        example: Option<&str>,
        position: Position,
    ) -> String {
        let exact = position == Position::Exact;
        let text = || literal(example.or(first_value(self.context.resolve(spec))));
        match ty {
            Ty::String if exact => format!("String::from({})", text()),
            Ty::Secret if exact => format!("{}::Secret::from({})", self.library, text()),
            Ty::Value if exact => format!("{}::Value::from({})", self.library, text()),
            Ty::TextEnum(name) if exact => {
                let value = format!("{name}::from({})", text());
                self.imports.insert(name.clone());
                value
            }
            Ty::String | Ty::Secret | Ty::TextEnum(_) | Ty::Value => text(),
            Ty::Timestamp => literal(example.or(field.format.map(Format::example))),
            Ty::UnixSeconds | Ty::UnixMilliseconds => {
                let known = field.format.map(Format::example);
                let number = number::<i64>(field, example.or(known), 1);
                let fits = i32::try_from(number).is_ok();
                format!("{number}{}", if fits { "" } else { "_i64" })
            }
            Ty::Duration => {
                let seconds = number::<u64>(field, example, 1);
                format!("std::time::Duration::from_secs({seconds})")
            }
            Ty::I32 => {
                let number = number::<i32>(field, example, 1);
                format!("{number}{}", if exact { "_i32" } else { "" })
            }
            Ty::I64 | Ty::IntegerEnum(_) => {
                let known = first_value(self.context.resolve(spec));
                let number = number::<i64>(field, example.or(known), 1);
                let fits = i32::try_from(number).is_ok();
                let number = format!("{number}{}", if exact || !fits { "_i64" } else { "" });
                match ty {
                    Ty::IntegerEnum(name) if exact => {
                        self.imports.insert(name.clone());
                        format!("{name}::from({number})")
                    }
                    _ => number,
                }
            }
            Ty::F64 => {
                let number = number::<f64>(field, example, 1.0);
                format!("{number:?}{}", if exact { "_f64" } else { "" })
            }
            Ty::Bool => (example == Some("true")).to_string(),
            Ty::Vec(item) => {
                let item = self.item(item, field, spec, example, Position::Exact);
                format!("{}[{item}]", if exact { "vec!" } else { "" })
            }
            Ty::Map(value) => {
                let value = self.item(value, field, spec, None, Position::Exact);
                let entries = format!("[(String::from(\"name\"), {value})]");
                if exact {
                    format!("std::collections::BTreeMap::from({entries})")
                } else {
                    entries
                }
            }
            Ty::JsonText(_) => {
                format!("{}::JsonText::from(String::from({}))", self.library, text())
            }
            Ty::Struct(name) => self.structure(name, spec, example),
        }
    }

    /// Returns a struct with its required members, or with one member as an illustration.
    fn structure(&mut self, name: &str, spec: &Type, example: Option<&str>) -> String {
        self.imports.insert(name.to_owned());
        let mut code = format!("{name}::default()");
        let Some(definition) = self.definition(name) else {
            return code;
        };
        let Type::Object(members) = self.context.resolve(spec) else {
            return code;
        };
        let shown: Option<serde_json::Value> =
            example.and_then(|text| serde_json::from_str(text).ok());
        let shown = |member: &spec::Field| {
            let shown = shown.as_ref().and_then(|object| object.get(&member.name));
            shown.map(json_text).or_else(|| member.example.clone())
        };
        let members = || definition.fields.iter().zip(members);
        let mut chosen: Vec<_> = members().filter(|(_, member)| member.required).collect();
        if chosen.is_empty() {
            let texts = members().filter(|(field, _)| field.ty == Ty::String);
            chosen.extend(texts.filter(|(_, member)| shown(member).is_some()).take(1));
        }
        for (field, member) in chosen {
            code.push_str(&self.setter(field, member, shown(member).as_deref()));
        }
        code
    }

    fn definition(&self, name: &str) -> Option<Struct> {
        let mut types = self.types.iter().chain(&self.context.types);
        types.find_map(|definition| match definition {
            TypeDef::Struct(definition) if definition.name == name => Some(definition.clone()),
            _ => None,
        })
    }
}

/// Returns a string literal, raw if that avoids escapes.
pub(super) fn literal(text: Option<&str>) -> String {
    let text = text.unwrap_or("example");
    let escaped = format!("{text:?}");
    let raw = text.contains('"') && !text.contains("\"#") && !text.contains(char::is_control);
    // Raw literals cannot contain characters that need an escape for other reasons.
    if raw && escaped.len() - 2 - text.len() == text.matches(['"', '\\']).count() {
        format!("r#\"{text}\"#")
    } else {
        escaped
    }
}

/// Returns the number of the example, else the minimum, else `other`.
fn number<T: std::str::FromStr>(field: &spec::Field, example: Option<&str>, other: T) -> T {
    let least = || field.range.min?.to_string().parse().ok();
    let example = example.and_then(|text| text.trim().parse().ok());
    example.or_else(least).unwrap_or(other)
}

/// Returns the example of a parameter of the same name in another operation, preferably of the same
/// family.
fn elsewhere<'a>(context: &Context<'a>, field: &spec::Field) -> Option<&'a str> {
    let families = [context.family]
        .into_iter()
        .chain(&context.service.families);
    families
        .flat_map(|family| &family.operations)
        .flat_map(|operation| &operation.request)
        .filter(|other| other.name == field.name)
        .find_map(|other| other.example.as_deref())
}

/// Returns the first documented value of an enum.
fn first_value(ty: &Type) -> Option<&str> {
    match ty {
        Type::Enum(known) => known.values.first().map(|known| known.value.as_str()),
        _ => None,
    }
}

/// Returns the first item of a JSON list.
fn first_item(list: &str) -> Option<String> {
    let list: Vec<serde_json::Value> = serde_json::from_str(list).ok()?;
    list.first().map(json_text)
}

/// Formats a JSON value as an example: text without quotes, anything else as JSON.
fn json_text(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
