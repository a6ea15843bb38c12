//! The terms of an order, as a call writes them, on to what the paper exchange makes of them.

use claviger_kraken::parse::parse_form;
use claviger_kraken::read_order;
use claviger_venue::{AccountNo, Command, Micros, Venue, VenueConfig, default_addresses, default_funding};
use std::sync::OnceLock;

const ME: AccountNo = AccountNo(1);
const OPENED: Micros = Micros::from_secs(1_760_000_000);

/// A venue with one account.
fn venue() -> Venue {
    static VENUE: OnceLock<Venue> = OnceLock::new();
    let made = || {
        let mut venue = Venue::new(VenueConfig::new(7, OPENED));
        let open = Command::OpenAccount { funding: default_funding(), addresses: default_addresses() };
        venue.execute(ME, &open, OPENED, Micros::MAX).expect("an account can be opened");
        venue
    };
    VENUE.get_or_init(made).clone()
}

/// Whatever is accepted can be placed or is refused, and what becomes of it adds up.
pub(super) fn order(bytes: &[u8]) {
    let Ok(params) = parse_form(bytes) else { return };
    let Ok(order) = read_order(&params) else { return };
    let mut venue = venue();
    if venue.execute(ME, &Command::AddOrder(order), OPENED, Micros::MAX).is_err() {
        return;
    }
    for order in venue.open_orders(ME) {
        let _ = (order.describe(), order.describe_close(), venue.amendments(ME, order.id));
        let _ = (venue.trigger_price(order, OPENED), venue.limit_price(order, OPENED));
    }
    venue.advance(OPENED.plus(Micros::from_secs(86_400))).expect("a day passes");
    for (asset, totals) in venue.totals().expect("sums fit") {
        assert!(totals.sum().is_ok_and(|sum| sum.is_zero()), "{asset} does not add up");
    }
    let snapshot = venue.snapshot().expect("a venue can be written");
    assert!(Venue::restore(&snapshot).expect("what was written can be read") == venue);
}
