use super::walk::Walk;
use crate::codec::decode::{ReadFields, ReadResult, ValueReader};
use crate::codec::encode::Parameters;
use crate::error::code::ErrorCode;
use crate::error::{Error, ErrorKind};
use crate::info::OperationInfo;
use crate::model::operation::{Operation, WriteParameters};
use crate::model::paged::{Page, Paged, Paging};

/// A list with all that lists of the service may have.
#[derive(Clone, Debug, Default)]
struct List {
    number: Option<i32>,
    size: Option<i32>,
    default_size: u64,
}

#[derive(Default)]
struct Found {
    items: Vec<u32>,
    next: Option<String>,
    more: Option<bool>,
    total: Option<String>,
    total_pages: Option<i64>,
}

impl WriteParameters for List {
    fn write_parameters(&self, _: &mut Parameters) {}
}

impl ReadFields for Found {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> ReadResult {
        value.unknown(name)
    }
}

const INFO: OperationInfo = OperationInfo::post("List").read_only();

/// The operations document no error codes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum NoCode {}

impl ErrorCode for NoCode {
    const CODES: &'static [(&'static str, Self)] = &[];
}

impl Operation for List {
    type Response = Found;
    type ErrorCode = NoCode;
    const INFO: &'static OperationInfo = &INFO;
}

impl Paged for List {
    type Item = u32;

    fn paging(&mut self) -> Paging<'_> {
        let paging = Paging::number("Number", &mut self.number).size("Size", &self.size, 2..=50);
        match self.default_size {
            0 => paging,
            default => paging.default_size(default),
        }
    }

    fn page(response: &mut Found) -> Page<'_, u32> {
        page(response)
    }
}

fn page(response: &mut Found) -> Page<'_, u32> {
    Page::default()
        .next(&response.next)
        .more(response.more)
        .total(&response.total)
        .total_pages(&response.total_pages)
        .items(&mut response.items)
}

/// The same list with tokens, which are numbers.
#[derive(Clone, Debug, Default)]
struct ListByToken {
    token: Option<i64>,
}

impl WriteParameters for ListByToken {
    fn write_parameters(&self, _: &mut Parameters) {}
}

impl Operation for ListByToken {
    type Response = Found;
    type ErrorCode = NoCode;
    const INFO: &'static OperationInfo = &INFO;
}

impl Paged for ListByToken {
    type Item = u32;

    fn paging(&mut self) -> Paging<'_> {
        Paging::token("Token", &mut self.token)
    }

    fn page(response: &mut Found) -> Page<'_, u32> {
        page(response)
    }
}

/// A list whose request requires the number of a page.
#[derive(Clone, Debug, Default)]
struct Required {
    number: i32,
}

impl WriteParameters for Required {
    fn write_parameters(&self, _: &mut Parameters) {}
}

impl Operation for Required {
    type Response = Found;
    type ErrorCode = NoCode;
    const INFO: &'static OperationInfo = &INFO;
}

impl Paged for Required {
    type Item = u32;

    fn paging(&mut self) -> Paging<'_> {
        Paging::number("Number", &mut self.number)
    }

    fn page(response: &mut Found) -> Page<'_, u32> {
        page(response)
    }
}

fn found(items: impl IntoIterator<Item = u32>) -> Found {
    Found {
        items: items.into_iter().collect(),
        ..Found::default()
    }
}

/// Walks through pages until the list ends. Returns the requests, and the error if there is one.
fn walked<R: Paged<Response = Found>>(
    request: R,
    pages: impl IntoIterator<Item = Found>,
) -> (Vec<R>, Option<Error>) {
    let (mut walk, mut sent) = (Walk::new(request), Vec::new());
    let mut pages = pages.into_iter();
    while let Some(started) = walk.start() {
        let mut result = started.map(|request| sent.push(request));
        if result.is_ok() {
            let mut page = pages.next().expect("more requests than pages");
            result = walk.accept(&mut page);
        }
        if let Err(error) = result {
            assert!(walk.start().is_none(), "the list has ended");
            assert!(walk.next_request().is_none(), "the list has ended");
            return (sent, Some(error));
        }
    }
    assert!(pages.next().is_none(), "fewer requests than pages");
    (sent, None)
}

fn numbers(request: List, pages: impl IntoIterator<Item = Found>) -> Vec<Option<i32>> {
    let (sent, error) = walked(request, pages);
    assert!(error.is_none(), "{error:?}");
    sent.iter().map(|request| request.number).collect()
}

fn error<R: Paged<Response = Found>>(
    request: R,
    pages: impl IntoIterator<Item = Found>,
) -> (ErrorKind, String) {
    let (_, error) = walked(request, pages);
    let error = error.expect("the list should end with an error");
    (error.kind(), error.to_string())
}

fn of_total(total: &str) -> impl Fn(Found) -> Found {
    move |page| Found {
        total: Some(total.to_owned()),
        ..page
    }
}

#[test]
fn the_total_of_items_ends_a_list() {
    let pages = [found(0..3), found(3..6), found(6..7)].map(of_total("7"));
    assert_eq!(numbers(List::default(), pages), [None, Some(2), Some(3)]);
    let pages = [found(0..3), found(3..6)].map(of_total("6"));
    assert_eq!(numbers(List::default(), pages), [None, Some(2)]);
    assert_eq!(numbers(List::default(), [of_total("0")(found([]))]), [None]);
}

#[test]
fn items_count_and_not_the_requested_size() {
    // The service returns fewer items per page than requested.
    let request = List {
        size: Some(10),
        ..List::default()
    };
    let pages = [found(0..4), found(4..8), found(8..9)].map(of_total("9"));
    assert_eq!(numbers(request, pages), [None, Some(2), Some(3)]);
}

#[test]
fn a_list_can_begin_at_any_page() {
    let request = List {
        number: Some(3),
        size: Some(2),
        ..List::default()
    };
    let pages = [found(4..6), found(6..7)].map(of_total("7"));
    assert_eq!(numbers(request, pages), [Some(3), Some(4)]);
    let request = List {
        number: Some(2),
        default_size: 4,
        ..List::default()
    };
    assert_eq!(numbers(request, [of_total("7")(found(4..7))]), [Some(2)]);
    let request = List {
        number: Some(9),
        ..List::default()
    };
    assert_eq!(numbers(request, [of_total("0")(found([]))]), [Some(9)]);
}

#[test]
fn the_number_of_pages_ends_a_list() {
    let of_pages = |page, total_pages| Found {
        total_pages: Some(total_pages),
        ..page
    };
    let pages = [of_pages(found(0..3), 2), of_pages(found(3..6), 2)];
    assert_eq!(numbers(List::default(), pages), [None, Some(2)]);
    let request = List {
        number: Some(2),
        ..List::default()
    };
    assert_eq!(numbers(request, [of_pages(found(3..6), 2)]), [Some(2)]);
}

#[test]
fn a_total_of_0_on_a_page_with_items_says_nothing() {
    let pages = [found(0..3), found([])].map(of_total("0"));
    assert_eq!(numbers(List::default(), pages), [None, Some(2)]);
}

#[test]
fn what_says_that_more_follow_decides_alone() {
    let more = |page, more| Found {
        more: Some(more),
        ..of_total("2")(page)
    };
    let pages = [more(found(0..2), true), more(found(2..3), false)];
    assert_eq!(numbers(List::default(), pages), [None, Some(2)]);
}

#[test]
fn without_a_total_a_page_that_is_not_full_is_the_last() {
    let request = List {
        size: Some(3),
        ..List::default()
    };
    assert_eq!(
        numbers(request.clone(), [found(0..3), found(3..5)]),
        [None, Some(2)]
    );
    assert_eq!(numbers(request, [found(0..3), found([])]), [None, Some(2)]);
    let request = List {
        default_size: 3,
        ..List::default()
    };
    assert_eq!(numbers(request, [found(0..2)]), [None]);
    let pages = [found(0..3), found(3..4), found([])];
    assert_eq!(numbers(List::default(), pages), [None, Some(2), Some(3)]);
}

#[test]
fn a_page_that_repeats_ends_a_list_with_an_error() {
    let (kind, text) = error(List::default(), [found(0..3), found(0..3)]);
    assert_eq!(kind, ErrorKind::InvalidResponse);
    assert_eq!(
        text,
        "List: invalid response: page 2 has the same items as the page before it, and no total says where the list ends"
    );
}

#[test]
fn an_empty_page_ends_a_list_with_an_error_if_more_items_are_announced() {
    let pages = [found(0..3), found([])].map(of_total("7"));
    let (kind, text) = error(List::default(), pages);
    assert_eq!(kind, ErrorKind::InvalidResponse);
    assert_eq!(
        text,
        "List: invalid response: page 2 is empty, although 7 items were announced and 3 came before it"
    );
    let page = Found {
        total_pages: Some(2),
        ..Found::default()
    };
    let (_, text) = error(List::default(), [page]);
    assert_eq!(
        text,
        "List: invalid response: page 1 is empty, although 2 pages were announced"
    );
}

#[test]
fn the_size_of_a_page_is_checked_before_it_is_requested() {
    for size in [-1, 0, 1, 51] {
        let request = List {
            size: Some(size),
            ..List::default()
        };
        let (kind, text) = error(request, []);
        assert_eq!(kind, ErrorKind::InvalidRequest);
        assert_eq!(
            text,
            format!("List: invalid request: parameter Size is {size}, but must be from 2 to 50")
        );
    }
}

#[test]
fn the_number_of_a_page_is_checked_before_it_is_requested() {
    let request = List {
        number: Some(0),
        ..List::default()
    };
    let (kind, text) = error(request, []);
    assert_eq!(kind, ErrorKind::InvalidRequest);
    assert_eq!(
        text,
        "List: invalid request: parameter Number is \"0\", but must be a page number from 1"
    );
}

#[test]
fn a_list_ends_where_numbers_end() {
    let request = List {
        number: Some(i32::MAX),
        size: Some(2),
        ..List::default()
    };
    let (_, text) = error(request, [found(0..2)]);
    assert_eq!(
        text,
        "List: invalid response: the next page, \"2147483648\", is no value of parameter Number"
    );
}

#[test]
fn a_required_number_begins_at_1() {
    let pages = [found(0..2), found(2..3)].map(of_total("3"));
    let (sent, _) = walked(Required::default(), pages);
    let sent: Vec<_> = sent.iter().map(|request| request.number).collect();
    assert_eq!(sent, [1, 2]);
}

fn with_token(items: impl IntoIterator<Item = u32>, next: &str) -> Found {
    Found {
        next: Some(next.to_owned()),
        ..found(items)
    }
}

fn tokens(pages: impl IntoIterator<Item = Found>) -> Vec<Option<i64>> {
    let (sent, error) = walked(ListByToken::default(), pages);
    assert!(error.is_none(), "{error:?}");
    sent.iter().map(|request| request.token).collect()
}

#[test]
fn a_page_without_a_token_is_the_last() {
    assert_eq!(
        tokens([with_token(0..2, "17"), found(2..4)]),
        [None, Some(17)]
    );
    assert_eq!(tokens([with_token(0..2, "")]), [None]);
    assert_eq!(tokens([with_token(0..2, "0")]), [None]);
    assert_eq!(tokens([found([])]), [None]);
    let last = Found {
        more: Some(false),
        ..with_token(0..2, "17")
    };
    assert_eq!(tokens([last]), [None]);
}

#[test]
fn a_token_that_repeats_ends_a_list_with_an_error() {
    let pages = [
        with_token(0..1, "5"),
        with_token(1..2, "6"),
        with_token(2..3, "5"),
    ];
    let (kind, text) = error(ListByToken::default(), pages);
    assert_eq!(kind, ErrorKind::InvalidResponse);
    assert_eq!(
        text,
        "List: invalid response: page 3 announces another page with a token that was used before"
    );
}

#[test]
fn an_announced_page_without_a_token_ends_a_list_with_an_error() {
    let page = Found {
        more: Some(true),
        ..with_token(0..1, "0")
    };
    let (_, text) = error(ListByToken::default(), [page]);
    assert_eq!(
        text,
        "List: invalid response: page 1 announces another page, but has no token for it"
    );
    let (_, text) = error(ListByToken::default(), [with_token([], "5")]);
    assert_eq!(
        text,
        "List: invalid response: page 1 is empty, although more pages were announced"
    );
    let (_, text) = error(ListByToken::default(), [with_token(0..1, "five")]);
    assert_eq!(
        text,
        "List: invalid response: the next page, \"five\", is no value of parameter Token"
    );
}

#[test]
fn a_failed_call_is_repeated_only_on_request() {
    let mut walk = Walk::new(List::default());
    walk.start().unwrap().unwrap();
    walk.accept(&mut of_total("4")(found(0..2))).unwrap();
    assert_eq!(walk.start().unwrap().unwrap().number, Some(2));
    walk.fail();
    assert!(walk.start().is_none());
    assert_eq!(walk.next_request().unwrap().number, Some(2));
    walk.resume();
    assert_eq!(walk.start().unwrap().unwrap().number, Some(2));
    walk.accept(&mut of_total("4")(found(2..4))).unwrap();
    walk.resume();
    assert!(walk.start().is_none());
}
