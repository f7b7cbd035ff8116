//! Requests on the wire, beyond the conformance cases.

use alibabacloud_live::stream_monitor::{InputConfig, PlayConfig};
use alibabacloud_live_emulator::Emulator;
use live_tests::client_of;

#[tokio::test]
async fn special_characters_survive_the_wire() {
    let emulator = Emulator::start().await.unwrap();
    for method in [
        alibabacloud_live::SignatureMethod::Acs3HmacSha256,
        alibabacloud_live::SignatureMethod::HmacSha1,
    ] {
        let client = client_of(&emulator)
            .signature_method(method)
            .build()
            .unwrap();
        for text in [
            "",
            " ",
            "a b+c/d*e~f&g=h%20i",
            "直播 间",
            "🎥 \"q\" \\ \t\n",
            "naïve:@$[]{}|^`",
            "-_.~",
        ] {
            client
                .describe_live_stream_monitor_list()
                .monitor_id(text)
                .send()
                .await
                .unwrap();
            let served = emulator.requests().pop().unwrap();
            assert_eq!(served.query, [("MonitorId".to_owned(), text.to_owned())]);
        }
    }
}

#[tokio::test]
async fn extra_parameter_replaces_the_typed_one() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    client
        .describe_live_stream_monitor_list()
        .page_size(5)
        .param("PageSize", "7")
        .send()
        .await
        .unwrap();
    let served = emulator.requests().pop().unwrap();
    assert_eq!(served.query, [("PageSize".to_owned(), "7".to_owned())]);
}

#[tokio::test]
async fn nan_is_rejected_before_anything_is_sent() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    let input = InputConfig::default().play_config(PlayConfig::default().volume_rate(f64::NAN));
    let update = client
        .update_live_stream_monitor()
        .monitor_id("a")
        .input_list([input]);
    let error = update.send().await.unwrap_err();
    assert_eq!(error.kind(), alibabacloud_live::ErrorKind::InvalidRequest);
    assert!(
        error
            .to_string()
            .contains("InputList.1.PlayConfig.VolumeRate is not a finite number"),
        "{error}"
    );
    assert!(emulator.requests().is_empty());
}
