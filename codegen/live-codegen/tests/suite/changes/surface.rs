//! The public items of a generated crate, as a compiler reads them.

use std::collections::BTreeMap;
use std::path::Path;

use live_spec::Files;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Generics, ImplItem, Item, UseTree, Visibility};

/// What users see of an item.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// What programs compile against.
    pub(super) signature: String,
    /// The whole item without its docs and what is inside it, also names in the API.
    pub(super) source: String,
}

/// Public items, fields, variants, methods, derived traits and modules by path.
pub(super) type Surface = BTreeMap<String, Seen>;

/// Reads the public items of all files of a crate.
pub(super) fn read(files: &Files) -> Surface {
    let mut surface = Surface::new();
    for (path, text) in files {
        if path.extension().is_some_and(|extension| extension == "rs") {
            let module = module(path);
            for item in syn::parse_file(text).unwrap().items {
                add(&mut surface, &module, &item);
            }
        }
    }
    surface
}

/// Returns the public module that has the items of a file.
fn module(path: &Path) -> String {
    let mut parts: Vec<_> = path.iter().filter_map(|part| part.to_str()).collect();
    let at = parts.iter().position(|part| *part == "src").unwrap();
    parts.drain(..=at);
    match parts[..] {
        ["lib.rs" | "client.rs" | "gateway.rs"] => String::new(),
        [module, ..] => format!("{}::", module.trim_end_matches(".rs")),
        [] => unreachable!("a file below src"),
    }
}

fn add(surface: &mut Surface, module: &str, item: &Item) {
    let mut insert = |path: String, signature: &dyn ToTokens, source: &dyn ToTokens| {
        let seen = Seen {
            signature: text(signature),
            source: text(source),
        };
        assert!(surface.insert(path.clone(), seen).is_none(), "{path}");
    };
    match item {
        Item::Struct(item) if is_public(&item.vis) => {
            let path = format!("{module}{}", item.ident);
            insert(
                path.clone(),
                &head(&item.generics),
                &attributes(&item.attrs),
            );
            for derived in derived(&item.attrs) {
                insert(format!("{path}: {derived}"), &"", &"");
            }
            let fields = item.fields.iter().filter(|field| is_public(&field.vis));
            for field in fields {
                let name = field.ident.as_ref().unwrap();
                // A function may have the same name.
                insert(format!("{path}.{name}"), &field.ty, field);
            }
        }
        Item::Enum(item) => {
            let path = format!("{module}{}", item.ident);
            insert(
                path.clone(),
                &head(&item.generics),
                &attributes(&item.attrs),
            );
            for derived in derived(&item.attrs) {
                insert(format!("{path}: {derived}"), &"", &"");
            }
            for variant in &item.variants {
                insert(
                    format!("{path}::{}", variant.ident),
                    &variant.fields,
                    variant,
                );
            }
        }
        Item::Impl(item) => {
            let of = &item.self_ty;
            if let Some((of_trait, _)) = &item.trait_ {
                let of_trait = text(of_trait);
                let types = item
                    .items
                    .iter()
                    .filter(|it| matches!(it, ImplItem::Type(_)));
                let types: TokenStream = types.map(ToTokens::to_token_stream).collect();
                insert(
                    format!("impl {of_trait} for {module}{}", text(of)),
                    &types,
                    item,
                );
                return;
            }
            let of = text(of);
            let of = of.split(' ').next().unwrap_or_default();
            let module = if of == "Client" && module != "blocking::" {
                ""
            } else {
                module
            };
            for function in &item.items {
                if let ImplItem::Fn(function) = function
                    && is_public(&function.vis)
                {
                    let name = &function.sig.ident;
                    insert(format!("{module}{of}::{name}"), &function.sig, function);
                }
            }
        }
        Item::Type(item) if is_public(&item.vis) => {
            insert(format!("{module}{}", item.ident), item, item);
        }
        Item::Const(item) if is_public(&item.vis) => {
            insert(format!("{module}{}", item.ident), &item.ty, item);
        }
        // A crate under another name is a module to users.
        Item::Use(item) if is_public(&item.vis) => {
            if let UseTree::Rename(tree) = &item.tree {
                insert(format!("mod {module}{}", tree.rename), &tree.ident, item);
            }
        }
        Item::Mod(item) if is_public(&item.vis) => {
            insert(format!("mod {module}{}", item.ident), &"", &"");
        }
        _ => {}
    }
}

/// Returns the type parameters.
fn head(generics: &Generics) -> TokenStream {
    generics.to_token_stream()
}

fn attributes(attributes: &[Attribute]) -> TokenStream {
    let others = attributes.iter().filter(|it| !it.path().is_ident("derive"));
    others.map(ToTokens::to_token_stream).collect()
}

fn derived(attributes: &[Attribute]) -> Vec<String> {
    let mut derived = Vec::new();
    for attribute in attributes.iter().filter(|it| it.path().is_ident("derive")) {
        let add = |meta: syn::meta::ParseNestedMeta<'_>| {
            derived.push(text(&meta.path));
            Ok(())
        };
        attribute.parse_nested_meta(add).unwrap();
    }
    derived
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn text(of: &(impl ToTokens + ?Sized)) -> String {
    undocumented(of.to_token_stream()).to_string()
}

/// Removes the docs inside tokens.
fn undocumented(tokens: TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group)
                if group.delimiter() == Delimiter::Bracket && is_doc(group.stream()) =>
            {
                kept.pop();
            }
            TokenTree::Group(group) => {
                let inner = undocumented(group.stream());
                kept.push(proc_macro2::Group::new(group.delimiter(), inner).into());
            }
            other => kept.push(other),
        }
    }
    kept.into_iter().collect()
}

fn is_doc(tokens: TokenStream) -> bool {
    matches!(tokens.into_iter().next(), Some(TokenTree::Ident(name)) if name == "doc")
}
