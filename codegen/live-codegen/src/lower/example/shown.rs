//! Chooses what an example shows of a response: the list, the ID or the state that was asked for.

use crate::docs::{LINE, length};
use crate::model::{Field, Struct, Ty, TypeDef};

/// A response whose content is to be shown.
pub(super) struct Response<'a> {
    /// Its fields.
    pub(super) fields: &'a [Field],
    /// The types of its fields.
    pub(super) types: Vec<&'a TypeDef>,
    /// Names of the request's parameters, which a response only repeats.
    pub(super) sent: Vec<&'a str>,
    /// Names of the required ones, which its items repeat too; others select or sort items.
    pub(super) given: Vec<&'a str>,
    /// Whether the operation only reads.
    pub(super) read_only: bool,
    /// Whether the operation is documented as listing something.
    pub(super) lists: bool,
}

/// A response with more values than this on its surface describes one object, even if it has lists.
const RECORD: usize = 4;

/// A list in a response.
struct List<'a> {
    /// The expression to iterate over.
    expression: String,
    /// Its field.
    field: &'a Field,
    /// The type of its items.
    item: &'a Ty,
}

impl<'a> Response<'a> {
    /// Returns code that prints what was asked for, given the variable `response`. Returns `None`
    /// if there is nothing but the ID of the request.
    pub(super) fn printed(&self) -> Option<String> {
        let made = || self.fields.iter().any(|field| self.is_new_id(field));
        let is_record = || !self.lists && self.told_values(self.fields).count() > RECORD;
        if !self.read_only && made() || is_record() {
            return self.told(self.fields, "response");
        }
        self.list()
            .map(|list| self.printed_list(&list))
            .or_else(|| self.printed_object())
            .or_else(|| self.told(self.fields, "response"))
            .or_else(|| self.printed_whole(|_| true))
    }

    /// Returns code that prints the items of all pages, given the variable `items` and the names
    /// that lead to the list of a page.
    pub(super) fn walked(&self, path: &[String]) -> Option<String> {
        let (list, parents) = path.split_last()?;
        let mut fields = self.fields;
        for parent in parents {
            let parent = fields.iter().find(|field| field.wire == *parent)?;
            fields = match &parent.ty {
                Ty::Struct(name) => &self.structure(name)?.fields,
                _ => return None,
            };
        }
        let field = fields.iter().find(|field| field.wire == *list)?;
        let Ty::Vec(item) = &field.ty else {
            return None;
        };
        let name = item_name(&field.name);
        let print = self.printed_item(item, &name);
        Some(format!(
            "while let Some({name}) = items.next().await.transpose()? {{ {print} }}"
        ))
    }

    /// Whether a field has an ID that the operation created.
    fn is_new_id(&self, field: &Field) -> bool {
        last_word(&field.name) == "id" && self.is_new(field)
    }

    fn is_new(&self, field: &Field) -> bool {
        field.name != "request_id" && !self.sent.contains(&field.wire.as_str())
    }

    /// Returns the list that was most likely asked for: one of objects rather than of values, and
    /// on the surface rather than in an object.
    fn list(&self) -> Option<List<'a>> {
        let mut lists: Vec<_> = self.fields.iter().filter_map(outer_list).collect();
        for parent in self.fields {
            if let Ty::Struct(name) = &parent.ty {
                let inner = self.structure(name).into_iter();
                let inner = inner.flat_map(|definition| &definition.fields);
                lists.extend(inner.filter_map(|field| inner_list(parent, field)));
            }
        }
        let of_objects = |list: &List<'_>| matches!(list.item, Ty::Struct(_));
        let at = lists
            .iter()
            .position(of_objects)
            .or_else(|| lists.iter().position(|list| is_value(list.item)))?;
        Some(lists.swap_remove(at))
    }

    /// Writes the loop that prints a list.
    fn printed_list(&self, list: &List<'_>) -> String {
        let item = item_name(&list.field.name);
        let print = self.printed_item(list.item, &item);
        format!("for {item} in {} {{ {print} }}", list.expression)
    }

    /// Writes the statement that prints an item of a list, which is in a variable.
    fn printed_item(&self, item: &Ty, variable: &str) -> String {
        let definition = match item {
            Ty::Struct(name) => self.structure(name),
            _ => None,
        };
        let told = definition.and_then(|definition| self.told(&definition.fields, variable));
        told.unwrap_or_else(|| match item {
            Ty::String | Ty::I32 | Ty::I64 | Ty::F64 => format!("println!(\"{{{variable}}}\");"),
            _ => format!("println!(\"{{{variable}:?}}\");"),
        })
    }

    /// Writes the statement that prints one or two telling fields of a variable.
    fn told(&self, fields: &'a [Field], variable: &str) -> Option<String> {
        let own = [variable.to_owned(), format!("{variable}_name")];
        let first = self
            .told_values(fields)
            .find(|field| own.contains(&field.name))
            .or_else(|| best(self.told_values(fields), identity))?;
        let others = self.told_values(fields);
        let others = others.filter(|field| last_word(&field.name) != last_word(&first.name));
        let second = best(others, detail).filter(|second| detail(second) > COMMON);
        let both: Vec<_> = [Some(first), second].into_iter().flatten().collect();
        let code = print(variable, &both);
        // Within a loop, in the documentation of a method.
        if length(&code) <= LINE - "        /// ".len() {
            Some(code)
        } else {
            Some(print(variable, &[first]))
        }
    }

    /// Returns the fields that can be shown and say what the caller does not know.
    fn told_values(&self, fields: &'a [Field]) -> impl Iterator<Item = &'a Field> {
        let is_response = std::ptr::eq(fields, self.fields);
        let known = if is_response { &self.sent } else { &self.given };
        fields.iter().filter(move |field| {
            let is_known = field.name == "request_id" || known.contains(&field.wire.as_str());
            is_value(&field.ty) && field.deprecated.is_none() && !is_known
        })
    }

    /// Writes the statement that prints an object, unless a field beside it tells more.
    fn printed_object(&self) -> Option<String> {
        match self
            .told_values(self.fields)
            .any(|field| identity(field) > COMMON)
        {
            true => None,
            false => self.printed_whole(|field| matches!(field.ty, Ty::Struct(_))),
        }
    }

    /// Writes the statement that prints the first of some fields as a whole.
    fn printed_whole(&self, of: impl Fn(&Field) -> bool) -> Option<String> {
        let mut fields = self.fields.iter().filter(|field| self.is_new(field));
        let field = fields.find(|field| of(field))?;
        Some(format!("println!(\"{{:?}}\", response.{});", field.name))
    }

    fn structure(&self, name: &str) -> Option<&'a Struct> {
        self.types.iter().find_map(|definition| match definition {
            TypeDef::Struct(definition) if definition.name == name => Some(definition),
            _ => None,
        })
    }
}

/// A list on the surface of a response.
fn outer_list(field: &Field) -> Option<List<'_>> {
    let Ty::Vec(item) = &field.ty else {
        return None;
    };
    let expression = match field.optional {
        true => format!("response.{}.iter().flatten()", field.name),
        false => format!("&response.{}", field.name),
    };
    Some(List {
        expression,
        field,
        item,
    })
}

/// A list in an object of a response.
fn inner_list<'a>(parent: &Field, field: &'a Field) -> Option<List<'a>> {
    let Ty::Vec(item) = &field.ty else {
        return None;
    };
    let (outer, inner) = (&parent.name, &field.name);
    let variable = item_name(outer);
    let expression = match (parent.optional, field.optional) {
        (true, false) => {
            format!("response.{outer}.iter().flat_map(|{variable}| &{variable}.{inner})")
        }
        (true, true) => format!(
            "response.{outer}.iter().flat_map(|{variable}| {variable}.{inner}.iter().flatten())"
        ),
        (false, true) => format!("response.{outer}.{inner}.iter().flatten()"),
        (false, false) => format!("&response.{outer}.{inner}"),
    };
    Some(List {
        expression,
        field,
        item,
    })
}

/// Whether a type is a single value that can be shown.
fn is_value(ty: &Ty) -> bool {
    !matches!(
        ty,
        Ty::Vec(_) | Ty::Map(_) | Ty::JsonText(_) | Ty::Struct(_) | Ty::Secret | Ty::Value
    )
}

/// Returns the field of the highest rank, and the first of several.
fn best<'a>(fields: impl Iterator<Item = &'a Field>, rank: fn(&Field) -> u8) -> Option<&'a Field> {
    fields.reduce(|best, field| match rank(field) > rank(best) {
        true => field,
        false => best,
    })
}

/// The rank of fields that tell nothing in particular.
const COMMON: u8 = 3;

/// Ranks how well a field says which object this is.
fn identity(field: &Field) -> u8 {
    match last_word(&field.name) {
        _ if is_count(&field.name) => 1,
        // Usually that of what the object belongs to.
        "name"
            if matches!(
                field.name.as_str(),
                "app_name" | "domain_name" | "region_name"
            ) =>
        {
            8
        }
        "name" => 10,
        "id" => 9,
        word if is_time(word) => 7,
        "domain" => 6,
        "address" | "ip" | "key" | "token" | "url" => 5,
        "state" | "status" => 4,
        "desc" | "description" | "message" => 2,
        _ => COMMON,
    }
}

/// Ranks how much a field says beyond which object this is.
fn detail(field: &Field) -> u8 {
    match last_word(&field.name) {
        _ if is_count(&field.name) => 1,
        "state" | "status" => 9,
        word if is_time(word) => 8,
        "url" | "value" => 7,
        "name" | "type" => 5,
        "desc" | "description" | "id" | "message" => 2,
        _ if matches!(field.ty, Ty::I32 | Ty::I64 | Ty::F64) => 6,
        _ => COMMON,
    }
}

/// Whether a field counts pages or items.
fn is_count(name: &str) -> bool {
    ["page", "total", "current_page"]
        .iter()
        .any(|start| name.starts_with(start))
}

fn is_time(word: &str) -> bool {
    word.ends_with("time") || word.ends_with("timestamp") || word == "stamp"
}

fn last_word(name: &str) -> &str {
    name.rsplit('_').next().unwrap_or(name)
}

/// Writes the statement that prints fields of a variable.
fn print(variable: &str, fields: &[&Field]) -> String {
    let (mut format, mut arguments) = (Vec::new(), String::new());
    for field in fields {
        let plain = matches!(field.ty, Ty::String | Ty::I32 | Ty::I64 | Ty::F64);
        format.push(if plain && !field.optional {
            "{}"
        } else {
            "{:?}"
        });
        arguments.push_str(&format!(", {variable}.{}", field.name));
    }
    format!("println!(\"{}\"{arguments});", format.join(" "))
}

/// Words that say only that a field is a list or an object.
const VAGUE: &[&str] = &[
    "array", "config", "configs", "content", "contents", "data", "detail", "details", "info",
    "infos", "list", "lists", "map", "model", "result", "results", "set",
];

/// Words that say nothing about one item, and the variables of an example.
const UNFIT: &[&str] = &[
    "client", "items", "online", "porn", "publish", "response", "vod",
];

/// Returns a variable for an item of a list: `live_stream_monitor_list` has a `monitor`.
fn item_name(list: &str) -> String {
    let mut words: Vec<_> = list.trim_start_matches("r#").split('_').collect();
    while words.len() > 1 && words.last().is_some_and(|last| VAGUE.contains(last)) {
        words.pop();
    }
    let word = words.last().copied().unwrap_or_default();
    let singular = match word.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None if word.ends_with("ss") || word.ends_with("us") => word.to_owned(),
        None => word.strip_suffix('s').unwrap_or(word).to_owned(),
    };
    let is_name = singular.starts_with(|c: char| c.is_ascii_lowercase());
    let is_unfit = UNFIT.contains(&singular.as_str());
    match is_name && !is_unfit && crate::names::snake(&singular) == singular {
        true => singular,
        false => "item".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_named_after_their_list() {
        let named = [
            "live_stream_monitor_list",
            "online_info",
            "domains",
            "list",
            "types",
            "entries",
        ];
        let names = named.map(item_name);
        assert_eq!(
            names,
            ["monitor", "item", "domain", "list", "item", "entry"]
        );
    }
}
