use claviger_venue::{
    ApplyError, Command, Event, JournalError, Side, Venue, VenueConfig, decode_events, default_funding,
    encode_events,
};

use super::{Desk, ME, OPENED, limit, market};

#[test]
fn other_versions_and_garbage_are_refused() {
    for bytes in [
        &b""[..],
        b"{}",
        b"[]",
        br#"{"v":1}"#,
        br#"{"v":1,"b":[{"placed":{}}]}"#,
        br#"{"v":1,"b":[]}x"#,
        b"\xff\xfe",
    ] {
        assert!(matches!(decode_events(bytes), Err(JournalError::Malformed(_))), "{bytes:?}");
        assert!(matches!(Venue::restore(bytes), Err(JournalError::Malformed(_))), "{bytes:?}");
    }
    assert!(matches!(decode_events(br#"{"v":2,"b":[]}"#), Err(JournalError::Version(2))));
    assert!(matches!(Venue::restore(br#"{"v":0,"b":[]}"#), Err(JournalError::Version(0))));
}

#[test]
fn the_record_format_is_fixed() {
    // golden: journals of older releases must read the same
    let mut desk = Desk::new();
    let events = desk.run(Command::AddOrder(limit(Side::Buy, "0.5", "100000"))).events;
    let text = String::from_utf8(encode_events(&events).unwrap()).unwrap();
    let expected = concat!(
        r#"{"v":1,"b":[{"placed":{"account":1,"order":{"id":"OURKUN-MDYGS-YUJAYX","pair":"XXBTZUSD","side":"buy","#,
        r#""kind":{"limit":"100000"},"volume":"0.5","filled":"0","cost":"0","fee":"0","held":"50125.0000","status":"open","#,
        r#""opened_at":1760000000000000,"touched_at":1760000000000000}}}]}"#
    );
    assert_eq!(text, expected);
    assert_eq!(decode_events(text.as_bytes()).unwrap(), events);
}

#[test]
fn foreign_and_repeated_events_are_refused() {
    let mut desk = Desk::new();
    let outcome = desk.run(Command::AddOrder(market(Side::Sell, "0.1")));
    let [placed, filled, ..] = &outcome.events[..] else { panic!() };
    assert_eq!(desk.venue.apply(placed), Err(ApplyError::Sequence));
    assert_eq!(desk.venue.apply(filled), Err(ApplyError::Sequence));
    let mut other = Venue::new(VenueConfig::new(6, OPENED));
    assert_eq!(other.apply(placed), Err(ApplyError::Sequence));
    let mut empty = Venue::new(VenueConfig::new(5, OPENED));
    assert_eq!(empty.apply(placed), Err(ApplyError::Account));
}

#[test]
fn changed_amounts_are_refused() {
    let desk = Desk::new();
    let open = Command::OpenAccount { funding: default_funding(), addresses: Vec::new() };
    let account = claviger_venue::AccountNo(8);
    let mut events = desk.venue.plan(account, &open, desk.now, desk.now).unwrap().events;
    let Event::Opened { deposits, .. } = &mut events[0] else { panic!() };
    deposits[0].1.balance += rust_decimal::Decimal::ONE;
    assert_eq!(desk.venue.clone().apply_all(&events), Err(ApplyError::Balance));
}

#[test]
fn planning_twice_gives_the_same() {
    let desk = Desk::new();
    let command = Command::AddOrder(market(Side::Buy, "0.3"));
    let plan = || desk.venue.plan(ME, &command, desk.now, desk.now).unwrap();
    assert_eq!(plan(), plan());
}
