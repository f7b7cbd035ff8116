//! Reads the vendor's metadata: a document with `apis`, or a single operation.

use std::cell::Cell;

use live_spec::{Limit, Method, Period, Style};

use crate::json::{Located, ReadResult};
use crate::metadata::{Error, Field, Operation, Schema, Shape};
use crate::scalars;

/// Maximum number of schemas in an operation. References can multiply a few schemas.
const MOST_SCHEMAS: usize = 20_000;
/// Maximum length of a chain of references.
const LONGEST_CHAIN: usize = 64;

/// Parameters of the gateway, common to all operations. Callers do not need them.
const GATEWAY_PARAMETERS: [&str; 5] = [
    "OwnerId",
    "OwnerAccount",
    "ResourceOwnerId",
    "ResourceOwnerAccount",
    "SecurityToken",
];

/// The parts of a document that its operations share.
pub(crate) struct Document<'a> {
    root: Located<'a>,
    /// Schemas that can be referred to.
    schemas: Option<Located<'a>>,
    /// Number of schemas that the current operation may still have.
    left: Cell<usize>,
}

impl<'a> Document<'a> {
    pub(crate) fn of(root: &Located<'a>) -> ReadResult<Self> {
        let components = root.member("components")?;
        let schemas = components.map(|components| components.member("schemas"));
        Ok(Self {
            root: root.clone(),
            schemas: schemas.transpose()?.flatten(),
            left: Cell::default(),
        })
    }

    pub(crate) fn operation(&self, name: &str, at: &Located<'a>) -> ReadResult<Operation> {
        self.left.set(MOST_SCHEMAS);
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
            access: tag("operationType")?
                .map(|access| scalars::access(&access))
                .transpose()?
                .flatten(),
            ram_action,
            limit,
            other_limit: None,
            request,
            response: self.response(at)?,
            errors: errors(at)?,
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
        let location = at.required("in")?;
        let in_body = match location.text()? {
            "query" => false,
            "formData" | "body" => true,
            other => {
                return Err(
                    location.error(format!("`{other}` is not a location of an RPC parameter"))
                );
            }
        };
        let style = match at.member("style")? {
            Some(style) => Some(style_of(&style)?),
            None => None,
        };
        let schema = at.required("schema")?;
        Ok(Field {
            name: at.required("name")?.text()?.to_owned(),
            required: required(&schema)?,
            documented_required: scalars::flag(&schema, "docRequired")?,
            in_body,
            style,
            schema: self.schema(&schema, &mut Vec::new())?,
        })
    }

    fn response(&self, at: &Located<'a>) -> ReadResult<Vec<Field>> {
        let Some(responses) = at.member("responses")? else {
            return Ok(Vec::new());
        };
        let Some(success) = responses.member("200")? else {
            return Ok(Vec::new());
        };
        let Some(schema) = success.member("schema")? else {
            return Ok(Vec::new());
        };
        match self.schema(&schema, &mut Vec::new())?.shape {
            Shape::Object(fields) => Ok(fields),
            _ => Err(schema.error("a response must be an object")),
        }
    }

    /// Reads a schema. `within` are the names of the schemas that it is part of.
    fn schema(&self, at: &Located<'a>, within: &mut Vec<&'a str>) -> ReadResult<Schema> {
        let Some(left) = self.left.get().checked_sub(1) else {
            return Err(at.error(format!(
                "the operation has more than {MOST_SCHEMAS} schemas"
            )));
        };
        self.left.set(left);
        if let Some(reference) = at.member("$ref")? {
            return self.referred(&reference, within);
        }
        let shape = match at.member("type")? {
            Some(kind) => match kind.text()? {
                "array" => {
                    let items = at.required("items")?;
                    Shape::Array(Box::new(self.schema(&items, within)?))
                }
                "object" => self.object(at, within)?,
                _ => scalars::shape(&kind, at.member("format")?)?,
            },
            None if at.has("properties") => self.object(at, within)?,
            None => return Err(at.error("`type` is missing")),
        };
        Ok(Schema {
            example: scalars::sample(at, "example")?,
            default: scalars::sample(at, "default")?,
            minimum: scalars::number(at, "minimum")?,
            maximum: scalars::number(at, "maximum")?,
            min_length: scalars::count(at, ["minLength", "minItems"])?,
            max_length: scalars::count(at, ["maxLength", "maxItems"])?,
            values: scalars::texts(at, "enum")?,
            deprecated: scalars::flag(at, "deprecated")?,
            pattern: scalars::sample(at, "pattern")?,
            ..Schema::of(shape)
        })
    }

    fn object(&self, at: &Located<'a>, within: &mut Vec<&'a str>) -> ReadResult<Shape> {
        let Some(properties) = at.member("properties")? else {
            let values = match at.member("additionalProperties")? {
                Some(values) if values.members().is_ok() => self.schema(&values, within)?,
                _ => Schema::of(Shape::Any),
            };
            return Ok(Shape::Map(Box::new(values)));
        };
        let mut fields = Vec::new();
        for (name, property) in properties.unique_members()? {
            fields.push(Field {
                name: name.to_owned(),
                required: required(&property)?,
                documented_required: false,
                in_body: false,
                style: None,
                schema: self.schema(&property, within)?,
            });
        }
        Ok(Shape::Object(fields))
    }

    fn referred(&self, reference: &Located<'a>, within: &mut Vec<&'a str>) -> ReadResult<Schema> {
        let text = reference.text()?;
        let name = text.strip_prefix("#/components/schemas/").unwrap_or(text);
        if within.contains(&name) {
            return Err(reference.error(format!("`{name}` contains itself")));
        }
        if within.len() == LONGEST_CHAIN {
            return Err(reference.error(format!("this is nested below {LONGEST_CHAIN} references")));
        }
        let unknown = || reference.error(format!("there is no schema `{name}`"));
        let schema = self.schemas.as_ref().ok_or_else(unknown)?.member(name)?;
        within.push(name);
        let schema = self.schema(&schema.ok_or_else(unknown)?, within);
        within.pop();
        schema
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
        (false, false) => Err(listed.error("neither `post` nor `get` is listed")),
    }
}

/// Returns whether a schema requires its value. In some schemas, `required` lists properties
/// instead.
fn required(schema: &Located<'_>) -> ReadResult<bool> {
    match schema.member("required")? {
        Some(required) if required.list().is_err() => required.boolean(),
        _ => Ok(false),
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

fn errors(at: &Located<'_>) -> ReadResult<Vec<Error>> {
    let mut errors = Vec::new();
    let Some(statuses) = at.member("errorCodes")? else {
        return Ok(errors);
    };
    for (status, listed) in statuses.members()? {
        let status = status
            .parse()
            .map_err(|_| listed.error("this is not an HTTP status"))?;
        for error in listed.list()? {
            errors.push(Error {
                status,
                code: error.required("errorCode")?.text()?.to_owned(),
            });
        }
    }
    Ok(errors)
}
