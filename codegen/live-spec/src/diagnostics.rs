//! Mistakes in specs, and how they are displayed.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::path::Path;

use annotate_snippets::{Annotation, AnnotationKind, Element, Level, Origin, Snippet};

use crate::place::Place;
use crate::sources::Sources;
use crate::terminal::Terminal;
use crate::yaml::SyntaxError;

/// A mistake in a spec, or something that is allowed but doubtful.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    severity: Severity,
    is_unread: bool,
    place: Place,
    /// The bytes to point at, in a file that is not valid YAML and therefore has no places.
    bytes: Option<Range<usize>>,
    message: String,
    related: Option<Related>,
    help: Option<String>,
}

/// Another part of a diagnostic.
#[derive(Clone, Debug)]
struct Related {
    place: Place,
    /// As of a diagnostic.
    bytes: Option<Range<usize>>,
    label: String,
}

/// What follows from a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Severity {
    /// The specs cannot be used.
    Error,
    /// The specs can be used.
    Warning,
}

impl Diagnostic {
    /// Creates a diagnostic for a mistake. The message starts in lower case and ends without a full
    /// stop.
    pub fn new(place: Place, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            is_unread: false,
            place,
            bytes: None,
            message: message.into(),
            related: None,
            help: None,
        }
    }

    /// Creates a diagnostic for what is allowed but doubtful. The message has the form of
    /// [`Self::new`].
    pub fn warning(place: Place, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::new(place, message)
        }
    }

    /// Creates a diagnostic for a file that is not valid YAML.
    pub(crate) fn syntax(file: Place, error: SyntaxError) -> Self {
        Self {
            bytes: Some(error.span),
            related: error.related.map(|(bytes, label)| Related {
                place: file.clone(),
                bytes: Some(bytes),
                label,
            }),
            help: error.help,
            ..Self::new(file, error.message).unread()
        }
    }

    /// Adds advice on how to fix the mistake.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a related place with a label.
    #[must_use]
    pub fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related = Some(Related {
            place,
            bytes: None,
            label: label.into(),
        });
        self
    }

    /// Marks a mistake that keeps a part of the specs from being read.
    #[must_use]
    pub(crate) fn unread(mut self) -> Self {
        self.is_unread = true;
        self
    }

    /// Returns whether a part of the specs could not be read, as in specs of another format. If
    /// not, the specs break a rule, but all that they state was understood.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        self.is_unread
    }

    /// Returns the message.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns whether this is a warning. If not, it is a mistake, and the specs cannot be used.
    #[must_use]
    pub fn is_warning(&self) -> bool {
        self.severity == Severity::Warning
    }

    /// Returns the place of the mistake.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    fn span(&self, sources: &Sources) -> Option<Range<usize>> {
        self.bytes.clone().or_else(|| sources.locate(&self.place))
    }

    fn render(&self, sources: &Sources, prefix: &Path, terminal: Terminal) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut group = level
            .primary_title(&self.message)
            .elements(Vec::<Element<'_>>::new());
        let name = shown(prefix, self.place.path());
        let primary = self
            .span(sources)
            .map(|span| AnnotationKind::Primary.span(span));
        let mut related = self.related.as_ref().and_then(|related| {
            let located = || sources.locate(&related.place);
            let span = related.bytes.clone().or_else(located)?;
            let annotation = AnnotationKind::Context.span(span).label(&related.label);
            Some((&related.place, annotation))
        });
        let here = related.take_if(|(place, _)| place.path() == self.place.path());
        let annotations = primary
            .into_iter()
            .chain(here.map(|(_, annotation)| annotation))
            .collect();
        group = group.element(snippet(sources, self.place.path(), name, annotations));
        if let Some((place, annotation)) = related {
            group = group.element(snippet(
                sources,
                place.path(),
                shown(prefix, place.path()),
                vec![annotation],
            ));
        }
        let help = self.help.as_ref().map(|help| terminal.wrapped(help));
        let help = help.map(|help| Level::HELP.message(help));
        terminal.renderer().render(&[group.elements(help)])
    }
}

/// Returns the annotated lines of a file, or only its name if there is no text to show.
fn snippet<'s>(
    sources: &'s Sources,
    path: &Path,
    name: String,
    annotations: Vec<Annotation<'s>>,
) -> Element<'s> {
    match sources.text(path) {
        Some(text) if !annotations.is_empty() => Snippet::source(text)
            .path(name)
            .fold(true)
            .annotations(annotations)
            .into(),
        _ => Origin::path(name).into(),
    }
}

/// Returns a file name for display, with the same separators on every system.
fn shown(prefix: &Path, path: &Path) -> String {
    let path = prefix.join(path);
    path.to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

/// All that was found in the specs: mistakes and warnings.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Succeeds with the warnings if there are no mistakes.
    ///
    /// # Errors
    ///
    /// Fails with all mistakes and warnings.
    pub fn check(found: impl IntoIterator<Item = Diagnostic>) -> Result<Self, Self> {
        let found = Self(found.into_iter().collect());
        if found.iter().all(Diagnostic::is_warning) {
            Ok(found)
        } else {
            Err(found)
        }
    }

    /// Returns whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns what was found, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// Counts mistakes, warnings and their files: `5 mistakes and 1 warning in 3 files`.
    #[must_use]
    pub fn summary(&self) -> String {
        let counted = |count: usize, what: &str| match count {
            1 => format!("1 {what}"),
            _ => format!("{count} {what}s"),
        };
        let warnings = self.iter().filter(|found| found.is_warning()).count();
        let mistakes = self.0.len() - warnings;
        let files: BTreeSet<_> = self.iter().map(|found| found.place.path()).collect();
        let found = match (mistakes, warnings) {
            (_, 0) => counted(mistakes, "mistake"),
            (0, _) => counted(warnings, "warning"),
            _ => format!(
                "{} and {}",
                counted(mistakes, "mistake"),
                counted(warnings, "warning")
            ),
        };
        format!("{found} in {}", counted(files.len(), "file"))
    }

    /// Renders each mistake and warning with its source line, sorted by file and line. File names
    /// start with `prefix`, the path of the folder of the specs as a user would write it.
    #[must_use]
    pub fn render(
        &self,
        sources: &Sources,
        prefix: impl AsRef<Path>,
        terminal: impl Into<Terminal>,
    ) -> String {
        let terminal = terminal.into();
        let mut sorted: Vec<_> = self
            .0
            .iter()
            .map(|found| (found.place.path(), found.span(sources), found))
            .collect();
        sorted.sort_by_key(|(path, span, _)| (*path, span.as_ref().map(|span| span.start)));
        let shown = sorted
            .iter()
            .map(|(.., found)| found.render(sources, prefix.as_ref(), terminal) + "\n");
        shown.collect::<Vec<_>>().join("\n")
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(found: Diagnostic) -> Self {
        Self(vec![found])
    }
}

/// One line for each mistake and warning, with the file name but without a line number, which would
/// require the source text.
impl fmt::Display for Diagnostics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, found) in self.0.iter().enumerate() {
            let end = if index == 0 { "" } else { "\n" };
            let level = if found.is_warning() { "warning: " } else { "" };
            write!(
                formatter,
                "{end}{}: {level}{}",
                found.place.path().display(),
                found.message
            )?;
            if let Some(help) = &found.help {
                write!(formatter, " ({help})")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}
