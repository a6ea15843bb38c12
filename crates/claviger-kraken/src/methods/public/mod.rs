//! Market data. The market is a pure function of the time, so nothing here waits for anybody.

mod asset_pairs;
mod assets;
mod depth;
mod grouped_book;
mod instrument;
mod ohlc;
mod post_trade;
mod pre_trade;
mod spread;
mod system_status;
mod ticker;
mod time;
mod trades;

use super::Answer;
use crate::method::PublicMethod;
use crate::parse::Params;
use claviger_core::time::Timestamp;
use claviger_venue::{Market, Micros};

/// What a public method sees.
pub(crate) struct View<'a> {
    /// The market.
    pub(crate) market: &'a Market,
    /// The present.
    pub(crate) now: Timestamp,
}

impl View<'_> {
    /// The present, for the market.
    pub(crate) fn micros(&self) -> Micros {
        Micros(self.now.micros())
    }
}

/// Answers one public method.
pub(crate) fn answer(method: PublicMethod, params: &Params<'_>, view: &View<'_>) -> Answer {
    match method {
        PublicMethod::Time => time::answer(view),
        PublicMethod::SystemStatus => system_status::answer(view),
        PublicMethod::Assets => assets::answer(params),
        PublicMethod::AssetPairs => asset_pairs::answer(params),
        PublicMethod::Ticker => ticker::answer(params, view),
        PublicMethod::Ohlc => ohlc::answer(params, view),
        PublicMethod::Depth => depth::answer(params, view),
        PublicMethod::GroupedBook => grouped_book::answer(params, view),
        PublicMethod::Trades => trades::answer(params, view),
        PublicMethod::Spread => spread::answer(params, view),
        PublicMethod::PreTrade => pre_trade::answer(params, view),
        PublicMethod::PostTrade => post_trade::answer(params, view),
    }
}

/// What a request costs its source, in units of about a tenth of a millisecond's work.
pub(crate) fn units(method: PublicMethod, params: &Params<'_>) -> u32 {
    let of_all = params.all("pair").next().is_none();
    match method {
        PublicMethod::Time | PublicMethod::SystemStatus => 0,
        PublicMethod::Ohlc => 10,
        PublicMethod::Ticker if of_all => 10,
        PublicMethod::Depth | PublicMethod::GroupedBook | PublicMethod::Trades => 2,
        PublicMethod::PostTrade => post_trade::units(params),
        _ => 1,
    }
}
