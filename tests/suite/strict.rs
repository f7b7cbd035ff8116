//! Typing errors in requests: strict clients refuse them before anything is sent, and stored
//! requests do not hide them.

use alibabacloud_live::mock::Mock;
use alibabacloud_live::streams::DescribeLiveStreamsOnlineListRequest as List;
use alibabacloud_live::tags::TagLiveResourcesTag;
use alibabacloud_live::{Client, ErrorKind};
use alibabacloud_live_emulator::Emulator;
use live_tests::client_of;
use serde_json::{Value, json};

fn stored(value: Value) -> Result<List, String> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}

#[tokio::test]
async fn strict_client_refuses_what_the_documentation_lacks() {
    let emulator = Emulator::start().await.unwrap();
    let strict = client_of(&emulator).strict().build().unwrap();
    let list = || strict.describe_live_streams_online_list().domain_name("d");
    for (call, expected) in [
        (
            list().param("PagSize", "5"),
            "parameter PagSize is not documented; did you mean `PageSize`?",
        ),
        (
            list().param("Frequency", "5"),
            "parameter Frequency is not documented",
        ),
        (
            list().query_type("fuzy"),
            "parameter QueryType is `fuzy`, which is not documented; did you mean `fuzzy`?",
        ),
        (
            list().stream_type("everything"),
            "parameter StreamType is `everything`, which is not documented; expected `all`, `raw`, `trans`",
        ),
    ] {
        let error = call.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(
            error.to_string(),
            format!("DescribeLiveStreamsOnlineList: invalid request: {expected}")
        );
    }
    assert!(emulator.requests().is_empty());
    // A documented name is not an undocumented parameter, even if it is set by its name.
    list().param("PageSize", "5").await.unwrap();
    list().query_type("strict").await.unwrap();
    let tolerant = client_of(&emulator).build().unwrap();
    let call = tolerant
        .describe_live_streams_online_list()
        .domain_name("d");
    let _ = call.param("PagSize", "5").await;
    assert_eq!(emulator.requests().len(), 3);
}

#[test]
fn strict_client_refuses_regions_that_are_not_listed() {
    let build = |region: &str| {
        let builder = Client::builder().access_key("id", "secret").strict();
        builder.region(region).build()
    };
    build("cn-shanghai").unwrap();
    assert_eq!(
        build("cn-shangai").unwrap_err().to_string(),
        "invalid client configuration: the region `cn-shangai` is not listed; did you mean `cn-shanghai`?"
    );
    let tolerant = Client::builder().access_key("id", "secret");
    tolerant.region("cn-shangai").build().unwrap();
}

#[tokio::test]
async fn mocked_calls_refuse_invalid_requests_too() {
    let mock = Mock::new();
    mock.when::<List>().respond(Default::default());
    let client = Client::builder().mock(&mock).strict().build().unwrap();
    let call = client.describe_live_streams_online_list().domain_name("d");
    let error = call.query_type("fuzy").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(mock.calls::<List>().is_empty());
}

#[test]
fn stored_request_with_a_misspelled_parameter_is_refused() {
    assert_eq!(
        stored(json!({"DomainName": "d", "PagSize": 5})).unwrap_err(),
        "`PagSize` is not documented (undocumented parameters stand under `extra_parameters`); did \
         you mean `PageSize`?"
    );
    assert_eq!(
        stored(json!({"DomainName": "d", "extra_parameters": 5})).unwrap_err(),
        "`extra_parameters` must be an object"
    );
}

#[test]
fn undocumented_parameters_are_stored_apart() {
    let request = List::builder()
        .domain_name("d")
        .param("Since", "yesterday")
        .build();
    let value = serde_json::to_value(&request).unwrap();
    assert_eq!(
        value,
        json!({"DomainName": "d", "extra_parameters": {"Since": "yesterday"}})
    );
    assert_eq!(stored(value).unwrap(), request);
}

#[tokio::test]
async fn objects_without_their_required_members_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    let tag = TagLiveResourcesTag::default();
    let call = client
        .tag_live_resources()
        .resource_id(["example.com"])
        .resource_type("DOMAIN")
        .tag([tag.clone().key("env").value("test"), tag.value("b")]);
    let stored = serde_json::to_value(call.clone().build()).unwrap();
    assert_eq!(stored["Tag"][1], json!({"Value": "b"}));
    let error = call.await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "TagLiveResources: invalid request: parameter Tag.2.Key is required"
    );
    assert!(emulator.requests().is_empty());
}
