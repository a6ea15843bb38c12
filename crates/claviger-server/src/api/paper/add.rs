//! A withdrawal address is saved.

use super::super::failure::{Failure, Fields};
use super::super::reply::Reply;
use super::super::shell::Call;
use super::changes::of_address;
use super::{AddressJson, SavedAddress, asset, failure};
use crate::problem::Problem;
use claviger::core::text::{Description, Name};
use claviger_venue::NewAddress;
use serde::Deserialize;
use utoipa::ToSchema;

/// The address to be saved.
#[derive(Deserialize, ToSchema)]
#[schema(as = CreateAddress)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct CreateAddress {
    /// The asset it takes, by any of its names.
    #[schema(example = "XBT")]
    asset: String,
    /// Its name, unique among the account's addresses of the asset; `key` of a withdrawal.
    #[schema(min_length = 1, max_length = 64, example = "cold storage")]
    key: String,
    /// The address.
    #[schema(min_length = 1, max_length = 256)]
    address: String,
}

/// Saves a withdrawal address, verified: whoever may do this is believed.
#[utoipa::path(post, path = "/paper/addresses", tag = "paper", operation_id = "paper.address-add",
    request_body = CreateAddress,
    responses((status = 201, description = "The address.", body = AddressJson)))]
pub(in super::super) async fn add(call: Call) -> Result<Reply, Failure> {
    let body: CreateAddress = call.json()?;
    let mut fields = Fields::default();
    let asset = fields.take("asset", asset(&body.asset));
    let key = fields.take("key", Name::parse(&body.key));
    let address = fields.take("address", address(&body.address));
    let by = call.caller.principal().map(|by| by.to_string()).unwrap_or_default();
    let parsed = || {
        let (key, address) = (key?.to_string(), address?);
        Some(NewAddress { by, ..NewAddress::new(asset?, key, address) })
    };
    let parsed = parsed();
    let new = fields.done(parsed)?;
    let json = |saved: Option<SavedAddress>| saved.as_ref().map(AddressJson::of).unwrap_or_default();
    let mutation = of_address(call.answering(reply), &new, json);
    let saved = call.state.paper.add_address(call.caller.account, new, mutation).await.map_err(failure)?;
    Ok(reply(&AddressJson::of(&saved))?)
}

fn reply(address: &AddressJson) -> Result<Reply, Problem> {
    Reply::created(address, None)
}

/// An address is shown like other texts, so it is judged like them.
pub(crate) fn address(text: &str) -> Result<String, String> {
    let judged = Description::parse(text).map_err(|error| error.to_string())?;
    if judged.as_str().is_empty() || judged.as_str().len() > 256 {
        return Err("must have 1 to 256 bytes".to_owned());
    }
    Ok(judged.to_string())
}
