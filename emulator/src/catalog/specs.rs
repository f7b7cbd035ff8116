//! Loads the specs: those built into the library, or those of a folder.

use std::io;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use live_spec::Sources;

use super::Catalog;

/// The paths and texts of the specs at build time.
const EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/specs.rs"));

/// Returns the built-in specs. They are parsed once per process.
pub(crate) fn embedded() -> io::Result<Arc<Catalog>> {
    static CATALOG: OnceLock<Result<Arc<Catalog>, String>> = OnceLock::new();
    let load = || {
        let sources = Sources::from_texts(EMBEDDED.iter().copied());
        load(&sources, Path::new("specs"))
    };
    CATALOG.get_or_init(load).clone().map_err(invalid)
}

/// Loads the specs of a folder.
pub(crate) fn folder(path: &Path) -> io::Result<Arc<Catalog>> {
    let sources = Sources::read(path).map_err(io::Error::other)?;
    load(&sources, path).map_err(invalid)
}

fn load(sources: &Sources, path: &Path) -> Result<Arc<Catalog>, String> {
    match live_spec::load(sources) {
        Ok(service) => Ok(Arc::new(Catalog::new(service))),
        Err(diagnostics) => Err(diagnostics.render(sources, path, false)),
    }
}

fn invalid(diagnostics: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, diagnostics)
}
