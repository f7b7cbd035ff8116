//! One state of the specs, as stated and as lowered.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use live_spec::{self as spec, Diagnostics, Draft, Service, Sources};

use crate::lower::{lower, name_clashes};
use crate::model::{self, Model};

/// The specs of one moment, and the client that they give.
#[derive(Clone, Debug)]
pub struct State {
    service: Service,
    model: Model,
    refused: Vec<Refused>,
}

/// An operation whose spec today's rules refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refused {
    /// Name of the operation.
    pub operation: String,
    /// The first mistake in its spec.
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

    /// Reads specs that an older generator accepted. Operations whose specs are refused today are
    /// left out, and can be asked for.
    ///
    /// # Errors
    ///
    /// Fails with all mistakes if one is not in the spec of an operation, or if no operation
    /// remains.
    pub fn read_older(sources: &Sources) -> Result<Self, Diagnostics> {
        let found = match Self::read(sources) {
            Ok(state) => return Ok(state),
            Err(found) => found,
        };
        let mut service = Draft::read(sources).service().clone();
        let mut refused: BTreeMap<String, String> = BTreeMap::new();
        for mistake in found.iter() {
            // A mistake elsewhere concerns everything.
            let operation = operation_of(mistake.place().path()).unwrap_or_default();
            let first = || mistake.message().to_owned();
            refused.entry(operation.to_owned()).or_insert_with(first);
        }
        if refused.contains_key("") {
            return Err(found);
        }
        let refused = refused
            .into_iter()
            .map(|(operation, mistake)| Refused { operation, mistake });
        let refused: Vec<_> = refused.collect();
        leave_out(
            &mut service,
            &refused.iter().map(|it| it.operation.as_str()).collect(),
        );
        let is_empty = service
            .families
            .iter()
            .all(|family| family.operations.is_empty());
        match lower(&service) {
            Ok(model) if !is_empty => Ok(Self {
                service,
                model,
                refused,
            }),
            _ => Err(found),
        }
    }

    /// Returns the operations that are left out because their specs are refused.
    #[must_use]
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }

    /// Leaves out operations, also where they decide how a shared type is used.
    pub(super) fn without(&self, operations: &BTreeSet<&str>) -> Result<Self, Diagnostics> {
        let mut service = self.service.clone();
        leave_out(&mut service, operations);
        let model = lower(&service)?;
        Ok(Self {
            service,
            model,
            refused: Vec::new(),
        })
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
    }
}

/// Returns the operation that a file describes.
fn operation_of(path: &Path) -> Option<&str> {
    let parts: Option<Vec<_>> = path.iter().map(|part| part.to_str()).collect();
    let [_, file] = parts?.try_into().ok()?;
    let name = file.strip_suffix(".yaml")?;
    (!matches!(name, "glossary" | "types" | "waiters")).then_some(name)
}
