//! A day or two of calls by the hour, with a scale.

use super::super::page::number;
use super::super::page::time::{day, hour};
use claviger::core::time::Timestamp;
use claviger::usage::Hour;
use std::fmt::Write as _;

const HOUR_SECS: i64 = 3_600;
/// Width of all bars, of the scale, and of the rest of a label of the last hour; heights of the bars and of the hours below.
const WIDE: u64 = 912;
const LEFT: u64 = 48;
const RIGHT: u64 = 28;
const TALL: u64 = 140;
const TOP: u64 = 10;
const BELOW: u64 = 36;

/// Calls of an hour, with when it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct HourOf {
    /// As in *25 Nov, 18:00*.
    pub(in super::super) label: String,
    pub(in super::super) allowed: String,
    pub(in super::super) refused: String,
    /// There was a call.
    pub(in super::super) busy: bool,
}

/// The same as a table, the latest first, for those who do not see pictures.
pub(in super::super) fn table(hours: &[Hour], now: Timestamp) -> Vec<HourOf> {
    let begins = starts(hours.len(), now);
    let row = |(hour_of, at): (&Hour, Timestamp)| HourOf {
        label: format!("{}, {}", day(at), hour(at)),
        allowed: number(hour_of.allowed.into()),
        refused: number(hour_of.refused.into()),
        busy: hour_of.allowed + hour_of.refused > 0,
    };
    hours.iter().zip(begins).map(row).rev().collect()
}

/// When each hour begins; the last one is the hour of `now`.
fn starts(count: usize, now: Timestamp) -> impl DoubleEndedIterator<Item = Timestamp> + ExactSizeIterator {
    let end = now.secs().div_euclid(HOUR_SECS);
    (0..count).map(move |at| Timestamp::from_secs((end - (count - 1 - at) as i64) * HOUR_SECS))
}

/// The picture.
pub(in super::super) fn chart(hours: &[Hour], now: Timestamp) -> String {
    let total = |hour: &Hour| u64::from(hour.allowed) + u64::from(hour.refused);
    let most = scale(hours.iter().map(total).max().unwrap_or(0));
    let (width, slot) = (LEFT + WIDE + RIGHT, WIDE / (hours.len() as u64).max(1));
    let (allowed, refused) = super::sums(hours);
    let mut svg = format!(
        "<svg class=\"chart\" viewBox=\"0 0 {width} {}\" role=\"img\" aria-label=\"Calls by the hour: {} accepted, {} refused in \
         {} hours; the table below has them all\">",
        TOP + TALL + BELOW,
        number(allowed),
        number(refused),
        hours.len(),
    );
    for share in [0, 1, 2] {
        let y = TOP + TALL - TALL * share / 2;
        let _ = write!(
            svg,
            "<path class=\"grid\" d=\"M{LEFT} {y}H{width}\"/><text class=\"tick\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
            LEFT - 8,
            y + 4,
            number(most * share / 2)
        );
    }
    for (at, (calls, begins)) in hours.iter().zip(starts(hours.len(), now)).enumerate() {
        column(&mut svg, (LEFT + at as u64 * slot, slot), calls, most, begins);
    }
    svg.push_str("</svg>");
    svg
}

fn column(svg: &mut String, (x, slot): (u64, u64), calls: &Hour, most: u64, begins: Timestamp) {
    let tall = |count: u32| if count == 0 { 0 } else { (u64::from(count) * TALL / most).max(2) };
    let (good, bad) = (tall(calls.allowed), tall(calls.refused));
    let floor = TOP + TALL;
    let title = format!(
        "<title>{}: {} accepted, {} refused</title>",
        hour(begins),
        number(calls.allowed.into()),
        number(calls.refused.into())
    );
    let mut bar = |class: &str, y: u64, height: u64| {
        let _ = write!(
            svg,
            "<rect class=\"{class}\" x=\"{}\" y=\"{y}\" width=\"{}\" height=\"{height}\" rx=\"1\">{title}</rect>",
            x + 2,
            slot.saturating_sub(4)
        );
    };
    if good > 0 {
        bar("good", floor - good, good);
    }
    if bad > 0 {
        bar("bad", floor.saturating_sub(good + bad), bad);
    }
    let of_day = begins.secs().div_euclid(HOUR_SECS).rem_euclid(24);
    if of_day % 6 == 0 {
        let mut label = |y: u64, text: &str| {
            let _ = write!(svg, "<text class=\"tick\" x=\"{}\" y=\"{y}\">{text}</text>", x + 2);
        };
        label(floor + 16, &hour(begins));
        if of_day == 0 {
            label(floor + 31, &day(begins));
        }
    }
}

/// The next round number that can be halved.
fn scale(most: u64) -> u64 {
    let mut step = 1;
    loop {
        for round in [2, 4, 10] {
            if most <= round * step {
                return round * step;
            }
        }
        step *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_round_and_hold_everything() {
        assert_eq!([0, 1, 2, 3, 5, 11, 99, 101].map(scale), [2, 2, 2, 4, 10, 20, 100, 200]);
        assert!(scale(u64::from(u32::MAX) * 2) >= u64::from(u32::MAX) * 2);
    }

    #[test]
    fn picture_and_table_say_the_same() {
        let now = Timestamp::from_secs(1_800_000_000);
        let mut hours = [Hour::default(); 48];
        hours[47] = Hour { allowed: 12, refused: 3 };
        let svg = chart(&hours, now);
        assert!(svg.contains("12 accepted, 3 refused in 48 hours") && !svg.contains("style="));
        assert_eq!(svg.matches("<rect").count(), 2);
        let table = table(&hours, now);
        assert_eq!(
            (table.len(), table[0].allowed.as_str(), table[0].label.as_str()),
            (48, "12", "15 Jan, 08:00")
        );
    }
}
