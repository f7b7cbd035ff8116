//! What the file of an operation with pages contains beyond that of others.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::source::{ident, ty};
use crate::model::{Operation, PageSize, Pages, PathStep, Ty};

/// The setting with which the derived builder fetches the pages: the markers of the required
/// parameters, without the one that names the first page.
pub(super) fn setting(operation: &Operation) -> Option<TokenStream> {
    let pages = operation.pages.as_ref()?;
    let markers = operation.request.parameters.iter().filter_map(|parameter| {
        let required = parameter.required.as_ref()?;
        let names_page = pages.numbered && parameter.field.wire == pages.position.wire;
        Some(if names_page {
            quote! { _ }
        } else {
            ident(&required.marker).into_token_stream()
        })
    });
    Some(quote! { , pages = (#(#markers),*) })
}

/// The parameters and fields that concern the pages.
pub(super) fn paged(operation: &Operation) -> Option<TokenStream> {
    let pages = operation.pages.as_ref()?;
    let request = ident(&operation.request.name);
    let item = ty(&pages.item);
    let kind = ident(if pages.numbered { "number" } else { "token" });
    let (wire, field) = (&pages.position.wire, ident(&pages.position.name));
    let size = pages.size.as_ref().map(size);
    let parts = parts(pages);
    let items = list(&pages.items);
    Some(quote! {
        impl rpc::Paged for #request {
            type Item = #item;

            fn paging(&mut self) -> rpc::Paging<'_> {
                rpc::Paging::#kind(#wire, &mut self.#field) #size
            }

            fn page(response: &mut Self::Response) -> rpc::Page<'_, Self::Item> {
                rpc::Page::default() #parts .items(#items)
            }
        }
    })
}

fn size(size: &PageSize) -> TokenStream {
    let (wire, field) = (&size.field.wire, ident(&size.field.name));
    let min = Literal::i64_unsuffixed(size.min.unwrap_or(1));
    let range = match size.max.map(Literal::i64_unsuffixed) {
        Some(max) => quote! { #min..=#max },
        None => quote! { #min.. },
    };
    let default = size.default.map(Literal::u64_unsuffixed);
    let default = default.map(|default| quote! { .default_size(#default) });
    quote! { .size(#wire, &self.#field, #range) #default }
}

/// What a response says about further pages.
fn parts(pages: &Pages) -> TokenStream {
    let response = quote! { response };
    let value = |path: &Option<Vec<PathStep>>| Some(value(&response, path.as_deref()?).0);
    let next = value(&pages.next).map(|value| quote! { .next(&#value) });
    let more = value(&pages.more).map(|value| quote! { .more(#value) });
    let total = value(&pages.total).map(|value| quote! { .total(&#value) });
    let total_pages = value(&pages.total_pages).map(|value| quote! { .total_pages(&#value) });
    quote! { #next #more #total #total_pages }
}

/// Reads the value that a path leads to, and says whether it is an `Option`.
fn value(base: &TokenStream, path: &[PathStep]) -> (TokenStream, bool) {
    let Some((step, rest)) = path.split_first() else {
        return (base.clone(), false);
    };
    let name = ident(&step.name);
    let here = quote! { #base.#name };
    if rest.is_empty() {
        return (here, step.optional);
    }
    if !step.optional {
        return value(&here, rest);
    }
    let (inner, is_optional) = value(&quote! { part }, rest);
    let clone = matches!(rest.last(), Some(PathStep { ty: Ty::String, .. }));
    let clone = clone.then(|| quote! { .clone() });
    let map = ident(if is_optional { "and_then" } else { "map" });
    (quote! { #here.as_ref().#map(|part| #inner #clone) }, true)
}

/// Borrows the list that a path leads to.
fn list(path: &[PathStep]) -> TokenStream {
    let mut base = quote! { response };
    for (index, step) in path.iter().enumerate() {
        let name = ident(&step.name);
        base = quote! { #base.#name };
        if step.optional {
            let inner = list_in(&path[index + 1..]);
            return quote! { #base.as_mut() #inner };
        }
    }
    quote! { &mut #base }
}

/// Borrows the list inside an optional object.
fn list_in(path: &[PathStep]) -> TokenStream {
    let mut base = quote! { part };
    for (index, step) in path.iter().enumerate() {
        let name = ident(&step.name);
        base = quote! { #base.#name };
        if step.optional {
            let inner = list_in(&path[index + 1..]);
            return quote! { .and_then(|part| #base.as_mut()) #inner };
        }
    }
    match path {
        [] => quote! {},
        _ => quote! { .map(|part| &mut #base) },
    }
}
