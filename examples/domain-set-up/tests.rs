use alibabacloud_live_emulator::{Answer, Calls, Emulator, Fault};
use serde_json::json;

use super::*;

fn arguments() -> Arguments {
    let arguments = ["domain-set-up", "push.example.com", "play.example.com"];
    let more = ["--notify", "https://example.com/live", "--interval", "1ms"];
    Arguments::parse_from(arguments.iter().chain(&more))
}

async fn set_up_on(emulator: &Emulator) -> Result<Vec<String>, Error> {
    let client = Client::builder()
        .endpoint(emulator.url())
        .access_key(Emulator::ACCESS_KEY_ID, Emulator::ACCESS_KEY_SECRET)
        .build()?;
    set_up(&client, &arguments()).await
}

/// Lets a domain have these states, one for each call.
fn states(emulator: &Emulator, domain: &str, states: &[&str]) {
    let answers = states.iter().map(|state| {
        let found =
            json!([{ "DomainName": domain, "LiveDomainStatus": state, "Cname": "c.example.com" }]);
        let found = if state.is_empty() { json!([]) } else { found };
        // One of the states is not documented.
        Answer::from(json!({ "Domains": found })).undocumented()
    });
    let calls = Calls::of("DescribeLiveUserDomains").with("DomainName", domain);
    emulator.respond(calls, answers).unwrap();
}

#[tokio::test]
async fn everything_is_set_up_once() {
    let emulator = Emulator::start().await.unwrap();
    states(
        &emulator,
        "push.example.com",
        &["", "configuring", "a new state", "online"],
    );
    states(&emulator, "play.example.com", &["", "online"]);
    let unmapped = json!({ "LiveDomainModels": [] });
    let mapped = json!({ "LiveDomainModels": [{ "DomainName": "push.example.com" }] });
    emulator
        .respond("DescribeLiveDomainMapping", [unmapped, mapped])
        .unwrap();
    let exists = Answer::error(400, "ConfigAlreadyExists", "It exists.");
    let answers = [Answer::documented(), exists];
    emulator
        .respond("SetLiveStreamsNotifyUrlConfig", answers)
        .unwrap();

    let online = [
        "push.example.com is online; its CNAME record is c.example.com",
        "play.example.com is online; its CNAME record is c.example.com",
    ];
    let steps = set_up_on(&emulator).await.unwrap();
    assert_eq!(
        steps[..2],
        ["added push.example.com", "added play.example.com"]
    );
    assert_eq!(steps[2..4], online);
    assert_eq!(
        steps[4..],
        [
            "mapped play.example.com to push.example.com",
            "set the notifications of push.example.com",
        ]
    );
    assert_eq!(set_up_on(&emulator).await.unwrap(), online);
}

#[tokio::test]
async fn failure_says_what_to_do() {
    let emulator = Emulator::start().await.unwrap();
    states(&emulator, "push.example.com", &[""]);
    emulator.inject(Fault::error(400, "DomainOwnerVerifyFail").on("AddLiveDomain"));
    let error = explain(&set_up_on(&emulator).await.unwrap_err());
    assert!(
        error.starts_with("AddLiveDomain: DomainOwnerVerifyFail"),
        "{error}"
    );
    assert!(
        error.ends_with("; prove first that the domain is yours"),
        "{error}"
    );
}
