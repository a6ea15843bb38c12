//! Prices now, beside those of 24 hours ago.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use claviger::core::time::Timestamp;
use claviger_venue::{Asset, Micros, Pair, Ticker};
use serde::Serialize;
use utoipa::ToSchema;

/// Markets at one instant.
#[derive(Serialize, ToSchema)]
#[schema(as = TickerList)]
pub(in super::super) struct TickerList {
    /// The instant. Prices change on whole seconds.
    #[schema(format = DateTime)]
    at: String,
    /// The markets, in the order of the exchange; those asked for in the order asked.
    items: Vec<TickerJson>,
    /// Always null: there is one page.
    next: Option<String>,
}

/// A market at a glance. Prices are decimals in texts, in the quote asset.
#[derive(Serialize, ToSchema)]
#[schema(as = Ticker)]
struct TickerJson {
    /// The market.
    #[schema(example = "XBTUSD")]
    pair: String,
    /// The same with a slash.
    #[schema(example = "XBT/USD")]
    name: String,
    /// The asset that is bought and sold.
    #[schema(example = "XBT")]
    base: &'static str,
    /// The asset it is priced in.
    #[schema(example = "USD")]
    quote: &'static str,
    /// Last price.
    last: String,
    /// Best offer to buy.
    bid: String,
    /// Best offer to sell.
    ask: String,
    /// Last price 24 hours ago.
    open: String,
    /// How far the last price rose in 24 hours; negative if it fell.
    #[schema(example = "-120.5")]
    change: String,
    /// The same in percent of the price 24 hours ago, with two decimals; what is finer is cut off.
    #[schema(example = "-0.10")]
    change_percent: String,
    /// Highest price in 24 hours.
    high: String,
    /// Lowest price in 24 hours.
    low: String,
    /// Volume traded in 24 hours, in the base asset.
    volume: String,
}

impl TickerJson {
    fn of(pair: Pair, ticker: &Ticker) -> Self {
        let change = ticker.change();
        TickerJson {
            pair: pair.altname(),
            name: pair.wsname(),
            base: pair.base().altname(),
            quote: pair.quote().altname(),
            last: ticker.last.to_string(),
            bid: ticker.bid.to_string(),
            ask: ticker.ask.to_string(),
            open: ticker.open.day.to_string(),
            change: change.absolute().to_string(),
            change_percent: change.percent().to_string(),
            high: ticker.high.day.to_string(),
            low: ticker.low.day.to_string(),
            volume: ticker.volume.day.to_string(),
        }
    }
}

/// Shows prices of the paper exchange, with their change in 24 hours.
#[utoipa::path(get, path = "/ticker", tag = "market", operation_id = "ticker.list",
    params(("pairs" = Option<String>, Query, description = "Only these markets, by any of their names, separated by commas. An asset stands for all its markets.", example = "XBTUSD,ETH")),
    responses((status = 200, description = "The markets.", body = TickerList)))]
pub(in super::super) async fn list(call: Call) -> Result<Reply, Failure> {
    let query = call.query(&["pairs"])?;
    let asked = query.list("pairs", markets, "markets or assets, such as XBTUSD or ETH")?;
    let now = call.state.authority.now();
    let all: Vec<Pair> = if asked.is_empty() { Pair::all().collect() } else { once_each(asked) };
    let (at, market) = (Micros(now.micros()), &call.state.market);
    let items = all.into_iter().map(|pair| TickerJson::of(pair, &market.ticker(pair, at))).collect();
    let at = Timestamp::from_secs(now.secs()).to_string();
    Ok(Reply::ok(&TickerList { at, items, next: None })?)
}

/// The market of a name, or all those of an asset.
fn markets(name: &str) -> Option<Vec<Pair>> {
    if let Some(pair) = Pair::find(name) {
        return Some(vec![pair]);
    }
    let asset = Asset::find(name)?;
    let of_asset: Vec<Pair> = Pair::all().filter(|pair| pair.base() == asset).collect();
    (!of_asset.is_empty()).then_some(of_asset)
}

/// Every market once, where it was named first.
fn once_each(asked: Vec<Vec<Pair>>) -> Vec<Pair> {
    let mut all = Vec::new();
    for pair in asked.into_iter().flatten() {
        if !all.contains(&pair) {
            all.push(pair);
        }
    }
    all
}
