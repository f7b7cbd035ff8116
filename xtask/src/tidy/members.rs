//! The crates of the workspace, as `cargo metadata` describes them.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use serde_json::Value;

/// A crate of the workspace.
pub(crate) struct Member {
    /// Name of the crate.
    pub(crate) name: String,
    /// Path of its Cargo.toml, relative to the root of the workspace.
    pub(crate) manifest: String,
    /// What it depends on.
    pub(crate) dependencies: Vec<Dependency>,
    /// Its features, each with those that it turns on.
    pub(crate) features: BTreeMap<String, Vec<String>>,
    /// Whether it may be published.
    pub(crate) is_published: bool,
    /// The keys about a package that it does not set.
    pub(crate) unset: Vec<&'static str>,
}

/// A dependency of a crate.
pub(crate) struct Dependency {
    /// Name of the crate.
    pub(crate) name: String,
    /// Whether only tests, examples and benchmarks use it.
    pub(crate) is_dev: bool,
}

/// The keys that tell a user of a registry what a package is.
const KEYS: [&str; 6] = [
    "categories",
    "description",
    "documentation",
    "keywords",
    "license",
    "rust_version",
];

/// Runs `cargo metadata`.
pub(crate) fn read(root: &Path) -> Result<Vec<Member>, Box<dyn Error>> {
    let output = crate::workspace::cargo(&["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root)
        .output()?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(format!("cargo metadata failed: {errors}").into());
    }
    parse(&output.stdout, root)
}

/// Reads the output of `cargo metadata`.
fn parse(metadata: &[u8], root: &Path) -> Result<Vec<Member>, Box<dyn Error>> {
    let metadata: Value = serde_json::from_slice(metadata)?;
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let members = items(&metadata["packages"]).map(|package| Member {
        name: text(&package["name"]),
        manifest: Path::new(&text(&package["manifest_path"]))
            .strip_prefix(&root)
            .map_or_else(
                |_| text(&package["manifest_path"]),
                |path| path.to_string_lossy().replace('\\', "/"),
            ),
        dependencies: items(&package["dependencies"])
            .map(|dependency| Dependency {
                name: text(&dependency["name"]),
                is_dev: dependency["kind"] == "dev",
            })
            .collect(),
        features: package["features"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, turns_on)| (name.clone(), items(turns_on).map(text).collect()))
            .collect(),
        // A list of the registries that may have it, or null for any.
        is_published: package["publish"] != Value::Array(Vec::new()),
        unset: KEYS
            .into_iter()
            .filter(|key| package[key].is_null() || package[key] == Value::Array(Vec::new()))
            .collect(),
    });
    Ok(members.collect())
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
impl Member {
    /// Creates a member in the folder of its name. A dependency that starts with `dev:` is a
    /// dev-dependency.
    pub(crate) fn example(name: &str, dependencies: &[&str]) -> Self {
        Self {
            name: name.to_owned(),
            manifest: format!("{name}/Cargo.toml"),
            dependencies: dependencies
                .iter()
                .map(|dependency| Dependency {
                    name: dependency.trim_start_matches("dev:").to_owned(),
                    is_dev: dependency.starts_with("dev:"),
                })
                .collect(),
            features: BTreeMap::new(),
            is_published: false,
            unset: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::tree;
    use super::*;

    #[test]
    fn members_are_read_from_a_workspace() {
        let package = "[package]\nname = \"NAME\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
        let a = package.replace("NAME", "a")
            + "[features]\ndefault = [\"x\"]\nx = []\n[dependencies]\nb = { path = \"../in/b\" }\n";
        let b = package.replace("NAME", "b")
            + "publish = false\nlicense = \"MIT\"\nkeywords = [\"k\"]\n[dev-dependencies]\na = { path = \"../../a\" }\n";
        let (folder, _) = tree(&[
            (
                "Cargo.toml",
                "[workspace]\nresolver = \"3\"\nmembers = [\"a\", \"in/b\"]\n",
            ),
            ("a/Cargo.toml", &a),
            ("a/src/lib.rs", ""),
            ("in/b/Cargo.toml", &b),
            ("in/b/src/lib.rs", ""),
        ]);
        let members = read(folder.path()).unwrap();
        let [a, b] = members.as_slice() else {
            panic!("{}", members.len());
        };
        assert_eq!(
            (a.name.as_str(), a.manifest.as_str()),
            ("a", "a/Cargo.toml")
        );
        assert_eq!(a.features["default"], ["x"]);
        assert_eq!(a.dependencies[0].name, "b");
        assert!(!a.dependencies[0].is_dev);
        assert_eq!(b.manifest, "in/b/Cargo.toml");
        assert!(b.dependencies[0].is_dev);
        assert!(a.is_published && !b.is_published);
        assert_eq!(a.unset, KEYS);
        let unset = ["categories", "description", "documentation", "rust_version"];
        assert_eq!(b.unset, unset);
    }

    #[test]
    fn broken_workspace_is_an_error() {
        let (folder, _) = tree(&[("Cargo.toml", "[workspace]\nmembers = [\"none\"]\n")]);
        assert!(read(folder.path()).is_err());
    }
}
