use alibabacloud_live_emulator::{Answer, Emulator};

use super::*;

/// Returns a client of the emulator.
fn client_of(emulator: &Emulator) -> Client {
    Client::builder()
        .endpoint(emulator.url())
        .access_key(Emulator::ACCESS_KEY_ID, Emulator::ACCESS_KEY_SECRET)
        .build()
        .unwrap()
}

/// Makes a round and returns its changes.
async fn changes_of(client: &Client) -> Vec<String> {
    let mut changes = Vec::new();
    let report = |change| changes.push(change);
    round(client, "play.example.com", report).await.unwrap();
    changes
}

/// Lets streams be online, one list of names for each round.
fn online(emulator: &Emulator, rounds: &[&[&str]]) {
    let answers = rounds.iter().map(|names| {
        let streams = names.iter().map(|name| {
            serde_json::json!({
                "AppName": "live",
                "StreamName": name,
                "PublishUrl": format!("rtmp://push.example.com/live/{name}"),
                "PublishTime": "2026-01-01T00:00:00Z",
            })
        });
        let streams: Vec<_> = streams.collect();
        Answer::documented()
            .set("/OnlineInfo/LiveStreamOnlineInfo", streams)
            .set("/TotalNum", names.len())
            .set("/TotalPage", 1)
    });
    emulator
        .respond("DescribeLiveStreamsOnlineList", answers)
        .unwrap();
}

#[tokio::test]
async fn sessions_follow_the_streams() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator);
    online(&emulator, &[&["a", "b"], &["a", "b"], &["b"], &["a", "b"]]);
    let mut rounds = Vec::new();
    for _ in 0..4 {
        rounds.push(changes_of(&client).await);
    }
    assert!(
        rounds[0][0].starts_with("started bot live/a, online for "),
        "{rounds:?}"
    );
    assert_eq!((rounds[0].len(), rounds[1].len()), (2, 0));
    assert_eq!(rounds[2], ["stopped bot live/a"]);
    assert_eq!(rounds[3].len(), 1, "{rounds:?}");
    let created = emulator.requests();
    let created = created
        .iter()
        .filter(|request| request.operation.as_deref() == Some("CreateLiveStreamMonitor"));
    assert_eq!(created.count(), 2, "the session of a stream is used again");
}

#[tokio::test]
async fn stream_that_cannot_be_watched_leaves_the_others_alone() {
    let emulator = Emulator::builder().monitor_quota(1).start().await.unwrap();
    let client = client_of(&emulator);
    online(&emulator, &[&["b"], &["a", "b"]]);
    assert_eq!(changes_of(&client).await.len(), 1);
    let changes = changes_of(&client).await;
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert!(changes[0].contains("not started bot live/a: StartLiveStreamMonitor: UserQuotaExceed"));
}
