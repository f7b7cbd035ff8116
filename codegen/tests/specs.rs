//! The specs of this repository load.

use std::path::Path;

use live_codegen::spec::{self, Sources};

#[test]
fn all_specs_load() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let sources = Sources::read(folder).unwrap();
    if let Err(found) = spec::load(&sources) {
        panic!("\n{}", found.render(&sources, "specs", false));
    }
}
