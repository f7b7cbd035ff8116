use alibabacloud_live_emulator::Emulator;
use serde_json::json;

use super::*;

fn arguments(more: &[&str]) -> Arguments {
    let basic = [
        "paging-report",
        "play.example.com",
        "--to",
        "2026-01-02T00:00:00Z",
    ];
    Arguments::parse_from(basic.iter().chain(more))
}

async fn report_of(emulator: &Emulator, more: &[&str]) -> Result<String, Box<dyn Error>> {
    let client = Client::builder()
        .endpoint(emulator.url())
        .access_key(Emulator::ACCESS_KEY_ID, Emulator::ACCESS_KEY_SECRET)
        .build()?;
    let mut out = Vec::new();
    report(&client, &arguments(more), &mut out).await?;
    Ok(String::from_utf8(out)?)
}

#[tokio::test]
async fn every_stream_of_every_page_has_a_line() {
    let emulator = Emulator::start().await.unwrap();
    emulator
        .set_list_items_of("DescribeLiveStreamsPublishList", 7)
        .unwrap();
    emulator
        .set_list_items_of("DescribeLiveStreamRecordIndexFiles", 12)
        .unwrap();
    let report = report_of(&emulator, &["--page-size", "3", "--app", "live"])
        .await
        .unwrap();
    assert_eq!(report.lines().count(), 1 + 7, "{report}");
    assert!(report.ends_with(",2015-12-02,5,12,117\n"), "{report}");

    let requests = emulator.requests();
    let pages = requests
        .iter()
        .filter(|it| it.operation.as_deref() == Some("DescribeLiveStreamsPublishList"));
    let pages: Vec<_> = pages.collect();
    assert_eq!(pages.len(), 3);
    assert!(
        pages
            .iter()
            .all(|page| page.parameter("AppName") == Some("live"))
    );
}

#[tokio::test]
async fn stream_that_is_online_counts_until_the_end_of_the_report() {
    let emulator = Emulator::start().await.unwrap();
    emulator.set_list_items(0);
    let online = json!({
        "PublishInfo": [{ "AppName": "live", "StreamName": "a", "PublishTime": "2026-01-01T23:00:00Z" }],
        "TotalNum": 1,
    });
    emulator
        .respond("DescribeLiveStreamsPublishList", [online])
        .unwrap();
    let report = report_of(&emulator, &[]).await.unwrap();
    assert!(report.ends_with("\nlive,a,2026-01-01,60,0,0\n"), "{report}");
}

#[test]
fn date_that_is_none_is_refused() {
    let parsed = Arguments::try_parse_from(["paging-report", "d", "--from", "yesterday"]);
    assert!(parsed.is_err());
}
