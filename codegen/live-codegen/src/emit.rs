//! Writes the model as the files of a crate.

mod manifest;
mod readme;
mod library;
mod client;
mod blocking;
mod shared;
mod operation;
mod notifications;
mod pages;
mod types;
mod waiters;
mod source;

use std::path::PathBuf;

use live_spec::Files;

use crate::model::{Family, Model};
use crate::names::module_file;
use crate::package::Package;
use source::{Source, ident};

/// Writes the files of the client crate, which rustfmt has yet to lay out.
///
/// # Errors
///
/// Fails if the output is not valid Rust, which is a bug of this crate and not of the specs.
pub fn emit(model: &Model) -> Result<Files, syn::Error> {
    let mut files = Files::new();
    files.insert("Cargo.toml".into(), manifest::manifest(model));
    files.insert("README.md".into(), readme::readme(model));
    files.insert("src/lib.rs".into(), library::library(model)?);
    files.insert("src/client.rs".into(), client::client(model)?);
    files.insert("src/blocking.rs".into(), blocking::blocking(model)?);
    files.insert("src/gateway.rs".into(), shared::gateway(model)?);
    files.insert("src/required.rs".into(), shared::required(model)?);
    for family in &model.families {
        let folder = PathBuf::from("src").join(&family.module);
        files.insert(
            folder.with_extension("rs"),
            family_module(&model.package, family)?,
        );
        if !family.types.is_empty() {
            files.insert(
                folder.join("types.rs"),
                shared_types(&model.package, family)?,
            );
        }
        if !family.notifications.list.is_empty() {
            files.insert(
                folder.join("notifications.rs"),
                notifications::notifications(&model.package, family)?,
            );
        }
        for operation in &family.operations {
            let path = folder.join(format!("{}.rs", module_file(&operation.method_name)));
            files.insert(path, operation::operation(&model.package, operation)?);
        }
    }
    Ok(files)
}

/// Writes the module of a family, which re-exports all that its files define.
fn family_module(package: &Package, family: &Family) -> Result<String, syn::Error> {
    let mut docs = family.purpose.clone();
    docs.append(family.tables.clone());
    let mut source = Source::new(package, &family.module, &docs);
    let operations = family
        .operations
        .iter()
        .map(|operation| operation.method_name.as_str());
    let types = (!family.types.is_empty()).then_some("types");
    let has_notifications = !family.notifications.list.is_empty();
    let notifications = has_notifications.then_some("notifications");
    let others = types.into_iter().chain(notifications);
    let mut modules: Vec<_> = operations.chain(others).map(ident).collect();
    modules.sort();
    source.code(quote::quote! { #(mod #modules;)* });
    source.code(quote::quote! {
        #[doc(inline)]
        pub use self::{#(#modules::*),*};
    });
    source.finish()
}

fn shared_types(package: &Package, family: &Family) -> Result<String, syn::Error> {
    let mut source = Source::new(
        package,
        &format!("{}/types.yaml", family.module),
        &crate::docs::Docs::new("Types that several operations of the family share."),
    );
    source.code(quote::quote! { use alibabacloud_rpc as rpc; });
    for definition in &family.types {
        source.code(types::definition(definition));
    }
    source.finish()
}
