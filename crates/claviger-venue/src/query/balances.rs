//! Balances and what they are worth.

use rust_decimal::Decimal;

use crate::{
    VenueError, account::AccountNo, asset::Asset, holding::Holding, micros::Micros, money, pair::Pair,
    venue::Venue,
};

/// Span of the trade volume that decides fees elsewhere.
const MONTH: Micros = Micros::from_secs(30 * 86_400);

impl Venue {
    /// Balances of an account by asset, ascending; assets it never had are absent. Allocates nothing.
    pub fn balances(&self, account: AccountNo) -> impl ExactSizeIterator<Item = (Asset, Holding)> + '_ {
        self.records(account).map_or(&[][..], |records| &records.holdings).iter().copied()
    }

    /// What an account has of one asset.
    #[must_use]
    pub fn holding(&self, account: AccountNo, asset: Asset) -> Holding {
        self.records(account).map_or(Holding::NONE, |records| records.holding(asset))
    }

    /// What all balances of an account are worth at market prices, in units of `asset`; what is allocated included.
    ///
    /// # Errors
    /// [`VenueError::Overflow`] when a number leaves the range of decimals.
    pub fn equivalent_balance(
        &self,
        account: AccountNo,
        asset: Asset,
        now: Micros,
    ) -> Result<Decimal, VenueError> {
        let spot = self.balances(account).map(|(held, holding)| (held, holding.total));
        let allocated = self.allocations(account).map(|(held, allocation)| (held, allocation.total));
        self.worth(spot.chain(allocated), asset, now)
    }

    /// The same of what can be traded: without what is allocated.
    ///
    /// # Errors
    /// As [`Venue::equivalent_balance`].
    pub fn trade_balance(
        &self,
        account: AccountNo,
        asset: Asset,
        now: Micros,
    ) -> Result<Decimal, VenueError> {
        self.worth(self.balances(account).map(|(held, holding)| (held, holding.total)), asset, now)
    }

    /// What an amount of an asset is worth at its market price, in dollars.
    ///
    /// # Errors
    /// As [`Venue::equivalent_balance`].
    pub fn dollars(&self, asset: Asset, amount: Decimal, now: Micros) -> Result<Decimal, VenueError> {
        Ok(money::mul(amount, self.market.usd_price(asset, now), Asset::USD.decimals())?)
    }

    /// What amounts are worth together.
    pub(super) fn worth(
        &self,
        amounts: impl Iterator<Item = (Asset, Decimal)>,
        asset: Asset,
        now: Micros,
    ) -> Result<Decimal, VenueError> {
        let mut dollars = Decimal::ZERO;
        for (held, amount) in amounts {
            dollars = money::add(dollars, self.dollars(held, amount, now)?)?;
        }
        money::div(dollars, self.market.usd_price(asset, now), asset.decimals())
            .ok_or(VenueError::Overflow(money::Overflow))
    }

    /// Dollars traded by an account in the last thirty days, each trade at the dollar price of its quote asset at the time.
    ///
    /// # Errors
    /// [`VenueError::Overflow`] when a number leaves the range of decimals.
    pub fn trade_volume(&self, account: AccountNo, now: Micros) -> Result<Decimal, VenueError> {
        let since = now.minus(MONTH);
        let trades = self.records(account).map_or(&[][..], |records| &records.trades);
        let recent = trades.iter().rev().take_while(|trade| trade.at > since);
        recent
            .map(|trade| self.market.usd_price(trade.pair.quote(), trade.at).checked_mul(trade.cost))
            .try_fold(Decimal::ZERO, |sum, dollars| {
                let dollars = dollars.ok_or(money::Overflow)?.round_dp(Asset::USD.decimals());
                Ok(money::add(sum, dollars)?)
            })
    }

    /// Points in the trading rate counter of an account and market, of at most [`crate::Tier::rate_threshold`].
    #[must_use]
    pub fn rate_count(&self, account: AccountNo, pair: Pair, now: Micros) -> i64 {
        self.records(account).map_or(0, |records| records.counter(pair).points(self.config.tier, now))
    }
}
