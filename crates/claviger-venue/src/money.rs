//! Decimal arithmetic that neither panics nor loses digits.

use rust_decimal::{Decimal, RoundingStrategy};

/// The result does not fit into a decimal without losing digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("amount out of range")]
pub struct Overflow;

/// Exact sum; nothing is zero, never minus zero.
pub(crate) fn add(a: Decimal, b: Decimal) -> Result<Decimal, Overflow> {
    let sum = a.checked_add(b).ok_or(Overflow)?;
    // the library rescales silently when 96 bits do not hold the sum; taking one side off again shows it
    if sum.checked_sub(b) != Some(a) {
        return Err(Overflow);
    }
    Ok(if sum.is_zero() { sum.abs() } else { sum })
}

/// Exact difference.
pub(crate) fn sub(a: Decimal, b: Decimal) -> Result<Decimal, Overflow> {
    add(a, -b)
}

/// Product rounded half away from zero to `decimals` places.
pub(crate) fn mul(a: Decimal, b: Decimal, decimals: u32) -> Result<Decimal, Overflow> {
    let product = a.checked_mul(b).ok_or(Overflow)?;
    Ok(product.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero))
}

/// Quotient rounded half away from zero; `None` by zero.
pub(crate) fn div(a: Decimal, b: Decimal, decimals: u32) -> Option<Decimal> {
    let quotient = a.checked_div(b)?;
    Some(quotient.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero))
}

/// Whether `amount` has no digit beyond `decimals` places.
pub(crate) fn fits(amount: Decimal, decimals: u32) -> bool {
    amount.normalize().scale() <= decimals
}

/// `mantissa · 10^-scale` of a table entry.
pub(crate) fn constant((mantissa, scale): (i64, u32)) -> Decimal {
    Decimal::try_new(mantissa, scale).unwrap_or(Decimal::ZERO)
}

/// `units · 10^-scale` where `units` was computed.
pub(crate) fn scaled(units: i128, scale: u32) -> Decimal {
    Decimal::try_from_i128_with_scale(units, scale).unwrap_or(Decimal::MAX)
}

/// `amount` in units of `10^-scale`; `None` when digits would be lost or the number does not fit.
pub(crate) fn units(amount: Decimal, scale: u32) -> Option<i64> {
    i64::try_from(units_wide(amount, scale)?).ok()
}

/// The same, with twice the room.
pub(crate) fn units_wide(amount: Decimal, scale: u32) -> Option<i128> {
    let plain = amount.normalize();
    let lift = scale.checked_sub(plain.scale())?;
    plain.mantissa().checked_mul(10_i128.checked_pow(lift)?)
}
