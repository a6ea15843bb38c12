//! A fee quote, and the token that stands for it.
//!
//! Fees here never change, so the token pins nothing that could be gained by making one up: it names
//! the method and the fee it was given for, and until when. A withdrawal that shows it is refused if
//! any of them is no longer so.

use super::ids;
use crate::error::KrakenError;
use crate::method::Direction;
use claviger_venue::{Asset, Micros};

/// How long a quote holds, as on the exchange.
const HOLDS: Micros = Micros::from_secs(300);

/// The token of a quote made now.
pub(super) fn token(asset: Asset, now: Micros) -> String {
    let (method, fee) = (ids::method(Direction::Withdraw, asset), asset.funding().withdrawal_fee);
    format!("{method}.{}.{}", fee.normalize(), now.plus(HOLDS).0)
}

/// Checks that a token's quote is of this method, of the present fee, and holds still.
pub(super) fn check(text: &str, asset: Asset, now: Micros, field: &'static str) -> Result<(), KrakenError> {
    let malformed = KrakenError::InvalidArgument(field);
    let (terms, until) = text.rsplit_once('.').ok_or(malformed)?;
    let until: i64 = until.parse().map_err(|_| malformed)?;
    let same = token(asset, now).rsplit_once('.').is_some_and(|(present, _)| present == terms);
    // Neither over, nor longer than any quote holds.
    let holds = (now.0..=now.plus(HOLDS).0).contains(&until);
    if same && holds { Ok(()) } else { Err(malformed) }
}
