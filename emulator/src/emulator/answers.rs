//! Scripted answers of an emulator.

use super::Emulator;
use crate::answer::parse;
use crate::answer::scripts::Script;
use crate::answer::{Answer, AnswerError, Calls};
use crate::service::support::OperationSupport;
use crate::support::lock::lock;

impl Emulator {
    /// Answers the calls of an operation with these answers, in order. The last one repeats.
    ///
    /// `calls` is the name of an operation, or [`Calls`] that also states parameters. The answers
    /// replace those of the same calls that were set up before. Where several apply, those with the
    /// most conditions are given, and of these the latest.
    ///
    /// Every call is still checked like all others: its signature, its rate limit and its
    /// parameters. Faults apply too.
    ///
    /// ```
    /// use alibabacloud_live_emulator::{Answer, Emulator};
    ///
    /// let emulator = Emulator::builder().start_blocking()?;
    /// // A domain that is being set up during two calls.
    /// let status = |status| Answer::documented().set("/DomainDetail/DomainStatus", status);
    /// let answers = [status("configuring").times(2), status("online")];
    /// emulator.respond("DescribeLiveDomainDetail", answers)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if there is no such operation or parameter, if there is no answer, or if the members
    /// of an answer are not those of the documented response. Nothing is changed then.
    pub fn respond(
        &self,
        calls: impl Into<Calls>,
        answers: impl IntoIterator<Item = impl Into<Answer>>,
    ) -> Result<(), AnswerError> {
        let answers = answers.into_iter().map(Into::into);
        let script = Script::new(&self.service.catalog, calls.into(), answers)?;
        lock(&self.service.scripts).add(script);
        Ok(())
    }

    /// Answers calls as JSON describes it: one sequence of answers, or a list of them, as in a file
    /// of a test. [`ANSWER_MEMBERS`](crate::ANSWER_MEMBERS) lists the members.
    ///
    /// ```
    /// # let emulator = alibabacloud_live_emulator::Emulator::builder().start_blocking()?;
    /// emulator.respond_json(
    ///     r#"{
    ///         "operation": "DescribeLiveDomainDetail",
    ///         "when": { "DomainName": "live.example.com" },
    ///         "answers": [
    ///             { "set": { "/DomainDetail/DomainStatus": "configuring" }, "times": 2 },
    ///             { "set": { "/DomainDetail/DomainStatus": "online" } }
    ///         ]
    ///     }"#,
    /// )?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails like [`respond`](Self::respond), and if the text is not such JSON. Nothing is changed
    /// then.
    pub fn respond_json(&self, text: &str) -> Result<(), AnswerError> {
        let read = parse::scripts(&self.service.catalog, text.as_bytes())?;
        let mut scripts = lock(&self.service.scripts);
        read.into_iter().for_each(|script| scripts.add(script));
        Ok(())
    }

    /// Sets how many items each list has that is not modelled, on all its pages together.
    pub fn set_list_items(&self, items: usize) {
        lock(&self.service.lists).set(items);
    }

    /// Sets how many items the list of one operation has, on all its pages together.
    ///
    /// # Errors
    ///
    /// Fails if there is no such operation, or if its list is modelled or not paged.
    pub fn set_list_items_of(&self, operation: &str, items: usize) -> Result<(), AnswerError> {
        self.service.set_list_items_of(operation, items)
    }

    /// Returns what the emulator does for each operation, sorted by family and name.
    #[must_use]
    pub fn support(&self) -> Vec<OperationSupport> {
        OperationSupport::all(&self.service.catalog)
    }

    /// Removes all scripted answers.
    pub fn clear_answers(&self) {
        lock(&self.service.scripts).clear();
    }
}
