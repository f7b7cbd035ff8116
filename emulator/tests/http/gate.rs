//! Tests the checks of the gateway.

use std::time::{Duration, SystemTime};

use alibabacloud_live_emulator::{Credential, Emulator, SignatureKind};

use crate::client::{Caller, Request};

const LIST: &str = "DescribeLiveStreamMonitorList";

fn start() -> (Emulator, Caller) {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let caller = Caller::new(&emulator);
    (emulator, caller)
}

#[test]
fn both_signatures_are_accepted_and_logged() {
    let (emulator, caller) = start();
    caller.ok(LIST, &[("PageNum", "1")]);
    assert_eq!(caller.call_hmac_sha1(LIST, &[("PageNum", "2")]).status, 200);
    // The generic Node client sends all parameters in the form.
    let form = caller.hmac_sha1("POST", LIST, &[("PageNum", "3")]);
    assert_eq!(
        caller
            .send(&Request::form(caller.addr, form))
            .unwrap()
            .status,
        200
    );

    let requests = emulator.requests();
    let pair = |value: &str| vec![("PageNum".to_owned(), value.to_owned())];
    let seen: Vec<_> = requests
        .iter()
        .map(|request| {
            (
                request.signature,
                request.query.clone(),
                request.form.clone(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (Some(SignatureKind::Acs3HmacSha256), pair("1"), vec![]),
            (Some(SignatureKind::HmacSha1), pair("2"), vec![]),
            (Some(SignatureKind::HmacSha1), vec![], pair("3")),
        ]
    );
    for request in &requests {
        assert_eq!(request.operation.as_deref(), Some(LIST));
        assert_eq!(request.version.as_deref(), Some("2016-11-01"));
        assert_eq!(request.account.as_deref(), Some("default"));
        assert_eq!(
            request.access_key_id.as_deref(),
            Some(Emulator::ACCESS_KEY_ID)
        );
        assert_eq!((request.status, request.code.as_deref()), (Some(200), None));
        assert!(request.executed && request.nonce.is_some() && request.date.is_some());
        assert_eq!(
            request.headers.get("host"),
            Some(caller.addr.to_string().as_str())
        );
    }
    let shown = format!("{:?}", requests[0].headers);
    assert!(shown.contains("x-acs-signature-nonce"), "{shown}");
    assert!(!shown.contains("Credential="), "{shown}");

    emulator.clear_requests();
    assert!(emulator.requests().is_empty());
}

#[test]
fn signature_covers_the_form_body() {
    let (emulator, caller) = start();
    let mut request = caller.acs3(LIST, &[]);
    request.body = "Note=1&Text=a+b%2B".into();
    request.set(
        "content-type",
        "application/x-www-form-urlencoded; charset=utf-8",
    );
    caller.sign_acs3(&mut request);
    assert_eq!(caller.send(&request).unwrap().status, 200);
    assert_eq!(emulator.requests()[0].parameter("Text"), Some("a b+"));

    let mut request = caller.acs3(LIST, &[]);
    request.body = "PageNum=1".into();
    assert_eq!(
        caller.send(&request).unwrap().code().unwrap(),
        "SignatureDoesNotMatch"
    );
}

#[test]
fn operation_and_version_are_checked_first() {
    let (emulator, caller) = start();
    let nobody = Caller::with_key(&emulator, "nobody", "secret");
    let not_found = (404, "InvalidAction.NotFound".to_owned());
    assert_eq!(nobody.rejected("NoSuchOperation", &[]), not_found);
    assert_eq!(
        nobody.call_hmac_sha1("NoSuchOperation", &[]).error(),
        not_found
    );
    let response = caller.send(&Request::new("GET", "/", caller.addr)).unwrap();
    assert_eq!(response.error(), not_found);
    let mut elsewhere = caller.acs3(LIST, &[]);
    elsewhere.target = "/elsewhere".into();
    assert_eq!(caller.send(&elsewhere).unwrap().error(), not_found);

    let response = nobody.call_hmac_sha1(LIST, &[("Version", "2016-11-02")]);
    assert_eq!(response.error(), (400, "InvalidVersion".into()));
    let mut request = caller.acs3(LIST, &[]);
    request.remove("x-acs-version");
    caller.sign_acs3(&mut request);
    assert_eq!(
        caller.send(&request).unwrap().error(),
        (400, "MissingVersion".into())
    );

    let mut request = caller.acs3(LIST, &[]);
    request.method = "PUT".into();
    caller.sign_acs3(&mut request);
    assert_eq!(
        caller.send(&request).unwrap().error(),
        (400, "UnsupportedHTTPMethod".into())
    );
}

#[test]
fn methods_depend_on_the_operation() {
    let (_emulator, caller) = start();
    let call = |method: &str, operation: &str, parameters: &[(&str, &str)]| {
        let mut request = caller.acs3(operation, parameters);
        request.method = method.into();
        caller.sign_acs3(&mut request);
        caller.send(&request).unwrap()
    };
    // GET is accepted for a POST operation without a body, unless the spec forbids it.
    assert_eq!(call("GET", LIST, &[]).status, 200);
    let app = [("AppId", "a")];
    for (method, operation, parameters) in [
        ("GET", "CreateMessageApp", &[("AppName", "test")][..]),
        ("GET", "DescribeLiveMessageApp", &app),
        ("POST", "ListEventSub", &app),
    ] {
        let rejected = call(method, operation, parameters).error();
        assert_eq!(
            rejected,
            (400, "UnsupportedHTTPMethod".into()),
            "{operation}"
        );
    }
    let rejected = call("POST", "CreateMessageApp", &[("AppName", "test")]);
    assert!(
        rejected
            .text()
            .contains("AppName is mandatory for this action: it belongs in the body")
    );
    let domain = [("DomainName", "example.com")];
    assert_eq!(caller.call("DescribeLiveDomainDetail", &domain).status, 200);
    let form = caller.hmac_sha1("POST", "DescribeLiveDomainDetail", &domain);
    let response = caller.send(&Request::form(caller.addr, form)).unwrap();
    assert_eq!(response.status, 200);
}

#[test]
fn access_keys_are_checked() {
    let (emulator, caller) = start();
    let nobody = Caller::with_key(&emulator, "nobody", "secret");
    assert_eq!(
        nobody.rejected(LIST, &[]),
        (404, "InvalidAccessKeyId.NotFound".into())
    );
    let wrong = Caller::with_key(&emulator, Emulator::ACCESS_KEY_ID, "wrong");
    assert_eq!(
        wrong.rejected(LIST, &[]),
        (400, "SignatureDoesNotMatch".into())
    );
    assert_eq!(
        wrong.call_hmac_sha1(LIST, &[]).error(),
        (400, "SignatureDoesNotMatch".into())
    );

    let key = Credential::access_key("default", "k", "s");
    emulator.set_credential(key.clone().inactive());
    let caller = Caller {
        key: "k".into(),
        secret: "s".into(),
        ..caller
    };
    assert_eq!(
        caller.rejected(LIST, &[]),
        (400, "InvalidAccessKeyId.Inactive".into())
    );
    emulator.set_credential(key);
    caller.ok(LIST, &[]);
}

#[test]
fn security_tokens_are_checked() {
    let (emulator, caller) = start();
    let temporary = Caller::with_key(
        &emulator,
        Emulator::STS_ACCESS_KEY_ID,
        Emulator::STS_ACCESS_KEY_SECRET,
    );
    let good = temporary.clone().with_token(Emulator::STS_SECURITY_TOKEN);
    good.ok(LIST, &[]);
    assert_eq!(good.call_hmac_sha1(LIST, &[]).status, 200);
    assert_eq!(emulator.requests()[1].query, []);

    for (caller, code) in [
        (temporary.clone(), "MissingSecurityToken"),
        (
            temporary.with_token("wrong"),
            "InvalidSecurityToken.Malformed",
        ),
    ] {
        assert_eq!(caller.rejected(LIST, &[]), (400, code.into()));
        assert_eq!(caller.call_hmac_sha1(LIST, &[]).error(), (400, code.into()));
    }
    let permanent = caller.clone().with_token("any");
    let mismatch = (400, "InvalidSecurityToken.MismatchWithAccessKey".into());
    assert_eq!(permanent.rejected(LIST, &[]), mismatch);
    assert_eq!(permanent.call_hmac_sha1(LIST, &[]).error(), mismatch);
    let empty = caller.with_token("");
    assert_eq!(empty.call_hmac_sha1(LIST, &[]).status, 200);

    let key = Credential::access_key(
        "default",
        Emulator::STS_ACCESS_KEY_ID,
        Emulator::STS_ACCESS_KEY_SECRET,
    );
    emulator.set_credential(
        key.with_security_token(Emulator::STS_SECURITY_TOKEN)
            .expired(),
    );
    assert_eq!(
        good.rejected(LIST, &[]),
        (400, "InvalidSecurityToken.Expired".into())
    );
}

#[test]
fn nonce_is_valid_once() {
    let (_emulator, caller) = start();
    let request = caller.acs3(LIST, &[]);
    assert_eq!(caller.send(&request).unwrap().status, 200);
    assert_eq!(
        caller.send(&request).unwrap().error(),
        (400, "SignatureNonceUsed".into())
    );
    // A rejected request does not use up its nonce.
    let mut request = caller.acs3(LIST, &[]);
    let signed = request.clone();
    request.target = "/?PageNum=2".into();
    assert_eq!(
        caller.send(&request).unwrap().code().unwrap(),
        "SignatureDoesNotMatch"
    );
    assert_eq!(caller.send(&signed).unwrap().status, 200);
}

#[test]
fn dates_must_be_close_to_the_clock() {
    let (emulator, caller) = start();
    for shift in [3600, -3600] {
        emulator.shift_clock(shift);
        let response = caller.call(LIST, &[]);
        assert_eq!(response.error(), (400, "InvalidTimeStamp.Expired".into()));
        let date = httpdate::parse_http_date(response.header("date").unwrap()).unwrap();
        let shown = humantime::format_rfc3339_seconds(date).to_string();
        let mut corrected = caller.acs3(LIST, &[]);
        corrected.set("x-acs-date", &shown);
        caller.sign_acs3(&mut corrected);
        assert_eq!(caller.send(&corrected).unwrap().status, 200);
    }
    emulator.shift_clock(14 * 60);
    caller.ok(LIST, &[]);

    for (date, code) in [
        ("yesterday", "InvalidTimeStamp.Format"),
        ("2016-02-23T12:46:24Z", "InvalidTimeStamp.Expired"),
        ("", "MissingTimestamp"),
    ] {
        let response = caller.call_hmac_sha1(LIST, &[("Timestamp", date)]);
        assert_eq!(response.error(), (400, code.into()), "{date}");
    }
    let strict = Emulator::builder()
        .timestamp_tolerance(Duration::from_secs(60))
        .clock_shift(120)
        .start_blocking()
        .unwrap();
    let error = Caller::new(&strict).rejected(LIST, &[]);
    assert_eq!(error, (400, "InvalidTimeStamp.Expired".into()));
}

#[test]
fn signature_must_be_complete() {
    let (emulator, caller) = start();
    let incomplete = (400, "IncompleteSignature".to_owned());

    let mut request = caller.acs3(LIST, &[]);
    request.remove("authorization");
    request.set("x-acs-accesskey-id", &caller.key);
    assert_eq!(caller.send(&request).unwrap().error(), incomplete);

    for authorization in ["", "Basic Zm9v", "ACS3-HMAC-SHA256 Credential=emulator-key"] {
        let mut request = caller.acs3(LIST, &[]);
        request.set("authorization", authorization);
        assert_eq!(
            caller.send(&request).unwrap().error(),
            incomplete,
            "{authorization}"
        );
    }

    let mut request = caller.acs3(LIST, &[]);
    request.set("x-acs-unsigned", "1");
    assert_eq!(caller.send(&request).unwrap().error(), incomplete);

    let mut request = caller.acs3(LIST, &[]);
    request.remove("x-acs-content-sha256");
    caller.sign_acs3(&mut request);
    assert_eq!(caller.send(&request).unwrap().error(), incomplete);

    let mut request = caller.acs3(LIST, &[]);
    request.remove("x-acs-signature-nonce");
    caller.sign_acs3(&mut request);
    let error = caller.send(&request).unwrap().error();
    assert_eq!(error, (400, "MissingSignatureNonce".into()));

    let response = caller.call_hmac_sha1(LIST, &[("SignatureMethod", "HMAC-MD5")]);
    assert_eq!(response.error(), (400, "InvalidSignatureMethod".into()));
    let target = format!("/?Action={LIST}&Version=2016-11-01");
    let unsigned = |more: &str| {
        let target = format!("{target}&Format=JSON{more}");
        let request = Request::new("GET", &target, caller.addr);
        caller.send(&request).unwrap()
    };
    assert_eq!(unsigned("").error(), (400, "MissingAccessKeyId".into()));
    let key = format!("&AccessKeyId={}", caller.key);
    assert_eq!(unsigned(&key).error(), (400, "MissingTimestamp".into()));
    let now = humantime::format_rfc3339_seconds(SystemTime::now());
    for signature in ["", "&Signature="] {
        let response = unsigned(&format!("{key}&Timestamp={now}{signature}"));
        assert_eq!(response.error(), (400, "MissingSignature".into()));
        let message = "Signature is mandatory for this action.";
        assert_eq!(response.json()["Message"], message);
    }
    let log = emulator.requests();
    assert!(log.iter().rev().take(4).all(|one| one.signature.is_none()));
}

#[test]
fn xml_is_returned_unless_json_is_wanted() {
    let (_emulator, caller) = start();
    for format in ["XML", "xml", ""] {
        let response = caller.call_hmac_sha1(LIST, &[("Format", format)]);
        assert_eq!(
            response.header("content-type"),
            Some("text/xml;charset=utf-8")
        );
        assert!(
            response
                .text()
                .contains("<DescribeLiveStreamMonitorListResponse><RequestId>")
        );
    }
    let target = format!("/?Action={LIST}&Version=2016-11-01");
    let request = Request::new("GET", &target, caller.addr);
    let text = caller.send(&request).unwrap().text();
    assert!(text.contains("<Code>MissingAccessKeyId</Code>"), "{text}");
    assert_eq!(
        caller.call_hmac_sha1(LIST, &[("Format", "Json")]).json()["Total"],
        0
    );
    for format in ["yaml", "JSON ", "jsonp"] {
        let response = caller.call_hmac_sha1(LIST, &[("Format", format)]);
        assert_eq!(response.status, 400);
        let text = response.text();
        assert!(
            text.contains("<Code>InvalidParameter.Format</Code>"),
            "{text}"
        );
    }

    let start = "StartLiveStreamMonitor";
    let response = caller.call_hmac_sha1(start, &[("Format", "XML"), ("MonitorId", "<&>")]);
    assert_eq!(response.status, 400);
    let text = response.text();
    assert!(
        text.contains("<Error><Code>InvalidMonitorId.Malformed</Code><HostId>"),
        "{text}"
    );
    assert!(text.contains("&lt;&amp;&gt;"), "{text}");
}
