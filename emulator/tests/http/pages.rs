//! Tests the pages of lists that are not modelled.

use std::collections::HashSet;

use alibabacloud_live_emulator::Emulator;
use serde_json::Value;

use crate::client::{Caller, Request};

const STREAMS: &str = "DescribeLiveStreamsOnlineList";
const APPS: &str = "ListLiveMessageApps";
const TAGS: &str = "ListLiveTagResources";

fn start(items: usize) -> (Emulator, Caller) {
    let emulator = Emulator::builder().list_items(items);
    let emulator = emulator.start_blocking().unwrap();
    let caller = Caller::new(&emulator);
    (emulator, caller)
}

fn streams(caller: &Caller, page: &str, size: &str) -> (Value, Vec<String>) {
    let parameters = [
        ("DomainName", "live.example.com"),
        ("PageNum", page),
        ("PageSize", size),
    ];
    let body = caller.ok(STREAMS, &parameters);
    let items = body["OnlineInfo"]["LiveStreamOnlineInfo"].as_array();
    let names = items.unwrap().iter().map(|item| {
        assert_eq!(item["DomainName"], "example.com", "as documented");
        item["StreamName"].as_str().unwrap().to_owned()
    });
    let names = names.collect();
    (body, names)
}

#[test]
fn numbered_pages_have_distinct_items_and_right_totals() {
    let (_emulator, caller) = start(25);
    let mut seen = Vec::new();
    for (page, length) in [("1", 10), ("2", 10), ("3", 5), ("4", 0), ("2147483647", 0)] {
        let (body, names) = streams(&caller, page, "10");
        assert_eq!(names.len(), length, "{page}");
        assert_eq!(
            (&body["TotalNum"], &body["TotalPage"]),
            (&25.into(), &3.into())
        );
        assert_eq!(body["PageNum"].to_string(), page);
        assert_eq!(body["PageSize"], 10);
        seen.extend(names);
    }
    assert_eq!(seen[0], "liveStream****");
    assert_eq!(seen[24], "liveStream0025");
    assert_eq!(seen.iter().collect::<HashSet<_>>().len(), 25);

    let whole = caller.ok(STREAMS, &[("DomainName", "live.example.com")]);
    assert_eq!(whole["PageSize"], 2000, "the documented default");
    let items = whole["OnlineInfo"]["LiveStreamOnlineInfo"].as_array();
    assert_eq!(items.unwrap().len(), 25);
}

#[test]
fn sizes_outside_the_documented_range_are_refused() {
    let (_emulator, caller) = start(25);
    for (name, value) in [("PageSize", "3001"), ("PageSize", "0"), ("PageNum", "two")] {
        let parameters = [("DomainName", "live.example.com"), (name, value)];
        let expected = (400, format!("Invalid{name}.Malformed"));
        assert_eq!(caller.rejected(STREAMS, &parameters), expected, "{value}");
    }
    // Where the documentation has no range, and the number is text.
    let rules = "DescribeLiveAIProduceRules";
    let sized = |value: &str| {
        let body = caller.ok(rules, &[("PageSize", value)]);
        body["RuleInfoList"]["RuleInfo"].as_array().unwrap().len()
    };
    assert_eq!(
        [sized("3"), sized("0"), sized("-1"), sized("")],
        [3, 10, 10, 10]
    );
    let refused = caller.rejected(rules, &[("PageSize", "many")]);
    assert_eq!(refused, (400, "InvalidParameter".into()));
}

#[test]
fn tokens_lead_through_all_pages() {
    let (_emulator, caller) = start(25);
    let mut token = "-1".to_owned();
    let mut seen = Vec::new();
    loop {
        let parameters = [("SortType", "1"), ("NextPageToken", &token)];
        let body = caller.ok(APPS, &parameters);
        let items = body["AppList"].as_array().unwrap();
        seen.extend(items.iter().map(|item| item["AppId"].to_string()));
        let has_more = seen.len() < 25;
        assert_eq!(body["HasMore"], has_more);
        assert_eq!(body.get("NextPageToken").is_some(), has_more);
        match body["NextPageToken"].as_i64() {
            Some(next) => token = next.to_string(),
            None => break,
        }
    }
    assert_eq!(seen.iter().collect::<HashSet<_>>().len(), 25);
    for token in ["2", "-2147483649", "9223372036854775807"] {
        let parameters = [("SortType", "1"), ("NextPageToken", token)];
        let response = caller.call(APPS, &parameters);
        assert_eq!(response.status, 400, "{token}: {}", response.text());
    }
}

#[test]
fn tokens_of_text_are_valid_in_any_place_of_a_request() {
    let (_emulator, caller) = start(25);
    let first = caller.ok(TAGS, &[("ResourceType", "DOMAIN"), ("NextToken", "")]);
    let token = first["NextToken"].as_str().unwrap();
    let parameters = [("ResourceType", "DOMAIN"), ("NextToken", token)];
    let second = caller.ok(TAGS, &parameters);
    let same = caller.call_hmac_sha1(TAGS, &parameters).json();
    assert_eq!(second["TagResources"], same["TagResources"]);
    assert_ne!(second["TagResources"], first["TagResources"]);
    assert_ne!(second["NextToken"], first["NextToken"]);
    let wrong = [("ResourceType", "DOMAIN"), ("NextToken", "6a5e8f4fae64")];
    assert_eq!(caller.call(TAGS, &wrong).status, 400);
}

#[test]
fn lists_inside_objects_are_paged() {
    let (_emulator, caller) = start(3);
    let page = |page: &str| {
        let form = caller.hmac_sha1(
            "POST",
            "ListMessage",
            &[
                ("AppId", "a"),
                ("GroupId", "g"),
                ("PageNum", page),
                ("PageSize", "2"),
            ],
        );
        let response = caller.send(&Request::form(caller.addr, form)).unwrap();
        let result = response.json()["Result"].clone();
        let items = result["MessageList"].as_array().unwrap();
        let length = items.len();
        assert!(items.iter().all(|item| item["GroupId"] == "AE35-****-T95F"));
        (length, result["HasMore"].as_bool().unwrap())
    };
    assert_eq!(
        ["1", "2", "3"].map(page),
        [(2, true), (1, false), (0, false)]
    );
}

#[test]
fn number_of_items_can_be_set() {
    let (emulator, caller) = start(0);
    let total = |operation: &str| caller.ok(operation, &[])["Total"].as_u64().unwrap();
    let (casters, watermarks) = ("DescribeCasters", "DescribeMixStreamList");
    assert_eq!([total(casters), total(watermarks)], [0, 0]);
    emulator.set_list_items(7);
    emulator.set_list_items_of(casters, 3).unwrap();
    assert_eq!([total(casters), total(watermarks)], [3, 7]);

    let post = |form: &str| {
        let mut request = Request::form(caller.addr, form.to_owned());
        request.target = "/_emulator/lists".into();
        let response = caller.send(&request).unwrap();
        (
            response.status,
            response.text().lines().next().unwrap().to_owned(),
        )
    };
    assert_eq!(
        post("items=4&operation=DescribeCasters"),
        (200, "4 items".into())
    );
    assert_eq!([total(casters), total(watermarks)], [4, 7]);
    assert_eq!(post("items=5"), (200, "5 items".into()));
    assert_eq!([total(casters), total(watermarks)], [5, 5]);
    for (form, expected) in [
        (
            "operation=DescribeCasters",
            "The parameter items is missing.",
        ),
        (
            "items=-1",
            "Invalid value for items: -1. Allowed: a whole number from 0 to 100000.",
        ),
        ("items=1&size=2", "Unknown parameter: size."),
        (
            "items=1&operation=DescribeCaster",
            "Invalid value for operation: there is no operation \"DescribeCaster\"; did you mean \
             `DescribeCasters`?",
        ),
        (
            "items=1&operation=DescribeLiveDomainDetail",
            "Invalid value for operation: DescribeLiveDomainDetail has no pages",
        ),
        (
            "items=1&operation=DescribeLiveStreamMonitorList",
            "Invalid value for operation: DescribeLiveStreamMonitorList is modelled: create what \
             it is to list",
        ),
    ] {
        assert_eq!(post(form), (400, expected.into()), "{form}");
    }
}
