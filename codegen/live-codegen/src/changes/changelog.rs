//! The entry for the changelog, in the form of <https://keepachangelog.com>.

use std::fmt;

use super::change::{Change, Changes, Rank};
use super::comparison::listed;

/// Width of Markdown.
const WIDTH: usize = 100;

/// The headings in their order.
const HEADINGS: [&str; 6] = [
    "Added",
    "Changed",
    "Deprecated",
    "Removed",
    "Fixed",
    "Security",
];

/// Stand around the lines that are replaced the next time.
const BEGIN: &str = "<!-- Written by `cargo xtask changes`; write other lines outside. -->";
const END: &str = "<!-- End of what it wrote. -->";

/// A changelog without a section for what is not released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSection;

impl fmt::Display for NoSection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no section `## Unreleased`; add this line above the last release")
    }
}

impl std::error::Error for NoSection {}

impl Changes {
    /// Returns the entry as Markdown.
    #[must_use]
    pub fn entry(&self) -> String {
        let headings = HEADINGS.iter().filter_map(|heading| {
            let lines = self.lines(heading);
            (!lines.is_empty()).then(|| format!("### {heading}\n\n{}\n", lines.join("\n")))
        });
        headings.collect::<Vec<_>>().join("\n")
    }

    /// Writes the entry into the section `Unreleased` of a changelog. What an earlier call wrote
    /// there is replaced, everything else stays.
    ///
    /// # Errors
    ///
    /// Fails if there is no such section.
    pub fn write_into(&self, changelog: &str) -> Result<String, NoSection> {
        let lines: Vec<_> = changelog.lines().collect();
        let start = lines
            .iter()
            .position(|line| is_unreleased(line))
            .ok_or(NoSection)?;
        let after = lines[start + 1..]
            .iter()
            .position(|line| ends_section(line));
        let end = after.map_or(lines.len(), |after| start + 1 + after);
        let mut section = Section::read(&lines[start + 1..end]);
        for heading in HEADINGS {
            section.set(heading, self.lines(heading));
        }
        let mut out: Vec<String> = lines[..=start].iter().map(ToString::to_string).collect();
        out.extend(section.lines());
        out.push(String::new());
        out.extend(lines[end..].iter().map(ToString::to_string));
        while out.last().is_some_and(String::is_empty) {
            out.pop();
        }
        Ok(out.join("\n") + "\n")
    }

    /// Returns the lines of the entry under a heading.
    fn lines(&self, heading: &str) -> Vec<String> {
        let of_heading = self
            .iter()
            .filter(|change| heading_of(change) == Some(heading));
        let mut lines: Vec<_> = of_heading.flat_map(|change| item(&line(change))).collect();
        if heading == "Changed" {
            let documented = self.of(Rank::Documentation);
            let mut subjects: Vec<_> = documented
                .map(|change| format!("`{}`", change.subject))
                .collect();
            subjects.dedup();
            if !subjects.is_empty() {
                lines.extend(item(&format!("The documentation of {}.", listed(subjects))));
            }
        }
        lines
    }
}

fn heading_of(change: &Change) -> Option<&'static str> {
    match change.rank {
        Rank::Breaking if change.removes => Some("Removed"),
        Rank::Breaking | Rank::Behaviour => Some("Changed"),
        Rank::Addition => Some("Added"),
        Rank::Deprecation => Some("Deprecated"),
        Rank::Documentation => None,
    }
}

fn line(change: &Change) -> String {
    let breaking = match change.rank {
        Rank::Breaking => "**Breaking:** ",
        _ => "",
    };
    let path = match change.path.as_str() {
        "" => String::new(),
        path => format!(" (`{path}`)"),
    };
    format!("{breaking}`{}`: {}{path}.", change.subject, change.text)
}

/// Breaks a text into the lines of a list item.
fn item(text: &str) -> Vec<String> {
    let mut lines = vec!["-".to_owned()];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line)
                if line == "-" || line.chars().count() + 1 + word.chars().count() <= WIDTH =>
            {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(format!("  {word}")),
        }
    }
    lines
}

fn is_unreleased(line: &str) -> bool {
    let title = line
        .strip_prefix("## ")
        .map(|title| title.trim().trim_start_matches('['));
    let title = title.map(str::to_ascii_lowercase);
    title.is_some_and(|title| title.starts_with("unreleased"))
}

/// Returns whether a line starts the next section or the definitions of links at the end.
fn ends_section(line: &str) -> bool {
    line.starts_with("## ") || line.starts_with('[') && line.contains("]: ")
}

/// The section of a changelog for what is not released, without what an earlier call wrote.
struct Section {
    /// What stands above the first heading.
    above: Vec<String>,
    parts: Vec<Part>,
}

/// A heading with what people wrote under it, and what is written now.
struct Part {
    heading: String,
    kept: Vec<String>,
    written: Vec<String>,
    /// Whether it is there only for what is written.
    is_ours: bool,
}

impl Section {
    fn read(lines: &[&str]) -> Self {
        let mut section = Self {
            above: Vec::new(),
            parts: Vec::new(),
        };
        let mut rest = lines.iter();
        while let Some(line) = rest.next() {
            if let Some(heading) = line.strip_prefix("### ") {
                section.parts.push(Part {
                    heading: heading.trim().to_owned(),
                    kept: Vec::new(),
                    written: Vec::new(),
                    is_ours: false,
                });
                continue;
            }
            let length = rest.as_slice().iter().position(|line| *line == END);
            if let (true, Some(length)) = (*line == BEGIN, length) {
                rest.nth(length);
                if let Some(part) = section.parts.last_mut() {
                    part.is_ours = true;
                }
                continue;
            }
            let kept = section
                .parts
                .last_mut()
                .map_or(&mut section.above, |part| &mut part.kept);
            if !line.trim().is_empty() || kept.last().is_some_and(|last| !last.is_empty()) {
                kept.push(line.trim_end().to_owned());
            }
        }
        let parts = section.parts.iter_mut().map(|part| &mut part.kept);
        for kept in parts.chain([&mut section.above]) {
            if kept.last().is_some_and(String::is_empty) {
                kept.pop();
            }
        }
        section
    }

    /// Sets what is written under a heading, which is added at its place if it is missing.
    fn set(&mut self, heading: &str, written: Vec<String>) {
        if let Some(part) = self.parts.iter_mut().find(|part| part.heading == heading) {
            part.written = written;
        } else if !written.is_empty() {
            let order = |name: &str| HEADINGS.iter().position(|known| *known == name);
            let later = self
                .parts
                .iter()
                .position(|part| order(&part.heading) > order(heading));
            let part = Part {
                heading: heading.to_owned(),
                kept: Vec::new(),
                written,
                is_ours: true,
            };
            self.parts.insert(later.unwrap_or(self.parts.len()), part);
        }
    }

    fn lines(self) -> Vec<String> {
        let mut lines = Vec::new();
        let mut add = |block: Vec<String>| {
            if !block.is_empty() {
                lines.push(String::new());
                lines.extend(block);
            }
        };
        add(self.above);
        for part in self.parts {
            if part.is_ours && part.kept.is_empty() && part.written.is_empty() {
                continue;
            }
            add(vec![format!("### {}", part.heading)]);
            add(part.kept);
            if !part.written.is_empty() {
                let around = [vec![BEGIN.to_owned()], part.written, vec![END.to_owned()]];
                add(around.concat());
            }
        }
        lines
    }
}
