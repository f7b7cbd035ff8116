//! What the terminal of the user can show.

use std::env;
use std::io::{self, IsTerminal as _};

use live_spec::Terminal;

/// Returns how to display diagnostics on stderr.
pub(crate) fn stderr() -> Terminal {
    let is_terminal = io::stderr().is_terminal();
    let terminal = Terminal::plain().color(color(variable, is_terminal));
    let columns = variable("COLUMNS").and_then(|columns| columns.parse().ok());
    match columns.or_else(|| width().filter(|_| is_terminal)) {
        Some(columns) => terminal.width(columns),
        None => terminal,
    }
}

/// Returns whether reports on stdout have colour.
pub(crate) fn has_color_on_stdout() -> bool {
    color(variable, io::stdout().is_terminal())
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn width() -> Option<usize> {
    let (width, _) = terminal_size::terminal_size_of(io::stderr())?;
    Some(usize::from(width.0))
}

/// Decides on colour by the variables that command-line programs agree on.
fn color(variable: impl Fn(&str) -> Option<String>, is_terminal: bool) -> bool {
    let is = |name: &str, value: &str| variable(name).is_some_and(|is| is == value);
    if variable("NO_COLOR").is_some() || is("CARGO_TERM_COLOR", "never") {
        return false;
    }
    let is_forced = variable("CLICOLOR_FORCE").is_some_and(|value| value != "0");
    if is_forced || is("CARGO_TERM_COLOR", "always") {
        return true;
    }
    is_terminal && !is("TERM", "dumb") && !is("CLICOLOR", "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_decide_on_colour() {
        for (set, is_terminal, expected) in [
            ("", true, true),
            ("", false, false),
            ("NO_COLOR=1", true, false),
            ("NO_COLOR=1 CLICOLOR_FORCE=1", true, false),
            ("CLICOLOR_FORCE=1", false, true),
            ("CLICOLOR_FORCE=0", false, false),
            ("CARGO_TERM_COLOR=always", false, true),
            ("CARGO_TERM_COLOR=never", true, false),
            ("CARGO_TERM_COLOR=auto", true, true),
            ("TERM=dumb", true, false),
            ("TERM=dumb CLICOLOR_FORCE=1", true, true),
        ] {
            let variable = |name: &str| {
                let mut pairs = set.split(' ').filter_map(|pair| pair.split_once('='));
                let (_, value) = pairs.find(|(is, _)| *is == name)?;
                Some(value.to_owned())
            };
            assert_eq!(color(variable, is_terminal), expected, "{set}");
        }
    }
}
