//! Structs and enums.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::source::{deprecated, docs, ident, short_page, ty};
use crate::model::{Enum, Field, Struct, TypeDef};

pub(super) fn definition(definition: &TypeDef) -> TokenStream {
    match definition {
        TypeDef::Struct(definition) => structure(definition),
        TypeDef::Enum(definition) => open_enum(definition),
    }
}

/// A struct, with setters if requests hold it.
pub(super) fn structure(definition: &Struct) -> TokenStream {
    let (docs, name) = (docs(0, &definition.docs), ident(&definition.name));
    let fields = definition.fields.iter().map(|field| member(field, None));
    let setters = definition.written.then(|| quote! { , rpc::Setters });
    let page = short_page();
    quote! {
        #docs
        #page
        #[derive(Clone, Debug, Default, PartialEq, rpc::Object #setters)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            /// Members that the documentation lacks, or that their fields cannot hold.
            pub extra_members: rpc::ExtraMembers,
        }
    }
}

/// A field of a struct, with what its derive macro needs to know.
pub(super) fn member(field: &Field, encoding: Option<Ident>) -> TokenStream {
    let (docs, deprecated) = (docs(1, &field.docs), deprecated(field.deprecated.as_ref()));
    let (name, ty) = (ident(&field.name), ty(&field.ty));
    let wire = field.says_wire.then(|| {
        let wire = &field.wire;
        quote! { name = #wire }
    });
    let within = field
        .wrapper
        .as_ref()
        .map(|inner| quote! { within = #inner });
    let encoding = encoding.map(|encoding| quote! { #encoding });
    let required = field.required.then(|| quote! { required });
    let settings: Vec<_> = [encoding, required, wire, within]
        .into_iter()
        .flatten()
        .collect();
    let settings = (!settings.is_empty()).then(|| quote! { #[rpc(#(#settings),*)] });
    let ty = match field.optional {
        true => quote! { Option<#ty> },
        false => ty,
    };
    quote! { #docs #deprecated #settings pub #name: #ty, }
}

/// An open enum of values.
pub(super) fn open_enum(definition: &Enum) -> TokenStream {
    let copy = definition.integer.then(|| quote! { Copy, });
    let derives = quote! {
        Clone, #copy Debug, PartialEq, PartialOrd, Ord, Hash, rpc::OpenEnum
    };
    let holds = match definition.integer {
        true => quote! { i64 },
        false => quote! { String },
    };
    let unrecognized = quote! {
        /// A value that this version of the crate does not know.
        Unrecognized(rpc::Unrecognized<#holds>),
    };
    let page = short_page();
    enumeration(
        definition,
        &quote! { #page #[derive(#derives)] },
        &unrecognized,
    )
}

/// An enum of error codes.
pub(super) fn error_codes(definition: &Enum, page: &TokenStream) -> TokenStream {
    let attributes = quote! {
        #page
        #[derive(Clone, Copy, Debug, PartialEq, Hash, rpc::ErrorCode)]
    };
    enumeration(definition, &attributes, &TokenStream::new())
}

fn enumeration(definition: &Enum, attributes: &TokenStream, last: &TokenStream) -> TokenStream {
    let (enum_docs, name) = (docs(0, &definition.docs), ident(&definition.name));
    let variants = definition.variants.iter().map(|variant| {
        let (docs, name) = (docs(1, &variant.docs), ident(&variant.name));
        let value = match (definition.integer, &variant.value) {
            (true, value) => {
                let value: TokenStream = value.parse().unwrap_or_default();
                Some(quote! { #[rpc(value = #value)] })
            }
            (false, value) if *value != variant.name => Some(quote! { #[rpc(value = #value)] }),
            (false, _) => None,
        };
        quote! { #docs #value #name, }
    });
    quote! {
        #enum_docs
        #attributes
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #last
        }
    }
}
