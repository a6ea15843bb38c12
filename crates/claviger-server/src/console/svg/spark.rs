//! A day of calls in the height of a line of text.

use super::super::page::number;
use claviger::usage::Hour;
use std::fmt::Write as _;

/// Width of an hour and the gap behind it, and the height of the busiest one.
const BAR: u64 = 3;
const GAP: u64 = 1;
const HEIGHT: u64 = 24;
/// So many calls an hour fill the height, or more if there are: a handful does not look like a crowd.
const FULL: u64 = 12;

/// Calls by the hour, the oldest first; refused ones stand on accepted ones.
pub(in super::super) fn spark(hours: &[Hour]) -> String {
    let (allowed, refused) = sums(hours);
    let total = |hour: &Hour| u64::from(hour.allowed) + u64::from(hour.refused);
    let most = hours.iter().map(total).max().unwrap_or(0).max(FULL);
    let width = hours.len() as u64 * (BAR + GAP);
    let mut svg = format!(
        "<svg class=\"spark\" viewBox=\"0 0 {width} {HEIGHT}\" width=\"{width}\" height=\"{HEIGHT}\" role=\"img\" \
         aria-label=\"{} accepted, {} refused in {} hours\">",
        number(allowed),
        number(refused),
        hours.len()
    );
    for (at, hour) in hours.iter().enumerate() {
        let x = at as u64 * (BAR + GAP);
        // What is not nothing is seen.
        let tall = |count: u32| if count == 0 { 0 } else { (u64::from(count) * (HEIGHT - 2) / most).max(2) };
        let (good, bad) = (tall(hour.allowed), tall(hour.refused));
        if good + bad == 0 {
            bar(&mut svg, "none", x, HEIGHT - 1, 1);
        }
        if good > 0 {
            bar(&mut svg, "good", x, HEIGHT - good, good);
        }
        if bad > 0 {
            bar(&mut svg, "bad", x, (HEIGHT - good).saturating_sub(bad), bad);
        }
    }
    svg.push_str("</svg>");
    svg
}

fn bar(svg: &mut String, class: &str, x: u64, y: u64, height: u64) {
    let _ = write!(svg, "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{BAR}\" height=\"{height}\"/>");
}

/// Accepted and refused calls.
pub(in super::super) fn sums(hours: &[Hour]) -> (u64, u64) {
    hours.iter().fold((0, 0), |(allowed, refused), hour| {
        (allowed + u64::from(hour.allowed), refused + u64::from(hour.refused))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_told_in_words_and_bars_stay_inside() {
        let mut hours = [Hour::default(); 24];
        hours[3] = Hour { allowed: 1_000_000, refused: 1 };
        hours[4] = Hour { allowed: 1, refused: u32::MAX };
        let svg = spark(&hours);
        assert!(svg.contains(
            "1\u{202f}000\u{202f}001 accepted, 4\u{202f}294\u{202f}967\u{202f}296 refused in 24 hours"
        ));
        assert_eq!(svg.matches("<rect").count(), 22 + 4);
        assert!(!svg.contains("style="));
    }
}
