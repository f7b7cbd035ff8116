//! The subset of the ini format used by credentials files.

/// The keys and values of one section.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Section<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Section<'a> {
    /// Finds a section. Merges sections of the same name.
    ///
    /// Lines that start with `#` or `;` are comments, and so is the rest of a line from a `#` after
    /// whitespace. Any other `#` is part of the value. Lines that are neither sections nor
    /// assignments are ignored.
    pub(super) fn find(text: &'a str, name: &str) -> Option<Self> {
        let mut found = None;
        let mut inside = false;
        for line in text.lines() {
            let line = without_comment(line);
            if let Some(rest) = line.strip_prefix('[') {
                let title = rest.split_once(']').map_or(rest, |(title, _)| title);
                inside = title.trim() == name;
                if inside {
                    found.get_or_insert_with(Self::default);
                }
            } else if let (true, Some((key, value))) = (inside, line.split_once('=')) {
                let section = found.get_or_insert_with(Self::default);
                section.0.push((key.trim(), value.trim()));
            }
        }
        found
    }

    /// Returns the last value of a key, ignoring the case of the key. An empty value counts as
    /// missing.
    pub(super) fn get(&self, key: &str) -> Option<&'a str> {
        let (_, value) = self
            .0
            .iter()
            .rfind(|(other, _)| other.eq_ignore_ascii_case(key))?;
        (!value.is_empty()).then_some(*value)
    }
}

fn without_comment(line: &str) -> &str {
    let line = line.trim();
    if line.starts_with(['#', ';']) {
        return "";
    }
    let comment = line
        .match_indices('#')
        .find(|(at, _)| line[..*at].ends_with(char::is_whitespace));
    match comment {
        Some((at, _)) => line[..at].trim_end(),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_comments_and_line_endings_are_parsed() {
        let text = "stray = 1\r\n[default]   # the usual one\r\ntype = access_key # a comment\r\n\
            Access_Key_Id=a#b;c=\t# comment\r\n; secret = no\r\n# secret = no\r\nempty =\r\njunk\r\n\
            [ other ]\r\ntype = x\r\n[default]\r\nlate = yes\r\nlate = really";
        let section = Section::find(text, "default").unwrap();
        assert_eq!(section.get("type"), Some("access_key"));
        assert_eq!(section.get("access_key_id"), Some("a#b;c="));
        assert_eq!(section.get("late"), Some("really"));
        for absent in ["stray", "secret", "empty", "junk"] {
            assert_eq!(section.get(absent), None, "{absent}");
        }
        assert_eq!(Section::find(text, "other").unwrap().get("type"), Some("x"));
        assert_eq!(Section::find(text, "none"), None);
        assert_eq!(Section::find("[empty]", "empty"), Some(Section::default()));
    }
}
