//! Reads the vendor's metadata: a document with `apis`, or a single operation.

mod objects;
mod schema;

use std::cell::Cell;

use live_spec::{Limit, Method, Period, Style};

use crate::json::{Located, ReadResult};
use crate::keys::UnknownKeys;
use crate::label::Label;
use crate::metadata::{Error, Field, GATEWAY_PARAMETERS, Known, Operation, Shape};
use crate::scalars;

/// Maximum number of schemas in an operation. References can multiply a few schemas.
const MOST_SCHEMAS: usize = 20_000;
/// Maximum length of a chain of references.
const LONGEST_CHAIN: usize = 64;

/// The parts of a document that its operations share.
pub(crate) struct Document<'a> {
    root: Located<'a>,
    /// Schemas that can be referred to.
    schemas: Option<Located<'a>>,
    /// Number of schemas that the current operation may still have.
    left: Cell<usize>,
    unknown: UnknownKeys,
}

impl<'a> Document<'a> {
    pub(crate) fn of(root: &Located<'a>) -> ReadResult<Self> {
        let components = root.member("components")?;
        let schemas = components.map(|components| components.member("schemas"));
        Ok(Self {
            root: root.clone(),
            schemas: schemas.transpose()?.flatten(),
            left: Cell::default(),
            unknown: UnknownKeys::default(),
        })
    }

    /// Reads what a document with several operations says that it describes.
    pub(crate) fn label(&self) -> ReadResult<Label> {
        self.unknown.check(&self.root, &objects::DOCUMENT)?;
        let Some(info) = self.root.member("info")? else {
            return Ok(Label::default());
        };
        self.unknown.check(&info, &objects::INFO)?;
        let text = |key| {
            let value = info.member(key)?;
            value
                .map(|value| value.text().map(str::to_owned))
                .transpose()
        };
        Ok(Label {
            product: text("product")?,
            version: text("version")?,
            style: text("style")?,
        })
    }

    /// Returns a note for each key that is not known.
    pub(crate) fn notes(&self) -> Vec<String> {
        self.unknown.notes()
    }

    pub(crate) fn operation(&self, name: &str, at: &Located<'a>) -> ReadResult<Operation> {
        self.left.set(MOST_SCHEMAS);
        self.unknown.check(at, &objects::OPERATION)?;
        let unsigned = objects::is_unsigned(at)?;
        objects::expect_form_and_json(at)?;
        let (method, post_only) = method(at)?;
        let tags = at.member("systemTags")?;
        let tag = |key| tags.as_ref().map_or(Ok(None), |tags| tags.member(key));
        let mut request = Vec::new();
        for parameter in scalars::list(at, "parameters")? {
            let field = self.parameter(&parameter)?;
            if !GATEWAY_PARAMETERS.contains(&field.name.as_str()) {
                request.push(field);
            }
        }
        if method == Method::Get
            && let Some(field) = request.iter().find(|field| field.in_body)
        {
            let name = &field.name;
            return Err(at.error(format!("`{name}` is in the body, but only GET is listed")));
        }
        let (response, errors) = (self.response(at)?, self.errors(at)?);
        // Few documents have these, in varying forms, so an unknown form must not prevent reading
        // the rest.
        let mut notes = Vec::new();
        let ram_action = understood(self.ram_action(name, at), &mut notes);
        let limit = understood(self.limit(name, at), &mut notes);
        Ok(Operation {
            name: name.to_owned(),
            method,
            post_only,
            documented: true,
            deprecated: scalars::flag(at, "deprecated")?,
            unsigned,
            access: tag("operationType")?
                .map(|access| scalars::access(&access))
                .transpose()?
                .flatten(),
            ram_action,
            limit,
            other_limit: None,
            request,
            known: Known {
                response: response.is_some(),
                errors: errors.is_some(),
                ..Known::default()
            },
            response: response.unwrap_or_default(),
            errors: errors.unwrap_or_default(),
            errors_complete: true,
            notes,
        })
    }

    /// Reads the RAM action, which is part of the operation or of a list for all operations.
    fn ram_action(&self, name: &str, at: &Located<'a>) -> ReadResult<Option<String>> {
        let mut entries = scalars::list(at, "ramActions")?;
        if let (true, Some(ram)) = (entries.is_empty(), self.root.member("ram")?) {
            for entry in scalars::list(&ram, "ramActions")? {
                if is_about(&entry, "apiName", name)? {
                    entries.push(entry);
                }
            }
        }
        let Some(entry) = entries.first() else {
            return Ok(None);
        };
        let nested = entry.member("ramAction")?;
        let action = nested.as_ref().unwrap_or(entry).required("action")?;
        Ok(Some(action.text()?.to_owned()))
    }

    /// Reads the rate limit, which is part of the operation or of a list for all operations.
    fn limit(&self, name: &str, at: &Located<'a>) -> ReadResult<Option<Limit>> {
        let own = at.member("flowControl")?;
        let Some(control) =
            own.map_or_else(|| self.root.member("flowControl"), |own| Ok(Some(own)))?
        else {
            return Ok(None);
        };
        for entry in scalars::list(&control, "flowControlList")? {
            if !is_about(&entry, "api", name)? || !is_about(&entry, "regionId", "*")? {
                continue;
            }
            let (calls, window) = (entry.required("threshold")?, entry.required("countWindow")?);
            let per = match window.count()? {
                1 => Period::Second,
                60 => Period::Minute,
                other => {
                    return Err(
                        window.error(format!("a period of {other} seconds is not supported"))
                    );
                }
            };
            return match calls.count()?.try_into() {
                Ok(calls) if calls > 0 => Ok(Some(Limit { calls, per })),
                _ => Err(calls.error("this is not a valid number of calls")),
            };
        }
        Ok(None)
    }

    fn parameter(&self, at: &Located<'a>) -> ReadResult<Field> {
        self.unknown.check(at, &objects::PARAMETER)?;
        let location = at.required("in")?;
        let in_body = match location.text()? {
            "query" => false,
            "formData" => true,
            "body" => {
                return Err(location.error(
                    "the parameter is a whole JSON body, and bodies of RPC requests are forms",
                ));
            }
            other => {
                return Err(
                    location.error(format!("`{other}` is not a location of an RPC parameter"))
                );
            }
        };
        let style = at.member("style")?;
        let schema = at.required("schema")?;
        let field = Field {
            name: name(&at.required("name")?)?,
            required: scalars::required(&schema)?,
            documented_required: scalars::flag(&schema, "docRequired")?,
            in_body,
            style: style.as_ref().map(style_of).transpose()?,
            schema: self.schema(&schema, &mut Vec::new())?,
        };
        if let (Some(style), Some(Style::Comma)) = (&style, field.style)
            && !scalars::is_list_of_scalars(&field.schema.shape)
        {
            return Err(style.error("the style `simple` requires a list of scalars"));
        }
        Ok(field)
    }

    /// Reads the fields of the response, unless the document does not describe it.
    fn response(&self, at: &Located<'a>) -> ReadResult<Option<Vec<Field>>> {
        let Some(responses) = at.member("responses")? else {
            return Ok(None);
        };
        let Some(success) = responses.member("200")? else {
            return Ok(None);
        };
        self.unknown.check(&success, &objects::RESPONSE)?;
        let Some(schema) = success.member("schema")?.filter(|schema| !schema.is_off()) else {
            return Ok(None);
        };
        match self.schema(&schema, &mut Vec::new())?.shape {
            Shape::Object(fields) => Ok(Some(fields)),
            // An object without properties says nothing about its fields.
            Shape::Map(_) if !schema.has("additionalProperties") => Ok(None),
            _ => Err(schema.error("a response must be an object")),
        }
    }

    /// Reads the error codes, unless the document does not list any.
    fn errors(&self, at: &Located<'a>) -> ReadResult<Option<Vec<Error>>> {
        let Some(statuses) = at.member("errorCodes")? else {
            return Ok(None);
        };
        let mut errors = Vec::new();
        for (status, listed) in statuses.members()? {
            let status = status
                .parse()
                .map_err(|_| listed.error("this is not an HTTP status"))?;
            for error in listed.list()? {
                self.unknown.check(&error, &objects::ERROR)?;
                errors.push(Error {
                    status,
                    code: error.required("errorCode")?.text()?.to_owned(),
                });
            }
        }
        Ok(Some(errors))
    }
}

/// Returns the value that was read, or adds a note that it was not understood.
fn understood<T>(read: ReadResult<Option<T>>, notes: &mut Vec<String>) -> Option<T> {
    read.unwrap_or_else(|error| {
        notes.push(format!("not understood, and omitted: {error}"));
        None
    })
}

/// Returns whether an entry of a list applies to a name: it has that name or none.
fn is_about(entry: &Located<'_>, key: &str, name: &str) -> ReadResult<bool> {
    entry
        .member(key)?
        .map_or(Ok(true), |named| Ok(named.text()? == name))
}

/// Returns the method to use, and whether the service accepts only POST.
fn method(at: &Located<'_>) -> ReadResult<(Method, bool)> {
    let listed = at.required("methods")?;
    let (mut can_post, mut can_get) = (false, false);
    for method in listed.list()? {
        let method = method.text()?;
        can_post |= method.eq_ignore_ascii_case("post");
        can_get |= method.eq_ignore_ascii_case("get");
    }
    match (can_post, can_get) {
        (true, can_get) => Ok((Method::Post, !can_get)),
        (false, true) => Ok((Method::Get, false)),
        (false, false) => {
            let others: Vec<_> = listed.list()?.iter().map(Located::sample).collect();
            let others = others.join(", ");
            Err(listed.error(format!(
                "the operation takes only {others}, so it is one of a REST API"
            )))
        }
    }
}

pub(crate) fn style_of(at: &Located<'_>) -> ReadResult<Style> {
    match at.text()? {
        "repeatList" | "flat" => Ok(Style::Repeat),
        "json" => Ok(Style::Json),
        "simple" => Ok(Style::Comma),
        other => Err(at.error(format!(
            "unknown style `{other}` (one of `repeatList`, `flat`, `json`, `simple`)"
        ))),
    }
}

/// Reads the name of a parameter or field.
pub(crate) fn name(at: &Located<'_>) -> ReadResult<String> {
    let name = at.text()?;
    match is_name(name) {
        true => Ok(name.to_owned()),
        false => Err(at.error(format!("{name:?} is not a name"))),
    }
}

/// Returns whether a text can be sent as a name, and read by people.
pub(crate) fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_graphic() || c.is_alphanumeric())
}
