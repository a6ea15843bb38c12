//! What the paper exchange keeps in the store.

use claviger_venue::{
    AccountNo, Asset, ClosedFilter, LedgerFilter, Micros, Strategy, TradeFilter, Venue, VenueConfig,
    decode_events, encode_events,
};

pub(super) fn journal(bytes: &[u8]) {
    let Ok(events) = decode_events(bytes) else { return };
    let again = encode_events(&events).expect("what was decoded can be written");
    assert_eq!(decode_events(&again).expect("what was written can be read"), events);
    // Events that contradict the venue are refused, not fatal.
    let mut venue = Venue::new(VenueConfig::new(7, Micros::from_secs(1_760_000_000)));
    let _ = venue.apply_all(&events);
    look_at(&venue);
}

pub(super) fn snapshot(bytes: &[u8]) {
    let Ok(mut venue) = Venue::restore(bytes) else { return };
    look_at(&venue);
    let soon = Micros(venue.clock().0.saturating_add(1_000_000));
    let _ = venue.advance(soon);
    look_at(&venue);
}

fn look_at(venue: &Venue) {
    let account = AccountNo(1);
    let _ = (venue.totals(), venue.balances(account).count(), venue.open_orders(account).count());
    let _ = venue.closed_orders(account, &ClosedFilter::default());
    let _ = venue.ledger(account, &LedgerFilter::default());
    let _ = venue.trades(account, &TradeFilter::default());
    for strategy in Strategy::all() {
        let _ = (venue.allocation(account, strategy), venue.payout(account, strategy, venue.clock()));
    }
    let _ = venue.equivalent_balance(account, Asset::XBT, venue.clock());
    for export in venue.exports(account, Micros::default()) {
        let _ = (export.status(export.at), export.expires_at(), venue.export(account, export.id, export.at));
        let _ = (venue.trades_at(account, export.rows()), venue.ledger_at(account, export.rows()));
    }
}
