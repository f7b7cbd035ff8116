//! The blocking client.

use quote::quote;

use super::source::{SERVICE_SPEC, Source, docs};
use crate::docs::Docs;
use crate::model::Model;

/// Writes `src/blocking.rs`.
pub(super) fn blocking(model: &Model) -> Result<String, syn::Error> {
    let title = &model.title;
    let mut text = Docs::new(&format!(
        "The client for {title} in programs without async."
    ));
    text.markdown(
        "It has the same methods as [`crate::Client`] and is built in the same way, but `send` blocks until \
         the response arrives. It also works inside an async runtime.",
    );
    let mut source = Source::new(&model.package, SERVICE_SPEC, &text);
    let client_docs = docs(
        0,
        &Docs::new(&format!(
            "A blocking client for {title}. Clones are cheap and share connections, settings and the thread that \
         runs the calls."
        )),
    );
    source.code(quote! { use alibabacloud_rpc as rpc; });
    source.code(quote! {
        #client_docs
        #[derive(Clone, Debug)]
        pub struct Client {
            rpc: rpc::blocking::RpcClient,
        }

        impl Client {
            /// Creates a client with the settings of the environment, like
            /// [`Client::from_env`](crate::Client::from_env).
            ///
            /// # Errors
            ///
            /// Fails if the value of a variable is invalid.
            pub fn from_env() -> Result<Self, rpc::Error> {
                Self::builder().build()
            }

            /// Returns a builder for a client with other settings.
            pub fn builder() -> rpc::ClientBuilder<Self> {
                rpc::ClientBuilder::new()
            }

            /// Sends a request that has been built before, and blocks until the response arrives.
            ///
            /// # Errors
            ///
            /// See [`ErrorKind`](rpc::ErrorKind) and the error codes of the operation.
            pub fn send<R: rpc::Operation>(&self, request: R) -> Result<R::Response, rpc::Error> {
                self.rpc.send(request)
            }

            /// Fetches the items of a list, from the page that a request names.
            pub fn items<R: rpc::Paged>(&self, request: R) -> rpc::blocking::Items<R> {
                rpc::blocking::Items::new(self.rpc.clone(), request)
            }

            /// Fetches the pages of a list, from the one that a request names.
            pub fn pages<R: rpc::Paged>(&self, request: R) -> rpc::blocking::Pages<R> {
                rpc::blocking::Pages::new(self.rpc.clone(), request)
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
            const INFO: &'static rpc::ServiceInfo = crate::SERVICE;

            fn from_rpc(rpc: rpc::RpcClient) -> Self {
                Self { rpc: rpc::blocking::RpcClient::new(rpc) }
            }
        }

        impl rpc::Caller for Client {
            type Call<R: rpc::Operation> = Result<R::Response, rpc::Error>;
            type Items<R: rpc::Paged> = rpc::blocking::Items<R>;
            type Pages<R: rpc::Paged> = rpc::blocking::Pages<R>;
        }

        impl rpc::SendRequest for Client {
            fn send_request<R: rpc::Operation>(self, request: R) -> Self::Call<R> {
                self.rpc.send(request)
            }

            fn wait<R: rpc::Waitable>(self, request: R, waiter: rpc::Waiter) -> Self::Call<R> {
                self.rpc.wait(request, waiter)
            }
        }

        impl rpc::FetchPages for Client {
            fn fetch_items<R: rpc::Paged>(self, request: R) -> Self::Items<R> {
                self.items(request)
            }

            fn fetch_pages<R: rpc::Paged>(self, request: R) -> Self::Pages<R> {
                self.pages(request)
            }
        }
    });
    source.finish()
}
