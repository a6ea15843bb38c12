//! `PUT /funding/v1/addresses/{id}`: a saved address gets another name or description. What has a
//! new name waits for a member, as a new address does.

use super::super::private::Act;
use super::shape::bare;
use super::{address, only};
use crate::error::KrakenError;
use crate::parse::Params;
use crate::shape::object;
use claviger_venue::{Command, Reply, UpdateAddress};

pub(super) fn act(id: &str, body: &Params<'_>) -> Result<Act, KrakenError> {
    only(body, &["name", "description"])?;
    let key = body.given("name")?.map(address::name).transpose()?;
    let description =
        body.given("description")?.map(|text| address::shown(text, "description")).transpose()?;
    if key.is_none() && description.is_none() {
        return Err(KrakenError::InvalidArgument("name"));
    }
    let update = UpdateAddress { id: address::id(id)?, key, description };
    Ok(Act::command(Command::UpdateAddress(update), |_, reply| match *reply {
        Reply::AddressChanged { verified } => Some(bare(&object([("verified", verified)]))),
        _ => None,
    }))
}
