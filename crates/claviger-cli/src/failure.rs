//! What can go wrong, in words with the next step, and the exit status that says it to a script.

use crate::http::Problem;
use std::fmt;
use std::io;
use std::process::ExitCode;

/// The exit statuses; they are part of the interface and listed in `claviger --help`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Status {
    /// The server refused or failed, or something failed here.
    Failed = 1,
    /// The command line, a file it names, or an answer to a prompt cannot be used.
    Usage = 2,
    /// The server cannot be reached.
    Connect = 3,
    /// No token, a token that is not good, or one that may not do this; a key that may not.
    NotAuthorised = 4,
    /// It is not there, or its state does not allow this.
    NotFoundOrConflict = 5,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        ExitCode::from(status as u8)
    }
}

/// A failure of a command: what to say, what to try next, and the exit status.
#[derive(Debug)]
pub(crate) struct Failure {
    status: Status,
    words: String,
    next: Option<String>,
}

impl Failure {
    pub(crate) fn new(status: Status, words: impl Into<String>) -> Self {
        Failure { status, words: words.into(), next: None }
    }

    pub(crate) fn usage(words: impl Into<String>) -> Self {
        Failure::new(Status::Usage, words)
    }

    pub(crate) fn failed(words: impl Into<String>) -> Self {
        Failure::new(Status::Failed, words)
    }

    /// Adds the next step.
    pub(crate) fn next(mut self, next: impl Into<String>) -> Self {
        self.next = Some(next.into());
        self
    }

    /// Whether there is anything to say.
    pub(crate) const fn is_silent(&self) -> bool {
        self.words.is_empty()
    }

    pub(crate) const fn status(&self) -> Status {
        self.status
    }
}

/// The failure and its causes, joined by colons, on one line; the next step on another.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)?;
        if let Some(next) = &self.next {
            write!(f, "\n  {next}")?;
        }
        Ok(())
    }
}

/// What was printed could not be written.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            // Whoever reads has seen enough, as in `claviger history | head`: nothing to say.
            return Failure::failed("");
        }
        Failure::failed(format!("cannot write the output: {error}"))
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        let status = match problem.status {
            401 | 403 => Status::NotAuthorised,
            404 | 409 | 410 | 412 => Status::NotFoundOrConflict,
            _ => Status::Failed,
        };
        let failure = Failure::new(status, problem.to_string());
        match problem.next_step() {
            Some(next) => failure.next(next),
            None => failure,
        }
    }
}

/// An error with everything it was caused by, joined by colons.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |words, cause| format!("{words}: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(status: u16) -> Failure {
        Problem { status, title: "x".to_owned(), ..Problem::default() }.into()
    }

    #[test]
    fn problems_have_the_documented_status() {
        for (http, expected) in [
            (400, Status::Failed),
            (401, Status::NotAuthorised),
            (403, Status::NotAuthorised),
            (404, Status::NotFoundOrConflict),
            (409, Status::NotFoundOrConflict),
            (422, Status::Failed),
            (503, Status::Failed),
        ] {
            assert_eq!(problem(http).status(), expected, "{http}");
        }
    }

    #[test]
    fn the_next_step_has_its_own_line() {
        let failure = Failure::usage("no token").next("set CLAVIGER_TOKEN");
        assert_eq!(failure.to_string(), "no token\n  set CLAVIGER_TOKEN");
        assert_eq!(failure.status() as u8, 2);
    }

    #[test]
    fn causes_are_told_once() {
        let inner = io::Error::other("disk full");
        let outer = tempfile::PersistError { error: inner, file: tempfile::NamedTempFile::new().unwrap() };
        assert!(chain(&outer).contains("disk full"));
    }
}
