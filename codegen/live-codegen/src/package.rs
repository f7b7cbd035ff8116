//! What the files of a client state about where they stand.

use std::path::{Component, Path, PathBuf};

/// The version of this project, which its clients share.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Where a client stands: in the workspace of the runtime, or apart from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Name of the folder of the specs, as the first lines of generated files show it.
    pub specs: String,
    /// Path from the client to the project with the runtime, if the client is not one of its
    /// members.
    pub project: Option<String>,
}

impl Default for Package {
    /// Describes the client of this project.
    fn default() -> Self {
        Self {
            specs: "specs".to_owned(),
            project: None,
        }
    }
}

impl Package {
    /// Describes a client in a folder of its own, which finds the runtime by its path. All paths
    /// are absolute.
    #[must_use]
    pub fn apart(specs: &Path, client: &Path, project: &Path) -> Self {
        let name = specs.file_name().unwrap_or_default().to_string_lossy();
        let name = name.replace(char::is_control, "_");
        Self {
            specs: name,
            project: Some(slashes(&relative(client, project))),
        }
    }

    /// Returns how generated files name a spec, given its path in the folder of specs.
    pub(crate) fn spec(&self, path: &str) -> String {
        format!("{}/{path}", self.specs)
    }

    /// Returns what the manifest states in `[package]` after name and description.
    pub(crate) fn metadata(&self) -> String {
        let shared = [
            ("version", VERSION),
            ("edition", "2024"),
            ("rust-version", env!("CARGO_PKG_RUST_VERSION")),
            ("license", env!("CARGO_PKG_LICENSE")),
        ];
        let line = |(key, value)| match self.project {
            None => format!("{key}.workspace = true\n"),
            Some(_) => format!("{key} = \"{value}\"\n"),
        };
        shared.map(line).concat()
    }

    /// Returns the dependency on a crate of this project, which is in a folder of it, without its
    /// default features.
    pub(crate) fn own_dependency(&self, name: &str, folder: &str) -> String {
        match &self.project {
            None => format!("{name}.workspace = true"),
            Some(project) => {
                let origin = origin(project, folder);
                format!("{name} = {{ {origin}, default-features = false }}")
            }
        }
    }

    /// Returns the dependency on a crate of this project that a feature re-exports as it is, with
    /// its default features.
    pub(crate) fn optional_dependency(&self, name: &str, folder: &str) -> String {
        let origin = match &self.project {
            None => "workspace = true, default-features = true".to_owned(),
            Some(project) => origin(project, folder),
        };
        format!("{name} = {{ {origin}, optional = true }}")
    }

    /// Returns the dependencies of the programs that a guide shows: a web framework, which receives
    /// notifications, and the async runtime.
    pub(crate) fn of_programs(&self) -> String {
        let from = |version| match self.project {
            None => "workspace = true".to_owned(),
            Some(_) => format!("version = \"{version}\", default-features = false"),
        };
        format!(
            "axum = {{ {}, features = [\"http1\", \"tokio\"] }}\n\
             tokio = {{ {}, features = [\"macros\", \"net\", \"rt-multi-thread\", \"sync\"] }}",
            from("0.8"),
            from("1"),
        )
    }

    /// Returns the last table of the manifest: the lints that the workspace shares.
    pub(crate) fn lints(&self) -> &'static str {
        match self.project {
            None => "\n[lints]\nworkspace = true\n",
            Some(_) => "",
        }
    }
}

/// Says where a crate of the project comes from.
fn origin(project: &str, folder: &str) -> String {
    let path = toml_text(&format!("{project}/{folder}"));
    format!("version = \"{VERSION}\", path = {path}")
}

/// Returns a basic string of TOML.
pub(crate) fn toml_text(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', r"\\").replace('"', r#"\""#))
}

/// Returns the way from one absolute folder to another, or the other itself if there is none.
fn relative(from: &Path, to: &Path) -> PathBuf {
    let (mut from, mut there) = (from.components().peekable(), to.components().peekable());
    while let (Some(one), Some(other)) = (from.peek(), there.peek())
        && one == other
    {
        from.next();
        there.next();
    }
    if from
        .clone()
        .any(|part| !matches!(part, Component::Normal(_)))
    {
        return to.to_owned();
    }
    let up = from.map(|_| Component::ParentDir);
    let way: PathBuf = up.chain(there).collect();
    match way.as_os_str().is_empty() {
        true => PathBuf::from("."),
        false => way,
    }
}

/// Returns a path as manifests write it on every system.
fn slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    match std::path::MAIN_SEPARATOR {
        '/' => text.into_owned(),
        other => text.replace(other, "/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(specs: &str, client: &str) -> Package {
        Package::apart(Path::new(specs), Path::new(client), Path::new("/x/project"))
    }

    #[test]
    fn a_client_apart_finds_the_runtime_wherever_both_are_moved_together() {
        for (client, project) in [
            ("/x/clients/sts", "../../project"),
            ("/x/project/out/sts", "../.."),
            ("/x/project", "."),
            ("/sts", "../x/project"),
        ] {
            let package = apart("/x/specs", client);
            assert_eq!(package.project.as_deref(), Some(project), "{client}");
        }
    }

    #[test]
    fn headers_name_the_folder_of_the_specs_and_no_machine() {
        let package = apart("/x/specs/sts", "/x/clients/sts");
        assert_eq!(package.spec("service.yaml"), "sts/service.yaml");
        assert_eq!(apart("/x/x\ny", "/b").specs, "x_y");
    }

    #[test]
    fn a_manifest_apart_needs_no_workspace() {
        let package = apart("/x/specs", "/x/it's \"here\"");
        let package = Package {
            project: Some("../a \"b\" \\".to_owned()),
            ..package
        };
        let texts = [
            package.metadata(),
            package.own_dependency("alibabacloud-rpc", "runtime"),
            package.optional_dependency("alibabacloud-live-edge", "edge"),
            package.of_programs(),
            package.lints().to_owned(),
        ];
        assert!(!texts.concat().contains("workspace"), "{texts:?}");
        assert!(
            texts[1].contains(r#"path = "../a \"b\" \\/runtime""#),
            "{texts:?}"
        );
    }
}
