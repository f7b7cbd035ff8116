//! The client generated from the fixture specs: every encoding, and names that clash with Rust.

use std::time::{Duration, UNIX_EPOCH};

use alibabacloud_fixture::arrays::{ListsLayers, ListsParts, ListsRequest};
use alibabacloud_fixture::encodings::{EverywhereRequest, TimesRequest, TimesSpans};
use alibabacloud_fixture::enums::{
    HardValuesLevel, HardValuesRequest, HardValuesResolution, Shared,
};
use alibabacloud_fixture::names::{KeywordNamesErrorCode, KeywordNamesRequest};
use alibabacloud_fixture::objects::{Both, Leaf, StructuresRequest};
use alibabacloud_fixture::rpc::transport::{Transport, TransportFuture};
use alibabacloud_fixture::rpc::{ErrorClass, Operation, Parameters, WriteParameters as _};
use alibabacloud_fixture::{Client, ErrorCode as _};
use bytes::Bytes;

fn encode(request: &impl Operation) -> Parameters {
    let mut parameters = Parameters::default();
    request.write_parameters(&mut parameters);
    assert_eq!(parameters.invalid(), None);
    parameters
}

fn query(request: &impl Operation) -> Vec<(String, String)> {
    encode(request)
        .query_pairs()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn form(request: &impl Operation) -> Vec<(String, String)> {
    encode(request)
        .form_pairs()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
}

#[test]
fn safety_and_classes_are_those_of_the_spec() {
    let reads = EverywhereRequest::INFO;
    assert!(reads.read_only && reads.error_classes.is_empty());
    let writes = KeywordNamesRequest::INFO;
    assert!(!writes.read_only);
    assert_eq!(writes.error_classes, [("Self", ErrorClass::Throttling)]);
}

#[test]
fn lists_are_encoded_by_their_style() {
    let part = |name: &str, size| ListsParts::default().name(name).size(size);
    let request = ListsRequest::builder()
        .texts(["a,b", ""])
        .numbers([1_i64, 9_007_199_254_740_993])
        .flags([true, false])
        .floats([0.1, 1.0])
        .layers([
            ListsLayers::default()
                .position([0.5_f32, 1.0])
                .parts([part("x", 1), part("y", 2)]),
            ListsLayers::default().name("second"),
        ])
        .matrix([vec![1, 2], vec![]])
        .build();
    assert_eq!(
        query(&request),
        pairs([
            ("Texts.1", "a,b"),
            ("Texts.2", ""),
            ("Numbers", "[1,9007199254740993]"),
            ("Flags", "true,false"),
            ("Floats", "[0.1,1]"),
            ("Layers.1.Position.1", "0.5"),
            ("Layers.1.Position.2", "1"),
            ("Layers.1.Parts.1.Name", "x"),
            ("Layers.1.Parts.1.Size", "1"),
            ("Layers.1.Parts.2.Name", "y"),
            ("Layers.1.Parts.2.Size", "2"),
            ("Layers.2.Name", "second"),
            ("Matrix", "[[1,2],[]]"),
        ])
    );
    let unset = ListsRequest::builder().texts([""; 0]).build();
    assert_eq!(query(&unset), []);
}

#[test]
fn parameters_go_to_query_or_body() {
    let request = EverywhereRequest::builder()
        .query("q")
        .body("b")
        .body_list(["x", "y"])
        .body_repeat(["1", "2"])
        .body_map([("k 1", "v\"1"), ("a", "é")])
        .rate(0.25)
        .size(9_007_199_254_740_993)
        .on(false)
        .param("Body", "replaced")
        .param("New", "n")
        .build();
    let in_query = [
        ("Query", "q"),
        ("Rate", "0.25"),
        ("Size", "9007199254740993"),
        ("On", "false"),
        ("New", "n"),
    ];
    assert_eq!(query(&request), pairs(in_query));
    assert_eq!(
        form(&request),
        pairs([
            ("BodyList", "x,y"),
            ("BodyRepeat.1", "1"),
            ("BodyRepeat.2", "2"),
            ("BodyMap", r#"{"a":"é","k 1":"v\"1"}"#),
            ("Body", "replaced"),
        ])
    );
    let comma = EverywhereRequest::builder()
        .query("q")
        .body("b")
        .body_list(["x,y"])
        .build();
    let mut parameters = Parameters::default();
    comma.write_parameters(&mut parameters);
    assert_eq!(parameters.invalid().unwrap().name, "BodyList.1");
}

#[test]
fn structures_are_encoded_by_their_style() {
    let leaf = Leaf::default().kind("a").labels([("x", 1), ("y", 2)]);
    let both = Both::default()
        .name("n")
        .items([leaf, Leaf::default()])
        .free(serde_json::json!({"z": [null, 1.5]}));
    let request = StructuresRequest::builder()
        .json(both.clone())
        .both(both)
        .map([("k", "v")])
        .build();
    assert_eq!(
        query(&request),
        pairs([
            (
                "Json",
                r#"{"Name":"n","Items":[{"Kind":"a","Labels":{"x":1,"y":2}},{}],"Free":{"z":[null,1.5]}}"#
            ),
            ("Both.Name", "n"),
            ("Both.Items.1.Kind", "a"),
            ("Both.Items.1.Labels.x", "1"),
            ("Both.Items.1.Labels.y", "2"),
            ("Both.Free", r#"{"z":[null,1.5]}"#),
            ("Map", r#"{"k":"v"}"#),
        ])
    );
}

#[test]
fn hard_enum_values_are_encoded() {
    let request = HardValuesRequest::builder()
        .resolution(HardValuesResolution::_1080p)
        .level(HardValuesLevel::Unlimited)
        .codec("new")
        .levels([Shared::Large, Shared::from(3)])
        .build();
    assert_eq!(
        query(&request),
        pairs([
            ("Resolution", "1080P"),
            ("Codec", "new"),
            ("Level", "-1"),
            ("Levels.1", "9007199254740993"),
            ("Levels.2", "3"),
        ])
    );
    assert_eq!(
        HardValuesResolution::from("720P"),
        HardValuesResolution::_720p
    );
    assert_eq!(HardValuesResolution::from("8K").as_str(), "8K");
    assert_eq!(HardValuesLevel::from(7).as_i64(), 7);
    assert_eq!(HardValuesLevel::VALUES.len(), 3);
}

#[test]
fn times_and_durations_are_encoded_by_their_format() {
    let start = UNIX_EPOCH + Duration::from_millis(1_477_987_200_999);
    let request = |pause| {
        TimesRequest::builder()
            .start(start)
            .since(start)
            .until(start)
            .pause(pause)
            .spans([TimesSpans::default()
                .at(start)
                .r#for(Duration::from_secs(20))])
            .build()
    };
    assert_eq!(
        query(&request(Duration::from_secs(30))),
        pairs([
            ("Start", "2016-11-01T08:00:00Z"),
            ("Since", "1477987200"),
            ("Until", "1477987200999"),
            ("Pause", "30"),
            ("Spans", r#"[{"At":"2016-11-01T08:00:00Z","For":20}]"#),
        ])
    );
    let mut parameters = Parameters::default();
    request(Duration::from_millis(1)).write_parameters(&mut parameters);
    assert_eq!(
        parameters.invalid().unwrap().to_string(),
        "parameter Pause is not a whole number of seconds"
    );
}

/// Returns the same body for every request, without a network.
#[derive(Debug)]
struct Fixed(&'static str);

impl Transport for Fixed {
    fn send(&self, _: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(std::future::ready(Ok(http::Response::new(
            Bytes::from_static(self.0.as_bytes()),
        ))))
    }
}

async fn call<R: Operation>(request: R, body: &'static str) -> R::Response {
    let client = Client::builder()
        .access_key("id", "secret")
        .transport(Fixed(body))
        .build()
        .unwrap();
    client.send(request).await.unwrap()
}

#[tokio::test]
async fn wrapped_and_nested_lists_are_read_as_plain_lists() {
    let body = r#"{
        "RequestId": "r", "Plain": ["a", "b"], "Matrix": [[1, 2], []],
        "Streams": {"Stream": [{"Name": "s", "Tags": {"Tag": ["x", "y"]}}, {"Tags": {"Tag": []}}, {"Tags": ""}]}
    }"#;
    let lists = call(ListsRequest::builder().texts([""; 0]).build(), body).await;
    assert_eq!(lists.plain, ["a", "b"]);
    assert_eq!(lists.matrix, [vec![1, 2], vec![]]);
    let tags: Vec<_> = lists
        .streams
        .iter()
        .map(|stream| stream.tags.as_slice())
        .collect();
    assert_eq!(tags, [["x", "y"].as_slice(), &[], &[]]);
    assert_eq!(lists.streams[0].name.as_deref(), Some("s"));
}

#[tokio::test]
async fn lists_inside_objects_are_fetched_page_by_page() {
    let client = |body| {
        let client = Client::builder().access_key("id", "secret");
        client.transport(Fixed(body)).build().unwrap()
    };
    let body = r#"{"Result": {"Total": "2", "Page": {"Things": {"Thing": [{"Name": "a"}, {"Name": "b"}]}}}}"#;
    // Without the page number, although it is required.
    let things = client(body).numbered_pages().items_text("i").items();
    let things = things.try_collect().await.unwrap();
    let names: Vec<_> = things.iter().map(|thing| thing.name.as_deref()).collect();
    assert_eq!(names, [Some("a"), Some("b")]);
    let body = r#"{"Names": ["a"], "Result": {"NextpageToken": "7"}}"#;
    let mut pages = client(body).token_pages().pages();
    pages.next().await.unwrap().unwrap();
    assert_eq!(pages.next_request().unwrap().next_page_token, Some(7));
    pages.next().await.unwrap().unwrap();
    assert!(pages.next().await.unwrap().is_err());
}

#[tokio::test]
async fn structures_maps_and_json_text_are_read() {
    let body = r#"{
        "RequestId": "r", "Any": {"z": [1]}, "Map": {"a": {"Name": "x"}, "b": {}},
        "Back": {"Items": [{"Kind": "new", "Labels": {"k": "7"}}]},
        "Result": {"Items": [{}], "Text": "\"{\\\"Name\\\":\\\"inner\\\"}\""}
    }"#;
    let request = StructuresRequest::builder()
        .json(Both::default())
        .both(Both::default())
        .map([("k", "v")]);
    let response = call(request.build(), body).await;
    assert_eq!(response.any, Some(serde_json::json!({"z": [1]})));
    assert_eq!(response.map["a"].name.as_deref(), Some("x"));
    assert_eq!(response.map.len(), 2);
    let back = response.back.unwrap().items.unwrap();
    assert_eq!(back, [Leaf::default().kind("new").labels([("k", 7)])]);
    let result = response.result.unwrap();
    assert_eq!(result.items.len(), 1);
    assert_eq!(
        result.text.unwrap().parse().unwrap(),
        Some(Both::default().name("inner"))
    );
}

#[tokio::test]
async fn names_that_clash_with_rust_can_be_used() {
    let request = KeywordNamesRequest::builder()
        .r#type("t")
        .r#match(true)
        .c("c")
        .client("c")
        .string("s")
        .send_text("x");
    let request = request.build();
    let sent = [
        ("Type", "t"),
        ("Match", "true"),
        ("Send", "x"),
        ("C", "c"),
        ("Client", "c"),
        ("String", "s"),
    ];
    assert_eq!(query(&request), pairs(sent));
    let response = call(request, r#"{"RequestId": "r", "Fn": "f"}"#).await;
    assert_eq!(response.r#fn.as_deref(), Some("f"));
    assert_eq!(
        KeywordNamesErrorCode::from_code("Unrecognized"),
        Some(KeywordNamesErrorCode::Unrecognized)
    );
}
