//! The text of the specs, on disk or in memory.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::place::Place;
use crate::yaml;

/// Texts of files, by path relative to some folder.
pub type Files = BTreeMap<PathBuf, String>;

/// The files of a folder of specs, by path relative to it.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: BTreeMap<PathBuf, Text>,
}

/// Content of a file.
#[derive(Clone, Debug)]
enum Text {
    /// Text.
    Utf8(String),
    /// Cannot be read as text, for a reason and with a remedy.
    Unreadable(String, &'static str),
    /// Not read because of its name.
    Unread,
}

/// Failure to read a folder or file of specs.
#[derive(Debug)]
pub struct ReadError {
    path: PathBuf,
    error: io::Error,
}

impl ReadError {
    /// Makes the path relative to a folder, such as the root of a project.
    #[must_use]
    pub fn relative_to(mut self, root: &Path) -> Self {
        if let Ok(path) = self.path.strip_prefix(root) {
            self.path = path.to_owned();
        }
        self
    }
}

/// Reads bytes as UTF-8.
fn decoded(bytes: Vec<u8>) -> Text {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Text::Unreadable("this file is UTF-16 text".to_owned(), "save it as UTF-8");
    }
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Text::Utf8(text),
        Err(error) => error,
    };
    let valid = error.utf8_error().valid_up_to();
    let (before, rest) = error.as_bytes().split_at(valid);
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let byte = rest.first().copied().unwrap_or_default();
    Text::Unreadable(
        format!("this file is not UTF-8 text: line {line} contains the byte 0x{byte:02X}"),
        "save it as UTF-8; it may be Windows-1252 or GBK",
    )
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "cannot read {}: {}",
            self.path.display(),
            self.error
        )
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

impl Sources {
    /// Reads a folder of specs, skipping hidden files.
    ///
    /// # Errors
    ///
    /// Fails if the folder or one in it cannot be listed. Files that cannot be read become mistakes
    /// of the specs.
    pub fn read(folder: impl AsRef<Path>) -> Result<Self, ReadError> {
        let mut sources = Self::default();
        sources
            .read_folder(folder.as_ref(), Path::new(""))
            .map(|()| sources)
    }

    /// Creates sources from pairs of path and text.
    pub fn from_texts<P: Into<PathBuf>, T: Into<String>>(
        texts: impl IntoIterator<Item = (P, T)>,
    ) -> Self {
        Self {
            files: texts
                .into_iter()
                .map(|(path, text)| (path.into(), Text::Utf8(text.into())))
                .collect(),
        }
    }

    /// Returns the text of a file, given its path relative to the folder of the specs.
    #[must_use]
    pub fn text(&self, path: &Path) -> Option<&str> {
        match self.files.get(path) {
            Some(Text::Utf8(text)) => Some(text),
            _ => None,
        }
    }

    /// Returns the bytes of a file that contain the node at a place.
    pub(crate) fn locate(&self, place: &Place) -> Option<Range<usize>> {
        yaml::locate(self.text(place.path())?, place.steps())
    }

    /// Returns why a file cannot be read as text, with a remedy.
    pub(crate) fn problem(&self, path: &Path) -> Option<(&str, &str)> {
        match self.files.get(path) {
            Some(Text::Unreadable(problem, help)) => Some((problem, help)),
            _ => None,
        }
    }

    /// Returns the paths of all files, sorted, relative to the folder of the specs.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.keys().map(PathBuf::as_path)
    }

    fn read_folder(&mut self, root: &Path, below: &Path) -> Result<(), ReadError> {
        let folder = root.join(below);
        let failed = |path: &Path| {
            let path = path.to_owned();
            |error| ReadError { path, error }
        };
        for entry in fs::read_dir(&folder).map_err(failed(&folder))? {
            let entry = entry.map_err(failed(&folder))?;
            let (name, path) = (entry.file_name(), entry.path());
            if name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if entry.file_type().map_err(failed(&path))?.is_dir() {
                self.read_folder(root, &below.join(name))?;
                continue;
            }
            let text = if path
                .extension()
                .is_some_and(|extension| extension == "yaml" || extension == "md")
            {
                match fs::read(&path) {
                    Ok(bytes) => decoded(bytes),
                    Err(error) => Text::Unreadable(
                        format!("cannot read this file: {error}"),
                        "remove it, or make it readable; a link must lead to a file",
                    ),
                }
            } else {
                Text::Unread
            };
            self.files.insert(below.join(name), text);
        }
        Ok(())
    }
}
