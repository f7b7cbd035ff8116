//! Structs and enums.

use proc_macro2::TokenStream;
use quote::quote;

use super::source::{Source, Text, deprecated, docs, ident};
use crate::model::{Enum, Field, Struct, Ty, TypeDef, Variant};

pub(super) fn definition(source: &mut Source, definition: &TypeDef) {
    match definition {
        TypeDef::Struct(definition) => structure(source, definition),
        TypeDef::Enum(definition) => source.text(open_enum(definition)),
    }
}

/// A struct as a call of the runtime's macro, and its setters where requests hold it.
pub(super) fn structure(source: &mut Source, definition: &Struct) {
    let name = &definition.name;
    let mut text = Text::default();
    text.line(0, "rpc::object! {");
    text.docs(1, &definition.docs);
    text.line(1, &format!("pub struct {name} {{"));
    for field in &definition.fields {
        let inner = field.wrapper.as_ref();
        let inner = inner
            .map(|inner| format!(" / {inner:?}"))
            .unwrap_or_default();
        text.docs(2, &field.docs);
        text.line(
            2,
            &format!(
                "pub {}: {} = {:?}{inner},",
                field.name,
                field_type(field),
                field.wire
            ),
        );
    }
    text.line(1, "}");
    text.line(0, "}");
    source.text(text.finish());
    if definition.written {
        let name = ident(name);
        let setters = definition.fields.iter().map(|field| {
            // So it is compiled where it is used, as a generic function is in any case.
            let inline = (!is_generic(&field.ty)).then(|| quote! { #[inline] });
            setter(
                field,
                inline,
                &quote! { self },
                &quote! { Self },
                &quote! { self },
            )
        });
        source.code(quote! {
            impl #name {
                #(#setters)*
            }
        });
    }
}

/// The type of a field, which is an `Option` if the field may be unset.
pub(super) fn field_type(field: &Field) -> String {
    if field.optional {
        format!("Option<{}>", field.ty)
    } else {
        field.ty.to_string()
    }
}

/// A setter: assigns to the field of `place`, returns `result` of type `returns`.
pub(super) fn setter(
    field: &Field,
    inline: Option<TokenStream>,
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
        #inline
        pub fn #name(mut self, #name: #argument) -> #returns {
            #place.#name = #value;
            #result
        }
    }
}

/// Whether a setter of the type takes whatever converts into it.
fn is_generic(ty: &Ty) -> bool {
    !matches!(ty, Ty::I32 | Ty::I64 | Ty::F64 | Ty::Bool | Ty::Struct(_))
}

/// The type of a setter's argument, and the argument turned into the field's type.
fn argument(ty: &Ty, name: &proc_macro2::Ident) -> (TokenStream, TokenStream) {
    match ty {
        Ty::I32 | Ty::I64 | Ty::F64 | Ty::Bool | Ty::Struct(_) => (rust_type(ty), quote! { #name }),
        Ty::String
        | Ty::Secret
        | Ty::Value
        | Ty::JsonText(_)
        | Ty::TextEnum(_)
        | Ty::IntegerEnum(_) => {
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

/// A type as tokens. Its text has no brackets that could be left open.
fn rust_type(ty: &Ty) -> TokenStream {
    let tokens = ty.to_string().parse();
    tokens.unwrap_or_else(|error| syn::Error::from(error).into_compile_error())
}

/// An open enum, as a call of the runtime's macro.
pub(super) fn open_enum(definition: &Enum) -> String {
    let repr = if definition.integer { "i64" } else { "str" };
    let head = format!("pub enum {}: {repr} {{", definition.name);
    enumeration("rpc::open_enum! {", &head, definition)
}

/// An enum of error codes, as a call of the runtime's macro.
pub(super) fn error_codes(definition: &Enum) -> String {
    let head = format!("pub enum {} {{", definition.name);
    enumeration("rpc::error_codes! {", &head, definition)
}

fn enumeration(call: &str, head: &str, definition: &Enum) -> String {
    let mut text = Text::default();
    text.line(0, call);
    text.docs(1, &definition.docs);
    text.line(1, head);
    for variant in &definition.variants {
        let value = literal(definition.integer, variant);
        text.docs(2, &variant.docs);
        text.line(2, &format!("{} = {value},", variant.name));
    }
    text.line(1, "}");
    text.line(0, "}");
    text.finish()
}

fn literal(integer: bool, variant: &Variant) -> String {
    if integer {
        variant.value.clone()
    } else {
        format!("{:?}", variant.value)
    }
}
