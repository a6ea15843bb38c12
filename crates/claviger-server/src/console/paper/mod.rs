//! The built-in exchange: what the account has there, its orders and fills, trading by hand, deposits, and withdrawals with
//! their addresses. Reached by the same desk as the API's; a server without one has no such pages.

pub(super) mod addresses;
pub(super) mod balance;
pub(super) mod deposit;
pub(super) mod fills;
mod glance;
pub(super) mod markets;
pub(super) mod money;
mod once;
pub(super) mod orders;
pub(super) mod settings;
pub(super) mod show;
mod tab;
mod ticker;
pub(super) mod withdrawals;

pub(super) use glance::{Glance, glance};
pub(super) use withdrawals::status as withdrawal_status;

use super::call::Call;
use super::failure::Failure;
use super::page::Trouble;
use crate::api::paper::{PaperDesk, PaperError};
use claviger::core::time::Timestamp;
use claviger::manage::ManageError;
use claviger_venue::{Market, Micros};
use std::sync::Arc;

/// The exchange, as the console reaches it.
#[derive(Clone)]
pub struct Exchange {
    /// What is done there by hand, and what an account has.
    pub desk: Arc<dyn PaperDesk>,
    /// Its market, which depends on nothing but time.
    pub market: Arc<Market>,
}

/// The exchange; without one there is no such page.
pub(super) fn exchange(call: &Call) -> Result<&Exchange, Trouble> {
    call.state.paper.as_ref().ok_or_else(Trouble::no_such_page)
}

/// What the desk answered, where the exchange itself has nothing to refuse.
fn failure(error: PaperError) -> Failure {
    match error {
        PaperError::Refused(error) => Trouble::refused_upstream(error.to_string()).into(),
        error => ManageError::from(error).into(),
    }
}

/// An instant of the exchange.
const fn time(at: Micros) -> Timestamp {
    Timestamp::from_micros(at.0)
}
