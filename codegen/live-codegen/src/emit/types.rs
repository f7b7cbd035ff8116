//! Structs and enums.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::source::{deprecated, docs, ident, ty};
use crate::model::{Enum, Field, Struct, Ty, TypeDef};

pub(super) fn definition(definition: &TypeDef) -> TokenStream {
    match definition {
        TypeDef::Struct(definition) => structure(definition),
        TypeDef::Enum(definition) => open_enum(definition),
    }
}

/// A struct, and its setters if requests hold it.
pub(super) fn structure(definition: &Struct) -> TokenStream {
    let (docs, name) = (docs(0, &definition.docs), ident(&definition.name));
    let fields = definition.fields.iter().map(|field| member(field, None));
    let setters = definition.written.then(|| {
        let setter = Setter {
            place: quote! { self },
            returns: quote! { Self },
            result: quote! { self },
            is_generic: false,
        };
        let setters = definition.fields.iter().map(|field| setter.of(field));
        quote! { impl #name { #(#setters)* } }
    });
    quote! {
        #docs
        #[derive(Clone, Debug, Default, PartialEq, rpc::Object)]
        #[non_exhaustive]
        pub struct #name { #(#fields)* }

        #setters
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
    let within = field.wrapper.as_ref().map(|inner| quote! { within = #inner });
    let encoding = encoding.map(|encoding| quote! { #encoding });
    let settings: Vec<_> = [encoding, wire, within].into_iter().flatten().collect();
    let settings = (!settings.is_empty()).then(|| quote! { #[rpc(#(#settings),*)] });
    let ty = match field.optional {
        true => quote! { Option<#ty> },
        false => ty,
    };
    quote! { #docs #deprecated #settings pub #name: #ty, }
}

/// A function that sets a field and returns what the next setter is called on.
pub(super) struct Setter {
    /// What has the field.
    pub(super) place: TokenStream,
    /// The type of what it returns.
    pub(super) returns: TokenStream,
    /// What it returns.
    pub(super) result: TokenStream,
    /// Whether the type that it belongs to is generic.
    pub(super) is_generic: bool,
}

impl Setter {
    pub(super) fn of(&self, field: &Field) -> TokenStream {
        let Self {
            place,
            returns,
            result,
            is_generic,
        } = self;
        let (docs, deprecated) = (
            docs(1, &field.setter_docs),
            deprecated(field.deprecated.as_ref()),
        );
        let expected = field
            .deprecated
            .as_ref()
            .map(|_| quote! { #[expect(deprecated, reason = "it sets what is deprecated")] });
        // A function that is not generic is compiled here instead of where it is used, unless marked.
        let inline = (!is_generic && !takes_conversions(&field.ty)).then(|| quote! { #[inline] });
        let name = ident(&field.name);
        let (argument, value) = argument(&field.ty);
        let value = match field.optional {
            true => quote! { Some(#value) },
            false => value,
        };
        quote! {
            #docs
            #deprecated
            #expected
            #inline
            pub fn #name(mut self, value: #argument) -> #returns {
                #place.#name = #value;
                #result
            }
        }
    }
}

/// Whether a setter of the type takes whatever converts into it.
fn takes_conversions(ty: &Ty) -> bool {
    !matches!(ty, Ty::I32 | Ty::I64 | Ty::F64 | Ty::Bool | Ty::Struct(_))
}

/// The type of a setter's argument, and the argument turned into the field's type.
fn argument(of: &Ty) -> (TokenStream, TokenStream) {
    let into = ty(of);
    match of {
        Ty::Vec(item) => {
            let item = ty(item);
            (
                quote! { impl IntoIterator<Item = impl Into<#item>> },
                quote! { rpc::list(value) },
            )
        }
        Ty::Map(entry) => {
            let entry = ty(entry);
            (
                quote! { impl IntoIterator<Item = (impl Into<String>, impl Into<#entry>)> },
                quote! { rpc::map(value) },
            )
        }
        _ if takes_conversions(of) => (quote! { impl Into<#into> }, quote! { value.into() }),
        _ => (into, quote! { value }),
    }
}

/// An open enum of values.
pub(super) fn open_enum(definition: &Enum) -> TokenStream {
    let derives = match definition.integer {
        true => quote! { Clone, Copy, Debug, PartialEq, Eq, Hash, rpc::OpenEnum },
        false => quote! { Clone, Debug, PartialEq, Eq, Hash, rpc::OpenEnum },
    };
    enumeration(definition, &derives, "A value that this version of the crate does not know.")
}

/// An open enum of error codes.
pub(super) fn error_codes(definition: &Enum) -> TokenStream {
    let derives = quote! { Clone, Debug, PartialEq, Eq, rpc::ErrorCode };
    enumeration(definition, &derives, "A code that this version of the crate does not know.")
}

fn enumeration(definition: &Enum, derives: &TokenStream, unrecognized: &str) -> TokenStream {
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
    let holds = match definition.integer {
        true => quote! { i64 },
        false => quote! { String },
    };
    let unrecognized = format!(" {unrecognized}");
    quote! {
        #enum_docs
        #[derive(#derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #[doc = #unrecognized]
            Unrecognized(rpc::Unrecognized<#holds>),
        }
    }
}
