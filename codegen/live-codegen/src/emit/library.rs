//! The root of the crate.

use quote::quote;

use super::source::{SERVICE_SPEC, Source, ident};
use crate::docs::{Docs, escaped};
use crate::model::{Model, Operation};

/// Writes `src/lib.rs`.
pub(super) fn library(model: &Model) -> Result<String, syn::Error> {
    let Model {
        title,
        version,
        reference,
        library: krate,
        ..
    } = model;
    let mut text = Docs::default();
    text.markdown(&format!(
        "A typed client for [{}]({reference}), API version {}. It is not an official Alibaba Cloud product.",
        escaped(title),
        escaped(version)
    ));
    text.markdown(
        "Each operation is a method of [`Client`] that returns a builder. Setters set the parameters, and \
         `send` sends the request. A program in which a required parameter is missing does not compile. \
         Operations are grouped by topic into modules. Each module is a cargo feature of the same name, and \
         the default feature `full` enables all of them.",
    );
    text.verbatim([
        "```no_run",
        &format!("# async fn example() -> Result<(), {krate}::Error> {{"),
        "// Finds credentials in the environment, in the files of the official tools, or on ECS.",
        &format!("let client = {krate}::Client::from_env()?;"),
        "# Ok(())",
        "# }",
        "```",
    ]);
    text.markdown(
        "A failed call of any operation returns an [`Error`]. [`Error::is`] and [`Error::code_as`] compare its \
         code with the documented codes of the operation, or with [`GatewayErrorCode`], which lists the codes \
         that the gateway can return for any operation. Documented rate limits apply to each account.",
    );
    testing(&mut text, model, krate);
    let mut source = Source::new(SERVICE_SPEC, &text);
    source.code(quote! {
        #![allow(
            clippy::type_complexity,
            reason = "a builder has a type parameter for each required parameter"
        )]

        mod client;
        mod gateway;
        #[doc(hidden)]
        pub mod required;

        #[cfg(feature = "blocking")]
        pub mod blocking;
    });
    for family in &model.families {
        let (module, feature) = (ident(&family.module), &family.module);
        source.code(quote! {
            #[cfg(feature = #feature)]
            pub mod #module;
        });
    }
    source.code(quote! {
        pub use alibabacloud_rpc as rpc;
        #[cfg(feature = "mock")]
        pub use alibabacloud_rpc::mock;
        pub use alibabacloud_rpc::{
            CallSettings, ClientBuilder, Credentials, Error, ErrorCode, ErrorKind, JsonText, Secret, SignatureMethod,
            Unrecognized, Value,
        };
        pub use client::{Client, SERVICE};
        pub use gateway::GatewayErrorCode;
    });
    source.finish()
}

/// Describes how to test code that uses the client, with an operation that needs no parameters.
fn testing(text: &mut Docs, model: &Model, krate: &str) {
    let example = model.families.iter().find_map(|family| {
        let needs_nothing = |operation: &&Operation| {
            let mut parameters = operation.request.parameters.iter();
            operation.deprecated.is_none()
                && parameters.all(|parameter| parameter.required.is_none())
        };
        Some((
            &family.module,
            family.operations.iter().find(needs_nothing)?,
        ))
    });
    text.verbatim(["# Testing code that uses the client"]);
    text.markdown(
        "With the feature `mock`, a client returns prepared responses, without network and credentials:",
    );
    if let Some((module, operation)) = example {
        let method = &operation.method_name;
        let (request, response) = (&operation.request.name, &operation.response.name);
        text.verbatim([
            "```",
            &format!("# #[cfg(all(feature = \"mock\", feature = \"{module}\"))]"),
            &format!("# async fn example() -> Result<(), {krate}::Error> {{"),
            &format!("use {krate}::{{Client, ErrorKind, mock::Mock, {module}}};"),
            "",
            "let mock = Mock::new();",
            &format!("mock.when::<{module}::{request}>()"),
            &format!("    .respond({module}::{response}::default())"),
            "    .fail(400, \"Throttling.User\", \"Too fast.\")",
            "    .fail_with(ErrorKind::Timeout);",
            "let client = Client::builder().mock(&mock).build()?;",
            "",
            &format!("assert!(client.{method}().send().await.is_ok());"),
            &format!("assert!(client.{method}().send().await.unwrap_err().is_throttling());"),
            &format!("assert!(client.{method}().send().await.unwrap_err().is_timeout());"),
            &format!("assert_eq!(mock.calls::<{module}::{request}>().len(), 3);"),
            "# Ok(())",
            "# }",
            "```",
        ]);
    }
    text.markdown(
        "Requests can be compared. To create a response, start with `Default` and set its fields. To see \
         what a client sends, set a [`Transport`](rpc::transport::Transport) of your own on the builder.",
    );
}
