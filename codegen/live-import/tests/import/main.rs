//! Metadata beside this file becomes the specs in `expected`. Set `UPDATE_EXPECT` to rewrite these.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod any;
mod sources;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use live_import::{Import, Metadata, MetadataError, Outcome, Report, Selection};
use live_spec::{Diagnostics, Files, Sources};
use proptest::prelude::*;

const FACTS: &str = include_str!("facts.json");
const API_DOCS: &str = include_str!("api_docs.json");
const START: &str = "monitor/StartMonitor.yaml";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import")
}

/// Returns the existing specs, with some files replaced or added.
fn specs(replaced: &Files) -> Sources {
    let text = |path: &str| fs::read_to_string(folder().join("specs").join(path)).unwrap();
    let files = ["glossary.yaml", "service.yaml", "monitor/types.yaml", START];
    let files = files.map(|path| (PathBuf::from(path), text(path)));
    Sources::from_texts(files.into_iter().chain(replaced.clone()))
}

/// Imports a JSON document.
fn import(text: &str, sources: &Sources, selection: &Selection) -> Result<Import, MetadataError> {
    live_import::import(&Metadata::of_text(text, "StopMonitor"), sources, selection)
}

fn imported(metadata: &str, sources: &Sources) -> Import {
    import(metadata, sources, &in_monitor()).unwrap()
}

/// Selects all operations, of which new ones go to the only family, and vouches for their label.
fn in_monitor() -> Selection {
    Selection {
        family: Some("monitor".to_owned()),
        unlabelled: true,
        ..Selection::default()
    }
}

/// Renders a report as a command shows it.
fn shown(report: &Report, sources: &Sources) -> String {
    let found = match Diagnostics::check(report.diagnostics()) {
        Ok(_) => String::new(),
        Err(found) => found.render(sources, "", false),
    };
    format!("{found}{report}")
}

/// Imports the start operation with a piece of its spec replaced. Returns the files and the report.
fn reimported(from: &str, to: &str) -> (Files, String) {
    let text = specs(&Files::new())
        .text(Path::new(START))
        .unwrap()
        .to_owned();
    assert!(text.contains(from), "{from}");
    let replaced = [(PathBuf::from(START), text.replace(from, to))].into();
    let selection = Selection {
        operations: vec!["StartMonitor".to_owned()],
        ..Selection::default()
    };
    let sources = specs(&replaced);
    let import = import(FACTS, &sources, &selection).unwrap();
    let report = shown(&import.report, &sources);
    (import.files, report)
}

#[test]
fn metadata_becomes_specs() {
    for (name, metadata) in [("facts", FACTS), ("api_docs", API_DOCS)] {
        let mut import = imported(metadata, &specs(&Files::new()));
        assert!(import.report.is_clean(), "{}", import.report);
        let report = import.report.to_string();
        import.files.insert("report.txt".into(), report);
        let expected = folder().join("expected").join(name);
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            for (path, text) in &import.files {
                let path = expected.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
        }
        assert_eq!(
            import.files,
            files_in(&expected, Path::new("")),
            "run with UPDATE_EXPECT=1 and review what changes"
        );
    }
}

/// Returns the texts of all files below a folder.
fn files_in(root: &Path, below: &Path) -> Files {
    let mut files = Files::new();
    for entry in fs::read_dir(root.join(below)).unwrap() {
        let entry = entry.unwrap();
        let path = below.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            files.extend(files_in(root, &path));
        } else {
            files.insert(path, fs::read_to_string(entry.path()).unwrap());
        }
    }
    files
}

#[test]
fn importing_again_changes_nothing() {
    for metadata in [FACTS, API_DOCS] {
        let first = imported(metadata, &specs(&Files::new()));
        let second = imported(metadata, &specs(&first.files));
        assert_eq!(second.files, Files::new());
        let outcomes = &second.report.operations;
        let is_unchanged = |outcome| matches!(outcome, &Outcome::Unchanged);
        assert!(outcomes.iter().all(|(_, outcome)| is_unchanged(outcome)));
    }
}

#[test]
fn imported_specs_lack_only_explanations_and_decisions() {
    for metadata in [FACTS, API_DOCS] {
        let import = imported(metadata, &specs(&Files::new()));
        let found = live_spec::load(&specs(&import.files)).unwrap_err();
        for found in found.iter().filter(|found| !found.is_warning()) {
            let message = found.message();
            let explanation = [
                "has no explanation",
                "have no explanations",
                "`summary` is missing",
                // How a list goes on is for the maintainer to decide.
                "but the operation has no `pages`",
            ];
            assert!(
                explanation.iter().any(|end| message.ends_with(end)),
                "{message}"
            );
        }
        let names = found.iter().filter_map(|found| {
            let message = found.message().strip_suffix("` has no explanation")?;
            Some(message.trim_start_matches('`').to_owned())
        });
        let entries: BTreeSet<_> = names.collect();
        let mut explained: Files = import
            .files
            .iter()
            .map(|(path, text)| {
                (
                    path.clone(),
                    explained_enums(text) + "summary: Does something.\n" + decided_pages(text),
                )
            })
            .collect();
        let entry = |name: &String| format!("  {name}: Something.\n");
        let is_error = |name: &&String| name.as_str() == "Bad";
        let fields: String = entries
            .iter()
            .filter(|name| !is_error(name))
            .map(entry)
            .collect();
        let errors: String = entries.iter().filter(is_error).map(entry).collect();
        let glossary = specs(&Files::new())
            .text(Path::new("glossary.yaml"))
            .unwrap()
            .replace("errors:\n", &format!("{fields}errors:\n{errors}"));
        explained.insert("glossary.yaml".into(), glossary);
        let sources = specs(&explained);
        if let Err(found) = live_spec::load(&sources) {
            assert_eq!(found.render(&sources, "", false), "");
        }
    }
}

/// Returns the decision on the pages of a spec that has a page parameter.
fn decided_pages(spec: &str) -> &'static str {
    match spec.contains("\n  Page: ") {
        true => "pages: none\nwhy: { pages: It is always one page. }\n",
        false => "",
    }
}

/// Adds an explanation for each value of the enums of a spec.
fn explained_enums(spec: &str) -> String {
    let mut parts = spec.split("enum: [");
    let mut explained = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (values, rest) = part.split_once(']').unwrap();
        let values: Vec<_> = values
            .split(", ")
            .map(|value| format!("{value}: A value."))
            .collect();
        explained += &format!("enum: {{ {} }}{rest}", values.join(", "));
    }
    explained
}

#[test]
fn edits_survive_reimport() {
    let (files, report) = reimported(
        "summary: Starts a session.",
        "summary: Starts it.\ndoc: At once.",
    );
    assert_eq!(files, Files::new(), "{report}");
    // Nor does metadata know what is safe, or how to treat a code.
    for (from, to) in [
        (
            "limit: 10/s\n",
            "read_only: true\nlimit: 10/s\nwhy: { read_only: It reads. }\n",
        ),
        (
            "code: InternalError }",
            "code: InternalError, class: transient }",
        ),
    ] {
        let (files, report) = reimported(from, to);
        assert_eq!(files, Files::new(), "{report}");
        assert!(
            report.ends_with("1 unchanged, 0 conflicting, 0 not imported\n"),
            "{report}"
        );
    }
    // Omitted fields stay out only if listed under `left_out`.
    let count = "  Count: { type: long, doc: How many., why: { type: The example does not fit into 32 bits. } }\n";
    let (files, report) = reimported(count, "");
    assert!(
        report.starts_with("monitor/StartMonitor.yaml: added request.Count\n"),
        "{report}"
    );
    assert_eq!(files.len(), 1);
    let (files, report) = reimported(
        &format!("{count}response:"),
        "left_out: { request.Count: It is not meant for callers. }\nresponse:",
    );
    assert_eq!(files, Files::new(), "{report}");
    // Additions do not change the rest of a file.
    let (files, report) = reimported("errors:\n  - { status: 500, code: InternalError }\n", "");
    let text = specs(&Files::new())
        .text(Path::new(START))
        .unwrap()
        .to_owned();
    assert_eq!(files.get(Path::new(START)), Some(&text));
    assert!(report.starts_with("monitor/StartMonitor.yaml: added errors.InternalError (500)\n"));
    // Files with comments are not rewritten.
    let (files, report) = reimported(
        "errors:\n  - { status: 500, code: InternalError }\n",
        "# none\n",
    );
    assert_eq!(files, Files::new());
    assert!(report.contains("add it by hand"), "{report}");
}

/// Returns the first line of each conflict in a report.
fn headlines(report: &str) -> BTreeSet<&str> {
    let lines = report.lines();
    lines
        .filter_map(|line| line.strip_prefix("error: "))
        .collect()
}

#[test]
fn difference_without_reason_is_a_conflict() {
    for (from, to, conflict) in [
        (
            "post_only: true\n",
            "",
            "`post_only` is not stated here, but `true` in the metadata",
        ),
        (
            "limit: 10/s",
            "limit: 20/s",
            "`limit` is `20/s` here, but `10/s` in the metadata",
        ),
        (
            "required: true, ",
            "",
            "`request.MonitorId.required` is not stated here, but `true` in the metadata",
        ),
        (
            "example: m-1",
            "example: m-2",
            "`request.MonitorId.example` is `m-2` here, but `m-1` in the metadata",
        ),
        (
            ", why: { type: The example does not fit into 32 bits. }",
            "",
            "`request.Count.type` is `long` here, but `integer` in the metadata",
        ),
        (
            "response:\n",
            "response:\n  More: { type: string, doc: More. }\n",
            "the metadata does not have `response.More`",
        ),
        (
            "{ type: State, doc",
            "{ type: string, doc",
            "`request.State.type` is `string` here, but `integer` in the metadata",
        ),
    ] {
        let (files, report) = reimported(from, to);
        assert_eq!(files, Files::new());
        assert_eq!(headlines(&report), conflict.lines().collect());
    }
    let (_, report) = reimported(
        "example: m-1 }",
        "example: m-2, why: { example: It is one. } }",
    );
    assert!(
        report.ends_with("1 unchanged, 0 conflicting, 0 not imported\n"),
        "{report}"
    );
}

#[test]
fn reason_covers_only_its_own_key() {
    for (from, to, conflict) in [
        (
            "limit: 10/s\n",
            "limit: 20/s\nwhy: { method: It is about something else. }\n",
            "`limit` is `20/s` here, but `10/s` in the metadata\nthe metadata does not require `why.method`",
        ),
        (
            "errors:\n",
            "why: { limit: It is about something else. }\nerrors:\n  - { status: 400, code: Odd }\n",
            "the metadata does not have `errors.Odd (400)`\nthe metadata does not require `why.limit`",
        ),
        (
            "required: true, example: m-1 }",
            "in: body, length: 1..3, why: { length: It is not longer. } }",
            "`request.MonitorId.required` is not stated here, but `true` in the metadata\n`request.MonitorId.in` is `body` here, but not stated in the metadata\n`request.MonitorId.example` is not stated here, but `m-1` in the metadata",
        ),
        (
            "{ type: State, doc",
            "{ type: string, why: { enum: It has more. }, doc",
            "`request.State.type` is `string` here, but `integer` in the metadata\nthe metadata does not require `request.State.why.enum`",
        ),
    ] {
        let (files, report) = reimported(from, to);
        assert_eq!(files, Files::new());
        assert_eq!(headlines(&report), conflict.lines().collect());
    }
}

#[test]
fn unneeded_reasons_are_reported() {
    let (_, report) = reimported(
        "response:\n",
        "left_out: { request.Nope: It is not there., request.OwnerId: Nor is this. }\nresponse:\n",
    );
    let expected = ["Nope", "OwnerId"]
        .map(|name| format!("the metadata does not require `left_out.request.{name}`"));
    assert_eq!(
        headlines(&report),
        expected.iter().map(String::as_str).collect()
    );
    // Metadata can confirm neither prose nor why text stays text.
    for (from, to) in [
        (
            "doc: State before.",
            "doc: State before., why: { doc: So it is. }",
        ),
        (
            "required: true, example: m-1 }",
            "required: true, example: m-1, why: { type: It has no structure. } }",
        ),
    ] {
        let (_, report) = reimported(from, to);
        assert!(report.contains("1 unchanged, 0 conflicting"), "{report}");
    }
}

#[test]
fn reason_in_a_type_must_be_needed_by_an_operation_of_the_family() {
    let types = "Pair:\n  doc: Two.\n  type: object\n  fields:\n    \
                 Left: { type: string, why: { type: The reference is wrong. } }\n    \
                 Right: { type: integer, why: { type: The reference is wrong. } }\n";
    let spec =
        "operation: StartMonitor\nmethod: POST\nrequest:\n  P: { type: Pair, style: json }\n";
    let metadata = r#"{"operations": {"StartMonitor": {
        "method": "POST",
        "parameters": [{"name": "P", "in": "query", "style": "json", "type": "object", "fields": [
            {"name": "Left", "type": "boolean"}, {"name": "Right", "type": "integer", "format": "int32"}]}],
        "response": {"type": "object", "fields": []}
    }}}"#;
    let files = |more: &[(&str, &str)]| -> Files {
        let files = [("monitor/types.yaml", types), (START, spec)];
        let all = files.iter().chain(more);
        all.map(|(path, text)| (PathBuf::from(path), (*text).to_owned()))
            .collect()
    };
    let sources = specs(&files(&[]));
    let imported = imported(metadata, &sources);
    assert!(!imported.report.is_clean());
    let report = shown(&imported.report, &sources);
    let expected = "error: the metadata does not require `Pair.fields.Right.why.type`\n \
                    --> monitor/types.yaml:6:36\n";
    assert!(report.starts_with(expected), "{report}");
    // A file of waits is no operation that may need it.
    let waits = files(&[("monitor/waiters.yaml", "{}\n")]);
    let import_with_waits = import(metadata, &specs(&waits), &in_monitor()).unwrap();
    assert_eq!(shown(&import_with_waits.report, &sources), report);
    // Notifications may need it.
    let notified = "A: { fields: { P: { type: array, items: Pair } } }\n";
    let notified = files(&[("monitor/notifications.yaml", notified)]);
    let import_with_notified = import(metadata, &specs(&notified), &in_monitor()).unwrap();
    assert!(import_with_notified.report.is_clean());
    let other = files(&[(
        "monitor/notifications.yaml",
        "A: { fields: { P: { type: any, doc: Pair } } }\n",
    )]);
    let import_with_other = import(metadata, &specs(&other), &in_monitor()).unwrap();
    assert_eq!(shown(&import_with_other.report, &specs(&other)), report);
    // Operations that were not imported may need it.
    let another = files(&[("monitor/StopMonitor.yaml", "operation: StopMonitor\n")]);
    let import = import(metadata, &specs(&another), &in_monitor()).unwrap();
    assert!(import.report.is_clean(), "{}", import.report);
}

#[test]
fn metadata_that_is_not_understood_is_reported_with_its_path() {
    let docs = "apis.ListThings";
    for (metadata, from, to, problem) in [
        (
            API_DOCS,
            "\"type\": \"integer\", \"format\": \"int32\"",
            "\"type\": \"strnig\", \"format\": \"int32\"",
            format!("{docs}.parameters[6].schema.type: unknown type \"strnig\""),
        ),
        (
            API_DOCS,
            "\"int32\"",
            "\"int33\"",
            format!("{docs}.parameters[6].schema.format: unknown format `int33`"),
        ),
        (
            API_DOCS,
            "\"repeatList\"",
            "\"pipes\"",
            format!("{docs}.parameters[1].style: unknown style `pipes`"),
        ),
        (
            API_DOCS,
            "schemas/Item",
            "schemas/Itme",
            format!(
                "{docs}.responses.200.schema.properties.Things.properties.Thing.items[\"$ref\"]: there is no schema `Itme`"
            ),
        ),
        (
            API_DOCS,
            "{ \"type\": \"string\", \"example\": \"n\" }",
            "{ \"$ref\": \"#/components/schemas/Item\" }",
            "components.schemas.Item.properties.Name[\"$ref\"]: `Item` contains itself".to_owned(),
        ),
        (
            API_DOCS,
            "[\"get\"]",
            "[\"put\"]",
            format!("{docs}.methods: the operation takes only put, so it is one of a REST API"),
        ),
        (
            API_DOCS,
            "\"400\"",
            "\"bad\"",
            format!("{docs}.errorCodes.bad: this is not an HTTP status"),
        ),
        (
            FACTS,
            "\"per\": \"minute\"",
            "\"per\": \"hour\"",
            "operations.CreateMonitor.rate_limit.also.per: unknown period `hour`".to_owned(),
        ),
        (
            FACTS,
            "\"CreateMonitor\"",
            "\"../Create\"",
            "operations[\"../Create\"]: `../Create` is not the name of an operation".to_owned(),
        ),
    ] {
        assert!(metadata.contains(from), "{from}");
        let import = imported(&metadata.replacen(from, to, 1), &specs(&Files::new()));
        let report = import.report.to_string();
        let expected = format!(": not imported: {problem}");
        assert!(report.contains(&expected), "{report}");
        assert!(!import.report.is_clean());
        assert_eq!(import.files, Files::new());
    }
}

#[test]
fn invalid_input_is_an_error() {
    let failed = |metadata: &str, selection: &Selection| {
        let sources = specs(&Files::new());
        import(metadata, &sources, selection)
            .unwrap_err()
            .to_string()
    };
    let all = in_monitor();
    assert!(failed("{", &all).starts_with("this is not JSON: EOF"));
    assert!(failed("{}", &all).starts_with("this is not metadata"));
    assert_eq!(
        failed("{\"apis\": {}}", &all),
        "apis: there are no operations"
    );
    assert_eq!(
        failed("{\"operations\": {}}", &all),
        "operations: there are no operations"
    );
    assert_eq!(
        failed("{\"apis\": []}", &all),
        "apis: expected an object, found a list"
    );
    let misspelled = Selection {
        operations: vec!["StartMonitr".to_owned()],
        ..Selection::default()
    };
    assert_eq!(
        failed(FACTS, &misspelled),
        "--operation: the metadata has no `StartMonitr` (did you mean `StartMonitor`?)"
    );
    let family = Selection {
        family: Some("../x".to_owned()),
        ..Selection::default()
    };
    assert!(failed(FACTS, &family).starts_with("--family: `../x` is not the name of a family"));
    let family = Some("monitr".to_owned());
    let unknown = Selection {
        family,
        ..in_monitor()
    };
    let expected = "--family: there is no family `monitr` (did you mean `monitor`?)";
    assert!(failed(FACTS, &unknown).starts_with(expected));
}

#[test]
fn family_is_chosen_by_people_but_one_is_proposed() {
    let all = Selection::default();
    let sources = specs(&Files::new());
    let report = import(FACTS, &sources, &all).unwrap().report.to_string();
    let expected = "CreateMonitor: not imported: it has no spec, so choose its family with \
                    `--family`, such as `--family monitor`, where `StartMonitor` is\n";
    assert!(report.contains(expected), "{report}");
    // A family that is not that of the spec is not overlooked.
    let service = sources.text(Path::new("service.yaml")).unwrap();
    let service = format!("{service}  others: Other things.\n");
    let sources = specs(&[(PathBuf::from("service.yaml"), service)].into());
    let selection = Selection {
        operations: vec!["StartMonitor".to_owned()],
        family: Some("others".to_owned()),
        ..Selection::default()
    };
    let report = import(FACTS, &sources, &selection).unwrap().report;
    let expected = "it has the spec monitor/StartMonitor.yaml, so it is not of the family `others`";
    assert!(report.to_string().contains(expected), "{report}");
}

#[test]
fn expansion_of_references_is_limited() {
    let name = |level: usize| format!("\"$ref\": \"#/components/schemas/L{level}\"");
    let document = |levels: usize, fields: &[&str]| {
        let level = |level: usize| {
            let next = name(level + 1);
            let fields: Vec<_> = fields
                .iter()
                .map(|field| format!("\"{field}\": {{ {next} }}"))
                .collect();
            let fields = fields.join(", ");
            format!("\"L{level}\": {{ \"type\": \"object\", \"properties\": {{ {fields} }} }}")
        };
        let mut schemas: Vec<_> = (0..levels).map(level).collect();
        schemas.push(format!("\"L{levels}\": {{ \"type\": \"string\" }}"));
        let (schemas, first) = (schemas.join(", "), name(0));
        format!(
            "{{ \"components\": {{ \"schemas\": {{ {schemas} }} }}, \"apis\": {{ \"ListThings\": {{ \
             \"methods\": [\"post\"], \"responses\": {{ \"200\": {{ \"schema\": {{ {first} }} }} }} }} }} }}"
        )
    };
    let report_of = |metadata: &str| imported(metadata, &specs(&Files::new())).report.to_string();
    assert!(report_of(&document(10, &["A", "B"])).contains("monitor/ListThings.yaml: new"));
    let report = report_of(&document(26, &["A", "B"]));
    let expected = "ListThings: not imported: components.schemas.";
    assert!(report.contains(expected), "{report}");
    let expected = "the operation has more than 20000 schemas\n";
    assert!(report.contains(expected), "{report}");
    let report = report_of(&document(2_000, &["A"]));
    let expected =
        "components.schemas.L63.properties.A[\"$ref\"]: this is nested below 64 references\n";
    assert!(report.contains(expected), "{report}");
}

#[test]
fn unknown_forms_of_limits_and_actions_become_notes() {
    for (from, to, note) in [
        (
            "\"countWindow\": 60",
            "\"countWindow\": 7",
            "flowControl.flowControlList[1].countWindow: a period of 7 seconds is not supported",
        ),
        (
            "\"action\": \"fixture:List\"",
            "\"actions\": []",
            "ram.ramActions[1].ramAction: `action` is missing",
        ),
    ] {
        let metadata = API_DOCS.replacen(from, to, 1);
        let report = imported(&metadata, &specs(&Files::new())).report;
        assert!(report.is_clean());
        let expected = format!("    not understood, and omitted: {note}\n");
        assert!(report.to_string().contains(&expected), "{report}");
    }
    // An operation may have an action of its own.
    let own = "\"ListThings\": { \"ramActions\": [{ \"action\": \"fixture:Own\" }],";
    let metadata = API_DOCS.replacen("\"ListThings\": {", own, 1);
    let files = imported(&metadata, &specs(&Files::new())).files;
    let text = &files[Path::new("monitor/ListThings.yaml")];
    assert!(text.contains("ram: { action: \"fixture:Own\", access: list }"));
}

#[test]
fn single_operation_is_named_after_its_file() {
    let metadata = "\u{feff}{\"methods\": [\"post\"], \"parameters\": []}";
    let import = import(metadata, &specs(&Files::new()), &in_monitor()).unwrap();
    assert!(
        import
            .files
            .contains_key(Path::new("monitor/StopMonitor.yaml"))
    );
}

proptest! {
    /// Importing damaged metadata never panics.
    #[test]
    fn damaged_metadata_never_panics(
        at in any::<prop::sample::Index>(),
        length in 0usize..12,
        bit in prop::sample::select(vec!["", "1", "-1", "null", "true", "\"\"", "\"x\"", "[]", "{}", "[[]]", "1e999", "\\"]),
        api_docs in any::<bool>(),
    ) {
        let text = if api_docs { API_DOCS } else { FACTS };
        let values: Vec<_> = text.match_indices([':', ',', '[']).map(|(at, _)| at + 1).collect();
        let start = *at.get(&values);
        let rest = &text[start..];
        let end = rest.find([',', '}', ']']).unwrap_or(rest.len()).max(length.min(rest.len()));
        if let (Some(before), Some(after)) = (text.get(..start), text.get(start + end..)) {
            let _ = import(&format!("{before}{bit}{after}"), &specs(&Files::new()), &Selection::default());
        }
    }
}
