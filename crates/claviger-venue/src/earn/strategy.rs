//! What funds can be allocated to.

use rust_decimal::Decimal;

use super::{
    reward::DAY,
    table::{FIRST, ROWS, Row},
};
use crate::{
    asset::Asset,
    ids::{Ids, StrategyId},
    money,
};

/// Ids of strategies are the same in every venue, so that a script that names one works with any.
const IDS: Ids = Ids::new(0);

/// Least worth of what is allocated or deallocated at once, in dollars, as `(mantissa, scale)`; the exchange states it so.
const MINIMUM_USD: (i64, u32) = (1, 2);

/// Where the yield of a strategy comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YieldSource {
    /// The asset's network pays whoever secures it.
    Staking,
    /// The asset is lent.
    OffChain,
}

impl YieldSource {
    /// Kraken's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Staking => "staking",
            Self::OffChain => "off_chain",
        }
    }
}

/// One strategy; each asset has one at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strategy(u8);

impl Strategy {
    /// Seconds between two rewards.
    pub const PAYOUT_SECS: i64 = DAY.secs();

    /// Every strategy, in the order of the assets.
    pub fn all() -> impl ExactSizeIterator<Item = Self> + Clone {
        (0..ROWS.len() as u8).map(Self)
    }

    /// The strategy of an asset, if it has one.
    #[must_use]
    pub fn of(asset: Asset) -> Option<Self> {
        Self::all().find(|strategy| strategy.asset() == asset)
    }

    /// The strategy of an id.
    #[must_use]
    pub fn find(id: StrategyId) -> Option<Self> {
        let place = id.seq(IDS);
        Self::all().find(|strategy| strategy.asset().index() as u64 == place)
    }

    fn row(self) -> &'static Row {
        ROWS.get(usize::from(self.0)).unwrap_or(&FIRST)
    }

    /// Its id, the same in every venue.
    #[must_use]
    pub fn id(self) -> StrategyId {
        StrategyId::from_seq(IDS, self.asset().index() as u64)
    }

    /// What is allocated, and what rewards are paid in.
    #[must_use]
    pub fn asset(self) -> Asset {
        Asset::at(self.row().asset)
    }

    /// Where the yield comes from.
    #[must_use]
    pub fn yield_source(self) -> YieldSource {
        self.row().source
    }

    /// Yearly rate in percent, before compounding; rewards are paid exactly by it.
    #[must_use]
    pub fn rate(self) -> Decimal {
        money::constant((i64::from(self.row().rate), 4))
    }

    /// The same in millionths.
    pub(super) fn millionths(self) -> i128 {
        i128::from(self.row().rate)
    }

    /// Least worth, in dollars, of what is allocated or deallocated at once. All that is allocated may always be taken out.
    #[must_use]
    pub fn minimum_usd(self) -> Decimal {
        money::constant(MINIMUM_USD)
    }

    /// Most that an account may have allocated when it allocates more, in the asset. Rewards may go beyond it.
    #[must_use]
    pub fn cap(self) -> Decimal {
        Decimal::from(self.row().cap)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{Market, Micros};

    #[test]
    fn each_asset_has_one_at_most_and_five_have_none() {
        let assets: Vec<_> = Strategy::all().map(Strategy::asset).collect();
        assert!(assets.is_sorted() && assets.iter().collect::<BTreeSet<_>>().len() == assets.len());
        let without: Vec<_> =
            Asset::all().filter(|asset| Strategy::of(*asset).is_none()).map(Asset::id).collect();
        assert_eq!(without, ["LEO", "SHIB", "XXMR", "BGB", "PEPE"]);
    }

    #[test]
    fn ids_have_krakens_form_and_stay() {
        let ids: BTreeSet<_> = Strategy::all().map(Strategy::id).collect();
        assert_eq!(ids.len(), Strategy::all().len());
        for strategy in Strategy::all() {
            let text = strategy.id().to_string();
            assert!(text.starts_with("ES"), "{text}");
            assert_eq!(text.split('-').map(str::len).collect::<Vec<_>>(), [7, 5, 6]);
            assert_eq!(Strategy::find(text.parse().unwrap()), Some(strategy));
        }
        // fixed: scripts name them
        let xbt = Strategy::of(Asset::XBT).unwrap();
        assert_eq!(xbt.id().to_string(), "ES623JK-C6I6T-2H7EVI");
        assert_eq!(Strategy::find(StrategyId::from_seq(IDS, 22)), None, "nothing is earned by SHIB");
    }

    #[test]
    fn rates_and_caps_are_plausible() {
        let market = Market::new(1, Micros::from_secs(1_760_000_000));
        for strategy in Strategy::all() {
            assert!(strategy.rate() > Decimal::ZERO && strategy.rate() < Decimal::TEN, "{strategy:?}");
            let worth = strategy.cap() * market.usd_price(strategy.asset(), Micros::from_secs(1_760_000_000));
            assert!(
                worth > Decimal::from(100_000) && worth < Decimal::from(1_500_000),
                "{} {worth}",
                strategy.asset()
            );
        }
    }
}
