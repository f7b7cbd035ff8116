//! Shapes the prose of specs into rustdoc.

/// Longest documentation line, without its indent and slashes.
const WIDTH: usize = 96;

/// A text of paragraphs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    lines: Vec<String>,
}

impl Docs {
    /// A text that starts with one paragraph of a spec.
    pub(crate) fn new(prose: &str) -> Self {
        let mut docs = Self::default();
        docs.paragraph(prose);
        docs
    }

    /// Adds a paragraph of a spec: wrapped, and with what rustdoc would take for links or tags escaped.
    pub(crate) fn paragraph(&mut self, prose: &str) {
        if prose.trim().is_empty() {
            return;
        }
        self.gap();
        let mut line = String::new();
        for word in words(&escape(prose)) {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
                self.lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.lines.push(line);
    }

    /// Adds lines as they are, after a gap.
    pub(crate) fn verbatim<'a>(&mut self, lines: impl IntoIterator<Item = &'a str>) {
        self.gap();
        self.lines.extend(lines.into_iter().map(str::to_owned));
    }

    /// The lines, without the slashes.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    fn gap(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
    }
}

/// A value as code, if it is one that fits on a line.
pub(crate) fn code(value: &str) -> Option<String> {
    let plain = !value.is_empty() && !value.contains('`') && !value.chars().any(char::is_control);
    (plain && value.chars().count() <= 100).then(|| format!("`{value}`"))
}

/// Escapes what Markdown would take for a link or tag, and makes links of addresses, outside of code.
fn escape(prose: &str) -> String {
    let mut out = String::with_capacity(prose.len());
    for (index, part) in prose.split('`').enumerate() {
        if index > 0 {
            out.push('`');
        }
        if index % 2 == 1 {
            out.push_str(part);
            continue;
        }
        for (index, word) in part.split(' ').enumerate() {
            if index > 0 {
                out.push(' ');
            }
            if word.starts_with("https://") || word.starts_with("http://") {
                let end = word.trim_end_matches(['.', ',', ';', ')']).len();
                let (address, rest) = word.split_at(end);
                out.push_str(&format!("<{address}>{rest}"));
            } else {
                for c in word.chars() {
                    if matches!(c, '[' | ']' | '<' | '>') {
                        out.push('\\');
                    }
                    out.push(c);
                }
            }
        }
    }
    out
}

/// Words between which a line may break: those outside of code.
fn words(prose: &str) -> impl Iterator<Item = &str> {
    let mut code = false;
    prose
        .split(move |c: char| {
            if c == '`' {
                code = !code;
            }
            c.is_whitespace() && !code
        })
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_wrapped_but_code_is_not_broken() {
        let code = format!("`{}`", ["word"; 10].join(" "));
        let docs = Docs::new(&format!("{} {code} end.", ["prose"; 12].join(" ")));
        assert_eq!(docs.lines().len(), 2);
        assert!(docs.lines()[1].starts_with(&code), "{docs:?}");
    }

    #[test]
    fn what_would_be_links_and_tags_is_escaped() {
        let docs = Docs::new("An [x] of <T>, `[x]` and https://example.com/a.");
        assert_eq!(
            docs.lines(),
            ["An \\[x\\] of \\<T\\>, `[x]` and <https://example.com/a>."]
        );
    }
}
