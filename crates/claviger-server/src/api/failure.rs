//! A request that was not carried out, and whether that is written down already.

use crate::problem::{Code, FieldError, Problem};
use claviger::manage::ManageError;
use std::fmt::Display;

/// Why a handler did not carry a request out.
pub(super) enum Failure {
    /// A use case refused or failed; its entry is written.
    Managed(ManageError),
    /// The request came to no use case, or the upstream refused: the entry is still to be written.
    Unwritten(Problem),
    /// The server failed: there is nothing to be written.
    Failed(Problem),
}

impl From<ManageError> for Failure {
    fn from(error: ManageError) -> Self {
        Failure::Managed(error)
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        if problem.code.status().is_server_error() {
            Failure::Failed(problem)
        } else {
            Failure::Unwritten(problem)
        }
    }
}

/// Collects what is wrong with the fields of a request, so that all of it is told at once.
#[derive(Default)]
pub(super) struct Fields(Vec<FieldError>);

impl Fields {
    /// The value, or `None` with its error noted.
    pub(super) fn take<T, E: Display>(&mut self, field: &str, parsed: Result<T, E>) -> Option<T> {
        let note = |error: E| FieldError { field: field.to_owned(), message: error.to_string() };
        parsed.map_err(|error| self.0.push(note(error))).ok()
    }

    /// Parses a text that may be left out; `Some(None)` if it is.
    pub(super) fn optional<T, E: Display>(
        &mut self,
        field: &str,
        text: Option<&str>,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Option<T>> {
        match text {
            None => Some(None),
            Some(text) => self.take(field, parse(text)).map(Some),
        }
    }

    /// What was parsed, if nothing was wrong.
    pub(super) fn done<T>(self, parsed: Option<T>) -> Result<T, Problem> {
        match parsed {
            Some(parsed) if self.0.is_empty() => Ok(parsed),
            _ if self.0.is_empty() => Err(Problem::new(Code::Internal, "a field was lost while parsing")),
            _ => Err(Problem::invalid(self.0)),
        }
    }
}
