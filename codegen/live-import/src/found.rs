//! Understands metadata: tells its format, checks its label, and reads its operations.

use live_spec::yaml::{self, Node};
use live_spec::{is_pascal_case, without_invisible};

use crate::api_docs;
use crate::build::Product;
use crate::cli;
use crate::facts;
use crate::hosts::{self, Hosts};
use crate::input::{Beside, Content, Document};
use crate::json::{Located, MetadataError, ReadResult};
use crate::keys::UnknownKeys;
use crate::label::Label;
use crate::merge;
use crate::metadata::Operation;
use crate::python::Package;

/// The name of an operation, and its metadata if understood.
pub(crate) type Named = (String, ReadResult<Operation>);

/// What was found in metadata.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) operations: Vec<Named>,
    /// What people should know, once for all operations.
    pub(crate) notes: Vec<String>,
    /// Hosts of regions.
    pub(crate) hosts: Hosts,
    /// Whether all operations of the product were found.
    pub(crate) is_whole: bool,
}

/// Reads metadata of a product.
pub(crate) fn read(content: &Content, product: &Product, unlabelled: bool) -> ReadResult<Found> {
    match content {
        Content::Document(document) => self::document(document, product, unlabelled),
        Content::Folder { documents, beside } => {
            let read = Folder::of(beside, product, unlabelled)?;
            let unknown = UnknownKeys::default();
            let mut found = Found {
                is_whole: true,
                hosts: read.hosts.clone(),
                ..Found::default()
            };
            for document in documents {
                let mut one = read.operation(document, &unknown)?;
                found.operations.append(&mut one.operations);
                found.notes.append(&mut one.notes);
            }
            found.operations.retain(|(name, _)| read.has(name));
            found.notes.append(&mut unknown.notes());
            found.notes.sort();
            found.notes.dedup();
            Ok(found)
        }
        Content::Package { client, models } => {
            let package = Package::read(client, models)?;
            package.label().check(product, unlabelled)?;
            Ok(Found {
                operations: package.operations(),
                notes: Vec::new(),
                hosts: hosts::of_sdk(client),
                is_whole: true,
            })
        }
    }
}

fn parsed(text: &str) -> ReadResult<Node> {
    // Some editors write a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut node = yaml::parse_json(text)
        .map_err(|error| MetadataError::new("", format!("this is not JSON: {}", error.message)))?;
    clean(&mut node);
    Ok(node)
}

/// Removes what nobody sees from all names and texts: it came with text that was copied.
fn clean(node: &mut Node) {
    match node {
        Node::Text(text) => *text = without_invisible(text),
        Node::List(items) => items.iter_mut().for_each(clean),
        Node::Map(members) => {
            for (name, value) in members {
                *name = without_invisible(name);
                clean(value);
            }
        }
        _ => {}
    }
}

fn document(document: &Document, product: &Product, unlabelled: bool) -> ReadResult<Found> {
    let node = parsed(&document.text)?;
    let root = Located::root(&node);
    let mut found = Found {
        is_whole: true,
        ..Found::default()
    };
    if let Some(apis) = root.member("apis")? {
        let whole = api_docs::Document::of(&root)?;
        whole.label()?.check(product, unlabelled)?;
        for (name, at) in nonempty(&apis)? {
            let operation = named(name, &at, &|| whole.operation(name, &at));
            found.operations.push(operation);
        }
        found.notes = whole.notes();
        found.hosts = hosts::listed(&root)?;
        return Ok(found);
    }
    if let Some(operations) = root.member("operations")? {
        facts::label(&root)?.check(product, unlabelled)?;
        let unknown = UnknownKeys::default();
        for (name, at) in nonempty(&operations)? {
            let operation = named(name, &at, &|| facts::operation(name, &at, &unknown));
            found.operations.push(operation);
        }
        found.notes = unknown.notes();
        return Ok(found);
    }
    if !is_operation(&root) {
        return Err(root.error(
            "this is not metadata: it has no `apis`, no `operations`, and no `methods` with `parameters` or `responses`",
        ));
    }
    let unknown = UnknownKeys::default();
    let folder = Folder::of(&document.beside, product, unlabelled)?;
    let mut found = folder.operation(document, &unknown)?;
    found.notes.append(&mut unknown.notes());
    Ok(found)
}

/// Returns whether a document describes a single operation.
fn is_operation(root: &Located<'_>) -> bool {
    cli::is_operation(root)
        || root.has("methods") && (root.has("parameters") || root.has("responses"))
}

/// A folder with a document for each operation.
struct Folder {
    /// Names of the operations of this version, if they are listed.
    operations: Option<Vec<String>>,
    hosts: Hosts,
}

impl Folder {
    /// Reads and checks what the files beside the documents say.
    fn of(beside: &Beside, product: &Product, unlabelled: bool) -> ReadResult<Self> {
        let (label, operations, hosts) = labels(beside, product)?;
        label.check(product, unlabelled)?;
        Ok(Self { operations, hosts })
    }

    fn has(&self, operation: &str) -> bool {
        let listed = self.operations.as_ref();
        listed.is_none_or(|listed| listed.iter().any(|name| name == operation))
    }

    fn operation(&self, document: &Document, unknown: &UnknownKeys) -> ReadResult<Found> {
        let node = parsed(&document.text).map_err(|error| in_file(document, &error))?;
        let root = Located::root(&node);
        if !is_operation(&root) {
            let error = root.error("this is not the metadata of an operation");
            return Err(in_file(document, &error));
        }
        let stated = root.member("name")?;
        let name = match &stated {
            Some(name) => name.text()?,
            None => &document.name,
        };
        if cli::is_operation(&root) {
            return Ok(Found {
                operations: vec![named(name, &root, &|| cli::operation(name, &root, unknown))],
                ..Found::default()
            });
        }
        let whole = api_docs::Document::of(&root)?;
        Ok(Found {
            operations: vec![named(name, &root, &|| whole.operation(name, &root))],
            notes: whole.notes(),
            ..Found::default()
        })
    }
}

fn in_file(document: &Document, error: &MetadataError) -> MetadataError {
    MetadataError::new(format!("{}.json", document.name), error.to_string())
}

/// The label of a folder, the operations that it says are of the version, and the hosts.
type Labels = (Label, Option<Vec<String>>, Hosts);

/// Reads what the files beside documents say.
fn labels(beside: &Beside, product: &Product) -> ReadResult<Labels> {
    let text = |node: &Node, key: &str| match merge::get(node, key) {
        Some(Node::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let items = |node: &Node| match node {
        Node::List(items) => items.clone(),
        _ => Vec::new(),
    };
    if let Some(list) = &beside.list {
        let entries = items(&parsed(list)?);
        if let Some(first) = entries.first() {
            let label = Label {
                product: text(first, "product"),
                version: text(first, "version"),
                style: None,
            };
            return Ok((label, None, Hosts::new()));
        }
    }
    if let Some(version) = &beside.version {
        let node = parsed(version)?;
        let names = match merge::get(&node, "apis") {
            Some(Node::Map(apis)) => Some(apis.iter().map(|(name, _)| name.clone()).collect()),
            _ => None,
        };
        let label = Label {
            product: Some(beside.folder.clone()),
            version: text(&node, "version"),
            style: text(&node, "style"),
        };
        return Ok((label, names, Hosts::new()));
    }
    let Some(products) = &beside.products else {
        return Ok((Label::default(), None, Hosts::new()));
    };
    let node = parsed(products)?;
    let all = merge::get(&node, "products").map(items).unwrap_or_default();
    let of_folder = |entry: &&Node| {
        text(entry, "code").is_some_and(|code| code.eq_ignore_ascii_case(&beside.folder))
    };
    // A product may have several versions.
    let mut entries: Vec<_> = all.iter().filter(of_folder).collect();
    entries.sort_by_key(|entry| text(entry, "version").as_ref() != Some(&product.version));
    let Some(entry) = entries.first() else {
        return Ok((Label::default(), None, Hosts::new()));
    };
    let names = merge::get(entry, "apis").map(items).map(|names| {
        let name = |node| match node {
            Node::Text(name) => Some(name),
            _ => None,
        };
        names.into_iter().filter_map(name).collect()
    });
    let label = Label {
        product: text(entry, "code"),
        version: text(entry, "version"),
        style: text(entry, "api_style"),
    };
    Ok((label, names, hosts::of_tool(entry)))
}

/// Reads an operation if its name is one.
fn named(name: &str, at: &Located<'_>, read: &dyn Fn() -> ReadResult<Operation>) -> Named {
    let operation = if is_pascal_case(name) {
        read()
    } else {
        Err(at.error(format!("`{name}` is not the name of an operation")))
    };
    (name.to_owned(), operation)
}

/// Returns the members of an object, which must not be empty.
fn nonempty<'a>(at: &Located<'a>) -> ReadResult<std::vec::IntoIter<(&'a str, Located<'a>)>> {
    let members = at.unique_members()?;
    if members.is_empty() {
        return Err(at.error("there are no operations"));
    }
    Ok(members.into_iter())
}
