//! What generated requests state about the pages of their lists.

use std::ops::{Bound, RangeBounds};

use super::operation::Operation;

/// A request for one page of a list.
///
/// Generated requests implement it where the service returns a list page by page. Their builders
/// have the methods `items` and `pages`, which make one call for each page.
pub trait Paged: Operation + Clone {
    /// An item of the list.
    type Item: Clone + PartialEq + Send + 'static;

    /// Returns the parameters that name a page and its size.
    fn paging(&mut self) -> Paging<'_>;

    /// Returns the list in a response, with what the service says about further pages.
    fn page(response: &mut Self::Response) -> Page<'_, Self::Item>;
}

/// The parameters that name a page and its size.
pub struct Paging<'a> {
    pub(crate) name: &'static str,
    pub(crate) numbered: bool,
    pub(crate) position: &'a mut dyn PageValue,
    pub(crate) size: Option<Size>,
}

/// The parameter with the size of a page.
#[derive(Clone, Debug)]
pub(crate) struct Size {
    pub(crate) name: &'static str,
    pub(crate) value: Option<i64>,
    pub(crate) min: i64,
    pub(crate) max: i64,
    pub(crate) default: Option<u64>,
}

impl<'a> Paging<'a> {
    /// Pages with a number, counted from 1.
    pub fn number(name: &'static str, position: &'a mut dyn PageValue) -> Self {
        Self {
            name,
            numbered: true,
            position,
            size: None,
        }
    }

    /// Pages with a token, which the page before contains.
    pub fn token(name: &'static str, position: &'a mut dyn PageValue) -> Self {
        Self {
            name,
            numbered: false,
            position,
            size: None,
        }
    }

    /// Adds the parameter with the size of a page, and the sizes that the service accepts.
    #[must_use]
    pub fn size(
        mut self,
        name: &'static str,
        value: &dyn PageValue,
        range: impl RangeBounds<i64>,
    ) -> Self {
        let bound = |bound: Bound<&i64>, unbounded| match bound {
            Bound::Included(bound) | Bound::Excluded(bound) => *bound,
            Bound::Unbounded => unbounded,
        };
        self.size = Some(Size {
            name,
            value: value.text().and_then(|text| text.parse().ok()),
            min: bound(range.start_bound(), 1),
            max: bound(range.end_bound(), i64::MAX),
            default: None,
        });
        self
    }

    /// Adds the size of a page whose request has none.
    #[must_use]
    pub fn default_size(mut self, default: u64) -> Self {
        if let Some(size) = &mut self.size {
            size.default = Some(default);
        }
        self
    }
}

/// The list in a response, with what the service says about further pages.
pub struct Page<'a, T> {
    pub(crate) items: Option<&'a mut Vec<T>>,
    pub(crate) next: Option<String>,
    pub(crate) more: Option<bool>,
    pub(crate) total: Option<u64>,
    pub(crate) total_pages: Option<u64>,
}

impl<T> Default for Page<'_, T> {
    fn default() -> Self {
        Self {
            items: None,
            next: None,
            more: None,
            total: None,
            total_pages: None,
        }
    }
}

impl<'a, T> Page<'a, T> {
    /// Adds the list.
    #[must_use]
    pub fn items(self, items: impl Into<Option<&'a mut Vec<T>>>) -> Self {
        Self {
            items: items.into(),
            ..self
        }
    }

    /// Adds the token of the next page.
    #[must_use]
    pub fn next(self, token: &dyn PageValue) -> Self {
        Self {
            next: token.text(),
            ..self
        }
    }

    /// Adds whether another page follows.
    #[must_use]
    pub fn more(self, more: impl Into<Option<bool>>) -> Self {
        Self {
            more: more.into(),
            ..self
        }
    }

    /// Adds the number of items on all pages.
    #[must_use]
    pub fn total(self, total: &dyn PageValue) -> Self {
        Self {
            total: count(total),
            ..self
        }
    }

    /// Adds the number of pages.
    #[must_use]
    pub fn total_pages(self, total: &dyn PageValue) -> Self {
        Self {
            total_pages: count(total),
            ..self
        }
    }
}

/// Reads a number that the service may send as text.
fn count(value: &dyn PageValue) -> Option<u64> {
    value.text()?.parse().ok()
}

/// The value of a parameter or a field that concerns pages, as text.
pub trait PageValue {
    /// Returns the text of the value, if it is set.
    fn text(&self) -> Option<String>;

    /// Sets the value. Returns `false` if the text is no value of this type.
    fn set(&mut self, text: &str) -> bool;

    /// Returns whether the value of a required parameter is still its placeholder.
    fn is_placeholder(&self) -> bool {
        false
    }
}

impl PageValue for String {
    fn text(&self) -> Option<String> {
        Some(self.clone())
    }

    fn set(&mut self, text: &str) -> bool {
        text.clone_into(self);
        true
    }

    fn is_placeholder(&self) -> bool {
        self.is_empty()
    }
}

impl<T: PageValue + Default> PageValue for Option<T> {
    fn text(&self) -> Option<String> {
        self.as_ref()?.text()
    }

    fn set(&mut self, text: &str) -> bool {
        self.get_or_insert_default().set(text)
    }
}

macro_rules! numbers {
    ($($Number:ty)*) => {
        $(
            impl PageValue for $Number {
                fn text(&self) -> Option<String> {
                    Some(self.to_string())
                }

                fn set(&mut self, text: &str) -> bool {
                    let number = text.parse();
                    let fits = number.is_ok();
                    *self = number.unwrap_or(*self);
                    fits
                }

                fn is_placeholder(&self) -> bool {
                    *self == 0
                }
            }
        )*
    };
}

numbers!(i32 i64);
