//! Reads the classes of requests and responses.

use std::collections::BTreeMap;

use crate::api_docs::is_name;
use crate::json::{MetadataError, ReadResult};
use crate::metadata::{Field, Schema, Shape};

use super::client::quoted;

/// What says in a comment that a parameter is required.
const REQUIRED: &str = "This parameter is required.";
/// Maximum depth of classes in classes.
const DEEPEST: usize = 32;

/// The classes of a package, by name.
#[derive(Debug, Default)]
pub(super) struct Models(BTreeMap<String, Class>);

/// A class.
#[derive(Debug, Default)]
struct Class {
    /// Attributes in source order, each with its type.
    attributes: Vec<Attribute>,
}

#[derive(Debug)]
struct Attribute {
    /// Name in Python.
    name: String,
    ty: String,
    required: bool,
    /// Name as sent, if the class says so.
    sent: Option<String>,
}

/// The method of a class that a line is in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    Init,
    FromMap,
    Other,
}

impl Models {
    pub(super) fn read(texts: &[String]) -> Self {
        let mut models = Self::default();
        for text in texts {
            models.add(text);
        }
        models
    }

    fn add(&mut self, text: &str) {
        let mut name = None;
        let mut class = Class::default();
        let (mut method, mut comment, mut key) = (Method::Other, String::new(), None);
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("class ") {
                if let Some(name) = name.take() {
                    self.0.insert(name, std::mem::take(&mut class));
                }
                let end = rest.find(['(', ':']).unwrap_or(rest.len());
                name = rest.get(..end).map(str::to_owned);
                continue;
            }
            let line = line.trim();
            if let Some(rest) = line.strip_prefix("def ") {
                method = match rest.split('(').next() {
                    Some("__init__") => Method::Init,
                    Some("from_map") => Method::FromMap,
                    _ => Method::Other,
                };
                (key, comment) = (None, String::new());
            } else if let Some(text) = line.strip_prefix('#') {
                comment.push_str(text);
            } else if method == Method::Init {
                class.initial(line, &comment);
                comment.clear();
            } else if method == Method::FromMap {
                if line.starts_with("if m.get(") {
                    key = quoted(line).into_iter().next();
                } else if line.ends_with("= []") || line.ends_with("= {}") {
                    // An empty list or map comes before what it is read from.
                } else if let Some(sent) = key.as_ref()
                    && let Some(attribute) = line.strip_prefix("self.")
                {
                    let end = attribute.find([' ', '.', '[']).unwrap_or(attribute.len());
                    let attribute = attribute.get(..end).unwrap_or_default();
                    class.sent_as(attribute, sent);
                }
            }
        }
        if let Some(name) = name {
            self.0.insert(name, class);
        }
    }

    /// Returns the fields of a class.
    pub(super) fn fields(&self, class: &str) -> ReadResult<Vec<Field>> {
        self.fields_within(class, 0)
    }

    fn fields_within(&self, name: &str, depth: usize) -> ReadResult<Vec<Field>> {
        let found = |message: String| MetadataError::new(format!("models: {name}"), message);
        let class = self.0.get(name);
        let class = class.ok_or_else(|| found("there is no such class".to_owned()))?;
        if depth > DEEPEST {
            return Err(found("it contains itself".to_owned()));
        }
        let mut fields = Vec::new();
        for attribute in &class.attributes {
            let sent = attribute.sent.as_deref().unwrap_or_default();
            if !is_name(sent) {
                let name = &attribute.name;
                return Err(found(format!("`{name}` is not read from a named value")));
            }
            let shape = self.shape(&attribute.ty, depth)?;
            let shape = shape.ok_or_else(|| {
                let (name, ty) = (&attribute.name, &attribute.ty);
                found(format!("`{name}` has the unknown type `{ty}`"))
            })?;
            fields.push(plain(sent, attribute.required, shape));
        }
        Ok(fields)
    }

    /// Returns the shape of a type, if it is known.
    fn shape(&self, ty: &str, depth: usize) -> ReadResult<Option<Shape>> {
        let inner = |start: &str| ty.strip_prefix(start)?.strip_suffix(']');
        let boxed = |shape| Box::new(Schema::of(shape));
        if let Some(item) = inner("List[") {
            return Ok(self
                .shape(item, depth)?
                .map(|item| Shape::Array(boxed(item))));
        }
        if let Some(parts) = inner("Dict[") {
            let value = parts
                .split_once(',')
                .map_or("Any", |(_, value)| value.trim());
            let value = self.shape(value, depth)?;
            return Ok(value.map(|value| Shape::Map(boxed(value))));
        }
        Ok(Some(match ty {
            "str" => Shape::String,
            "int" => Shape::Integer,
            "float" => Shape::Float,
            "bool" => Shape::Boolean,
            "Any" | "dict" => Shape::Any,
            class => {
                let class = class.rsplit('.').next().unwrap_or(class);
                if !self.0.contains_key(class) {
                    return Ok(None);
                }
                Shape::Object(self.fields_within(class, depth + 1)?)
            }
        }))
    }
}

impl Class {
    /// Reads a line of the constructor: an attribute with its type, or the statement below the
    /// comment that describes it.
    fn initial(&mut self, line: &str, comment: &str) {
        if let Some(rest) = line.strip_prefix("self.") {
            let name = rest.split(' ').next().unwrap_or_default();
            let mut attributes = self.attributes.iter_mut();
            if let Some(attribute) = attributes.find(|attribute| attribute.name == name) {
                attribute.required = comment.contains(REQUIRED);
            }
        } else if let Some((name, rest)) = line.split_once(':')
            && let Some((ty, _)) = rest.split_once('=')
        {
            self.attributes.push(Attribute {
                name: name.trim().to_owned(),
                ty: ty.trim().to_owned(),
                required: false,
                sent: None,
            });
        }
    }

    fn sent_as(&mut self, name: &str, sent: &str) {
        let mut attributes = self.attributes.iter_mut();
        if let Some(attribute) = attributes.find(|attribute| attribute.name == name) {
            attribute.sent.get_or_insert_with(|| sent.to_owned());
        }
    }
}

/// Returns a field without anything but a name and a type.
fn plain(name: &str, required: bool, shape: Shape) -> Field {
    Field {
        name: name.to_owned(),
        required,
        documented_required: false,
        in_body: false,
        style: None,
        schema: Schema::of(shape),
    }
}
