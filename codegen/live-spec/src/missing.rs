//! How to add keys that are missing.

/// Returns what to write for a missing key, where an example says more than its name.
pub(crate) fn how_to_add(key: &str) -> Option<&'static str> {
    Some(match key {
        "operation" => "name the operation, as the file: `operation: StartLiveStreamMonitor`",
        "summary" => "say in one sentence what the operation does",
        "method" => "write `method: POST`, or `method: GET` if only that is documented",
        "type" => {
            "state what it holds: `string`, `integer`, `long`, `float`, `double`, `boolean`, `any`, `array`, `object`, `map` or a type of types.yaml"
        }
        "items" => "describe an item: `items: string`, or `items: { type: object, fields: { … } }`",
        "fields" => "list the fields by name: `fields: { Name: { type: string } }`",
        "values" => {
            "describe a value: `values: string`, or `values: { type: object, fields: { … } }`"
        }
        "doc" => "explain it in one sentence: `doc: …`",
        "status" => "write the HTTP status: `status: 400`",
        "code" => "write the error code: `code: InvalidMonitorId.Malformed`",
        "action" => "write the RAM action: `action: \"live:StartLiveStreamMonitor\"`",
        _ => return None,
    })
}
