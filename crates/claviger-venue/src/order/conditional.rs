//! Conditional close: the order on the other side that each fill opens.

use rust_decimal::Decimal;

use super::{
    AddOrder, Fill, Flags, Model, Order, Side,
    enter::enter_on_record,
    resolve::{Resolved, check_trigger},
};
use crate::{VenueError, account::AccountNo, draft::Draft, error::Field, money, order::Price};

/// Opens the order that closes what was just filled at the draft's instant, if the order asked for one. The fills of one
/// instant open one order, for what they brought together.
pub(super) fn open(
    draft: &mut Draft<'_>,
    account: AccountNo,
    primary: &Order,
    fills: &[Fill],
) -> Result<(), VenueError> {
    let Some(model) = primary.close.as_deref().filter(|_| !fills.is_empty()) else { return Ok(()) };
    let mut volume = Decimal::ZERO;
    for fill in fills {
        volume = money::add(volume, received(primary, fill)?)?;
    }
    let (pair, side) = (primary.pair, primary.side.other());
    // A fee in base on top of what is sold would have to be paid from what is not there.
    let fcib = primary.flags.fcib && side == Side::Buy;
    let flags = Flags { post: false, fcib, ..primary.flags };
    let add = AddOrder { flags, userref: primary.userref, ..AddOrder::new(pair, side, *model, volume) };
    let last = draft.venue.market().last_ticks(pair, draft.at.secs());
    let resolved = Resolved::of(absolute(*model, primary, last), (pair, side), last, draft.at)?;
    let order = Order { opened_by: Some(primary.id), ..add.order(draft, resolved) };
    enter_on_record(draft, account, order)
}

/// What of a fill can be closed: a fee in the base asset comes off what was bought.
fn received(primary: &Order, fill: &Fill) -> Result<Decimal, VenueError> {
    let keeps_all = primary.side == Side::Sell || !primary.flags.fcib;
    let received = if keeps_all { fill.volume } else { money::sub(fill.volume, fill.charged)? };
    Ok(received.round_dp_with_strategy(primary.pair.lot_decimals(), rust_decimal::RoundingStrategy::ToZero))
}

/// With relative prices worked out. One that would be out of range (the market has fallen by more than the offset) is the
/// nearest there is, as the fill cannot be undone.
fn absolute(model: Model, primary: &Order, last: i64) -> Model {
    let pair = primary.pair;
    let at = |price: Price, reference| match price {
        Price::At(_) => price,
        relative => Price::At(pair.price(relative.nearest_ticks(pair, reference))),
    };
    match model {
        Model::Limit { price } => Model::Limit { price: at(price, last) },
        Model::Stop { kind, price, limit } => {
            let trigger = price.nearest_ticks(pair, last);
            Model::Stop { kind, price: at(price, last), limit: limit.map(|limit| at(limit, trigger)) }
        }
        other => other,
    }
}

/// Checks the model of a closing order when its primary is placed, so that no fill meets one that cannot be.
///
/// # Errors
/// The reason; `close[ordertype]` for a market order, and for an iceberg, as there is no way to say how much it shows.
pub(super) fn check(draft: &Draft<'_>, add: &AddOrder) -> Result<Option<Model>, VenueError> {
    let Some(model) = add.close else { return Ok(None) };
    if matches!(model, Model::Market | Model::Iceberg { .. }) {
        return Err(VenueError::InvalidArgument(Field::CloseOrderType));
    }
    let side = add.side.other();
    let model = model.directed(side);
    let last = draft.venue.market().last_ticks(add.pair, draft.at.secs());
    let resolved = Resolved::of(model, (add.pair, side), last, draft.at)?;
    check_trigger(&resolved, (add.pair, side))?;
    Ok(Some(model))
}
