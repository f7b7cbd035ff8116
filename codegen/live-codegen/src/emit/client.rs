//! The async client and the description of the service.

use proc_macro2::TokenStream;
use quote::quote;

use super::source::{SERVICE_SPEC, Source, docs, ident};
use crate::docs::Docs;
use crate::model::Model;

/// Writes `src/client.rs`.
pub(super) fn client(model: &Model) -> Result<String, syn::Error> {
    let title = &model.title;
    let mut source = Source::new(
        &model.package,
        SERVICE_SPEC,
        &Docs::new(&format!("The client for {title}.")),
    );
    let client_docs = docs(
        0,
        &Docs::new(&format!(
            "A client for {title}. Clones are cheap and share connections and settings.",
        )),
    );
    let from_env = docs(1, &from_env_docs(model));
    source.code(quote! { use alibabacloud_rpc as rpc; });
    source.code(service(model));
    source.code(quote! {
        #client_docs
        #[derive(Clone, Debug)]
        pub struct Client {
            rpc: rpc::RpcClient,
        }

        impl Client {
            #from_env
            pub fn from_env() -> Result<Self, rpc::Error> {
                Self::builder().build()
            }

            /// Returns a builder for a client with other settings.
            pub fn builder() -> rpc::ClientBuilder<Self> {
                rpc::ClientBuilder::new()
            }

            /// Sends a request that has been built before.
            ///
            /// Dropping the future cancels the call. The service may still execute a request that
            /// has been sent.
            ///
            /// # Errors
            ///
            /// See [`ErrorKind`](rpc::ErrorKind) and the error codes of the operation.
            pub fn send<R: rpc::Operation>(&self, request: R) -> rpc::CallFuture<R> {
                self.rpc.clone().call(request)
            }

            /// Fetches the items of a list, from the page that a request names.
            pub fn items<R: rpc::Paged>(&self, request: R) -> rpc::Items<R> {
                rpc::Items::new(self.rpc.clone(), request)
            }

            /// Fetches the pages of a list, from the one that a request names.
            pub fn pages<R: rpc::Paged>(&self, request: R) -> rpc::Pages<R> {
                rpc::Pages::new(self.rpc.clone(), request)
            }

            /// Returns a client with some settings overridden.
            ///
            /// It shares connections, credentials, rate limits and retry budget with this one.
            ///
            /// # Errors
            ///
            /// Fails if a setting is invalid or conflicts with another.
            pub fn with_settings(&self, settings: &rpc::CallSettings) -> Result<Self, rpc::Error> {
                Ok(Self { rpc: self.rpc.with_settings(settings)? })
            }

            /// Returns the settings of the client.
            #[must_use]
            pub fn config(&self) -> &rpc::Config {
                self.rpc.config()
            }
        }

        impl rpc::GeneratedClient for Client {
            const INFO: &'static rpc::ServiceInfo = SERVICE;

            fn from_rpc(rpc: rpc::RpcClient) -> Self {
                Self { rpc }
            }
        }

        impl rpc::Caller for Client {
            type Call<R: rpc::Operation> = rpc::CallFuture<R>;
            type Items<R: rpc::Paged> = rpc::Items<R>;
            type Pages<R: rpc::Paged> = rpc::Pages<R>;
        }

        impl rpc::SendRequest for Client {
            fn send_request<R: rpc::Operation>(self, request: R) -> rpc::CallFuture<R> {
                self.rpc.call(request)
            }

            fn wait<R: rpc::Waitable>(self, request: R, waiter: rpc::Waiter) -> rpc::CallFuture<R> {
                self.rpc.wait(request, waiter)
            }
        }

        impl rpc::FetchPages for Client {
            fn fetch_items<R: rpc::Paged>(self, request: R) -> rpc::Items<R> {
                self.items(request)
            }

            fn fetch_pages<R: rpc::Paged>(self, request: R) -> rpc::Pages<R> {
                self.pages(request)
            }
        }
    });
    source.finish()
}

/// Describes the constructor that reads the environment.
fn from_env_docs(model: &Model) -> Docs {
    let endpoint_variable = &model.endpoint_variable;
    let mut docs = Docs::new("Creates a client with the settings of the environment.");
    docs.verbatim([
        "| variable | meaning |",
        "| --- | --- |",
        "| `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET` | AccessKey pair |",
        "| `ALIBABA_CLOUD_SECURITY_TOKEN` | security token of temporary credentials |",
        "| `ALIBABA_CLOUD_REGION_ID` | region whose host receives the requests |",
        "| `ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED` | `true` for the region's host inside its VPC |",
        &format!("| `{endpoint_variable}` | endpoint that overrides the region's |"),
    ]);
    docs.markdown(
        "[`DefaultChain`](rpc::credentials::DefaultChain) lists the other sources of credentials. The first \
         call looks them up, and fails if it finds none.",
    );
    docs.verbatim(["# Errors"]);
    docs.markdown("Fails if the value of a variable is invalid.");
    docs
}

/// Writes the description of the service.
fn service(model: &Model) -> TokenStream {
    let Model {
        title,
        product,
        version,
        default_host,
        secret_names,
        ..
    } = model;
    let docs = docs(
        0,
        &Docs::new(&format!(
            "The description of {title}: version, hosts, error codes of the gateway, names of secrets."
        )),
    );
    let regions = model.regions.iter().map(|region| {
        let (id, public) = (&region.id, &region.public);
        let vpc = match &region.vpc {
            Some(host) => quote! { Some(#host) },
            None => quote! { None },
        };
        quote! { rpc::Region::new(#id, #public, #vpc) }
    });
    let classes = model.gateway_errors.iter().map(|error| {
        let (code, class) = (&error.variant.value, ident(error.class));
        quote! { (#code, rpc::ErrorClass::#class) }
    });
    quote! {
        #docs
        pub const SERVICE: &rpc::ServiceInfo = &rpc::ServiceInfo {
            product: #product,
            version: #version,
            client: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
            default_host: #default_host,
            regions: &[#(#regions),*],
            error_classes: &[#(#classes),*],
            secret_names: &[#(#secret_names),*],
        };
    }
}
