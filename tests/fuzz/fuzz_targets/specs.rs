//! Any text of a spec file either loads or results in mistakes that can be displayed.

#![no_main]

use libfuzzer_sys::fuzz_target;
use live_spec::Sources;

/// The files of a small valid service.
const FILES: [(&str, &str); 6] = [
    (
        "glossary.yaml",
        include_str!("../../../codegen/live-spec/tests/suite/diagnostics/base/glossary.yaml"),
    ),
    (
        "service.yaml",
        include_str!("../../../codegen/live-spec/tests/suite/diagnostics/base/service.yaml"),
    ),
    (
        "monitor/StartMonitor.yaml",
        include_str!(
            "../../../codegen/live-spec/tests/suite/diagnostics/base/monitor/StartMonitor.yaml"
        ),
    ),
    (
        "monitor/types.yaml",
        include_str!("../../../codegen/live-spec/tests/suite/diagnostics/base/monitor/types.yaml"),
    ),
    (
        "monitor/SetNotifyUrl.yaml",
        include_str!(
            "../../../codegen/live-spec/tests/suite/diagnostics/base/monitor/SetNotifyUrl.yaml"
        ),
    ),
    (
        "monitor/notifications.yaml",
        include_str!(
            "../../../codegen/live-spec/tests/suite/diagnostics/base/monitor/notifications.yaml"
        ),
    ),
];

fuzz_target!(|input: (u8, &str)| {
    let (file, text) = input;
    let file = usize::from(file) % FILES.len();
    let files = FILES.iter().enumerate();
    let sources = Sources::from_texts(
        files.map(|(index, (path, own))| (*path, if index == file { text } else { own })),
    );
    let Err(found) = live_spec::load(&sources) else {
        return;
    };
    let shown = found.render(&sources, "specs", false);
    assert!(shown.starts_with("error: "), "{shown}");
    for mistake in found.iter() {
        assert!(!mistake.message().is_empty(), "{shown}");
        assert!(shown.contains(" specs/"), "{shown}");
    }
});
