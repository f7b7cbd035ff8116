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
    /// Not UTF-8.
    Binary,
    /// Not read because of its name.
    Unread,
}

/// Failure to read a folder or file of specs.
#[derive(Debug)]
pub struct ReadError {
    path: PathBuf,
    error: io::Error,
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
    /// Fails if a folder cannot be listed or a file in it cannot be read.
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

    /// Returns whether a file exists but is not text.
    pub(crate) fn is_binary(&self, path: &Path) -> bool {
        matches!(self.files.get(path), Some(Text::Binary))
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
                let bytes = fs::read(&path).map_err(failed(&path))?;
                String::from_utf8(bytes).map_or(Text::Binary, Text::Utf8)
            } else {
                Text::Unread
            };
            self.files.insert(below.join(name), text);
        }
        Ok(())
    }
}
