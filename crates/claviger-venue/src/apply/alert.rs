//! Events of price alerts.

use super::{ApplyError, sequence};
use crate::{
    account::AccountNo,
    alert::{Alert, Firing, KEPT_FIRINGS},
    ids::AlertId,
    micros::Micros,
    venue::Venue,
};

impl Venue {
    pub(super) fn apply_alert_created(
        &mut self,
        account: AccountNo,
        alert: &Alert,
    ) -> Result<(), ApplyError> {
        sequence(&mut self.state.next.alert, alert.id.seq(self.ids))?;
        self.account_mut(account)?.alerts.push(alert.clone());
        self.watch_alert(account, alert.id);
        Ok(())
    }

    pub(super) fn apply_alert_edited(
        &mut self,
        at: Micros,
        account: AccountNo,
        id: AlertId,
        enabled: bool,
    ) -> Result<(), ApplyError> {
        self.change_alert(account, id, |alert| {
            (alert.enabled, alert.since) = (enabled, at);
            Ok(())
        })
    }

    pub(super) fn apply_alert_removed(&mut self, account: AccountNo, id: AlertId) -> Result<(), ApplyError> {
        let place = self.alert_place(account, id).ok_or(ApplyError::Alert)?;
        self.index.alerts.remove(id.seq(self.ids));
        self.account_mut(account)?.alerts.remove(place);
        Ok(())
    }

    pub(super) fn apply_alert_fired(
        &mut self,
        account: AccountNo,
        firing: &Firing,
    ) -> Result<(), ApplyError> {
        sequence(&mut self.state.next.firing, firing.id.seq(self.ids))?;
        let keeps_on = self.keeps_alerts_on();
        self.change_alert(account, firing.alert, |alert| {
            // one event, one firing: an alert that is off or rests at that second has fired for it already
            if !alert.enabled || firing.at < alert.since {
                return Err(ApplyError::Alert);
            }
            alert.fire(firing.at, keeps_on);
            Ok(())
        })?;
        let firings = &mut self.account_mut(account)?.firings;
        firings.push_back(firing.clone());
        while firings.len() > KEPT_FIRINGS {
            firings.pop_front();
        }
        Ok(())
    }

    /// Changes an alert, taken out of the index meanwhile.
    fn change_alert(
        &mut self,
        account: AccountNo,
        id: AlertId,
        change: impl FnOnce(&mut Alert) -> Result<(), ApplyError>,
    ) -> Result<(), ApplyError> {
        let place = self.alert_place(account, id).ok_or(ApplyError::Alert)?;
        self.index.alerts.remove(id.seq(self.ids));
        let alert = self.account_mut(account)?.alerts.get_mut(place).ok_or(ApplyError::Alert)?;
        change(alert)?;
        self.watch_alert(account, id);
        Ok(())
    }
}
