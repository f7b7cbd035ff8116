//! Lists, fetched page by page by a blocking client.

use std::fmt;
use std::vec;

use super::RpcClient;
use crate::client::pages::taken;
use crate::client::pages::walk::Walk;
use crate::error::Error;
use crate::model::paged::Paged;

/// The pages of a list, like [`Pages`](crate::Pages), as an iterator that blocks for each page.
#[must_use = "nothing is fetched until a page is asked for"]
pub struct Pages<R: Paged> {
    client: RpcClient,
    walk: Walk<R>,
}

impl<R: Paged> Pages<R> {
    /// Fetches the page that a request names, and those after it.
    pub fn new(client: RpcClient, request: R) -> Self {
        Self {
            client,
            walk: Walk::new(request),
        }
    }

    /// Returns the request for the next page, or `None` after the last one.
    #[must_use]
    pub fn next_request(&self) -> Option<&R> {
        self.walk.next_request()
    }

    /// Continues after a failed call. The next page is then the one that failed.
    pub fn resume(&mut self) {
        self.walk.resume();
    }
}

impl<R: Paged> Iterator for Pages<R> {
    type Item = Result<R::Response, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let request = match self.walk.start()? {
            Ok(request) => request,
            Err(error) => return Some(Err(error)),
        };
        Some(match self.client.send(request) {
            Ok(mut response) => self.walk.accept(&mut response).map(|()| response),
            Err(error) => {
                self.walk.fail();
                Err(error.into())
            }
        })
    }
}

impl<R: Paged + fmt::Debug> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("next_request", &self.next_request())
            .finish_non_exhaustive()
    }
}

/// The items of a list, like [`Items`](crate::Items), as an iterator that blocks for each page.
#[must_use = "nothing is fetched until an item is asked for"]
pub struct Items<R: Paged> {
    pages: Pages<R>,
    items: vec::IntoIter<R::Item>,
}

impl<R: Paged> Items<R> {
    /// Fetches the items of the page that a request names, and of those after it.
    pub fn new(client: RpcClient, request: R) -> Self {
        Self {
            pages: Pages::new(client, request),
            items: Vec::new().into_iter(),
        }
    }

    /// Returns the request for the page after the items that have been fetched, or `None` if they
    /// are the last. [`remaining`](Self::remaining) returns how many of them have not been taken.
    #[must_use]
    pub fn next_request(&self) -> Option<&R> {
        self.pages.next_request()
    }

    /// Returns the number of items that come next without fetching a page.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.items.len()
    }

    /// Continues after a failed call. The next page is then the one that failed.
    pub fn resume(&mut self) {
        self.pages.resume();
    }
}

impl<R: Paged> Iterator for Items<R> {
    type Item = Result<R::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.items.next() {
                return Some(Ok(item));
            }
            match self.pages.next()? {
                Ok(mut response) => self.items = taken::<R>(&mut response),
                Err(error) => return Some(Err(error)),
            }
        }
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
