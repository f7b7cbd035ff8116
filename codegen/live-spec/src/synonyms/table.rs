//! The words, in lower case and without what joins their parts, separated by spaces.

/// Words for keys: the key, and a hint. The first key that is allowed at the place counts.
pub(super) const KEYS: &[(&str, &str, &str)] = &[
    (
        "description desc documentation docs explanation meaning comment remark note notes info",
        "doc",
        "",
    ),
    ("title brief", "summary", ""),
    (
        "message msg errormessage",
        "doc",
        "the meaning, in your own words",
    ),
    ("name api apiname operationname", "operation", ""),
    ("alias rename rustname", "name", ""),
    ("mandatory need needed require", "required", ""),
    (
        "enums enumeration choices options allowed allowedvalues enumvalues oneof",
        "enum",
        "a mapping from values to their meanings",
    ),
    (
        "returns return result results responses responseparameters output outputs reply data",
        "response",
        "a mapping from names to fields",
    ),
    (
        "params parameters args arguments input inputs requests requestparameters query",
        "request",
        "a mapping from names to parameters",
    ),
    (
        "url link href page docurl documentationurl",
        "reference",
        "",
    ),
    (
        "httpmethod httpverb verb methods",
        "method",
        "`GET` or `POST`",
    ),
    (
        "qps ratelimit ratelimits rate throttle throttling qpslimit",
        "limit",
        "such as `10/s` or `600/min`",
    ),
    (
        "permission permissions ramaction authorization auth",
        "ram",
        "such as `{ action: \"product:Operation\", access: update }`",
    ),
    ("accesslevel level", "access", ""),
    (
        "date updated lastupdated modified revision revisiondate",
        "revised",
        "such as `2025-07-11`",
    ),
    ("sample samples", "example", ""),
    ("defaultvalue", "default", ""),
    ("minimum minvalue least from", "min", ""),
    ("maximum maxvalue most to", "max", ""),
    ("range", "min", "and `max`"),
    (
        "minlength maxlength len size minitems maxitems count",
        "length",
        "such as `1..64`, `1..` or `..64`",
    ),
    ("itemtype element elements elementtype of", "items", ""),
    ("properties props members children attributes", "fields", ""),
    ("additionalproperties value valuetype", "values", ""),
    ("location position place", "in", "`query` or `body`"),
    (
        "encoding serialization collectionformat serialize paramstyle",
        "style",
        "`repeat`, `json` or `comma`",
    ),
    ("obsolete deprecation isdeprecated since", "deprecated", ""),
    ("sensitive password issecret private", "secret", "`true`"),
    ("kind datatype dtype", "type", ""),
    ("timeformat dateformat", "format", ""),
    (
        "errorcodes exceptions codes faults",
        "errors",
        "a list, such as `- { status: 404, code: StreamMonitorNotExist }`",
    ),
    ("http httpstatus statuscode httpcode", "status", ""),
    ("errorcode errcode error", "code", ""),
    ("category retry", "class", ""),
    ("pagination paging paginator", "pages", ""),
    ("readonly idempotent isread safe", "read_only", ""),
    (
        "reason reasons because rationale",
        "why",
        "each reason under the key that it is about",
    ),
    (
        "omitted omit ignore ignored skip skipped excluded",
        "left_out",
        "",
    ),
    (
        "success succeeded ready finished",
        "done",
        "a list of states",
    ),
    ("failure fail failures", "failed", "a list of states"),
    ("timeout deadline", "limit", "such as `15min`"),
    ("poll pollinterval every delay", "interval", "such as `10s`"),
    ("path statepath", "state", ""),
    (
        "url callback callbackurl notifyurl addressparameter",
        "address",
        "the parameter with the address",
    ),
    ("host domainname", "domain", "the parameter with the domain"),
    (
        "authkey secret secretkey signingkey",
        "key",
        "the parameter with the key",
    ),
    (
        "transport httpmethod method via encoding format",
        "sent",
        "`query` for GET, `json` for POST",
    ),
    (
        "signature sign signing authentication",
        "signed",
        "`domain` or `address`",
    ),
    (
        "setby operation operations setters address callback callbackurl notifyurl",
        "set_by",
        "a mapping from operations to parameters",
    ),
    (
        "unsetby removedby deletedby",
        "unset_by",
        "a list of operations",
    ),
    (
        "types variants events messages",
        "kinds",
        "a mapping from names to kinds",
    ),
    (
        "payload body content parameters params query",
        "fields",
        "a mapping from names to fields",
    ),
    (
        "answer reply result returns ack",
        "response",
        "a mapping from names to fields",
    ),
    (
        "discriminator tag marker only",
        "when",
        "the field that only this kind has",
    ),
    ("package cratename dependency", "crate", ""),
    ("reexports extras", "companions", ""),
    ("hosts host endpoint servers", "endpoints", ""),
    ("groups family modules", "families", ""),
];

/// Words for keys that specs do not need: the words, a key that is allowed at the place where they
/// are met, and why not.
pub(super) const LEAVE_OUT: &[(&str, &str, &str)] = &[
    (
        "optional nullable isoptional",
        "required",
        "leave it out: fields are optional unless `required: true`",
    ),
    (
        "pattern regex regexp",
        "length",
        "leave it out: `doc` says what a text must look like",
    ),
    (
        "protocol protocols schemes",
        "method",
        "leave it out: every operation is called over HTTPS",
    ),
];

/// Words for types, and what to write. Advice that is no more than a type ends with its name.
pub(super) const TYPES: &[(&str, &str)] = &[
    (
        "int int16 int32 integer32 i32 i16 short byte uint uint16 uint32 u32",
        "write `integer`",
    ),
    (
        "int64 integer64 i64 bigint uint64 u64 longint biginteger",
        "write `long`",
    ),
    ("bool bit truth", "write `boolean`"),
    (
        "str text char character characters varchar stringtype file binary bytes base64 uuid uri url",
        "write `string`",
    ),
    ("float32 f32 single", "write `float`"),
    ("float64 f64 real decimal bigdecimal", "write `double`"),
    (
        "number num numeric",
        "write `integer` or `long`, or `double` where fractions occur",
    ),
    (
        "list seq sequence set tuple vec vector slice collection repeatlist",
        "write `array`, with the type of its items under `items`",
    ),
    (
        "dict dictionary hash hashmap hashtable",
        "write `map` with the type of its values under `values`, \
         or `object` with `fields` where the names are known",
    ),
    (
        "struct structure record class message",
        "write `object`, with its members under `fields`",
    ),
    (
        "json jsonobject jsonstring",
        "describe the structure with `object` or `array`, and add `style: json`; \
         write `any` where it is free",
    ),
    (
        "date datetime time timestamp",
        "write `string`, `long` or `integer`, with `format` for what it means",
    ),
    (
        "duration interval",
        "write `integer` with `format: seconds`",
    ),
    (
        "enum enumeration",
        "write `string`, and list the values under `enum`",
    ),
    (
        "null none void",
        "leave the field out: it never has a value",
    ),
    ("unknown mixed variant dynamic", "write `any`"),
];

/// Words that keys of a fixed set can have in other formats: what the key is called in diagnostics,
/// the words, and what to write.
pub(super) const WORDS: &[(&str, &str, &str)] = &[
    (
        "way of sending",
        "get url querystring params",
        "write `query`, for GET with the fields in the query",
    ),
    (
        "way of sending",
        "post body",
        "write `json`, for POST with the fields as JSON",
    ),
    (
        "host in signatures",
        "yes true md5 header",
        "write `domain` for the domain that the notification is about, or `address` for the host of the address",
    ),
    (
        "part of a request",
        "form formdata json",
        "write `body`, for a parameter in the form that is sent as the body",
    ),
    (
        "part of a request",
        "header path host cookie",
        "an RPC operation has parameters only in the `query` or the `body`",
    ),
    ("part of a request", "url querystring", "write `query`"),
    ("style", "csv simple commas form joined", "write `comma`"),
    (
        "style",
        "flat indexed repeatlist repeated numbered list",
        "write `repeat`",
    ),
    ("style", "text jsontext object", "write `json`"),
    (
        "access level",
        "read describe query",
        "write `get`, or `list` where it reads many things",
    ),
    (
        "access level",
        "write modify set put",
        "write `create`, `update` or `delete`",
    ),
    ("access level", "add", "write `create`"),
    ("access level", "remove", "write `delete`"),
    (
        "method",
        "put patch head options",
        "an RPC operation is called with `GET` or `POST`",
    ),
];
