//! `WithdrawAddresses`: the saved addresses.

use super::View;
use crate::envelope::success;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use claviger_venue::{Address, Asset};
use serde::Serialize;

#[derive(Serialize)]
struct Row<'a> {
    address: &'a str,
    asset: &'static str,
    method: &'static str,
    key: &'a str,
    verified: bool,
}

/// An address of a network has a row for each asset that goes over it, as a name stands for it there.
fn rows(saved: &Address) -> impl Iterator<Item = (Asset, Row<'_>)> {
    Asset::all().filter(|asset| saved.takes(*asset)).map(|asset| {
        let (altname, method) = (asset.altname(), asset.funding().method);
        let (address, key, verified) = (&*saved.address, &*saved.key, saved.verified);
        (asset, Row { address, asset: altname, method, key, verified })
    })
}

pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let asset = read::funding_asset(params)?;
    let (method, key) = (params.one("method")?, params.one("key")?);
    let verified = params.one("verified")?.map(|_| read::flag(params, "verified")).transpose()?;
    let asked = |(of, row): (Asset, &Row<'_>)| {
        asset.is_none_or(|asset| of == asset)
            && method.is_none_or(|method| row.method.eq_ignore_ascii_case(method))
            && key.is_none_or(|key| row.key == key)
            && verified.is_none_or(|verified| row.verified == verified)
    };
    let all = view.venue.addresses(view.account).flat_map(rows);
    success(&all.filter_map(|(of, row)| asked((of, &row)).then_some(row)).collect::<Vec<_>>())
}
