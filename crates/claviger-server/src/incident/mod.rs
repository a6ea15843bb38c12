//! After a leak: what the key did, with what the exchange has on record of it, and the steps of the answer; the same, whether
//! the API, the console or the report shows them.

mod exchange;
mod report;
mod step;

pub(crate) use exchange::Withdrawn;
pub(crate) use report::{file_name, write};
pub(crate) use step::{Progress, Step, steps};

use crate::api::paper::PaperDesk;
use claviger::manage::ManageError;
use claviger::manage::incidents::Incident;
use claviger_venue::Asked;

/// A key after its leak, with the exchange's side of it.
pub(crate) struct Told {
    pub(crate) incident: Incident,
    /// What the exchange has on record since; none if there is none here.
    pub(crate) exchange: Option<Asked>,
}

impl Told {
    /// Asks the exchange what the account had done since the moment.
    pub(crate) async fn of(desk: Option<&dyn PaperDesk>, incident: Incident) -> Result<Self, ManageError> {
        let key = &incident.record;
        let exchange = match desk {
            Some(desk) => Some(desk.asked_since(key.account, incident.since.at, key.id).await?),
            None => None,
        };
        Ok(Told { incident, exchange })
    }
}
