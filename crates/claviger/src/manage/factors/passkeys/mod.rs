//! A person's passkeys: a second factor that a device keeps.
//!
//! What is asked of a browser and how its answer is judged is [`claviger_passkey`]'s; here is whose they are, and that
//! each answer counts once.
//!
//! # Once
//! The challenge stands in the ticket, and nowhere else. A use is written from exactly the revision of the passkey that the
//! ticket names, so the second of two that carry the same answer finds another one. What is added or removed is written
//! together with the person's own record, from the revision in the ticket or in the session: so two that add do not pass
//! the limit or share a name, and two that remove do not both leave the other's as the last.

mod add;
mod begin;
mod list;
mod question;
mod remove;
mod rename;

pub use add::add;
pub use begin::begin;
pub use list::list;
pub use remove::remove;
pub use rename::rename;

pub(in super::super) use question::{answer, ask};

use super::super::read::read;
use super::super::sessions::Origin;
use super::super::{ManageError, Thing};
use crate::authority::Authority;
use crate::secrets::OsEntropy;
use claviger_core::entropy::draw;
use claviger_core::id::{PasskeyId, UserId};
use claviger_core::people::Passkey;
use claviger_core::store::{RecordKind, RecordsOf};
use claviger_core::text::Name;
use claviger_passkey::RelyingParty;
use claviger_passkey::limits::CHALLENGE_BYTES;

/// Most passkeys of a person.
pub const MAX_PASSKEYS: u32 = 10;

impl Origin {
    /// Whether browsers let a page of this origin use passkeys: it is reached by a name, over TLS or on the machine itself.
    #[must_use]
    pub fn has_passkeys(&self) -> bool {
        self.party().has_passkeys()
    }

    fn party(&self) -> RelyingParty<'_> {
        RelyingParty { id: &self.rp_id, origin: &self.origin }
    }
}

/// A person's passkeys, in the order in which they were added.
async fn of(authority: &Authority, user: UserId) -> Result<Vec<Passkey>, ManageError> {
    let of = RecordsOf::Owner(user.as_u64());
    let most = MAX_PASSKEYS as usize;
    let records = read(authority, move |store| store.records(RecordKind::Passkey, of, None, most)).await?;
    Ok(records.iter().map(Passkey::try_from).collect::<Result<_, _>>()?)
}

fn find(passkeys: &[Passkey], id: PasskeyId) -> Result<&Passkey, ManageError> {
    passkeys.iter().find(|passkey| passkey.id == id).ok_or(ManageError::NotFound(Thing::Passkey))
}

/// A person knows their passkeys apart by their names.
fn is_free(passkeys: &[Passkey], name: &Name, but: Option<PasskeyId>) -> Result<(), ManageError> {
    let same = |other: &Name| other.as_str().to_lowercase() == name.as_str().to_lowercase();
    if passkeys.iter().any(|passkey| Some(passkey.id) != but && same(&passkey.name)) {
        return Err(ManageError::NameTaken(Thing::Passkey));
    }
    Ok(())
}

/// What devices know a person by: nothing that says who they are (§14.6.1 of WebAuthn Level 3).
fn handle(user: UserId) -> [u8; 8] {
    user.as_u64().to_be_bytes()
}

fn challenge() -> Result<[u8; CHALLENGE_BYTES], ManageError> {
    Ok(draw(&mut OsEntropy)?)
}

fn written(json: serde_json::Result<String>) -> Result<String, ManageError> {
    json.map_err(|error| {
        tracing::error!(%error, "options of a passkey could not be written");
        ManageError::Internal
    })
}
