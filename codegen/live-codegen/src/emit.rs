//! Writes the model down as the files of a crate.

mod crate_files;
mod operation;
mod source;
mod types;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::model::{Family, Model};
use crate::names::module_file;
use source::{Source, ident};

/// Files of a crate: paths below its root, and texts.
pub type Files = BTreeMap<PathBuf, String>;

/// The files of the client crate.
///
/// # Errors
///
/// When what was written is not Rust, which is a fault of this crate and not of the specs.
pub fn emit(model: &Model) -> Result<Files, syn::Error> {
    let mut files = Files::new();
    files.insert("Cargo.toml".into(), crate_files::manifest(model));
    files.insert("src/lib.rs".into(), crate_files::library(model)?);
    files.insert("src/client.rs".into(), crate_files::client(model)?);
    files.insert("src/blocking.rs".into(), crate_files::blocking(model)?);
    files.insert("src/gateway.rs".into(), crate_files::gateway(model)?);
    files.insert("src/required.rs".into(), crate_files::required(model)?);
    for family in &model.families {
        let folder = PathBuf::from("src").join(&family.module);
        files.insert(folder.with_extension("rs"), family_module(family)?);
        if !family.types.is_empty() {
            files.insert(folder.join("types.rs"), shared_types(family)?);
        }
        for operation in &family.operations {
            let path = folder.join(format!("{}.rs", module_file(&operation.method_name)));
            files.insert(path, operation::operation(operation)?);
        }
    }
    Ok(files)
}

/// The module of a family: what its files hold, under one roof.
fn family_module(family: &Family) -> Result<String, syn::Error> {
    let spec = format!("specs/{}", family.module);
    let mut source = Source::new(&spec, &family.docs);
    let operations = family
        .operations
        .iter()
        .map(|operation| operation.method_name.as_str());
    let types = (!family.types.is_empty()).then_some("types");
    let mut modules: Vec<_> = operations.chain(types).map(ident).collect();
    modules.sort();
    source.code(quote::quote! { #(mod #modules;)* });
    source.code(quote::quote! { #(pub use #modules::*;)* });
    source.finish()
}

fn shared_types(family: &Family) -> Result<String, syn::Error> {
    let spec = format!("specs/{}/types.yaml", family.module);
    let mut source = Source::new(
        &spec,
        &crate::docs::Docs::new("Types that several operations of the family share."),
    );
    source.code(quote::quote! { use alibabacloud_rpc as rpc; });
    for definition in &family.types {
        source.code(types::definition(definition));
    }
    source.finish()
}
