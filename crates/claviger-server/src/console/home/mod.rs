//! The first page: what happened, what deserves attention, how safe the account is; and for an account without a call, the
//! way to its first one.

mod checklist;
mod first;
mod news;
pub(super) mod show;
