//! Reads schemas of the vendor's metadata.

use crate::json::{Located, ReadResult};
use crate::metadata::{Field, Schema, Shape};
use crate::scalars;

use super::{Document, LONGEST_CHAIN, MOST_SCHEMAS, is_name, objects};

impl<'a> Document<'a> {
    /// Reads a schema. `within` are the names of the schemas that it is part of.
    pub(super) fn schema(&self, at: &Located<'a>, within: &mut Vec<&'a str>) -> ReadResult<Schema> {
        let Some(left) = self.left.get().checked_sub(1) else {
            return Err(at.error(format!(
                "the operation has more than {MOST_SCHEMAS} schemas"
            )));
        };
        self.left.set(left);
        self.unknown.check(at, &objects::SCHEMA)?;
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
        let [minimum, maximum] = bounds(at, &shape)?;
        Ok(Schema {
            example: scalars::sample(at, "example")?,
            default: scalars::sample(at, "default")?,
            minimum,
            maximum,
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
            if !is_name(name) {
                return Err(property.error(format!("{name:?} is not a name")));
            }
            fields.push(Field {
                name: name.to_owned(),
                required: scalars::required(&property)?,
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

/// Reads the smallest and the largest number. An integer that must be greater than a bound is at
/// least the next one.
fn bounds(at: &Located<'_>, shape: &Shape) -> ReadResult<[Option<String>; 2]> {
    let is_whole = matches!(shape, Shape::Integer | Shape::Long);
    let bound = |key, exclusive, step: i64| {
        let bound = scalars::number(at, key)?;
        let is_exclusive = match at.member(exclusive)? {
            Some(value) => match value.boolean() {
                Ok(is_exclusive) => is_exclusive,
                // Newer schemas state the bound itself.
                Err(_) => return Ok(nearest(scalars::number(at, exclusive)?, is_whole, step)),
            },
            None => false,
        };
        Ok(nearest(bound, is_exclusive && is_whole, step))
    };
    Ok([
        bound("minimum", "exclusiveMinimum", 1)?,
        bound("maximum", "exclusiveMaximum", -1)?,
    ])
}

/// Returns the integer beside an exclusive bound, or the bound itself.
fn nearest(bound: Option<String>, is_exclusive: bool, step: i64) -> Option<String> {
    let bound = bound?;
    let whole = bound.parse::<i64>().ok().filter(|_| is_exclusive);
    let next = whole.and_then(|whole| whole.checked_add(step));
    Some(next.map_or(bound, |next| next.to_string()))
}
