//! One change, and all of them.

/// What a change means for users, from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rank {
    /// Only texts change.
    Documentation,
    /// Programs compile as before, and do something else.
    Behaviour,
    /// Programs that use it get a warning.
    Deprecation,
    /// There is more to use.
    Addition,
    /// Programs may no longer compile, or mean something else where they do.
    Breaking,
}

/// A change that users of the generated crate may notice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Change {
    /// What it means for users.
    pub rank: Rank,
    /// What changes: the name of an operation in the API, or of a type, a family or a part of the
    /// service.
    pub subject: String,
    /// What it is now, as Markdown with API names in backticks.
    pub text: String,
    /// The Rust item, below the root of the crate; empty if there is none.
    pub path: String,
    /// Whether something is gone.
    pub removes: bool,
}

/// All changes between two states of the specs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The changes, the gravest first, then by subject.
    list: Vec<Change>,
}

impl Changes {
    pub(super) fn new(mut list: Vec<Change>) -> Self {
        list.sort_by(|a, b| b.rank.cmp(&a.rank).then_with(|| a.cmp(b)));
        list.dedup();
        Self { list }
    }

    /// Returns the changes, the gravest first.
    pub fn iter(&self) -> impl Iterator<Item = &Change> {
        self.list.iter()
    }

    /// Returns whether nothing changes for users.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns the gravest rank, if anything changes.
    #[must_use]
    pub fn rank(&self) -> Option<Rank> {
        self.list.first().map(|change| change.rank)
    }

    /// Returns the changes of one rank.
    pub(super) fn of(&self, rank: Rank) -> impl Iterator<Item = &Change> {
        self.list.iter().filter(move |change| change.rank == rank)
    }
}
