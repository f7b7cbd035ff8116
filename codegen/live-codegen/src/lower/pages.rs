//! Lowers the pages of an operation.

use live_spec::{self as spec, FieldPath, PageBy};

use super::context::Context;
use crate::model::{Field, PageSize, Pages, Parameter, PathStep, Struct, Ty, TypeDef};

/// Names of methods that the builder of an operation with pages has.
pub(super) const METHODS: [&str; 2] = ["items", "pages"];

/// Says how to fetch the pages.
pub(super) fn docs(operation: &spec::Operation) -> Option<String> {
    let pages = operation.pages.as_ref()?;
    Some(format!("`items` fetches `{}` page by page.", pages.items))
}

/// The Rust side of a paged operation, in which paths are looked up.
pub(super) struct Lowered<'a> {
    pub(super) parameters: &'a [Parameter],
    pub(super) response: &'a Struct,
    pub(super) types: &'a [TypeDef],
}

impl Lowered<'_> {
    /// Returns `None` if the operation has no pages. The specs were checked, so all names exist.
    pub(super) fn pages(
        &self,
        context: &Context<'_>,
        operation: &spec::Operation,
    ) -> Option<Pages> {
        let pages = operation.pages.as_ref()?;
        let path = |path: &FieldPath| self.path(context, path);
        let optional = |path_of: &Option<FieldPath>| path_of.as_ref().and_then(path);
        let (position, next) = match &pages.by {
            PageBy::Number(number) => (number, None),
            PageBy::Token { token, next } => (token, Some(next)),
        };
        let items = path(&pages.items)?;
        let Some(Ty::Vec(item)) = items.last().map(|step| &step.ty) else {
            return None;
        };
        Some(Pages {
            numbered: next.is_none(),
            position: self.parameter(position)?.clone(),
            size: pages
                .size
                .as_ref()
                .and_then(|size| self.size(operation, size)),
            item: (**item).clone(),
            items,
            next: next.and_then(path),
            more: optional(&pages.more),
            total: optional(&pages.total),
            total_pages: optional(&pages.total_pages),
        })
    }

    fn parameter(&self, path: &FieldPath) -> Option<&Field> {
        let mut parameters = self.parameters.iter().map(|parameter| &parameter.field);
        parameters.find(|field| path.names == [field.wire.as_str()])
    }

    fn size(&self, operation: &spec::Operation, path: &FieldPath) -> Option<PageSize> {
        let parameter = self.parameter(path)?;
        let spec = operation
            .request
            .iter()
            .find(|field| field.name == parameter.wire)?;
        let pages = operation.pages.as_ref()?;
        // Where the service announces the end, nobody asks how many items a full page has.
        let is_announced = pages.more.is_some() || pages.total_pages.is_some();
        let default = spec.default.as_ref().filter(|_| !is_announced);
        // The bounds of integers have no fraction.
        let bound = |bound: Option<f64>| bound.and_then(|bound| format!("{bound:.0}").parse().ok());
        Some(PageSize {
            field: parameter.clone(),
            min: bound(spec.range.min),
            max: bound(spec.range.max),
            default: default.and_then(|default| default.parse().ok()),
        })
    }

    fn path(&self, context: &Context<'_>, path: &FieldPath) -> Option<Vec<PathStep>> {
        let mut fields = self.response.fields.as_slice();
        let mut steps = Vec::new();
        for name in &path.names {
            let field = fields.iter().find(|field| field.wire == *name)?;
            steps.push(PathStep {
                name: field.name.clone(),
                optional: field.optional,
                ty: field.ty.clone(),
            });
            fields = match &field.ty {
                Ty::Struct(name) => self.members(context, name),
                _ => &[],
            };
        }
        Some(steps)
    }

    fn members<'t>(&'t self, context: &'t Context<'_>, name: &str) -> &'t [Field] {
        let mut types = self.types.iter().chain(&context.types);
        let found = types.find_map(|definition| match definition {
            TypeDef::Struct(definition) if definition.name == name => Some(&definition.fields),
            _ => None,
        });
        found.map_or(&[], Vec::as_slice)
    }
}
