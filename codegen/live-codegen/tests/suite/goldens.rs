//! Two sets of specs become reviewed crates: specs full of hazards become `goldens/generated`, and
//! those of another product `goldens/sts/generated`. Both are members of the workspace, and are
//! therefore also compiled, linted and documented. Set `UPDATE_EXPECT` to rewrite them, then review
//! the changes.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

use std::fs;
use std::path::Path;
use std::process::Command;

use live_codegen::output::Difference;
use live_codegen::{Package, generate_package, generate_unformatted};
use live_spec::Sources;

#[test]
fn hazards_become_the_reviewed_source() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("goldens");
    check(&folder, Package::default());
}

#[test]
fn specs_of_another_product_become_its_reviewed_client() {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = crate_folder.join("goldens/sts");
    let project = crate_folder.parent().and_then(Path::parent).unwrap();
    let package = Package::apart(&folder.join("specs"), &folder.join("generated"), project);
    check(&folder, package);
}

/// Generates a client from the specs in a folder, and compares it with the one beside them.
fn check(folder: &Path, package: Package) {
    let sources = Sources::read(folder.join("specs")).unwrap();
    let files = match generate_package(&sources, package) {
        Ok(generated) => generated.files,
        Err(live_codegen::GenerateError::Specs(wrong)) => {
            panic!("{}", wrong.render(&sources, "specs", false))
        }
        Err(error) => panic!("{error}"),
    };
    let files = files
        .into_iter()
        .map(|(path, text)| (Path::new("generated").join(path), text))
        .collect();
    let difference = Difference::find(folder, &files, Path::new("generated")).unwrap();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        difference.resolve(folder, &files).unwrap();
    } else {
        assert_eq!(difference, Difference::default());
    }
}

#[test]
fn output_is_deterministic() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    let first = generate_unformatted(&Sources::read(&specs).unwrap()).unwrap();
    let second = generate_unformatted(&Sources::read(&specs).unwrap()).unwrap();
    assert_eq!(first.files, second.files);
}

#[test]
fn rustfmt_configuration_of_the_user_is_ignored() {
    let folder = tempfile::tempdir().unwrap();
    let configuration = folder.path().join("rustfmt/rustfmt.toml");
    fs::create_dir(folder.path().join("rustfmt")).unwrap();
    fs::write(configuration, "max_width = 60\n").unwrap();
    // Another process, since variables belong to all threads of this one.
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "goldens::hazards_become_the_reviewed_source"])
        .env("XDG_CONFIG_HOME", folder.path())
        .env_remove("UPDATE_EXPECT")
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(printed.contains("1 passed"), "{printed}");
}
