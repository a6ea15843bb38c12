//! `POST /funding/v1/addresses`: a withdrawal address is saved. Unless the account trusts what its
//! keys save, a member has to confirm it before anything can be withdrawn to it.

use super::super::private::Act;
use super::scope::Scope;
use super::shape::bare;
use super::{address, ids, only};
use crate::error::KrakenError;
use crate::method::Direction;
use crate::parse::Params;
use claviger_venue::{AddressId, AddressScope, Command, NewAddress, Origin, Reply};
use serde::Serialize;

const ADDRESS: &str = "address_details[crypto][address]";
/// What a body may hold. A tag or a memo is not among it: no network here has one, and to leave one
/// out would lose funds. Whose the address is matters to nobody here.
const KNOWN: [&str; 6] =
    ["scope[method_id]", "scope[network_id]", "scope[network_group_id]", ADDRESS, "name", "description"];

#[derive(Serialize)]
struct Saved {
    address_id: AddressId,
    verified: bool,
}

pub(super) fn act(body: &Params<'_>, by: &str) -> Result<Act, KrakenError> {
    only(body, &KNOWN)?;
    let (asset, scope) = match Scope::needed(body, Direction::Withdraw)? {
        Scope::Method(asset) => (asset, AddressScope::Method),
        Scope::Network(asset) => (asset, AddressScope::Network),
    };
    // As on the exchange, accounts at banks are saved by members alone.
    if ids::is_fiat(asset) {
        return Err(KrakenError::NoFundingMethod);
    }
    let new = NewAddress {
        asset,
        scope,
        key: address::name(body.need("name")?)?,
        address: address::shown(body.need(ADDRESS)?, "address_details")?,
        description: address::shown(body.one("description")?.unwrap_or_default(), "description")?,
        origin: Origin::Key,
        by: by.to_owned(),
    };
    Ok(Act::command(Command::AddAddress(new), |_, reply| match reply {
        Reply::AddressAdded { id, address } => {
            Some(bare(&Saved { address_id: *id, verified: address.verified }))
        }
        _ => None,
    }))
}
