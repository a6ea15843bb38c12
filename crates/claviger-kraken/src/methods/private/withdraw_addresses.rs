//! `WithdrawAddresses`: the saved addresses.

use super::View;
use crate::envelope::success;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use claviger_venue::Address;
use serde::Serialize;

#[derive(Serialize)]
struct Row<'a> {
    address: &'a str,
    asset: &'static str,
    method: &'static str,
    key: &'a str,
    verified: bool,
}

impl<'a> From<&'a Address> for Row<'a> {
    fn from(saved: &'a Address) -> Self {
        Row {
            address: &saved.address,
            asset: saved.asset.altname(),
            method: saved.asset.funding().method,
            key: &saved.key,
            verified: saved.verified,
        }
    }
}

pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let asset = read::funding_asset(params)?;
    let (method, key) = (params.one("method")?, params.one("key")?);
    let verified = params.one("verified")?.map(|_| read::flag(params, "verified")).transpose()?;
    let asked = |saved: &&Address| {
        asset.is_none_or(|asset| saved.asset == asset)
            && method.is_none_or(|method| saved.asset.funding().method.eq_ignore_ascii_case(method))
            && key.is_none_or(|key| &*saved.key == key)
            && verified.is_none_or(|verified| saved.verified == verified)
    };
    let rows = view.venue.addresses(view.account).filter(asked).map(Row::from);
    success(&rows.collect::<Vec<_>>())
}
