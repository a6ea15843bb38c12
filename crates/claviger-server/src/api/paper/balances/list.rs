//! The account's balances.

use super::super::super::failure::Failure;
use super::super::super::reply::Reply;
use super::super::super::shell::Call;
use super::super::{HeldAsset, failure};
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;

/// Balances. Amounts are decimals in texts.
#[derive(Serialize, ToSchema)]
#[schema(as = BalanceList)]
pub(in super::super::super) struct BalanceList {
    /// What all of it is worth in dollars at the prices of the exchange, what is allocated included; null if that is beyond
    /// all numbers.
    #[schema(example = "100000.0000")]
    usd: Option<String>,
    /// The balances by asset, in the order of the exchange; those of which there is nothing left out.
    items: Vec<BalanceJson>,
    /// Always null: there is one page.
    next: Option<String>,
}

/// What the account has of an asset.
#[derive(Serialize, ToSchema)]
#[schema(as = Balance)]
struct BalanceJson {
    /// The asset.
    #[schema(example = "XBT")]
    asset: &'static str,
    /// Balance, what is held included.
    total: String,
    /// What may be spent or withdrawn.
    available: String,
    /// What is held for open orders and for withdrawals that were not sent yet.
    held: String,
    /// What is allocated to its strategy (Earn), beside the balance.
    allocated: String,
    /// What one unit is worth in dollars.
    price: String,
    /// What all of it is worth in dollars, what is allocated included; null if that is beyond all numbers.
    usd: Option<String>,
}

impl BalanceJson {
    fn of(held: &HeldAsset) -> Self {
        let (asset, holding) = (held.asset, held.holding);
        BalanceJson {
            asset: asset.altname(),
            total: asset.format(holding.total),
            available: asset.format(holding.available()),
            held: asset.format(holding.held),
            allocated: asset.format(held.allocated),
            price: held.price.to_string(),
            usd: held.usd.map(dollars),
        }
    }
}

fn dollars(amount: Decimal) -> String {
    format!("{amount:.4}")
}

/// Lists what the account has: balances, what of them is held, what is allocated, and what it is worth.
#[utoipa::path(get, path = "/paper/balances", tag = "paper", operation_id = "paper.balance-list",
    responses((status = 200, description = "The balances.", body = BalanceList)))]
pub(in super::super::super) async fn list(call: Call) -> Result<Reply, Failure> {
    call.query(&[])?;
    let holdings = call.state.paper.holdings(call.caller.account).await.map_err(failure)?;
    let items = holdings.items.iter().map(BalanceJson::of).collect();
    Ok(Reply::ok(&BalanceList { usd: holdings.usd.map(dollars), items, next: None })?)
}
