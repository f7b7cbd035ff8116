//! Finds the modules of a crate and what each of them imports from the others.

use std::collections::{BTreeMap, BTreeSet};

use super::rust::{self, Kind, Token};
use super::tree::Tree;

/// The modules of a crate, and the paths by which they import from one another.
pub(crate) struct Modules {
    /// The file of each module. That of the root, `lib.rs` or `main.rs`, has the empty path.
    files: BTreeMap<Vec<String>, String>,
    /// The imports of all files.
    pub(crate) imports: Vec<Import>,
}

/// A path in the code of a module that leads to another module of the crate.
#[derive(Debug)]
pub(crate) struct Import {
    /// The file with the path.
    pub(crate) file: String,
    /// The module of that file.
    pub(crate) module: Vec<String>,
    /// The line of the path.
    pub(crate) line: usize,
    /// The path from the root of the crate.
    pub(crate) path: Vec<String>,
    /// The module that the path leads to.
    pub(crate) target: Vec<String>,
    /// Whether it is a `pub use`.
    pub(crate) is_re_export: bool,
}

impl Modules {
    /// Reads the modules of the crate in a folder. Code for tests and for `cfg(doc)` is left out.
    pub(crate) fn read(tree: &Tree, folder: &str) -> Self {
        let source = format!("{folder}/src");
        let mut files = BTreeMap::new();
        let mut roots = Vec::new();
        for path in tree.below(&source) {
            let module = path
                .strip_prefix(&source)
                .and_then(|path| path.strip_suffix(".rs"));
            let Some(module) = module else { continue };
            let mut module: Vec<_> = module.split('/').skip(1).map(str::to_owned).collect();
            match module.last().map(String::as_str) {
                Some("lib" | "main") if module.len() == 1 => {
                    roots.push(path.to_owned());
                    continue;
                }
                Some("mod") => _ = module.pop(),
                _ => {}
            }
            files.insert(module, path.to_owned());
        }
        let mut read: Vec<_> = files
            .iter()
            .map(|(module, path)| (module.clone(), path.clone()))
            .collect();
        read.extend(roots.iter().map(|path| (Vec::new(), path.clone())));
        if let Some(root) = roots.into_iter().next() {
            files.insert(Vec::new(), root);
        }

        let texts: Vec<_> = read
            .iter()
            .map(|(module, path)| (module, path, tree.text(path).unwrap_or_default()))
            .collect();
        let found: Vec<_> = texts
            .iter()
            .map(|(module, path, text)| (*path, *module, Reader::read(text, module, &files)))
            .collect();
        let tests: BTreeSet<_> = found
            .iter()
            .flat_map(|(_, _, reader)| reader.test_modules.iter().cloned())
            .collect();
        let is_test = |module: &[String]| {
            module.last().is_some_and(|name| name == "tests")
                || (1..=module.len()).any(|length| tests.contains(&module[..length]))
        };
        let macros: BTreeMap<_, _> = found
            .iter()
            .flat_map(|(_, module, reader)| {
                let module: &Vec<String> = module;
                reader.macros.iter().map(move |name| (name.clone(), module))
            })
            .collect();
        let imports = found
            .iter()
            .filter(|(_, module, _)| !is_test(module))
            .flat_map(|(file, module, reader)| {
                reader.paths.iter().map(|path| Import {
                    file: (*file).clone(),
                    module: (*module).clone(),
                    line: path.line,
                    path: path.segments.clone(),
                    target: target(&files, &macros, &path.segments),
                    is_re_export: path.is_re_export,
                })
            })
            .filter(|import| import.target != import.module && !is_test(&import.target))
            .collect();
        files.retain(|module, _| !is_test(module));
        Self { files, imports }
    }

    /// Returns the modules that have a file of their own, with it.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&[String], &str)> {
        self.files
            .iter()
            .map(|(module, file)| (module.as_slice(), file.as_str()))
    }

    /// Returns the file of a module.
    pub(crate) fn file(&self, module: &[String]) -> &str {
        self.files.get(module).map_or("", String::as_str)
    }
}

/// Returns the module that a path leads to: the one that defines the macro, or the innermost that
/// has a file.
fn target(
    files: &BTreeMap<Vec<String>, String>,
    macros: &BTreeMap<String, &Vec<String>>,
    path: &[String],
) -> Vec<String> {
    let innermost = (1..=path.len())
        .rev()
        .map(|length| &path[..length])
        .find(|prefix| files.contains_key(*prefix));
    match (innermost, path) {
        (Some(module), _) => module.to_vec(),
        // Exported macros live at the root, wherever they are written.
        (None, [name]) => macros
            .get(name)
            .map(|module| (*module).clone())
            .unwrap_or_default(),
        (None, _) => Vec::new(),
    }
}

/// A path as it was found.
struct Found {
    segments: Vec<String>,
    line: usize,
    is_re_export: bool,
}

/// Reads the paths in a file.
struct Reader<'a> {
    tokens: Vec<Token<'a>>,
    files: &'a BTreeMap<Vec<String>, String>,
    at: usize,
    /// The module of the code at `at`.
    module: Vec<String>,
    /// The depth of braces at which each inline module ends.
    inline: Vec<usize>,
    depth: usize,
    /// Whether the next macro is exported.
    is_exported: bool,
    paths: Vec<Found>,
    macros: Vec<String>,
    test_modules: Vec<Vec<String>>,
}

impl<'a> Reader<'a> {
    fn read(text: &'a str, module: &[String], files: &'a BTreeMap<Vec<String>, String>) -> Self {
        let mut reader = Self {
            tokens: rust::code(text),
            files,
            at: 0,
            module: module.to_vec(),
            inline: Vec::new(),
            depth: 0,
            is_exported: false,
            paths: Vec::new(),
            macros: Vec::new(),
            test_modules: Vec::new(),
        };
        while reader.at < reader.tokens.len() {
            reader.step();
        }
        reader
    }

    fn step(&mut self) {
        match self.text(0) {
            "{" => self.depth += 1,
            "}" => {
                if self.inline.last() == Some(&self.depth) {
                    self.inline.pop();
                    self.module.pop();
                }
                self.depth = self.depth.saturating_sub(1);
            }
            "#" if self.text(1) == "[" || self.text(1) == "!" && self.text(2) == "[" => {
                return self.attribute();
            }
            "mod" if self.is_ident(1) && self.text(2) == "{" => {
                self.module.push(self.text(1).to_owned());
                self.depth += 1;
                self.inline.push(self.depth);
                self.at += 3;
                return;
            }
            "macro_rules" if self.text(1) == "!" => {
                self.macros.push(self.text(2).to_owned());
                self.at += 3;
                // The paths in an exported macro are those of the crate that uses it.
                if std::mem::take(&mut self.is_exported) {
                    self.skip_group(0);
                }
                return;
            }
            // What is quoted is code of a generated crate.
            "quote" | "parse_quote" | "quote_spanned" if self.text(1) == "!" => {
                return self.skip_group(2);
            }
            "pub" if self.text(1) == "(" && self.text(2) == "in" => {
                return self.skip_group(1);
            }
            "use" if self.text(1) != "<" => return self.declaration(),
            _ if self.is_ident(0) && self.is_separator(1) => return self.expression(),
            _ => {}
        }
        self.at += 1;
    }

    /// Reads an attribute, and skips the item behind one for tests or documentation.
    fn attribute(&mut self) {
        let start = self.at;
        let bracket = if self.text(1) == "[" { 1 } else { 2 };
        self.skip_group(bracket);
        let texts: Vec<_> = self.tokens[start + bracket..self.at]
            .iter()
            .map(|token| token.text)
            .collect();
        self.is_exported |= texts.contains(&"macro_export");
        let is_left_out = matches!(
            texts.as_slice(),
            ["[", "cfg", "(", "test" | "doc", ..] | ["[", "cfg", "(", "all", "(", "test", ..]
        );
        if !is_left_out || bracket == 2 {
            return;
        }
        while self.text(0) == "#" && self.text(1) == "[" {
            self.skip_group(1);
        }
        let start = self.at;
        while self.at < self.tokens.len() {
            match self.text(0) {
                ";" => {
                    self.at += 1;
                    break;
                }
                "{" => {
                    self.skip_group(0);
                    // The braces of `use a::{b, c};` are not the end of the item.
                    if self.text(0) == ";" {
                        self.at += 1;
                    }
                    break;
                }
                "(" | "[" => self.skip_group(0),
                ")" | "]" | "}" => break,
                _ => self.at += 1,
            }
        }
        if let [.., name, semicolon] = &self.tokens[start..self.at]
            && semicolon.text == ";"
            && self.tokens[start..self.at]
                .iter()
                .any(|token| token.text == "mod")
        {
            let mut module = self.module.clone();
            module.push(name.text.to_owned());
            self.test_modules.push(module);
        }
    }

    /// Goes behind the group of brackets that opens `ahead` tokens from here.
    fn skip_group(&mut self, ahead: usize) {
        self.at += ahead;
        let mut depth = 0;
        while self.at < self.tokens.len() {
            match self.text(0) {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }

    /// Reads a `use` declaration.
    fn declaration(&mut self) {
        let is_re_export = self.at.checked_sub(1).is_some_and(|before| {
            let tokens = &self.tokens[..=before];
            match tokens.last().map_or("", |token| token.text) {
                "pub" => true,
                ")" => tokens
                    .iter()
                    .rev()
                    .find(|token| token.text == "pub" || token.text == ";")
                    .is_some_and(|token| token.text == "pub"),
                _ => false,
            }
        });
        self.at += 1;
        let mut segments = Vec::new();
        self.branch(&mut segments, is_re_export);
    }

    /// Reads one branch of a tree of imports: a path, or a path with a group in braces at its end.
    fn branch(&mut self, segments: &mut Vec<String>, is_re_export: bool) {
        let before = segments.len();
        let line = self.tokens.get(self.at).map_or(0, |token| token.line);
        loop {
            match self.text(0) {
                "{" => {
                    self.at += 1;
                    while self.at < self.tokens.len() && self.text(0) != "}" {
                        if self.text(0) == "," {
                            self.at += 1;
                        } else {
                            self.branch(segments, is_re_export);
                        }
                    }
                    self.at += 1;
                    break;
                }
                "*" => {
                    self.at += 1;
                    self.add(segments, line, is_re_export);
                    break;
                }
                _ if self.is_ident(0) => {
                    segments.push(self.text(0).to_owned());
                    self.at += 1;
                }
                // A leading `::` names another crate.
                ":" if segments.is_empty() && self.is_separator(0) => {
                    segments.push("::".to_owned());
                }
                _ => {
                    self.at += 1;
                    break;
                }
            }
            if self.is_separator(0) {
                self.at += 2;
                continue;
            }
            if self.text(0) == "as" {
                self.at += 2;
            }
            self.add(segments, line, is_re_export);
            break;
        }
        segments.truncate(before);
    }

    /// Reads a path outside of `use`.
    fn expression(&mut self) {
        let before: Vec<_> = self.tokens[self.at.saturating_sub(2)..self.at]
            .iter()
            .map(|token| token.text)
            .collect();
        // `$crate::` is a path for the crates that use the macro.
        let is_continued = matches!(before.as_slice(), [":", ":"] | [.., "$"]);
        let line = self.tokens[self.at].line;
        let mut segments = vec![self.text(0).to_owned()];
        self.at += 1;
        while self.is_separator(0) && self.is_ident(2) {
            segments.push(self.text(2).to_owned());
            self.at += 3;
        }
        if !is_continued {
            self.add(&segments, line, false);
        }
    }

    /// Notes a path if it leads into this crate.
    fn add(&mut self, segments: &[String], line: usize, is_re_export: bool) {
        let mut rest = segments;
        if let [.., last] = rest
            && last == "self"
            && rest.len() > 1
        {
            rest = &rest[..rest.len() - 1];
        }
        let mut path = match rest.first().map(String::as_str) {
            Some("crate") => Vec::new(),
            Some("self") => self.module.clone(),
            Some("super") => {
                let mut parent = self.module.clone();
                parent.pop();
                parent
            }
            Some(name) => {
                let mut child = self.module.clone();
                child.push(name.to_owned());
                if !self.files.contains_key(&child) {
                    return;
                }
                child
            }
            None => return,
        };
        rest = &rest[1..];
        while let Some(("super", behind)) = rest
            .split_first()
            .map(|(first, behind)| (first.as_str(), behind))
        {
            path.pop();
            rest = behind;
        }
        path.extend(rest.iter().cloned());
        self.paths.push(Found {
            segments: path,
            line,
            is_re_export,
        });
    }

    fn text(&self, ahead: usize) -> &'a str {
        self.tokens
            .get(self.at + ahead)
            .map_or("", |token| token.text)
    }

    fn is_ident(&self, ahead: usize) -> bool {
        self.tokens
            .get(self.at + ahead)
            .is_some_and(|token| token.kind == Kind::Ident)
    }

    fn is_separator(&self, ahead: usize) -> bool {
        self.text(ahead) == ":" && self.text(ahead + 1) == ":"
    }
}
