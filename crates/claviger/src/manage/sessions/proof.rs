//! What somebody proved who they are with, and the writes that use it up.

use super::super::ManageError;
use super::super::factors::{passkeys, recovery, totp};
use super::sign_in::is_password;
use super::ticket::Ticket;
use super::{Given, Origin, SignInError};
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::people::User;
use claviger_core::store::{RecordKind, RecordWrite};

/// A factor that was right. It counts only once its writes are made, in the change that rests on it.
pub(in super::super) struct Proof {
    /// The person as they will be; the revision is still the one that was judged.
    pub(in super::super) user: User,
    /// Whether the person's record changes.
    pub(in super::super) touched: bool,
    by: By,
    passkey: Option<RecordWrite>,
}

/// By what something was proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Password,
    Totp,
    Recovery,
    Passkey,
}

impl Proof {
    /// The password was right and is all that is wanted; `touched` if it was hashed anew.
    pub(super) fn of_password((user, touched): (User, bool)) -> Self {
        Proof { user, touched, by: By::Password, passkey: None }
    }

    /// By what, in words.
    pub(in super::super) fn words(&self) -> String {
        match self.by {
            By::Password => "the password".to_owned(),
            By::Totp => "a time-based code".to_owned(),
            By::Recovery => format!("a recovery code; {} left", self.user.recovery.len()),
            By::Passkey => "a passkey".to_owned(),
        }
    }

    /// What the entry is of: a recovery code that is used up stands out.
    pub(in super::super) const fn action(&self, usual: Action) -> Action {
        match self.by {
            By::Recovery => Action::RecoveryUse,
            _ => usual,
        }
    }

    /// The person as they will be on record, and the writes: the person's record is written from the
    /// revision that was judged, or required to be at it.
    pub(in super::super) fn writes(self) -> Result<(User, Vec<RecordWrite>), ManageError> {
        let (from, mut user) = (self.user.revision, self.user);
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
    authority: &Authority,
    mut user: User,
    ticket: &Ticket,
    given: Given,
    origin: &Origin,
) -> Result<Proof, SignInError> {
    let mut passkey = None;
    let (by, is_right) = match given {
        Given::Password(text) => (By::Password, is_only_password(authority, &user, ticket, &text).await?),
        Given::Totp(code) => (By::Totp, totp::use_up(authority, &mut user, &code)?),
        Given::Recovery(code) => (By::Recovery, recovery::use_up(&mut user, &code)),
        Given::Passkey(credential) => {
            let asked = (ticket.challenge(), ticket.passkeys());
            let asked = (asked.0.as_slice(), asked.1.as_slice());
            passkey = passkeys::answer(authority, user.id, asked, &credential, origin).await?;
            (By::Passkey, passkey.is_some())
        }
    };
    if !is_right {
        return Err(SignInError::Wrong);
    }
    let touched = matches!(by, By::Totp | By::Recovery);
    Ok(Proof { user, touched, by, passkey: passkey.map(|(_, write)| write) })
}

/// Whether it is the password of somebody of whom nothing else can be asked. The ticket says so, since it
/// rests on the same revision.
async fn is_only_password(
    authority: &Authority,
    user: &User,
    ticket: &Ticket,
    text: &str,
) -> Result<bool, SignInError> {
    let is_right = is_password(authority, user.password.clone(), text).await?;
    Ok(is_right && ticket.takes_password())
}
