//! Requests that the gateway rejects before it reads the operation.

use std::time::SystemTime;

use alibabacloud_live::rpc::request::SignableRequest;
use alibabacloud_live::rpc::signing::SigningContext;
use alibabacloud_live::rpc::transport::{ReqwestTransport, Transport as _};
use alibabacloud_live::rpc::{
    Operation, Parameters, RateLimits, RetryPolicy, WriteParameters as _,
};
use alibabacloud_live::stream_monitor::DescribeLiveStreamMonitorListRequest;
use alibabacloud_live::{Client, Credentials, GatewayErrorCode, SERVICE, SignatureMethod};
use alibabacloud_live_emulator::Emulator;
use live_tests::client_of;

const METHODS: [SignatureMethod; 2] = [SignatureMethod::Acs3HmacSha256, SignatureMethod::HmacSha1];

async fn rejection(client: &Client) -> (GatewayErrorCode, u16, bool) {
    let error = client
        .describe_live_stream_monitor_list()
        .send()
        .await
        .unwrap_err();
    let code = error.code_as().unwrap();
    (code, error.status().unwrap(), error.is_auth())
}

#[tokio::test]
async fn wrong_secret_is_rejected() {
    let emulator = Emulator::start().await.unwrap();
    for method in METHODS {
        let client = client_of(&emulator)
            .access_key(Emulator::ACCESS_KEY_ID, "wrong")
            .signature_method(method);
        let rejected = rejection(&client.build().unwrap()).await;
        assert_eq!(
            rejected,
            (GatewayErrorCode::SignatureDoesNotMatch, 400, true),
            "{method:?}"
        );
    }
}

#[tokio::test]
async fn unknown_access_key_is_rejected() {
    let emulator = Emulator::start().await.unwrap();
    for method in METHODS {
        let client = client_of(&emulator)
            .access_key("nobody", "wrong")
            .signature_method(method)
            .build()
            .unwrap();
        assert_eq!(
            rejection(&client).await,
            (GatewayErrorCode::InvalidAccessKeyIdNotFound, 404, true),
            "{method:?}"
        );
    }
}

#[tokio::test]
async fn temporary_credentials_need_their_token() {
    let emulator = Emulator::start().await.unwrap();
    for method in METHODS {
        let with_token = |token: &str| {
            let key = (Emulator::STS_ACCESS_KEY_ID, Emulator::STS_ACCESS_KEY_SECRET);
            let credentials = Credentials::with_security_token(key.0, key.1, token);
            client_of(&emulator)
                .credentials(credentials)
                .signature_method(method)
                .build()
                .unwrap()
        };
        with_token(Emulator::STS_SECURITY_TOKEN)
            .describe_live_stream_monitor_list()
            .send()
            .await
            .unwrap();
        let (code, status, auth) = rejection(&with_token("another")).await;
        assert!(
            code.to_string().starts_with("InvalidSecurityToken"),
            "{code}"
        );
        assert_eq!((status, auth), (400, true));
    }
}

#[tokio::test]
async fn stale_timestamp_is_rejected() {
    let emulator = Emulator::start().await.unwrap();
    emulator.shift_clock(16 * 60);
    for method in METHODS {
        let client = client_of(&emulator)
            .signature_method(method)
            .retry_policy(RetryPolicy::off())
            .build()
            .unwrap();
        let error = client
            .describe_live_stream_monitor_list()
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.code(), Some("InvalidTimeStamp.Expired"), "{method:?}");
        assert!(error.is_retryable());
    }
}

#[tokio::test]
async fn reused_nonce_is_rejected() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    let mut parameters = Parameters::default();
    DescribeLiveStreamMonitorListRequest::builder()
        .build()
        .write_parameters(&mut parameters);
    for method in METHODS {
        let context = SigningContext::new(SystemTime::now()).unwrap();
        let signable = SignableRequest {
            service: SERVICE,
            operation: DescribeLiveStreamMonitorListRequest::INFO,
            endpoint: client.config().endpoint(),
            user_agent: &http::HeaderValue::from_static("test"),
            parameters: &parameters,
        };
        let credentials = Credentials::new(Emulator::ACCESS_KEY_ID, Emulator::ACCESS_KEY_SECRET);
        let request = signable.sign(method, &credentials, &context).unwrap();
        let transport = ReqwestTransport::builder().build().unwrap();
        let response = transport.send(request.clone()).await.unwrap();
        assert_eq!(response.status(), 200, "{method:?}: {:?}", response.body());
        let response = transport.send(request).await.unwrap();
        assert_eq!(response.status(), 400);
        assert!(
            String::from_utf8_lossy(response.body()).contains("SignatureNonceUsed"),
            "{method:?}"
        );
    }
}

#[tokio::test]
async fn concurrent_calls_never_share_a_nonce() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator)
        .rate_limits(RateLimits::off())
        .build()
        .unwrap();
    let calls: Vec<_> = (0..200)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                client
                    .describe_live_stream_monitor_list()
                    .send()
                    .await
                    .map(drop)
            })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(emulator.requests().len(), 200);
}
