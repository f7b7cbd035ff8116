//! The parameters of a call, by the spec of the operation.

use std::path::Path;

use alibabacloud_rpc::Parameters;
use live_spec::{Field, Location, Style};

use crate::called::Called;
use crate::given::{self, Given};
use crate::suggest::did_you_mean;
use crate::typed::Typed;
use crate::values::Reader;

/// The encoded parameters of a call.
#[derive(Debug)]
#[non_exhaustive]
pub struct Encoded {
    /// The parameters, as the generated client writes them.
    pub parameters: Parameters,
    /// What does not fit the spec but is sent, a line each.
    pub misfits: Vec<String>,
}

/// Encodes parameters that are given as `Key=value`, as the generated client does. Paths after `@`
/// are relative to the folder.
///
/// With `unchecked`, what does not fit the spec is sent: a value with the type of the spec is
/// encoded by it, anything else is sent as it is written.
///
/// # Errors
///
/// Fails with all that does not fit, a line each, which names the parameter.
pub fn encode(
    called: Called<'_>,
    given: &[String],
    folder: &Path,
    unchecked: bool,
) -> Result<Encoded, Vec<String>> {
    let fields = &called.operation.request;
    let names: Vec<_> = fields.iter().map(|field| field.name.as_str()).collect();
    let given = given::read(given, &names, folder)?;
    let mut parameters = Parameters::default();
    let mut reader = Reader::new(called);
    for field in fields {
        let Some((name, given)) = given.iter().find(|(name, _)| *name == field.name) else {
            if field.required {
                reader.misfits.push(missing(called, field));
            }
            continue;
        };
        match reader.parameter(field, given) {
            Some(value) => add(&mut parameters, field, &value),
            None => {
                let secret = called.holds_secret(field);
                add_raw(&mut parameters, field.location, secret, name, given);
            }
        }
    }
    for (name, given) in given
        .iter()
        .filter(|(name, _)| !names.contains(&name.as_str()))
    {
        let meant = did_you_mean(name, names.iter().copied());
        let operation = &called.operation.name;
        let misfit = format!("{operation} has no parameter `{name}`{meant}");
        reader.misfits.push(misfit);
        add_raw(&mut parameters, Location::Query, false, name, given);
    }
    if !unchecked && !reader.misfits.is_empty() {
        return Err(reader.misfits);
    }
    Ok(Encoded {
        parameters,
        misfits: reader.misfits,
    })
}

fn add(parameters: &mut Parameters, field: &Field, value: &Typed) {
    let name = &field.name;
    match (field.location, field.style) {
        (Location::Query, None | Some(Style::Repeat)) => parameters.query(name, value),
        (Location::Query, Some(Style::Json)) => parameters.query_json(name, value),
        (Location::Query, Some(Style::Comma)) => parameters.query_comma(name, value),
        (Location::Body, None | Some(Style::Repeat)) => parameters.form(name, value),
        (Location::Body, Some(Style::Json)) => parameters.form_json(name, value),
        (Location::Body, Some(Style::Comma)) => parameters.form_comma(name, value),
    }
}

/// Adds what was given as it was written.
fn add_raw(
    parameters: &mut Parameters,
    location: Location,
    secret: bool,
    name: &str,
    given: &Given,
) {
    for (name, text) in given.flat(name) {
        let value = match secret {
            true => Typed::Secret(text),
            false => Typed::Text(text),
        };
        match location {
            Location::Query => parameters.query(&name, &value),
            Location::Body => parameters.form(&name, &value),
        }
    }
}

/// Says that a parameter is missing, and what it is.
fn missing(called: Called<'_>, field: &Field) -> String {
    let doc = called.doc_of(field);
    let doc = doc.split("\n\n").next().unwrap_or_default();
    let name = &field.name;
    let example = match &field.example {
        Some(example) if !field.secret && !example.contains('\n') => {
            format!(", for example `{name}={example}`")
        }
        _ => String::new(),
    };
    format!("`{name}` is required{example}: {doc}")
}
