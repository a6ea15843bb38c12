//! Placing an order.

use rust_decimal::Decimal;

use super::{
    Flags, Order, OrderKind, OrderStatus, Side,
    matching::{Matching, limit_ticks},
    settle::{hold_asset, settle},
};
use crate::{
    VenueError,
    account::AccountNo,
    draft::Draft,
    error::Field,
    event::{Event, Reply},
    limits::Charge,
    micros::Micros,
    money,
    pair::Pair,
};

/// Longest `cl_ord_id` in bytes: a UUID with its hyphens.
const LONGEST_CL_ORD_ID: usize = 36;
/// Greatest volume of an order, in units of the base asset.
const MOST_VOLUME: i64 = 1_000_000_000_000;

/// How long an order stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeInForce {
    /// Until it is cancelled.
    #[default]
    Gtc,
    /// What cannot be filled at once is cancelled.
    Ioc,
}

/// An order to be placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddOrder {
    /// The market.
    pub pair: Pair,
    /// Buy or sell.
    pub side: Side,
    /// Market or limit with its price.
    pub kind: OrderKind,
    /// Volume in the base asset.
    pub volume: Decimal,
    /// Flags.
    pub flags: Flags,
    /// How long it stays; market orders never stay.
    pub time_in_force: TimeInForce,
    /// The client's number for a group of orders.
    pub userref: Option<i32>,
    /// The client's own id, unique among its open orders; up to 36 printable ASCII characters.
    pub cl_ord_id: Option<String>,
    /// Refuse after this instant.
    pub deadline: Option<Micros>,
    /// Only check.
    pub validate: bool,
}

impl AddOrder {
    /// A plain order: good till cancelled, no flags, no names.
    #[must_use]
    pub fn new(pair: Pair, side: Side, kind: OrderKind, volume: Decimal) -> Self {
        let (flags, time_in_force) = (Flags::default(), TimeInForce::default());
        Self {
            pair,
            side,
            kind,
            volume,
            flags,
            time_in_force,
            userref: None,
            cl_ord_id: None,
            deadline: None,
            validate: false,
        }
    }

    fn check_flags(&self) -> Result<(), VenueError> {
        if self.flags.viqc {
            return Err(VenueError::InvalidArgument(Field::Viqc));
        }
        let never_rests = self.kind == OrderKind::Market || self.time_in_force == TimeInForce::Ioc;
        if self.flags.post && never_rests { Err(VenueError::InvalidArgument(Field::Oflags)) } else { Ok(()) }
    }
}

/// Places or validates an order.
pub(crate) fn run(draft: &mut Draft<'_>, account: AccountNo, add: &AddOrder) -> Result<Reply, VenueError> {
    draft.account(account)?;
    draft.check_deadline(add.deadline)?;
    add.check_flags()?;
    check_cl_ord_id(draft, account, add.cl_ord_id.as_deref())?;
    let order = new_order(draft, add);
    check_size(draft, &order)?;
    let immediate = add.time_in_force == TimeInForce::Ioc;
    if !immediate && add.kind != OrderKind::Market {
        check_room(draft, account, add.pair)?;
    }
    draft.check_rate(account, add.pair, Charge::Add.points(Micros::default()))?;
    let (id, description) = (order.id, order.describe());
    enter(draft, account, order, immediate)?;
    let close = None;
    Ok(if add.validate {
        Reply::Validated { description, close }
    } else {
        Reply::Placed { id, description, close }
    })
}

fn new_order(draft: &mut Draft<'_>, add: &AddOrder) -> Order {
    Order {
        id: draft.order_id(),
        pair: add.pair,
        side: add.side,
        kind: add.kind,
        volume: add.volume,
        filled: Decimal::ZERO,
        cost: Decimal::ZERO,
        fee: Decimal::ZERO,
        held: Decimal::ZERO,
        flags: add.flags,
        userref: add.userref,
        cl_ord_id: add.cl_ord_id.as_deref().map(Into::into),
        replaces: None,
        status: OrderStatus::Open,
        reason: None,
        opened_at: draft.at,
        touched_at: draft.at,
        closed_at: None,
        trades: Vec::new(),
    }
}

/// Matches a new order with the book and puts its events into the draft.
pub(super) fn enter(
    draft: &mut Draft<'_>,
    account: AccountNo,
    mut order: Order,
    immediate: bool,
) -> Result<(), VenueError> {
    let matching = Matching::of(draft.venue.market(), &order, immediate, draft.at)?;
    if order.flags.post && !matching.fills.is_empty() {
        return Err(VenueError::PostOnly);
    }
    draft.hold(account, hold_asset(order.pair, order.side), matching.held)?;
    order.held = matching.held;
    draft.events.push(Event::Placed { account, order: Box::new(order.clone()) });
    settle(draft, account, &order, &matching)
}

/// Checks volume, price and cost of an order against its market.
pub(super) fn check_size(draft: &Draft<'_>, order: &Order) -> Result<(), VenueError> {
    let (pair, volume) = (order.pair, order.volume);
    let plausible = volume > Decimal::ZERO && volume <= Decimal::from(MOST_VOLUME);
    if !plausible || !money::fits(volume, pair.lot_decimals()) {
        return Err(VenueError::InvalidArgument(Field::Volume));
    }
    limit_ticks(pair, order.kind)?;
    if volume < pair.order_minimum() {
        return Err(VenueError::OrderMinimum);
    }
    let price = order.kind.price().unwrap_or_else(|| draft.venue.market().quote(pair, draft.at).last);
    let cost = money::mul(price, volume, pair.cost_decimals())?;
    if cost < pair.cost_minimum() { Err(VenueError::CostMinimum) } else { Ok(()) }
}

fn check_cl_ord_id(draft: &Draft<'_>, account: AccountNo, id: Option<&str>) -> Result<(), VenueError> {
    let Some(id) = id else { return Ok(()) };
    let usable =
        (1..=LONGEST_CL_ORD_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic());
    let taken = draft.account(account)?.open_orders().any(|order| order.cl_ord_id.as_deref() == Some(id));
    if usable && !taken { Ok(()) } else { Err(VenueError::InvalidArgument(Field::ClOrdId)) }
}

fn check_room(draft: &Draft<'_>, account: AccountNo, pair: Pair) -> Result<(), VenueError> {
    let open = draft.account(account)?.open_orders().filter(|order| order.pair == pair).count();
    if open < draft.venue.config().tier.open_orders() { Ok(()) } else { Err(VenueError::OrdersLimit) }
}
