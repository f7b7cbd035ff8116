//! What the existing specs tell about a new one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use live_spec::yaml::{self, Node};
use live_spec::{Sources, is_pascal_case};

/// Facts from existing specs.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) product: String,
    pub(crate) version: String,
    pub(crate) operation_reference: Option<String>,
    pub(crate) families: Vec<String>,
    /// Operations that have a spec, by name.
    pub(crate) operations: BTreeMap<String, KnownOperation>,
    /// Codes of errors, from all specs.
    pub(crate) codes: BTreeSet<String>,
    /// What glossaries explain, by family; the family of the general glossary is empty.
    glossaries: BTreeMap<String, Glossary>,
    /// Examples of text parameters by name, with how often they occur.
    examples: BTreeMap<String, BTreeMap<String, usize>>,
}

/// An operation that has a spec.
#[derive(Clone, Debug)]
pub(crate) struct KnownOperation {
    pub(crate) path: PathBuf,
    pub(crate) family: String,
    pub(crate) method: String,
}

#[derive(Debug, Default)]
struct Glossary {
    fields: BTreeSet<String>,
    errors: BTreeSet<String>,
}

impl Known {
    /// Reads the specs as far as they can be read.
    pub(crate) fn read(sources: &Sources) -> Self {
        let mut known = Self::default();
        for path in sources.paths() {
            let Some(tree) = sources.text(path).and_then(|text| yaml::parse(text).ok()) else {
                continue;
            };
            let family = path.parent().unwrap_or(Path::new("")).to_string_lossy();
            match path.file_stem().and_then(|stem| stem.to_str()) {
                Some("service") if family.is_empty() => known.service(&tree),
                Some("glossary") => known.glossary(&family, &tree),
                Some(name) if is_pascal_case(name) => known.operation(name, path, &family, &tree),
                _ => {}
            }
        }
        known
    }

    fn service(&mut self, tree: &Node) {
        let line = |key| text(get(tree, key)).map(str::to_owned);
        self.product = line("product").unwrap_or_default();
        self.version = line("version").unwrap_or_default();
        self.operation_reference = line("operation_reference");
        self.families = keys(get(tree, "families"));
        let explained = self.glossaries.entry(String::new()).or_default();
        for code in codes(tree) {
            explained.errors.insert(code.clone());
            self.codes.insert(code);
        }
    }

    fn glossary(&mut self, family: &str, tree: &Node) {
        let glossary = self.glossaries.entry(family.to_owned()).or_default();
        glossary.fields.extend(keys(get(tree, "fields")));
        let errors = keys(get(tree, "errors"));
        self.codes.extend(errors.iter().cloned());
        glossary.errors.extend(errors);
    }

    fn operation(&mut self, name: &str, path: &Path, family: &str, tree: &Node) {
        self.codes.extend(codes(tree));
        if let Some(Node::Map(request)) = get(tree, "request") {
            for (name, field) in request {
                if text(get(field, "type")) == Some("string")
                    && let Some(example) = text(get(field, "example"))
                {
                    let examples = self.examples.entry(name.clone()).or_default();
                    *examples.entry(example.to_owned()).or_default() += 1;
                }
            }
        }
        let operation = KnownOperation {
            path: path.to_owned(),
            family: family.to_owned(),
            method: text(get(tree, "method")).unwrap_or_default().to_owned(),
        };
        self.operations.insert(name.to_owned(), operation);
    }

    /// Returns whether a glossary explains a field.
    pub(crate) fn explains_field(&self, family: &str, name: &str) -> bool {
        let explains = |family| {
            let glossary = self.glossaries.get(family);
            glossary.is_some_and(|glossary| glossary.fields.contains(name))
        };
        explains(family) || explains("")
    }

    /// Returns whether a glossary explains the code of an error.
    pub(crate) fn explains_error(&self, family: &str, code: &str) -> bool {
        let explains = |family| {
            let glossary = self.glossaries.get(family);
            glossary.is_some_and(|glossary| glossary.errors.contains(code))
        };
        explains(family) || explains("")
    }

    /// Returns the example that nearly all operations use for a parameter.
    pub(crate) fn usual_example(&self, parameter: &str) -> Option<&str> {
        let examples = self.examples.get(parameter)?;
        let total: usize = examples.values().sum();
        let (example, times) = examples.iter().max_by_key(|(_, times)| **times)?;
        (*times > 2 && times * 10 >= total * 9).then_some(example)
    }

    /// Returns the family that an operation seems to belong to, and the operation that says so.
    pub(crate) fn nearest_family(&self, name: &str) -> Option<(&str, &str)> {
        let own = nouns(name);
        let mut best: Option<(f64, &str, &str)> = None;
        let mut families: BTreeMap<&str, Vec<(f64, &str)>> = BTreeMap::new();
        for (other, operation) in &self.operations {
            let theirs = nouns(other);
            let shared = own.intersection(&theirs).count() as f64;
            let all = own.union(&theirs).count() as f64;
            let near = families.entry(&operation.family).or_default();
            near.push((shared / all.max(1.0), other));
        }
        for (family, mut near) in families {
            near.sort_by(|one, other| other.0.total_cmp(&one.0));
            let Some((first, operation)) = near.first().copied() else {
                continue;
            };
            // Several near ones tell more than a single one.
            let score = first
                + near
                    .iter()
                    .skip(1)
                    .take(3)
                    .map(|(score, _)| score / 10.0)
                    .sum::<f64>();
            if first >= 0.34 && best.is_none_or(|(best, ..)| score > best) {
                best = Some((score, family, operation));
            }
        }
        best.map(|(_, family, operation)| (family, operation))
    }

    /// Returns the method that operations with the same verb use, first those of the family.
    pub(crate) fn usual_method(&self, name: &str, family: &str) -> &'static str {
        let verb = words_of(name).into_iter().next().unwrap_or_default();
        let count = |is_counted: &dyn Fn(&str, &KnownOperation) -> bool| {
            let found = self
                .operations
                .iter()
                .filter(|(name, operation)| is_counted(name, operation));
            let (mut get, mut post) = (0, 0);
            for (_, operation) in found {
                match operation.method.as_str() {
                    "GET" => get += 1,
                    _ => post += 1,
                }
            }
            (get, post)
        };
        let same_verb = |name: &str| words_of(name).first() == Some(&verb);
        let (get, post) = count(&|name, operation| operation.family == family && same_verb(name));
        let (get, post) = if get + post > 0 {
            (get, post)
        } else {
            count(&|name, _| same_verb(name))
        };
        if get > post { "GET" } else { "POST" }
    }
}

/// Returns the words of a name but its verb and what all names have.
fn nouns(name: &str) -> BTreeSet<String> {
    let words = words_of(name).into_iter().skip(1);
    words
        .filter(|word| !matches!(word.as_str(), "live" | "config"))
        .map(|word| word.strip_suffix('s').map(str::to_owned).unwrap_or(word))
        .collect()
}

/// Returns the words of a name in lower case.
pub(crate) fn words_of(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut was_upper = false;
    for c in name.chars() {
        let is_upper = c.is_ascii_uppercase();
        if is_upper && !was_upper || words.is_empty() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(c.to_ascii_lowercase());
        }
        was_upper = is_upper;
    }
    words
}

fn get<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match node {
        Node::Map(entries) => entries
            .iter()
            .find(|(found, _)| found == key)
            .map(|(_, value)| value),
        _ => None,
    }
}

fn text(node: Option<&Node>) -> Option<&str> {
    match node {
        Some(Node::Text(text)) => Some(text),
        _ => None,
    }
}

fn keys(node: Option<&Node>) -> Vec<String> {
    match node {
        Some(Node::Map(entries)) => entries.iter().map(|(key, _)| key.clone()).collect(),
        _ => Vec::new(),
    }
}

fn codes(tree: &Node) -> Vec<String> {
    let Some(Node::List(errors)) = get(tree, "errors") else {
        return Vec::new();
    };
    let codes = errors.iter().filter_map(|error| text(get(error, "code")));
    codes.map(str::to_owned).collect()
}
