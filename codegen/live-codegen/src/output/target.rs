//! Where a generated client goes.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::{fmt, io};

use live_spec::{Files, Sources};

use super::Difference;
use crate::package::Package;

/// How specs name the JSON Schema that editors check them with.
const SCHEMA_LINE: &str = "# yaml-language-server: $schema=";

/// A folder of specs and the folder of the client that is generated from them.
#[derive(Clone, Debug)]
pub struct Target {
    root: PathBuf,
    specs: PathBuf,
    client: PathBuf,
    package: Package,
}

impl Target {
    /// The specs and the client of a project, in its folders `specs` and `generated`.
    #[must_use]
    pub fn project(root: PathBuf) -> Self {
        Self {
            root,
            specs: "specs".into(),
            client: "generated".into(),
            package: Package::default(),
        }
    }

    /// Specs and a client anywhere. The client finds the runtime in the project.
    ///
    /// # Errors
    ///
    /// Fails if there are no specs, or if the client would be among the specs, or in the place of
    /// the project's own.
    pub fn apart(project: &Path, specs: &Path, client: &Path) -> Result<Self, TargetError> {
        let unread = |path: &Path| {
            let path = path.to_owned();
            move |error| TargetError::Unread(path, error)
        };
        let whole_specs = specs.canonicalize().map_err(unread(specs))?;
        let whole_client = canonical(client).map_err(unread(client))?;
        let project = project.canonicalize().map_err(unread(project))?;
        if whole_client.starts_with(&whole_specs) {
            return Err(TargetError::AmongSpecs(client.to_owned()));
        }
        if whole_client == project.join("generated") {
            return Err(TargetError::OfProject(client.to_owned()));
        }
        Ok(Self {
            root: PathBuf::new(),
            specs: specs.to_owned(),
            client: client.to_owned(),
            package: Package::apart(&whole_specs, &whole_client, &project),
        })
    }

    /// Returns the folder that all other paths are relative to.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the folder of the specs.
    #[must_use]
    pub fn specs(&self) -> &Path {
        &self.specs
    }

    /// Returns the folder of the client.
    #[must_use]
    pub fn client(&self) -> &Path {
        &self.client
    }

    /// Returns what the files of the client state about where they stand.
    #[must_use]
    pub fn package(&self) -> &Package {
        &self.package
    }

    /// Returns whether the client is apart from the project.
    #[must_use]
    pub fn is_apart(&self) -> bool {
        self.package.project.is_some()
    }

    /// Returns all files by path relative to the root: those of the client, and the JSON Schemas
    /// beside the specs. Elsewhere than in the project, only schemas that a spec names are there.
    #[must_use]
    pub fn files(&self, client: Files, schemas: Files, sources: &Sources) -> Files {
        let named = self.is_apart().then(|| named_schemas(sources));
        let schemas = schemas
            .into_iter()
            .filter(|(path, _)| named.as_ref().is_none_or(|named| named.contains(path)));
        let below = |folder: &Path| {
            let folder = folder.to_owned();
            move |(path, text)| (folder.join::<PathBuf>(path), text)
        };
        let client = client.into_iter().map(below(&self.client));
        client.chain(schemas.map(below(&self.specs))).collect()
    }

    /// Returns whether a file belongs beside the manifest of any crate.
    fn is_companion(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        path.parent() == Some(&self.client) && (name == "Cargo.lock" || name.starts_with("LICENSE"))
    }

    /// Compares files with those on disk. Beside the manifest of a client apart, Cargo.lock and
    /// licences are not foreign.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be read.
    pub fn difference(&self, files: &Files) -> io::Result<Difference> {
        let mut difference = Difference::find(&self.root, files, &self.client)?;
        difference
            .foreign
            .retain(|path| !self.is_apart() || !self.is_companion(path));
        let own = &self.client;
        difference
            .unmarked
            .retain(|path| self.is_apart() && path.starts_with(own));
        Ok(difference)
    }
}

/// Returns the schemas that specs name, by path relative to the folder of the specs.
fn named_schemas(sources: &Sources) -> BTreeSet<PathBuf> {
    let named = sources.paths().filter_map(|path| {
        let first_line = sources.text(path)?.lines().next()?;
        let schema = first_line.strip_prefix(SCHEMA_LINE)?.trim();
        let mut whole = PathBuf::new();
        for part in path.parent()?.join(schema).components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir if whole.pop() => {}
                Component::Normal(name) => whole.push(name),
                _ => return None,
            }
        }
        Some(whole)
    });
    named.collect()
}

/// Returns the canonical path of a folder that need not exist yet.
fn canonical(path: &Path) -> io::Result<PathBuf> {
    match path.canonicalize() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
                return Err(error);
            };
            let parent = match parent.as_os_str().is_empty() {
                true => Path::new("."),
                false => parent,
            };
            Ok(canonical(parent)?.join(name))
        }
        other => other,
    }
}

/// Why a client cannot be generated into a folder.
#[derive(Debug)]
pub enum TargetError {
    /// A folder cannot be read.
    Unread(PathBuf, io::Error),
    /// The client would be among the specs.
    AmongSpecs(PathBuf),
    /// The folder is the one of the project's own client.
    OfProject(PathBuf),
}

impl fmt::Display for TargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unread(path, error) => write!(f, "{}: {error}", path.display()),
            Self::AmongSpecs(path) => write!(
                f,
                "{}: this folder is among the specs; choose one outside of them",
                path.display()
            ),
            Self::OfProject(path) => write!(
                f,
                "{}: this folder is for the client of this project's own specs; choose another",
                path.display()
            ),
        }
    }
}

impl std::error::Error for TargetError {}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A project and a folder of specs.
    fn folders() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let (project, specs) = (folder.path().join("project"), folder.path().join("sts"));
        fs::create_dir_all(project.join("generated")).unwrap();
        fs::create_dir(&specs).unwrap();
        (folder, project, specs)
    }

    fn client(name: &str) -> Files {
        Files::from([(
            PathBuf::from(name),
            "# Generated by `cargo xtask codegen` from x".to_owned(),
        )])
    }

    #[test]
    fn a_client_goes_neither_among_specs_nor_into_the_project_s_own_place() {
        let (folder, project, specs) = folders();
        let among = Target::apart(&project, &specs, &specs.join("a/b")).unwrap_err();
        assert!(matches!(among, TargetError::AmongSpecs(_)), "{among}");
        let generated = folder.path().join("project/../project/generated");
        let own = Target::apart(&project, &specs, &generated).unwrap_err();
        assert!(matches!(own, TargetError::OfProject(_)), "{own}");
        let none = Target::apart(&project, &folder.path().join("none"), &specs).unwrap_err();
        assert!(none.to_string().contains("none: "), "{none}");
    }

    #[test]
    fn files_that_nobody_generated_are_named_before_they_are_overwritten() {
        let (folder, project, specs) = folders();
        let out = folder.path().join("client");
        fs::create_dir(&out).unwrap();
        for name in ["Cargo.toml", "Cargo.lock", "LICENSE-MIT", "notes.txt"] {
            fs::write(out.join(name), "by hand").unwrap();
        }
        let target = Target::apart(&project, &specs, &out).unwrap();
        let sources = Sources::read(&specs).unwrap();
        let files = target.files(client("Cargo.toml"), Files::new(), &sources);
        let difference = target.difference(&files).unwrap();
        assert_eq!(difference.unmarked, [out.join("Cargo.toml")]);
        assert_eq!(difference.foreign, [out.join("notes.txt")]);
    }

    #[test]
    fn schemas_are_written_where_specs_name_them() {
        let (folder, project, specs) = folders();
        fs::create_dir(specs.join("roles")).unwrap();
        let named = format!("{SCHEMA_LINE}../operation.schema.json\n");
        fs::write(specs.join("roles/A.yaml"), named).unwrap();
        let elsewhere = format!("{SCHEMA_LINE}../../../types.schema.json\n");
        fs::write(specs.join("roles/types.yaml"), elsewhere).unwrap();
        let target = Target::apart(&project, &specs, &folder.path().join("client")).unwrap();
        let sources = Sources::read(&specs).unwrap();
        let files = target.files(client("Cargo.toml"), live_spec::schemas(), &sources);
        let paths: Vec<_> = files.into_keys().collect();
        let expected = [
            folder.path().join("client/Cargo.toml"),
            specs.join("operation.schema.json"),
        ];
        assert_eq!(paths, expected);
    }
}
