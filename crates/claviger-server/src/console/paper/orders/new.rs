//! `/paper/orders/new`: an order is asked for, and shown in plain words before it is placed.

use super::super::super::answer::Shown;
use super::super::super::call::Call;
use super::super::super::failure::Failure;
use super::super::super::keys::Errors;
use super::super::super::page::{Frame, Section};
use super::super::ticker::{Market, market};
use super::super::{exchange, failure, money, once};
use super::fields::{NAMES, OWN, Typed};
use super::refusal;
use super::summary::Summary;
use crate::api::paper::{Kind, PaperError};
use askama::Template;
use claviger_venue::{AddOrder, Asset, Holding, Micros, Pair, VenueError};

/// The market a form begins with unless told.
const FIRST: &str = "XBTUSD";

#[derive(Template)]
#[template(path = "paper/new_order.html")]
struct Form {
    frame: Frame,
    typed: Typed,
    errors: Errors,
    pairs: Vec<(String, String)>,
    kinds: Vec<(&'static str, &'static str)>,
    market: Option<MarketNow>,
}

/// The chosen market, and what the account has in it.
struct MarketNow {
    market: Market,
    /// Code and available amount of both of its assets.
    purse: [(&'static str, String); 2],
    /// Names of its assets.
    base: &'static str,
    quote: &'static str,
    minimum: String,
    tick: String,
}

#[derive(Template)]
#[template(path = "paper/review_order.html")]
struct Review {
    frame: Frame,
    typed: Typed,
    summary: Summary,
    once: String,
    symbol: String,
}

/// The form.
pub(in super::super::super) async fn form(call: Call) -> Result<Shown, Failure> {
    let query = call.query(&["pair", "side"], &[])?;
    let pair = Pair::find(query.text("pair")).or_else(|| Pair::find(FIRST));
    let typed = pair.map_or_else(Typed::default, |pair| Typed::fresh(pair, query.text("side")));
    fill_in(&call, typed, Errors::default()).await
}

/// What was filled in: shown again with what is wrong, or with what a button asked for; else its review.
pub(in super::super::super) async fn review(call: Call) -> Result<Shown, Failure> {
    let known: Vec<&str> = NAMES.into_iter().chain(OWN).collect();
    let form = call.form(&known, &[])?;
    let typed = Typed::read(form);
    match form.text("step") {
        "back" | "market" => fill_in(&call, typed, Errors::default()).await,
        _ => show_review(&call, typed).await,
    }
}

/// The review of what was filled in; the form again if there is something wrong with it.
pub(super) async fn show_review(call: &Call, typed: Typed) -> Result<Shown, Failure> {
    let exchange = exchange(call)?;
    let order = match typed.mean() {
        Ok(order) => order,
        Err(errors) => return wrong(call, typed, errors).await,
    };
    let told = match exchange.desk.estimate(call.caller().account, order.clone()).await {
        Ok(told) => told,
        Err(PaperError::Refused(error)) => return refused(call, typed, &order, error).await,
        Err(error) => return Err(failure(error)),
    };
    let quote = exchange.market.quote(order.pair, Micros(call.now().micros()));
    let page = Review {
        frame: call.frame(Section::Paper, "Review the order"),
        summary: Summary::of(&order, &told, &quote),
        once: once::mark()?,
        symbol: order.pair.symbol(),
        typed,
    };
    Ok(Shown::page(&page)?)
}

/// The form again, with what is wrong.
pub(super) async fn wrong(call: &Call, typed: Typed, errors: Errors) -> Result<Shown, Failure> {
    let words = errors.for_the_log();
    Ok(fill_in(call, typed, errors).await?.refusing(words))
}

/// The form again, with what the exchange says against the order.
pub(super) async fn refused(
    call: &Call,
    typed: Typed,
    order: &AddOrder,
    error: VenueError,
) -> Result<Shown, Failure> {
    let has = holding(call, refusal::spends(order.pair, order.side)).await?;
    let errors = refusal::errors(error, order, has);
    let words = error.to_string();
    Ok(fill_in(call, typed, errors).await?.refusing(words))
}

async fn fill_in(call: &Call, typed: Typed, errors: Errors) -> Result<Shown, Failure> {
    let market = match typed.market() {
        Some(pair) => Some(now(call, pair).await?),
        None => None,
    };
    let page = Form {
        frame: call.frame(Section::Paper, "Place an order"),
        pairs: Pair::all().map(|pair| (pair.altname(), pair.symbol())).collect(),
        kinds: Kind::ALL.map(|kind| (kind.name(), label(kind))).into(),
        typed,
        errors,
        market,
    };
    Ok(Shown::page(&page)?)
}

async fn now(call: &Call, pair: Pair) -> Result<MarketNow, Failure> {
    let holdings = exchange(call)?.desk.holdings(call.caller().account).await.map_err(failure)?;
    let available = |asset: Asset| {
        let held = holdings.items.iter().find(|held| held.asset == asset);
        let available = held.map_or(Holding::NONE, |held| held.holding).available();
        (asset.code(), money::amount(asset, available))
    };
    Ok(MarketNow {
        market: market(exchange(call)?, pair, call.now()),
        purse: [available(pair.quote()), available(pair.base())],
        base: pair.base().code(),
        quote: pair.quote().code(),
        minimum: money::named(pair.base(), pair.order_minimum()),
        tick: pair.tick_size().to_string(),
    })
}

async fn holding(call: &Call, asset: Asset) -> Result<Holding, Failure> {
    let holdings = exchange(call)?.desk.holdings(call.caller().account).await.map_err(failure)?;
    let held = holdings.items.into_iter().find(|held| held.asset == asset);
    Ok(held.map_or(Holding::NONE, |held| held.holding))
}

const fn label(kind: Kind) -> &'static str {
    match kind {
        Kind::Market => "Market: now, at the market's price",
        Kind::Limit => "Limit: at a price or better",
        Kind::StopLoss => "Stop loss: at the market, once a price is reached",
        Kind::StopLossLimit => "Stop loss with a limit",
        Kind::TakeProfit => "Take profit: at the market, once a price is reached",
        Kind::TakeProfitLimit => "Take profit with a limit",
    }
}
