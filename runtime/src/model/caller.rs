//! Traits of the clients that request builders use.

use super::operation::{Operation, Waitable};
use super::paged::Paged;
use super::waiter::Waiter;

/// What stands in a request builder for its client: a client, or `()` if there is none.
///
/// The types are stated without a client too. Otherwise the compiler would not find the methods
/// that return them, and could not say that they need a client.
pub trait Caller {
    /// The result of sending a request: a future of the response, or the response itself.
    type Call<R: Operation>;
    /// The items of all pages, one after the other.
    type Items<R: Paged>;
    /// The pages, one after the other.
    type Pages<R: Paged>;
}

/// A client that request builders can send requests with.
#[diagnostic::on_unimplemented(
    message = "this request has no client to send it with",
    label = "started with `builder()` of a request, not with a method of a client",
    note = "call `build()`, and pass the request to `send` of a client"
)]
pub trait SendRequest: Caller {
    /// Sends a request.
    fn send_request<R: Operation>(self, request: R) -> Self::Call<R>;

    /// Repeats a request until its response shows a state.
    fn wait<R: Waitable>(self, request: R, waiter: Waiter) -> Self::Call<R>;
}

/// A client that fetches lists page by page.
#[diagnostic::on_unimplemented(
    message = "this request has no client to send it with",
    label = "started with `builder()` of a request, not with a method of a client",
    note = "call `build()`, and pass the request to `items` or `pages` of a client"
)]
pub trait FetchPages: Caller {
    /// Fetches the items of the page that a request names, and of those after it.
    fn fetch_items<R: Paged>(self, request: R) -> Self::Items<R>;

    /// Fetches the page that a request names, and those after it.
    fn fetch_pages<R: Paged>(self, request: R) -> Self::Pages<R>;
}
