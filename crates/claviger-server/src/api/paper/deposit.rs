//! Paper funds are deposited.

use super::super::decimal::positive;
use super::super::failure::{Failure, Fields};
use super::super::reply::Reply;
use super::super::shell::Call;
use super::changes::of_deposit;
use super::{asset, failure};
use crate::problem::Problem;
use claviger_venue::FundingId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The deposit asked for.
#[derive(Deserialize, ToSchema)]
#[schema(as = CreateDeposit)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct CreateDeposit {
    /// The asset, by any of its names.
    #[schema(example = "USD")]
    asset: String,
    /// The amount; a positive decimal in a text.
    #[schema(example = "1000.00", pattern = r"^[0-9]{1,18}(\.[0-9]{1,18})?$")]
    amount: String,
}

/// A deposit that began.
#[derive(Serialize, ToSchema)]
#[schema(as = Deposit)]
pub(in super::super) struct DepositJson {
    /// Its reference.
    reference: String,
    /// The asset.
    asset: &'static str,
    /// The amount.
    amount: String,
}

/// Deposits paper funds. They arrive after the time deposits of the asset take.
#[utoipa::path(post, path = "/paper/deposits", tag = "paper", operation_id = "paper.deposit",
    request_body = CreateDeposit,
    responses((status = 201, description = "The deposit.", body = DepositJson)))]
pub(in super::super) async fn deposit(call: Call) -> Result<Reply, Failure> {
    let body: CreateDeposit = call.json()?;
    let mut fields = Fields::default();
    let asset = fields.take("asset", asset(&body.asset));
    let amount = fields.take("amount", positive(&body.amount));
    let (asset, amount) = fields.done(asset.zip(amount))?;
    let json = move |id: Option<FundingId>| {
        let reference = id.map(|id| id.to_string()).unwrap_or_default();
        DepositJson { reference, asset: asset.altname(), amount: amount.to_string() }
    };
    let mutation = of_deposit(call.answering(reply), (asset, amount), json);
    let deposited = call.state.paper.deposit(call.caller.account, asset, amount, mutation).await;
    Ok(reply(&json(Some(deposited.map_err(failure)?)))?)
}

fn reply(deposit: &DepositJson) -> Result<Reply, Problem> {
    Reply::created(deposit, None)
}
