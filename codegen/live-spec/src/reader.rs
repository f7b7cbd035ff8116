//! Reads typed values from a YAML tree. Mistakes are collected in a report, and reading continues.

mod mapping;
mod remedies;

use std::cell::RefCell;
use std::collections::HashMap;

use crate::characters::{Oddity, described, oddity};
use crate::diagnostics::Diagnostic;
use crate::place::{Place, Step};
use crate::synonyms;
use crate::words::{Word, help};
use crate::yaml::Node;
pub(crate) use mapping::Mapping;
use remedies::{remedy, unclear};

/// Mistakes and warnings that the readers have found.
#[derive(Debug, Default)]
pub(crate) struct Report {
    found: RefCell<Vec<Diagnostic>>,
    /// What was written where YAML reads something else.
    written: RefCell<HashMap<Place, String>>,
}

impl Report {
    pub(crate) fn add(&self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
    }

    pub(crate) fn error(&self, place: &Place, message: impl Into<String>) {
        self.add(Diagnostic::new(place.clone(), message));
    }

    /// Takes the keys and values whose text YAML changes, with what was written.
    pub(crate) fn rewritten(&self, written: Vec<(Place, String)>) {
        self.written.borrow_mut().extend(written);
    }

    fn written(&self, place: &Place) -> Option<String> {
        self.written.borrow().get(place).cloned()
    }

    /// Returns whether a part of a family could not be read.
    pub(crate) fn is_unread(&self, family: &str) -> bool {
        let found = self.found.borrow();
        let mut found = found.iter();
        found.any(|found| found.is_unread() && found.place().path().starts_with(family))
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

    /// Reports a value with a remedy.
    pub(crate) fn wrong(&self, message: impl Into<String>, help: impl Into<String>) {
        let wrong = Diagnostic::new(self.place.clone(), message);
        self.report.add(wrong.help(help));
    }

    /// Reports a key that has no meaning where it is.
    pub(crate) fn misplaced(&self, message: impl Into<String>) {
        let misplaced = Diagnostic::new(self.label.clone(), message);
        self.report.add(misplaced.help("remove it"));
    }

    fn unexpected<T>(&self, expected: &str) -> Option<T> {
        let written = self.report.written(&self.place);
        let nothing = match &written {
            Some(written) => format!("`{written}`, which means nothing"),
            None => "nothing".to_owned(),
        };
        let found = match self.node {
            Node::Null => nothing.as_str(),
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
        if let Some(help) = remedy(self.node, expected, written.is_some()) {
            diagnostic = diagnostic.help(help);
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

    /// Returns whether this is a mapping with a certain key.
    pub(crate) fn has_key(&self, key: &str) -> bool {
        matches!(self.node, Node::Map(map) if map.iter().any(|(name, _)| name == key))
    }

    pub(crate) fn is_text(&self) -> bool {
        matches!(self.node, Node::Text(_))
    }

    /// Returns the text, if this is one.
    pub(crate) fn as_text(&self) -> Option<&'a str> {
        match self.node {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn is_list(&self) -> bool {
        matches!(self.node, Node::List(_))
    }

    /// Returns whether this is a mapping without keys.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self.node, Node::Map(map) if map.is_empty())
    }

    /// Returns the text as written, if this is text.
    pub(crate) fn plain_text(&self) -> Option<&'a str> {
        match self.node {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }

    fn filled(&self) -> Option<&'a str> {
        match self.node {
            Node::Text(text) if text.trim().is_empty() => {
                let empty = Diagnostic::new(self.place.clone(), "this text is empty");
                self.report.add(empty.help("write it, or remove the key"));
                None
            }
            Node::Text(text) => Some(text.trim_end_matches([' ', '\n', '\t'])),
            _ => self.unexpected("text"),
        }
    }

    /// Reads text for people that is not blank.
    pub(crate) fn text(&self) -> Option<&'a str> {
        let text = self.filled()?;
        self.check_readable(text);
        Some(text)
    }

    /// Reads a name or another text that programs compare.
    pub(crate) fn name(&self) -> Option<&'a str> {
        let text = self.filled()?;
        let Some(odd) = text.chars().find(|c| oddity(*c).is_some()) else {
            return Some(text);
        };
        self.report.add(unclear(&self.place, "this name", odd));
        None
    }

    /// Reports characters of a text that readers cannot see: mistakes, unless they have a use.
    fn check_readable(&self, text: &str) {
        let is_invisible = |c: &char| oddity(*c) == Some(Oddity::Invisible);
        let has_use = |c: &char| matches!(oddity(*c), Some(Oddity::Joiner | Oddity::Space));
        if let Some(odd) = text.chars().find(is_invisible) {
            self.report.add(unclear(&self.place, "this text", odd));
        } else if let Some(odd) = text.chars().find(has_use) {
            let message = format!("this text contains {}", described(odd));
            let doubtful = Diagnostic::warning(self.place.clone(), message);
            self.report.add(doubtful.help(match oddity(odd) {
                Some(Oddity::Space) => "write an ordinary space, if this one has no purpose",
                _ => "remove it, if it has no purpose",
            }));
        }
    }

    /// Reads text on one line.
    pub(crate) fn line(&self) -> Option<String> {
        let text = self.text()?;
        if text.contains('\n') {
            self.wrong(
                "this must be one line",
                "join the lines, or say it more briefly",
            );
            return None;
        }
        Some(text.to_owned())
    }

    /// Reads text of a form that a function checks.
    pub(crate) fn shaped(&self, what: &str, is_right: impl Fn(&str) -> bool) -> Option<String> {
        self.shaped_as(what, |_| None, is_right)
    }

    /// Reads text of a form that a function checks. Another proposes the right text for a wrong
    /// one.
    pub(crate) fn shaped_as(
        &self,
        what: &str,
        proposal: fn(&str) -> Option<String>,
        is_right: impl Fn(&str) -> bool,
    ) -> Option<String> {
        let text = self.name()?;
        if is_right(text) {
            return Some(text.to_owned());
        }
        let wrong = Diagnostic::new(self.place.clone(), format!("`{text}` is not {what}"));
        let right = proposal(text).filter(|right| is_right(right));
        self.report.add(match right {
            Some(right) => wrong.help(format!("write `{right}`")).unread(),
            None => wrong.unread(),
        });
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

    /// Reads text, a number, `true` or `false`, each as text. Refuses what YAML changes.
    pub(crate) fn scalar(&self) -> Option<String> {
        let text = self.scalar_as_read()?;
        if let Some(written) = self.report.written(&self.place) {
            let message = format!("YAML reads `{written}` as `{text}`");
            let changed = Diagnostic::new(self.place.clone(), message);
            self.report.add(changed.help(format!(
                "put it in quotes to keep its text, or write `{text}`"
            )));
        }
        Some(text)
    }

    /// Reads text, a number, `true` or `false`, each as the text that YAML makes of it.
    pub(crate) fn scalar_as_read(&self) -> Option<String> {
        if let Node::Text(text) = self.node {
            self.check_readable(text);
        }
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
                    self.wrong(
                        format!("{text} is not the HTTP status of an error"),
                        "write the documented status: 200, or 400 to 599",
                    );
                }
                status
            }
            _ => self.unexpected("an HTTP status"),
        }
    }

    /// Reads why something is deprecated.
    pub(crate) fn deprecation(&self) -> Option<String> {
        if let Node::Boolean(_) = self.node {
            let bare = Diagnostic::new(self.place.clone(), "a deprecation needs its reason");
            self.report
                .add(bare.help("write what to use instead, such as `deprecated: Use StopCaster.`"));
            return None;
        }
        self.text().map(str::to_owned)
    }

    pub(crate) fn word<W: Word>(&self) -> Option<W> {
        let text = self.name()?;
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
            let first = entries.iter().find(|entry| entry.name == name);
            if let Some(written) = self.report.written(&label) {
                let message = format!("YAML reads the key `{written}` as `{name}`");
                let changed = Diagnostic::new(label.clone(), message);
                self.report.add(changed.help(format!(
                    "put it in quotes to keep its text, or write `{name}`"
                )));
                if first.is_some() {
                    continue;
                }
            }
            if let Some(first) = first {
                let repeated = Diagnostic::new(label, format!("`{name}` is stated twice"));
                self.report.add(
                    repeated
                        .related(first.value.label.clone(), "first stated here")
                        .help("remove one of them"),
                );
                continue;
            }
            if name == "<<" {
                let merge = Diagnostic::new(label, "merge keys have no meaning in a spec");
                self.report
                    .add(merge.help("write the keys out; put `<<` in quotes if it is a name"));
                continue;
            }
            if name.trim().is_empty() {
                let blank = Diagnostic::new(label, "this key is not a name");
                self.report
                    .add(blank.help("write the name in front of the colon"));
                continue;
            }
            if let Some(odd) = name
                .chars()
                .find(|c| *c == '\n' || *c == '\t' || oddity(*c).is_some())
            {
                self.report.add(unclear(&label, "this key", odd));
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
        Some(Mapping::new(entries, self.label.clone(), self.report))
    }
}
