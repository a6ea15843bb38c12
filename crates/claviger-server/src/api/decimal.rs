//! Decimals of requests.

use rust_decimal::Decimal;

/// A positive decimal in a text, without a sign or an exponent.
pub(crate) fn positive(text: &str) -> Result<Decimal, &'static str> {
    const WORDS: &str =
        "takes a positive decimal in a text, such as 1000.00, of at most 18 digits on each side";
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let good = |digits: &str| (1..=18).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if !good(whole) || !good(fraction) {
        return Err(WORDS);
    }
    text.parse().ok().filter(|amount: &Decimal| *amount > Decimal::ZERO).ok_or(WORDS)
}
