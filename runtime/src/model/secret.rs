//! Secret values of parameters and fields. They are also masked for [observers](crate::observe).

use alibabacloud_secret::Secret;

use crate::codec::decode::{ReadFailed, ReadValue, ValueReader};
use crate::codec::encode::{ValueWriter, WriteValue};

impl WriteValue for Secret {
    fn write_value(&self, writer: ValueWriter<'_>) {
        writer.secret(self.expose());
    }
}

impl ReadValue for Secret {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, ReadFailed> {
        Ok(value.text()?.map(Self::from))
    }
}
