//! Whatever arrives at an address is a notification, or an error of one line. Nothing of a query is
//! lost.

#![no_main]

use alibabacloud_live::callbacks::StreamNotification;
use alibabacloud_live::recording::RecordingNotification;
use alibabacloud_rpc::{ExtraMembers, Value, notification};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    for error in [
        StreamNotification::from_json(input).err(),
        RecordingNotification::from_json(input).err(),
    ] {
        let shown = error.map(|error| error.to_string());
        assert!(!shown.is_some_and(|shown| shown.contains('\n')));
    }
    let Ok(query) = std::str::from_utf8(input) else {
        return;
    };
    let _ = StreamNotification::from_query(query);
    let _ = RecordingNotification::from_query(query);
    let all: ExtraMembers = notification::from_query(query, alibabacloud_live::SERVICE);
    let kept = all.iter().map(|(_, value)| match value {
        Value::Array(texts) => texts.len(),
        _ => 1,
    });
    let query = query.strip_prefix('?').unwrap_or(query);
    let sent = form_urlencoded::parse(query.as_bytes());
    assert_eq!(kept.sum::<usize>(), sent.count());
    for (name, text) in form_urlencoded::parse(query.as_bytes()) {
        let is_text = |value: &Value| value.as_str() == Some(&text);
        let kept = all.get(&name);
        let is_kept = kept.is_some_and(|kept| match kept {
            Value::Array(texts) => texts.iter().any(is_text),
            only => is_text(only),
        });
        assert!(is_kept, "{name}={text}");
    }
});
