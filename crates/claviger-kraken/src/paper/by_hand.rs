//! Orders that people and tokens place and cancel by hand. They are the account's like those of its keys: each sees and
//! cancels what the other placed.
//!
//! # Order of writes
//! That of every change by administrators ([`Paper::change`]): planned, made durable together with its entry, then applied.
//! Stopped before that is durable there is neither order nor entry; stopped after it, the start finds both.

use super::{Paper, PaperError};
use claviger::ChangeError;
use claviger_core::id::AccountId;
use claviger_core::time::Timestamp;
use claviger_venue::{AddOrder, Command, OrderId, Reply};

/// An order that was taken on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Its id.
    pub id: OrderId,
    /// Its one line, as in `buy 0.10000000 XBTUSD @ limit 37500.0`.
    pub description: String,
}

impl Paper {
    /// Places an order by hand; it may be filled or closed already when this returns. `commit` is told what will be answered.
    ///
    /// # Errors
    /// [`PaperError`].
    pub async fn place<T, F>(
        &self,
        account: AccountId,
        order: AddOrder,
        now: Timestamp,
        commit: impl FnOnce(Vec<u8>, Option<Placed>) -> F,
    ) -> Result<Placed, PaperError>
    where
        F: Future<Output = Result<T, ChangeError>>,
    {
        let command = Command::AddOrder(AddOrder { validate: false, ..order });
        let commit = |journal, reply: &Reply| commit(journal, placed(reply));
        let reply = self.change_knowing(account, &command, now, commit).await?;
        // An order that is not only checked answers with nothing else; without its id nobody could follow it.
        placed(&reply).ok_or(PaperError::Change(ChangeError::Unavailable))
    }

    /// Cancels open orders by hand: a command that cancels now. Gives how many it were; `commit` is told that, too.
    ///
    /// # Errors
    /// [`PaperError`].
    pub async fn cancel<T, F>(
        &self,
        account: AccountId,
        command: &Command,
        now: Timestamp,
        commit: impl FnOnce(Vec<u8>, usize) -> F,
    ) -> Result<usize, PaperError>
    where
        F: Future<Output = Result<T, ChangeError>>,
    {
        let commit = |journal, reply: &Reply| commit(journal, cancelled(reply));
        let reply = self.change_knowing(account, command, now, commit).await?;
        Ok(cancelled(&reply))
    }
}

fn placed(reply: &Reply) -> Option<Placed> {
    match reply {
        Reply::Placed { id, description, .. } => Some(Placed { id: *id, description: description.clone() }),
        _ => None,
    }
}

const fn cancelled(reply: &Reply) -> usize {
    match reply {
        Reply::Cancelled { count } => *count,
        _ => 0,
    }
}
