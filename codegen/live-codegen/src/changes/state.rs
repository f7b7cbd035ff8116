//! One state of the specs, as stated and as lowered.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use live_spec::{self as spec, Diagnostic, Diagnostics, Draft, Service, Sources};

use crate::lower::{lower, lower_service, name_clashes};
use crate::model::{self, Model};

/// The specs of one moment, and the client that they give.
#[derive(Clone, Debug)]
pub struct State {
    service: Service,
    model: Model,
    refused: Vec<Refused>,
}

/// An operation that is left out, since a part of its spec cannot be read today.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refused {
    /// Name of the operation.
    pub operation: String,
    /// The first mistake that concerns it.
    pub mistake: String,
}

impl State {
    /// Reads specs without mistakes.
    ///
    /// # Errors
    ///
    /// Fails with all mistakes.
    pub fn read(sources: &Sources) -> Result<Self, Diagnostics> {
        let draft = Draft::read(sources);
        let clashes = name_clashes(draft.service());
        let service = draft.check(clashes)?.service;
        let model = lower(&service)?;
        Ok(Self {
            service,
            model,
            refused: Vec::new(),
        })
    }

    /// Reads specs that an older generator accepted. Rules that they break today are ignored.
    /// Operations of which something cannot be read are left out, and can be asked for.
    ///
    /// # Errors
    ///
    /// Fails with all mistakes if what all operations share cannot be read, or if no operation
    /// remains.
    pub fn read_older(sources: &Sources) -> Result<Self, Diagnostics> {
        let draft = Draft::read(sources);
        let mut service = draft.service().clone();
        let found = draft.check([]).err();
        let unread = found.iter().flat_map(Diagnostics::iter);
        let unread: Vec<_> = unread.filter(|it| it.is_unread()).cloned().collect();
        let refused = refused(sources, &unread);
        let names = refused.iter().map(|refused| refused.operation.as_str());
        leave_out(&mut service, &names.collect());
        let mut families = service.families.iter();
        let is_empty = families.all(|family| family.operations.is_empty());
        if is_empty || unread.iter().any(|it| concerns_all(it.place().path())) {
            Diagnostics::check(unread)?;
        }
        let model = lower_service(&service);
        Ok(Self {
            service,
            model,
            refused,
        })
    }

    /// Returns the operations that are left out because their specs are refused.
    #[must_use]
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }

    /// Leaves out operations, also where they decide how a shared type is used.
    #[must_use]
    pub(super) fn without(&self, operations: &BTreeSet<&str>) -> Self {
        let mut service = self.service.clone();
        leave_out(&mut service, operations);
        let model = lower_service(&service);
        Self {
            service,
            model,
            refused: Vec::new(),
        }
    }

    pub(super) fn model(&self) -> &Model {
        &self.model
    }

    /// Returns the families, each as stated and as lowered.
    pub(super) fn families(&self) -> impl Iterator<Item = (&spec::Family, &model::Family)> {
        self.service.families.iter().zip(&self.model.families)
    }
}

fn leave_out(service: &mut Service, operations: &BTreeSet<&str>) {
    for family in &mut service.families {
        family
            .operations
            .retain(|operation| !operations.contains(operation.name.as_str()));
        family
            .waiters
            .retain(|waiter| !operations.contains(waiter.operation.as_str()));
        // What makes all operations of a family unreadable may be part of its notifications too.
        if family.operations.is_empty() {
            family.notifications.clear();
        }
    }
}

/// Returns the operations that mistakes concern, each with the first of them.
fn refused(sources: &Sources, mistakes: &[Diagnostic]) -> Vec<Refused> {
    let mut refused: BTreeMap<&str, &str> = BTreeMap::new();
    for mistake in mistakes {
        let path = mistake.place().path();
        for other in sources.paths().filter(|other| concerns(path, other)) {
            if let Some(operation) = operation_of(other) {
                refused
                    .entry(operation)
                    .or_insert_with(|| mistake.message());
            }
        }
    }
    let refused = refused.into_iter();
    let refused = refused.map(|(operation, mistake)| Refused {
        operation: operation.to_owned(),
        mistake: mistake.to_owned(),
    });
    refused.collect()
}

/// Returns whether what one file states decides what another means. Glossaries only explain.
fn concerns(file: &Path, operation: &Path) -> bool {
    let is_of_family = operation_of(file).is_none() && !file.ends_with("glossary.yaml");
    file == operation || is_of_family && file.parent() == operation.parent()
}

/// Returns whether a file states what all operations share.
fn concerns_all(file: &Path) -> bool {
    file == Path::new("service.yaml")
}

/// Returns the operation that a file describes.
fn operation_of(path: &Path) -> Option<&str> {
    let parts: Option<Vec<_>> = path.iter().map(|part| part.to_str()).collect();
    let [_, file]: [&str; 2] = parts?.try_into().ok()?;
    let name = file.strip_suffix(".yaml")?;
    (!matches!(name, "glossary" | "notifications" | "types" | "waiters")).then_some(name)
}
