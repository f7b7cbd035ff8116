//! States a name for everything in a spec that can have one, as people do where names clash.

use serde_json::{Value, json};

/// Returns the files with a different name for each field, type, value and error code.
pub(super) fn with_names(files: &[(String, String)]) -> Vec<(String, String)> {
    let mut names = Names::default();
    let mut file = |(path, text): &(String, String)| {
        let mut root: Value = serde_json::from_str(text).unwrap_or_default();
        if path.ends_with("/types.yaml") {
            for (_, named) in root.as_object_mut().into_iter().flatten() {
                names.name_type(named);
                names.ty(named);
            }
        }
        if path.ends_with("/notifications.yaml") {
            for (_, notice) in root.as_object_mut().into_iter().flatten() {
                for part in ["fields", "response"] {
                    names.fields(notice.get_mut(part));
                }
                let kinds = notice.get_mut("kinds").and_then(Value::as_object_mut);
                for (_, kind) in kinds.into_iter().flatten() {
                    names.fields(kind.get_mut("fields"));
                }
            }
        }
        for part in ["request", "response"] {
            names.fields(root.get_mut(part));
        }
        let errors = root.get_mut("errors").and_then(Value::as_array_mut);
        for error in errors.into_iter().flatten() {
            if error["code"] != "Invalid%s" {
                names.name_type(error);
            }
        }
        (path.clone(), root.to_string())
    };
    files
        .iter()
        .map(|entry| match entry {
            (_, text) if text.starts_with('{') => file(entry),
            other => other.clone(),
        })
        .collect()
}

/// Counts the names that were given.
#[derive(Default)]
struct Names(usize);

impl Names {
    fn next(&mut self) -> usize {
        self.0 += 1;
        self.0
    }

    fn name_type(&mut self, described: &mut Value) {
        described["name"] = format!("Stated{}", self.next()).into();
    }

    fn fields(&mut self, fields: Option<&mut Value>) {
        for (_, field) in fields.and_then(Value::as_object_mut).into_iter().flatten() {
            field["name"] = format!("stated_{}", self.next()).into();
            self.ty(field);
        }
    }

    fn ty(&mut self, ty: &mut Value) {
        self.fields(ty.get_mut("fields"));
        for part in ["items", "values"] {
            if let Some(part) = ty.get_mut(part).filter(|part| part.is_object()) {
                self.ty(part);
            }
        }
        let values = ty.get_mut("enum").and_then(Value::as_object_mut);
        for (_, value) in values.into_iter().flatten() {
            if value.is_string() {
                *value = json!({ "doc": value.clone() });
            }
            self.name_type(value);
        }
    }
}
