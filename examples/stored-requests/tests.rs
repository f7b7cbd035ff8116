use alibabacloud_live::rpc::RetryPolicy;
use alibabacloud_live_emulator::{Answer, Calls, Emulator, Fault};
use tempfile::TempDir;

use super::*;

const LIST: &str = "DescribeLiveStreamsOnlineList";

fn stored(request: &str) -> (TempDir, Arguments) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("streams.json");
    fs::write(&file, request).unwrap();
    let pause = Duration::from_millis(1);
    (
        folder,
        Arguments {
            file,
            retries: 1,
            pause,
        },
    )
}

/// Returns what is printed, and the error.
async fn list_of(emulator: &Emulator, arguments: &Arguments) -> (String, Option<String>) {
    let client = Client::builder()
        .endpoint(emulator.url())
        .access_key(Emulator::ACCESS_KEY_ID, Emulator::ACCESS_KEY_SECRET)
        .retry_policy(RetryPolicy::off())
        .strict();
    let mut out = Vec::new();
    let result = list(&client.build().unwrap(), arguments, &mut out).await;
    (
        String::from_utf8(out).unwrap(),
        result.err().map(|error| error.to_string()),
    )
}

#[tokio::test]
async fn program_that_runs_again_continues() {
    let emulator = Emulator::start().await.unwrap();
    let (_folder, arguments) = stored(r#"{"DomainName": "d", "PageSize": 10}"#);
    let (all, _) = list_of(&emulator, &arguments).await;
    assert_eq!(all.lines().count(), 25);

    // The third page fails twice, which is one time too many.
    let failure = Answer::error(503, "ServiceUnavailable", "Not now.").times(2);
    emulator
        .respond(
            Calls::of(LIST).with("PageNum", 3),
            [failure, Answer::usual()],
        )
        .unwrap();
    let (first, error) = list_of(&emulator, &arguments).await;
    assert_eq!(first.lines().count(), 20);
    assert!(error.unwrap().ends_with("; run again to continue"));
    let left: Request = read(&arguments.file).unwrap();
    assert_eq!((left.page_num, left.page_size), (Some(3), Some(10)));
    let (second, error) = list_of(&emulator, &arguments).await;
    assert_eq!((first + &second, error), (all, None));
}

#[tokio::test]
async fn outage_that_passes_is_waited_out() {
    let emulator = Emulator::start().await.unwrap();
    let (_folder, arguments) = stored(r#"{"DomainName": "d"}"#);
    emulator.inject(Fault::error(503, "ServiceUnavailable").on(LIST));
    let (all, error) = list_of(&emulator, &arguments).await;
    assert_eq!((all.lines().count(), error), (25, None));
}

#[tokio::test]
async fn typing_errors_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    for (request, expected) in [
        (
            r#"{"DomainName": "d", "PagSize": 5}"#,
            "did you mean `PageSize`?",
        ),
        (
            r#"{"DomainName": "d", "QueryType": "fuzy"}"#,
            "did you mean `fuzzy`?",
        ),
        (r#"{"PageSize": 5}"#, "DomainName"),
    ] {
        let (_folder, arguments) = stored(request);
        let error = list_of(&emulator, &arguments).await.1.unwrap();
        assert!(error.contains(expected), "{error}");
    }
    assert!(emulator.requests().is_empty());
}
