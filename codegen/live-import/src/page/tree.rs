//! Puts the rows of a table into each other: copies of pages lose how they were indented, so that
//! the sample of the response has to tell where a field belongs.

use live_spec::yaml::Node;

use crate::page::dotted::dotted;
use crate::page::entry::{Entry, member};
use crate::page::kinds::Stated;
use crate::page::row::Row;
use crate::page::wrappers::wrap;

/// A container that may still get fields.
struct Open<'s> {
    /// Where it is: the indices of the fields from the root.
    path: Vec<usize>,
    indent: usize,
    view: Option<&'s Node>,
}

/// What else is known about fields by their names.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hints<'h> {
    /// Fields that are in no other field.
    pub(crate) outer: &'h [&'h str],
    /// Types and fields that have tables of their own.
    pub(crate) explained: &'h [String],
}

/// Puts rows into each other. `sample` is what the service sends, if the page shows it.
pub(crate) fn nest<'s>(rows: Vec<Row>, sample: Option<&'s Node>, hints: Hints<'s>) -> Vec<Entry> {
    let indents: std::collections::BTreeSet<usize> = rows.iter().map(|row| row.indent).collect();
    let is_indented = match (indents.first(), indents.last()) {
        (Some(first), Some(last)) => last - first > 1,
        _ => false,
    };
    let mut nest = Nest {
        root: Entry::default(),
        open: vec![Open {
            path: Vec::new(),
            indent: 0,
            view: sample,
        }],
        hints,
        is_indented,
    };
    for row in rows {
        nest.add(row);
    }
    let mut fields = nest.root.fields;
    for field in &mut fields {
        wrap(field, sample);
    }
    fields
}

struct Nest<'s> {
    root: Entry,
    open: Vec<Open<'s>>,
    hints: Hints<'s>,
    is_indented: bool,
}

impl<'s> Nest<'s> {
    fn add(&mut self, row: Row) {
        if row.name.is_empty() {
            self.add_items(&row);
            return;
        }
        if row.name.contains(['.', '[']) {
            dotted(&mut self.root, row);
            self.open.truncate(1);
            return;
        }
        if self.is_indented {
            while self.open.len() > 1
                && self
                    .open
                    .last()
                    .is_some_and(|open| open.indent >= row.indent)
            {
                self.open.pop();
            }
        } else if self.add_named_items(&row) {
            return;
        }
        let (level, is_known) = if self.is_indented {
            (self.open.len() - 1, true)
        } else {
            self.level(&row.name)
        };
        let is_guess = !is_known
            && level > 0
            && self
                .entry(level)
                .is_some_and(|entry| !entry.fields.is_empty());
        self.open.truncate(level + 1);
        let view = self.open.last().and_then(|open| open.view);
        let inner = view.and_then(|view| member(view, &row.name));
        let mut path = self
            .open
            .last()
            .map(|open| open.path.clone())
            .unwrap_or_default();
        let indent = row.indent;
        let kind = row
            .stated
            .as_ref()
            .and_then(Stated::type_name)
            .unwrap_or(&row.name);
        let is_explained = self
            .hints
            .explained
            .iter()
            .any(|name| name == kind || *name == row.name);
        let is_container = row.stated.as_ref().is_none_or(Stated::is_container) && !is_explained;
        let mut entry = Entry {
            row,
            ..Entry::default()
        };
        if is_guess {
            let text = "whether it belongs to the object above or follows it";
            entry.doubts.push(text.to_owned());
        }
        if entry.row.stated.is_none() && matches!(inner, Some(Node::List(_))) {
            entry.row.stated = Some(Stated::Array(None));
        }
        let Some(parent) = at(&mut self.root, &path) else {
            return;
        };
        parent.fields.push(entry);
        path.push(parent.fields.len() - 1);
        if is_container {
            self.open.push(Open {
                path,
                indent,
                view: inner,
            });
        }
    }

    fn entry(&mut self, level: usize) -> Option<&mut Entry> {
        let path = self.open.get(level)?.path.clone();
        at(&mut self.root, &path)
    }

    /// Takes a row without a name as the items of the list above it.
    fn add_items(&mut self, row: &Row) {
        let level = self.open.len() - 1;
        let is_scalar = row
            .stated
            .as_ref()
            .is_some_and(|stated| !stated.is_container());
        if let Some(entry) = self
            .entry(level)
            .filter(|entry| entry.is_list() && !entry.has_item)
        {
            entry.has_item = true;
            entry.items.clone_from(&row.stated);
            take_words(entry, row);
            if is_scalar {
                self.open.pop();
            }
        } else if let Some(entry) = self.entry(level)
            && matches!(entry.row.stated, Some(Stated::Map(_)))
        {
            entry.items.clone_from(&row.stated);
        }
    }

    /// Takes a row with a name as the items of the list above it, if it is.
    fn add_named_items(&mut self, row: &Row) -> bool {
        let level = self.open.len() - 1;
        let Some(view) = self.open.last().map(|open| open.view) else {
            return false;
        };
        let is_elsewhere = self.open.iter().rev().skip(1).any(|open| {
            open.view
                .is_some_and(|view| member(view, &row.name).is_some())
        });
        let Some(entry) = self.entry(level) else {
            return false;
        };
        if level == 0 || !entry.is_list() || entry.has_item || !entry.fields.is_empty() {
            return false;
        }
        let is_container = row.stated.as_ref().is_none_or(Stated::is_container);
        let known = match &entry.row.stated {
            Some(Stated::Array(items) | Stated::Repeated(items)) => items.as_deref(),
            _ => None,
        };
        let is_named = entry.row.stated.as_ref().and_then(Stated::type_name) == Some(&row.name);
        let (is_items, is_wrapped, view) = match view {
            Some(Node::Map(members)) => match members.as_slice() {
                [(key, inner)] if *key == row.name => (true, true, Some(inner)),
                _ => (is_named, is_named, view),
            },
            Some(Node::List(list)) => {
                let is_field = list.iter().any(|item| member(item, &row.name).is_some());
                let is_items = !is_field
                    && !is_elsewhere
                    && (is_named || is_container || known != Some(&Stated::Object(None)));
                (is_items, false, view)
            }
            _ if is_elsewhere => (false, false, None),
            _ => {
                let is_object = matches!(known, Some(Stated::Object(_)));
                let is_items = is_named
                    || row.stated == Some(Stated::Object(None))
                    || !is_container
                        && !is_object
                        && (known.is_none() || is_one_of(&row.name, &entry.row.name));
                (is_items, is_items, None)
            }
        };
        if !is_items {
            return false;
        }
        entry.has_item = true;
        entry.items.clone_from(&row.stated);
        if is_wrapped {
            entry.wrapper = Some(row.name.clone());
        }
        take_words(entry, row);
        if let Some(open) = self.open.last_mut() {
            open.view = view;
        }
        if !is_container {
            self.open.pop();
        }
        true
    }

    /// Returns the level of the container that a field belongs to, and whether that is certain.
    fn level(&mut self, name: &str) -> (usize, bool) {
        for level in (0..self.open.len()).rev() {
            let view = self.open.get(level).and_then(|open| open.view);
            let is_shown = view.is_some_and(|view| member(view, name).is_some());
            if is_shown
                && self
                    .entry(level)
                    .is_some_and(|entry| !entry.has_field(name))
            {
                return (level, true);
            }
        }
        if self.hints.outer.contains(&name) && !self.root.has_field(name) {
            return (0, true);
        }
        let top = self.open.len() - 1;
        // Lists of texts and numbers have no fields.
        let is_closed = |entry: &Entry| match &entry.row.stated {
            Some(Stated::Array(Some(items)) | Stated::Repeated(Some(items))) => {
                !items.is_container()
            }
            Some(Stated::Array(None) | Stated::Repeated(None)) => entry
                .items
                .as_ref()
                .is_some_and(|items| !items.is_container()),
            _ => false,
        };
        for level in (1..=top).rev() {
            let is_list_of_scalars = matches!(
                self.open.get(level).and_then(|open| open.view),
                Some(Node::List(items)) if items.iter().all(|item| !matches!(item, Node::Map(_) | Node::List(_))) && !items.is_empty()
            );
            let Some(entry) = self.entry(level) else {
                continue;
            };
            let is_list_of_objects = matches!(entry.items, Some(Stated::Object(_)));
            if !is_closed(entry)
                && (!is_list_of_scalars || is_list_of_objects)
                && !entry.has_field(name)
            {
                return (level, false);
            }
        }
        (0, false)
    }
}

/// Returns whether a name says that it is one of a list.
fn is_one_of(name: &str, list: &str) -> bool {
    let bare = list
        .strip_suffix("List")
        .or_else(|| list.strip_suffix('s'))
        .unwrap_or(list);
    bare == name || list == name
}

fn take_words(entry: &mut Entry, row: &Row) {
    if entry.row.prose.is_empty() {
        entry.row.prose.clone_from(&row.prose);
    }
    if entry.row.example.is_none() {
        entry.row.example.clone_from(&row.example);
    }
}

fn at<'e>(root: &'e mut Entry, path: &[usize]) -> Option<&'e mut Entry> {
    path.iter()
        .try_fold(root, |entry, index| entry.fields.get_mut(*index))
}
