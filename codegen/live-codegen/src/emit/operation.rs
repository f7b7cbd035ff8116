//! The file of one operation.

use super::source::{Source, Text, fits};
use super::types::{self, Setter};
use crate::docs::Docs;
use crate::model::{Family, Operation, Parameter, Ty};

pub(super) fn operation(family: &Family, operation: &Operation) -> Result<String, syn::Error> {
    let mut source = Source::new(&operation.spec, &Docs::default());
    source.text(imports(family, operation));
    source.text(client_method(operation));
    if !operation.parameters.is_empty() {
        source.text(setters(operation));
    }
    source.text(request(operation));
    types::structure(&mut source, &operation.response);
    for definition in &operation.types {
        types::definition(&mut source, definition);
    }
    source.text(types::error_codes(&operation.errors));
    source.finish()
}

fn imports(family: &Family, operation: &Operation) -> String {
    let mut shared: Vec<_> = family
        .types
        .iter()
        .map(super::type_name)
        .filter(|name| mentions(operation, name))
        .collect();
    shared.sort();
    let mut text = Text::default();
    match shared.as_slice() {
        [] => {}
        [name] => text.line(0, format!("use super::{name};")),
        names => text.line_or(0, format!("use super::{{{}}};", names.join(", ")), |text| {
            text.line(0, "use super::{");
            fill(text, 1, names);
            text.line(0, "};");
        }),
    }
    text.line(0, "use crate::Client;");
    text.line(0, "use alibabacloud_rpc as rpc;");
    text.finish()
}

/// Names with commas between and behind them, as many to a line as fit.
fn fill(text: &mut Text, indent: usize, names: &[String]) {
    let mut line = String::new();
    for name in names {
        let longer = format!("{line} {name},");
        if line.is_empty() {
            line = format!("{name},");
        } else if fits(indent, &longer) {
            line = longer;
        } else {
            text.line(indent, &line);
            line = format!("{name},");
        }
    }
    text.line(indent, line);
}

/// Whether the operation's file has to name a shared type.
fn mentions(operation: &Operation, name: &str) -> bool {
    fn in_type(ty: &Ty, name: &str) -> bool {
        match ty {
            Ty::Vec(inner) | Ty::Map(inner) | Ty::JsonText(inner) => in_type(inner, name),
            Ty::Struct(other) | Ty::TextEnum(other) | Ty::IntegerEnum(other) => other == name,
            Ty::String | Ty::Secret | Ty::I32 | Ty::I64 | Ty::F64 | Ty::Bool | Ty::Value => false,
        }
    }
    let inner = operation
        .types
        .iter()
        .flat_map(|definition| match definition {
            crate::model::TypeDef::Struct(definition) => definition.fields.as_slice(),
            crate::model::TypeDef::Enum(_) => &[],
        });
    let parameters = operation
        .parameters
        .iter()
        .map(|parameter| &parameter.field);
    parameters
        .chain(&operation.response.fields)
        .chain(inner)
        .any(|field| in_type(&field.ty, name))
}

fn client_method(operation: &Operation) -> String {
    let mut text = Text::default();
    let (method, builder) = (&operation.method_name, builder_name(operation));
    text.line(0, "impl Client {");
    text.docs(1, &operation.docs);
    text.deprecated(1, operation.deprecated.as_ref());
    text.line(1, "#[inline]");
    let head = format!("pub fn {method}(&self) -> {builder} {{");
    text.line_or(1, head, |text| {
        text.line(1, format!("pub fn {method}("));
        text.line(2, "&self,");
        text.line(1, format!(") -> {builder} {{"));
    });
    text.line(2, format!("{builder}::new(self.clone())"));
    text.line(1, "}");
    text.line(0, "}");
    text.finish()
}

fn setters(operation: &Operation) -> String {
    let builder = builder_name(operation);
    let states: Vec<_> = required(operation).map(|(_, state)| state).collect();
    let mut text = Text::default();
    let generics = generics(&states, None);
    text.line_or(
        0,
        format!("impl<{generics}> {builder}<{generics}> {{"),
        |text| {
            text.generic(0, "impl", &generics, "");
            text.generic(1, &builder, &generics, "");
            text.line(0, "{");
        },
    );
    for (index, parameter) in operation.parameters.iter().enumerate() {
        if index > 0 {
            text.line(0, "");
        }
        let state = parameter.required.as_ref();
        let set = state.map(|state| {
            let generics = self::generics(&states, Some(state));
            let returns = format!("{builder}<{generics}>");
            (returns, format!("{builder}(self.0.with_state())"))
        });
        let (returns, result) = match &set {
            Some((returns, result)) => (returns.as_str(), result.as_str()),
            None => ("Self", "self"),
        };
        let setter = Setter {
            inline: false,
            place: "self.0.request",
            returns,
            result,
        };
        setter.write(&mut text, &parameter.field);
    }
    text.line(0, "}");
    text.finish()
}

/// The type parameters of a builder, one of which may be set.
fn generics(states: &[&String], set: Option<&String>) -> String {
    let states = states.iter().map(|&state| {
        if Some(state) == set {
            "rpc::Set"
        } else {
            state.as_str()
        }
    });
    ["C"]
        .into_iter()
        .chain(states)
        .collect::<Vec<_>>()
        .join(", ")
}

/// The request, its builder and what sends it, as a call of the runtime's macro.
fn request(operation: &Operation) -> String {
    let Operation {
        name, method_name, ..
    } = operation;
    let mut text = Text::default();
    text.line(0, "rpc::operation! {");
    text.docs(1, &Docs::new(&format!("Parameters of {name}.")));
    text.line(1, format!("pub struct {name}Request {{"));
    for parameter in &operation.parameters {
        let field = &parameter.field;
        let sent = format!("{}({:?})", parameter.encoding, field.wire);
        types::member(&mut text, field, &sent);
    }
    text.line(1, "}");
    text.line(0, "");
    text.deprecated(1, operation.deprecated.as_ref());
    let states: Vec<_> = required(operation)
        .map(|(parameter, state)| {
            let marker = crate::names::pascal(&parameter.field.wire);
            if marker == *state {
                marker
            } else {
                format!("{state}: {marker}")
            }
        })
        .collect();
    let builder = builder_name(operation);
    let returns = format!("{builder}<{}>;", states.join(", "));
    text.line_or(1, format!("fn {method_name}() -> {returns}"), |text| {
        text.line(1, format!("fn {method_name}()"));
        text.line_or(1, format!("-> {returns}"), |text| {
            text.line(1, format!("-> {builder}<"));
            fill(text, 2, &states);
            text.line(1, ">;");
        });
    });
    text.line(1, format!("type Response = {name}Response;"));
    let error = format!("{name}Error<{name}ErrorCode>;");
    text.line_or(1, format!("type Error = {error}"), |text| {
        text.line(1, "type Error =");
        text.line_or(2, error, |text| {
            text.line(2, format!("{name}Error<"));
            text.line(3, format!("{name}ErrorCode,"));
            text.line(2, ">;");
        });
    });
    let method = if operation.post { "post" } else { "get" };
    let read_only = if operation.read_only {
        ".read_only()"
    } else {
        ""
    };
    let limit = match operation.limit {
        None => String::new(),
        Some((calls, false)) => format!(".per_second({calls})"),
        Some((calls, true)) => format!(".per_minute({calls})"),
    };
    text.line(
        1,
        format!("const INFO = {method}({name:?}){read_only}{limit};"),
    );
    text.line(0, "}");
    text.finish()
}

fn required(operation: &Operation) -> impl Iterator<Item = (&Parameter, &String)> {
    operation
        .parameters
        .iter()
        .filter_map(|parameter| Some((parameter, parameter.required.as_ref()?)))
}

fn builder_name(operation: &Operation) -> String {
    format!("{}Builder", operation.name)
}
