//! Reads values as the types of the spec, and says what does not fit.

mod bounds;

use std::collections::BTreeMap;

use live_spec::{Array, Field, Format, Style, Type};
use serde_json::Value;

use crate::called::Called;
use crate::given::Given;
use crate::suggest::did_you_mean;
use crate::typed::{Member, Object, Typed};

/// Reads values, and collects what does not fit the spec.
pub(crate) struct Reader<'s> {
    called: Called<'s>,
    /// What does not fit, a line each. Every line names the parameter, and none has a secret.
    pub(crate) misfits: Vec<String>,
    /// Whether a value has another type than the spec, so that it can only be sent as it is
    /// written.
    is_broken: bool,
}

/// Where a value is: its name from the parameter on, and the field whose rules hold for it.
#[derive(Clone, Copy)]
struct Site<'a, 's> {
    name: &'a str,
    /// `None` for an item of a list or map, for which the field's rules do not hold.
    rules: Option<&'s Field>,
    secret: bool,
    /// Whether a list is written with commas between its items.
    comma: bool,
}

impl<'s> Reader<'s> {
    pub(crate) fn new(called: Called<'s>) -> Self {
        Self {
            called,
            misfits: Vec::new(),
            is_broken: false,
        }
    }

    /// Reads a parameter. Returns nothing if the value has another type than the spec.
    pub(crate) fn parameter(&mut self, field: &'s Field, given: &Given) -> Option<Typed> {
        self.is_broken = false;
        let value = self.field(&field.name, field, given);
        (!self.is_broken).then_some(value)
    }

    /// Reads a parameter, or a field of an object.
    fn field(&mut self, name: &str, field: &'s Field, given: &Given) -> Typed {
        let site = Site {
            name,
            rules: Some(field),
            secret: field.secret,
            comma: field.style == Some(Style::Comma),
        };
        self.given(site, &field.ty, given)
    }

    /// Reads what was given, as a text or in parts.
    fn given(&mut self, site: Site<'_, 's>, ty: &'s Type, given: &Given) -> Typed {
        match &given.text {
            Some(text) => self.text(site, ty, text),
            None => self.parts(site, ty, &given.parts),
        }
    }

    /// Reads a value that was given as one text.
    fn text(&mut self, site: Site<'_, 's>, ty: &'s Type, text: &str) -> Typed {
        let example = |json: &str, parts: &str| {
            format!("write JSON, `{0}='{json}'`, or `{0}.{parts}=…`", site.name)
        };
        let structure = match self.called.resolve(ty) {
            Type::Array(array) if site.comma && !text.trim_start().starts_with('[') => {
                return self.comma_list(site, array, text);
            }
            Type::Array(_) => ("a list", example("[…]", "1")),
            Type::Object(_) => ("an object", example("{…}", "FIELD")),
            Type::Map(_) => ("a map", example("{…}", "NAME")),
            ty => return self.scalar(site, ty, text),
        };
        let (what, help) = structure;
        match serde_json::from_str::<Value>(text) {
            Ok(value @ (Value::Array(_) | Value::Object(_))) => self.json(site, ty, &value),
            Ok(_) => self.misfit(site, format!("is {what}; {help}")),
            Err(error) if text.trim_start().starts_with(['[', '{']) => {
                self.misfit(site, format!("is not valid JSON: {error}"))
            }
            Err(_) => self.misfit(site, format!("is {what}; {help}")),
        }
    }

    fn comma_list(&mut self, site: Site<'_, 's>, array: &'s Array, text: &str) -> Typed {
        let items = text.split(',').filter(|_| !text.is_empty());
        let items = items.map(|item| {
            let site = Site {
                rules: None,
                ..site
            };
            self.text(site, &array.items, item)
        });
        let items: Vec<_> = items.collect();
        self.length(site, items.len(), "items");
        Typed::List(items)
    }

    /// Reads a value that was given in parts.
    fn parts(&mut self, site: Site<'_, 's>, ty: &'s Type, parts: &[(String, Given)]) -> Typed {
        match self.called.resolve(ty) {
            Type::Array(array) => {
                let mut items = Vec::new();
                for number in 1..=parts.len() {
                    let number = number.to_string();
                    let Some((_, given)) = parts.iter().find(|(name, _)| *name == number) else {
                        let found: Vec<_> = parts.iter().map(|(name, _)| name.as_str()).collect();
                        let found = found.join("`, `");
                        return self.misfit(
                            site,
                            format!("is a list, whose items are numbered from 1 without gaps; `.{number}` is missing, found `{found}`"),
                        );
                    };
                    let name = format!("{}.{number}", site.name);
                    items.push(self.given(item(site, &name), &array.items, given));
                }
                self.length(site, items.len(), "items");
                Typed::List(items)
            }
            Type::Object(fields) => {
                let names = parts.iter().map(|(name, _)| name.as_str());
                self.known_fields(site, fields, names);
                let members = fields.iter().filter_map(|field| {
                    let given = parts.iter().find(|(name, _)| *name == field.name);
                    let name = format!("{}.{}", site.name, field.name);
                    match given {
                        Some((_, given)) => Some(member(field, self.field(&name, field, given))),
                        None => self.absent(&name, field),
                    }
                });
                Typed::Object(Object(members.collect()))
            }
            Type::Map(values) => {
                let entries = parts.iter().map(|(part, given)| {
                    let name = format!("{}.{part}", site.name);
                    (part.clone(), self.given(item(site, &name), values, given))
                });
                Typed::Map(entries.collect())
            }
            _ => {
                let part = parts.first().map_or("", |(name, _)| name);
                self.misfit(
                    site,
                    format!("is a single value, which has no part `{part}`"),
                )
            }
        }
    }

    /// Reads a value that was given as JSON.
    fn json(&mut self, site: Site<'_, 's>, ty: &'s Type, value: &Value) -> Typed {
        let found = match value {
            Value::Null => return Typed::Unset,
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
            _ => "a single value",
        };
        match (self.called.resolve(ty), value) {
            (Type::Any, value) => Typed::Any(value.clone()),
            (Type::Array(array), Value::Array(values)) => {
                let items = values.iter().zip(1..).map(|(value, number)| {
                    let name = format!("{}.{number}", site.name);
                    self.json(item(site, &name), &array.items, value)
                });
                let items: Vec<_> = items.collect();
                self.length(site, items.len(), "items");
                Typed::List(items)
            }
            (Type::Object(fields), Value::Object(values)) => {
                self.known_fields(site, fields, values.keys().map(String::as_str));
                let members = fields.iter().filter_map(|field| {
                    let name = format!("{}.{}", site.name, field.name);
                    match values.get(&field.name) {
                        None | Some(Value::Null) => self.absent(&name, field),
                        Some(value) => {
                            let inner = Site {
                                name: &name,
                                rules: Some(field),
                                secret: field.secret,
                                comma: false,
                            };
                            Some(member(field, self.json(inner, &field.ty, value)))
                        }
                    }
                });
                Typed::Object(Object(members.collect()))
            }
            (Type::Map(ty), Value::Object(values)) => {
                let entries = values.iter().map(|(part, value)| {
                    let name = format!("{}.{part}", site.name);
                    (part.clone(), self.json(item(site, &name), ty, value))
                });
                Typed::Map(entries.collect::<BTreeMap<_, _>>())
            }
            (Type::Array(_), _) => self.misfit(site, format!("is a list, not {found}")),
            (Type::Object(_), _) => self.misfit(site, format!("is an object, not {found}")),
            (Type::Map(_), _) => self.misfit(site, format!("is a map, not {found}")),
            (_, Value::Array(_) | Value::Object(_)) => {
                self.misfit(site, format!("is a single value, not {found}"))
            }
            // Numbers may be quoted, and texts may look like numbers.
            (ty, Value::String(text)) => self.scalar(site, ty, text),
            (ty, value) => self.scalar(site, ty, &value.to_string()),
        }
    }

    /// Reads a value that is neither a list nor an object.
    fn scalar(&mut self, site: Site<'_, 's>, ty: &'s Type, text: &str) -> Typed {
        self.check(site, ty, text);
        let format = site.rules.and_then(|field| field.format);
        // The generated client has numbers for these, whatever the spec has.
        let is_number = matches!(
            format,
            Some(Format::UnixSeconds | Format::UnixMilliseconds | Format::Seconds)
        );
        let typed = match ty {
            Type::Integer | Type::Long => text.parse().ok().map(Typed::Integer),
            Type::Float | Type::Double => text.parse().ok().map(Typed::Float),
            Type::Boolean => text.parse().ok().map(Typed::Boolean),
            Type::Enum(values) if values.integer => text.parse().ok().map(Typed::Integer),
            Type::Any => Some(Typed::Any(
                serde_json::from_str(text).unwrap_or_else(|_| text.into()),
            )),
            _ if is_number => text.parse().ok().map(Typed::Integer),
            _ if site.secret => Some(Typed::Secret(text.to_owned())),
            _ => Some(Typed::Text(text.to_owned())),
        };
        self.is_broken |= typed.is_none();
        typed.unwrap_or(Typed::Unset)
    }

    /// Returns nothing for a field that is absent, which does not fit if it is required.
    fn absent(&mut self, name: &str, field: &Field) -> Option<Member> {
        if field.required {
            self.misfits.push(format!("`{name}` is required"));
        }
        None
    }

    /// Checks that an object has only fields of the spec.
    fn known_fields<'n>(
        &mut self,
        site: Site<'_, 's>,
        fields: &[Field],
        names: impl Iterator<Item = &'n str>,
    ) {
        for name in names {
            let mut known = fields.iter().map(|field| field.name.as_str());
            if !known.any(|known| known == name) {
                let known = fields.iter().map(|field| field.name.as_str());
                let meant = did_you_mean(name, known);
                self.misfit(site, format!("has no field `{name}`{meant}"));
            }
        }
    }

    /// Notes that a value does not fit.
    fn note(&mut self, site: Site<'_, 's>, reason: impl std::fmt::Display) {
        self.misfits.push(format!("`{}` {reason}", site.name));
    }

    /// Notes that a value has another type.
    fn misfit(&mut self, site: Site<'_, 's>, reason: impl std::fmt::Display) -> Typed {
        self.note(site, reason);
        self.is_broken = true;
        Typed::Unset
    }
}

/// Returns where an item of a list or map is.
fn item<'a, 's>(site: Site<'_, 's>, name: &'a str) -> Site<'a, 's> {
    Site {
        name,
        rules: None,
        ..site
    }
}

fn member(field: &Field, value: Typed) -> Member {
    let wrapper = match &field.ty {
        Type::Array(array) => array.wrapper.clone(),
        _ => None,
    };
    Member {
        name: field.name.clone(),
        wrapper,
        value,
    }
}
