//! What every generated request builder is made of.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use super::operation::{Operation, SendRequest};
use super::placeholder::Placeholder;

/// A request that is being built: the request so far, the client to send it with, and the states of
/// its required parameters.
pub struct Builder<R, C, S = ()> {
    /// The request so far.
    pub request: R,
    client: C,
    states: PhantomData<fn() -> S>,
}

impl<R: Placeholder, C, S> Builder<R, C, S> {
    /// Starts with a request in which no parameter is set. Required ones hold placeholders, which the
    /// states `S` keep from being sent.
    pub fn new(client: C) -> Self {
        Self {
            request: R::placeholder(),
            client,
            states: PhantomData,
        }
    }
}

impl<R, C, S> Builder<R, C, S> {
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
        R: Operation,
        C: SendRequest,
    {
        self.client.send_request(self.request)
    }
}

// Not derived, since the states are no values and need not be cloned or printed.
impl<R: Clone, C: Clone, S> Clone for Builder<R, C, S> {
    fn clone(&self) -> Self {
        Self {
            request: self.request.clone(),
            client: self.client.clone(),
            states: PhantomData,
        }
    }
}

impl<R: fmt::Debug, C, S> fmt::Debug for Builder<R, C, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.fmt(f)
    }
}

/// The items of a list, each turned into what a parameter holds.
#[doc(hidden)]
pub fn list<T>(items: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}

/// The entries of a map, each turned into what a parameter holds.
#[doc(hidden)]
pub fn map<T>(
    entries: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>,
) -> BTreeMap<String, T> {
    let entries = entries.into_iter();
    entries
        .map(|(name, value)| (name.into(), value.into()))
        .collect()
}
