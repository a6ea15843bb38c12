//! Prices of orders: absolute, or relative to the market by a prefix `+`, `-` or `#`, with `%` as a percentage
//! (KRAKEN-WIRE.md §3.3).

use super::number;
use crate::error::KrakenError;
use crate::parse::Params;
use claviger_venue::{Offset, Price, Shift};

/// The price of `name`, if given.
pub(crate) fn price(params: &Params<'_>, name: &'static str) -> Result<Option<Price>, KrakenError> {
    let Some(text) = params.one(name)? else { return Ok(None) };
    parse(text).map(Some).ok_or(KrakenError::InvalidArgument(name))
}

/// The price of `name`.
pub(crate) fn needed_price(params: &Params<'_>, name: &'static str) -> Result<Price, KrakenError> {
    price(params, name)?.ok_or(KrakenError::InvalidArgument(name))
}

/// A percentage needs a prefix: without one nobody knows which way it is meant.
fn parse(text: &str) -> Option<Price> {
    let shift = |up| move |by| Price::By(Shift { up, by });
    match text.split_at_checked(1)? {
        ("+", rest) => offset(rest).map(shift(true)),
        ("-", rest) => offset(rest).map(shift(false)),
        ("#", rest) => offset(rest).map(Price::Auto),
        _ => number::parse(text).map(Price::At),
    }
}

fn offset(text: &str) -> Option<Offset> {
    match text.strip_suffix('%') {
        Some(percent) => number::parse(percent).map(Offset::Percent),
        None => number::parse(text).map(Offset::Quote),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use claviger_venue::{Offset, Price, Shift};
    use rust_decimal::Decimal;

    #[test]
    fn prices_are_absolute_or_relative() {
        let (units, percent) = (Offset::Quote(Decimal::new(505, 1)), Offset::Percent(Decimal::new(15, 1)));
        assert_eq!(parse("50.5"), Some(Price::At(Decimal::new(505, 1))));
        assert_eq!(parse("+50.5"), Some(Price::By(Shift { up: true, by: units })));
        assert_eq!(parse("-1.5%"), Some(Price::By(Shift { up: false, by: percent })));
        assert_eq!(parse("#50.5"), Some(Price::Auto(units)));
        assert_eq!(parse("#1.5%"), Some(Price::Auto(percent)));
        for bad in
            ["", "+", "-", "#", "%", "+%", "5%", "++5", "+-5", "-#5", "+5%%", " 5", "+ 5", "5-", "é", "#é%"]
        {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
