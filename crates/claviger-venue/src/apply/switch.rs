//! Events of dead man's switches.

use super::ApplyError;
use crate::{account::AccountNo, micros::Micros, venue::Venue};

impl Venue {
    pub(super) fn set_switch(
        &mut self,
        account: AccountNo,
        cancel_at: Option<Micros>,
    ) -> Result<(), ApplyError> {
        let set = std::mem::replace(&mut self.account_mut(account)?.cancel_at, cancel_at);
        if let Some(at) = set {
            self.index.switches.remove(&(at, account));
        }
        if let Some(at) = cancel_at {
            self.index.switches.insert((at, account));
        }
        Ok(())
    }

    pub(super) fn fire_switch(&mut self, at: Micros, account: AccountNo) -> Result<(), ApplyError> {
        match self.account_mut(account)?.cancel_at {
            Some(set) if set <= at => self.set_switch(account, None),
            _ => Err(ApplyError::Switch),
        }
    }
}
