//! What a service added or changed since the specs were written.

use std::fmt;

use crate::merge::{Conflict, Difference};
use crate::report::{Outcome, Report};

/// News in metadata, in sections.
///
/// Metadata may also be older than the specs: what only the specs have is listed as such.
#[derive(Clone, Debug, Default)]
pub struct News {
    sections: Vec<Section>,
    notes: Vec<String>,
}

#[derive(Clone, Debug)]
struct Section {
    title: &'static str,
    /// Operations, each with what is new in it; nothing if it is new itself.
    lines: Vec<(String, Vec<String>)>,
}

const OPERATIONS: &str = "new operations";
const PARAMETERS: &str = "new parameters";
const FIELDS: &str = "new response fields";
const VALUES: &str = "new values of enums";
const CODES: &str = "new error codes";
const TYPES: &str = "changed types";
const REQUIRED: &str = "required now, or no longer";
const HOSTS: &str = "hosts of regions";
const OTHERS: &str = "other changes";
const GONE: &str = "only in the specs: gone from the service, or newer than this metadata";
const FAILED: &str = "not understood";

impl News {
    /// Collects the news from the outcome of an import.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let order = [
            OPERATIONS, PARAMETERS, FIELDS, VALUES, CODES, TYPES, REQUIRED, HOSTS, OTHERS, GONE,
            FAILED,
        ];
        let mut news = Self {
            sections: order
                .map(|title| Section {
                    title,
                    lines: Vec::new(),
                })
                .into(),
            notes: report.notes.clone(),
        };
        for host in &report.hosts {
            news.add(HOSTS, host, None);
        }
        for name in &report.absent {
            news.add(GONE, name, None);
        }
        for (name, outcome) in &report.operations {
            match outcome {
                Outcome::New { .. } => news.add(OPERATIONS, name, None),
                Outcome::Extended { added, .. } => news.additions(name, added),
                Outcome::Unplaced { nearest } => {
                    let like = match nearest {
                        Some((_, family)) => format!(" (perhaps of the family {family})"),
                        None => String::new(),
                    };
                    news.add(OPERATIONS, &format!("{name}{like}"), None);
                }
                Outcome::Unchanged => {}
                Outcome::Conflicting {
                    conflicts, lacks, ..
                } => {
                    news.additions(name, lacks);
                    for conflict in conflicts {
                        news.conflict(name, conflict);
                    }
                }
                Outcome::Failed(error) => news.add(FAILED, name, Some(error.to_string())),
            }
        }
        news.sections.retain(|section| !section.lines.is_empty());
        news
    }

    /// Returns whether the specs say all that the metadata says.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }

    fn add(&mut self, title: &str, operation: &str, what: Option<String>) {
        let mut sections = self.sections.iter_mut();
        let Some(section) = sections.find(|section| section.title == title) else {
            return;
        };
        let mut lines = section.lines.iter_mut();
        match lines.find(|(name, _)| name == operation) {
            // Several uses of a type may say the same.
            Some((_, all)) => all.extend(what.filter(|what| !all.contains(what))),
            None => section
                .lines
                .push((operation.to_owned(), what.into_iter().collect())),
        }
    }

    fn additions(&mut self, operation: &str, paths: &[String]) {
        for path in paths {
            let (title, name) = side(path);
            self.add(title, operation, Some(name.to_owned()));
        }
    }

    fn conflict(&mut self, operation: &str, conflict: &Conflict) {
        let path = &conflict.path;
        let (added_to, name) = side(path);
        let stated = |value: &Option<String>| match value {
            Some(value) => value.clone(),
            None => "not stated".to_owned(),
        };
        match &conflict.difference {
            Difference::Gone => self.add(GONE, operation, Some(path.clone())),
            Difference::New => self.add(added_to, operation, Some(name.to_owned())),
            // The additions of the spec list it.
            Difference::Commented => {}
            Difference::Values { new, gone } => {
                if !new.is_empty() {
                    let values = new.join(", ");
                    self.add(VALUES, operation, Some(format!("{path}: {values}")));
                }
                if !gone.is_empty() {
                    let values = gone.join(", ");
                    self.add(GONE, operation, Some(format!("{path}: {values}")));
                }
            }
            // Other examples are no news.
            Difference::Value { .. } if path.ends_with(".example") => {}
            Difference::Value { ours, theirs } => {
                let last = path.rsplit('.').next().unwrap_or_default();
                let title = match last {
                    "type" => TYPES,
                    "required" => REQUIRED,
                    _ => OTHERS,
                };
                let (ours, theirs) = (stated(ours), stated(theirs));
                self.add(title, operation, Some(format!("{path}: {ours} → {theirs}")));
            }
        }
    }
}

/// Returns the section for an addition, and its name without the side that it is on.
fn side(path: &str) -> (&'static str, &str) {
    match path.split_once('.') {
        Some(("request", name)) => (PARAMETERS, name),
        Some(("response", name)) => (FIELDS, name),
        Some(("errors", name)) => (CODES, name),
        _ => (OTHERS, path),
    }
}

impl fmt::Display for News {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for note in &self.notes {
            writeln!(f, "note: {note}")?;
        }
        for Section { title, lines } in &self.sections {
            writeln!(f, "{title}:")?;
            for (operation, all) in lines {
                match all.as_slice() {
                    [] => writeln!(f, "    {operation}")?,
                    all => writeln!(f, "    {operation}: {}", all.join(", "))?,
                }
            }
        }
        if self.is_empty() {
            writeln!(f, "no news: the specs say all that this metadata says")?;
        }
        Ok(())
    }
}
