//! The root of the crate.

use quote::quote;

use super::source::{SERVICE_SPEC, Source, docs, ident};
use crate::docs::{Docs, escaped};
use crate::model::{Model, NotificationContent};

/// Writes `src/lib.rs`.
pub(super) fn library(model: &Model) -> Result<String, syn::Error> {
    let Model {
        title,
        version,
        reference,
        ..
    } = model;
    let mut text = Docs::default();
    text.markdown(&format!(
        "A typed client for [{}]({reference}), API version {}. It is not an official Alibaba Cloud product.",
        escaped(title),
        escaped(version)
    ));
    if let Some(guide) = &model.guide {
        add_guide(&mut text, guide);
    }
    let mut source = Source::new(&model.package, SERVICE_SPEC, &text);
    let large = has_kinds(model).then(|| {
        quote! {
            #![allow(
                clippy::large_enum_variant,
                reason = "a program holds few notifications at a time"
            )]
        }
    });
    source.code(quote! {
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #![allow(
            clippy::type_complexity,
            reason = "a builder has a type parameter for each required parameter"
        )]
        #large

        mod client;
        mod gateway;
        #[cfg_attr(doc, doc(hidden))]
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
    source.code(quote! { pub use alibabacloud_rpc as rpc; });
    for companion in &model.companions {
        let docs = docs(0, &companion.purpose);
        let (module, feature) = (ident(&companion.module), &companion.module);
        let library = ident(&companion.library);
        source.code(quote! {
            #docs
            #[cfg(feature = #feature)]
            pub use #library as #module;
        });
    }
    source.code(quote! {
        #[cfg(feature = "mock")]
        pub use alibabacloud_rpc::mock;
        pub use alibabacloud_rpc::{
            CallSettings, ClientBuilder, Credentials, Error, ErrorCode, ErrorKind, IfSome, JsonText, Secret, SignatureMethod,
            Timestamp, TimestampError, UnixMilliseconds, UnixSeconds, Unrecognized, Value,
        };
        pub use client::{Client, SERVICE};
        pub use gateway::GatewayErrorCode;
    });
    if model.guide.is_some() {
        // Compiles the program in README.md. It may be of any family.
        source.code(quote! {
            #[cfg(all(doctest, feature = "full"))]
            #[doc = include_str!("../README.md")]
            struct Readme;
        });
    }
    source.finish()
}

/// Adds the guide. Its paragraphs are wrapped anew, since comments leave less room than its file.
fn add_guide(text: &mut Docs, guide: &str) {
    let mut block: Vec<&str> = Vec::new();
    let mut is_code = false;
    for line in guide.lines().chain([""]) {
        if line.starts_with("```") {
            is_code = !is_code;
        }
        if is_code || !line.is_empty() {
            block.push(line);
            continue;
        }
        match block.first() {
            Some(first) if first.starts_with(['`', '|', '#', '-']) => {
                text.verbatim(block.drain(..))
            }
            Some(_) => text.markdown(&block.join("\n")),
            None => {}
        }
        block.clear();
    }
}

/// Whether a notification is an enum of its kinds, which may differ in size.
fn has_kinds(model: &Model) -> bool {
    let families = model.families.iter();
    let mut notifications = families.flat_map(|family| &family.notifications.list);
    notifications.any(|it| matches!(it.content, NotificationContent::Kinds(_)))
}
