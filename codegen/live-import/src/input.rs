//! Reads the files that hold metadata.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use live_spec::Sources;

use crate::json::MetadataError;
use crate::specs;

/// Metadata as its files hold it, not yet understood.
#[derive(Clone, Debug)]
pub struct Metadata {
    pub(crate) content: Content,
}

#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// One document.
    Document(Document),
    /// A folder with a document for each operation.
    Folder {
        documents: Vec<Document>,
        beside: Beside,
    },
    /// A package of the Python SDK: the text of the client, and those of the models.
    Package { client: String, models: Vec<String> },
}

/// A JSON document.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// Name of the file without its extension.
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) beside: Beside,
}

/// Files beside the document of an operation, which say of which product it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Beside {
    /// Name of the folder.
    pub(crate) folder: String,
    /// `version.json`: version, style and operations.
    pub(crate) version: Option<String>,
    /// `list.json`: the operations, each with product and version.
    pub(crate) list: Option<String>,
    /// `../products.json`: all products.
    pub(crate) products: Option<String>,
}

/// Files beside those of operations.
const LABELS: [&str; 2] = ["version", "list"];
/// The folder of the command-line tool's metadata that has no prose.
const FACTS_OF_TOOL: &str = "metadatas";

impl Metadata {
    /// Takes the text of a JSON document. `name` is the name of an operation whose metadata does
    /// not contain its name.
    #[must_use]
    pub fn of_text(text: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            content: Content::Document(Document {
                name: name.into(),
                text: text.into(),
                beside: Beside::default(),
            }),
        }
    }

    /// Reads a JSON file; a folder with a JSON file for each operation; the folder of all products
    /// of the command-line tool's metadata; or the folder of a package of the Python SDK.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be read, or if a folder has none of these.
    pub fn read(path: &Path, sources: &Sources) -> Result<Self, MetadataError> {
        let unread = |error: io::Error| MetadataError::new("", error.to_string());
        if !path.is_dir() {
            let document = document(path).map_err(unread)?;
            let content = Content::Document(document);
            return Ok(Self { content });
        }
        if let Some(folder) = package(path) {
            let content = package_in(&folder).map_err(unread)?;
            return Ok(Self { content });
        }
        let product = specs::product(sources)?.code;
        let candidates = [
            path.join(FACTS_OF_TOOL).join(&product),
            path.join(&product),
            path.to_owned(),
        ];
        for folder in candidates.iter().filter(|folder| folder.is_dir()) {
            let documents = documents_in(folder).map_err(unread)?;
            if !documents.is_empty() {
                let beside = beside(folder);
                let content = Content::Folder { documents, beside };
                return Ok(Self { content });
            }
        }
        Err(MetadataError::new(
            "",
            format!(
                "this folder has no metadata of {product}: no JSON files of operations, no `{FACTS_OF_TOOL}/{product}`, and no Python package with a client.py"
            ),
        ))
    }
}

fn document(path: &Path) -> io::Result<Document> {
    let stem = path.file_stem().unwrap_or_default();
    Ok(Document {
        name: stem.to_string_lossy().into_owned(),
        text: fs::read_to_string(path)?,
        beside: path.parent().map(beside).unwrap_or_default(),
    })
}

fn documents_in(folder: &Path) -> io::Result<Vec<Document>> {
    let mut documents = Vec::new();
    for path in sorted(folder, "json")? {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        if !LABELS.contains(&&*stem) && stem != "products" {
            documents.push(Document {
                name: stem.into_owned(),
                text: fs::read_to_string(&path)?,
                beside: Beside::default(),
            });
        }
    }
    Ok(documents)
}

/// Reads what is beside the files of operations. Files that cannot be read say nothing.
fn beside(folder: &Path) -> Beside {
    let text = |path: PathBuf| fs::read_to_string(path).ok();
    let [version, list] = LABELS.map(|name| text(folder.join(name).with_extension("json")));
    // A relative path may have no name of its own.
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = whole.file_name().unwrap_or_default();
    Beside {
        folder: name.to_string_lossy().into_owned(),
        version,
        list,
        products: text(folder.join("..").join("products.json")),
    }
}

/// Returns the folder of a Python package: the folder itself, or the only one in it.
fn package(folder: &Path) -> Option<PathBuf> {
    let is_package = |folder: &Path| {
        folder.join("client.py").is_file()
            && (folder.join("models").is_dir() || folder.join("models.py").is_file())
    };
    if is_package(folder) {
        return Some(folder.to_owned());
    }
    let mut inner: Vec<_> = fs::read_dir(folder)
        .ok()?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| is_package(path))
        .collect();
    if inner.len() == 1 { inner.pop() } else { None }
}

fn package_in(folder: &Path) -> io::Result<Content> {
    let client = fs::read_to_string(folder.join("client.py"))?;
    let file = folder.join("models.py");
    let files = match file.is_file() {
        true => vec![file],
        false => sorted(&folder.join("models"), "py")?,
    };
    let models: io::Result<_> = files.iter().map(fs::read_to_string).collect();
    let models = models?;
    Ok(Content::Package { client, models })
}

/// Returns the files of a folder that have an extension, sorted by name.
fn sorted(folder: &Path, extension: &str) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|is| is == extension) && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
