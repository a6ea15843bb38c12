//! The exchange in a few lines, for the first page.

use super::super::call::Call;
use super::balance::{Balance, balances};
use super::ticker::{Market, market};
use super::{exchange, money};
use claviger::manage::Operation;
use claviger_venue::Pair;

/// Markets that are shown.
const MARKETS: [&str; 4] = ["XBTUSD", "ETHUSD", "SOLUSD", "XRPUSD"];
/// Balances that are shown.
const FEW: usize = 4;

/// The exchange in a few lines.
pub(in super::super) struct Glance {
    /// As in *12 345.67*.
    pub(in super::super) worth: String,
    /// What is worth most.
    pub(in super::super) balances: Vec<Balance>,
    pub(in super::super) markets: Vec<Market>,
}

/// None without an exchange, for whoever may not see it, and while it is being read again: a page that has more to show
/// stands without it.
pub(in super::super) async fn glance(call: &Call) -> Option<Glance> {
    let exchange = exchange(call).ok()?;
    if !Operation::PaperBalanceList.allows(call.caller().role) {
        return None;
    }
    let holdings = exchange.desk.holdings(call.caller().account).await.ok()?;
    let mut most = balances(&holdings);
    most.truncate(FEW);
    let known = MARKETS.into_iter().filter_map(Pair::find);
    let markets = known.map(|pair| market(exchange, pair, call.now())).collect();
    Some(Glance { worth: money::worth(holdings.usd), balances: most, markets })
}
