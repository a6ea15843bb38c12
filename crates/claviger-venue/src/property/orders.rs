//! Random orders of every kind, and random changes of them.

use rust_decimal::Decimal;

use super::ops::{Op, What};
use crate::{
    AccountNo, AddOrder, AmendOrder, Command, EditOrder, Flags, Micros, Model, Moment, Offset, OrderRef,
    Pair, Price, Shift, Side, StopKind, TimeInForce, Venue,
};

impl Op {
    /// One of `sides` faces of the nth throw.
    const fn throw(&self, nth: u32, sides: u32) -> u32 {
        (self.dice.rotate_right(nth * 5) & 0xffff) % sides
    }

    /// Up to one and a half percent, or a like amount.
    fn offset(&self, venue: &Venue, pair: Pair, now: Micros) -> Offset {
        let percent = Decimal::new(self.off.abs() + 1, 2);
        if self.throw(1, 2) == 0 {
            return Offset::Percent(percent);
        }
        let last = venue.market().quote(pair, now).last;
        Offset::Quote((last * percent / Decimal::ONE_HUNDRED).round_dp(pair.price_decimals()))
    }

    fn price(&self, venue: &Venue, pair: Pair, now: Micros) -> Price {
        let by = self.offset(venue, pair, now);
        match self.throw(2, 4) {
            0 => Price::Auto(by),
            1 => Price::By(Shift { up: self.off > 0, by }),
            _ => Price::At(self.limit(venue, pair, now)),
        }
    }

    fn model(&self, venue: &Venue, pair: Pair, now: Micros, which: u32) -> Model {
        let price = self.price(venue, pair, now);
        let kind = if self.throw(3, 2) == 0 { StopKind::StopLoss } else { StopKind::TakeProfit };
        let offset = self.offset(venue, pair, now);
        let shift = Shift { up: self.throw(4, 2) == 0, by: Offset::Percent(Decimal::new(2, 1)) };
        match which {
            0..=3 => Model::Limit { price },
            4 => {
                let shown = self.volume(venue, pair, now) / Decimal::from(self.throw(4, 15) + 1);
                Model::Iceberg { price, display: shown.round_dp(pair.lot_decimals()) }
            }
            5 | 6 => Model::Stop { kind, price, limit: None },
            7 => Model::Stop { kind, price, limit: Some(Price::By(shift)) },
            8 => Model::Trailing { offset, limit: None },
            _ => Model::Trailing { offset, limit: Some(shift) },
        }
    }

    pub(super) fn add(&self, venue: &Venue, now: Micros) -> AddOrder {
        let pair = self.pair();
        let model = match self.what {
            What::Market => Model::Market,
            What::Iceberg => self.model(venue, pair, now, 4),
            _ => self.model(venue, pair, now, self.throw(0, 10)),
        };
        let soon = |nth| Moment::In(Micros(i64::from(self.throw(nth, 600)) * 700_001));
        let side = if self.bit(0) { Side::Buy } else { Side::Sell };
        AddOrder {
            flags: Flags {
                post: self.bit(1) && self.bit(2),
                fcib: self.bit(3),
                nompp: self.bit(4),
                viqc: false,
            },
            time_in_force: if self.bit(5) && self.bit(6) { TimeInForce::Ioc } else { TimeInForce::Gtc },
            starts: (self.throw(5, 6) == 0).then(|| soon(3)),
            expires: (self.throw(2, 5) == 0).then(|| soon(1)),
            close: (self.throw(4, 3) == 0).then(|| self.model(venue, pair, now, self.throw(5, 10))),
            userref: self.bit(7).then_some(5),
            cl_ord_id: self.bit(6).then(|| format!("c{}", self.pick % 3)),
            validate: self.bits % 16 == 9,
            ..AddOrder::new(pair, side, model, self.volume(venue, pair, now))
        }
    }

    pub(super) fn amend(&self, venue: &Venue, account: AccountNo, now: Micros) -> Option<Command> {
        let order = self.open_order(venue, account)?;
        let has_trigger = order.is_untriggered() && self.throw(0, 2) == 0;
        let amend = AmendOrder {
            volume: self.bit(0).then(|| self.volume(venue, order.pair, now)),
            display: order.display.filter(|_| self.bit(3)).map(|shown| match self.throw(3, 2) {
                0 => (shown * Decimal::TWO).normalize(),
                _ => (shown / Decimal::TWO).round_dp(order.pair.lot_decimals()),
            }),
            limit: self.bit(1).then(|| self.price(venue, order.pair, now)),
            trigger: has_trigger.then(|| self.price(venue, order.pair, now)),
            post_only: self.bit(2),
            ..AmendOrder::new(OrderRef::Id(order.id))
        };
        Some(Command::AmendOrder(amend))
    }

    pub(super) fn edit(&self, venue: &Venue, account: AccountNo, now: Micros) -> Option<Command> {
        let order = self.open_order(venue, account)?;
        let has_limit = order.is_untriggered() && order.kind.price().is_some();
        let edit = EditOrder {
            volume: self.bit(0).then(|| self.volume(venue, order.pair, now)),
            price: self.bit(1).then(|| self.price(venue, order.pair, now)),
            price2: (has_limit && self.bit(3)).then(|| self.limit(venue, order.pair, now).into()),
            post_only: self.bit(2) && self.bit(4),
            ..EditOrder::new(OrderRef::Id(order.id), order.pair)
        };
        Some(Command::EditOrder(edit))
    }
}
