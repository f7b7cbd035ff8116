//! Mappings with fixed keys: which are looked up, missing or unknown, and the reasons for others.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::remedies::{glued, names};
use super::{Entry, Report, Value};
use crate::diagnostics::Diagnostic;
use crate::missing::how_to_add;
use crate::place::Place;
use crate::synonyms;
use crate::words::help;

/// A mapping with known keys.
#[derive(Debug)]
pub(crate) struct Mapping<'a> {
    entries: Vec<Entry<'a>>,
    label: Place,
    /// Keys that the reader has looked up, which are the allowed keys.
    allowed: RefCell<Vec<&'static str>>,
    /// Required keys that are missing. One may be written wrongly, which only [`Self::finish`]
    /// knows.
    missing: RefCell<Vec<(&'static str, Option<&'static str>)>>,
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
    "set_by",
    "sign",
    "signed",
    "type",
];

impl<'a> Mapping<'a> {
    pub(super) fn new(entries: Vec<Entry<'a>>, label: Place, report: &'a Report) -> Self {
        Self {
            entries,
            label,
            allowed: RefCell::default(),
            missing: RefCell::default(),
            report,
        }
    }

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
        self.required_as(key, how_to_add(key))
    }

    /// Returns a required value. If it is missing, says how to add it.
    pub(crate) fn required_as(
        &self,
        key: &'static str,
        help: Option<&'static str>,
    ) -> Option<&Value<'a>> {
        let value = self.optional(key);
        if value.is_none() {
            self.missing.borrow_mut().push((key, help));
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

    /// Reports the keys that were never looked up, and the required ones that are missing, unless
    /// one of the former stands for it.
    pub(crate) fn finish(self) {
        let allowed = self.allowed.into_inner();
        let mut missing = self.missing.into_inner();
        for entry in self.entries {
            if !allowed.contains(&entry.name) {
                let unknown =
                    Diagnostic::new(entry.value.label, format!("unknown key `{}`", entry.name));
                let advice = glued(entry.name)
                    .or_else(|| synonyms::of_key(entry.name, &allowed))
                    .unwrap_or_else(|| help(entry.name, allowed.iter().copied()));
                missing.retain(|(key, _)| !names(&advice, key));
                self.report.add(unknown.help(advice).unread());
            }
        }
        for (key, help) in missing {
            let missing = Diagnostic::new(self.label.clone(), format!("`{key}` is missing"));
            self.report.add(match help {
                Some(help) => missing.help(help),
                None => missing,
            });
        }
    }
}
