//! Whatever a spec file holds, it loads or is told to be wrong at a place that can be shown.

use live_spec::Sources;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// The files of a small service that is right.
const FILES: [(&str, &str); 4] = [
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
];

/// Bits of YAML that mean something to a parser or to the grammar.
const BITS: [&str; 48] = [
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
        assert!(shown.starts_with("error: "), "{shown}");
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
    fn bits_of_yaml(file in 0..FILES.len(), bits in prop::collection::vec(select(&BITS[..]), 0..40)) {
        check(file, &bits.concat());
    }

    #[test]
    fn damaged_specs(
        file in 0..FILES.len(),
        damage in prop::collection::vec((any::<Index>(), 0..12_usize, select(&BITS[..])), 1..4),
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
fn deep_and_bulky_texts() {
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
    let told = live_spec::load(&sources).unwrap_err().to_string();
    assert!(told.contains("aliases make more of this file"), "{told}");
}
