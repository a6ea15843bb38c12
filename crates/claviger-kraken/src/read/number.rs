//! Numbers, exactly.

use crate::error::KrakenError;
use crate::parse::Params;
use rust_decimal::Decimal;
use std::str::FromStr;

/// Most digits of a decimal; more do not fit the type.
const MAX_DIGITS: usize = 28;

/// The whole number of `name`, if given.
pub(crate) fn integer<T: FromStr>(params: &Params<'_>, name: &'static str) -> Result<Option<T>, KrakenError> {
    let Some(text) = params.one(name)? else { return Ok(None) };
    text.parse().map(Some).map_err(|_| KrakenError::InvalidArgument(name))
}

/// The whole number of `name`, if given: one of these.
pub(crate) fn choice<T: FromStr + PartialEq>(
    params: &Params<'_>,
    name: &'static str,
    choices: &[T],
) -> Result<Option<T>, KrakenError> {
    match integer(params, name)? {
        Some(number) if !choices.contains(&number) => Err(KrakenError::InvalidArgument(name)),
        number => Ok(number),
    }
}

/// The decimal of `name`, if given. An exponent is taken, since that is how some languages write
/// small numbers; a sign, a space or a digit too many is not.
pub(crate) fn decimal(params: &Params<'_>, name: &'static str) -> Result<Option<Decimal>, KrakenError> {
    let Some(text) = params.one(name)? else { return Ok(None) };
    parse(text).map(Some).ok_or(KrakenError::InvalidArgument(name))
}

/// The decimal of `name`.
pub(crate) fn needed_decimal(params: &Params<'_>, name: &'static str) -> Result<Decimal, KrakenError> {
    decimal(params, name)?.ok_or(KrakenError::InvalidArgument(name))
}

/// Digits, perhaps a point with digits, perhaps an exponent; not negative.
pub(super) fn parse(text: &str) -> Option<Decimal> {
    let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = whole.len() + fraction.len();
    let plain = whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || digits > MAX_DIGITS || !plain || exponent.len() > 3 {
        return None;
    }
    let mantissa: i128 = format!("{whole}{fraction}").parse().ok()?;
    let scale = i32::try_from(fraction.len()).ok()? - exponent.parse::<i32>().ok()?;
    if scale >= 0 {
        return Decimal::try_from_i128_with_scale(mantissa, scale.unsigned_abs()).ok();
    }
    let lifted = mantissa.checked_mul(10_i128.checked_pow(scale.unsigned_abs())?)?;
    Decimal::try_from_i128_with_scale(lifted, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::parse;
    use rust_decimal::Decimal;

    #[test]
    fn decimals_are_read_exactly() {
        for (text, mantissa, scale) in [
            ("1.25", 125, 2),
            ("37500", 37_500, 0),
            ("0.00000001", 1, 8),
            ("1e-05", 1, 5),
            ("1.5E2", 150, 0),
            ("1.50e1", 150, 1),
            ("0", 0, 0),
            ("5.", 5, 0),
        ] {
            assert_eq!(parse(text), Some(Decimal::from_i128_with_scale(mantissa, scale)), "{text}");
        }
        let most = "1234567890123456789012345678";
        assert_eq!(parse(most).map(|number| number.to_string()).as_deref(), Some(most));
    }

    #[test]
    fn everything_else_is_refused() {
        for bad in [
            "",
            ".",
            ".5",
            "-1",
            "+1",
            " 1",
            "1 ",
            "1_000",
            "1,5",
            "1.2.3",
            "0x1",
            "NaN",
            "inf",
            "1e",
            "1e-29",
            "1e30",
            "1e999999999",
            "12345678901234567890123456789",
            "#5%",
            "5%",
            "٣",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
