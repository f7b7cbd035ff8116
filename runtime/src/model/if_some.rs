//! Passing on what may be absent.

/// Adds the method `if_some` to builders and to parts of requests.
pub trait IfSome: Sized {
    /// Calls a setter if there is a value for it, and otherwise changes nothing.
    ///
    /// ```
    /// use alibabacloud_rpc::IfSome as _;
    /// # #[derive(Default, alibabacloud_rpc::Object, alibabacloud_rpc::Setters)]
    /// # struct Guest { name: Option<String> }
    ///
    /// let name: Option<&str> = Some("Ada");
    /// let guest = Guest::default().if_some(name, |guest, name| guest.name(name));
    /// assert_eq!(guest.name.as_deref(), Some("Ada"));
    /// ```
    #[must_use]
    fn if_some<T>(self, value: Option<T>, set: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => set(self, value),
            None => self,
        }
    }
}

impl<B> IfSome for B {}
