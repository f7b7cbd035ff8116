//! The file of one operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::source::{Source, Text, deprecated, docs, ident};
use super::types;
use crate::docs::Docs;
use crate::model::{Family, Operation, Parameter, Ty};

pub(super) fn operation(family: &Family, operation: &Operation) -> Result<String, syn::Error> {
    let mut source = Source::new(&operation.spec, &Docs::default());
    source.code(imports(family, operation));
    source.code(client_method(operation));
    source.code(setters(operation));
    source.text(request(operation));
    types::structure(&mut source, &operation.response);
    for definition in &operation.types {
        types::definition(&mut source, definition);
    }
    source.text(types::error_codes(&operation.errors));
    source.finish()
}

fn imports(family: &Family, operation: &Operation) -> TokenStream {
    let mut shared: Vec<_> = family
        .types
        .iter()
        .map(super::type_name)
        .filter(|name| mentions(operation, name))
        .collect();
    shared.sort();
    let shared: Vec<_> = shared.iter().map(|name| ident(name)).collect();
    let shared = match shared.as_slice() {
        [] => TokenStream::new(),
        [name] => quote! { use super::#name; },
        names => quote! { use super::{#(#names),*}; },
    };
    let required = required(operation)
        .next()
        .is_some()
        .then(|| quote! { , required });
    let crate_items = match required {
        Some(required) => quote! { use crate::{Client #required}; },
        None => quote! { use crate::Client; },
    };
    quote! {
        use alibabacloud_rpc as rpc;
        #crate_items
        #shared
    }
}

/// Whether the operation's file has to name a shared type.
fn mentions(operation: &Operation, name: &str) -> bool {
    fn in_type(ty: &Ty, name: &str) -> bool {
        match ty {
            Ty::Vec(inner) | Ty::Map(inner) | Ty::JsonText(inner) => in_type(inner, name),
            Ty::Struct(other) | Ty::TextEnum(other) | Ty::IntegerEnum(other) => other == name,
            Ty::String | Ty::Secret | Ty::I32 | Ty::I64 | Ty::F64 | Ty::Bool | Ty::Value => false,
        }
    }
    let inner = operation
        .types
        .iter()
        .flat_map(|definition| match definition {
            crate::model::TypeDef::Struct(definition) => definition.fields.as_slice(),
            crate::model::TypeDef::Enum(_) => &[],
        });
    let parameters = operation
        .parameters
        .iter()
        .map(|parameter| &parameter.field);
    parameters
        .chain(&operation.response.fields)
        .chain(inner)
        .any(|field| in_type(&field.ty, name))
}

fn client_method(operation: &Operation) -> TokenStream {
    let docs = docs(&operation.docs);
    let deprecated = deprecated(operation.deprecated.as_ref());
    let method = ident(&operation.method_name);
    let builder = builder_name(operation);
    quote! {
        impl Client {
            #docs
            #deprecated
            #[inline]
            pub fn #method(&self) -> #builder {
                #builder::new(self.clone())
            }
        }
    }
}

fn setters(operation: &Operation) -> TokenStream {
    if operation.parameters.is_empty() {
        return TokenStream::new();
    }
    let builder = builder_name(operation);
    let states: Vec<_> = required(operation).map(|(_, state)| ident(state)).collect();
    let setters = operation
        .parameters
        .iter()
        .map(|parameter| setter(operation, parameter, &states));
    quote! {
        impl<C #(, #states)*> #builder<C #(, #states)*> {
            #(#setters)*
        }
    }
}

fn setter(
    operation: &Operation,
    parameter: &Parameter,
    states: &[proc_macro2::Ident],
) -> TokenStream {
    let place = quote! { self.0.request };
    let Some(state) = &parameter.required else {
        return types::setter(
            &parameter.field,
            None,
            &place,
            &quote! { Self },
            &quote! { self },
        );
    };
    let builder = builder_name(operation);
    let state = ident(state);
    let states = states.iter().map(|other| {
        if *other == state {
            quote! { rpc::Set }
        } else {
            quote! { #other }
        }
    });
    types::setter(
        &parameter.field,
        None,
        &place,
        &quote! { #builder<C #(, #states)*> },
        &quote! { #builder(self.0.with_state()) },
    )
}

/// The request, its builder and what sends it, as a call of the runtime's macro.
fn request(operation: &Operation) -> String {
    let Operation {
        name, method_name, ..
    } = operation;
    let mut text = Text::default();
    text.line(0, "rpc::operation! {");
    text.docs(1, &Docs::new(&format!("Parameters of {name}.")));
    text.line(1, &format!("pub struct {name}Request {{"));
    for parameter in &operation.parameters {
        let field = &parameter.field;
        let (ty, encoding) = (types::field_type(field), parameter.encoding);
        text.docs(2, &field.docs);
        text.line(
            2,
            &format!("pub {}: {ty} = {encoding}({:?}),", field.name, field.wire),
        );
    }
    text.line(1, "}");
    text.line(0, "");
    if let Some(reason) = &operation.deprecated {
        text.line(1, &format!("#[deprecated(note = {reason:?})]"));
    }
    let states: Vec<_> = required(operation)
        .map(|(parameter, state)| {
            let marker = crate::names::pascal(&parameter.field.wire);
            format!("{state}: required::{marker}")
        })
        .collect();
    let states = states.join(", ");
    text.line(1, &format!("{method_name}: {name}Builder<{states}>"));
    text.line(
        1,
        &format!("-> Result<{name}Response, {name}Error<{name}ErrorCode>>"),
    );
    let method = if operation.post { "post" } else { "get" };
    let read_only = if operation.read_only {
        ".read_only()"
    } else {
        ""
    };
    let limit = match operation.limit {
        None => String::new(),
        Some((calls, false)) => format!(".limit(rpc::RateLimit::per_second({calls}))"),
        Some((calls, true)) => format!(".limit(rpc::RateLimit::per_minute({calls}))"),
    };
    text.line(
        1,
        &format!("= rpc::OperationInfo::{method}({name:?}){read_only}{limit}"),
    );
    text.line(0, "}");
    text.finish()
}

fn required(operation: &Operation) -> impl Iterator<Item = (&Parameter, &String)> {
    operation
        .parameters
        .iter()
        .filter_map(|parameter| Some((parameter, parameter.required.as_ref()?)))
}

fn builder_name(operation: &Operation) -> proc_macro2::Ident {
    ident(&format!("{}Builder", operation.name))
}
