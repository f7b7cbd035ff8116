//! Random edits of the specs of the goldens.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::Texts;

/// Texts of specs, and what may stand in their place.
const RULES: &[(&str, &str)] = &[
    ("required: true, ", ""),
    (", doc:", ", required: true, doc:"),
    (", doc:", ", secret: true, doc:"),
    (", doc:", ", name: renamed, doc:"),
    (", doc:", ", deprecated: Of no use., doc:"),
    ("doc: A", "doc: Another, a"),
    ("doc: The", "doc: Once more, the"),
    ("type: string", "type: integer"),
    ("type: string", "type: long"),
    ("type: string", "type: boolean"),
    ("type: string", "type: any"),
    ("type: string", "type: double"),
    ("type: string", "type: Leaf"),
    ("type: string", "type: Shared"),
    ("type: long", "type: string"),
    ("type: long", "type: integer"),
    ("type: boolean", "type: string"),
    ("type: any", "type: string"),
    ("type: Both", "type: Leaf"),
    ("type: OnlyRead", "type: Both"),
    ("items: string", "items: long"),
    ("items: Leaf", "items: Both"),
    ("values: string", "values: integer"),
    ("style: repeat", "style: json"),
    ("style: json", "style: repeat"),
    ("style: comma", "style: repeat"),
    ("in: body, ", ""),
    ("method: POST", "method: GET"),
    ("method: GET", "method: POST"),
    (
        "method: POST\n",
        "method: POST\nread_only: true\nwhy: { read_only: It reads. }\n",
    ),
    ("method: POST\n", "method: POST\nlimit: 7/s\n"),
    ("method: POST\n", "method: POST\nsign: none\n"),
    ("method: POST\n", "method: POST\ndeprecated: Of no use.\n"),
    ("summary: Has", "summary: Shows"),
    (
        "request:\n",
        "request:\n  Fresh: { type: string, doc: New. }\n",
    ),
    (
        "request:\n",
        "request:\n  Fresh: { type: string, required: true, doc: New. }\n",
    ),
    (
        "request:\n",
        "request:\n  Fresh: { type: array, items: Leaf, style: json, doc: New. }\n",
    ),
    (
        "response:\n",
        "response:\n  Fresh: { type: double, doc: New. }\n",
    ),
    (
        "response:\n",
        "response:\n  Fresh: { type: Both, doc: New. }\n",
    ),
    (
        "response:\n",
        "response:\n  Fresh: { type: object, doc: New., fields: { Name: { type: string } } }\n",
    ),
    ("fields: {", "fields: { Fresh: { type: double, doc: New. },"),
    (
        "fields:\n    Name",
        "fields:\n    Fresh: { type: double, doc: New. }\n    Name",
    ),
    (
        "fields:\n    Name",
        "fields:\n    Fresh: { type: string, required: true, doc: New. }\n    Name",
    ),
    ("enum: {", "enum: { fresh: New.,"),
    ("enum: {", "enum: { Fresh: { name: Newest, doc: New. },"),
    (", doc:", ", enum: { a: The letter A. }, doc:"),
    (
        "errors:\n",
        "errors:\n  - { status: 400, code: Fresh, doc: New. }\n",
    ),
    (
        "errors:\n",
        "errors:\n  - { status: 400, code: Invalid%s, doc: New. }\n",
    ),
    (
        "errors:\n",
        "errors:\n  - { status: 400, code: Slow, class: throttling, doc: New. }\n",
    ),
    ("code: No", "code: Not"),
    ("code: I", "name: Other, code: I"),
    ("status: 4", "status: 5"),
    ("class: throttling", "class: transient"),
    ("interval: 5s", "interval: 6s"),
    ("failed: [2, 3, 4]", "failed: [2, 3]"),
    ("absent: done", "absent: failed"),
    ("sent: query", "sent: json"),
    ("sent: json", "sent: query"),
    ("signed: domain", "signed: address"),
    ("Notice:\n", "Note:\n"),
    ("    File:", "    Blob:"),
    ("    Type: {", "    Kind: {"),
    ("when: type, ", ""),
    ("is there.\n", "is there.\n      when: uri\n"),
    (
        "response:\n",
        "response:\n    Fresh: { type: string, required: true, doc: New. }\n",
    ),
    (
        "kinds:\n",
        "kinds:\n    Fresh: { doc: New., when: fresh, fields: { fresh: { type: string, doc: New. } } }\n",
    ),
    ("  edge: {", "  shore: {"),
    ("live-edge,", "live-shore,"),
    ("wrapper: T", "wrapper: U"),
    (", wrapper: Task", ""),
    ("size: Size, ", ""),
    (", more: Result.More", ""),
    ("cn-shanghai: ", "cn-beijing: "),
    ("default: fixture", "default: other"),
    ("version: 2020", "version: 2021"),
    ("title: 'Fixture", "title: 'Fixtures"),
    ("default: 10", "default: 11"),
    ("name: ", "name: Other"),
    ("  Name:", "  Title:"),
    ("  Type:", "  Kind:"),
    ("  State:", "  Status:"),
    ("Names:", "Titles:"),
    ("\nLeaf:\n", "\nLeaf:\n  name: Leaflet\n"),
    ("\nTask:\n", "\nTask:\n  name: Job\n"),
    ("Shared:\n", "Shared:\n  name: Common\n"),
];

/// Names of types, and others.
const TYPES: [(&str, &str); 8] = [
    ("Leaf", "Leaves"),
    ("OnlyRead", "ReadOnly"),
    ("Both", "Either"),
    ("Shared", "Common"),
    ("Task", "Job"),
    ("TaskState", "JobState"),
    ("Parcel", "Box"),
    ("Told", "Informed"),
];

const FOLDERS: [&str; 7] = [
    "arrays",
    "encodings",
    "enums",
    "names",
    "notices",
    "objects",
    "waits",
];

/// One change of some files.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    /// Puts a text in place of another, at one of its occurrences.
    Replace(&'static (&'static str, &'static str), Index),
    /// Removes a line of a file.
    Remove(Index, Index),
    /// Swaps a line of a file with the next one.
    Swap(Index, Index),
    /// Renames a type in one folder.
    Rename(&'static (&'static str, &'static str), &'static str),
    /// Moves a file into another folder.
    Move(Index, &'static str),
    /// Renames a folder.
    MoveAll(&'static str),
}

pub(super) fn edit() -> impl Strategy<Value = Edit> {
    let at = any::<Index>;
    prop_oneof![
        12 => (select(RULES), at()).prop_map(|(rule, at)| {
            let rule = RULES.iter().find(|it| **it == rule).unwrap_or(&RULES[0]);
            Edit::Replace(rule, at)
        }),
        2 => (at(), at()).prop_map(|(file, line)| Edit::Remove(file, line)),
        2 => (at(), at()).prop_map(|(file, line)| Edit::Swap(file, line)),
        1 => (0..TYPES.len(), select(&FOLDERS[..]))
            .prop_map(|(of, folder)| Edit::Rename(&TYPES[of], folder)),
        1 => (at(), select(&FOLDERS[..])).prop_map(|(file, folder)| Edit::Move(file, folder)),
        1 => select(&FOLDERS[..]).prop_map(Edit::MoveAll),
    ]
}

impl Edit {
    /// Edits the files. Does nothing where there is nothing to edit.
    pub(super) fn apply(&self, files: &mut Texts) {
        match self {
            Self::Replace((old, new), at) => {
                let found: Vec<_> = files
                    .iter()
                    .enumerate()
                    .flat_map(|(file, (_, text))| {
                        text.match_indices(old).map(move |(start, _)| (file, start))
                    })
                    .collect();
                if !found.is_empty() {
                    let (file, start) = found[at.index(found.len())];
                    files[file].1.replace_range(start..start + old.len(), new);
                }
            }
            Self::Remove(file, line) => change_lines(files, *file, |lines| {
                lines.remove(line.index(lines.len()));
            }),
            Self::Swap(file, line) => change_lines(files, *file, |lines| {
                let at = line.index(lines.len());
                let next = (at + 1) % lines.len();
                lines.swap(at, next);
            }),
            Self::Rename((old, new), folder) => {
                for (path, text) in files
                    .iter_mut()
                    .filter(|(path, _)| path.starts_with(folder))
                {
                    if path.ends_with("types.yaml") {
                        *text =
                            format!("\n{text}").replace(&format!("\n{old}:"), &format!("\n{new}:"));
                    }
                    for key in ["type", "items", "values"] {
                        for end in [",", " ", "\n"] {
                            let of = |name| format!("{key}: {name}{end}");
                            *text = text.replace(&of(old), &of(new));
                        }
                    }
                }
            }
            Self::Move(file, folder) => {
                let at = file.index(files.len());
                let (path, _) = &mut files[at];
                if path.parent() != Some(Path::new("")) {
                    *path = Path::new(folder).join(path.file_name().unwrap_or_default());
                }
            }
            Self::MoveAll(folder) => {
                for (path, text) in files {
                    match path.strip_prefix(folder) {
                        Ok(name) => *path = PathBuf::from("moved").join(name),
                        Err(_) => {
                            *text = text.replace(&format!("\n  {folder}:"), "\n  moved:");
                        }
                    }
                }
            }
        }
    }
}

fn change_lines(files: &mut Texts, file: Index, change: impl FnOnce(&mut Vec<String>)) {
    let at = file.index(files.len());
    let text = &mut files[at].1;
    let mut lines: Vec<_> = text.split_inclusive('\n').map(str::to_owned).collect();
    change(&mut lines);
    *text = lines.concat();
}
