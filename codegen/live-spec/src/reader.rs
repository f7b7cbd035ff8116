//! Reads typed values from a YAML tree. Mistakes are collected in a report, and reading continues.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::diagnostics::Diagnostic;
use crate::place::{Place, Step};
use crate::synonyms;
use crate::words::{Word, help};
use crate::yaml::Node;

/// Mistakes and warnings that the readers have found.
#[derive(Debug, Default)]
pub(crate) struct Report {
    found: RefCell<Vec<Diagnostic>>,
}

impl Report {
    pub(crate) fn add(&self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
    }

    pub(crate) fn error(&self, place: &Place, message: impl Into<String>) {
        self.add(Diagnostic::new(place.clone(), message));
    }

    /// Returns whether there are no mistakes. There may be warnings.
    pub(crate) fn is_clean(&self) -> bool {
        self.found.borrow().iter().all(Diagnostic::is_warning)
    }

    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.found.into_inner()
    }
}

/// A node with its place.
#[derive(Clone, Debug)]
pub(crate) struct Value<'a> {
    node: &'a Node,
    /// Place of the node.
    pub(crate) place: Place,
    /// Place of the node's key, or of the node if it has no key. Diagnostics about missing parts
    /// point here.
    pub(crate) label: Place,
    report: &'a Report,
}

/// A mapping with known keys.
#[derive(Debug)]
pub(crate) struct Mapping<'a> {
    entries: Vec<Entry<'a>>,
    label: Place,
    /// Keys that the reader has looked up, which are the allowed keys.
    allowed: RefCell<Vec<&'static str>>,
    report: &'a Report,
}

/// Keys that a reason may explain although they are absent: the documentation has them, and leaving
/// them out is the deviation, or another rule speaks about them.
const LEFT_OUT: &[&str] = &[
    "default",
    "doc",
    "enum",
    "errors",
    "example",
    "format",
    "pages",
    "ram",
    "read_only",
    "reference",
    "request",
    "required",
    "response",
    "secret",
    "sign",
    "type",
];

/// An entry of a mapping.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'a> {
    /// The key as text.
    pub(crate) name: &'a str,
    /// The value.
    pub(crate) value: Value<'a>,
}

impl<'a> Value<'a> {
    pub(crate) fn root(node: &'a Node, file: &Place, report: &'a Report) -> Self {
        Self {
            node,
            place: file.clone(),
            label: file.clone(),
            report,
        }
    }

    pub(crate) fn report(&self) -> &'a Report {
        self.report
    }

    pub(crate) fn error(&self, message: impl Into<String>) {
        self.report.error(&self.place, message);
    }

    fn unexpected<T>(&self, expected: &str) -> Option<T> {
        let found = match self.node {
            Node::Null => "nothing",
            Node::Boolean(_) => "`true` or `false`",
            Node::Integer(_) | Node::Float(_) => "a number",
            Node::Text(_) => "text",
            Node::List(_) => "a list",
            Node::Map(_) => "a mapping",
        };
        let mut diagnostic = Diagnostic::new(
            self.place.clone(),
            format!("expected {expected}, found {found}"),
        )
        .unread();
        if expected.starts_with("text")
            && !matches!(self.node, Node::Null | Node::List(_) | Node::Map(_))
        {
            diagnostic = diagnostic.help("put it in quotes to make it text");
        }
        self.report.add(diagnostic);
        None
    }

    /// Returns whether this is a mapping in which a key has a certain text.
    pub(crate) fn has_text(&self, key: &str, text: &str) -> bool {
        match self.node {
            Node::Map(map) => map
                .iter()
                .any(|(name, node)| name == key && matches!(node, Node::Text(is) if is == text)),
            _ => false,
        }
    }

    pub(crate) fn is_text(&self) -> bool {
        matches!(self.node, Node::Text(_))
    }

    pub(crate) fn is_list(&self) -> bool {
        matches!(self.node, Node::List(_))
    }

    /// Returns the text as written, if this is text.
    pub(crate) fn plain_text(&self) -> Option<&'a str> {
        match self.node {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Reads text that is not blank.
    pub(crate) fn text(&self) -> Option<&'a str> {
        match self.node {
            Node::Text(text) if text.trim().is_empty() => {
                self.error("this text is empty");
                None
            }
            Node::Text(text) if text.contains(is_unprintable) => {
                let unprintable = Diagnostic::new(
                    self.place.clone(),
                    "this text contains an unprintable character",
                );
                self.report
                    .add(unprintable.help("remove it; readers cannot see it"));
                None
            }
            Node::Text(text) => Some(text.trim_end()),
            _ => self.unexpected("text"),
        }
    }

    /// Reads text on one line.
    pub(crate) fn line(&self) -> Option<String> {
        let text = self.text()?;
        if text.contains('\n') {
            self.error("this must be one line");
            return None;
        }
        Some(text.to_owned())
    }

    /// Reads text of a form that a function checks.
    pub(crate) fn shaped(&self, what: &str, is_right: impl FnOnce(&str) -> bool) -> Option<String> {
        let text = self.text()?;
        if is_right(text) {
            return Some(text.to_owned());
        }
        let message = format!("`{text}` is not {what}");
        self.report
            .add(Diagnostic::new(self.place.clone(), message).unread());
        None
    }

    /// Reads an `https://` address that can be a link in documentation.
    pub(crate) fn address(&self) -> Option<String> {
        let what = "an address that starts with `https://` and has no spaces, quotes or brackets";
        self.shaped(what, |text| {
            text.strip_prefix("https://").is_some_and(|rest| {
                rest.starts_with(|c: char| c.is_ascii_alphanumeric())
                    && !rest.contains(|c: char| c.is_whitespace() || "<>()[]\"`\\".contains(c))
            })
        })
    }

    /// Reads text, a number, `true` or `false`, each as text.
    pub(crate) fn scalar(&self) -> Option<String> {
        match self.node {
            Node::Text(text) | Node::Integer(text) | Node::Float(text) => Some(text.clone()),
            Node::Boolean(value) => Some(value.to_string()),
            Node::Null | Node::List(_) | Node::Map(_) => {
                self.unexpected("text, a number, `true` or `false`")
            }
        }
    }

    pub(crate) fn boolean(&self) -> Option<bool> {
        match self.node {
            Node::Boolean(value) => Some(*value),
            _ => self.unexpected("`true` or `false`"),
        }
    }

    pub(crate) fn number(&self) -> Option<f64> {
        match self.node {
            Node::Integer(text) | Node::Float(text) => {
                let number = text.parse().ok().filter(|number: &f64| number.is_finite());
                if number.is_none() {
                    self.error("this number is not finite");
                }
                number
            }
            _ => self.unexpected("a number"),
        }
    }

    /// Reads the HTTP status of an error. Some operations report errors with status 200.
    pub(crate) fn status(&self) -> Option<u16> {
        match self.node {
            Node::Integer(text) => {
                let status = text
                    .parse()
                    .ok()
                    .filter(|status| matches!(status, 200 | 400..=599));
                if status.is_none() {
                    self.error(format!("{text} is not the HTTP status of an error"));
                }
                status
            }
            _ => self.unexpected("an HTTP status"),
        }
    }

    pub(crate) fn word<W: Word>(&self) -> Option<W> {
        let text = self.text()?;
        if let Some((_, word)) = W::WORDS.iter().find(|(word, _)| *word == text) {
            return Some(*word);
        }
        let words = || W::WORDS.iter().map(|(word, _)| *word);
        let advice =
            synonyms::of_word(W::WHAT, text).map_or_else(|| help(text, words()), str::to_owned);
        self.report.add(
            Diagnostic::new(self.place.clone(), format!("unknown {} `{text}`", W::WHAT))
                .help(advice)
                .unread(),
        );
        None
    }

    pub(crate) fn list(&self) -> Option<Vec<Value<'a>>> {
        let Node::List(items) = self.node else {
            return self.unexpected("a list");
        };
        let value = |(index, node)| {
            let place = self.place.child(Step::Item(index));
            Value {
                node,
                label: place.clone(),
                place,
                report: self.report,
            }
        };
        Some(items.iter().enumerate().map(value).collect())
    }

    /// Reads the entries of a mapping with arbitrary keys. Repeated keys are reported and omitted.
    pub(crate) fn entries(&self) -> Option<Vec<Entry<'a>>> {
        let Node::Map(map) = self.node else {
            return self.unexpected("a mapping");
        };
        let mut entries: Vec<Entry<'a>> = Vec::with_capacity(map.len());
        for (index, (name, node)) in map.iter().enumerate() {
            let (place, label) = (
                self.place.child(Step::Value(index)),
                self.place.child(Step::Key(index)),
            );
            if let Some(first) = entries.iter().find(|entry| entry.name == name) {
                let repeated = Diagnostic::new(label, format!("`{name}` is stated twice"));
                self.report
                    .add(repeated.related(first.value.label.clone(), "first stated here"));
                continue;
            }
            if name == "<<" {
                self.report
                    .error(&label, "merge keys have no meaning in a spec");
                continue;
            }
            if name.trim().is_empty() || name.contains(char::is_control) {
                self.report.error(&label, "this key is not a name");
                continue;
            }
            entries.push(Entry {
                name,
                value: Value {
                    node,
                    place,
                    label,
                    report: self.report,
                },
            });
        }
        Some(entries)
    }

    /// Reads a mapping with fixed keys.
    pub(crate) fn mapping(&self) -> Option<Mapping<'a>> {
        let entries = self.entries()?;
        Some(Mapping {
            entries,
            label: self.label.clone(),
            allowed: RefCell::default(),
            report: self.report,
        })
    }
}

impl<'a> Mapping<'a> {
    pub(crate) fn label(&self) -> &Place {
        &self.label
    }

    pub(crate) fn report(&self) -> &'a Report {
        self.report
    }

    pub(crate) fn optional(&self, key: &'static str) -> Option<&Value<'a>> {
        let mut allowed = self.allowed.borrow_mut();
        if !allowed.contains(&key) {
            allowed.push(key);
        }
        drop(allowed);
        self.entries
            .iter()
            .find(|entry| entry.name == key)
            .map(|entry| &entry.value)
    }

    /// Returns whether a key is stated.
    fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == key)
    }

    pub(crate) fn required(&self, key: &'static str) -> Option<&Value<'a>> {
        let value = self.optional(key);
        if value.is_none() {
            self.report
                .error(&self.label, format!("`{key}` is missing"));
        }
        value
    }

    /// Reads the reasons under `why`, by key. The keys looked up so far can have a reason.
    pub(crate) fn reasons(&self) -> BTreeMap<String, String> {
        let mut known = self.allowed.borrow().clone();
        // A name cannot disagree with anything, so it needs no reason.
        known.retain(|key| *key != "operation");
        let Some(why) = self.optional("why") else {
            return BTreeMap::new();
        };
        if why.is_text() {
            let nameless = Diagnostic::new(why.place.clone(), "this reason names no key");
            let help = "name the key that it explains: `why: { limit: … }`";
            self.report.add(nameless.help(help));
            return BTreeMap::new();
        }
        let mut reasons = BTreeMap::new();
        for entry in why.entries().unwrap_or_default() {
            if !known.contains(&entry.name) {
                let unknown = format!("the key `{}` cannot have a reason", entry.name);
                let unknown = Diagnostic::new(entry.value.label.clone(), unknown);
                self.report
                    .add(unknown.help(help(entry.name, known.iter().copied())));
            } else if !self.has(entry.name) && !LEFT_OUT.contains(&entry.name) {
                let message = format!("there is a reason for `{0}`, but no `{0}`", entry.name);
                let idle = Diagnostic::warning(entry.value.label.clone(), message);
                let help = format!(
                    "remove it, or state `{}`; `doc` may explain what is left out",
                    entry.name
                );
                self.report.add(idle.help(help));
            }
            if let Some(reason) = entry.value.text() {
                reasons.insert(entry.name.to_owned(), reason.to_owned());
            }
        }
        reasons
    }

    /// Reports the keys that were never looked up.
    pub(crate) fn finish(self) {
        let allowed = self.allowed.into_inner();
        for entry in self.entries {
            if !allowed.contains(&entry.name) {
                let unknown =
                    Diagnostic::new(entry.value.label, format!("unknown key `{}`", entry.name));
                let advice = synonyms::of_key(entry.name, &allowed)
                    .unwrap_or_else(|| help(entry.name, allowed.iter().copied()));
                self.report.add(unknown.help(advice).unread());
            }
        }
    }
}

/// Returns whether a character is invisible: a control character or one that changes the writing
/// direction. Neither Rust nor TOML allows such characters in comments.
fn is_unprintable(c: char) -> bool {
    let changes_direction = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    changes_direction || c.is_control() && !matches!(c, '\n' | '\t')
}
