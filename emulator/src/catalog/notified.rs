//! The notifications that the service sends, with everything that follows from their specs.

use std::sync::Arc;

use live_spec::{Content, Field, FieldPath, Notification, SetBy};

use super::types::Types;

/// A notification and the named types that its spec refers to.
#[derive(Clone, Debug)]
pub(crate) struct NotificationEntry {
    /// The family of the notification.
    pub(crate) family: Arc<str>,
    pub(crate) notification: Arc<Notification>,
    pub(crate) types: Arc<Types>,
}

/// One kind of a notification, or its only one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind<'a> {
    /// `None` if the notification has no kinds.
    pub(crate) name: Option<&'a str>,
    /// The name of the field that only this kind has.
    pub(crate) when: Option<&'a str>,
    pub(crate) fields: &'a [Field],
}

impl NotificationEntry {
    pub(crate) fn name(&self) -> &str {
        &self.notification.name
    }

    /// Returns the kinds. A notification without kinds has one that has no name.
    pub(crate) fn kinds(&self) -> Vec<Kind<'_>> {
        match &self.notification.content {
            Content::Fields(fields) => vec![Kind {
                name: None,
                when: None,
                fields,
            }],
            Content::Kinds(kinds) => {
                let kinds = kinds.iter().map(|kind| Kind {
                    name: Some(&kind.name),
                    when: kind.when.as_ref().map(|when| when.text.as_str()),
                    fields: &kind.fields,
                });
                kinds.collect()
            }
        }
    }

    /// Returns how an operation sets the address or the key, if it does.
    pub(crate) fn set_by(&self, operation: &str) -> Option<&SetBy> {
        let mut set_by = self.notification.set_by.iter();
        set_by.find(|set| set.operation.text == operation)
    }

    /// Returns the names of the operations that set the address.
    pub(crate) fn setters(&self) -> Vec<&str> {
        let set_by = self.notification.set_by.iter();
        let set_by = set_by.filter(|set| set.address.is_some());
        set_by.map(|set| set.operation.text.as_str()).collect()
    }

    /// Returns whether an operation removes the address.
    pub(crate) fn is_unset_by(&self, operation: &str) -> bool {
        let mut unset_by = self.notification.unset_by.iter();
        unset_by.any(|unset| unset.text == operation)
    }

    /// Returns the parameters that name the domain in the operations that set the address.
    pub(crate) fn domains(&self) -> impl Iterator<Item = &FieldPath> {
        let set_by = self.notification.set_by.iter();
        set_by.filter_map(|set| set.domain.as_ref())
    }
}
