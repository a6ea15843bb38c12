//! The venue from outside, as its callers use it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod alerts;
mod amendments;
mod batches;
mod book;
mod changes;
mod closings;
mod earn;
mod encoding;
mod exports;
mod funding;
mod icebergs;
mod journal;
mod limits;
mod market;
mod market_orders;
mod orders;
mod refusals;
mod resting;
mod schedules;
mod switches;
mod triggers;

use claviger_venue::{
    AccountNo, AddOrder, Asset, Command, Holding, Micros, Order, OrderId, OrderKind, Outcome, Pair, Reply,
    Side, Venue, VenueConfig, VenueError, default_addresses, default_funding,
};
use rust_decimal::Decimal;

const OPENED: Micros = Micros::from_secs(1_760_000_000);
const ME: AccountNo = AccountNo(1);

/// A venue with one open account, a clock that moves by hand.
struct Desk {
    venue: Venue,
    now: Micros,
}

impl Desk {
    fn new() -> Self {
        Self::with(VenueConfig::new(5, OPENED))
    }

    fn with(config: VenueConfig) -> Self {
        let mut desk = Self { venue: Venue::new(config), now: OPENED };
        desk.run(Command::OpenAccount { funding: default_funding(), addresses: default_addresses() });
        desk
    }

    fn attempt(&mut self, command: Command) -> Result<Outcome, VenueError> {
        self.venue.execute(ME, &command, self.now, Micros::MAX)
    }

    fn run(&mut self, command: Command) -> Outcome {
        self.attempt(command.clone()).unwrap_or_else(|error| panic!("{command:?}: {error}"))
    }

    fn refusal(&mut self, command: Command) -> VenueError {
        self.attempt(command).unwrap_err()
    }

    fn wait(&mut self, secs: i64) {
        self.now = self.now.plus(Micros::from_secs(secs));
        self.venue.advance(self.now).unwrap();
    }

    fn place(&mut self, order: AddOrder) -> OrderId {
        match self.run(Command::AddOrder(order)).reply {
            Reply::Placed { id, .. } => id,
            other => panic!("{other:?}"),
        }
    }

    fn order(&self, id: OrderId) -> &Order {
        self.venue.order(ME, id).unwrap()
    }

    fn holding(&self, asset: Asset) -> Holding {
        self.venue.holding(ME, asset)
    }
}

fn pair(name: &str) -> Pair {
    Pair::find(name).unwrap()
}

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn limit(side: Side, volume: &str, price: &str) -> AddOrder {
    AddOrder::new(pair("XBTUSD"), side, OrderKind::Limit(dec(price)), dec(volume))
}

fn market(side: Side, volume: &str) -> AddOrder {
    AddOrder::new(pair("XBTUSD"), side, OrderKind::Market, dec(volume))
}
