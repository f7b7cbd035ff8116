//! The tables that the rules hold the code to. To move a module or a dependency, change them here.

/// The order of the modules of a crate.
pub(crate) struct CrateFloors {
    /// The crate's folder, relative to the root of the workspace.
    pub(crate) folder: &'static str,
    /// The top-level modules, from top to bottom. A module imports only from those below it.
    /// `lib.rs` and `main.rs` stand above all of them.
    pub(crate) floors: &'static [&'static str],
}

/// The floors of each crate.
pub(crate) const FLOORS: &[CrateFloors] = &[
    CrateFloors {
        folder: "runtime",
        floors: &[
            "client",
            "call",
            "credentials",
            "policy",
            "model",
            "wait",
            "error",
            "auth",
            "transport",
            "codec",
            "info",
            "support",
        ],
    },
    CrateFloors {
        folder: "edge",
        floors: &["callback", "url", "key", "host", "hash"],
    },
    CrateFloors {
        folder: "emulator",
        floors: &[
            "emulator", "http", "service", "notify", "gate", "fault", "answer", "catalog",
            "response", "request", "support",
        ],
    },
    CrateFloors {
        folder: "codegen/live-spec",
        floors: &[
            "load",
            "check",
            "schema",
            "waiters",
            "notifications",
            "service",
            "companions",
            "operation",
            "pages",
            "paths",
            "fields",
            "secrets",
            "enums",
            "rust_names",
            "doubts",
            "homes",
            "kind",
            "model",
            "format",
            "reader",
            "diagnostics",
            "sources",
            "yaml",
            "place",
            "names",
            "product",
            "terminal",
            "missing",
            "words",
            "synonyms",
            "characters",
            "shapes",
        ],
    },
    CrateFloors {
        folder: "codegen/live-codegen",
        floors: &[
            "changes", "readme", "output", "emit", "layout", "lower", "model", "docs", "names",
            "package",
        ],
    },
    CrateFloors {
        folder: "codegen/live-import",
        floors: &[
            "page",
            "news",
            "import",
            "report",
            "found",
            "input",
            "specs",
            "python",
            "cli",
            "facts",
            "api_docs",
            "json_types",
            "hosts",
            "merge",
            "label",
            "build",
            "samples",
            "values",
            "scalars",
            "metadata",
            "keys",
            "json",
            "writer",
        ],
    },
    CrateFloors {
        folder: "xtask",
        floors: &[
            "call",
            "completions",
            "demo",
            "changes",
            "codegen",
            "import",
            "new",
            "transcribe",
            "figures",
            "tidy",
            "terminal",
            "workspace",
        ],
    },
    CrateFloors {
        folder: "xtask/call",
        floors: &[
            "run",
            "report",
            "target",
            "tap",
            "curl",
            "explain",
            "request",
            "parameters",
            "values",
            "typed",
            "given",
            "description",
            "called",
            "suggest",
            "pretty",
            "order",
            "screen",
        ],
    },
    CrateFloors {
        folder: "runtime/derive",
        floors: &[
            "builder", "enums", "setters", "structs", "required", "input", "error",
        ],
    },
];

/// What a crate of the workspace may depend on.
pub(crate) struct Direction {
    /// Name of the crate.
    pub(crate) name: &'static str,
    /// The members of the workspace that it may depend on.
    pub(crate) may_use: MayUse,
}

/// The members that a crate may depend on.
pub(crate) enum MayUse {
    /// Every member.
    Anything,
    /// The members listed.
    Only(&'static [&'static str]),
}

/// Crates from elsewhere that a member must not use, with the reason.
pub(crate) const FOREIGN: &[(&str, &[&str], &str)] = &[
    (
        "live-spec",
        &["heck", "prettyplease", "proc-macro2", "quote", "syn"],
        "the emulator needs live-spec alone, and must not compile a generator",
    ),
    (
        "live-codegen",
        &["hyper", "reqwest", "tokio"],
        "generating opens no socket",
    ),
    (
        "live-import",
        &["hyper", "reqwest", "tokio"],
        "importing opens no socket",
    ),
];

/// The direction of dependencies between the members. Dev-dependencies are not judged, except by
/// [`NOT_EVEN_IN_TESTS`].
pub(crate) const DIRECTIONS: &[Direction] = &[
    Direction {
        name: "xtask",
        may_use: MayUse::Only(&["live-codegen", "live-import", "live-spec"]),
    },
    Direction {
        name: "live-call",
        may_use: MayUse::Only(&[
            "alibabacloud-live-emulator",
            "alibabacloud-rpc",
            "live-spec",
        ]),
    },
    Direction {
        name: "live-codegen",
        may_use: MayUse::Only(&["live-spec"]),
    },
    Direction {
        name: "live-import",
        may_use: MayUse::Only(&["live-spec"]),
    },
    Direction {
        name: "live-spec",
        may_use: MayUse::Only(&[]),
    },
    Direction {
        name: "alibabacloud-live",
        may_use: MayUse::Only(&["alibabacloud-live-edge", "alibabacloud-rpc"]),
    },
    Direction {
        name: "alibabacloud-fixture",
        may_use: MayUse::Only(&["alibabacloud-live-edge", "alibabacloud-rpc"]),
    },
    Direction {
        name: "alibabacloud-sts",
        may_use: MayUse::Only(&["alibabacloud-rpc"]),
    },
    Direction {
        name: "alibabacloud-live-emulator",
        may_use: MayUse::Only(&["live-spec"]),
    },
    Direction {
        name: "alibabacloud-rpc",
        may_use: MayUse::Only(&["alibabacloud-rpc-derive", "alibabacloud-secret"]),
    },
    Direction {
        name: "alibabacloud-live-edge",
        may_use: MayUse::Only(&["alibabacloud-secret"]),
    },
    Direction {
        name: "alibabacloud-secret",
        may_use: MayUse::Only(&[]),
    },
    Direction {
        name: "alibabacloud-rpc-derive",
        may_use: MayUse::Only(&[]),
    },
    // Programs stand where those of users do, so they see what users see.
    Direction {
        name: "live-examples",
        may_use: MayUse::Only(&["alibabacloud-live", "alibabacloud-live-edge"]),
    },
    Direction {
        name: "live-tests",
        may_use: MayUse::Anything,
    },
];

/// Dev-dependencies that are forbidden: a crate, and the member that its tests must do without.
pub(crate) const NOT_EVEN_IN_TESTS: &[(&str, &str)] = &[("alibabacloud-rpc", "alibabacloud-live")];

/// Name of the generated crate.
pub(crate) const GENERATED_CRATE: &str = "alibabacloud-live";

/// Size limit of a generated file, in bytes.
pub(crate) const LARGEST_GENERATED_FILE: usize = 100_000;

/// What the first line of every generated file contains.
pub(crate) const GENERATED_HEADER: &str = "Generated by `cargo xtask codegen`";

/// Columns that comments and Markdown are filled to.
pub(crate) const WIDTH: usize = 100;

/// Returns whether `cargo xtask codegen` owns the file: the generated crate, and those of the
/// goldens.
pub(crate) fn is_generated(path: &str) -> bool {
    let golden = path.split_once("/goldens/");
    path.starts_with("generated/")
        || golden.is_some_and(|(_, path)| path.split('/').any(|part| part == "generated"))
}

/// The documents for maintainers and users. The first has to be there.
pub(crate) const DOCUMENTS: [&str; 3] = ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"];
