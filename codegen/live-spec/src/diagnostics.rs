//! What is wrong with a spec, and where.

use std::fmt;
use std::ops::Range;
use std::path::Path;

use annotate_snippets::{Annotation, AnnotationKind, Element, Level, Origin, Renderer, Snippet};

use crate::place::Place;
use crate::sources::Sources;

/// One thing that is wrong with a spec.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    place: Place,
    offset: Option<usize>,
    message: String,
    related: Option<(Place, String)>,
    help: Option<String>,
}

impl Diagnostic {
    /// Something wrong at a place, in words that start in lower case and end without a full stop.
    pub fn new(place: Place, message: impl Into<String>) -> Self {
        Self {
            place,
            offset: None,
            message: message.into(),
            related: None,
            help: None,
        }
    }

    /// Something wrong at a byte of a file that is not YAML, and so has no places.
    pub(crate) fn at_offset(file: Place, offset: usize, message: impl Into<String>) -> Self {
        Self {
            offset: Some(offset),
            ..Self::new(file, message)
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another place that has to do with it, and what is there.
    #[must_use]
    pub fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related = Some((place, label.into()));
        self
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where it is.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    fn span(&self, sources: &Sources) -> Option<Range<usize>> {
        match self.offset {
            Some(offset) => Some(offset..offset),
            None => sources.locate(&self.place),
        }
    }

    fn render(&self, sources: &Sources, prefix: &Path, renderer: &Renderer) -> String {
        let mut group = Level::ERROR
            .primary_title(&self.message)
            .elements(Vec::<Element<'_>>::new());
        let name = shown(prefix, self.place.path());
        let primary = self
            .span(sources)
            .map(|span| AnnotationKind::Primary.span(span));
        let mut related = self.related.as_ref().and_then(|(place, label)| {
            let span = sources.locate(place)?;
            Some((place, AnnotationKind::Context.span(span).label(label)))
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
        let help = self.help.as_ref().map(|help| Level::HELP.message(help));
        renderer.render(&[group.elements(help)])
    }
}

/// The lines of a file that are annotated, or the mere name of a file of which there is no text to show.
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

/// Name of a file for people: the same on every system.
fn shown(prefix: &Path, path: &Path) -> String {
    let path = prefix.join(path);
    path.iter()
        .map(|part| part.to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// All that is wrong with the specs: at least one thing.
#[derive(Clone, Debug)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Succeeds if nothing was found.
    ///
    /// # Errors
    ///
    /// Fails with what was found.
    pub fn check(found: impl IntoIterator<Item = Diagnostic>) -> Result<(), Self> {
        let found: Vec<_> = found.into_iter().collect();
        if found.is_empty() {
            Ok(())
        } else {
            Err(Self(found))
        }
    }

    /// The things found, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// Shows each with the line it is about, sorted by file and line. File names are shown below `prefix`, the path
    /// of the folder of the specs as a user would write it.
    #[must_use]
    pub fn render(&self, sources: &Sources, prefix: impl AsRef<Path>, color: bool) -> String {
        let renderer = if color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let mut sorted: Vec<_> = self
            .0
            .iter()
            .map(|found| (found.place.path(), found.span(sources), found))
            .collect();
        sorted.sort_by_key(|(path, span, _)| (*path, span.as_ref().map(|span| span.start)));
        let shown = sorted
            .iter()
            .map(|(.., found)| found.render(sources, prefix.as_ref(), &renderer) + "\n");
        shown.collect::<Vec<_>>().join("\n")
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(found: Diagnostic) -> Self {
        Self(vec![found])
    }
}

/// One line each, with the name of the file but no line number, which takes the text of the file to find out.
impl fmt::Display for Diagnostics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, found) in self.0.iter().enumerate() {
            let end = if index == 0 { "" } else { "\n" };
            write!(
                formatter,
                "{end}{}: {}",
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
