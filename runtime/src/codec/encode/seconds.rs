//! Writes durations as whole seconds.

use std::time::Duration;

use super::{ValueWriter, WriteValue};

impl WriteValue for Duration {
    fn write_value(&self, writer: ValueWriter<'_>) {
        match i64::try_from(self.as_secs()) {
            Ok(seconds) if self.subsec_nanos() == 0 => writer.integer(seconds),
            Ok(_) => writer.reject("is not a whole number of seconds"),
            Err(_) => writer.reject("is too long"),
        }
    }
}
