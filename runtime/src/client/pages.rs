//! Lists, fetched page by page.

pub(crate) mod walk;
#[cfg(test)]
mod tests;

use std::fmt;
use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use super::rpc_client::RpcClient;
use crate::error::Error;
use crate::model::caller::Caller;
use crate::model::operation::{CallFuture, Operation};
use crate::model::paged::Paged;
use walk::Walk;

/// The pages of a list, each as the whole response. Made by a builder's method `pages`.
///
/// Each page is fetched by a call of its own, with the retries, limits and timeouts of the client,
/// when it is asked for. No call is made after the last page. Dropping the pages cancels the call
/// that is in progress.
///
/// The first page is the one that the request names, so a list can be continued anywhere:
/// [`next_request`](Self::next_request) says where.
///
/// # Errors
///
/// After an error, there are no more pages. If a call failed, [`resume`](Self::resume) lets the
/// next one fetch the same page. A list also ends with an error, of the kind
/// [`InvalidResponse`](crate::ErrorKind::InvalidResponse), if a page is empty although more items
/// are announced, or if a token repeats.
#[must_use = "nothing is fetched until a page is asked for"]
pub struct Pages<R: Paged> {
    client: RpcClient,
    walk: Walk<R>,
    call: Option<CallFuture<R>>,
}

// No field is ever pinned.
impl<R: Paged> Unpin for Pages<R> {}

impl<R: Paged> Pages<R> {
    /// Fetches the page that a request names, and those after it.
    pub fn new(client: RpcClient, request: R) -> Self {
        Self {
            client,
            walk: Walk::new(request),
            call: None,
        }
    }

    /// Fetches the next page. Returns `None` after the last one.
    ///
    /// If the future is dropped, the call goes on when the next page is asked for.
    ///
    /// # Errors
    ///
    /// See [above](Self#errors).
    pub async fn next(&mut self) -> Option<Result<R::Response, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Fetches all pages.
    ///
    /// # Errors
    ///
    /// Fails with the first error.
    pub async fn try_collect(mut self) -> Result<Vec<R::Response>, Error> {
        let mut pages = Vec::new();
        while let Some(page) = self.next().await {
            pages.push(page?);
        }
        Ok(pages)
    }

    /// Returns the request for the next page, or `None` after the last one. Passed to the method
    /// `pages` or `items` of a client, it continues the list, also in another process. After a
    /// failed call, it is the request of that call.
    #[must_use]
    pub fn next_request(&self) -> Option<&R> {
        self.walk.next_request()
    }

    /// Continues after a failed call. The next page is then the one that failed.
    pub fn resume(&mut self) {
        self.walk.resume();
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R::Response, Error>>> {
        let call = match &mut self.call {
            Some(call) => call,
            None => match self.walk.start() {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(request)) => self.call.insert(self.client.clone().call(request)),
            },
        };
        let result = ready!(Pin::new(call).poll(context));
        self.call = None;
        Poll::Ready(Some(match result {
            Ok(mut response) => self.walk.accept(&mut response).map(|()| response),
            Err(error) => {
                self.walk.fail();
                Err(error)
            }
        }))
    }
}

impl<R: Paged> Stream for Pages<R> {
    type Item = Result<R::Response, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<R: Paged + fmt::Debug> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("next_request", &self.next_request())
            .finish_non_exhaustive()
    }
}

/// The items of a list, from all its pages. Made by a builder's method `items`.
///
/// A page is fetched as by [`Pages`], once all items of the page before have been taken.
#[must_use = "nothing is fetched until an item is asked for"]
pub struct Items<R: Paged> {
    pages: Pages<R>,
    items: vec::IntoIter<R::Item>,
}

impl<R: Paged> Unpin for Items<R> {}

impl<R: Paged> Items<R> {
    /// Fetches the items of the page that a request names, and of those after it.
    pub fn new(client: RpcClient, request: R) -> Self {
        Self {
            pages: Pages::new(client, request),
            items: Vec::new().into_iter(),
        }
    }

    /// Returns the next item, for which it may have to fetch a page. Returns `None` after the last
    /// one.
    ///
    /// If the future is dropped, the call goes on when the next item is asked for.
    ///
    /// # Errors
    ///
    /// As for [`Pages`](Pages#errors).
    pub async fn next(&mut self) -> Option<Result<R::Item, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Fetches all items.
    ///
    /// # Errors
    ///
    /// Fails with the first error.
    pub async fn try_collect(mut self) -> Result<Vec<R::Item>, Error> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }

    /// Returns the request for the page after the items that have been fetched, or `None` if they
    /// are the last. [`remaining`](Self::remaining) returns how many of them have not been taken.
    /// After a failed call, it is the request of that call.
    #[must_use]
    pub fn next_request(&self) -> Option<&R> {
        self.pages.next_request()
    }

    /// Returns the number of items that the next calls of [`next`](Self::next) return without
    /// fetching a page.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.items.len()
    }

    /// Continues after a failed call. The next page is then the one that failed.
    pub fn resume(&mut self) {
        self.pages.resume();
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R::Item, Error>>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(mut response)) => self.items = taken::<R>(&mut response),
            }
        }
    }
}

impl<R: Paged> Stream for Items<R> {
    type Item = Result<R::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<R: Paged + fmt::Debug> fmt::Debug for Items<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("remaining", &self.remaining())
            .field("next_request", &self.next_request())
            .finish_non_exhaustive()
    }
}

impl Caller for () {
    type Call<R: Operation> = CallFuture<R>;
    type Items<R: Paged> = Items<R>;
    type Pages<R: Paged> = Pages<R>;
}

/// Takes the items of a page.
pub(super) fn taken<R: Paged>(response: &mut R::Response) -> vec::IntoIter<R::Item> {
    let items = R::page(response).items.map(mem::take);
    items.unwrap_or_default().into_iter()
}
