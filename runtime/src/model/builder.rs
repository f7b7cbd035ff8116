//! What every generated request builder is made of.

use std::collections::BTreeMap;
use std::marker::PhantomData;

/// A request in the making: the request so far, the client to send it with, and the states of required parameters.
pub struct Builder<R, C, S> {
    /// The request so far.
    pub request: R,
    /// The client to send it with, or `()`.
    pub client: C,
    states: PhantomData<fn() -> S>,
}

impl<R, C, S> Builder<R, C, S> {
    /// Starts with a request whose required parameters hold placeholders.
    pub fn new(request: R, client: C) -> Self {
        Self {
            request,
            client,
            states: PhantomData,
        }
    }

    /// The same request in another state.
    pub fn with_state<T>(self) -> Builder<R, C, T> {
        Builder::new(self.request, self.client)
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
