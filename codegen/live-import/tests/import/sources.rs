//! The sources of metadata: their labels, their keys, and what they do not say.

use std::path::{Path, PathBuf};

use live_import::{Import, Metadata, News, Selection};
use live_spec::Files;

use super::{API_DOCS, FACTS, START, folder, import, imported, in_monitor, shown, specs};

/// Imports a folder beside these tests, with new operations in the only family.
fn imported_folder(name: &str) -> Import {
    let sources = specs(&Files::new());
    let metadata = Metadata::read(&folder().join(name), &sources).unwrap();
    let selection = Selection {
        unlabelled: false,
        ..in_monitor()
    };
    live_import::import(&metadata, &sources, &selection).unwrap()
}

/// A spec of an import, without its first lines.
fn spec<'i>(import: &'i Import, name: &str) -> &'i str {
    &import.files[Path::new(&format!("monitor/{name}.yaml"))]
}

#[test]
fn metadata_of_another_api_becomes_no_spec() {
    let sources = specs(&Files::new());
    let refused = |text: &str| {
        import(text, &sources, &in_monitor())
            .unwrap_err()
            .to_string()
    };
    for (from, to, message) in [
        (
            "\"Fixture\"",
            "\"Sts\"",
            "the metadata is of Sts 2020-02-02, these specs are of fixture 2020-02-02",
        ),
        (
            "\"2020-02-02\"",
            "\"2015-04-01\"",
            "the metadata is of Fixture 2015-04-01, these specs are of fixture 2020-02-02",
        ),
        (
            "\"RPC\"",
            "\"ROA\"",
            "the metadata is of an API in the style ROA",
        ),
    ] {
        assert!(refused(&API_DOCS.replacen(from, to, 1)).starts_with(message));
    }
    let other = FACTS.replacen("\"fixture\"", "\"cdn\"", 1);
    assert!(refused(&other).starts_with("the metadata is of cdn 2020-02-02"));
    // Nor is metadata without a label believed, unless somebody vouches for it.
    let nameless = API_DOCS.replacen("\"info\"", "\"extra\"", 1);
    let selection = Selection {
        unlabelled: false,
        ..in_monitor()
    };
    let error = import(&nameless, &sources, &selection)
        .unwrap_err()
        .to_string();
    assert!(error.ends_with("add `--unlabelled`"), "{error}");
    let report = imported(&nameless, &sources).report.to_string();
    let note = "note: `extra` of the document is not known, and was not read: extra\n";
    assert!(report.contains(note), "{report}");
}

#[test]
fn keys_that_change_a_request_are_obeyed_or_refused() {
    let docs = "apis.ListThings";
    let with = |more: &str| API_DOCS.replacen("\"methods\"", &format!("{more}, \"methods\""), 1);
    for (more, problem) in [
        (
            "\"path\": \"/things\"",
            "path: the operation has the path `/things`",
        ),
        (
            "\"style\": \"ROA\"",
            "style: the operation has the style ROA",
        ),
        (
            "\"eventStream\": true",
            "eventStream: the answer is a stream of events",
        ),
        (
            "\"requestBody\": {\"a\": 1}",
            "requestBody: the request has a body",
        ),
        (
            "\"consumes\": [\"application/json\"]",
            "consumes: the operation takes application/json",
        ),
        (
            "\"produces\": [\"application/xml\"]",
            "produces: the operation answers with application/xml",
        ),
        (
            "\"schemes\": [\"https\", \"sse\"]",
            "schemes: the operation uses `sse`",
        ),
        (
            "\"security\": [{\"BearerToken\": []}]",
            "security: callers need the identity BearerToken",
        ),
        ("\"security\": []", "security: no identity"),
    ] {
        let import = imported(&with(more), &specs(&Files::new()));
        let report = import.report.to_string();
        let expected = format!("ListThings: not imported: {docs}.{problem}");
        assert!(report.contains(&expected), "{report}");
        assert_eq!(import.files, Files::new());
    }
    for (more, is_unsigned) in [
        (
            "\"path\": \"/\", \"consumes\": [], \"schemes\": [\"HTTPS\"]",
            false,
        ),
        (
            "\"consumes\": [\"application/json\", \"multipart/form-data\"]",
            false,
        ),
        ("\"security\": [{\"APP\": []}, {\"AK\": []}]", false),
        ("\"security\": [{\"Anonymous\": []}]", true),
        ("\"security\": [{\"ARS_OIDC\": []}]", true),
    ] {
        let import = imported(&with(more), &specs(&Files::new()));
        assert!(import.report.is_clean(), "{}", import.report);
        let spec = spec(&import, "ListThings");
        assert_eq!(spec.contains("\nsign: none\n"), is_unsigned, "{spec}");
    }
    let body = API_DOCS.replacen("\"in\": \"query\"", "\"in\": \"body\"", 1);
    let report = imported(&body, &specs(&Files::new())).report.to_string();
    let expected = format!("{docs}.parameters[0].in: the parameter is a whole JSON body");
    assert!(report.contains(&expected), "{report}");
}

#[test]
fn unknown_keys_are_told_once_for_each_kind_of_object() {
    let metadata = API_DOCS.replace("\"in\": \"query\"", "\"in\": \"query\", \"mood\": \"good\"");
    let report = imported(&metadata, &specs(&Files::new())).report;
    let places = "apis.ListThings.parameters[0].mood and 6 more";
    let note = format!("`mood` of a parameter is not known, and was not read: {places}");
    assert_eq!(report.notes, [note]);
    assert!(report.is_clean());
}

#[test]
fn what_metadata_does_not_state_is_unknown_and_not_empty() {
    let facts: String = FACTS.replace("\"errors\":", "\"errors_source\":");
    let facts = facts.replacen("\"response\": {", "\"response_example\": {", 1);
    let sources = specs(&Files::new());
    let report = imported(&facts, &sources).report;
    assert!(report.is_clean(), "{}", shown(&report, &sources));
    assert_eq!(
        report.notes,
        [
            "the metadata does not state the responses of 1 of 2 operations: they were not compared, \
             and new specs have no response",
            "the metadata does not state the error codes of any operation: they were not compared, \
             and new specs have no error codes",
        ]
    );
}

#[test]
fn secrets_arrive_as_secrets() {
    let name = "\"name\": \"Code\"";
    let metadata = API_DOCS.replacen(name, "\"name\": \"PushAuthKey\"", 1);
    let metadata = metadata.replacen("\"RequestId\": {", "\"Password\": {", 1);
    let import = imported(&metadata, &specs(&Files::new()));
    let spec = spec(&import, "ListThings");
    assert!(
        spec.contains("PushAuthKey: { type: string, secret: true }"),
        "{spec}"
    );
    assert!(
        spec.contains("Password: { type: string, secret: true }"),
        "{spec}"
    );
    // A decision of people stays.
    let decided = spec.replace("secret: true", "secret: false");
    let files = [(PathBuf::from("monitor/ListThings.yaml"), decided)].into();
    let again = imported(&metadata, &specs(&files));
    assert!(
        again.report.is_clean() && again.files.is_empty(),
        "{}",
        again.report
    );
}

#[test]
fn points_in_time_are_told_by_their_examples() {
    for (example, format) in [
        ("2019-08-21T12:30:24Z", Some("date-time")),
        ("2019-08-21T12:30Z", Some("date-time-minutes")),
        ("2019-08-21 12:30:24", None),
    ] {
        let request = format!(
            "\"name\": \"Code\", \"in\": \"query\", \"schema\": {{ \"example\": \"{example}\","
        );
        let metadata = API_DOCS.replacen(
            "\"name\": \"Code\", \"in\": \"query\", \"schema\": {",
            &request,
            1,
        );
        let metadata = metadata.replacen(
            "\"RequestId\": {",
            &format!("\"Begin\": {{ \"example\": \"{example}\","),
            1,
        );
        let import = imported(&metadata, &specs(&Files::new()));
        let spec = spec(&import, "ListThings");
        let (request, response) = spec.split_once("\nresponse:\n").unwrap();
        let stated = format!("format: {},", format.unwrap_or_default());
        assert_eq!(response.contains(&stated), format.is_some(), "{spec}");
        // Requests are sent with seconds.
        assert_eq!(
            request.contains(&stated),
            format == Some("date-time"),
            "{spec}"
        );
    }
}

#[test]
fn equal_repeats_are_no_news() {
    let parameter = "{ \"name\": \"OwnerId\"";
    let repeat = |zone: &str| {
        let again = format!(
            "{{ \"name\": \"Zone\", \"in\": \"query\", \"schema\": {{ \"description\": \"Other prose.\", \
             \"type\": \"string\", \"required\": true, \"enum\": [{zone}], \"example\": \"left\" }} }}, {parameter}"
        );
        let metadata = API_DOCS.replacen(parameter, &again, 1);
        imported(&metadata, &specs(&Files::new()))
            .report
            .to_string()
    };
    let differs = "    request.Zone: stated twice with differences; used the first\n";
    assert!(!repeat("\"left\", \"right\"").contains("stated twice"));
    assert!(repeat("\"left\"").contains(differs));
}

#[test]
fn conflicts_are_shown_where_they_are_and_with_what_is_lacking() {
    let text = specs(&Files::new())
        .text(Path::new(START))
        .unwrap()
        .to_owned();
    let text = text.replace("limit: 10/s", "limit: 20/s");
    let text = text.replace(
        "  - { status: 500, code: InternalError }\n",
        "  - { status: 404, code: Gone }\n",
    );
    let sources = specs(&[(PathBuf::from(START), text)].into());
    let selection = Selection {
        operations: vec!["StartMonitor".to_owned()],
        ..Selection::default()
    };
    let report = import(FACTS, &sources, &selection).unwrap().report;
    let expected = "\
error: `limit` is `20/s` here, but `10/s` in the metadata
 --> monitor/StartMonitor.yaml:9:8
  |
9 | limit: 20/s
  |        ^^^^
  |
  = help: correct it, or give the reason under `why: { limit: … }`

error: the metadata does not have `errors.Gone (404)`
  --> monitor/StartMonitor.yaml:17:5
   |
17 |   - { status: 404, code: Gone }
   |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: correct it, or give the reason under `why: { errors: … }`
monitor/StartMonitor.yaml: conflicts, so not changed; would add errors.InternalError (500)
0 new, 0 extended, 0 unchanged, 1 conflicting, 0 not imported
";
    assert_eq!(shown(&report, &sources), expected);
}

#[test]
fn the_command_line_tool_tells_of_requests() {
    let import = imported_folder("tool");
    assert!(import.report.is_clean(), "{}", import.report);
    // Operations of other versions are not taken, and numbers that are longer here agree.
    let news = News::of(&import.report).to_string();
    let expected = "\
note: the metadata does not state the responses of any operation: they were not compared, and new specs have no response
note: the metadata does not state the error codes of any operation: they were not compared, and new specs have no error codes
new operations:
    TagThings
new parameters:
    StartMonitor: Label
";
    assert_eq!(news, expected);
    let spec = spec(&import, "TagThings");
    for line in [
        "  Ids: { type: array, items: any, style: repeat, required: true }\n",
        "  Config: { type: any, in: body, style: json }\n",
        "      Key: { type: string, required: true }\n",
    ] {
        assert!(spec.contains(line), "{spec}");
    }
}

#[test]
fn the_sdk_for_python_tells_of_requests_and_responses() {
    let import = imported_folder("sdk");
    let news = News::of(&import.report).to_string();
    let expected = "\
note: the metadata does not state the error codes of any operation: they were not compared, and new specs have no error codes
new operations:
    TagThings
new response fields:
    StartMonitor: Warnings
not understood:
    GetReport: client.py: it is called in the style ROA at the path `/reports`
";
    assert_eq!(news, expected);
    let spec = spec(&import, "TagThings");
    let expected = "\
request:
  Config:
    type: object
    in: body
    style: json
    fields:
      AccessKeySecret: { type: string, secret: true }
      Labels: { type: map, values: any }
      Weight: { type: float }
  Tag:
    type: array
    style: repeat
    required: true
    items:
      type: object
      fields:
        Key: { type: string }
  Users: { type: array, items: string, style: comma }
response:
  Done: { type: boolean }
";
    assert!(spec.ends_with(expected), "{spec}");
}

#[test]
fn specs_that_say_it_all_have_no_news() {
    let first = imported(FACTS, &specs(&Files::new()));
    let again = imported(FACTS, &specs(&first.files));
    let news = News::of(&again.report);
    assert!(news.is_empty(), "{news}");
    // Whatever differs is news, but an example is not.
    for (from, to, expected) in [
        ("\"example\": \"m-1\"", "\"example\": \"m-2\"", None),
        (
            "[\"yes\", \"no\"]",
            "[\"yes\", \"no\", \"maybe\"]",
            Some("new values of enums:\n    CreateMonitor: request.Reuse.enum: maybe\n"),
        ),
        (
            "\"format\": \"int32\", \"required\": false, \"example\": \"1\", \"doc_values\": [\"0\", \"1\"]",
            "\"format\": \"int32\", \"required\": false, \"example\": \"1\", \"enum\": [\"0\", \"1\", \"2\"]",
            Some("new values of enums:\n    StartMonitor: request.State (State).enum: 2\n"),
        ),
        (
            "\"code\": \"Bad\"",
            "\"code\": \"Worse\"",
            Some("new error codes:\n    CreateMonitor: Worse (400)\n"),
        ),
        (
            "\"name\": \"Data\", \"type\": \"string\"",
            "\"name\": \"Data\", \"type\": \"boolean\"",
            Some("changed types:\n    CreateMonitor: response.Data.type: string → boolean\n"),
        ),
        (
            "\"name\": \"Codec\", \"in\": \"query\", \"type\": \"string\", \"required\": true",
            "\"name\": \"Codec\", \"in\": \"query\", \"type\": \"string\", \"required\": false",
            Some(
                "required now, or no longer:\n    CreateMonitor: request.Codec.required: true → not stated\n",
            ),
        ),
        (
            "\"StartMonitor\"",
            "\"PauseMonitor\"",
            Some(
                "only in the specs: gone from the service, or newer than this metadata:\n    StartMonitor\n",
            ),
        ),
    ] {
        assert!(FACTS.contains(from), "{from}");
        let metadata = FACTS.replacen(from, to, 1);
        let report = imported(&metadata, &specs(&first.files)).report;
        let news = News::of(&report);
        assert_eq!(news.is_empty(), expected.is_none(), "{news}");
        let expected = expected.unwrap_or_default();
        assert!(news.to_string().contains(expected), "{news}");
    }
}

#[test]
fn folders_without_metadata_are_told() {
    let sources = specs(&Files::new());
    let found = |folder: &Path| Metadata::read(folder, &sources).unwrap_err().to_string();
    let error = found(&folder().join("specs"));
    assert!(
        error.starts_with("this folder has no metadata of fixture"),
        "{error}"
    );
    assert!(!found(&folder().join("nothing.json")).is_empty());
}
