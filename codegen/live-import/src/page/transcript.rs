//! Puts together what a page says.

use std::path::PathBuf;

use live_spec::yaml::Node;
use live_spec::{Access, Period, Sources, Word as _};

use crate::page::choices::{PageError, access_of, family_of};
use crate::page::entry::Entry;
use crate::page::errors::PageError as Listed;
use crate::page::head::{self, Ram};
use crate::page::known::Known;
use crate::page::layout::Layout;
use crate::page::line::{self, Page};
use crate::page::shapes::Side;
use crate::page::spec::Writer;
use crate::page::tables::{self, Fields};
use crate::page::words::Part;
use crate::page::{dates, html, kinds, limits, markdown, sample};
use crate::writer::{self, Comments};

const HEAD: &str = "# yaml-language-server: $schema=../operation.schema.json
# Transcribed from a help page. `page:` quotes it: say the same in your own words under `summary:` and
# `doc:`. `check:` marks what is uncertain. Remove these comments when that is done.";

/// The spec of an operation, as its page has it.
#[derive(Clone, Debug)]
pub struct Transcript {
    /// The operation.
    pub operation: String,
    /// Path of the spec, relative to the folder of the specs.
    pub path: PathBuf,
    /// The spec.
    pub text: String,
    /// Whether the operation already has a spec, at this path.
    pub exists: bool,
    /// What people should know: choices made, and what was left out.
    pub notes: Vec<String>,
    /// Lines of the page that were not understood, with their numbers.
    pub odd: Vec<(usize, String)>,
    /// How many things the spec marks with `check:`.
    pub checks: usize,
}

/// Writes the spec of the operation that a page describes.
///
/// The page may be HTML, Markdown, or text as copied from a browser. `family` overrides the family
/// that the names of other operations suggest.
///
/// # Errors
///
/// Fails if the text does not describe an operation, or if its family is unknown.
pub fn transcribe(
    text: &str,
    sources: &Sources,
    family: Option<&str>,
) -> Result<Transcript, PageError> {
    let known = Known::read(sources);
    let cleaned = line::clean(text);
    let page = read(&cleaned);
    let layout = Layout::of(&page);
    let Some(name) = head::name(&page, &cleaned) else {
        return Err(PageError::new(
            "this is no page of an operation: it names none, neither in its title nor as a RAM action".to_owned(),
        ));
    };
    let has_fields = layout.has(Part::Request) || layout.has(Part::Response);
    if !has_fields {
        return Err(PageError::new(format!(
            "this is no page of an operation: it names `{name}`, but lists neither request nor response parameters"
        )));
    }
    let mut notes = Vec::new();
    let family = family_of(&name, &known, family, &mut notes)?;
    let mut odd = Vec::new();
    let shown = sample::response(&page);
    let fields = tables::fields(&page, &layout, shown.as_ref(), &mut odd);
    let errors = tables::errors(&layout, &known.codes, &mut odd);
    if !fields.left_out.is_empty() {
        let names = fields.left_out.join("`, `");
        notes.push(format!(
            "left out `{names}`, which the client sets in every request"
        ));
    }
    let operation = Operation {
        name: &name,
        family: &family,
        page: &page,
        layout: &layout,
        fields: &fields,
        errors: &errors,
        known: &known,
    };
    let (spec, comments) = operation.spec(&mut notes);
    let checks = comments
        .values()
        .flatten()
        .filter(|text| text.starts_with("check:"))
        .count();
    let existing = known
        .operations
        .get(&name)
        .map(|operation| operation.path.clone());
    odd.sort();
    odd.dedup();
    Ok(Transcript {
        path: existing
            .clone()
            .unwrap_or_else(|| PathBuf::from(&family).join(format!("{name}.yaml"))),
        operation: name,
        text: writer::write_commented(&spec, HEAD, &comments),
        exists: existing.is_some(),
        notes,
        odd,
        checks,
    })
}

/// Reads a page in any of its forms.
fn read(cleaned: &str) -> Page {
    let is_markdown = markdown::is_markdown(cleaned);
    let mut page = if html::is_html(cleaned) {
        html::read(cleaned)
    } else {
        Page {
            lines: line::lines(cleaned),
            ..Page::default()
        }
    };
    page.lines = markdown::read(page.lines, is_markdown);
    page
}

struct Operation<'a> {
    name: &'a str,
    family: &'a str,
    page: &'a Page,
    layout: &'a Layout,
    fields: &'a Fields,
    errors: &'a [Listed],
    known: &'a Known,
}

impl Operation<'_> {
    fn spec(&self, notes: &mut Vec<String>) -> (Node, Comments) {
        let mut writer = Writer {
            known: self.known,
            family: self.family,
            comments: Comments::new(),
            has_answers: self.fields.has_answers,
        };
        let text = |text: &str| Node::Text(text.to_owned());
        let at = |key: &str| vec![key.to_owned()];
        let mut keys = vec![("operation".to_owned(), text(self.name))];
        let reference = self.reference();
        let about = head::about(self.layout, self.name);
        let first = if reference.is_some() {
            "reference"
        } else {
            "method"
        };
        writer.quote(&at(first), &about.summary);
        writer.quote(&at(first), &about.details.join("\n"));
        keys.extend(reference.map(|reference| ("reference".to_owned(), Node::Text(reference))));
        match dates::date(self.page) {
            Some(date) => keys.push(("revised".to_owned(), Node::Text(date))),
            None => notes.push("the page states no date".to_owned()),
        }
        let method = self.known.usual_method(self.name, self.family);
        keys.push(("method".to_owned(), text(method)));
        writer.comment(
            &at("method"),
            "check: not on the page; operations with the same verb use it",
        );
        match head::ram(self.page, self.name) {
            Some(ram) => keys.push(("ram".to_owned(), self.ram(&ram, &mut writer))),
            None => notes.push("the page states no RAM action".to_owned()),
        }
        match limits::limit(self.layout) {
            Some((limit, _)) => {
                let per = match limit.per {
                    Period::Second => "s",
                    Period::Minute => "min",
                };
                keys.push((
                    "limit".to_owned(),
                    Node::Text(format!("{}/{per}", limit.calls)),
                ));
            }
            None => notes.push("the page states no limit".to_owned()),
        }
        if let Some(pages) = self.pages() {
            keys.push(("pages".to_owned(), pages));
            writer.comment(&at("pages"), "check: guessed from the names");
        }
        if self.fields.lost_answers {
            writer.comment(
                &at("request"),
                "check: this copy of the page lost which parameters are required",
            );
        }
        if !self.fields.request.is_empty() {
            let fields = writer.fields(&self.fields.request, Side::Parameters, &at("request"));
            keys.push(("request".to_owned(), fields));
        }
        if !self.fields.response.is_empty() {
            let fields = writer.fields(&self.fields.response, Side::Response, &at("response"));
            keys.push(("response".to_owned(), fields));
        }
        let errors = self.errors(&mut writer);
        if errors.is_empty() {
            notes.push("the page lists no errors".to_owned());
        } else {
            keys.push(("errors".to_owned(), Node::List(errors)));
        }
        (Node::Map(keys), writer.comments)
    }

    /// Returns the address of the page: the one it states for itself, if it is one of the product.
    fn reference(&self) -> Option<String> {
        let pattern = self.known.operation_reference.as_ref();
        let usual =
            pattern.map(|pattern| pattern.replace("{operation}", &self.name.to_ascii_lowercase()));
        let own = self
            .page
            .address
            .clone()
            .filter(|address| address.starts_with("https://"));
        own.or(usual)
    }

    fn ram(&self, ram: &Ram, writer: &mut Writer<'_>) -> Node {
        let at = ["ram".to_owned()];
        let access = match ram.access {
            Some(access) => Access::WORDS
                .iter()
                .find(|(_, known)| *known == access)
                .map_or("update", |(word, _)| *word),
            None => {
                let guess = access_of(self.name);
                let stated = match &ram.odd_access {
                    Some(odd) => format!("the page states the access level `{odd}`"),
                    None => "the page states no access level".to_owned(),
                };
                writer.comment(&at, format!("check: {stated}; the verb suggests `{guess}`"));
                guess
            }
        };
        if !ram.action.ends_with(&format!(":{}", self.name)) {
            writer.comment(&at, "check: the action is named after another operation");
        }
        Node::Map(vec![
            ("action".to_owned(), Node::Text(ram.action.clone())),
            ("access".to_owned(), Node::Text(access.to_owned())),
        ])
    }

    /// Guesses how a list is fetched page by page.
    fn pages(&self) -> Option<Node> {
        let parameter = |names: &[&'static str]| {
            let has = |name: &str| {
                self.fields
                    .request
                    .iter()
                    .any(|entry| entry.row.name == name)
            };
            names.iter().copied().find(|name| has(name))
        };
        let page = parameter(&["PageNum", "PageNumber", "PageNo", "CurrentPage"])?;
        let size = parameter(&["PageSize", "PageLimit", "Limit"])?;
        let mut lists = Vec::new();
        find(&self.fields.response, "", &mut lists, &|entry| {
            matches!(entry.row.stated, Some(kinds::Stated::Array(_)))
        });
        let [items] = lists.as_slice() else {
            return None;
        };
        let mut keys = vec![
            ("page", page.to_owned()),
            ("size", size.to_owned()),
            ("items", items.clone()),
        ];
        for (key, names) in [
            ("total", ["TotalNum", "TotalCount", "Total"].as_slice()),
            ("total_pages", &["TotalPage", "TotalPages", "PageCount"]),
        ] {
            let mut found = Vec::new();
            find(&self.fields.response, "", &mut found, &|entry| {
                names.contains(&entry.row.name.as_str())
            });
            keys.extend(found.into_iter().next().map(|path| (key, path)));
        }
        Some(Node::Map(
            keys.into_iter()
                .map(|(key, value)| (key.to_owned(), Node::Text(value)))
                .collect(),
        ))
    }

    fn errors(&self, writer: &mut Writer<'_>) -> Vec<Node> {
        let mut nodes = Vec::new();
        for error in self.errors {
            let path = ["errors".to_owned(), nodes.len().to_string()];
            let status = match error.status {
                Some(status @ (200 | 400..=599)) => status,
                other => {
                    let stated = other.map_or_else(
                        || "no status".to_owned(),
                        |status| format!("the status {status}"),
                    );
                    writer.comment(&path, format!("check: the page states {stated}"));
                    400
                }
            };
            if error.is_guess {
                writer.comment(&path, "check: where the code ends and the message starts");
            }
            let is_message = !matches!(error.message.as_str(), "" | "%s" | "-");
            if is_message && !self.known.explains_error(self.family, &error.code) {
                writer.quote(&path, &error.message);
            }
            nodes.push(Node::Map(vec![
                ("status".to_owned(), Node::Integer(status.to_string())),
                ("code".to_owned(), Node::Text(error.code.clone())),
            ]));
        }
        nodes
    }
}

/// Finds fields outside of lists, and adds their paths.
fn find(
    entries: &[Entry],
    above: &str,
    found: &mut Vec<String>,
    is_wanted: &dyn Fn(&Entry) -> bool,
) {
    for entry in entries {
        let path = format!("{above}{}", entry.row.name);
        if is_wanted(entry) {
            found.push(path.clone());
        }
        if matches!(entry.row.stated, Some(kinds::Stated::Object(_)) | None) {
            find(&entry.fields, &format!("{path}."), found, is_wanted);
        }
    }
}
