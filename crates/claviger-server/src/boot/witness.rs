//! The witness at a start: what the store was compared with is kept there from now on.

use crate::config::Config;
use crate::witness::{Clerk, Source, Watch, WitnessError};
use claviger::Authority;
use claviger::manage::host_act;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::AccountId;
use claviger_core::store::{Item, Settled};
use std::sync::Arc;

/// The places, and the store they are told of.
pub(super) struct Witness {
    pub(super) watch: Arc<Watch>,
    pub(super) source: Source,
}

impl Witness {
    /// Begins to tell it how far the log is. A store that is served without having been compared has an
    /// entry that says so, before anything is served.
    pub(super) async fn keep(&self, config: &Config, authority: &Authority) -> Result<Clerk, WitnessError> {
        if self.watch.is_unknown() {
            on_record(authority).await?;
        }
        let lane = (authority.lane().clone(), authority.changes().clone());
        Clerk::start(config, &self.watch, self.source.clone(), lane)
    }
}

async fn on_record(authority: &Authority) -> Result<(), WitnessError> {
    let words = "served without having been compared with the witness, which could not be read";
    let entry = host_act(AccountId::from_u64(0), Action::Unwitnessed, Target::Account, words);
    match authority.lane().submit(Item::Note(entry), authority.lane().all_room()).await {
        Ok((Settled::Written(_), _)) => Ok(()),
        _ => Err(WitnessError::Unrecorded),
    }
}
