//! The type inside every generated request builder.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use super::caller::{FetchPages, SendRequest};
use super::operation::Operation;
use super::paged::Paged;
use super::placeholder::Placeholder;
use super::wait::Wait;
use super::waiter::Waiter;

/// A request under construction, with the client that sends it. The type parameter `S` tracks which
/// required parameters are set.
///
/// Awaiting the builder of an async client sends the request, as [`send`](Self::send) does.
pub struct Builder<R: Operation, C, S = ()> {
    /// The request built so far.
    pub request: R,
    client: C,
    states: PhantomData<fn() -> S>,
}

impl<R: Operation + Placeholder, C, S> Builder<R, C, S> {
    /// Creates a builder in which no parameter is set. Required parameters hold placeholders; the
    /// states `S` prevent sending them.
    pub fn new(client: C) -> Self {
        Self {
            request: R::placeholder(),
            client,
            states: PhantomData,
        }
    }
}

impl<R: Operation, C, S> Builder<R, C, S> {
    /// Returns the same request in another state.
    pub fn with_state<T>(self) -> Builder<R, C, T> {
        Builder {
            request: self.request,
            client: self.client,
            states: PhantomData,
        }
    }

    /// Sends the request with the client.
    pub fn send(self) -> C::Call<R>
    where
        C: SendRequest,
    {
        self.client.send_request(self.request)
    }

    /// Fetches the items of the list with the client, page by page.
    pub fn items(self) -> C::Items<R>
    where
        R: Paged,
        C: FetchPages,
    {
        self.client.fetch_items(self.request)
    }

    /// Fetches the pages of the list with the client.
    pub fn pages(self) -> C::Pages<R>
    where
        R: Paged,
        C: FetchPages,
    {
        self.client.fetch_pages(self.request)
    }

    /// Returns a wait for a state, which repeats the request with the client.
    pub fn wait(self, waiter: Waiter) -> Wait<R, C> {
        Wait::new(self.request, self.client, waiter)
    }
}

// Not derived: a derive would require `S: Clone`, although no value of `S` exists.
impl<R: Operation + Clone, C: Clone, S> Clone for Builder<R, C, S> {
    fn clone(&self) -> Self {
        Self {
            request: self.request.clone(),
            client: self.client.clone(),
            states: PhantomData,
        }
    }
}

impl<R: Operation + fmt::Debug, C, S> fmt::Debug for Builder<R, C, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.fmt(f)
    }
}

/// Converts the entries of a map to the entry type of a parameter.
#[doc(hidden)]
pub fn map<T>(
    entries: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>,
) -> BTreeMap<String, T> {
    let entries = entries.into_iter();
    entries
        .map(|(name, value)| (name.into(), value.into()))
        .collect()
}
