//! An alert is made.

use super::{
    Alert, AlertError, LONGEST_DESCRIPTION, LONGEST_REPEAT_SECS, MOST_ALERTS, NewAlert, SHORTEST_REPEAT_SECS,
};
use crate::{
    VenueError,
    account::AccountNo,
    draft::Draft,
    event::{Event, Reply},
};

/// Makes an alert. Says, too, whether its condition holds already: then it waits for it to come to hold again.
pub(crate) fn run(draft: &mut Draft<'_>, account: AccountNo, new: &NewAlert) -> Result<Reply, VenueError> {
    if draft.account(account)?.alerts.len() >= MOST_ALERTS {
        return Err(AlertError::TooMany.into());
    }
    new.condition.mark(new.pair)?;
    if new.repeat_secs.is_some_and(|secs| !(SHORTEST_REPEAT_SECS..=LONGEST_REPEAT_SECS).contains(&secs)) {
        return Err(AlertError::Repeat.into());
    }
    if new.description.len() > LONGEST_DESCRIPTION {
        return Err(AlertError::Description.into());
    }
    if new.expires_at.is_some_and(|expires_at| expires_at <= draft.at) {
        return Err(AlertError::Expiry.into());
    }
    let alert = Box::new(Alert {
        id: draft.alert_id(),
        pair: new.pair,
        condition: new.condition,
        repeat_secs: new.repeat_secs,
        description: new.description.clone(),
        by: new.by.clone(),
        created_at: draft.at,
        expires_at: new.expires_at,
        enabled: new.enabled,
        since: draft.at,
        fired: 0,
        fired_at: None,
    });
    let holds = draft.venue.alert_holds(&alert, draft.at);
    draft.events.push(Event::AlertCreated { account, alert: alert.clone() });
    Ok(Reply::AlertCreated { alert, holds })
}
