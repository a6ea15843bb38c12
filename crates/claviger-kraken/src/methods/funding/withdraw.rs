//! `POST /funding/v1/withdrawals`: sends funds to a saved address.

use super::super::private::{Act, View};
use super::scope::Scope;
use super::shape::{Amount, bare, class};
use super::{address, fees, only, quote};
use crate::error::KrakenError;
use crate::method::Direction;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use claviger_venue::{Asset, Command, FundingId, Micros, Reply, WithdrawTo};
use rust_decimal::Decimal;
use serde::Serialize;

const CLASS: &str = "amount[asset_amount][asset][class]";
const NAME: &str = "amount[asset_amount][asset][name]";
const AMOUNT: &str = "amount[asset_amount][amount]";
const TOKEN: &str = "fee[quoted_fee][token]";
const MAX_CLASS: &str = "fee[current_fee][max_fee][asset_amount][asset][class]";
const MAX_NAME: &str = "fee[current_fee][max_fee][asset_amount][asset][name]";
const MAX_FEE: &str = "fee[current_fee][max_fee][asset_amount][amount]";
const INCLUDED: &str = "fee[fee_included]";
const KNOWN: [&str; 12] = [
    "scope[method_id]",
    "scope[network_id]",
    "address_id",
    "expected_address",
    CLASS,
    NAME,
    AMOUNT,
    TOKEN,
    MAX_CLASS,
    MAX_NAME,
    MAX_FEE,
    INCLUDED,
];

#[derive(Serialize)]
struct Withdrawing {
    withdrawal_id: FundingId,
    net_amount: Sum,
    gross_amount: Sum,
    fee: Sum,
}

#[derive(Serialize)]
struct Sum {
    asset_amount: Amount,
}

pub(super) fn act(body: &Params<'_>, now: Micros) -> Result<Act, KrakenError> {
    only(body, &KNOWN)?;
    let asset = asset(body, CLASS, NAME)?;
    if !Scope::needed(body, Direction::Withdraw)?.takes(asset) {
        return Err(KrakenError::NoFundingMethod);
    }
    let fee = asset.funding().withdrawal_fee;
    let amount = read::needed_decimal(body, AMOUNT)?;
    let included = read::flag(body, INCLUDED)?;
    let max_fee = max_fee(body, asset)?;
    if let Some(token) = body.given(TOKEN)? {
        if max_fee.is_some() {
            return Err(KrakenError::InvalidArgument("fee"));
        }
        quote::check(token, asset, now, TOKEN)?;
    }
    let (gross, _) = fees::gross_and_net(amount, fee, included)?;
    let to = WithdrawTo {
        asset,
        id: address::id(body.need("address_id")?)?,
        // An empty address is compared like any other, and matches none.
        address: body.given("expected_address")?.map(str::to_owned),
        amount: gross,
        max_fee,
    };
    Ok(Act::command(Command::WithdrawTo(to), |view, reply| match *reply {
        Reply::Withdrawing { id } => written(view, id),
        _ => None,
    }))
}

/// The asset under these names, of the one class there is.
fn asset(body: &Params<'_>, of: &'static str, name: &'static str) -> Result<Asset, KrakenError> {
    let found = Asset::find(body.need(name)?).ok_or(KrakenError::UnknownFundingAsset)?;
    if class(body.one(of)?, of)? { Ok(found) } else { Err(KrakenError::UnknownFundingAsset) }
}

/// The greatest fee allowed, which is given in the asset itself.
fn max_fee(body: &Params<'_>, asset: Asset) -> Result<Option<Decimal>, KrakenError> {
    let most = match body.given(MAX_FEE)? {
        // Somebody who sets a limit and leaves it empty did not mean "no limit".
        Some("") => return Err(KrakenError::InvalidArgument(MAX_FEE)),
        _ => read::decimal(body, MAX_FEE)?,
    };
    let named = body.given(MAX_NAME)?.is_some();
    if most.is_some() != named || named && self::asset(body, MAX_CLASS, MAX_NAME)? != asset {
        return Err(KrakenError::InvalidArgument("fee"));
    }
    Ok(most)
}

fn written(view: &View<'_>, id: FundingId) -> Option<Answer> {
    let row = view.venue.withdrawal(view.account, id)?;
    let of = |amount| Sum { asset_amount: Amount::new(row.asset, amount) };
    let gross = row.amount.checked_add(row.fee)?;
    Some(bare(&Withdrawing {
        withdrawal_id: id,
        net_amount: of(row.amount),
        gross_amount: of(gross),
        fee: of(row.fee),
    }))
}
