//! A change to be made, and how its answer is written once it was.

use super::View;
use crate::error::KrakenError;
use crate::methods::Answer;
use claviger_venue::{Command, Reply};

type Write = Box<dyn FnOnce(&View<'_>, &Reply) -> Answer + Send>;
type Show = Box<dyn FnOnce(&View<'_>) -> Answer + Send>;

/// What a mutating method does.
pub(crate) enum Act {
    /// Commands the paper exchange, and answers from its reply.
    Command(Box<Command>, Write),
    /// Changes nothing this time.
    Nothing(Show),
}

impl Act {
    /// A command whose answer is written by `write`, which gives nothing for a reply that is not
    /// this command's: a defect.
    pub(crate) fn command(
        command: Command,
        write: impl FnOnce(&View<'_>, &Reply) -> Option<Answer> + Send + 'static,
    ) -> Self {
        let write =
            move |view: &View<'_>, reply: &Reply| write(view, reply).unwrap_or(Err(KrakenError::Internal));
        Act::Command(Box::new(command), Box::new(write))
    }
}
