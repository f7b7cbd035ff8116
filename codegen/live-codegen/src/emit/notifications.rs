//! The file of a family's notifications.

use proc_macro2::TokenStream;
use quote::quote;

use super::source::{Source, docs, ident, short_page};
use super::types;
use crate::docs::Docs;
use crate::model::{Family, Notification, NotificationContent, NotificationKind, Struct};
use crate::package::Package;

pub(super) fn notifications(package: &Package, family: &Family) -> Result<String, syn::Error> {
    let mut source = Source::new(
        package,
        &format!("{}/notifications.yaml", family.module),
        &Docs::default(),
    );
    let notifications = &family.notifications;
    let shared: Vec<_> = notifications.shared_types.iter().map(ident).collect();
    let shared = (!shared.is_empty()).then(|| quote! { use super::{#(#shared),*}; });
    source.code(quote! {
        #shared
        use crate::SERVICE;
        use alibabacloud_rpc as rpc;
    });
    for notification in &notifications.list {
        source.code(content(notification));
        if let Some(response) = &notification.response {
            source.code(types::structure(response));
            source.code(to_json(response));
        }
        for definition in &notification.types {
            source.code(types::definition(definition));
        }
    }
    source.finish()
}

fn content(notification: &Notification) -> TokenStream {
    match &notification.content {
        NotificationContent::Fields(structure) => {
            let definition = types::structure(structure);
            let functions = functions(
                notification,
                &structure.name,
                &quote! { rpc::notification::from_query(query, SERVICE) },
                &quote! { rpc::notification::from_json(body, SERVICE) },
            );
            quote! { #definition #functions }
        }
        NotificationContent::Kinds(kinds) => {
            let definition = enumeration(&kinds.name, &kinds.docs, &kinds.kinds);
            let functions = kind_functions(notification, &kinds.name, &kinds.kinds);
            let structs = kinds
                .kinds
                .iter()
                .map(|kind| types::structure(&kind.structure));
            quote! { #definition #functions #(#structs)* }
        }
    }
}

/// The enum of the kinds, and how serde writes and reads it.
fn enumeration(name: &str, about: &Docs, kinds: &[NotificationKind]) -> TokenStream {
    let (about, name, page) = (docs(0, about), ident(name), short_page());
    let variants = kinds.iter().map(|kind| {
        let (docs, variant) = (docs(1, &kind.docs), ident(&kind.variant));
        let structure = ident(&kind.structure.name);
        quote! { #docs #variant(#structure), }
    });
    let names = kinds.iter().map(|kind| ident(&kind.variant));
    let (unrecognized, last) = match has_rest(kinds) {
        true => (None, None),
        false => (
            Some(quote! {
                /// A kind that this version of the crate does not know, with all its members.
                Unrecognized(rpc::ExtraMembers),
            }),
            Some(quote! { , Unrecognized }),
        ),
    };
    quote! {
        #about
        #page
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #unrecognized
        }

        rpc::__serde_kinds!(#name { #(#names),* #last });
    }
}

/// Whether the last kind is what no other is.
fn has_rest(kinds: &[NotificationKind]) -> bool {
    kinds.iter().any(|kind| kind.when.is_none())
}

/// The functions that read a notification as the kind whose member it has.
fn kind_functions(
    notification: &Notification,
    name: &str,
    kinds: &[NotificationKind],
) -> TokenStream {
    let members: Vec<_> = kinds.iter().filter_map(|kind| kind.when.as_ref()).collect();
    let rest = kinds.iter().find(|kind| kind.when.is_none());
    let rest = rest.map_or("Unrecognized", |kind| &kind.variant);
    let arms = |read: &TokenStream| {
        let known = kinds.iter().filter_map(|kind| {
            let (member, variant) = (kind.when.as_ref()?, ident(&kind.variant));
            Some(quote! { Some(#member) => Self::#variant(#read), })
        });
        let rest = ident(rest);
        quote! { #(#known)* _ => Self::#rest(#read), }
    };
    let of_query = arms(&quote! { rpc::notification::from_query(query, SERVICE) });
    let of_json = arms(&quote! { rpc::notification::from_json(body, SERVICE)? });
    functions(
        notification,
        name,
        &quote! {
            match rpc::notification::kind_in_query(query, &[#(#members),*]) { #of_query }
        },
        &quote! {
            let kind = rpc::notification::kind_in_json(body, &[#(#members),*])?;
            Ok(match kind { #of_json })
        },
    )
}

fn functions(
    notification: &Notification,
    name: &str,
    from_query: &TokenStream,
    from_json: &TokenStream,
) -> TokenStream {
    let name = ident(name);
    let of_query = docs(1, &notification.from_query);
    let of_json = docs(1, &notification.from_json);
    quote! {
        impl #name {
            #of_query
            #[inline]
            #[must_use]
            pub fn from_query(query: &str) -> Self {
                #from_query
            }

            #of_json
            #[inline]
            pub fn from_json(body: &[u8]) -> Result<Self, rpc::decode::DecodeError> {
                #from_json
            }
        }
    }
}

/// The method that writes a response.
fn to_json(response: &Struct) -> TokenStream {
    let name = ident(&response.name);
    quote! {
        impl #name {
            /// Returns the JSON to respond with.
            ///
            /// # Errors
            ///
            /// Fails if a required field is not set, or if a value cannot be written.
            #[inline]
            pub fn to_json(&self) -> Result<String, rpc::encode::InvalidParameter> {
                rpc::notification::to_json(self)
            }
        }
    }
}
