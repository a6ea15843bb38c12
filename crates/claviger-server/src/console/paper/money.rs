//! Amounts as people read them: exact, with the zeros at their end left out, and digits in groups of three.

use claviger_venue::{Asset, Pair};
use rust_decimal::{Decimal, RoundingStrategy};

/// Between groups of digits: a space that is narrow and does not break.
const GAP: char = '\u{202f}';
/// Decimals of what something is worth.
const CENTS: u32 = 2;

/// An amount of an asset, exact.
pub(super) fn amount(asset: Asset, amount: Decimal) -> String {
    exact(amount, asset.display_decimals().min(CENTS))
}

/// The same with the asset's name.
pub(in super::super) fn named(asset: Asset, of: Decimal) -> String {
    format!("{} {}", amount(asset, of), asset.code())
}

/// A price of a market, to its last decimal.
pub(super) fn price(pair: Pair, price: Decimal) -> String {
    exact(price, pair.price_decimals())
}

/// Dollars that something is worth, rounded to cents; a dash if that is beyond all numbers.
pub(super) fn worth(dollars: Option<Decimal>) -> String {
    let rounded = |dollars: Decimal| {
        exact(dollars.round_dp_with_strategy(CENTS, RoundingStrategy::MidpointAwayFromZero), CENTS)
    };
    dollars.map_or_else(|| "–".to_owned(), rounded)
}

/// A number as it may be typed, or copied from a page: without the gaps between its digits.
pub(super) fn plain(typed: impl AsRef<str>) -> String {
    typed.as_ref().trim().replace([GAP, '\u{a0}', ' '], "")
}

/// All digits there are, and at least so many decimals.
fn exact(amount: Decimal, least: u32) -> String {
    let plain = amount.normalize();
    let text = format!("{plain:.*}", plain.scale().max(least) as usize);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("\u{2212}", digits));
    let mut grouped = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(GAP);
        }
        grouped.push(digit);
    }
    if fraction.is_empty() { grouped } else { format!("{grouped}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_but_zeros() {
        assert_eq!(plain(" 12 345\u{202f}678.90 "), "12345678.90", "what is shown may be typed");
        let text = |asset, text: &str| amount(asset, text.parse().unwrap());
        assert_eq!(text(Asset::USD, "1234567.8900"), "1\u{202f}234\u{202f}567.89");
        assert_eq!(text(Asset::USD, "0.0001"), "0.0001");
        assert_eq!(text(Asset::XBT, "0.1000000000"), "0.10");
        assert_eq!(text(Asset::XBT, "0.0000000001"), "0.0000000001");
        assert_eq!(text(Asset::USD, "-1000"), "\u{2212}1\u{202f}000.00");
        assert_eq!(named(Asset::XBT, Decimal::ONE), "1.00 BTC");
    }

    #[test]
    fn prices_have_the_decimals_of_their_market_and_worth_has_cents() {
        let pair = Pair::find("XBTUSD").unwrap();
        assert_eq!(price(pair, Decimal::from(50_000)), "50\u{202f}000.0");
        assert_eq!(worth(Some(Decimal::new(12_345, 4))), "1.23");
        assert_eq!(worth(Some(Decimal::new(12_350, 4))), "1.24");
        assert_eq!(worth(None), "–");
    }
}
