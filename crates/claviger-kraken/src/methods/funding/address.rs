//! What is common to the calls about saved addresses.

use crate::error::KrakenError;
use claviger_core::text::{Description, Name};
use claviger_venue::AddressId;

/// The id in a path or a body. What is none names nothing: `EFunding:Unknown withdraw key`.
pub(super) fn id(text: &str) -> Result<AddressId, KrakenError> {
    text.parse().map_err(|_| KrakenError::UnknownWithdrawKey)
}

/// A name, as members' own are judged: it is shown to them, and they confirm what they read.
pub(super) fn name(text: &str) -> Result<String, KrakenError> {
    let judged = Name::parse(text.trim()).map_err(|_| KrakenError::InvalidArgument("name"))?;
    Ok(judged.to_string())
}

/// Another text that is shown; may be empty.
pub(super) fn shown(text: &str, field: &'static str) -> Result<String, KrakenError> {
    let judged = Description::parse(text).map_err(|_| KrakenError::InvalidArgument(field))?;
    Ok(judged.to_string())
}
