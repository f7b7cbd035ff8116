//! Reads generated source as the compiler does, as far as names are concerned.

use std::collections::HashSet;

use syn::punctuated::Punctuated;
use syn::{Generics, Ident, ImplItem, Item, Macro, Token, UseTree};

/// Parses a file and its examples, and checks that no scope has a name twice.
pub(super) fn check(text: &str) -> syn::Result<()> {
    examples(text)?;
    let mut types = Unique::default();
    for item in &syn::parse_file(text)?.items {
        match item {
            Item::Struct(item) => {
                types.add(&item.ident)?;
                members(
                    &item.generics,
                    item.fields.iter().filter_map(|field| field.ident.as_ref()),
                )?;
            }
            Item::Enum(item) => {
                types.add(&item.ident)?;
                members(
                    &item.generics,
                    item.variants.iter().map(|variant| &variant.ident),
                )?;
            }
            Item::Impl(item) => {
                let functions = item.items.iter().filter_map(|item| match item {
                    ImplItem::Fn(function) => Some(&function.sig.ident),
                    _ => None,
                });
                members(&item.generics, functions)?;
            }
            Item::Type(item) => types.add(&item.ident)?,
            Item::Use(item) => imports(&item.tree, &mut types)?,
            // It repeats the names of an enum.
            Item::Macro(item) if last(&item.mac) == "__serde_kinds" => {}
            // The only other macro makes a trait for each name in its list.
            Item::Macro(item) => {
                let list = Punctuated::<Ident, Token![,]>::parse_terminated;
                for name in &item.mac.parse_body_with(list)? {
                    types.add(name)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Returns the name of a macro.
fn last(of: &Macro) -> String {
    let last = of.path.segments.last();
    last.map(|segment| segment.ident.to_string())
        .unwrap_or_default()
}

/// Checks the names of type parameters, and those of fields, variants or functions.
fn members<'n>(generics: &Generics, names: impl Iterator<Item = &'n Ident>) -> syn::Result<()> {
    let mut parameters = Unique::default();
    for parameter in generics.type_params() {
        parameters.add(&parameter.ident)?;
    }
    let mut members = Unique::default();
    for name in names {
        members.add(name)?;
    }
    Ok(())
}

/// Adds the names that a declaration imports.
fn imports(tree: &UseTree, names: &mut Unique) -> syn::Result<()> {
    match tree {
        UseTree::Path(path) => imports(&path.tree, names),
        UseTree::Group(group) => group.items.iter().try_for_each(|tree| imports(tree, names)),
        UseTree::Name(name) => names.add(&name.ident),
        UseTree::Rename(rename) => names.add(&rename.rename),
        UseTree::Glob(_) => Ok(()),
    }
}

/// Parses the code of documentation tests.
fn examples(text: &str) -> syn::Result<()> {
    let mut example = None;
    for line in text.lines() {
        let line = line.trim_start();
        let line = line
            .strip_prefix("/// ")
            .unwrap_or(line.strip_prefix("///").unwrap_or("```"));
        match (&mut example, line) {
            (None, "```no_run") => example = Some(String::new()),
            (Some(_), "```") => syn::parse_file(&example.take().unwrap_or_default()).map(drop)?,
            (Some(code), line) => {
                code.push_str(line.strip_prefix("# ").unwrap_or(line));
                code.push('\n');
            }
            (None, _) => {}
        }
    }
    Ok(())
}

/// The names of one scope.
#[derive(Default)]
struct Unique(HashSet<Ident>);

impl Unique {
    fn add(&mut self, name: &Ident) -> syn::Result<()> {
        if self.0.insert(name.clone()) {
            Ok(())
        } else {
            Err(syn::Error::new(
                name.span(),
                format!("`{name}` stands here twice"),
            ))
        }
    }
}
