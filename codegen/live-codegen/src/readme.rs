//! Keeps what a document says about the specs equal to them.
//!
//! Such parts of README.md stand between two lines, and codegen writes what is between them:
//!
//! ```text
//! <!-- generated: families -->
//! <!-- end of generated -->
//! ```

use std::fmt;

use live_spec::Service;

const START: &str = "<!-- generated: ";
const CLOSE: &str = " -->";
const END: &str = "<!-- end of generated -->";

/// What stands between the lines of one name.
type Section = (&'static str, fn(&Service) -> String);

/// The parts that README.md must have, in any order.
const SECTIONS: [Section; 2] = [("operations", operations), ("families", families)];

/// Returns the text of README.md with its generated parts written anew.
///
/// # Errors
///
/// Fails if the lines around a part are missing, occur twice, or have an unknown name.
pub fn readme(service: &Service, text: &str) -> Result<String, ReadmeError> {
    let mut found = Vec::new();
    let mut filled = String::with_capacity(text.len());
    let mut lines = (1..).zip(text.split_inclusive('\n'));
    while let Some((number, line)) = lines.next() {
        filled.push_str(line);
        let name = line.trim().strip_prefix(START);
        let Some(name) = name.and_then(|line| line.strip_suffix(CLOSE)) else {
            if line.trim() == END {
                return Err(wrong(
                    number,
                    "this ends no generated part; remove the line",
                ));
            }
            continue;
        };
        let Some(&(name, section)) = SECTIONS.iter().find(|(known, _)| *known == name) else {
            let known = SECTIONS
                .map(|(known, _)| format!("`{known}`"))
                .join(" and ");
            let message = format!("no generated part is called `{name}`; the parts are {known}");
            return Err(wrong(number, &message));
        };
        if found.contains(&name) {
            let message = format!("`{name}` is generated twice; remove one of the parts");
            return Err(wrong(number, &message));
        }
        found.push(name);
        let end = lines
            .by_ref()
            .take_while(|(_, line)| !line.trim().starts_with(START))
            .find(|(_, line)| line.trim() == END);
        let Some((_, end)) = end else {
            let message = format!("the end of this part is missing; add the line `{END}`");
            return Err(wrong(number, &message));
        };
        filled.push('\n');
        filled.push_str(&section(service));
        filled.push('\n');
        filled.push_str(end);
    }
    for (name, _) in SECTIONS {
        if !found.contains(&name) {
            let message = format!(
                "the generated part `{name}` is missing; add the lines `{START}{name}{CLOSE}` and `{END}` where it \
                 is to stand"
            );
            return Err(wrong(1, &message));
        }
    }
    Ok(filled)
}

/// The number of operations, for the reader who wonders what is covered.
fn operations(service: &Service) -> String {
    let operations: usize = service
        .families
        .iter()
        .map(|family| family.operations.len())
        .sum();
    format!("All {operations} operations are available.\n")
}

/// The table of families.
fn families(service: &Service) -> String {
    let mut table = String::from("| family | operations | purpose |\n| --- | --- | --- |\n");
    for family in &service.families {
        let purpose = family.doc.replace('|', r"\|");
        let row = format!(
            "| `{}` | {} | {purpose} |\n",
            family.name,
            family.operations.len()
        );
        table.push_str(&row);
    }
    table
}

fn wrong(line: usize, message: &str) -> ReadmeError {
    ReadmeError {
        line,
        message: message.to_owned(),
    }
}

/// What is wrong with README.md.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadmeError {
    line: usize,
    message: String,
}

impl fmt::Display for ReadmeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "README.md:{}: {}", self.line, self.message)
    }
}

impl std::error::Error for ReadmeError {}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use live_spec::Sources;

    use super::*;

    const README: &str = "\
# Client
<!-- generated: families -->
old
<!-- end of generated -->
text
<!-- generated: operations -->
<!-- end of generated -->
";

    fn service() -> Service {
        let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("goldens/specs");
        live_spec::load(&Sources::read(specs).unwrap()).unwrap()
    }

    #[test]
    fn parts_between_the_lines_are_written_and_the_rest_is_kept() {
        let service = service();
        let filled = readme(&service, README).unwrap();
        let total: usize = service.families.iter().map(|it| it.operations.len()).sum();
        let (start, rest) = filled.split_once("| `arrays` | ").unwrap();
        assert!(start.starts_with("# Client\n<!-- generated: families -->\n\n| family |"));
        assert!(rest.contains("| Lists: flat, nested, wrapped, empty. |\n| `encodings` | "));
        assert!(rest.ends_with(&format!(
            "|\n\n<!-- end of generated -->\ntext\n<!-- generated: operations -->\n\n\
             All {total} operations are available.\n\n<!-- end of generated -->\n"
        )));
        assert_eq!(readme(&service, &filled).unwrap(), filled);
    }

    #[test]
    fn wrong_lines_are_named_with_what_to_do() {
        for (right, wrong, expected) in [
            (
                "<!-- generated: families -->\nold\n<!-- end of generated -->\n",
                "",
                "README.md:1: the generated part `families` is missing; add the lines `<!-- generated: families -->` \
                 and `<!-- end of generated -->` where it is to stand",
            ),
            (
                ": families",
                ": family",
                "README.md:2: no generated part is called `family`; the parts are `operations` and `families`",
            ),
            (
                ": families",
                ": operations",
                "README.md:6: `operations` is generated twice; remove one of the parts",
            ),
            (
                "old\n<!-- end of generated -->\n",
                "",
                "README.md:2: the end of this part is missing; add the line `<!-- end of generated -->`",
            ),
            (
                "text\n",
                "<!-- end of generated -->\n",
                "README.md:5: this ends no generated part; remove the line",
            ),
        ] {
            let text = README.replacen(right, wrong, 1);
            assert_eq!(readme(&service(), &text).unwrap_err().to_string(), expected);
        }
    }
}
