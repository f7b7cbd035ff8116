//! What is not YAML is explained in plain words, at the line that is wrong, with a remedy.
//!
//! Set `UPDATE_EXPECT` to rewrite `syntax.stderr`, which holds the explanation of each case.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;
use std::path::Path;

use live_spec::Sources;

/// What each case damages.
const SPEC: &str = "operation: StartMonitor
summary: Stops it.
method: POST
request:
  A: { type: string }
  B:
    type: string
    doc: A b.
errors:
  - { status: 404, code: Gone }
  - status: 405
    code: Gone2
";

fn cases() -> Vec<(&'static str, String)> {
    vec![
        (
            "bare item",
            SPEC.replace("  - status: 405", "    { status: 405 }\n  - status: 405"),
        ),
        (
            "wide colon of a mapping",
            SPEC.replace("  A: { type: string }", "  A： { type: string, doc: A. }"),
        ),
        ("deep1", SPEC.replace("summary:", " summary:")),
        ("deep3", SPEC.replace("method:", "   method:")),
        ("deep nested", SPEC.replace("    doc:", "     doc:")),
        ("deep nested 3", SPEC.replace("    doc:", "       doc:")),
        ("shallow nested", SPEC.replace("    doc:", "   doc:")),
        ("shallow nested B", SPEC.replace("  B:", " B:")),
        ("deep B", SPEC.replace("  B:", "   B:")),
        ("deep type", SPEC.replace("    type:", "     type:")),
        ("field at same level", SPEC.replace("    type:", "  type:")),
        (
            "list shallow",
            SPEC.replace("  - status: 405", " - status: 405"),
        ),
        (
            "list deep",
            SPEC.replace("  - status: 405", "   - status: 405"),
        ),
        (
            "list deep3",
            SPEC.replace("  - status: 405", "     - status: 405"),
        ),
        (
            "list key shallow",
            SPEC.replace("    code: Gone2", "   code: Gone2"),
        ),
        (
            "list key deep",
            SPEC.replace("    code: Gone2", "     code: Gone2"),
        ),
        (
            "list key same as dash",
            SPEC.replace("    code: Gone2", "  code: Gone2"),
        ),
        ("dash in map", SPEC.replace("  B:", "  - B:")),
        (
            "map in list",
            SPEC.replace("  - status: 405\n    code: Gone2", "  Status: 405"),
        ),
        ("tab indent", SPEC.replace("    doc:", "\tdoc:")),
        ("tab indent first", SPEC.replace("  A: {", "\tA: {")),
        ("tab after spaces", SPEC.replace("    doc:", "  \t doc:")),
        (
            "tab after dash",
            SPEC.replace("- status: 405", "-\tstatus: 405"),
        ),
        ("colon", SPEC.replace("Stops it.", "Note: it stops.")),
        (
            "colon flow",
            SPEC.replace("{ type: string }", "{ type: string, doc: Note: it. }"),
        ),
        ("colon2", SPEC.replace("A b.", "Note: it stops.")),
        ("anchor", SPEC.replace("Stops it.", "&b stops it.")),
        (
            "alias of an anchor",
            SPEC.replace("Stops it.", "&b Stops.").replace("A b.", "*b"),
        ),
        (
            "anchor in braces",
            SPEC.replace("{ type: string }", "{ type: string, doc: &b A. }"),
        ),
        ("star", SPEC.replace("Stops it.", "*")),
        ("stars", SPEC.replace("Stops it.", "****")),
        ("star word", SPEC.replace("Stops it.", "*abc def")),
        (
            "star flow",
            SPEC.replace("{ type: string }", "{ type: string, example: **** }"),
        ),
        ("alias", SPEC.replace("Stops it.", "*abc")),
        ("bold", SPEC.replace("Stops it.", "**Important** thing.")),
        ("amp", SPEC.replace("Stops it.", "& b")),
        ("amp amp", SPEC.replace("Stops it.", "&&")),
        ("at", SPEC.replace("Stops it.", "@foo")),
        ("backtick", SPEC.replace("Stops it.", "`x` is it.")),
        ("percent", SPEC.replace("Stops it.", "%s")),
        ("percent line", format!("%s\n{SPEC}")),
        ("bang", SPEC.replace("Stops it.", "!important stuff")),
        ("bang alone", SPEC.replace("Stops it.", "! a")),
        (
            "bang flow",
            SPEC.replace("{ type: string }", "{ type: string, example: !a }"),
        ),
        ("pipe", SPEC.replace("Stops it.", "| text")),
        ("gt", SPEC.replace("Stops it.", "> 5")),
        ("gt eq", SPEC.replace("Stops it.", ">= 5 things")),
        (
            "pipe less indented",
            SPEC.replace("Stops it.", "|\ntext here"),
        ),
        ("pipe with tab", SPEC.replace("Stops it.", "|\n\ttext here")),
        (
            "pipe uneven",
            SPEC.replace("Stops it.", "|\n   first\n  second"),
        ),
        (
            "unclosed brace",
            SPEC.replace("{ type: string }", "{ type: string"),
        ),
        (
            "unclosed brace nested",
            SPEC.replace(
                "{ type: string }",
                "{ type: object, fields: { X: { type: string }",
            ),
        ),
        (
            "unclosed brace last",
            format!("{SPEC}  - {{ status: 1, code: X\n"),
        ),
        (
            "unclosed bracket",
            SPEC.replace("{ type: string }", "{ type: string, enum: [a, b }"),
        ),
        ("unclosed bracket 2", SPEC.replace("Stops it.", "[a, b")),
        (
            "extra brace",
            SPEC.replace("{ type: string }", "{ type: string }}"),
        ),
        (
            "brace closed by bracket",
            SPEC.replace("{ type: string }", "{ type: string ]"),
        ),
        (
            "missing comma",
            SPEC.replace("{ type: string }", "{ type: string doc: a }"),
        ),
        (
            "missing comma quoted",
            SPEC.replace("{ type: string }", "{ type: \"string\" doc: a }"),
        ),
        (
            "text after brace",
            SPEC.replace("{ type: string }", "{ type: string } and more"),
        ),
        (
            "double comma",
            SPEC.replace("{ type: string }", "{ type: string,, doc: a }"),
        ),
        ("dquote unclosed", SPEC.replace("Stops it.", "\"Stops it.")),
        ("squote unclosed", SPEC.replace("Stops it.", "'Stops it.")),
        (
            "squote apostrophe",
            SPEC.replace("Stops it.", "'Stops it's thing.'"),
        ),
        ("quote text", SPEC.replace("Stops it.", "\"Stops\" it.")),
        (
            "quote text flow",
            SPEC.replace("{ type: string }", "{ type: string, doc: \"a\" b }"),
        ),
        ("escape", SPEC.replace("Stops it.", "\"a \\d b\"")),
        ("escape path", SPEC.replace("Stops it.", "\"a \\u12 b\"")),
        (
            "conflict",
            SPEC.replace(
                "method: POST\n",
                "<<<<<<< HEAD\nmethod: POST\n=======\nmethod: GET\n>>>>>>> other\n",
            ),
        ),
        (
            "conflict2",
            SPEC.replace(
                "    doc: A b.\n",
                "<<<<<<< HEAD\n    doc: A b.\n=======\n    doc: B.\n>>>>>>> other\n",
            ),
        ),
        ("second doc", format!("{SPEC}---\na: b\n")),
        ("second doc end", format!("{SPEC}---\n")),
        ("doc end text", format!("{SPEC}...\na: b\n")),
        ("nul", SPEC.replace("Stops it.", "Stops\0 it.")),
        ("del", SPEC.replace("Stops it.", "Stops\u{7f} it.")),
        ("c1", SPEC.replace("Stops it.", "Stops\u{9c} it.")),
        ("esc", SPEC.replace("Stops it.", "Stops\u{1b}[1m it.")),
        ("bom mid", SPEC.replace("method", "\u{feff}method")),
        (
            "nbsp after colon",
            SPEC.replace("summary: ", "summary:\u{a0}"),
        ),
        ("fullwidth colon", SPEC.replace("summary: ", "summary：")),
        (
            "fullwidth colon space",
            SPEC.replace("summary: ", "summary： "),
        ),
        (
            "fullwidth comma",
            SPEC.replace("{ type: string }", "{ type: string， doc: a }"),
        ),
        ("fullwidth quotes", SPEC.replace("Stops it.", "“Note: it.”")),
        (
            "dash no space",
            SPEC.replace("- status: 405", "-status: 405"),
        ),
        (
            "dash no space flow",
            SPEC.replace("- { status", "-{ status"),
        ),
        ("key no space", SPEC.replace("summary: ", "summary:")),
        (
            "key no space nested",
            SPEC.replace("    type: ", "    type:"),
        ),
        (
            "key no space nested last",
            SPEC.replace("    doc: ", "    doc:"),
        ),
        (
            "no colon",
            SPEC.replace("summary: Stops it.", "summary Stops it."),
        ),
        ("no colon key only", SPEC.replace("request:", "request")),
        ("no colon last", format!("{SPEC}foo\n")),
        ("eq", SPEC.replace("summary: ", "summary = ")),
        ("unknown alias", SPEC.replace("A b.", "*nope")),
        ("tag", SPEC.replace("A b.", "!t y")),
        ("seq for map", SPEC.replace("  A: {", "  - A: {")),
        ("complex key", SPEC.replace("A: {", "[a]: {")),
        ("brace key", SPEC.replace("A: {", "{a}: {")),
        ("question", SPEC.replace("Stops it.", "? what")),
        ("dash value", SPEC.replace("Stops it.", "- what")),
        ("brace text", SPEC.replace("Stops it.", "{id} of it")),
        ("bracket text", SPEC.replace("Stops it.", "[id] of it")),
        ("recursive alias", SPEC.replace("Stops it.", "&a [*a]")),
        (
            "value below key",
            SPEC.replace("Stops it.", "Stops it.\n  more: text"),
        ),
        (
            "two keys",
            SPEC.replace("Stops it.", "Stops it. method: POST"),
        ),
        ("empty key", SPEC.replace("summary:", ":")),
        (
            "multi-line plain colon",
            SPEC.replace("Stops it.", "Stops it\n  and note: more"),
        ),
        (
            "multi-line plain",
            SPEC.replace("Stops it.", "Stops it\nand more."),
        ),
    ]
}

fn rendered(text: &str) -> String {
    let path = "monitor/StartMonitor.yaml";
    let sources = Sources::from_texts([
        (
            "glossary.yaml",
            include_str!("diagnostics/base/glossary.yaml"),
        ),
        (
            "service.yaml",
            include_str!("diagnostics/base/service.yaml"),
        ),
        (path, text),
    ]);
    let found = live_spec::load(&sources).unwrap_err();
    found.render(&sources, "specs", false)
}

#[test]
fn text_that_only_looks_like_an_anchor_is_read() {
    for text in [
        "a: x &b",
        "a: \"&b\"",
        "a: |\n  &b\n",
        "a: b # &c",
        "a: b\n  &c",
        "a: b&c",
    ] {
        live_spec::yaml::parse(text).unwrap();
    }
}

#[test]
fn each_syntax_error_is_explained() {
    let sections: Vec<_> = cases()
        .into_iter()
        .map(|(name, text)| format!("## {name}\n\n{}", rendered(&text)))
        .collect();
    for section in &sections {
        assert!(section.contains("= help: "), "{section}");
        let of_parser = ["this is not YAML", "did not find", "in this context"];
        assert!(
            !of_parser.iter().any(|words| section.contains(words)),
            "{section}"
        );
    }
    let all = sections.join("\n");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/syntax.stderr");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &all).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == all,
        "run with UPDATE_EXPECT=1 and review what changes\n\n{all}"
    );
}
