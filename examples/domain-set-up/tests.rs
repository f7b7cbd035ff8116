use alibabacloud_live_emulator::{Emulator, Fault};

use super::*;

async fn set_up_on(emulator: &Emulator) -> Result<Vec<String>, Error> {
    let client = Client::builder()
        .endpoint(emulator.url())
        .access_key(Emulator::ACCESS_KEY_ID, Emulator::ACCESS_KEY_SECRET)
        .build()?;
    let domains = ["domain-set-up", "push.example.com", "play.example.com"];
    let more = ["--notify", "https://example.com/live", "--interval", "1ms"];
    let arguments = Arguments::parse_from(domains.iter().chain(&more));
    let mut steps = Vec::new();
    set_up(&client, &arguments, |step| steps.push(step)).await?;
    Ok(steps)
}

/// Starts an emulator on which the domains become online after a while.
async fn emulator() -> Emulator {
    let emulator = Emulator::start().await.unwrap();
    emulator.respond_json(include_str!("answers.json")).unwrap();
    emulator
}

#[tokio::test]
async fn everything_is_set_up_once() {
    let emulator = emulator().await;
    let online = [
        "push.example.com is online; its CNAME record is push.example.net",
        "play.example.com is online; its CNAME record is play.example.net",
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
    let emulator = emulator().await;
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
