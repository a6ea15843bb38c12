use claviger_venue::{
    AddOrder, AmendKind, AmendOrder, Amendment, Command, OrderId, OrderRef, Reply, Side, Venue,
};

use super::{Desk, ME, dec, limit};

fn amend(desk: &mut Desk, id: OrderId, volume: Option<&str>, price: Option<&str>) -> claviger_venue::AmendId {
    let (volume, limit) = (volume.map(dec), price.map(|price| dec(price).into()));
    let post_only = limit.is_none();
    let amend = AmendOrder { volume, limit, post_only, ..AmendOrder::new(OrderRef::Id(id)) };
    match desk.run(Command::AmendOrder(amend)).reply {
        Reply::Amended { id } => id,
        other => panic!("{other:?}"),
    }
}

fn terms(amendment: &Amendment) -> (AmendKind, String, String, Option<String>, bool) {
    let Amendment { kind, order_qty, remaining, limit_price, post_only, .. } = amendment;
    (
        *kind,
        order_qty.to_string(),
        remaining.to_string(),
        limit_price.map(|price| price.to_string()),
        *post_only,
    )
}

#[test]
fn every_term_of_an_order_is_kept_from_the_original_on() {
    let mut desk = Desk::new();
    let (placed, order) = (desk.now, limit(Side::Buy, "0.5", "100000"));
    let id = desk.place(AddOrder { cl_ord_id: Some("mine".into()), ..order });
    let untouched = desk.place(limit(Side::Sell, "0.1", "150000"));
    let original = desk.venue.amendments(ME, id).unwrap();
    assert_eq!(original.len(), 1);
    desk.wait(7);
    let first = amend(&mut desk, id, None, Some("90000"));
    desk.wait(7);
    let second = amend(&mut desk, id, Some("0.2"), None);
    let all = desk.venue.amendments(ME, id).unwrap();
    assert_eq!(all[0], original[0], "the original stays what it was");
    assert_eq!((all[0].at, all[1].id, all[2].id), (placed, first, second));
    let some = |text: &str| Some(text.to_owned());
    let expected = [
        (AmendKind::Original, "0.5".to_owned(), "0.5".to_owned(), some("100000"), false),
        (AmendKind::User, "0.5".to_owned(), "0.5".to_owned(), some("90000"), false),
        (AmendKind::User, "0.2".to_owned(), "0.2".to_owned(), some("90000"), true),
    ];
    assert_eq!(all.iter().map(terms).collect::<Vec<_>>(), expected);
    let other = desk.venue.amendments(ME, untouched).unwrap();
    assert!(other.len() == 1 && other[0].id != all[0].id);
    let restored = Venue::restore(&desk.venue.snapshot().unwrap()).unwrap();
    assert_eq!(restored.amendments(ME, id), Some(all));
    assert_eq!(desk.venue.amendments(claviger_venue::AccountNo(2), id), None, "another account's");
}
