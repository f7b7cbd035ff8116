//! Parameters as a tree: `Key.1.Sub` is a list of structures written flat.

use std::collections::BTreeMap;

use crate::received::Pair;

/// Levels a name is taken apart into at most, so that no request can build a tree too deep to walk.
const DEEPEST: usize = 12;

/// Parameters by the segments of their names.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// Text of the parameter with exactly this name.
    pub(crate) text: Option<String>,
    below: BTreeMap<String, Tree>,
}

impl Tree {
    /// Builds the tree. Of several parameters with one name the first counts.
    ///
    /// `known` are names of parameters, which are not taken apart themselves where they have dots.
    pub(crate) fn new<'a>(pairs: impl IntoIterator<Item = &'a Pair>, known: &[&str]) -> Self {
        let mut root = Self::default();
        for (name, value) in pairs {
            let (first, rest) = first_segment(name, known);
            let mut node = root.below.entry(first.to_owned()).or_default();
            for segment in rest
                .into_iter()
                .flat_map(|rest| rest.splitn(DEEPEST - 1, '.'))
            {
                node = node.below.entry(segment.to_owned()).or_default();
            }
            node.text.get_or_insert_with(|| value.clone());
        }
        root
    }

    /// What is below a name.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.below.get(name)
    }

    /// Names on the level below.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.below.keys().map(String::as_str)
    }

    /// Everything on the level below.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&str, &Self)> {
        self.below.iter().map(|(name, tree)| (name.as_str(), tree))
    }

    /// The items of a list in the order of their numbers, which count from 1. The error names what is no number.
    pub(crate) fn items(&self) -> Result<Vec<&Self>, String> {
        let mut items = Vec::with_capacity(self.below.len());
        for (name, tree) in &self.below {
            match name.parse::<u32>() {
                Ok(number) if number > 0 && !name.starts_with(['0', '+']) => {
                    items.push((number, tree))
                }
                _ => return Err(format!("{name} is not the number of an item")),
            }
        }
        items.sort_by_key(|(number, _)| *number);
        Ok(items.into_iter().map(|(_, tree)| tree).collect())
    }
}

/// The longest of the known names that a name starts with, else all up to its first dot; and what comes after.
fn first_segment<'n>(name: &'n str, known: &[&str]) -> (&'n str, Option<&'n str>) {
    let ends = known.iter().filter_map(|known| {
        let rest = name.strip_prefix(known)?;
        (rest.is_empty() || rest.starts_with('.')).then_some(known.len())
    });
    match ends.max() {
        Some(end) => (&name[..end], name[end..].strip_prefix('.')),
        None => match name.split_once('.') {
            Some((first, rest)) => (first, Some(rest)),
            None => (name, None),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(pairs: &[(&str, &str)]) -> Tree {
        let pairs: Vec<Pair> = pairs
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect();
        Tree::new(&pairs, &["Box", "Box.Lid"])
    }

    #[test]
    fn known_names_may_have_dots() {
        let tree = tree(&[("Box.Lid", "a"), ("Box.Lid.1.Top", "b"), ("Box.Lids", "c")]);
        let names: Vec<_> = tree.names().collect();
        assert_eq!(names, ["Box", "Box.Lid"]);
        let lid = tree.get("Box.Lid").unwrap();
        assert_eq!(lid.text.as_deref(), Some("a"));
        assert_eq!(lid.items().unwrap().len(), 1);
        let lids = tree.get("Box").unwrap().get("Lids").unwrap();
        assert_eq!(lids.text.as_deref(), Some("c"));
    }

    #[test]
    fn items_are_ordered_by_number() {
        let tree = tree(&[("K.10", "c"), ("K.2", "b"), ("K.1", "a"), ("K.1", "again")]);
        let items = tree.get("K").unwrap().items().unwrap();
        let texts: Vec<_> = items
            .iter()
            .map(|item| item.text.as_deref().unwrap())
            .collect();
        assert_eq!(texts, ["a", "b", "c"]);
    }

    #[test]
    fn only_numbers_from_one_are_items() {
        for name in ["K.0", "K.01", "K.-1", "K.x", "K.", "K.99999999999"] {
            assert!(
                tree(&[(name, "v")]).get("K").unwrap().items().is_err(),
                "{name}"
            );
        }
    }

    #[test]
    fn very_deep_names_are_cut() {
        let name = "a.".repeat(100_000);
        let tree = tree(&[(&name, "v")]);
        assert_eq!(tree.names().collect::<Vec<_>>(), ["a"]);
    }
}
