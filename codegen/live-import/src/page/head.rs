//! Reads what a page says about the operation as a whole: its name, its RAM action, its purpose.

use live_spec::{Access, Word as _, is_pascal_case};

use crate::page::layout::Layout;
use crate::page::line::{Line, Page};
use crate::page::words::Part;

/// The RAM action of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ram {
    pub(crate) action: String,
    pub(crate) access: Option<Access>,
    /// Access level in the words of the page, if it is not one of ours.
    pub(crate) odd_access: Option<String>,
}

/// Words for access levels. Older pages know fewer levels than specs do.
const ACCESS: &[(&str, &str)] = &[
    ("read", "get"),
    ("读取", "get"),
    ("讀取", "get"),
    ("列出", "list"),
    ("write", ""),
    ("写入", ""),
    ("寫入", ""),
    ("none", ""),
];

/// Reads the name of the operation.
pub(crate) fn name(page: &Page, text: &str) -> Option<String> {
    let mut votes: Vec<(String, u32)> = Vec::new();
    let mut vote = |name: &str, weight: u32| {
        if !is_operation(name) {
            return;
        }
        match votes.iter_mut().find(|(known, _)| known == name) {
            Some((_, votes)) => *votes += weight,
            None => votes.push((name.to_owned(), weight)),
        }
    };
    let titles = page.lines.iter().filter(|line| !line.is_blank()).take(40);
    let mut left = 3_u32;
    for line in titles.filter(|line| !line.is_row()) {
        if let Some(name) = title(&line.text) {
            vote(name, if line.is_heading { 4 } else { left.max(1) });
            left = left.saturating_sub(1);
        }
    }
    if let Some(name) = page.title.as_deref().and_then(title) {
        vote(name, 3);
    }
    for marker in ["Action=", "api="] {
        if let Some((_, rest)) = text.split_once(marker) {
            vote(word(rest), 3);
        }
    }
    for (index, line) in page.lines.iter().enumerate() {
        if let Some((action, access)) = action_in(&page.lines, index) {
            let action = match access {
                Some(_) => action.as_str(),
                None => split_access(&action).0,
            };
            vote(action.split(':').nth(1).unwrap_or_default(), 4);
        }
        if line.cells.first().is_some_and(|cell| cell == "Action") {
            for cell in line.cells.iter().skip(3) {
                vote(cell, 4);
            }
        }
    }
    if let Some(last) = page
        .address
        .as_deref()
        .and_then(|address| address.rsplit(['/', '-']).next())
    {
        let last = last.split(['.', '?']).next().unwrap_or_default();
        let found = votes
            .iter_mut()
            .find(|(name, _)| name.eq_ignore_ascii_case(last));
        if let Some((_, votes)) = found {
            *votes += 3;
        }
    }
    let most = votes.iter().map(|(_, votes)| *votes).max()?;
    votes
        .into_iter()
        .find(|(_, votes)| *votes == most)
        .map(|(name, _)| name)
}

fn is_operation(name: &str) -> bool {
    is_pascal_case(name)
        && name.len() > 4
        && name.chars().filter(|c| c.is_ascii_uppercase()).count() > 1
        && name.contains(|c: char| c.is_ascii_lowercase())
}

fn word(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// Returns the name of the operation in a title: `Product:Name`, `Name - What it does`, `Name`.
fn title(text: &str) -> Option<&str> {
    let text = text.trim();
    let after = text
        .rsplit_once([':', '：'])
        .map_or(text, |(_, name)| name)
        .trim();
    let has_product = after.len() < text.len() && text.len() < 120;
    let name = word(after);
    let rest = after.get(name.len()..)?.trim_start();
    let is_title = rest.is_empty() || rest.starts_with(['-', '–', '_', '|', '—', '(', '（']);
    let is_bare = after.len() == text.len() || has_product && !text.starts_with('•');
    (is_title && is_bare && is_operation(name)).then_some(name)
}

/// Reads the RAM action, and how it accesses.
pub(crate) fn ram(page: &Page, name: &str) -> Option<Ram> {
    let mut first = None;
    for (index, _) in page.lines.iter().enumerate() {
        let Some((action, access)) = action_in(&page.lines, index) else {
            continue;
        };
        let (action, access) = match access {
            Some(access) => (action, Some(access)),
            None => {
                let (action, access) = split_access(&action);
                (action.to_owned(), access.map(str::to_owned))
            }
        };
        let level = access.as_deref().map(level);
        let ram = Ram {
            access: level.flatten(),
            odd_access: access.filter(|_| level.is_none_or(|level| level.is_none())),
            action,
        };
        if ram.action.ends_with(&format!(":{name}")) {
            return Some(ram);
        }
        first = first.or(Some(ram).filter(|ram| ram.access.is_some() || ram.odd_access.is_some()));
    }
    first
}

/// Finds a RAM action in a line, and the access level after it.
fn action_in(lines: &[Line], index: usize) -> Option<(String, Option<String>)> {
    let line = lines.get(index)?;
    if line.is_row() {
        let at = line.cells.iter().position(|cell| action(cell).is_some())?;
        let found = action(line.cells.get(at)?)?;
        let next = line.cells.get(at + 1).map(|cell| cell.trim());
        return Some((
            found,
            next.filter(|next| is_access(next)).map(str::to_owned),
        ));
    }
    let found = action(&line.text)?;
    let rest = line.text.get(found.len()..).unwrap_or_default().trim();
    if is_access(rest) {
        return Some((found, Some(rest.to_owned())));
    }
    let following = lines.iter().skip(index + 1).find(|line| !line.is_blank());
    let next = following
        .map(|line| line.text.as_str())
        .filter(|next| is_access(next));
    Some((found, next.map(str::to_owned)))
}

/// Returns the RAM action that a cell holds, such as `live:StopLiveStreamMonitor`.
fn action(cell: &str) -> Option<String> {
    let cell = cell.trim();
    let (product, name) = cell.split_once(':')?;
    let is_product = product.len() > 1
        && product.starts_with(|c: char| c.is_ascii_lowercase())
        && product
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let operation = word(name);
    let rest = name.get(operation.len()..)?.trim();
    let is_action = is_product && operation.starts_with(|c: char| c.is_ascii_uppercase());
    (is_action && (rest.is_empty() || is_access(rest))).then(|| format!("{product}:{operation}"))
}

fn is_access(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    Access::WORDS.iter().any(|(word, _)| *word == lower)
        || ACCESS.iter().any(|(word, _)| *word == lower)
}

/// Splits an access level from the end of a RAM action that it runs together with.
fn split_access(action: &str) -> (&str, Option<&str>) {
    const GLUED: &[&str] = &[
        "create", "update", "delete", "get", "list", "none", "Write", "Read", "List", "read",
        "write", "写入", "读取", "列出",
    ];
    let found = GLUED.iter().find_map(|word| {
        let rest = action.strip_suffix(word)?;
        (word.starts_with(|c: char| c.is_ascii_lowercase())
            || rest.ends_with(|c: char| c.is_ascii_lowercase()))
        .then_some((rest, Some(*word)))
    });
    match found {
        // `DescribeDomainList` is a name.
        Some((rest, Some("List"))) if rest.len() < action.len() => (action, None),
        Some(found) => found,
        None => (action, None),
    }
}

fn level(word: &str) -> Option<Access> {
    let lower = word.trim().to_lowercase();
    let ours = ACCESS
        .iter()
        .find(|(word, _)| *word == lower)
        .map_or(lower.as_str(), |(_, ours)| ours);
    Access::WORDS
        .iter()
        .find(|(word, _)| *word == ours)
        .map(|(_, access)| *access)
}

/// What a page says in its own words about the operation.
#[derive(Debug, Default)]
pub(crate) struct About {
    pub(crate) summary: String,
    pub(crate) details: Vec<String>,
}

/// Reads the words of the page about the operation.
pub(crate) fn about(layout: &Layout, name: &str) -> About {
    const DETAILS: &[&str] = &[
        "operation description",
        "usage notes",
        "usage note",
        "description",
        "接口说明",
        "介面說明",
        "使用说明",
        "使用說明",
    ];
    let mut about = About::default();
    let mut in_details = false;
    // A copy may start after the title.
    let is_title =
        |part: &Part, line: &Line| *part == Part::Head && title(&line.text) == Some(name);
    let mut has_title = !layout.prose.iter().any(|(part, line)| is_title(part, line));
    for (part, line) in &layout.prose {
        let lower = line.text.to_lowercase();
        if crate::page::words::part(&line.text).is_some() {
            in_details = DETAILS.contains(&lower.as_str());
            continue;
        }
        if line.text.is_empty() {
            continue;
        }
        match part {
            Part::Head if !has_title => has_title = is_title(part, line),
            Part::Head
                if lower.contains("updated")
                    || lower.contains("更新")
                    || lower.contains("machine translation") => {}
            Part::Head if about.summary.is_empty() => about.summary.clone_from(&line.text),
            Part::Head => about.details.push(line.text.clone()),
            Part::Other if in_details => about.details.push(line.text.clone()),
            _ => {}
        }
    }
    about
}
