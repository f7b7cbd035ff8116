//! How to add keys that are missing.

/// Returns what to write for a missing key, where an example says more than its name.
pub(crate) fn how_to_add(key: &str) -> Option<&'static str> {
    Some(match key {
        "operation" => "name the operation, as the file",
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
        "product" => "write the product code, as in the names of its hosts",
        "version" => "write the version of the API, a date",
        "title" => "write the name of the product, as in its documentation",
        "reference" => "write the address of the documentation: `reference: https://…`",
        "endpoints" => "state the host: `endpoints: { default: product.aliyuncs.com }`",
        "default" | "public" => "write the name of a host, such as `product.aliyuncs.com`",
        "families" => "list the folders with their purposes: `families: { name: … }`",
        "class" => {
            "say how clients treat it: `throttling`, `transient`, `auth`, `clock_skew`, `replayed` or `request`"
        }
        "state" => "write the path of the state in the response: `state: Detail.Status`",
        "until" => {
            "name the waits: `until: { online: { doc: …, done: [online], interval: 10s, limit: 20min } }`"
        }
        "interval" => "write the first pause between two calls: `interval: 10s`",
        "limit" => "write after which time to give up: `limit: 20min`",
        "status" => "write the HTTP status: `status: 400`",
        "code" => "write the error code: `code: InvalidMonitorId.Malformed`",
        "action" => "write the RAM action: `action: \"product:Operation\"`",
        _ => return None,
    })
}
