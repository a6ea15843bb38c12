//! Placing an order.

use rust_decimal::Decimal;

use super::{
    Flags, Model, Moment, Order, OrderKind, OrderStatus, Side, Stop, check::check_terms, conditional,
    enter::enter, resolve::Resolved, schedule,
};
use crate::{
    VenueError, account::AccountNo, draft::Draft, error::Field, event::Reply, micros::Micros, pair::Pair,
};

/// Longest `cl_ord_id` in bytes: a UUID with its hyphens.
const LONGEST_CL_ORD_ID: usize = 36;
/// Whether an order rests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeInForce {
    /// Until it is filled, cancelled or expires.
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
    /// How it is carried out, with its prices. Relative ones are taken from the last price when it is placed.
    pub model: Model,
    /// Volume in the base asset.
    pub volume: Decimal,
    /// The order on the other side that each fill opens; relative prices are taken from the last price then.
    pub close: Option<Model>,
    /// Flags.
    pub flags: Flags,
    /// Whether it rests; market orders never do.
    pub time_in_force: TimeInForce,
    /// When it starts; now if not given. Up to 31 days ahead.
    pub starts: Option<Moment>,
    /// When it expires; five seconds to 31 days after its start.
    pub expires: Option<Moment>,
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
    pub fn new(pair: Pair, side: Side, model: impl Into<Model>, volume: Decimal) -> Self {
        Self {
            pair,
            side,
            model: model.into(),
            volume,
            close: None,
            flags: Flags::default(),
            time_in_force: TimeInForce::default(),
            starts: None,
            expires: None,
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
        let immediate = self.time_in_force == TimeInForce::Ioc;
        let is_limit = matches!(self.model, Model::Limit { .. } | Model::Iceberg { .. });
        if self.flags.post && (immediate || !is_limit) {
            return Err(VenueError::InvalidArgument(Field::Oflags));
        }
        let shows = matches!(self.model, Model::Iceberg { .. });
        if immediate && shows { Err(VenueError::InvalidArgument(Field::TimeInForce)) } else { Ok(()) }
    }

    /// The order itself, nothing held and nothing filled.
    pub(super) fn order(&self, draft: &mut Draft<'_>, resolved: Resolved) -> Order {
        Order {
            id: draft.order_id(),
            pair: self.pair,
            side: self.side,
            kind: resolved.kind,
            display: resolved.display,
            stop: resolved.when.map(|when| Box::new(Stop { when, fired: None })),
            close: None,
            immediate: self.time_in_force == TimeInForce::Ioc,
            starts_at: None,
            expires_at: None,
            volume: self.volume,
            filled: Decimal::ZERO,
            cost: Decimal::ZERO,
            fee: Decimal::ZERO,
            held: Decimal::ZERO,
            flags: self.flags,
            userref: self.userref,
            cl_ord_id: self.cl_ord_id.as_deref().map(Into::into),
            replaces: None,
            opened_by: None,
            asked_by: None,
            status: OrderStatus::Open,
            reason: None,
            opened_at: draft.at,
            touched_at: draft.at,
            closed_at: None,
            trades: Vec::new(),
        }
    }
}

/// Places or validates an order.
pub(crate) fn run(draft: &mut Draft<'_>, account: AccountNo, add: &AddOrder) -> Result<Reply, VenueError> {
    draft.account(account)?;
    draft.check_deadline(add.deadline)?;
    add.check_flags()?;
    check_cl_ord_id(draft, account, add.cl_ord_id.as_deref())?;
    let order = scheduled(draft, add)?;
    check_terms(draft, &order, Field::DisplayVol)?;
    check_room(draft, account, &order)?;
    draft.check_rate(account, add.pair, draft.price_of_adding())?;
    let (id, description, close) = (order.id, order.describe(), order.describe_close());
    enter(draft, account, order)?;
    Ok(if add.validate {
        Reply::Validated { description, close }
    } else {
        Reply::Placed { id, description, close }
    })
}

/// The order with its start, its end and what its fills open.
fn scheduled(draft: &mut Draft<'_>, add: &AddOrder) -> Result<Order, VenueError> {
    let now = draft.at;
    let starts_at = schedule::starts_at(now, add.starts)?;
    let expires_at = schedule::expires_at(now, starts_at.unwrap_or(now), add.expires)?;
    let last = draft.venue.market().last_ticks(add.pair, now.secs());
    let resolved = Resolved::of(add.model, (add.pair, add.side), last, now)?;
    let close = conditional::check(draft, add)?.map(Box::new);
    let status = if starts_at.is_some() { OrderStatus::Pending } else { OrderStatus::Open };
    Ok(Order { starts_at, expires_at, close, status, ..add.order(draft, resolved) })
}

fn check_cl_ord_id(draft: &Draft<'_>, account: AccountNo, id: Option<&str>) -> Result<(), VenueError> {
    let Some(id) = id else { return Ok(()) };
    let usable =
        (1..=LONGEST_CL_ORD_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic());
    let is_taken = |order: &Order| order.cl_ord_id.as_deref() == Some(id);
    let taken = draft.account(account)?.open_orders().any(is_taken)
        || draft.placed(account).into_iter().any(is_taken);
    if usable && !taken { Ok(()) } else { Err(VenueError::InvalidArgument(Field::ClOrdId)) }
}

/// Orders that stay count: those in the book, those that wait for a trigger or their start, and those
/// whose fills open an order that stays.
fn check_room(draft: &Draft<'_>, account: AccountNo, order: &Order) -> Result<(), VenueError> {
    let rests = order.kind != OrderKind::Market && !order.immediate;
    if schedule::is_scheduled(order) {
        schedule::check_room(draft, account)?;
    } else if !rests && order.stop.is_none() && order.close.is_none() {
        return Ok(());
    }
    let is_beside = |open: &&Order| open.pair == order.pair;
    let placed = draft.placed(account).into_iter().filter(is_beside).count();
    let open = draft.account(account)?.open_orders().filter(is_beside).count() + placed;
    if open < draft.venue.config().tier.open_orders() { Ok(()) } else { Err(VenueError::OrdersLimit) }
}
