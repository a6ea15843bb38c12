//! The execution model of an order, as a call writes it: `ordertype` with its prices.

use crate::error::KrakenError;
use crate::parse::Params;
use crate::read;
use claviger_venue::{Model, Offset, Price, Shift, StopKind};

/// What the parameters of a model are called.
pub(super) struct Names {
    ordertype: &'static str,
    price: &'static str,
    price2: &'static str,
    /// Nothing says what a closing iceberg shows, so it has no name there.
    display: Option<&'static str>,
}

/// Of the order itself.
const PRIMARY: Names =
    Names { ordertype: "ordertype", price: "price", price2: "price2", display: Some("displayvol") };
/// Of the order that each fill opens.
const CLOSE: Names =
    Names { ordertype: "close[ordertype]", price: "close[price]", price2: "close[price2]", display: None };

/// The model of the order itself.
pub(super) fn primary(params: &Params<'_>) -> Result<Model, KrakenError> {
    PRIMARY.read(params)
}

/// The model of the order that each fill opens, if one is asked for.
pub(super) fn close(params: &Params<'_>) -> Result<Option<Model>, KrakenError> {
    let mut asked = false;
    for name in [CLOSE.ordertype, CLOSE.price, CLOSE.price2] {
        asked |= params.one(name)?.is_some();
    }
    if !asked {
        return Ok(None);
    }
    match CLOSE.read(params)? {
        Model::Market => Err(KrakenError::InvalidArgument(CLOSE.ordertype)),
        model => Ok(Some(model)),
    }
}

impl Names {
    fn read(&self, params: &Params<'_>) -> Result<Model, KrakenError> {
        let ordertype = params.need(self.ordertype)?;
        let model = match ordertype {
            "market" => Model::Market,
            "limit" => Model::Limit { price: self.price(params)? },
            "iceberg" => self.iceberg(params)?,
            "stop-loss" => self.stop(params, StopKind::StopLoss, None)?,
            "stop-loss-limit" => self.stop(params, StopKind::StopLoss, Some(self.price2(params)?))?,
            "take-profit" => self.stop(params, StopKind::TakeProfit, None)?,
            "take-profit-limit" => self.stop(params, StopKind::TakeProfit, Some(self.price2(params)?))?,
            "trailing-stop" => Model::Trailing { offset: self.offset(params)?, limit: None },
            "trailing-stop-limit" => {
                Model::Trailing { offset: self.offset(params)?, limit: Some(self.shift(params)?) }
            }
            // without margin there is no position to settle
            "settle-position" => return Err(KrakenError::UnknownPosition),
            _ => return Err(KrakenError::InvalidArgument(self.ordertype)),
        };
        self.refuse_the_rest(params, &model)?;
        Ok(model)
    }

    /// What the model has no use for asks for a protection that the order would not have.
    fn refuse_the_rest(&self, params: &Params<'_>, model: &Model) -> Result<(), KrakenError> {
        if matches!(model, Model::Market) {
            read::refuse(params, self.price, &["0"])?;
        }
        let has_limit = ["stop-loss-limit", "take-profit-limit", "trailing-stop-limit"];
        if !has_limit.contains(&model.as_str()) {
            read::refuse(params, self.price2, &["0"])?;
        }
        match (self.display, model) {
            (None, _) | (_, Model::Iceberg { .. }) => Ok(()),
            (Some(display), _) => read::refuse(params, display, &["0"]),
        }
    }

    fn price(&self, params: &Params<'_>) -> Result<Price, KrakenError> {
        read::needed_price(params, self.price)
    }

    fn price2(&self, params: &Params<'_>) -> Result<Price, KrakenError> {
        read::needed_price(params, self.price2)
    }

    fn iceberg(&self, params: &Params<'_>) -> Result<Model, KrakenError> {
        let Some(display) = self.display else { return Err(KrakenError::InvalidArgument(self.ordertype)) };
        let price = self.price(params)?;
        Ok(Model::Iceberg { price, display: read::needed_decimal(params, display)? })
    }

    fn stop(&self, params: &Params<'_>, kind: StopKind, limit: Option<Price>) -> Result<Model, KrakenError> {
        Ok(Model::Stop { kind, price: self.price(params)?, limit })
    }

    /// How far a trailing stop stays behind: `+`, whatever its side.
    fn offset(&self, params: &Params<'_>) -> Result<Offset, KrakenError> {
        match self.price(params)? {
            Price::By(Shift { up: true, by }) => Ok(by),
            _ => Err(KrakenError::InvalidArgument(self.price)),
        }
    }

    /// Where the limit of a trailing stop is set from its trigger: `+` or `-`.
    fn shift(&self, params: &Params<'_>) -> Result<Shift, KrakenError> {
        match self.price2(params)? {
            Price::By(shift) => Ok(shift),
            _ => Err(KrakenError::InvalidArgument(self.price2)),
        }
    }
}

/// Checks `trigger`. The only reference here is the last price; the index is not available.
pub(super) fn check_trigger(
    params: &Params<'_>,
    model: &Model,
    close: Option<&Model>,
) -> Result<(), KrakenError> {
    let has_trigger = model.has_trigger() || close.is_some_and(Model::has_trigger);
    match params.one("trigger")? {
        None => Ok(()),
        Some("last") if has_trigger => Ok(()),
        Some("index") if has_trigger => Err(KrakenError::InvalidArgument("Index unavailable")),
        Some(_) => Err(KrakenError::InvalidArgument("trigger")),
    }
}
