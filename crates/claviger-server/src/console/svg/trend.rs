//! A price as a line, in the height of a line of text.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use std::fmt::Write as _;

const WIDTH: usize = 96;
const HEIGHT: i64 = 24;
/// Left free above and below, so that the line's own width is seen.
const MARGIN: i64 = 2;

/// Prices at equal distances, the oldest first, between their lowest and their highest. It says nothing that words beside
/// it do not. `way` is a class of the style sheet.
pub(in super::super) fn trend(prices: &[Decimal], way: &str) -> String {
    let (Some(low), Some(high)) = (prices.iter().min(), prices.iter().max()) else { return String::new() };
    let span = high.saturating_sub(*low);
    let room = HEIGHT - 2 * MARGIN;
    let mut points = String::new();
    for (at, price) in prices.iter().enumerate() {
        let x = at * WIDTH / (prices.len() - 1).max(1);
        let share = price.saturating_sub(*low).checked_mul(Decimal::from(room));
        let up = share.and_then(|share| share.checked_div(span)).and_then(|up| up.to_i64());
        let _ = write!(points, "{x},{} ", HEIGHT - MARGIN - up.unwrap_or(room / 2).clamp(0, room));
    }
    format!(
        "<svg class=\"trend {way}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" \
         preserveAspectRatio=\"none\" aria-hidden=\"true\"><polyline points=\"{}\"/></svg>",
        points.trim_end()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_is_on_top_and_a_flat_line_in_the_middle() {
        let line = |prices: &[i64]| {
            let prices: Vec<Decimal> = prices.iter().map(|price| Decimal::from(*price)).collect();
            trend(&prices, "up")
        };
        assert!(line(&[1, 3, 2]).contains("points=\"0,22 48,2 96,12\""), "{}", line(&[1, 3, 2]));
        assert!(line(&[5, 5]).contains("points=\"0,12 96,12\""));
        assert!(line(&[7]).contains("points=\"0,12\""));
        assert!(line(&[]).is_empty());
    }
}
