//! What an order would come to if it were placed now.

use rust_decimal::Decimal;

use crate::{
    VenueError,
    account::AccountNo,
    asset::Asset,
    command::Command,
    event::Event,
    micros::Micros,
    money,
    order::{AddOrder, CloseReason, Fill, MAKER_FEE, Order, OrderKind, TAKER_FEE, When, hold_asset},
    trade::Trade,
    venue::Venue,
};

/// What an order would come to. Volumes in the base asset, cost and fee in the quote asset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// The order's one line, as in `buy 0.10000000 XBTUSD @ limit 37500.0`.
    pub description: String,
    /// Volume that would be filled at once.
    pub filled: Decimal,
    /// What that would cost, or bring in, without the fee.
    pub cost: Decimal,
    /// The fee of that.
    pub fee: Decimal,
    /// Volume that would stay open.
    pub rest: Decimal,
    /// Cost and fee of what stays open, at its limit or trigger; `None` if no price is set.
    pub rest_at: Option<(Decimal, Decimal)>,
    /// What would be held for it.
    pub held: (Asset, Decimal),
    /// Why it would end with something left.
    pub ends: Option<CloseReason>,
}

impl Venue {
    /// What an order would come to if it were placed now: all that placing it does, without doing it. An estimate, since the
    /// market moves on.
    ///
    /// # Errors
    /// The reason for which it would be refused.
    pub fn estimate(
        &self,
        account: AccountNo,
        order: &AddOrder,
        now: Micros,
    ) -> Result<Estimate, VenueError> {
        let order = AddOrder { validate: false, ..order.clone() };
        let planned = self.plan(account, &Command::AddOrder(order), now, Micros::MAX)?;
        let placed = planned.events.iter().find_map(|event| match event {
            Event::Placed { order, .. } => Some(&**order),
            _ => None,
        });
        of(placed.ok_or(VenueError::InvalidOrder)?, &planned.events)
    }
}

/// What the events of a placed order come to.
fn of(order: &Order, events: &[Event]) -> Result<Estimate, VenueError> {
    let (mut filled, mut cost, mut fee) = (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO);
    let (mut held, mut ends) = (order.held, None);
    for event in events {
        match event {
            Event::Filled { trade, held: left, .. } if trade.order == order.id => {
                let Trade { volume, cost: paid, fee: charged, .. } = **trade;
                filled = money::add(filled, volume)?;
                cost = money::add(cost, paid)?;
                fee = money::add(fee, charged)?;
                held = *left;
            }
            Event::Closed { order: id, reason, .. } if *id == order.id => ends = Some(*reason),
            _ => {}
        }
    }
    let rest = if ends.is_some() { Decimal::ZERO } else { money::sub(order.volume, filled)? };
    let held = if rest.is_zero() { Decimal::ZERO } else { held };
    Ok(Estimate {
        description: order.describe(),
        filled,
        cost,
        fee,
        rest,
        rest_at: rest_at(order, rest)?,
        held: (hold_asset(order.pair, order.side), held),
        ends,
    })
}

/// Cost and fee of an open rest: as a maker at its limit, if it has no trigger; else as a taker at its limit or trigger.
fn rest_at(order: &Order, rest: Decimal) -> Result<Option<(Decimal, Decimal)>, VenueError> {
    if rest.is_zero() {
        return Ok(None);
    }
    let (price, rate) = match (order.kind, order.stop.as_ref().map(|stop| stop.when)) {
        (OrderKind::Limit(price), None) => (price, MAKER_FEE),
        (OrderKind::Limit(price), Some(_)) | (OrderKind::Market, Some(When::At { price, .. })) => {
            (price, TAKER_FEE)
        }
        (OrderKind::Market, _) => return Ok(None),
    };
    let fill = Fill::new(order, price, rest, rate)?;
    Ok(Some((fill.cost, fill.fee)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Command, VenueConfig,
        order::{Model, Side, StopKind, TimeInForce},
        pair::Pair,
    };

    const ME: AccountNo = AccountNo(1);
    const NOW: Micros = Micros::from_secs(1_760_000_000);

    fn venue() -> Venue {
        let mut venue = Venue::new(VenueConfig::new(7, NOW));
        let funding = vec![(Asset::USD, Decimal::from(100_000)), (Asset::XBT, Decimal::ONE)];
        let open = Command::OpenAccount { funding, addresses: Vec::new() };
        venue.execute(ME, &open, NOW, Micros::MAX).unwrap();
        venue
    }

    fn order(side: Side, model: Model) -> AddOrder {
        AddOrder::new(Pair::find("XBTUSD").unwrap(), side, model, Decimal::new(5, 1))
    }

    fn at(price: i64) -> crate::Price {
        Decimal::from(price).into()
    }

    #[test]
    fn what_is_told_is_what_then_happens() {
        for side in [Side::Buy, Side::Sell] {
            let mut venue = venue();
            let add = order(side, Model::Market);
            let told = venue.estimate(ME, &add, NOW).unwrap();
            assert_eq!(venue.open_orders(ME).count(), 0, "telling changes nothing");
            assert_eq!((told.filled, told.rest, told.ends), (add.volume, Decimal::ZERO, None));
            let before = venue.holding(ME, Asset::USD).total;
            venue.execute(ME, &Command::AddOrder(add), NOW, Micros::MAX).unwrap();
            let moved = venue.holding(ME, Asset::USD).total - before;
            let wanted = match side {
                Side::Buy => -told.cost - told.fee,
                Side::Sell => told.cost - told.fee,
            };
            assert_eq!(moved, wanted, "{side:?}");
        }
    }

    #[test]
    fn what_rests_is_told_at_its_price() {
        let venue = venue();
        let told = venue.estimate(ME, &order(Side::Buy, Model::Limit { price: at(100) }), NOW).unwrap();
        let (cost, fee) = (Decimal::from(50), Decimal::new(125, 3));
        assert_eq!((told.filled, told.rest_at), (Decimal::ZERO, Some((cost, fee))));
        assert_eq!(told.held, (Asset::USD, cost + fee));
        let stop = Model::Stop { kind: StopKind::StopLoss, price: at(100), limit: None };
        let told = venue.estimate(ME, &order(Side::Sell, stop), NOW).unwrap();
        assert_eq!(told.rest_at, Some((cost, Decimal::new(2, 1))), "as a taker");
        assert_eq!(told.held, (Asset::XBT, Decimal::new(5, 1)));
    }

    #[test]
    fn what_ends_or_is_refused_is_told_so() {
        let venue = venue();
        let take =
            AddOrder { time_in_force: TimeInForce::Ioc, ..order(Side::Buy, Model::Limit { price: at(100) }) };
        let told = venue.estimate(ME, &take, NOW).unwrap();
        assert_eq!((told.rest, told.ends), (Decimal::ZERO, Some(CloseReason::ImmediateOrCancel)));
        let much = AddOrder { volume: Decimal::from(500), ..order(Side::Sell, Model::Market) };
        assert_eq!(venue.estimate(ME, &much, NOW), Err(VenueError::InsufficientFunds));
    }
}
