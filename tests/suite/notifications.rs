//! The types of all notifications, compared with the examples of their pages.

mod hostile;
mod sent;

use std::any::type_name;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::time::Duration;

use alibabacloud_live::messages::MessageAuditNotificationResponse;
use alibabacloud_live::messages_legacy::GroupNotificationResponse;
use alibabacloud_live::recording::{
    OnDemandFormat, OnDemandRecordingNotificationResponse,
    OnDemandRecordingNotificationResponseInterval, RecordingNotification,
};
use alibabacloud_live::rpc::decode::DecodeError;
use alibabacloud_live::rpc::encode::InvalidParameter;
use alibabacloud_live::rpc::serde::{Deserialize, Serialize};
use alibabacloud_live::rtc::CloudRecordingNotificationResponse;
use serde_json::Value;

use crate::conformance::response_differences;
use crate::corpus::{self, NotificationCase, Sent};
use crate::operations::service;

macro_rules! any_notification {
    ($Notification:ty) => {
        AnyNotification {
            path: type_name::<$Notification>,
            from_query: |query| Read::of(&<$Notification>::from_query(query)),
            from_json: |body| Ok(Read::of(&<$Notification>::from_json(body)?)),
            restore: |value| Read::of(&<$Notification>::deserialize(value).unwrap()),
        }
    };
}

static ALL: &[AnyNotification] = &include!(concat!(env!("OUT_DIR"), "/notifications.rs"));

/// A notification with its type erased.
struct AnyNotification {
    path: fn() -> &'static str,
    from_query: fn(&str) -> Read,
    from_json: fn(&[u8]) -> Result<Read, DecodeError>,
    /// Reads what serde made of it.
    restore: fn(&Value) -> Read,
}

/// A notification that was read.
#[derive(Debug)]
struct Read {
    /// What serde makes of it.
    value: Value,
    /// As `Debug` prints it.
    text: String,
}

impl Read {
    fn of<T: Serialize + Debug>(notification: &T) -> Self {
        Self {
            value: serde_json::to_value(notification).unwrap(),
            text: format!("{notification:?}"),
        }
    }

    /// Whether fields hold all of it.
    fn is_documented(&self) -> bool {
        !self.text.contains("extra_members: {\"")
    }
}

impl AnyNotification {
    fn name(&self) -> &'static str {
        (self.path)().rsplit("::").next().unwrap_or_default()
    }

    fn named(name: &str) -> &'static Self {
        ALL.iter()
            .find(|notification| notification.name() == name)
            .unwrap_or_else(|| panic!("{name} is not a notification"))
    }

    fn read(&self, sent: &Sent) -> Read {
        match sent {
            Sent::Query(query) => (self.from_query)(query),
            Sent::Body(body) => (self.from_json)(body.to_string().as_bytes()).unwrap(),
        }
    }
}

/// Returns the members of what is sent. A query is decoded with the library of the HTTP client.
fn members(sent: &Sent) -> Value {
    match sent {
        Sent::Query(query) => {
            let url = reqwest::Url::parse(&format!("http://localhost/?{query}")).unwrap();
            let pairs = url.query_pairs().into_owned();
            pairs
                .map(|(name, text)| (name, Value::from(text)))
                .collect()
        }
        Sent::Body(body) => body.clone(),
    }
}

#[test]
fn every_notification_of_the_specs_is_listed() {
    let service = service();
    let families = service.families.iter();
    let specified: BTreeSet<_> = families
        .flat_map(|family| &family.notifications)
        .map(|notification| notification.name.as_str())
        .collect();
    let listed: BTreeSet<_> = ALL.iter().map(AnyNotification::name).collect();
    assert_eq!(listed, specified);
}

#[test]
fn no_documented_notification_loses_anything() {
    let mut differences = Vec::new();
    for case in corpus::notifications() {
        let NotificationCase {
            notification,
            page,
            sent,
            masked,
            ..
        } = case;
        let read = AnyNotification::named(&notification).read(&sent);
        let path = format!("{notification} of {page}");
        response_differences(&path, &members(&sent), &read.value, &mut differences);
        if read.is_documented() != masked.is_empty() {
            differences.push(format!("{path}: not all members have a field"));
        }
        if read.text.contains("Unrecognized(") {
            differences.push(format!("{path}: a value has no variant"));
        }
    }
    assert!(differences.is_empty(), "{differences:#?}");
}

#[test]
fn every_notification_has_an_example_but_those_without_one() {
    let cases = corpus::notifications();
    let shown: BTreeSet<_> = cases
        .iter()
        .map(|case| case.notification.as_str())
        .collect();
    let names = ALL.iter().map(AnyNotification::name);
    let without: Vec<_> = names.filter(|name| !shown.contains(name)).collect();
    assert_eq!(without, ["CloudRecordingNotification"]);
}

#[test]
fn the_documented_place_is_the_one_of_the_example() {
    let service = service();
    let notifications = service
        .families
        .iter()
        .flat_map(|family| &family.notifications);
    let places: BTreeMap<_, _> = notifications
        .map(|notification| (notification.name.as_str(), notification.sent))
        .collect();
    for case in corpus::notifications() {
        let place = match case.sent {
            Sent::Query(_) => live_spec::Sent::Query,
            Sent::Body(_) => live_spec::Sent::Json,
        };
        assert_eq!(
            places[case.notification.as_str()],
            place,
            "{}",
            case.notification
        );
    }
}

#[test]
fn a_query_is_never_an_error() {
    for query in [
        "",
        "?",
        "&&=&=a",
        "%",
        "a=%FF",
        "time=x&time=1&time",
        "app[]=1",
        "\u{0}=\u{0}",
    ] {
        for notification in ALL {
            (notification.from_query)(query);
        }
    }
}

#[test]
fn a_body_is_an_error_only_if_it_is_not_an_object() {
    for notification in ALL {
        let name = notification.name();
        for body in ["", "[]", "1", "\"a\"", "null", "{", "{}{}"] {
            assert!(
                (notification.from_json)(body.as_bytes()).is_err(),
                "{name}: {body}"
            );
        }
        for body in [
            "{}",
            r#"{"app": {}, "Result": 1, "EventMessage": [[]], "eves": [null, 1]}"#,
        ] {
            assert!(
                (notification.from_json)(body.as_bytes()).is_ok(),
                "{name}: {body}"
            );
        }
    }
}

#[test]
fn what_no_field_can_hold_is_kept() {
    let body = serde_json::json!({
        "Result": [{"Result": [{"Rate": "high", "Label": 7}], "Extra": 1}],
        "Unknown": {"a": [1]},
    });
    let notification = AnyNotification::named("VideoModerationNotification");
    let read = notification.read(&Sent::Body(body.clone()));
    assert!(!read.is_documented(), "{}", read.text);
    let mut differences = Vec::new();
    response_differences("", &body, &read.value, &mut differences);
    assert!(differences.is_empty(), "{differences:#?}");
}

#[test]
fn a_recording_is_a_status_only_with_an_event() {
    let kind = |body: &str| RecordingNotification::from_json(body.as_bytes()).unwrap();
    let status = kind(r#"{"domain": "a", "event": "something_new"}"#);
    assert!(
        matches!(status, RecordingNotification::Status(_)),
        "{status:?}"
    );
    for body in [
        "{}",
        r#"{"uri": "a"}"#,
        r#"{"event": "", "uri": "a"}"#,
        r#"{"event": null}"#,
    ] {
        let file = kind(body);
        assert!(
            matches!(file, RecordingNotification::File(_)),
            "{body}: {file:?}"
        );
    }
}

#[test]
fn the_arguments_of_an_ingest_url_are_not_shown() {
    let query = "action=publish&usrargs=vhost%3Da%26auth_key%3D1579027784-0-0-5ec2e7";
    let read = AnyNotification::named("StreamNotification").read(&Sent::Query(query.to_owned()));
    assert!(!read.text.contains("5ec2e7"), "{}", read.text);
}

#[test]
fn answers_are_those_of_the_pages() {
    let record = OnDemandRecordingNotificationResponse::default().api_version("1.0");
    let interval = OnDemandRecordingNotificationResponseInterval::default()
        .mp4(Duration::from_secs(300))
        .flv(Duration::from_secs(120))
        .m3u8(Duration::from_secs(180));
    let formats = [OnDemandFormat::Mp4, OnDemandFormat::Flv];
    let built = [
        record
            .clone()
            .need_record(true)
            .interval(interval)
            .format(formats)
            .to_json(),
        record.need_record(false).to_json(),
        MessageAuditNotificationResponse::default()
            .pass(true)
            .reason("****")
            .to_json(),
        GroupNotificationResponse::default().code(200).to_json(),
    ];
    let built: Vec<Value> = built
        .into_iter()
        .map(|response| serde_json::from_str(&response.unwrap()).unwrap())
        .collect();
    let cases = corpus::notifications().into_iter();
    let documented: Vec<_> = cases.filter_map(|case| case.response).collect();
    assert_eq!(built, documented);

    let received = CloudRecordingNotificationResponse::default()
        .code(0)
        .msg("Success");
    assert_eq!(received.to_json().unwrap(), r#"{"Code":0,"Msg":"Success"}"#);
}

#[test]
fn an_answer_without_a_decision_is_an_error() {
    let errors: [InvalidParameter; 2] = [
        OnDemandRecordingNotificationResponse::default()
            .api_version("1.0")
            .to_json()
            .unwrap_err(),
        MessageAuditNotificationResponse::default()
            .reason("a")
            .to_json()
            .unwrap_err(),
    ];
    let errors = errors.map(|error| error.to_string());
    assert!(
        errors[0].contains("NeedRecord") && errors[1].contains("pass"),
        "{errors:?}"
    );
}
