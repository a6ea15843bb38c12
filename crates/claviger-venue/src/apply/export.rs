//! Events of reports.

use super::{ApplyError, sequence};
use crate::{
    account::AccountNo,
    export::{Export, Report},
    ids::ExportId,
    venue::Venue,
};

impl Venue {
    /// Takes a report on, and forgets those that are over: an account never keeps more than may be there at once.
    pub(super) fn apply_export_requested(
        &mut self,
        account: AccountNo,
        export: &Export,
    ) -> Result<(), ApplyError> {
        sequence(&mut self.state.next.export, export.id.seq(self.ids))?;
        let records = self.account_mut(account)?;
        let known = match export.report {
            Report::Trades => records.trades.len(),
            Report::Ledgers => records.ledger.len(),
        };
        if export.from > export.to || export.to as usize > known {
            return Err(ApplyError::Export);
        }
        records.exports.retain(|known| known.is_live(export.at));
        records.exports.push(export.clone());
        Ok(())
    }

    pub(super) fn apply_export_removed(
        &mut self,
        account: AccountNo,
        id: ExportId,
    ) -> Result<(), ApplyError> {
        let exports = &mut self.account_mut(account)?.exports;
        let place = exports.iter().position(|known| known.id == id).ok_or(ApplyError::Export)?;
        exports.remove(place);
        Ok(())
    }
}
