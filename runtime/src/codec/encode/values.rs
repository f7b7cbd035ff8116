//! How values of Rust's own types are written.

use std::collections::BTreeMap;
use std::time::Duration;

use super::writer::{FieldWriter, ValueWriter, WriteFields, WriteValue};
use crate::codec::extra_members::ExtraMembers;

impl WriteValue for String {
    fn write_value(&self, writer: ValueWriter<'_>) {
        writer.text(self);
    }
}

impl WriteValue for i32 {
    fn write_value(&self, writer: ValueWriter<'_>) {
        writer.integer(i64::from(*self));
    }
}

impl WriteValue for i64 {
    fn write_value(&self, writer: ValueWriter<'_>) {
        writer.integer(*self);
    }
}

impl WriteValue for f64 {
    fn write_value(&self, writer: ValueWriter<'_>) {
        writer.float(*self);
    }
}

impl WriteValue for bool {
    fn write_value(&self, writer: ValueWriter<'_>) {
        writer.boolean(*self);
    }
}

/// Durations are whole seconds.
impl WriteValue for Duration {
    fn write_value(&self, writer: ValueWriter<'_>) {
        match i64::try_from(self.as_secs()) {
            Ok(seconds) if self.subsec_nanos() == 0 => writer.integer(seconds),
            Ok(_) => writer.reject("is not a whole number of seconds"),
            Err(_) => writer.reject("is too long"),
        }
    }
}

impl WriteValue for serde_json::Value {
    fn write_value(&self, writer: ValueWriter<'_>) {
        writer.any(self);
    }
}

impl<T: WriteValue> WriteValue for Option<T> {
    fn write_value(&self, writer: ValueWriter<'_>) {
        if let Some(value) = self {
            value.write_value(writer);
        }
    }

    fn is_set(&self) -> bool {
        self.is_some()
    }
}

impl<T: WriteValue> WriteValue for Vec<T> {
    fn write_value(&self, writer: ValueWriter<'_>) {
        writer.list(&mut self.iter().map(|item| item as &dyn WriteValue));
    }
}

impl<T: WriteValue> WriteFields for BTreeMap<String, T> {
    fn write_fields(&self, writer: &mut FieldWriter<'_>) {
        for (name, value) in self {
            writer.field(name, value);
        }
    }
}

/// All members.
impl WriteFields for ExtraMembers {
    fn write_fields(&self, writer: &mut FieldWriter<'_>) {
        writer.extra(self);
    }
}

impl<T: WriteFields> WriteValue for T {
    fn write_value(&self, writer: ValueWriter<'_>) {
        writer.fields(self);
    }
}
