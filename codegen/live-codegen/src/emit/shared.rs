//! What all operations share: error codes of the gateway, and traits for required parameters.

use proc_macro2::TokenStream;
use quote::quote;

use super::source::{SERVICE_SPEC, Source, ident};
use super::types;
use crate::docs::Docs;
use crate::model::{Enum, Model};

/// Writes `src/gateway.rs`.
pub(super) fn gateway(model: &Model) -> Result<String, syn::Error> {
    let mut source = Source::new(
        &model.package,
        SERVICE_SPEC,
        &Docs::new("The error codes of the gateway in front of the service."),
    );
    source.code(quote! { use alibabacloud_rpc as rpc; });
    let mut docs = Docs::new("The error codes that the gateway can return for any operation.");
    docs.markdown(
        "The enum of an operation contains only its own codes. [`Error::is`](crate::Error::is) and \
         [`Error::code_as`](crate::Error::code_as) accept both.",
    );
    let codes = Enum {
        name: "GatewayErrorCode".to_owned(),
        docs,
        integer: false,
        variants: model
            .gateway_errors
            .iter()
            .map(|error| error.variant.clone())
            .collect(),
    };
    // Its page shows the traits that the enums of operations have too.
    source.code(types::error_codes(&codes, &TokenStream::new()));
    source.finish()
}

/// Writes `src/required.rs`.
pub(super) fn required(model: &Model) -> Result<String, syn::Error> {
    let mut docs = Docs::new("A trait for each required parameter, which says that it is set.");
    let example = model
        .required
        .first()
        .map(|name| format!(": \"the required parameter `{name}` is not set\""));
    docs.markdown(&format!(
        "Builders have a type parameter for the state of each required parameter. The compiler names those that \
         are missing{}.",
        example.unwrap_or_default()
    ));
    let mut source = Source::of(&model.package.specs, &docs);
    let names = model.required.iter().map(ident);
    source.code(quote! { alibabacloud_rpc::required!(#(#names),*); });
    source.finish()
}
