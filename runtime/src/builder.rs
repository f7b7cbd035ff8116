//! What every generated request builder is made of.

use std::marker::PhantomData;

/// A request in the making: the request so far, the client to send it with, and the states of required parameters.
#[derive(Debug)]
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

impl<R: Clone, C: Clone, S> Clone for Builder<R, C, S> {
    fn clone(&self) -> Self {
        Self::new(self.request.clone(), self.client.clone())
    }
}
