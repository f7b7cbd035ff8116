//! Structs and enums.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use super::source::{Source, deprecated, docs, ident};
use crate::model::{Enum, Field, Struct, Ty, TypeDef, Variant};

pub(super) fn definition(source: &mut Source, definition: &TypeDef) {
    match definition {
        TypeDef::Struct(definition) => structure(source, definition),
        TypeDef::Enum(definition) => source.text(open_enum(definition)),
    }
}

/// A struct, its setters where requests hold it, and how it is read and written.
pub(super) fn structure(source: &mut Source, definition: &Struct) {
    let name = ident(&definition.name);
    let type_docs = docs(&definition.docs);
    let fields = definition.fields.iter().map(field);
    source.code(quote! {
        #type_docs
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
        }
    });
    if definition.written {
        let setters = definition
            .fields
            .iter()
            .map(|field| setter(field, &quote! { self }, &quote! { Self }, &quote! { self }));
        let fields = definition.fields.iter().map(|field| {
            let (wire, name) = (&field.wire, ident(&field.name));
            quote! { fields.field(#wire, &self.#name); }
        });
        source.code(quote! {
            impl #name {
                #(#setters)*
            }

            impl rpc::WriteFields for #name {
                fn write_fields(&self, fields: &mut rpc::FieldWriter<'_>) {
                    #(#fields)*
                }
            }
        });
    }
    if definition.read {
        let arms = definition.fields.iter().map(|field| {
            let (wire, name) = (&field.wire, ident(&field.name));
            match &field.wrapper {
                Some(wrapper) => quote! { #wire => value.read_wrapped(#wrapper, &mut self.#name), },
                None => quote! { #wire => value.read(&mut self.#name), },
            }
        });
        let unknown = quote! { value.unknown(name) };
        let body = if definition.fields.is_empty() {
            unknown
        } else {
            quote! {
                match name {
                    #(#arms)*
                    _ => #unknown,
                }
            }
        };
        source.code(quote! {
            impl rpc::ReadFields for #name {
                fn read_field(&mut self, name: &str, value: rpc::ValueReader<'_>) -> rpc::Reading {
                    #body
                }
            }
        });
    }
}

/// A public field with its documentation.
pub(super) fn field(field: &Field) -> TokenStream {
    let name = ident(&field.name);
    let docs = docs(&field.docs);
    let ty = rust_type(&field.ty);
    if field.optional {
        quote! { #docs pub #name: Option<#ty>, }
    } else {
        quote! { #docs pub #name: #ty, }
    }
}

/// A setter: assigns to the field of `place`, returns `result` of type `returns`.
pub(super) fn setter(
    field: &Field,
    place: &TokenStream,
    returns: &TokenStream,
    result: &TokenStream,
) -> TokenStream {
    let name = ident(&field.name);
    let docs = docs(&field.setter_docs);
    let deprecated = deprecated(field.deprecated.as_ref());
    let (argument, value) = argument(&field.ty, &name);
    let value = if field.optional {
        quote! { Some(#value) }
    } else {
        value
    };
    quote! {
        #docs
        #deprecated
        pub fn #name(mut self, #name: #argument) -> #returns {
            #place.#name = #value;
            #result
        }
    }
}

/// The type of a setter's argument, and the argument turned into the field's type.
fn argument(ty: &Ty, name: &proc_macro2::Ident) -> (TokenStream, TokenStream) {
    match ty {
        Ty::I32 | Ty::I64 | Ty::F64 | Ty::Bool | Ty::Struct(_) => (rust_type(ty), quote! { #name }),
        Ty::String | Ty::Value | Ty::JsonText(_) | Ty::TextEnum(_) | Ty::IntegerEnum(_) => {
            let ty = rust_type(ty);
            (quote! { impl Into<#ty> }, quote! { #name.into() })
        }
        Ty::Vec(item) => {
            let item = rust_type(item);
            (
                quote! { impl IntoIterator<Item = impl Into<#item>> },
                quote! { #name.into_iter().map(Into::into).collect() },
            )
        }
        Ty::Map(value) => {
            let value = rust_type(value);
            (
                quote! { impl IntoIterator<Item = (impl Into<String>, impl Into<#value>)> },
                quote! { #name.into_iter().map(|(name, value)| (name.into(), value.into())).collect() },
            )
        }
    }
}

pub(super) fn rust_type(ty: &Ty) -> TokenStream {
    match ty {
        Ty::String => quote! { String },
        Ty::I32 => quote! { i32 },
        Ty::I64 => quote! { i64 },
        Ty::F64 => quote! { f64 },
        Ty::Bool => quote! { bool },
        Ty::Value => quote! { rpc::Value },
        Ty::Vec(item) => {
            let item = rust_type(item);
            quote! { Vec<#item> }
        }
        Ty::Map(value) => {
            let value = rust_type(value);
            quote! { std::collections::BTreeMap<String, #value> }
        }
        Ty::JsonText(inner) => {
            let inner = rust_type(inner);
            quote! { rpc::JsonText<#inner> }
        }
        Ty::Struct(name) | Ty::TextEnum(name) | Ty::IntegerEnum(name) => {
            let name = ident(name);
            quote! { #name }
        }
    }
}

/// An open enum, as a call of the runtime's macro.
pub(super) fn open_enum(definition: &Enum) -> String {
    let mut out = String::from("rpc::open_enum! {\n");
    let mut line = |indent: &str, text: &str| {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{}", format!("{indent}{text}").trim_end());
    };
    for text in definition.docs.lines() {
        line("    ", &format!("/// {text}"));
    }
    let repr = if definition.integer { "i64" } else { "str" };
    line("    ", &format!("pub enum {}: {repr} {{", definition.name));
    for variant in &definition.variants {
        for text in variant.docs.lines() {
            line("        ", &format!("/// {text}"));
        }
        line(
            "        ",
            &format!(
                "{} = {},",
                variant.name,
                literal(definition.integer, variant)
            ),
        );
    }
    line("    ", "}");
    line("", "}");
    out
}

fn literal(integer: bool, variant: &Variant) -> String {
    if integer {
        variant.value.clone()
    } else {
        format!("{:?}", variant.value)
    }
}
