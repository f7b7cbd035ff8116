//! The file of one operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::source::{Source, deprecated, docs, ident};
use super::types::{self, rust_type};
use crate::docs::Docs;
use crate::model::{Family, Field, Operation, Parameter, Ty};

pub(super) fn operation(family: &Family, operation: &Operation) -> Result<String, syn::Error> {
    let mut source = Source::new(&operation.spec, &Docs::new(&operation.summary));
    source.code(imports(family, operation));
    source.code(client_method(operation));
    source.code(builder(operation));
    source.text(blocking(operation));
    source.code(request(operation));
    types::structure(&mut source, &operation.response);
    for definition in &operation.types {
        types::definition(&mut source, definition);
    }
    source.text(types::open_enum(&operation.errors));
    source.code(error_alias(operation));
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
            Ty::String | Ty::I32 | Ty::I64 | Ty::F64 | Ty::Bool | Ty::Value => false,
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
    let request = request_name(operation);
    quote! {
        impl Client {
            #docs
            #deprecated
            pub fn #method(&self) -> #builder {
                #builder(rpc::Builder::new(#request::unset(), self.clone()))
            }
        }
    }
}

fn builder(operation: &Operation) -> TokenStream {
    let builder = builder_name(operation);
    let request = request_name(operation);
    let response = ident(&format!("{}Response", operation.name));
    let error = error_name(operation);
    let docs = docs(&builder_docs(operation));
    let states: Vec<_> = required(operation).map(|(_, state)| ident(state)).collect();
    let state = match states.as_slice() {
        [] => quote! { () },
        states => quote! { (#(#states,)*) },
    };
    let bounds: Vec<_> = required(operation)
        .map(|(parameter, state)| {
            let state = ident(state);
            let marker = ident(&crate::names::pascal(&parameter.field.wire));
            quote! { #state: rpc::IsSet<required::#marker>, }
        })
        .collect();
    let bounds = (!bounds.is_empty()).then(|| quote! { where #(#bounds)* });
    let setters = operation
        .parameters
        .iter()
        .map(|parameter| setter(operation, parameter, &states));
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #builder<C = Client #(, #states = rpc::Unset)*>(rpc::Builder<#request, C, #state>);

        impl<C #(, #states)*> #builder<C #(, #states)*> {
            #(#setters)*

            /// Sets a parameter that this version of the crate does not know, by its name as sent.
            pub fn param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
                self.0.request.extra_parameters.set(name, value);
                self
            }

            /// The request, to be sent later with [`Client::send`].
            pub fn build(self) -> #request
            #bounds
            {
                self.0.request
            }
        }

        impl<#(#states),*> #builder<Client #(, #states)*> {
            /// Sends the request.
            pub async fn send(self) -> Result<#response, #error>
            #bounds
            {
                self.0.client.send(self.0.request).await
            }
        }
    }
}

/// The same without async. A macro, since a file of its own size would hold nothing new.
fn blocking(operation: &Operation) -> String {
    let Operation {
        name, method_name, ..
    } = operation;
    let states: Vec<_> = required(operation)
        .map(|(parameter, state)| {
            let marker = crate::names::pascal(&parameter.field.wire);
            format!("{state}: required::{marker}")
        })
        .collect();
    let states = states.join(", ");
    let deprecated = match &operation.deprecated {
        Some(reason) => format!("    #[deprecated(note = {reason:?})]\n"),
        None => String::new(),
    };
    format!(
        "#[cfg(feature = \"blocking\")]\n\
         rpc::blocking_operation! {{\n\
         {deprecated}    {method_name}({name}Request): {name}Builder<{states}>\n    \
         -> Result<{name}Response, {name}Error>\n\
         }}\n"
    )
}

fn builder_docs(operation: &Operation) -> Docs {
    let mut docs = Docs::default();
    docs.verbatim([format!(
        "A request of [`Client::{}`] in the making.",
        operation.method_name
    )
    .as_str()]);
    docs
}

fn setter(
    operation: &Operation,
    parameter: &Parameter,
    states: &[proc_macro2::Ident],
) -> TokenStream {
    let place = quote! { self.0.request };
    let Some(state) = &parameter.required else {
        return types::setter(&parameter.field, &place, &quote! { Self }, &quote! { self });
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
        &place,
        &quote! { #builder<C #(, #states)*> },
        &quote! { #builder(self.0.with_state()) },
    )
}

fn placeholder(ty: &Ty) -> TokenStream {
    match ty {
        Ty::String => quote! { String::new() },
        Ty::I32 | Ty::I64 => quote! { 0 },
        Ty::F64 => quote! { 0.0 },
        Ty::Bool => quote! { false },
        Ty::Value => quote! { rpc::Value::Null },
        Ty::Vec(_) => quote! { Vec::new() },
        Ty::Map(_) | Ty::JsonText(_) | Ty::Struct(_) => quote! { Default::default() },
        Ty::TextEnum(name) => {
            let name = ident(name);
            quote! { #name::from("") }
        }
        Ty::IntegerEnum(name) => {
            let name = ident(name);
            quote! { #name::from(0) }
        }
    }
}

fn request(operation: &Operation) -> TokenStream {
    let request = request_name(operation);
    let builder = builder_name(operation);
    let response = ident(&format!("{}Response", operation.name));
    let error_code = ident(&format!("{}ErrorCode", operation.name));
    let name = &operation.name;
    let docs = docs(&Docs::new(&format!("Parameters of {name}.")));
    let fields = operation
        .parameters
        .iter()
        .map(|parameter| request_field(&parameter.field));
    let placeholders = operation.parameters.iter().map(|parameter| {
        let name = ident(&parameter.field.name);
        let value = if parameter.required.is_some() {
            placeholder(&parameter.field.ty)
        } else {
            quote! { None }
        };
        quote! { #name: #value, }
    });
    let method = if operation.post {
        quote! { Post }
    } else {
        quote! { Get }
    };
    let read_only = operation.read_only;
    let limit = match operation.limit {
        None => quote! { None },
        Some((calls, false)) => {
            let calls = proc_macro2::Literal::u32_unsuffixed(calls);
            quote! { Some(rpc::RateLimit::per_second(#calls)) }
        }
        Some((calls, true)) => {
            let calls = proc_macro2::Literal::u32_unsuffixed(calls);
            quote! { Some(rpc::RateLimit::per_minute(#calls)) }
        }
    };
    let writes = operation.parameters.iter().map(|parameter| {
        let (wire, name, encoding) = (
            &parameter.field.wire,
            ident(&parameter.field.name),
            ident(parameter.encoding),
        );
        quote! { parameters.#encoding(#wire, &self.#name); }
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #request {
            #(#fields)*
            /// Parameters beside the documented ones.
            pub extra_parameters: rpc::ExtraParameters,
        }

        impl #request {
            /// Starts a request that is built without a client.
            pub fn builder() -> #builder<()> {
                #builder(rpc::Builder::new(Self::unset(), ()))
            }

            /// Values of required parameters are replaced before the builder's type lets the request out.
            fn unset() -> Self {
                Self {
                    #(#placeholders)*
                    extra_parameters: rpc::ExtraParameters::default(),
                }
            }
        }

        impl rpc::Operation for #request {
            type Response = #response;
            type ErrorCode = #error_code;
            const INFO: &'static rpc::OperationInfo = &rpc::OperationInfo {
                name: #name,
                method: rpc::Method::#method,
                read_only: #read_only,
                limit: #limit,
            };

            fn write_parameters(&self, parameters: &mut rpc::Parameters) {
                #(#writes)*
                parameters.extend(&self.extra_parameters);
            }
        }
    }
}

/// A field of a request, whose setter has the longer documentation.
fn request_field(field: &Field) -> TokenStream {
    let name = ident(&field.name);
    let docs = docs(&field.docs);
    let ty = rust_type(&field.ty);
    let ty = if field.optional {
        quote! { Option<#ty> }
    } else {
        ty
    };
    quote! { #docs pub #name: #ty, }
}

fn error_alias(operation: &Operation) -> TokenStream {
    let error = error_name(operation);
    let code = ident(&format!("{}ErrorCode", operation.name));
    let docs = docs(&Docs::new(&format!("A failed call of {}.", operation.name)));
    quote! {
        #docs
        pub type #error = rpc::OperationError<#code>;
    }
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

fn request_name(operation: &Operation) -> proc_macro2::Ident {
    ident(&format!("{}Request", operation.name))
}

fn error_name(operation: &Operation) -> proc_macro2::Ident {
    ident(&format!("{}Error", operation.name))
}
