use alibabacloud_live::callbacks::YesNo;
use alibabacloud_live::stream_monitor::MonitorStatus;
use alibabacloud_live_emulator::{Emulator, Notification};

use super::*;

const KEY: &str = "callbackkey012345";

/// A studio that serves on a free port, to which the emulator calls back.
async fn serve(emulator: &Emulator) -> Client {
    let client = Client::builder()
        .endpoint(emulator.url())
        .access_key(Emulator::ACCESS_KEY_ID, Emulator::ACCESS_KEY_SECRET)
        .build()
        .unwrap();
    let studio = Studio {
        client: client.clone(),
        domain: "play.example.com".to_owned(),
        signer: UrlSigner::new("playkey0123456789").unwrap(),
        verifier: CallbackVerifier::for_ingest_domain("push.example.com", KEY).unwrap(),
        sessions: Mutex::default(),
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/streams", listener.local_addr().unwrap());
    tokio::spawn(async { axum::serve(listener, router(studio)).await });
    client
        .set_live_streams_notify_url_config()
        .domain_name("push.example.com")
        .notify_url(address)
        .notify_req_auth(YesNo::Yes)
        .notify_auth_key(KEY)
        .await
        .unwrap();
    client
}

fn callback(action: &str) -> Notification {
    Notification::new("StreamNotification")
        .domain("push.example.com")
        .set("action", action)
        .set("appname", "live")
        .set("id", "camera-1")
}

/// Returns the states of all sessions, and the URLs that they play.
async fn sessions(client: &Client) -> Vec<(Option<MonitorStatus>, String)> {
    let listed = client.describe_live_stream_monitor_list().await.unwrap();
    let sessions = listed.live_stream_monitor_list.into_iter();
    let session = sessions.map(|session| {
        let inputs = format!("{:?}", session.input_list);
        (session.status, inputs)
    });
    session.collect()
}

#[tokio::test]
async fn stream_is_watched_while_it_is_on_air() {
    let emulator = Emulator::start().await.unwrap();
    let client = serve(&emulator).await;

    let delivered = emulator.notify(callback("publish")).await.unwrap();
    assert_eq!(delivered.status, 200, "{delivered:?}");
    // The service repeats callbacks, which must not start a second session.
    emulator.notify(callback("publish")).await.unwrap();
    let running = sessions(&client).await;
    assert_eq!(running.len(), 1);
    assert_eq!(running[0].0, Some(MonitorStatus::Monitoring));
    let url = "rtmp://play.example.com/live/camera-1?auth_key=";
    assert!(running[0].1.contains(url), "{}", running[0].1);

    let delivered = emulator.notify(callback("publish_done")).await.unwrap();
    assert_eq!(delivered.status, 200, "{delivered:?}");
    assert_ne!(
        sessions(&client).await[0].0,
        Some(MonitorStatus::Monitoring)
    );
}

#[tokio::test]
async fn forged_callback_starts_nothing() {
    let emulator = Emulator::start().await.unwrap();
    let client = serve(&emulator).await;
    for forged in [
        callback("publish").unsigned(),
        callback("publish").tampered(),
    ] {
        let delivered = emulator.notify(forged).await.unwrap();
        assert_eq!(delivered.status, 403, "{delivered:?}");
    }
    assert_eq!(sessions(&client).await, []);
}

#[tokio::test]
async fn failed_call_lets_the_service_repeat_the_callback() {
    let emulator = Emulator::builder().monitor_quota(0).start().await.unwrap();
    serve(&emulator).await;
    let delivered = emulator.notify(callback("publish")).await.unwrap();
    assert_eq!(delivered.status, 500, "{delivered:?}");
}
