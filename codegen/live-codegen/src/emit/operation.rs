//! The file of one operation.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::source::{Source, deprecated, docs, ident, short_page, ty};
use super::{pages, types, waiters};
use crate::docs::Docs;
use crate::model::{Operation, Parameter, Ty};
use crate::package::Package;

pub(super) fn operation(package: &Package, operation: &Operation) -> Result<String, syn::Error> {
    let mut source = Source::new(package, &operation.spec, &Docs::default());
    source.code(imports(operation));
    source.code(client_method(operation));
    source.code(builder(operation));
    source.code(builder_methods(operation));
    source.code(request(operation));
    if let Some(paged) = pages::paged(operation) {
        source.code(paged);
    }
    source.code(types::structure(&operation.response));
    for definition in &operation.types {
        source.code(types::definition(definition));
    }
    source.code(types::error_codes(&operation.errors, &short_page()));
    source.finish()
}

fn imports(operation: &Operation) -> TokenStream {
    let shared: Vec<_> = operation.shared_types.iter().map(ident).collect();
    let shared = (!shared.is_empty()).then(|| quote! { use super::{#(#shared),*}; });
    let has_required = required(operation).next().is_some();
    let waits = has_required && !operation.waiters.is_empty();
    let required = waits.then(|| quote! { , required });
    let states = has_required.then(|| quote! { , Set, Unset });
    quote! {
        #shared
        use crate::{Client #required};
        use alibabacloud_rpc::{self as rpc, OperationInfo #states};
    }
}

fn client_method(operation: &Operation) -> TokenStream {
    let docs = docs(1, &operation.docs);
    let deprecated = deprecated(operation.deprecated.as_ref());
    let (method, builder) = (
        ident(&operation.method_name),
        ident(&operation.builder.name),
    );
    quote! {
        impl Client {
            #docs
            #deprecated
            #[inline]
            pub fn #method(&self) -> #builder {
                #builder(rpc::Builder::new(self.clone()))
            }
        }
    }
}

fn builder(operation: &Operation) -> TokenStream {
    let docs = docs(0, &operation.builder.docs);
    let method = ident(&operation.method_name);
    let deprecated = operation.deprecated.as_ref();
    let deprecated = deprecated.map(|note| quote! { , deprecated = #note });
    let (builder, request) = (
        ident(&operation.builder.name),
        ident(&operation.request.name),
    );
    let (markers, states): (Vec<_>, Vec<_>) = required(operation).unzip();
    let marked = (markers != states).then(|| quote! { , required = (#(#markers),*) });
    let pages = pages::setting(operation);
    let parameters = states.iter().map(|state| quote! { #state = Unset });
    let state = match states.as_slice() {
        [] => quote! {},
        [state] => quote! { , #state },
        states => quote! { , (#(#states),*) },
    };
    quote! {
        #docs
        #[derive(rpc::Builder)]
        #[rpc(method = #method #marked #deprecated #pages)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #builder<C = Client #(, #parameters)*>(rpc::Builder<#request, C #state>);
    }
}

/// A setter for each parameter, and a method for each wait.
fn builder_methods(operation: &Operation) -> TokenStream {
    let builder = ident(&operation.builder.name);
    let states: Vec<_> = required(operation).map(|(_, state)| state).collect();
    let setters = operation
        .request
        .parameters
        .iter()
        .map(|parameter| setter(operation, parameter));
    let bounds: Vec<_> = required(operation)
        .map(|(marker, state)| quote! { #state: required::#marker })
        .collect();
    let sendable = quote! { where C: rpc::SendRequest, #(#bounds,)* };
    let waits = waiters::methods(operation, &sendable);
    let methods: Vec<_> = setters.chain(waits).collect();
    if methods.is_empty() {
        return TokenStream::new();
    }
    quote! {
        impl<C #(, #states)*> #builder<C #(, #states)*> {
            #(#methods)*
        }
    }
}

/// The setter of a parameter, which changes the state of a required one.
fn setter(operation: &Operation, parameter: &Parameter) -> TokenStream {
    let (returns, result) = match &parameter.required {
        None => (quote! { Self }, quote! { self }),
        Some(set) => {
            let builder = ident(&operation.builder.name);
            let states = required(operation).map(|(_, state)| match state == set.state {
                true => quote! { Set },
                false => quote! { #state },
            });
            (
                quote! { #builder<C #(, #states)*> },
                quote! { #builder(self.0.with_state()) },
            )
        }
    };
    let field = &parameter.field;
    let docs = docs(1, &parameter.setter_docs);
    let deprecated = deprecated(field.deprecated.as_ref());
    let expected = deprecated
        .is_some()
        .then(|| quote! { #[expect(deprecated, reason = "it sets what is deprecated")] });
    let name = ident(&field.name);
    let (argument, value) = argument(&field.ty, field.optional);
    quote! {
        #docs
        #deprecated
        #expected
        pub fn #name(mut self, value: #argument) -> #returns {
            self.0.request.#name = #value;
            #result
        }
    }
}

/// The type of a setter's argument, and the argument turned into the field's type.
fn argument(of: &Ty, optional: bool) -> (TokenStream, TokenStream) {
    let into = ty(of);
    let (argument, value) = match of {
        Ty::I32 | Ty::I64 | Ty::F64 | Ty::Bool | Ty::Duration if optional => {
            return (
                quote! { impl rpc::IntoOption<#into> },
                quote! { value.into_option() },
            );
        }
        Ty::Vec(item) => {
            let item = ty(item);
            (
                quote! { impl rpc::IntoList<#item> },
                quote! { value.into_list() },
            )
        }
        Ty::Map(entry) => {
            let entry = ty(entry);
            (
                quote! { impl IntoIterator<Item = (impl Into<String>, impl Into<#entry>)> },
                quote! { rpc::map(value) },
            )
        }
        Ty::I32 | Ty::I64 | Ty::F64 | Ty::Bool | Ty::Duration | Ty::Struct(_) => {
            (into, quote! { value })
        }
        _ => (
            quote! { impl rpc::IntoValue<#into> },
            quote! { value.into_value() },
        ),
    };
    match optional {
        true => (argument, quote! { Some(#value) }),
        false => (argument, value),
    }
}

/// The marker types of the required parameters, and the type parameters that hold their states.
fn required(operation: &Operation) -> impl Iterator<Item = (Ident, Ident)> {
    let required = operation.request.parameters.iter();
    let required = required.filter_map(|parameter| parameter.required.as_ref());
    required.map(|required| (ident(&required.marker), ident(&required.state)))
}

fn request(operation: &Operation) -> TokenStream {
    let docs = docs(0, &operation.request.docs);
    let request = ident(&operation.request.name);
    let fields = operation.request.parameters.iter().map(|parameter| {
        let encoding = (parameter.encoding != "query").then(|| ident(parameter.encoding));
        types::member(&parameter.field, encoding)
    });
    let response = ident(&operation.response.name);
    let error_code = ident(&operation.errors.name);
    let info = info(operation);
    let page = short_page();
    quote! {
        #docs
        #page
        #[derive(Clone, Debug, PartialEq, rpc::Request)]
        #[non_exhaustive]
        pub struct #request {
            #(#fields)*
            /// Undocumented parameters.
            pub extra_parameters: rpc::ExtraParameters,
        }

        impl rpc::Operation for #request {
            type Response = #response;
            type ErrorCode = #error_code;
            const INFO: &OperationInfo = &#info;
        }
    }
}

/// The description of an operation, as a constant expression.
fn info(operation: &Operation) -> TokenStream {
    let (name, method) = (
        &operation.name,
        ident(if operation.post { "post" } else { "get" }),
    );
    let read_only = operation.read_only.then(|| quote! { .read_only() });
    let unsigned = (!operation.signed).then(|| quote! { .unsigned() });
    let limit = operation.limit.map(|(calls, per_minute)| {
        let period = ident(if per_minute {
            "per_minute"
        } else {
            "per_second"
        });
        let calls = proc_macro2::Literal::u32_unsuffixed(calls);
        quote! { .#period(#calls) }
    });
    let classes = operation.error_classes.iter().map(|(code, class)| {
        let class = ident(class);
        quote! { (#code, rpc::ErrorClass::#class) }
    });
    let classes = match operation.error_classes.is_empty() {
        true => None,
        false => Some(quote! { .error_classes(&[#(#classes),*]) }),
    };
    quote! { OperationInfo::#method(#name) #read_only #unsigned #limit #classes }
}
