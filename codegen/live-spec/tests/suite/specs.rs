//! The specs of this repository are valid.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use live_spec::{Service, Sources};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs")
}

fn service() -> Service {
    let sources = Sources::read(folder()).unwrap();
    live_spec::load(&sources)
        .unwrap_or_else(|found| panic!("\n{}", found.render(&sources, "specs", false)))
}

#[test]
fn all_specs_load_and_each_file_is_read() {
    let service = service();
    for family in &service.families {
        let files = fs::read_dir(folder().join(&family.name)).unwrap().count();
        assert_eq!(
            files,
            family.operations.len()
                + usize::from(!family.types.is_empty())
                + usize::from(!family.waiters.is_empty())
                + usize::from(!family.notifications.is_empty())
                + usize::from(
                    !family.glossary.fields.is_empty() || !family.glossary.errors.is_empty()
                ),
            "{}",
            family.name
        );
    }
}

#[test]
fn each_file_names_its_schema_for_editors() {
    let families = service().families;
    let families = families
        .iter()
        .map(|family| (folder().join(&family.name), "../"));
    for (folder, up) in families.chain([(folder(), "")]) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "yaml") {
                continue;
            }
            let schema = match path.file_stem().and_then(|stem| stem.to_str()).unwrap() {
                stem @ ("service" | "glossary" | "types" | "waiters" | "notifications") => {
                    format!("{stem}.schema.json")
                }
                _ => "operation.schema.json".to_owned(),
            };
            assert!(live_spec::schemas().contains_key(Path::new(&schema)));
            let expected = format!("# yaml-language-server: $schema={up}{schema}\n");
            assert!(
                fs::read_to_string(&path).unwrap().starts_with(&expected),
                "{}",
                path.display()
            );
        }
    }
}
