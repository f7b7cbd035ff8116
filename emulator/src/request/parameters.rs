//! Parameters as a tree: `Key.1.Sub` is a field in an item of a list.

use std::collections::BTreeMap;

use super::received::Pair;

/// The maximum depth of a tree. Keeps requests from building trees that are too deep to walk.
const MAX_DEPTH: usize = 12;

/// Parameters, ordered by the segments of their names.
#[derive(Debug, Default)]
pub(crate) struct ParameterTree {
    /// The text of the parameter with exactly this name.
    pub(crate) text: Option<String>,
    children: BTreeMap<String, ParameterTree>,
}

impl ParameterTree {
    /// Builds the tree. If a name is repeated, its first parameter counts.
    ///
    /// Names in `known` are not split at their dots.
    pub(crate) fn new<'a>(pairs: impl IntoIterator<Item = &'a Pair>, known: &[&str]) -> Self {
        let mut root = Self::default();
        for (name, value) in pairs {
            let (first, rest) = live_spec::split_parameter(name, known);
            let mut node = root.children.entry(first.to_owned()).or_default();
            for segment in rest
                .into_iter()
                .flat_map(|rest| rest.splitn(MAX_DEPTH - 1, '.'))
            {
                node = node.children.entry(segment.to_owned()).or_default();
            }
            node.text.get_or_insert_with(|| value.clone());
        }
        root
    }

    /// Returns the child with a name.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.children.get(name)
    }

    /// Returns the names of the children.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.children.keys().map(String::as_str)
    }

    /// Returns the children with their names.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&str, &Self)> {
        self.children
            .iter()
            .map(|(name, tree)| (name.as_str(), tree))
    }

    /// Returns the items of a list in the order of their numbers, which start at 1. The error
    /// states the first invalid number.
    pub(crate) fn items(&self) -> Result<Vec<&Self>, String> {
        let mut items = Vec::with_capacity(self.children.len());
        for (name, tree) in &self.children {
            match name.parse::<u32>() {
                Ok(number) if number > 0 && !name.starts_with(['0', '+']) => {
                    items.push((number, tree))
                }
                _ => return Err(format!("{name} is not a valid item number")),
            }
        }
        items.sort_by_key(|(number, _)| *number);
        Ok(items.into_iter().map(|(_, tree)| tree).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(pairs: &[(&str, &str)]) -> ParameterTree {
        let pairs: Vec<Pair> = pairs
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect();
        ParameterTree::new(&pairs, &["Box", "Box.Lid"])
    }

    #[test]
    fn known_names_are_not_split() {
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
    fn item_numbers_start_at_one() {
        for name in ["K.0", "K.01", "K.-1", "K.x", "K.", "K.99999999999"] {
            assert!(
                tree(&[(name, "v")]).get("K").unwrap().items().is_err(),
                "{name}"
            );
        }
    }

    #[test]
    fn deep_names_are_truncated() {
        let name = "a.".repeat(100_000);
        let tree = tree(&[(&name, "v")]);
        assert_eq!(tree.names().collect::<Vec<_>>(), ["a"]);
    }
}
