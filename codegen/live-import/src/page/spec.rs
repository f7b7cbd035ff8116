//! Turns the fields of a page into the tree of a spec, with comments for people.

use live_spec::yaml::Node;

use crate::metadata::Shape;
use crate::page::entry::Entry;
use crate::page::kinds::Stated;
use crate::page::known::Known;
use crate::page::shapes::{Side, format_of, inside, is_number, known_values, scalar_shape, word};
use crate::page::values;
use crate::samples;
use crate::writer::Comments;

/// Writes fields.
pub(crate) struct Writer<'k> {
    pub(crate) known: &'k Known,
    pub(crate) family: &'k str,
    pub(crate) comments: Comments,
    /// Whether the page answers for any parameter whether it is required.
    pub(crate) has_answers: bool,
}

impl Writer<'_> {
    /// Adds a comment above an entry.
    pub(crate) fn comment(&mut self, path: &[String], text: impl Into<String>) {
        self.comments
            .entry(path.to_vec())
            .or_default()
            .push(text.into());
    }

    /// Adds the words of the page above an entry.
    pub(crate) fn quote(&mut self, path: &[String], prose: &str) {
        let mut lines = prose.lines().map(str::trim).filter(|line| !line.is_empty());
        if let Some(first) = lines.next() {
            self.comment(path, format!("page: {first}"));
        }
        for line in lines {
            self.comment(path, format!("page: {line}"));
        }
    }

    /// Writes the fields of an object.
    pub(crate) fn fields(&mut self, entries: &[Entry], side: Side, path: &[String]) -> Node {
        let mut fields: Vec<(String, Node)> = Vec::new();
        for entry in entries {
            let name = &entry.row.name;
            if fields.iter().any(|(known, _)| known == name) {
                continue;
            }
            let mut path = path.to_vec();
            path.push(name.clone());
            let field = self.field(entry, side, &path);
            fields.push((name.clone(), field));
        }
        Node::Map(fields)
    }

    fn field(&mut self, entry: &Entry, side: Side, path: &[String]) -> Node {
        let row = &entry.row;
        if !self.known.explains_field(self.family, &row.name) {
            self.quote(path, &row.prose);
        }
        for doubt in &entry.doubts {
            self.comment(path, format!("check: {doubt}"));
        }
        let mut keys: Vec<(String, Node)> = Vec::new();
        let mut add = |key: &str, value: Node| keys.push((key.to_owned(), value));
        let text = |text: &str| Node::Text(text.to_owned());
        let mut last = None;
        let shape = self.shape(entry, path);
        add("type", text(word(&shape)));
        let facts = values::read(&row.prose, is_number(&shape));
        let is_scalar = !matches!(shape, Shape::Array(_) | Shape::Object(_) | Shape::Map(_));
        match &shape {
            Shape::Array(_) => {
                if let Some(wrapper) = entry.wrapper.as_ref().filter(|_| side == Side::Response) {
                    add("wrapper", text(wrapper));
                }
                if entry.fields.is_empty() {
                    let items = self.items(entry, path);
                    add("items", text(word(&items)));
                } else {
                    let mut inner = path.to_vec();
                    inner.extend(["items".to_owned(), "fields".to_owned()]);
                    let fields = self.fields(&entry.fields, inside(side), &inner);
                    let items = vec![
                        ("type".to_owned(), text("object")),
                        ("fields".to_owned(), fields),
                    ];
                    last = Some(("items", Node::Map(items)));
                }
            }
            Shape::Object(_) => {
                let mut inner = path.to_vec();
                inner.push("fields".to_owned());
                let fields = self.fields(&entry.fields, inside(side), &inner);
                last = Some(("fields", fields));
            }
            Shape::Map(_) => {
                let values = entry.items.clone().unwrap_or(Stated::String);
                add(
                    "values",
                    text(word(&scalar_shape(&values).unwrap_or(Shape::String))),
                );
            }
            _ => {}
        }
        if is_scalar {
            let (known, why) = known_values(entry, &shape, &facts);
            if let Some(why) = why {
                self.comment(path, format!("check: {why}"));
            }
            if let Some(known) = known {
                add("enum", known);
            }
            if matches!(shape, Shape::String) && live_spec::looks_secret(&row.name) {
                add("secret", Node::Boolean(true));
            }
            if let Some(format) = format_of(&shape, row.example.as_deref(), &row.prose, side) {
                add("format", text(format));
            }
        }
        if side == Side::Parameters && !is_scalar {
            let style = self.style(entry, path);
            add("style", text(style));
        }
        if side != Side::Response {
            self.answer(entry, side, path, &mut add);
            if let Some(default) = &facts.default {
                self.default(entry, &shape, default, path, &mut add);
            }
            if is_number(&shape) {
                for (key, bound) in [("min", &facts.minimum), ("max", &facts.maximum)] {
                    if let Some(number) = bound
                        .as_deref()
                        .and_then(|bound| samples::scalar(&shape, bound))
                    {
                        add(key, number);
                    }
                }
            }
            let length = (facts.min_length, facts.max_length);
            if matches!(shape, Shape::String) && length != (None, None) {
                let bound =
                    |bound: Option<u64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
                add(
                    "length",
                    Node::Text(format!("{}..{}", bound(length.0), bound(length.1))),
                );
            }
        }
        self.example(entry, side, &shape, path, &mut add);
        if let Some((key, part)) = last {
            add(key, part);
        }
        Node::Map(keys)
    }

    /// Decides the type of a field.
    fn shape(&mut self, entry: &Entry, path: &[String]) -> Shape {
        let empty = || Box::new(crate::metadata::Schema::of(Shape::String));
        let has_fields = !entry.fields.is_empty();
        match &entry.row.stated {
            None if has_fields => Shape::Object(Vec::new()),
            None => {
                let odd = entry.row.odd_type.as_deref();
                let stated = odd.map_or_else(
                    || "the page states no type".to_owned(),
                    |odd| format!("the page states the type `{odd}`"),
                );
                self.comment(path, format!("check: {stated}"));
                Shape::String
            }
            Some(Stated::Array(_) | Stated::Repeated(_)) => Shape::Array(empty()),
            Some(Stated::Map(_)) if !has_fields => Shape::Map(empty()),
            Some(Stated::Object(_) | Stated::Map(_)) if has_fields => Shape::Object(Vec::new()),
            Some(Stated::Object(_)) => {
                self.comment(path, "check: the page lists no fields of this object");
                let is_request = path.first().is_some_and(|side| side == "request");
                if is_request {
                    Shape::Map(empty())
                } else {
                    Shape::Any
                }
            }
            Some(stated) => scalar_shape(stated).unwrap_or(Shape::Any),
        }
    }

    /// Decides the type of the items of a list without fields.
    fn items(&mut self, entry: &Entry, path: &[String]) -> Shape {
        let stated = match &entry.row.stated {
            Some(Stated::Array(Some(items)) | Stated::Repeated(Some(items))) => Some(&**items),
            _ => None,
        };
        let known = entry.items.as_ref().or(stated);
        if let Some(shape) = known.and_then(scalar_shape) {
            return shape;
        }
        match known {
            Some(_) => {
                self.comment(path, "check: the page lists no fields of the items");
                Shape::Any
            }
            None => {
                self.comment(path, "check: the page does not state the type of the items");
                Shape::String
            }
        }
    }

    fn style(&mut self, entry: &Entry, path: &[String]) -> &'static str {
        if entry.is_json {
            return "json";
        }
        let example = entry.row.example.as_deref().unwrap_or_default();
        let prose = entry.row.prose.to_lowercase();
        if matches!(entry.row.stated, Some(Stated::Repeated(_))) {
            return "repeat";
        }
        if example.starts_with(['{', '[']) || prose.contains("json") {
            self.comment(
                path,
                "check: the style is not on the page; its example is JSON",
            );
            return "json";
        }
        if prose.contains("comma") || prose.contains("逗号") || example.contains(',') {
            self.comment(
                path,
                "check: the style is not on the page; it speaks of commas",
            );
            return "comma";
        }
        self.comment(path, "check: the style is not on the page");
        "repeat"
    }

    fn answer(
        &mut self,
        entry: &Entry,
        side: Side,
        path: &[String],
        add: &mut dyn FnMut(&str, Node),
    ) {
        match entry.row.required {
            Some(true) => add("required", Node::Boolean(true)),
            Some(false) => {}
            None if side == Side::Parameters && self.has_answers => {
                self.comment(path, "check: the page does not say whether it is required");
            }
            None => {}
        }
    }

    fn default(
        &mut self,
        entry: &Entry,
        shape: &Shape,
        default: &str,
        path: &[String],
        add: &mut dyn FnMut(&str, Node),
    ) {
        if entry.row.required == Some(true) {
            self.comment(
                path,
                format!(
                    "check: the page states the default `{default}`, but requires the parameter"
                ),
            );
        } else if matches!(shape, Shape::Array(_) | Shape::Object(_) | Shape::Map(_)) {
            self.comment(
                path,
                format!("check: the page states the default `{default}`"),
            );
        } else if let Some(value) = samples::scalar(shape, default) {
            add("default", value);
        } else {
            self.comment(
                path,
                format!(
                    "check: the default on the page is `{default}`, which is no value of the type"
                ),
            );
        }
    }

    fn example(
        &mut self,
        entry: &Entry,
        side: Side,
        shape: &Shape,
        path: &[String],
        add: &mut dyn FnMut(&str, Node),
    ) {
        let Some(text) = entry.row.example.as_deref().filter(|text| !text.is_empty()) else {
            let usual = self.known.usual_example(&entry.row.name);
            if let Some(usual) =
                usual.filter(|_| side == Side::Parameters && matches!(shape, Shape::String))
            {
                add("example", Node::Text(usual.to_owned()));
                self.comment(
                    path,
                    "check: the example is not on the page, but that of other operations",
                );
            }
            return;
        };
        let found = match shape {
            Shape::String => samples::of_text(text).text.map(Node::Text),
            Shape::Array(_) => {
                let items = if entry.fields.is_empty() {
                    entry
                        .items
                        .as_ref()
                        .and_then(scalar_shape)
                        .unwrap_or(Shape::String)
                } else {
                    Shape::Object(Vec::new())
                };
                samples::of_list(Some(text), None, &items)
                    .text
                    .map(Node::Text)
            }
            Shape::Object(_) | Shape::Map(_) => samples::of_structure(text).text.map(Node::Text),
            Shape::Any => Some(Node::Text(text.to_owned())),
            shape => samples::scalar(shape, text),
        };
        let is_structure = text.starts_with(['{', '[']) && samples::json(text).is_some();
        if side == Side::Parameters && matches!(shape, Shape::String) && is_structure {
            let text = "check: this is text in JSON; declare its structure and `style: json` if it is documented";
            self.comment(path, text);
        }
        match found {
            Some(example) => add("example", example),
            None => {
                let text = text.replace('\n', " ");
                self.comment(
                    path,
                    format!("check: the example on the page is no value of the type: {text}"),
                );
            }
        }
    }
}
