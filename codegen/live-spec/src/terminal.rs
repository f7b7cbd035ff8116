//! How diagnostics are displayed.

use annotate_snippets::Renderer;

/// Colour and width of the terminal on which diagnostics are displayed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terminal {
    color: bool,
    width: Option<usize>,
}

impl Terminal {
    /// The least width at which lines can still be read.
    const MIN_WIDTH: usize = 40;

    /// Displays without colour, and never wraps.
    #[must_use]
    pub const fn plain() -> Self {
        Self {
            color: false,
            width: None,
        }
    }

    /// Says whether to use colour.
    #[must_use]
    pub const fn color(self, color: bool) -> Self {
        Self { color, ..self }
    }

    /// Cuts source lines and wraps advice to a number of columns.
    #[must_use]
    pub fn width(self, columns: usize) -> Self {
        let width = Some(columns.max(Self::MIN_WIDTH));
        Self { width, ..self }
    }

    pub(crate) fn renderer(self) -> Renderer {
        let renderer = if self.color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        match self.width {
            Some(width) => renderer.term_width(width),
            None => renderer,
        }
    }

    /// Breaks advice into lines between words.
    pub(crate) fn wrapped(self, help: &str) -> String {
        // In front of each line: a line number, ` = help: `, and a little air.
        const MARGIN: usize = 14;
        let Some(width) = self.width.map(|width| width.saturating_sub(MARGIN)) else {
            return help.to_owned();
        };
        let (mut lines, mut length) = (String::new(), 0);
        for word in help.split(' ') {
            let word_length = word.chars().count();
            if length > 0 && length + 1 + word_length > width {
                lines.push('\n');
                length = 0;
            } else if length > 0 {
                lines.push(' ');
                length += 1;
            }
            lines.push_str(word);
            length += word_length;
        }
        lines
    }
}

impl From<bool> for Terminal {
    /// Displays with or without colour, and never wraps.
    fn from(color: bool) -> Self {
        Self::plain().color(color)
    }
}
