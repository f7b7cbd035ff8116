//! Answers that a test scripts in the emulator, as the client reads them.

use alibabacloud_live::domains::{
    DescribeLiveDomainDetailRequest as Detail, DescribeLiveDomainDetailResponse as Detailed,
};
use alibabacloud_live::rpc::Operation;
use alibabacloud_live::streams::DescribeLiveStreamsOnlineListRequest as OnlineStreams;
use alibabacloud_live::{Client, Error};
use alibabacloud_live_emulator::{Answer, AnswerError, Calls, Emulator};
use live_tests::client_of;
use serde::Serialize;
use serde_json::json;

use crate::corpus;
use crate::operations::AnyOperation;

/// Answers the calls of an operation with its own responses, checked by the compiler.
fn respond<R: Operation<Response: Serialize>>(
    emulator: &Emulator,
    responses: impl IntoIterator<Item = R::Response>,
) -> Result<(), AnswerError> {
    emulator.respond(R::INFO.name, responses)
}

async fn start() -> (Emulator, Client) {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    (emulator, client)
}

fn detailed(domain: &str, status: &str) -> Detailed {
    let detail = json!({"DomainName": domain, "DomainStatus": status});
    let response = json!({"DomainDetail": detail, "RequestId": "R-1"});
    serde_json::from_value(response).unwrap()
}

async fn ask(client: &Client, domain: &str) -> Result<Detailed, Error> {
    let call = client.describe_live_domain_detail().domain_name(domain);
    call.send().await
}

#[tokio::test]
async fn responses_of_the_client_are_received_as_they_were_scripted() {
    let (emulator, client) = start().await;
    let scripted = ["configuring", "online"].map(|status| detailed("a.example.com", status));
    respond::<Detail>(&emulator, scripted.clone()).unwrap();
    for expected in [&scripted[0], &scripted[1], &scripted[1]] {
        assert_eq!(ask(&client, "a.example.com").await.unwrap(), *expected);
    }
}

#[tokio::test]
async fn responses_errors_and_changes_are_mixed() {
    let (emulator, client) = start().await;
    let only = Calls::of(Detail::INFO.name).with("DomainName", "a.example.com");
    let answers = [
        Answer::error(404, "InvalidDomain.NotFound", "There is none."),
        Answer::from(detailed("a.example.com", "configuring")),
        Answer::documented().set("/DomainDetail/DomainStatus", "offline"),
        Answer::documented()
            .set("/DomainDetail/DomainStatus", "a new one")
            .undocumented(),
    ];
    emulator.respond(only, answers).unwrap();
    let error = ask(&client, "a.example.com").await.unwrap_err();
    assert_eq!(error.status(), Some(404));
    assert!(
        error
            .to_string()
            .contains("InvalidDomain.NotFound: There is none."),
        "{error}"
    );
    for status in ["configuring", "offline", "a new one"] {
        let json = serde_json::to_value(ask(&client, "a.example.com").await.unwrap()).unwrap();
        assert_eq!(json["DomainDetail"]["DomainStatus"], status);
    }
    let other = ask(&client, "b.example.com").await.unwrap();
    let documented = serde_json::to_value(other).unwrap();
    assert_eq!(documented["DomainDetail"]["DomainStatus"], "online");
}

#[tokio::test]
async fn every_documented_response_can_be_scripted_and_read() {
    let (emulator, client) = start().await;
    for name in emulator.operations() {
        emulator.respond(&*name, [Answer::documented()]).unwrap();
    }
    let mut cases = corpus::requests();
    cases.retain(|case| case.case == "required");
    let mut answered = 0;
    for case in &cases {
        let operation = AnyOperation::named(&case.operation);
        let result = (operation.send)(&client, &case.input).await;
        let served = emulator.requests().pop().unwrap();
        assert_eq!(served.scripted, result.is_ok(), "{}", case.operation);
        answered += usize::from(served.scripted);
    }
    assert!(answered > 280, "{answered} of {}", cases.len());
}

#[tokio::test]
async fn every_response_that_the_client_reads_can_be_scripted() {
    let (emulator, _) = start().await;
    let mut refused = Vec::new();
    let responses = corpus::responses();
    for (operation, example) in &responses {
        let read = (AnyOperation::named(operation).decode)(example).unwrap();
        if let Err(error) = emulator.respond(&**operation, [read.value]) {
            refused.push(error.to_string());
        }
    }
    // These examples contradict the documentation: JSON text in quotes or with mistakes, a
    // placeholder, an undocumented member, and an empty data centre.
    let expected = [
        "DescribeLiveStreamMonitorList: answers[0]: /LiveStreamMonitorList/0/MonitorConfig: `{",
        "DescribeLiveStreamTranscodeInfo: answers[0]: /DomainTranscodeList/DomainTranscodeInfo/0/CustomTranscodeParameters/BitrateWithSource/test: ",
        "GetAllCustomTemplates: answers[0]: /CustomTemplates/1/templateConfig/ar: is not",
        "GetCustomTemplate: answers[0]: /CustomTemplate: is not JSON",
        "ListLiveMessageApps: answers[0]: /AppList/0/DataCenter: `` is not a documented value",
    ];
    let pairs = refused.iter().zip(expected);
    let all = refused.len() == expected.len()
        && pairs.clone().all(|(error, start)| error.starts_with(start));
    assert!(all, "{refused:#?}");
    assert!(responses.len() > 300, "{}", responses.len());
}

#[tokio::test]
async fn pages_of_a_list_are_walked_without_an_account() {
    let (emulator, client) = start().await;
    emulator
        .set_list_items_of(OnlineStreams::INFO.name, 5)
        .unwrap();
    let mut names = Vec::new();
    for page in 1.. {
        let call = client.describe_live_streams_online_list();
        let call = call
            .domain_name("a.example.com")
            .page_num(page)
            .page_size(2);
        let json = serde_json::to_value(call.send().await.unwrap()).unwrap();
        assert_eq!(
            (&json["TotalNum"], &json["TotalPage"]),
            (&json!(5), &json!(3))
        );
        let items = json["OnlineInfo"]["LiveStreamOnlineInfo"].as_array();
        let items = items.cloned().unwrap_or_default();
        if items.is_empty() {
            break;
        }
        names.extend(items.iter().map(|item| item["StreamName"].to_string()));
    }
    names.dedup();
    assert_eq!(names.len(), 5, "{names:?}");
}
