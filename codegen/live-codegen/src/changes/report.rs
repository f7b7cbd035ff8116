//! The report for people.

use std::fmt::Write as _;

use super::change::{Changes, Rank};
use super::shown::count;

/// The sections, the gravest first, each with the colour of its title.
const SECTIONS: [(Rank, &str, &str); 5] = [
    (Rank::Breaking, "Breaking", "\x1b[1;31m"),
    (Rank::Addition, "Added", "\x1b[1;32m"),
    (Rank::Deprecation, "Deprecated", "\x1b[1;33m"),
    (Rank::Behaviour, "Changed behaviour", "\x1b[1;33m"),
    (Rank::Documentation, "Documentation", "\x1b[1;34m"),
];
const DIM: &str = "\x1b[2m";
const RESET: &str = "\x1b[0m";

impl Changes {
    /// Renders the changes in sections, one line for each.
    #[must_use]
    pub fn render(&self, color: bool) -> String {
        let paint = |style: &str, text: &str| match color {
            true => format!("{style}{text}{RESET}"),
            false => text.to_owned(),
        };
        let mut out = String::new();
        for (rank, title, style) in SECTIONS {
            let mut changes = self.of(rank).peekable();
            if changes.peek().is_none() {
                continue;
            }
            let gap = if out.is_empty() { "" } else { "\n" };
            let _ = writeln!(out, "{gap}{}", paint(style, title));
            for change in changes {
                let path = match change.path.as_str() {
                    "" => String::new(),
                    path => paint(DIM, &format!(" ({path})")),
                };
                let _ = writeln!(out, "  {}: {}{path}", change.subject, change.text);
            }
        }
        out
    }

    /// Counts the changes of each rank, the gravest first.
    #[must_use]
    pub fn summary(&self) -> String {
        let counts = SECTIONS.iter().filter_map(|(rank, ..)| {
            let number = self.of(*rank).count();
            let (one, many) = match rank {
                Rank::Breaking => ("breaking", "breaking"),
                Rank::Addition => ("addition", "additions"),
                Rank::Deprecation => ("deprecation", "deprecations"),
                Rank::Behaviour => ("change of behaviour", "changes of behaviour"),
                Rank::Documentation => ("change of documentation", "changes of documentation"),
            };
            (number > 0).then(|| count(number, one, many))
        });
        counts.collect::<Vec<_>>().join(", ")
    }

    /// Says in a few words why a version is needed.
    #[must_use]
    pub fn reason(&self) -> String {
        let Some(rank) = self.rank() else {
            return "nothing changes for users".to_owned();
        };
        let number = self.of(rank).count();
        let verb = if number == 1 { "is" } else { "are" };
        match rank {
            Rank::Breaking => format!("{} {verb} breaking", count(number, "change", "changes")),
            Rank::Addition => format!("{} {verb} added", count(number, "thing", "things")),
            Rank::Deprecation => format!("{} {verb} deprecated", count(number, "thing", "things")),
            Rank::Behaviour => {
                format!("the behaviour changes in {}", count(number, "way", "ways"))
            }
            Rank::Documentation => "only texts change".to_owned(),
        }
    }
}
