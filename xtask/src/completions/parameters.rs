//! The names of operations, and of their parameters and values. Only the files that are needed are
//! read, so that it takes no time, and specs with mistakes are of use as well.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use live_spec::{Draft, Family, Field, Service, Sources, Style, Type};

use super::candidate::Candidate;

/// Returns the names of all operations.
pub(crate) fn operations(specs: &Path) -> Vec<Candidate> {
    let mut found: Vec<_> = files(specs)
        .filter_map(|(family, path)| {
            let name = path.file_stem()?.to_str()?;
            Some(Candidate::new(name, family))
        })
        .collect();
    found.sort_by(|a, b| a.text.cmp(&b.text));
    found
}

/// Returns the files of operations, each with the name of its family.
fn files(specs: &Path) -> impl Iterator<Item = (String, PathBuf)> {
    let families = entries(specs).filter(|path| path.is_dir());
    families.flat_map(|folder| {
        let family = folder.file_name().unwrap_or_default().to_string_lossy();
        let family = family.into_owned();
        let files = entries(&folder).filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.ends_with(".yaml") && name.starts_with(|c: char| c.is_ascii_uppercase())
        });
        files
            .map(move |path| (family.clone(), path))
            .collect::<Vec<_>>()
    })
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path())
}

/// Returns what the current word may become, which is a parameter of the operation. `given` are the
/// words before it.
pub(crate) fn find(specs: &Path, operation: &str, given: &[&str], current: &str) -> Vec<Candidate> {
    if let Some((name, file)) = current.split_once("=@") {
        return values_of_files(name, file);
    }
    let Some(draft) = read(specs, operation) else {
        return Vec::new();
    };
    let service = draft.service();
    let mut families = service.families.iter();
    let found = families.find_map(|family| {
        let mut operations = family.operations.iter();
        let operation = operations.find(|it| it.name == operation)?;
        Some((family, operation))
    });
    let Some((family, operation)) = found else {
        return Vec::new();
    };
    let finder = Finder {
        service,
        family,
        given,
    };
    match current.split_once('=') {
        Some((path, _)) => finder.values(&operation.request, path),
        None => {
            let (path, _) = current.rsplit_once('.').unwrap_or_default();
            finder.names(&operation.request, path)
        }
    }
}

/// Returns the files from which a value may come.
fn values_of_files(name: &str, file: &str) -> Vec<Candidate> {
    let start = file.rfind('/').map_or("", |at| &file[..=at]);
    let folder = if start.is_empty() { "." } else { start };
    let mut found: Vec<_> = entries(Path::new(folder))
        .filter_map(|path| {
            let end = if path.is_dir() { "/" } else { "" };
            let file = path.file_name()?.to_str()?;
            Some(Candidate::new(format!("{name}=@{start}{file}{end}"), ""))
        })
        .collect();
    found.sort_by(|a, b| a.text.cmp(&b.text));
    found
}

/// Reads the spec of an operation, with what it refers to.
fn read(specs: &Path, operation: &str) -> Option<Draft> {
    let name = format!("{operation}.yaml");
    let (_, path) = files(specs).find(|(_, path)| path.ends_with(&name))?;
    let folder = path.parent()?;
    let others = ["types.yaml", "glossary.yaml"].map(|name| folder.join(name));
    let paths = others
        .into_iter()
        .chain([specs.join("glossary.yaml"), path.clone()]);
    let texts = paths.filter_map(|path| {
        let text = fs::read_to_string(&path).ok()?;
        Some((path.strip_prefix(specs).ok()?.to_owned(), text))
    });
    Some(Draft::read(&Sources::from_texts(texts)))
}

/// Finds parts of parameters.
struct Finder<'s, 'w> {
    service: &'s Service,
    family: &'s Family,
    /// The words before the cursor.
    given: &'w [&'w str],
}

impl<'s> Finder<'s, '_> {
    /// Returns the names below a path, which is empty for the parameters themselves.
    fn names(&self, request: &'s [Field], path: &str) -> Vec<Candidate> {
        if path.is_empty() {
            return self.fields(request, "");
        }
        match self.at(request, path) {
            Some((field, ty)) => match ty {
                Type::Object(fields) => self.fields(fields, &format!("{path}.")),
                Type::Array(array) => self.items(field, &array.items, path),
                _ => Vec::new(),
            },
            None => Vec::new(),
        }
    }

    /// Returns the fields that are not given yet, as `Name=` and, if they have parts, as `Name.`.
    fn fields(&self, fields: &'s [Field], start: &str) -> Vec<Candidate> {
        let mut found = Vec::new();
        for field in fields {
            let name = format!("{start}{}", field.name);
            let whole = format!("{name}=");
            if self.given.iter().any(|word| word.starts_with(&whole)) {
                continue;
            }
            let required = if field.required { "required: " } else { "" };
            let help = format!("{required}{}", self.doc(field));
            let ty = self.family.resolve(&field.ty);
            let has_parts = matches!(ty, Type::Array(_) | Type::Object(_));
            if has_parts && field.style != Some(Style::Comma) {
                found.push(Candidate::new(format!("{name}."), help.clone()));
            }
            found.push(Candidate::new(whole, help));
        }
        found
    }

    /// Returns the items that are given already, and the next.
    fn items(&self, field: &'s Field, ty: &'s Type, path: &str) -> Vec<Candidate> {
        let start = format!("{path}.");
        let numbers = self.given.iter().filter_map(|word| {
            let rest = word.strip_prefix(&start)?;
            let end = rest.find(['.', '=']).unwrap_or(rest.len());
            rest[..end].parse::<usize>().ok()
        });
        let numbers: BTreeSet<_> = numbers.collect();
        let next = numbers.last().map_or(1, |last| last + 1);
        let is_structure = matches!(self.family.resolve(ty), Type::Array(_) | Type::Object(_));
        let end = if is_structure { '.' } else { '=' };
        let open = numbers.into_iter().filter(|_| is_structure).chain([next]);
        open.map(|number| Candidate::new(format!("{start}{number}{end}"), self.doc(field)))
            .collect()
    }

    /// Returns the values that a parameter may have, as far as they are known.
    fn values(&self, request: &'s [Field], path: &str) -> Vec<Candidate> {
        let Some((field, ty)) = self.at(request, path) else {
            return Vec::new();
        };
        let value = |value: &str, help: &str| Candidate::new(format!("{path}={value}"), help);
        match ty {
            Type::Boolean => vec![value("true", ""), value("false", "")],
            Type::Enum(known) => {
                let known = known.values.iter();
                known.map(|known| value(&known.value, &known.doc)).collect()
            }
            _ if field.secret => Vec::new(),
            _ => {
                let default = field.default.iter().map(|text| value(text, "default"));
                let example = field.example.iter().map(|text| value(text, "example"));
                let one_line = |it: &Candidate| !it.text.contains('\n');
                default.chain(example).filter(one_line).collect()
            }
        }
    }

    /// Returns the field at a path, and the type of what is there: that of the field or of an item.
    fn at(&self, request: &'s [Field], path: &str) -> Option<(&'s Field, &'s Type)> {
        // Names of parameters may have dots.
        let fits = |field: &&Field| {
            let rest = path.strip_prefix(field.name.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let mut field = request.iter().filter(fits).max_by_key(|it| it.name.len())?;
        let mut ty = self.family.resolve(&field.ty);
        let rest = path[field.name.len()..].split('.').skip(1);
        for part in rest {
            ty = match ty {
                Type::Array(array) => self.family.resolve(&array.items),
                Type::Object(fields) => {
                    field = fields.iter().find(|field| field.name == part)?;
                    self.family.resolve(&field.ty)
                }
                _ => return None,
            };
        }
        Some((field, ty))
    }

    fn doc(&self, field: &'s Field) -> &'s str {
        let explanation = self.service.explanation(self.family, field);
        explanation.unwrap_or_default()
    }
}
