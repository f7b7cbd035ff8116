//! Parameters as given: `Key=value`, `Key.1.Field=value`, `Key=@file`.

use std::fs;
use std::io::Read as _;
use std::path::Path;

/// The name of standard input after `@`.
const STDIN: &str = "-";

/// What was given under one name: a text, or something under names below it.
#[derive(Default)]
pub(crate) struct Given {
    pub(crate) text: Option<String>,
    pub(crate) parts: Vec<(String, Given)>,
}

impl Given {
    /// Returns the text of each name below this one: the name from the parameter on, and the text.
    pub(crate) fn flat(&self, name: &str) -> Vec<(String, String)> {
        let own = self.text.iter().map(|text| (name.to_owned(), text.clone()));
        let below = self.parts.iter();
        let below = below.flat_map(|(part, given)| given.flat(&format!("{name}.{part}")));
        own.chain(below).collect()
    }

    fn part(&mut self, name: &str) -> &mut Self {
        let at = match self.parts.iter().position(|(known, _)| known == name) {
            Some(at) => at,
            None => {
                self.parts.push((name.to_owned(), Self::default()));
                self.parts.len() - 1
            }
        };
        &mut self.parts[at].1
    }
}

/// Reads the parameters, by their names. `known` are names that are not split at their dots, and
/// `folder` is where files are.
///
/// # Errors
///
/// Fails with all mistakes, a line each.
pub(crate) fn read(
    parameters: &[String],
    known: &[&str],
    folder: &Path,
) -> Result<Vec<(String, Given)>, Vec<String>> {
    let mut root = Given::default();
    let mut mistakes = Vec::new();
    let mut stdin_read = false;
    for parameter in parameters {
        let Some((name, value)) = parameter.split_once('=') else {
            // It may be a secret whose name was forgotten.
            mistakes.push("a parameter has no `=`: write `Key=value`".to_owned());
            continue;
        };
        let text = match text_of(value, folder, &mut stdin_read) {
            Ok(text) => text,
            Err(reason) => {
                mistakes.push(format!("`{name}`: {reason}"));
                continue;
            }
        };
        let (first, rest) = live_spec::split_parameter(name, known);
        let mut given = root.part(first);
        let mut is_split = false;
        for part in rest.into_iter().flat_map(|rest| rest.split('.')) {
            is_split |= given.text.is_some();
            given = given.part(part);
        }
        if given.text.is_some() {
            mistakes.push(format!("`{name}` is given twice"));
        } else if is_split || !given.parts.is_empty() {
            mistakes.push(format!(
                "`{name}` is given as a whole and in parts; choose one of them"
            ));
        }
        given.text = Some(text);
    }
    match mistakes.is_empty() {
        true => Ok(root.parts),
        false => Err(mistakes),
    }
}

/// Returns a value, or what is in the file that it names after `@`.
fn text_of(value: &str, folder: &Path, stdin_read: &mut bool) -> Result<String, String> {
    let Some(file) = value.strip_prefix('@') else {
        return Ok(value.to_owned());
    };
    if file.starts_with('@') {
        return Ok(file.to_owned());
    }
    let mut text = String::new();
    if file == STDIN {
        if std::mem::replace(stdin_read, true) {
            return Err("standard input was read for another parameter already".to_owned());
        }
        std::io::stdin()
            .read_to_string(&mut text)
            .map_err(|error| format!("cannot read standard input: {error}"))?;
    } else {
        text = fs::read_to_string(folder.join(file)).map_err(|error| {
            format!("cannot read {file}: {error}; for a text that starts with `@`, write `@@`")
        })?;
    }
    // As in `$(cat file)`: editors and `echo` end a text with a line break that is not meant.
    let end = text.trim_end_matches('\n').trim_end_matches('\r').len();
    text.truncate(end);
    Ok(text)
}
