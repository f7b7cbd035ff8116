//! The specs that an import extends.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use live_spec::Sources;
use live_spec::yaml::{self, Node};

use crate::build::Product;
use crate::json::{MetadataError, ReadResult};
use crate::merge;

/// Reads the product that the specs describe.
pub(crate) fn product(sources: &Sources) -> ReadResult<Product> {
    let service = tree(sources, Path::new("service.yaml"))?;
    let service = service.unwrap_or(Node::Null);
    let text = |key: &str| match merge::get(&service, key) {
        Some(Node::Text(text)) => Ok(text.clone()),
        _ => Err(MetadataError::new(
            "service.yaml",
            format!("`{key}` is missing"),
        )),
    };
    Ok(Product {
        code: text("product")?,
        version: text("version")?,
        operation_reference: text("operation_reference").ok(),
    })
}

/// Parses a file of the specs, if it exists.
pub(crate) fn tree(sources: &Sources, path: &Path) -> ReadResult<Option<Node>> {
    let Some(text) = sources.text(path) else {
        return Ok(None);
    };
    let unread =
        |error: yaml::SyntaxError| MetadataError::new(path.display().to_string(), error.message);
    yaml::parse(text).map(Some).map_err(unread)
}

/// Reads the named types of a family.
pub(crate) fn types(sources: &Sources, path: &Path) -> ReadResult<Vec<(String, Node)>> {
    Ok(match tree(sources, path)? {
        Some(Node::Map(types)) => types,
        _ => Vec::new(),
    })
}

/// Returns the names of the types that notifications of a family use, directly or through others.
/// No metadata describes notifications.
pub(crate) fn notified(
    sources: &Sources,
    path: &Path,
    types: &[(String, Node)],
) -> ReadResult<BTreeSet<String>> {
    let mut used = BTreeSet::new();
    let Some(notifications) = tree(sources, &path.with_file_name("notifications.yaml"))? else {
        return Ok(used);
    };
    let mut open = vec![&notifications];
    while let Some(node) = open.pop() {
        for (name, named) in types {
            if !used.contains(name) && names(node, name) {
                used.insert(name.clone());
                open.push(named);
            }
        }
    }
    Ok(used)
}

/// Returns whether a type is named anywhere in a description.
fn names(node: &Node, name: &str) -> bool {
    match node {
        Node::Map(entries) => entries.iter().any(|(key, value)| match value {
            Node::Text(text) => matches!(key.as_str(), "type" | "items" | "values") && text == name,
            value => names(value, name),
        }),
        Node::List(items) => items.iter().any(|item| names(item, name)),
        _ => false,
    }
}

/// Returns the file of an operation, if it has a spec.
pub(crate) fn file_of<'s>(sources: &'s Sources, operation: &str) -> Option<&'s Path> {
    let file_name = format!("{operation}.yaml");
    sources.paths().find(|path| path.ends_with(&file_name))
}

/// Returns the names of all operations that have a spec, each with its family.
pub(crate) fn operations(sources: &Sources) -> impl Iterator<Item = (&str, &str)> {
    sources.paths().filter_map(|path| {
        let name = path.file_stem()?.to_str()?;
        let family = path.parent()?.to_str()?;
        // Other files of a family have names in lower case.
        live_spec::is_pascal_case(name).then_some((name, family))
    })
}

/// Checks that a family exists.
pub(crate) fn check_family(sources: &Sources, family: &str) -> ReadResult<()> {
    let found = |message: String| Err(MetadataError::new("--family", message));
    if !live_spec::is_family_name(family) {
        return found(format!(
            "`{family}` is not the name of a family, such as `stream_monitor`"
        ));
    }
    let service = tree(sources, Path::new("service.yaml"))?;
    let families = service
        .as_ref()
        .and_then(|node| merge::get(node, "families"));
    let names: Vec<_> = match families {
        Some(Node::Map(families)) => families.iter().map(|(name, _)| name.as_str()).collect(),
        _ => Vec::new(),
    };
    if names.contains(&family) {
        return Ok(());
    }
    let help = live_spec::help(family, names.into_iter());
    found(format!(
        "there is no family `{family}` ({help}); a new one starts with its purpose in service.yaml"
    ))
}

/// Returns the operation with a spec whose name has most words in common with that of a new
/// operation, and its family.
pub(crate) fn nearest(sources: &Sources, operation: &str) -> Option<(String, String)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for word in operations(sources).flat_map(|(name, _)| words(name)) {
        *counts.entry(word).or_default() += 1;
    }
    // A word that most names have, such as the name of the product, says nothing.
    let most = operations(sources).count() / 2;
    let says_much = |word: &String| most < 3 || counts.get(word).is_none_or(|count| *count <= most);
    let own: BTreeSet<_> = words(operation).into_iter().filter(says_much).collect();
    let common = |name: &str| words(name).intersection(&own).count();
    operations(sources)
        .map(|(name, family)| {
            // Of equally near operations, the one with the shortest name says least else.
            ((common(name), std::cmp::Reverse(name.len())), name, family)
        })
        .filter(|((common, _), ..)| *common > 0)
        .max()
        .map(|(_, name, family)| (name.to_owned(), family.to_owned()))
}

/// Returns the words of a name but the verb.
fn words(name: &str) -> BTreeSet<String> {
    let mut words: Vec<String> = Vec::new();
    for c in name.chars() {
        match words.last_mut() {
            Some(word) if !c.is_ascii_uppercase() => word.push(c),
            _ => words.push(c.to_string()),
        }
    }
    let all = words.into_iter().skip(1);
    all.map(|word| word.trim_end_matches('s').to_owned())
        .collect()
}
