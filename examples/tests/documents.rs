//! The documents show a program as it is, so that what readers copy is what is tested.

use std::fs;
use std::path::Path;

#[test]
fn documents_show_the_program_that_is_tested() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = fs::read_to_string(folder.join("on-air/main.rs")).unwrap();
    // Without its docs, its lint and its tests.
    let start = program.find("use std::").unwrap();
    let end = program.find("\n#[cfg(test)]").unwrap();
    let program = &program[start..end];
    for document in ["../README.md", "../specs/guide.md"] {
        let text = fs::read_to_string(folder.join(document)).unwrap();
        assert!(
            text.contains(program),
            "{document} differs from on-air/main.rs; copy the program there"
        );
    }
}
