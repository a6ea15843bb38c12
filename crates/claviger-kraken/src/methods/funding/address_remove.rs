//! `DELETE /funding/v1/addresses/{id}`: a saved address is removed.

use super::super::private::Act;
use super::address;
use super::shape::bare;
use crate::error::KrakenError;
use crate::shape::object;
use claviger_venue::{Command, Reply};

pub(super) fn act(id: &str) -> Result<Act, KrakenError> {
    Ok(Act::command(Command::RemoveAddress { id: address::id(id)? }, |_, reply| match reply {
        Reply::AddressRemoved => Some(bare(&object([("result", true)]))),
        _ => None,
    }))
}
