//! Any text of a spec file either loads or produces diagnostics that can be rendered.

use live_spec::Sources;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// The files of a small valid service.
const FILES: [(&str, &str); 6] = [
    (
        "glossary.yaml",
        include_str!("diagnostics/base/glossary.yaml"),
    ),
    (
        "service.yaml",
        include_str!("diagnostics/base/service.yaml"),
    ),
    (
        "monitor/StartMonitor.yaml",
        include_str!("diagnostics/base/monitor/StartMonitor.yaml"),
    ),
    (
        "monitor/types.yaml",
        include_str!("diagnostics/base/monitor/types.yaml"),
    ),
    (
        "monitor/SetNotifyUrl.yaml",
        include_str!("diagnostics/base/monitor/SetNotifyUrl.yaml"),
    ),
    (
        "monitor/notifications.yaml",
        include_str!("diagnostics/base/monitor/notifications.yaml"),
    ),
];

/// Fragments of YAML with a meaning to the parser or the grammar.
const FRAGMENTS: [&str; 50] = [
    "a",
    "é直🎥",
    "1",
    "-1",
    "0.5",
    "1e999",
    ".nan",
    "~",
    "true",
    "''",
    "\"\\u00e9",
    "\"",
    "'",
    ":",
    ": ",
    "- ",
    "? ",
    ", ",
    "[",
    "]",
    "{",
    "}",
    "\n",
    "\n  ",
    "\r\n",
    "\t",
    " # c\n",
    "|\n",
    ">-\n",
    "&a ",
    "*a",
    "<<: ",
    "!t ",
    "!!int ",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "\0",
    "type: ",
    "enum: ",
    "fields: ",
    "items: ",
    "kinds: ",
    "set_by: ",
    "array",
    "map",
    "Input",
];

/// Loads the service with the text of one file replaced.
fn check(file: usize, text: &str) {
    let sources = || {
        let files = FILES.iter().enumerate();
        Sources::from_texts(
            files.map(|(index, (path, own))| (*path, if index == file { text } else { own })),
        )
    };
    if let Err(found) = live_spec::load(&sources()) {
        let shown = found.render(&sources(), "specs", false);
        assert!(shown.contains("error: "), "{shown}");
        assert!(
            found
                .iter()
                .all(|found| shown.contains(" specs/") && !found.message().is_empty())
        );
    }
}

proptest! {
    #[test]
    fn arbitrary_text(file in 0..FILES.len(), text in any::<String>()) {
        check(file, &text);
    }

    #[test]
    fn bits_of_yaml(file in 0..FILES.len(), bits in prop::collection::vec(select(&FRAGMENTS[..]), 0..40)) {
        check(file, &bits.concat());
    }

    #[test]
    fn damaged_specs(
        file in 0..FILES.len(),
        damage in prop::collection::vec((any::<Index>(), 0..12_usize, select(&FRAGMENTS[..])), 1..4),
    ) {
        let mut chars: Vec<char> = FILES[file].1.chars().collect();
        for (at, length, bit) in damage {
            let start = at.index(chars.len() + 1);
            let end = chars.len().min(start + length);
            chars.splice(start..end, bit.chars());
        }
        check(file, &chars.into_iter().collect::<String>());
    }
}

#[test]
fn deep_and_large_texts_are_handled() {
    for file in 0..FILES.len() {
        check(file, &"[".repeat(2_000));
        check(file, &"{a: ".repeat(2_000));
        check(file, &"- ".repeat(2_000));
        check(file, &format!("a: {}", "9".repeat(2_000)));
        check(file, "a: &a [*a, *a]");
        check(
            file,
            &format!(
                "operation: &o {{{}}}\nrequest: *o",
                "a: {type: any, doc: A.}, ".repeat(50)
            ),
        );
    }
    let nested = "type: array, items: {".repeat(60);
    let text = FILES[2].1.replace(
        "type: array, items: Input",
        &format!("{nested}type: string{}", "}".repeat(60)),
    );
    check(2, &text);
    let bomb = (0..20).fold("a0: &a0 [x]\n".to_owned(), |bomb, level| {
        let items = vec![format!("*a{level}"); 9].join(", ");
        bomb + &format!("a{}: &a{} [{items}]\n", level + 1, level + 1)
    });
    let sources = Sources::from_texts([("service.yaml", bomb)]);
    let message = live_spec::load(&sources).unwrap_err().to_string();
    assert!(message.contains("aliases expand this file"), "{message}");
}
