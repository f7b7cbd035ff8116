//! Tests scripted answers, in-process and over the control interface.

use std::time::Duration;

use alibabacloud_live_emulator::{Answer, Calls, Emulator, Fault};
use serde_json::{Value, json};

use crate::client::{Caller, Request, Response};

const DETAIL: &str = "DescribeLiveDomainDetail";
const DOMAIN: [(&str, &str); 1] = [("DomainName", "live.example.com")];

fn start() -> (Emulator, Caller) {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let caller = Caller::new(&emulator);
    (emulator, caller)
}

/// Sends a request to an endpoint that controls the emulator.
pub(crate) fn control(caller: &Caller, method: &str, path: &str, body: &str) -> Response {
    let mut request = Request::form(caller.addr, body.to_owned());
    request.method = method.into();
    request.target = format!("/_emulator/{path}");
    caller.send(&request).unwrap()
}

fn status(caller: &Caller) -> String {
    let body = caller.ok(DETAIL, &DOMAIN);
    let status = body["DomainDetail"]["DomainStatus"].as_str();
    status.unwrap_or("none").to_owned()
}

#[test]
fn answers_are_sent_in_order_and_the_last_one_repeats() {
    let (emulator, caller) = start();
    let set = |status| Answer::documented().set("/DomainDetail/DomainStatus", status);
    let answers = [
        set("configuring").times(2),
        Answer::error(404, "InvalidDomain.NotFound", "There is none."),
        Answer::from(json!({"DomainDetail": {"DomainStatus": "offline"}})),
        set("online"),
    ];
    emulator.respond(DETAIL, answers).unwrap();
    assert_eq!([(); 2].map(|()| status(&caller)), ["configuring"; 2]);
    let failed = caller.call(DETAIL, &DOMAIN);
    assert_eq!(failed.json()["Message"], "There is none.");
    assert_eq!(failed.error(), (404, "InvalidDomain.NotFound".into()));
    let exact = caller.ok(DETAIL, &DOMAIN);
    let id = emulator.requests().pop().unwrap().request_id;
    let detail = json!({"DomainStatus": "offline"});
    assert_eq!(exact, json!({"DomainDetail": detail, "RequestId": id}));
    assert_eq!([(); 2].map(|()| status(&caller)), ["online"; 2]);

    let codes = emulator
        .requests()
        .into_iter()
        .map(|one| (one.code, one.scripted));
    let codes: Vec<_> = codes.collect();
    assert_eq!(codes[2], (Some("InvalidDomain.NotFound".into()), true));
    emulator.clear_answers();
    status(&caller);
    assert!(!emulator.requests().pop().unwrap().scripted);
}

#[test]
fn merged_members_replace_only_themselves() {
    let (emulator, caller) = start();
    let merged = json!({"DomainDetail": {"Scope": "global", "Cname": null}, "RequestId": "R-1"});
    emulator
        .respond(DETAIL, [Answer::documented().merge(merged)])
        .unwrap();
    let response = caller.call(DETAIL, &DOMAIN);
    assert_eq!(response.header("x-acs-request-id"), Some("R-1"));
    assert_eq!(emulator.requests()[0].request_id, "R-1");
    let detail = &response.json()["DomainDetail"];
    assert_eq!(detail["Scope"], "global");
    assert!(detail.get("Cname").is_none());
    assert_eq!(detail["Region"], "cn-shanghai");
}

#[test]
fn answers_may_depend_on_parameters_and_time() {
    let (emulator, caller) = start();
    let cname = |name: &str| Answer::from(json!({"DomainDetail": {"Cname": name}}));
    let only = Calls::of(DETAIL).with("DomainName", "one.example.com");
    let pause = Duration::from_millis(300);
    emulator
        .respond(only, [cname("early"), cname("late").after(pause)])
        .unwrap();
    let asked = |domain: &str| {
        let body = caller.ok(DETAIL, &[("DomainName", domain)]);
        body["DomainDetail"]["Cname"].as_str().unwrap().to_owned()
    };
    assert_eq!(asked("one.example.com"), "early");
    assert_eq!(asked("two.example.com"), "learn.developer.aliyundoc.com");
    std::thread::sleep(pause);
    assert_eq!(asked("one.example.com"), "late");
}

#[test]
fn calls_are_checked_before_they_are_answered() {
    let (emulator, caller) = start();
    emulator.respond(DETAIL, [json!({})]).unwrap();
    let rejected = caller.rejected(DETAIL, &[]);
    assert_eq!(rejected, (400, "MissingDomainName".into()));
    let wrong = Caller::with_key(&emulator, &caller.key, "wrong");
    assert_eq!(wrong.call(DETAIL, &DOMAIN).status, 400);
    emulator.inject(Fault::throttle());
    let rejected = caller.rejected(DETAIL, &DOMAIN);
    assert_eq!(rejected, (400, "Throttling.User".into()));
    assert!(emulator.requests().iter().all(|one| !one.scripted));
    assert_eq!(caller.ok(DETAIL, &DOMAIN).as_object().unwrap().len(), 1);
}

#[test]
fn usual_answer_executes_the_operation_and_can_be_changed() {
    let (emulator, caller) = start();
    let session = [
        ("MonitorName", "one"),
        ("Domain", "demo.example.com"),
        ("InputList", "[]"),
        ("OutputTemplate", "lp_ld"),
    ];
    let changed = Answer::usual().set("/LiveStreamMonitorList/0/Status", 1);
    let list = "DescribeLiveStreamMonitorList";
    emulator.respond(list, [changed]).unwrap();
    let create = "CreateLiveStreamMonitor";
    emulator
        .respond(create, [json!({"MonitorId": "not created"})])
        .unwrap();
    assert_eq!(caller.ok(create, &session)["MonitorId"], "not created");
    let message = caller.call(list, &[]).json()["Message"].clone();
    assert_eq!(
        message,
        "The answer to DescribeLiveStreamMonitorList sets /LiveStreamMonitorList/0/Status, but the \
         response has no such place."
    );
    emulator.respond(create, [Answer::usual()]).unwrap();
    caller.ok(create, &session);
    let body = caller.ok(list, &[]);
    assert_eq!(body["LiveStreamMonitorList"][0]["MonitorName"], "one");
    assert_eq!(body["LiveStreamMonitorList"][0]["Status"], 1);
}

#[test]
fn undocumented_answers_need_permission_and_are_sent_as_given() {
    let (emulator, caller) = start();
    let answer = || Answer::from(json!({"New": [1], "DomainDetail": "odd"}));
    let refused = emulator
        .respond(DETAIL, [answer()])
        .unwrap_err()
        .to_string();
    assert!(
        refused.starts_with("DescribeLiveDomainDetail: answers[0]: /"),
        "{refused}"
    );
    assert!(!status(&caller).is_empty(), "nothing is changed");
    let allowed = answer().undocumented().set("/A/B", "added");
    emulator.respond(DETAIL, [allowed]).unwrap();
    let mut body = caller.ok(DETAIL, &DOMAIN);
    body.as_object_mut().unwrap().remove("RequestId");
    let expected = json!({"New": [1], "DomainDetail": "odd", "A": {"B": "added"}});
    assert_eq!(body, expected);
}

#[test]
fn answers_are_scripted_over_http() {
    let (emulator, caller) = start();
    let script = json!({
        "operation": DETAIL,
        "when": {"DomainName": "live.example.com"},
        "answers": [
            {"set": {"/DomainDetail/DomainStatus": "configuring"}},
            {"error": {"status": 503, "code": "Busy"}},
            {"set": {"/DomainDetail/DomainStatus": "online"}},
        ],
    });
    let response = control(&caller, "POST", "answers", &script.to_string());
    assert_eq!(
        (response.status, &*response.text()),
        (200, "sequences of answers: 1\n")
    );
    assert_eq!(status(&caller), "configuring");
    assert_eq!(caller.rejected(DETAIL, &DOMAIN), (503, "Busy".into()));
    assert_eq!(status(&caller), "online");

    let response = control(&caller, "GET", "answers", "");
    let content_type = response.header("content-type");
    assert_eq!(content_type, Some("application/json;charset=utf-8"));
    assert_eq!(
        response.json(),
        json!([{
            "operation": DETAIL,
            "when": {"DomainName": "live.example.com"},
            "answers": 3,
            "current": 3,
            "answered": 3,
        }])
    );

    let many = json!([script, {"operation": DETAIL, "answers": [{"body": {"Totl": 1}}]}]);
    let response = control(&caller, "POST", "answers", &many.to_string());
    assert_eq!(response.status, 400);
    let text = response.text();
    assert!(
        text.starts_with("DescribeLiveDomainDetail: answers[0]: /Totl: "),
        "{text}"
    );
    assert!(text.contains("\noperation "), "{text}");
    assert_eq!(status(&caller), "online", "nothing is changed");

    assert_eq!(control(&caller, "DELETE", "answers", "").status, 200);
    assert_eq!(control(&caller, "GET", "answers", "").json(), json!([]));
    let refused = control(&caller, "PUT", "answers", "");
    let allowed = refused.header("allow");
    assert_eq!((refused.status, allowed), (405, Some("POST, GET, DELETE")));
    assert_eq!(
        emulator.requests().len(),
        4,
        "control requests are not logged"
    );
}

#[test]
fn control_says_what_is_done_for_each_operation() {
    let (emulator, caller) = start();
    let listed = control(&caller, "GET", "operations", "").json();
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), emulator.operations().len());
    let one = |name: &str| {
        let mut listed = listed.iter();
        listed.find(|one| one["operation"] == name).unwrap().clone()
    };
    let described = |name: &str, family: &str, modelled: bool, paged: bool| {
        let described: Value = json!({
            "operation": name, "family": family, "modelled": modelled, "paged": paged,
        });
        assert_eq!(one(name), described);
    };
    described("StartLiveStreamMonitor", "stream_monitor", true, false);
    described(
        "DescribeLiveStreamMonitorList",
        "stream_monitor",
        true,
        true,
    );
    described("DescribeCasters", "casters", false, true);
    described(DETAIL, "domains", false, false);

    let unknown = control(&caller, "GET", "operation", "");
    assert_eq!(unknown.status, 404);
    for endpoint in ["faults", "answers", "lists", "operations"] {
        let path = format!("/_emulator/{endpoint} ");
        assert!(unknown.text().contains(&path), "{endpoint}");
    }
    let mut request = Request::form(caller.addr, String::new());
    request.target = "/_emulator/answers".into();
    request.set("origin", "https://elsewhere.example");
    assert_eq!(caller.send(&request).unwrap().status, 403);
}
