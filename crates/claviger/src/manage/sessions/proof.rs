//! What somebody proved who they are with, and the writes that use it up.

use super::super::ManageError;
use super::ticket::Ticket;
use super::{Given, Origin, SignInError};
use crate::authority::Authority;
use claviger_core::people::User;
use claviger_core::store::{RecordKind, RecordWrite};

/// A factor that was right. It counts only once its writes are made, in the change that rests on it.
pub(in super::super) struct Proof {
    /// The person as they will be; the revision is still the one that was judged.
    pub(in super::super) user: User,
    /// By what, for the entry.
    pub(in super::super) by: &'static str,
    /// Whether the person's record changes.
    pub(in super::super) touched: bool,
    /// Whether a recovery code was used up.
    pub(in super::super) recovery_used: bool,
    passkey: Option<RecordWrite>,
}

impl Proof {
    /// The person as they will be on record, and the writes: the person's record is written from the
    /// revision that was judged, or required to be at it.
    pub(in super::super) fn writes(self) -> Result<(User, Vec<RecordWrite>), ManageError> {
        let (mut user, from) = (self.user, self.user.revision);
        let person = if self.touched {
            user.revision = from.saturating_add(1);
            RecordWrite::Update { record: user.record()?, from }
        } else {
            RecordWrite::Require { kind: RecordKind::User, id: user.id.as_u64(), revision: from }
        };
        Ok((user, self.passkey.into_iter().chain([person]).collect()))
    }
}

/// Judges what was given against the person as they are on record, who is the one of the ticket.
pub(in super::super) async fn proof(
    _authority: &Authority,
    _user: User,
    _ticket: &Ticket,
    _given: Given,
    _origin: &Origin,
) -> Result<Proof, SignInError> {
    Err(SignInError::Internal)
}
