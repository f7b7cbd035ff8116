//! Lists, fetched page by page.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use alibabacloud_live::messages::ListLiveMessageAppsRequest;
use alibabacloud_live::mock::Mock;
use alibabacloud_live::rpc::serde::Deserialize;
use alibabacloud_live::rpc::{Items, Operation, Paged, Pages, RateLimits, RetryPolicy};
use alibabacloud_live::streams::{
    DescribeLiveStreamsOnlineListBuilder, DescribeLiveStreamsOnlineListRequest as Streams,
    DescribeLiveStreamsOnlineListResponse as Page,
};
use alibabacloud_live::{Client, Error, ErrorKind, blocking};
use alibabacloud_live_emulator::{Answer, Emulator, Fault};
use alibabacloud_rpc::Set;
use futures_core::Stream;
use live_spec::FieldPath;
use live_tests::client_of;
use serde_json::{Value, json};

use crate::every_operation::object;
use crate::operations::service;

type Builder = DescribeLiveStreamsOnlineListBuilder<Client, Set>;

const STREAMS: &str = "DescribeLiveStreamsOnlineList";
const APPS: &str = "ListLiveMessageApps";

/// Starts an emulator with 25 streams, and a request for pages of 10 of them.
async fn streams() -> (Emulator, Builder) {
    let emulator = Emulator::start().await.unwrap();
    let soon = Duration::from_millis(1);
    let policy = RetryPolicy::standard().throttling_base_delay(soon);
    let client = client_of(&emulator).retry_policy(policy).build().unwrap();
    let streams = client.describe_live_streams_online_list();
    (
        emulator,
        streams.domain_name("live.example.com").page_size(10),
    )
}

fn names(pages: &[Page]) -> Vec<&str> {
    let streams = pages.iter().flat_map(|page| &page.online_info);
    streams
        .map(|stream| stream.stream_name.as_deref().unwrap())
        .collect()
}

/// The values of a parameter in all requests.
fn sent(emulator: &Emulator, parameter: &str) -> Vec<Option<String>> {
    let requests = emulator.requests();
    let values = requests.iter().map(|request| request.parameter(parameter));
    values.map(|value| value.map(str::to_owned)).collect()
}

fn pages(numbers: &[&str]) -> Vec<Option<String>> {
    let number = |number: &&str| (!number.is_empty()).then(|| (*number).to_owned());
    numbers.iter().map(number).collect()
}

#[tokio::test]
async fn all_items_come_in_order_and_no_page_follows_the_last() {
    let (emulator, streams) = streams().await;
    let whole = streams.clone().page_size(100).send().await.unwrap();
    emulator.clear_requests();
    let mut items = streams.items();
    let mut seen = Vec::new();
    while let Some(stream) = items.next().await {
        seen.push(stream.unwrap());
        // A page is fetched when its first item is asked for.
        assert_eq!(emulator.requests().len(), seen.len().div_ceil(10));
    }
    assert_eq!(seen, whole.online_info);
    assert!(items.next().await.is_none());
    assert_eq!(sent(&emulator, "PageNum"), pages(&["", "2", "3"]));
}

#[tokio::test]
async fn pages_are_whole_responses() {
    let (emulator, streams) = streams().await;
    let found = streams.pages().try_collect().await.unwrap();
    let numbers: Vec<_> = found.iter().map(|page| page.page_num).collect();
    assert_eq!(numbers, [Some(1), Some(2), Some(3)]);
    assert_eq!(found[0].total_num, Some(25));
    assert_eq!(names(&found).len(), 25);
    assert_eq!(emulator.requests().len(), 3);
}

#[tokio::test]
async fn a_full_last_page_is_the_last() {
    let (emulator, streams) = streams().await;
    emulator.set_list_items(20);
    assert_eq!(
        streams.clone().items().try_collect().await.unwrap().len(),
        20
    );
    assert_eq!(emulator.requests().len(), 2);
    emulator.set_list_items(0);
    assert!(streams.items().try_collect().await.unwrap().is_empty());
    assert_eq!(emulator.requests().len(), 3);
}

#[tokio::test]
async fn a_list_is_continued_from_any_page_by_another_client() {
    let (emulator, streams) = streams().await;
    let found = streams
        .clone()
        .page_num(3)
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(found.len(), 5);
    let mut first = streams.pages();
    let page = first.next().await.unwrap().unwrap();
    let next = first.next_request().unwrap();
    assert_eq!(next.page_num, Some(2));
    let stored = serde_json::to_string(next).unwrap();
    drop(first);
    let client = client_of(&emulator).build().unwrap();
    let request: Streams = serde_json::from_str(&stored).unwrap();
    let mut found = client.pages(request.clone()).try_collect().await.unwrap();
    assert_eq!(client.items(request).try_collect().await.unwrap().len(), 15);
    found.insert(0, page);
    assert_eq!(names(&found).len(), 25);
    assert_eq!(
        sent(&emulator, "PageNum"),
        pages(&["3", "", "2", "3", "2", "3"])
    );
}

#[tokio::test]
async fn tokens_lead_through_all_pages() {
    let (emulator, streams) = streams().await;
    let client = client_of(&emulator).build().unwrap();
    let apps = client.list_live_message_apps().sort_type(1).items();
    assert_eq!(apps.try_collect().await.unwrap().len(), 25);
    let tokens = sent(&emulator, "NextPageToken");
    assert!(tokens.len() > 1 && tokens[0].is_none(), "{tokens:?}");
    assert!(tokens[1..].iter().all(Option::is_some), "{tokens:?}");
    drop(streams);
}

fn apps(next: i64) -> Answer {
    let answer = Answer::documented().set("/NextPageToken", next);
    answer.set("/HasMore", true)
}

#[tokio::test]
async fn a_repeated_token_ends_the_list_with_an_error() {
    let (emulator, _) = streams().await;
    let client = client_of(&emulator).build().unwrap();
    emulator.respond(APPS, [apps(7), apps(8), apps(7)]).unwrap();
    let mut items = client.list_live_message_apps().sort_type(1).items();
    let mut seen = 0;
    let error = loop {
        match items.next().await.unwrap() {
            Ok(_) => seen += 1,
            Err(error) => break error,
        }
    };
    assert_eq!((seen, error.kind()), (3, ErrorKind::InvalidResponse));
    let text = error.to_string();
    assert!(text.starts_with(APPS), "{text}");
    assert!(text.contains("page 3") && text.contains("token"), "{text}");
    items.resume();
    assert!(items.next().await.is_none());
    assert_eq!(emulator.requests().len(), 3);
}

#[tokio::test]
async fn an_empty_page_before_the_end_is_an_error() {
    let (emulator, streams) = streams().await;
    let empty = Answer::documented()
        .set("/OnlineInfo/LiveStreamOnlineInfo", json!([]))
        .set("/TotalNum", 25)
        .set("/TotalPage", 3);
    emulator.respond(STREAMS, [empty]).unwrap();
    let error = streams.items().try_collect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidResponse);
    let text = error.to_string();
    assert!(text.starts_with(STREAMS), "{text}");
    assert!(
        text.contains("page 1 is empty, although 25 items"),
        "{text}"
    );
    assert_eq!(emulator.requests().len(), 1);
}

#[tokio::test]
async fn a_page_size_out_of_range_is_not_sent() {
    let (emulator, streams) = streams().await;
    for size in [0, 3001] {
        let mut items = streams.clone().page_size(size).items();
        let error = items.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        let problem = format!("parameter PageSize is {size}, but must be from 1 to 3000");
        assert!(error.to_string().contains(&problem), "{error}");
        assert!(items.next().await.is_none());
    }
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn each_page_is_retried_like_any_call() {
    let (emulator, streams) = streams().await;
    let mut pages = streams.pages();
    pages.next().await.unwrap().unwrap();
    emulator.inject(Fault::throttle().times(2));
    pages.next().await.unwrap().unwrap();
    assert_eq!(emulator.requests().len(), 4);
}

#[tokio::test]
async fn after_an_error_a_list_ends_unless_it_is_resumed() {
    let (emulator, streams) = streams().await;
    let mut items = streams.items();
    for _ in 0..10 {
        items.next().await.unwrap().unwrap();
    }
    assert_eq!(items.remaining(), 0);
    emulator.inject(Fault::error(403, "Forbidden.RAM"));
    let error: Error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.code(), Some("Forbidden.RAM"));
    assert!(items.next().await.is_none());
    assert_eq!(items.next_request().unwrap().page_num, Some(2));
    items.resume();
    assert_eq!(items.try_collect().await.unwrap().len(), 15);
    assert_eq!(
        sent(&emulator, "PageNum"),
        self::pages(&["", "2", "2", "3"])
    );
}

#[tokio::test]
async fn a_dropped_list_sends_nothing_more() {
    let (emulator, streams) = streams().await;
    let mut items = streams.clone().items();
    items.next().await.unwrap().unwrap();
    drop(items);
    emulator.inject(Fault::delay(Duration::from_millis(200)).times(1));
    let mut items = streams.items();
    let waited = tokio::time::timeout(Duration::from_millis(50), items.next()).await;
    assert!(waited.is_err());
    // The call goes on where it was.
    items.next().await.unwrap().unwrap();
    assert_eq!(emulator.requests().len(), 2);
    drop(items);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(emulator.requests().len(), 2);
}

#[tokio::test]
async fn lists_are_streams() {
    fn sendable<S: Stream + Send + Unpin>(stream: S) -> S {
        stream
    }
    let (_emulator, streams) = streams().await;
    let mut items = sendable(streams.clone().items());
    let mut count = 0;
    while let Some(stream) = poll_fn(|context| Pin::new(&mut items).poll_next(context)).await {
        stream.unwrap();
        count += 1;
    }
    assert_eq!(count, 25);
    let mut pages = sendable(streams.pages());
    let page = poll_fn(|context| Pin::new(&mut pages).poll_next(context)).await;
    assert_eq!(page.unwrap().unwrap().online_info.len(), 10);
}

#[test]
fn blocking_lists_are_iterators() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let client = blocking::Client::builder()
        .endpoint(emulator.url())
        .access_key(Emulator::ACCESS_KEY_ID, Emulator::ACCESS_KEY_SECRET)
        .build()
        .unwrap();
    let streams = client.describe_live_streams_online_list();
    let streams = streams.domain_name("live.example.com").page_size(10);
    let found: Result<Vec<_>, _> = streams.clone().items().collect();
    assert_eq!(found.unwrap().len(), 25);
    assert_eq!(streams.clone().items().take(10).count(), 10);
    assert_eq!(sent(&emulator, "PageNum"), pages(&["", "2", "3", ""]));
    emulator.inject(Fault::error(403, "Forbidden.RAM"));
    let mut failing = streams.pages();
    assert!(failing.next().unwrap().is_err());
    assert!(failing.next().is_none());
    failing.resume();
    let request = failing.next_request().unwrap().clone();
    assert_eq!(failing.map(Result::unwrap).count(), 3);
    assert_eq!(client.pages(request.clone()).count(), 3);
    assert_eq!(client.items(request).count(), 25);
}

#[tokio::test]
async fn a_mock_responds_page_by_page() {
    let mock = Mock::new();
    mock.when::<Streams>().respond_with(|request| {
        let mut page = Page::default();
        page.online_info = vec![Default::default(); 2];
        page.total_page = Some(2);
        page.page_num = request.page_num;
        Ok(page)
    });
    let client = Client::builder().mock(&mock).build().unwrap();
    let streams = client.describe_live_streams_online_list();
    let found = streams.domain_name("a").items().try_collect().await;
    assert_eq!(found.unwrap().len(), 4);
    let numbers = mock
        .calls::<Streams>()
        .into_iter()
        .map(|request| request.page_num);
    assert_eq!(numbers.collect::<Vec<_>>(), [None, Some(2)]);
}

#[test]
fn requests_built_without_a_client_can_be_walked() {
    fn walked(client: &Client) -> (Items<ListLiveMessageAppsRequest>, Pages<Streams>) {
        let apps = ListLiveMessageAppsRequest::builder().sort_type(1).build();
        let streams = Streams::builder().domain_name("a").build();
        (client.items(apps), client.pages(streams))
    }
    let client = Client::builder().mock(&Mock::new()).build().unwrap();
    let (items, pages) = walked(&client);
    assert!(format!("{items:?}").starts_with("Items { remaining: 0, next_request: Some("));
    assert!(format!("{pages:?}").contains("domain_name: \"a\""));
}

/// A list with its type erased.
struct AnyList {
    name: &'static str,
    /// Fetches all items, and returns how many different ones there are.
    count: for<'a> fn(&'a Client, &Value) -> Count<'a>,
}

type Count<'a> = Pin<Box<dyn Future<Output = usize> + 'a>>;

static LISTS: &[AnyList] = &include!(concat!(env!("OUT_DIR"), "/lists.rs"));

impl AnyList {
    const fn of<R: Paged + for<'de> Deserialize<'de>>() -> Self {
        Self {
            name: <R as Operation>::INFO.name,
            count: |client, input| {
                let request = R::deserialize(input).unwrap();
                Box::pin(async {
                    let items = client.items(request).try_collect().await.unwrap();
                    let is_new = |index: usize| !items[..index].contains(&items[index]);
                    (0..items.len()).filter(|index| is_new(*index)).count()
                })
            },
        }
    }
}

#[tokio::test]
async fn every_list_is_fetched_completely() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).rate_limits(RateLimits::off());
    let client = client.build().unwrap();
    let mut lists = 0;
    for family in service().families {
        for operation in &family.operations {
            let Some(pages) = &operation.pages else {
                continue;
            };
            lists += 1;
            let mut input = object(&family, &operation.request);
            let fields = input.as_object_mut().unwrap();
            for field in operation.request.iter().filter(|field| !field.required) {
                fields.remove(&field.name);
            }
            if let live_spec::PageBy::Number(number) = &pages.by {
                fields.insert(number.to_string(), "1".into());
            }
            let size = pages.size.as_ref().map(FieldPath::to_string);
            let size = size.map(|size| {
                let mut parameters = operation.request.iter();
                let range = parameters.find(|field| field.name == size).unwrap().range;
                let size_of_page = 10_f64
                    .max(range.min.unwrap_or_default())
                    .min(range.max.unwrap_or(f64::MAX));
                fields.insert(size, size_of_page.to_string().into());
                size_of_page
            });
            let list = LISTS.iter().find(|list| list.name == operation.name);
            emulator.clear_requests();
            let count = (list.unwrap().count)(&client, &input).await;
            // Sessions are modelled, and there are none.
            let is_modelled = operation.name == "DescribeLiveStreamMonitorList";
            let expected = if is_modelled { 0 } else { Emulator::LIST_ITEMS };
            assert_eq!(count, expected, "{}", operation.name);
            // Whether a last page that is full needs another request depends on what a page states.
            if size == Some(10.0) {
                let requests = if is_modelled { 1 } else { 3 };
                assert_eq!(emulator.requests().len(), requests, "{}", operation.name);
            }
        }
    }
    assert_eq!(lists, LISTS.len());
}
