//! From page to page: which request comes next, and where the list ends.

use std::collections::HashSet;
use std::fmt;

use crate::error::Error;
use crate::model::paged::{Page, Paged, Size};

/// The way through the pages of a list.
///
/// A list ends where the service says so: no further page, no token, the total reached. If it says
/// nothing, the list ends with a page that is not full, or an empty one if the size is unknown.
pub(crate) struct Walk<R: Paged> {
    /// The request for the next page. After the last page it stays what it was.
    request: R,
    state: State,
    /// What is reported after the items of a page that was the last because something is wrong.
    problem: Option<Error>,
    /// The number of items before the next page, if the first page is known.
    before: Option<u64>,
    /// The number of pages received.
    pages: u64,
    /// The tokens requested so far.
    tokens: HashSet<String>,
    /// The items of the previous page, of a list whose end nothing announces.
    previous: Vec<R::Item>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Open,
    /// A call failed, and may be repeated.
    Failed,
    Finished,
}

/// What follows a page.
enum Next {
    End,
    Page(String),
    Problem(Problem),
}

impl<R: Paged> Walk<R> {
    pub(crate) fn new(mut request: R) -> Self {
        let paging = request.paging();
        if paging.numbered && paging.position.is_placeholder() {
            paging.position.set("1");
        }
        Self {
            request,
            state: State::Open,
            problem: None,
            before: None,
            pages: 0,
            tokens: HashSet::new(),
            previous: Vec::new(),
        }
    }

    /// Returns the request for the next page, unless the list has ended.
    pub(crate) fn next_request(&self) -> Option<&R> {
        let ends = self.state == State::Finished || self.problem.is_some();
        (!ends).then_some(&self.request)
    }

    /// Continues after a failed call, with the same page.
    pub(crate) fn resume(&mut self) {
        if self.state == State::Failed {
            self.state = State::Open;
        }
    }

    /// Returns a request to send. `None` means that the list has ended, or that a call failed.
    pub(crate) fn start(&mut self) -> Option<Result<R, Error>> {
        if let Some(problem) = self.problem.take() {
            self.state = State::Finished;
            return Some(Err(problem));
        }
        if self.state != State::Open {
            return None;
        }
        if let Err(problem) = self.check() {
            self.state = State::Finished;
            let text = problem.to_string();
            return Some(Err(Error::invalid_request(R::INFO.name, text)));
        }
        Some(Ok(self.request.clone()))
    }

    /// Checks the parameters of the request, and notes its token.
    fn check(&mut self) -> Result<(), Problem> {
        let paging = self.request.paging();
        if let Some(Size {
            name,
            value: Some(value),
            min,
            max,
            ..
        }) = paging.size
            && !(min..=max).contains(&value)
        {
            return Err(Problem::Size {
                name,
                value,
                min,
                max,
            });
        }
        let position = paging.position.text();
        if paging.numbered {
            let number = position.as_deref().map(str::parse::<u64>);
            if !number.is_none_or(|number| number.is_ok_and(|number| number > 0)) {
                let value = position.unwrap_or_default();
                return Err(Problem::Number {
                    name: paging.name,
                    value,
                });
            }
        } else if let Some(token) = position {
            self.tokens.insert(token);
        }
        Ok(())
    }

    /// Notes that a call failed.
    pub(crate) fn fail(&mut self) {
        self.state = State::Failed;
    }

    /// Finds out what follows a page. Fails if the page itself is of no use.
    pub(crate) fn accept(&mut self, response: &mut R::Response) -> Result<(), Error> {
        let page = R::page(response);
        let is_empty = page.items.as_ref().is_none_or(|items| items.is_empty());
        match self.after(page) {
            Next::End => self.state = State::Finished,
            Next::Page(position) => {
                if !self.request.paging().position.set(&position) {
                    let name = self.request.paging().name;
                    let unfit = Problem::Unfit {
                        name,
                        value: position,
                    };
                    self.problem = Some(Error::unexpected_page(R::INFO.name, unfit.to_string()));
                }
            }
            Next::Problem(problem) => {
                let error = Error::unexpected_page(R::INFO.name, problem.to_string());
                if is_empty {
                    self.state = State::Finished;
                    return Err(error);
                }
                self.problem = Some(error);
            }
        }
        Ok(())
    }

    fn after(&mut self, mut page: Page<'_, R::Item>) -> Next {
        self.pages += 1;
        let items = page.items.take().map_or(&mut [][..], Vec::as_mut_slice);
        let paging = self.request.paging();
        if !paging.numbered {
            return self.after_token(page.next, page.more, items.is_empty());
        }
        let number = paging.position.text();
        let number: u64 = number.and_then(|text| text.parse().ok()).unwrap_or(1);
        let size = paging.size.and_then(|size| match size.value {
            Some(value) => u64::try_from(value).ok(),
            None => size.default,
        });
        let count = u64::try_from(items.len()).unwrap_or(u64::MAX);
        let before = self
            .before
            .unwrap_or((number - 1).saturating_mul(size.unwrap_or(count)));
        let seen = before.saturating_add(count);
        self.before = Some(seen);
        // A total of 0 on a page with items says nothing.
        let announced = |total: Option<u64>| total.filter(|total| *total > 0 || count == 0);
        let (total, pages) = (announced(page.total), announced(page.total_pages));
        let ended = match (page.more, total, pages) {
            (Some(more), ..) => !more,
            (None, None, None) => {
                if count > 0 && *items == *self.previous {
                    return Next::Problem(Problem::Repeated { page: number });
                }
                self.previous = items.to_vec();
                count == 0 || size.is_some_and(|size| count < size)
            }
            _ => {
                total.is_some_and(|total| seen >= total)
                    || pages.is_some_and(|pages| number >= pages)
            }
        };
        if ended {
            Next::End
        } else if count == 0 {
            Next::Problem(Problem::Empty {
                page: number,
                seen,
                total,
                pages,
            })
        } else {
            Next::Page((number + 1).to_string())
        }
    }

    fn after_token(&mut self, next: Option<String>, more: Option<bool>, is_empty: bool) -> Next {
        let page = self.pages;
        // Tokens that are numbers are 0 after the last page.
        let next = next.filter(|token| !matches!(token.as_str(), "" | "0"));
        match next {
            _ if more == Some(false) => Next::End,
            None if more == Some(true) => Next::Problem(Problem::NoToken { page }),
            None => Next::End,
            Some(_) if is_empty => Next::Problem(Problem::Empty {
                page,
                seen: 0,
                total: None,
                pages: None,
            }),
            Some(token) if self.tokens.contains(&token) => {
                Next::Problem(Problem::RepeatedToken { page })
            }
            Some(token) => Next::Page(token),
        }
    }
}

/// What is wrong with the parameters of a request or with a page.
enum Problem {
    Size {
        name: &'static str,
        value: i64,
        min: i64,
        max: i64,
    },
    Number {
        name: &'static str,
        value: String,
    },
    Unfit {
        name: &'static str,
        value: String,
    },
    Empty {
        page: u64,
        seen: u64,
        total: Option<u64>,
        pages: Option<u64>,
    },
    Repeated {
        page: u64,
    },
    NoToken {
        page: u64,
    },
    RepeatedToken {
        page: u64,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Size {
                name,
                value,
                min,
                max: i64::MAX,
            } => {
                write!(f, "parameter {name} is {value}, but must be at least {min}")
            }
            Self::Size {
                name,
                value,
                min,
                max,
            } => {
                write!(
                    f,
                    "parameter {name} is {value}, but must be from {min} to {max}"
                )
            }
            Self::Number { name, value } => {
                write!(
                    f,
                    "parameter {name} is {value:?}, but must be a page number from 1"
                )
            }
            Self::Unfit { name, value } => {
                write!(
                    f,
                    "the next page, {value:?}, is no value of parameter {name}"
                )
            }
            Self::Empty {
                page,
                total: Some(total),
                seen,
                ..
            } => write!(
                f,
                "page {page} is empty, although {total} items were announced and {seen} came \
                 before it"
            ),
            Self::Empty {
                page,
                pages: Some(pages),
                ..
            } => {
                write!(
                    f,
                    "page {page} is empty, although {pages} pages were announced"
                )
            }
            Self::Empty { page, .. } => {
                write!(
                    f,
                    "page {page} is empty, although more pages were announced"
                )
            }
            Self::Repeated { page } => {
                write!(
                    f,
                    "page {page} has the same items as the page before it, and no total says where \
                     the list ends"
                )
            }
            Self::NoToken { page } => {
                write!(
                    f,
                    "page {page} announces another page, but has no token for it"
                )
            }
            Self::RepeatedToken { page } => write!(
                f,
                "page {page} announces another page with a token that was used before"
            ),
        }
    }
}
