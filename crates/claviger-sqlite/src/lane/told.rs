//! The audit log tells of a migration, before anything else that happens after it.

use super::active::Active;
use super::group::Group;
use crate::schema::{self, Migration};
use crate::shared::Shared;
use claviger_core::action::Action;
use claviger_core::entry::{Actor, EntryDraft, Outcome, Target};
use claviger_core::id::AccountId;
use claviger_core::reason::{Detail, Reason};
use claviger_core::store::CommitError;
use claviger_core::text::ClientName;
use claviger_core::time::Timestamp;

impl Active {
    /// Writes the entry of a migration that has none yet, with the mark that it has one.
    pub(super) fn tell_of_migration(&mut self, now: Timestamp, shared: &Shared) -> Result<(), CommitError> {
        let Some(migration) = self.untold else { return Ok(()) };
        let mut buffers = std::mem::take(&mut self.buffers);
        let head = self.transaction(|lane| {
            let mut group = Group::new(lane.head, now, &mut buffers);
            let draft = entry(lane.first_account()?, migration);
            let slots = lane.slots_of(&draft)?;
            let entry = group.append(&lane.conn, draft, slots)?;
            schema::tell(&lane.conn, entry.place.sequence)?;
            group.finish(&lane.conn)
        })?;
        self.untold = None;
        self.publish(head, &buffers, shared);
        self.buffers = buffers;
        Ok(())
    }
}

fn entry(account: Option<AccountId>, migration: Migration) -> EntryDraft {
    let Migration { from, to } = migration;
    EntryDraft {
        account: account.unwrap_or(AccountId::from_u64(0)),
        actor: Actor::System,
        action: Action::StoreMigrate,
        target: Target::Account,
        revision: 0,
        source: None,
        client: ClientName::default(),
        outcome: Outcome::Changed,
        reason: Reason::None,
        detail: Detail::Change(format!("tables of the store: version {from} → {to}").into()),
        nonce: None,
        otp_step: None,
        digest: [0; 32],
    }
}
