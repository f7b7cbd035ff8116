//! Notifications of the fixture specs, as they arrive: bytes of a query or of a body.

use std::time::Duration;

use alibabacloud_fixture::notices::{
    AskingNotice, AskingNoticeResponse, AskingNoticeResponseInterval, AskingNoticeResponseMode,
    JsonNotice, JsonNoticeState, KindNotice, KindNoticeStatusEvent, OpenKindNotice, Parcel,
    QueryNotice, QueryNoticeAction, QueryNoticeLevel, Told,
};
use alibabacloud_fixture::objects::ElsewhereNotice;
use alibabacloud_fixture::{SERVICE, Timestamp, UnixSeconds, Value};
use serde_json::json;

#[test]
fn a_query_becomes_typed_fields() {
    let notice = QueryNotice::from_query(
        "?action=publish&type=a%26b+c&Self=me&toJson=1&time=1609220385\
         &at=2020-12-29T05%3A39%3A45Z&lasted=90&level=2&usrargs=auth_key%3D1-2&args=%7B%22a%22:%22b%22%7D",
    );
    assert_eq!(notice.action, Some(QueryNoticeAction::Publish));
    assert_eq!(notice.r#type.as_deref(), Some("a&b c"));
    assert_eq!(notice.self_.as_deref(), Some("me"));
    assert_eq!(notice.to_json, Some(true));
    assert_eq!(notice.time, Some(UnixSeconds::new(1_609_220_385)));
    let at = Timestamp::from("2020-12-29T05:39:45Z");
    assert_eq!(notice.at, Some(at));
    assert_eq!(notice.lasted, Some(Duration::from_secs(90)));
    assert_eq!(notice.level, Some(QueryNoticeLevel::High));
    assert_eq!(notice.usrargs.as_deref(), Some("auth_key=1-2"));
    let args = notice.args.as_ref().unwrap().parse().unwrap().unwrap();
    assert_eq!(args["a"], "b");
    assert!(notice.extra_members.is_empty());
}

#[test]
fn what_is_not_documented_is_kept_and_secrets_stay_secret() {
    let notice = QueryNotice::from_query(
        "action=paused&level=loud&streamKey=s3cret&Key=s3cret&new=1&time=soon&time=1",
    );
    assert_eq!(notice.action, Some("paused".into()));
    assert_eq!((notice.level, notice.time), (None, None));
    let kept: Vec<_> = notice.extra_members.iter().collect();
    assert_eq!(
        kept,
        [
            ("Key", &json!("s3cret")),
            ("level", &json!("loud")),
            ("new", &json!("1")),
            ("time", &json!(["soon", "1"])),
        ]
    );
    assert!(SERVICE.secret_names.contains(&"streamKey"));
    assert!(!format!("{notice:?}").contains("s3cret"), "{notice:?}");
}

#[test]
fn a_body_has_objects_of_shared_types_and_of_its_own() {
    let body = r#"{
        "parcel": {"Name": "box", "Sizes": ["1", 2]},
        "seen": {"By": "Ada"},
        "places": [{"Name": "Dock", "State": "whole"}, {"State": "wet", "Floor": 2}],
        "payload": "{\"state\":\"lost\",\"count\":\"3\"}",
        "anything": [1, null],
        "new": {"deep": [true]}
    }"#;
    let notice = JsonNotice::from_json(body.as_bytes()).unwrap();
    let parcel = notice.parcel.as_ref().unwrap();
    assert_eq!(parcel.sizes, Some(vec![1, 2]));
    assert_eq!(notice.seen[0].by.as_deref(), Some("Ada"));
    assert_eq!(notice.places[0].state, Some(JsonNoticeState::Whole));
    assert_eq!(notice.places[1].state, Some("wet".into()));
    assert_eq!(notice.places[1].extra_members.get("Floor"), Some(&json!(2)));
    let payload = notice.payload.as_ref().unwrap().parse().unwrap().unwrap();
    assert_eq!(
        (payload.state.as_deref(), payload.count),
        (Some("lost"), Some(3))
    );
    assert_eq!(notice.anything, Some(json!([1, null])));
    assert_eq!(
        notice.extra_members.get("new"),
        Some(&json!({ "deep": [true] }))
    );
    let elsewhere = ElsewhereNotice::from_json(br#"{"Both":{"Name":"a"}}"#).unwrap();
    assert_eq!(elsewhere.both.unwrap().name.as_deref(), Some("a"));
}

#[test]
fn kinds_are_told_apart_by_the_member_that_only_one_has() {
    let status = KindNotice::from_json(br#"{"domain":"d","event":"paused"}"#).unwrap();
    let KindNotice::Status(status) = status else {
        panic!("{status:?}");
    };
    assert_eq!(status.event, Some(KindNoticeStatusEvent::Paused));
    let file = br#"{"domain":"d","uri":"a/b.flv","duration":69.403,"parts":[{"size":7}]}"#;
    let file = KindNotice::from_json(file).unwrap();
    let KindNotice::File(file) = file else {
        panic!("{file:?}");
    };
    assert_eq!((file.duration, file.parts[0].size), (Some(69.403), Some(7)));
    // What is none of the others is the last kind.
    let other = KindNotice::from_query("event=&what=1");
    assert!(matches!(other, KindNotice::File(_)), "{other:?}");
}

#[test]
fn a_kind_that_nobody_documented_keeps_its_members() {
    let start = OpenKindNotice::from_query("type=x&start=1609220385");
    assert!(matches!(&start, OpenKindNotice::Start(kind) if kind.start.is_some()));
    let kind = OpenKindNotice::from_json(br#"{"type":"x"}"#).unwrap();
    assert!(matches!(&kind, OpenKindNotice::Type(kind) if kind.r#type.as_deref() == Some("x")));
    let OpenKindNotice::Unrecognized(members) = OpenKindNotice::from_query("end=1&why=a&why=b")
    else {
        panic!("an unknown kind");
    };
    assert_eq!(members.get("end"), Some(&json!("1")));
    assert_eq!(members.get("why"), Some(&json!(["a", "b"])));
}

#[test]
fn what_is_no_object_is_an_error_and_never_a_panic() {
    for body in [&b""[..], b"[]", b"null", b"{\"event\":", b"\xff\xfe"] {
        assert!(JsonNotice::from_json(body).is_err());
        assert!(KindNotice::from_json(body).is_err());
        assert!(OpenKindNotice::from_json(body).is_err());
    }
}

#[test]
fn an_answer_is_json_with_what_is_required() {
    assert_eq!(
        AskingNotice::from_query("stream=a").stream.as_deref(),
        Some("a")
    );
    let response = AskingNoticeResponse::default()
        .format(["mp4", "flv"])
        .interval(AskingNoticeResponseInterval::default().mp4(300))
        .mode(AskingNoticeResponseMode::All)
        .told([Told::default().to("Ada")])
        .parcel(Parcel::default().name("box"))
        .extra_member("New", 1);
    let missing = response.to_json().unwrap_err().to_string();
    assert!(missing.contains("NeedRecord"), "{missing}");
    let json: Value = serde_json::from_str(&response.need_record(true).to_json().unwrap()).unwrap();
    assert_eq!(
        json,
        json!({
            "NeedRecord": true,
            "Format": ["mp4", "flv"],
            "Interval": { "Mp4": 300 },
            "Mode": "all",
            "Told": [{ "To": "Ada" }],
            "Parcel": { "Name": "box" },
            "New": 1,
        })
    );
    let nobody = AskingNoticeResponse::default()
        .need_record(false)
        .told([Told::default()]);
    let missing = nobody.to_json().unwrap_err().to_string();
    assert!(missing.contains("Told.1.To"), "{missing}");
}

#[test]
fn stored_notifications_are_read_again() {
    let query = QueryNotice::from_query("action=publish&time=1&new=1&level=2");
    let stored = serde_json::to_string(&query).unwrap();
    assert_eq!(
        stored,
        r#"{"action":"publish","level":2,"new":"1","time":1}"#
    );
    assert_eq!(serde_json::from_str::<QueryNotice>(&stored).unwrap(), query);
    for body in [
        r#"{"domain":"d","event":"started"}"#,
        r#"{"domain":"d","new":[1],"parts":[{"size":7}],"uri":"a"}"#,
    ] {
        let notice = KindNotice::from_json(body.as_bytes()).unwrap();
        assert_eq!(serde_json::to_string(&notice).unwrap(), body);
        assert_eq!(serde_json::from_str::<KindNotice>(body).unwrap(), notice);
    }
    let unknown = OpenKindNotice::from_query("a=1&b=2");
    let stored = serde_json::to_string(&unknown).unwrap();
    assert_eq!(stored, r#"{"a":"1","b":"2"}"#);
    assert_eq!(
        serde_json::from_str::<OpenKindNotice>(&stored).unwrap(),
        unknown
    );
}
