//! Orders placed and cancelled in batches.

use claviger_venue::{
    AddBatch, AddOrder, Asset, Command, Field, Flags, MOST_CANCELLED, MOST_IN_BATCH, Micros, OrderRef, Reply,
    Side, Tier, VenueConfig, VenueError,
};

use super::{Desk, ME, OPENED, dec, limit, pair};

fn batch(orders: Vec<AddOrder>) -> AddBatch {
    AddBatch { orders, deadline: None, validate: false }
}

fn add(desk: &mut Desk, batch: AddBatch) -> Vec<Result<Reply, VenueError>> {
    match desk.run(Command::AddBatch(batch)).reply {
        Reply::Batch(replies) => replies,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_refused_leaves_nothing_and_the_others_stand() {
    let mut desk = Desk::new();
    let named = |order| AddOrder { cl_ord_id: Some("one".into()), ..order };
    let post = Flags { post: true, ..Flags::default() };
    let replies = add(
        &mut desk,
        batch(vec![
            named(limit(Side::Buy, "0.5", "100000")),
            named(limit(Side::Buy, "0.1", "100000")),
            limit(Side::Buy, "0.6", "100000"),
            AddOrder { flags: post, ..limit(Side::Buy, "0.1", "200000") },
            limit(Side::Buy, "0.4", "100000"),
        ]),
    );
    let refused: Vec<_> = replies.iter().map(|reply| reply.as_ref().err().copied()).collect();
    let taken = VenueError::InvalidArgument(Field::ClOrdId);
    let expected = [None, Some(taken), Some(VenueError::InsufficientFunds), Some(VenueError::PostOnly), None];
    assert_eq!(refused, expected);
    assert_eq!(desk.venue.open_orders(ME).count(), 2);
    let held: rust_decimal::Decimal = desk.venue.open_orders(ME).map(|order| order.held).sum();
    assert_eq!(desk.holding(Asset::USD).held, held);
}

#[test]
fn a_batch_has_two_to_fifteen_orders_of_one_market() {
    let mut desk = Desk::new();
    let one = limit(Side::Buy, "0.001", "50000");
    for orders in [
        vec![],
        vec![one.clone()],
        vec![one.clone(); MOST_IN_BATCH + 1],
        vec![one.clone(), AddOrder { pair: pair("ETHUSD"), ..one.clone() }],
    ] {
        let refused = desk.refusal(Command::AddBatch(batch(orders)));
        assert_eq!(refused, VenueError::InvalidArgument(Field::Orders));
    }
    assert!(add(&mut desk, batch(vec![one; MOST_IN_BATCH])).iter().all(Result::is_ok));
}

#[test]
fn checking_places_nothing_and_past_its_deadline_nothing_is_done() {
    let mut desk = Desk::new();
    let orders = vec![limit(Side::Buy, "0.6", "100000"), limit(Side::Buy, "0.6", "100000")];
    let replies = add(&mut desk, AddBatch { validate: true, ..batch(orders.clone()) });
    assert!(matches!(replies[0], Ok(Reply::Validated { .. })));
    assert_eq!(replies[1], Err(VenueError::InsufficientFunds), "each as if those before it stood");
    let late = AddBatch { deadline: Some(desk.now.minus(Micros(1))), ..batch(orders) };
    assert_eq!(desk.refusal(Command::AddBatch(late)), VenueError::DeadlineElapsed);
    assert_eq!((desk.venue.open_orders(ME).count(), desk.holding(Asset::USD).held), (0, dec("0")));
}

#[test]
fn a_batch_costs_half_and_its_own_orders_count_at_once() {
    let starter = VenueConfig { tier: Tier::Starter, ..VenueConfig::new(5, OPENED) };
    let mut desk = Desk::with(starter);
    let one = limit(Side::Buy, "0.001", "50000");
    for _ in 0..4 {
        assert!(add(&mut desk, batch(vec![one.clone(); 15])).iter().all(Result::is_ok));
    }
    assert_eq!(desk.venue.rate_count(ME, pair("XBTUSD"), desk.now), 30);
    let replies = add(&mut desk, batch(vec![one.clone(), one]));
    assert_eq!(replies, [Err(VenueError::OrdersLimit), Err(VenueError::OrdersLimit)]);
    let mut desk = Desk::with(starter);
    let ioc = claviger_venue::TimeInForce::Ioc;
    let passing = AddOrder { time_in_force: ioc, ..limit(Side::Buy, "0.001", "50000") };
    for _ in 0..7 {
        add(&mut desk, batch(vec![passing.clone(); 15]));
    }
    // 105 orders have charged 52.5 of 60 points: there is room for fifteen more, and for no sixteenth
    let replies = add(&mut desk, batch(vec![passing.clone(); 15]));
    assert!(replies.iter().all(Result::is_ok));
    let replies = add(&mut desk, batch(vec![passing.clone(), passing]));
    assert_eq!(replies, [Err(VenueError::RateLimit), Err(VenueError::RateLimit)]);
}

#[test]
fn names_are_cancelled_each_once_and_unknown_ones_passed_over() {
    let mut desk = Desk::new();
    let first = desk.place(AddOrder { userref: Some(7), ..limit(Side::Buy, "0.01", "50000") });
    desk.place(AddOrder { userref: Some(7), ..limit(Side::Buy, "0.01", "50000") });
    desk.place(AddOrder { cl_ord_id: Some("mine".into()), ..limit(Side::Buy, "0.01", "50000") });
    let left = desk.place(limit(Side::Buy, "0.01", "50000"));
    let names = vec![
        OrderRef::Id(first),
        OrderRef::UserRef(7),
        OrderRef::ClOrdId("mine".into()),
        OrderRef::ClOrdId("nobody's".into()),
    ];
    let reply = desk.run(Command::CancelBatch(names.clone())).reply;
    assert_eq!(reply, Reply::Cancelled { count: 3 });
    assert_eq!(desk.venue.open_orders(ME).map(|order| order.id).collect::<Vec<_>>(), [left]);
    // each costs what a cancel of its age costs
    assert_eq!(desk.venue.rate_count(ME, pair("XBTUSD"), desk.now), 4 + 3 * 8);
    assert_eq!(desk.refusal(Command::CancelBatch(names)), VenueError::UnknownOrder);
    for names in [vec![], vec![OrderRef::UserRef(1); MOST_CANCELLED + 1]] {
        let refused = desk.refusal(Command::CancelBatch(names));
        assert_eq!(refused, VenueError::InvalidArgument(Field::Orders));
    }
}
