//! Reads the official SDK for Python: the client says how each operation is called, and classes say
//! what is sent and received.
//!
//! The files are generated, one statement a line, so lines are all that has to be understood.

mod client;
mod models;

use live_spec::{Method, Style};

use crate::json::{MetadataError, ReadResult};
use crate::label::Label;
use crate::metadata::{Field, GATEWAY_PARAMETERS, Known, Operation, Shape};
use crate::scalars;

use client::Call;
use models::Models;

/// Start of the names of packages, which continue with product and version.
const PACKAGE: &str = "alibabacloud_";
/// Digits of the version at the end of a package's name, such as `20161101`.
const DIGITS: usize = 8;

/// A package.
pub(crate) struct Package {
    calls: Vec<Call>,
    models: Models,
    label: Label,
}

impl Package {
    pub(crate) fn read(client: &str, models: &[String]) -> ReadResult<Self> {
        let calls = client::calls(client);
        if calls.is_empty() {
            return Err(MetadataError::new(
                "client.py",
                "no method calls an operation, so this is no package of the official SDK",
            ));
        }
        Ok(Self {
            label: label(client, &calls),
            calls,
            models: Models::read(models),
        })
    }

    pub(crate) fn label(&self) -> &Label {
        &self.label
    }

    /// Returns the operations, with their names.
    pub(crate) fn operations(&self) -> Vec<(String, ReadResult<Operation>)> {
        let named = |call: &Call| (call.action.clone(), self.operation(call));
        self.calls.iter().map(named).collect()
    }

    fn operation(&self, call: &Call) -> ReadResult<Operation> {
        let found = |message: String| Err(MetadataError::new("client.py", message));
        let is = |key: &str, known: &[&str]| {
            let value = call.param(key);
            value.is_none_or(|value| known.iter().any(|known| value.eq_ignore_ascii_case(known)))
        };
        let value = |key: &str| call.param(key).unwrap_or_default();
        if !is("style", &["RPC"]) || !is("pathname", &["/"]) {
            let (style, path) = (value("style"), value("pathname"));
            return found(format!(
                "it is called in the style {style} at the path `{path}`"
            ));
        }
        if !is("body_type", &["json"]) || call.is_streamed {
            return found(format!(
                "it answers with `{}`, not with JSON",
                value("body_type")
            ));
        }
        if !is("req_body_type", &["formData"]) && call.has_body() {
            let body = value("req_body_type");
            return found(format!(
                "its request has a body of the type `{body}`, not a form"
            ));
        }
        let method = match value("method").to_ascii_uppercase().as_str() {
            "POST" => Method::Post,
            "GET" => Method::Get,
            other => return found(format!("it takes only {other}, so it is one of a REST API")),
        };
        let unsigned = match value("auth_type") {
            "AK" | "" => false,
            "Anonymous" => true,
            other => return found(format!("callers need the identity {other}")),
        };
        let mut request = Vec::new();
        if let Some(name) = &call.request {
            for field in self.models.fields(name)? {
                if !GATEWAY_PARAMETERS.contains(&field.name.as_str()) {
                    request.push(parameter(call, field)?);
                }
            }
        }
        let response = self.models.fields(&format!("{}ResponseBody", call.action));
        Ok(Operation {
            name: call.action.clone(),
            method,
            post_only: false,
            documented: true,
            deprecated: call.is_deprecated,
            unsigned,
            access: None,
            ram_action: None,
            limit: None,
            other_limit: None,
            request,
            known: Known {
                response: response.is_ok(),
                errors: false,
                types: false,
                styles: true,
            },
            response: response.unwrap_or_default(),
            errors: Vec::new(),
            errors_complete: false,
            notes: Vec::new(),
        })
    }
}

/// Returns a parameter with what the client says about how it is sent.
fn parameter(call: &Call, field: Field) -> ReadResult<Field> {
    let style = match call.style(&field.name) {
        Some("json") => Some(Style::Json),
        Some("simple") if scalars::is_list_of_scalars(&field.schema.shape) => Some(Style::Comma),
        Some(other) => {
            let message = format!("`{}` is sent in the style `{other}`", field.name);
            return Err(MetadataError::new("client.py", message));
        }
        None => match field.schema.shape {
            Shape::Array(_) | Shape::Object(_) | Shape::Map(_) => Some(Style::Repeat),
            _ => None,
        },
    };
    Ok(Field {
        in_body: call.is_in_body(&field.name),
        style,
        ..field
    })
}

/// Returns what the package says that it is for, by its own name.
fn label(client: &str, calls: &[Call]) -> Label {
    let import = client.lines().find_map(|line| {
        let name = line.strip_prefix("from ")?.split_whitespace().next()?;
        name.strip_prefix(PACKAGE)
    });
    let split = import.and_then(|name| name.split_at_checked(name.len().checked_sub(DIGITS)?));
    let (product, version) = match split {
        Some((product, digits)) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            (Some(product.to_owned()), Some(digits.to_owned()))
        }
        _ => (None, None),
    };
    let stated = |key: &str| {
        let mut values = calls.iter().filter_map(|call| call.param(key));
        values.next().map(str::to_owned)
    };
    Label {
        product,
        version: stated("version").or(version),
        // Each operation has its style.
        style: None,
    }
}
