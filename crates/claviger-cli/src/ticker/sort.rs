//! The order of the rows.

use clap::ValueEnum;
use rust_decimal::Decimal;
use serde_json::Value;
use std::cmp::Reverse;

/// What rows are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Sort {
    /// The change in percent, greatest rise first
    Change,
    /// The name of the market
    Name,
    /// The last price, highest first, whatever it is in
    Price,
}

/// The rows in an order; as they are without one.
pub(super) fn sorted(rows: Vec<Value>, sort: Option<Sort>) -> Vec<Value> {
    let mut rows = rows;
    match sort {
        None => {}
        Some(Sort::Change) => rows.sort_by_key(|row| Reverse(decimal(row, "change_percent"))),
        Some(Sort::Price) => rows.sort_by_key(|row| Reverse(decimal(row, "last"))),
        Some(Sort::Name) => {
            rows.sort_by_key(|row| row.get("name").and_then(Value::as_str).unwrap_or_default().to_owned());
        }
    }
    rows
}

fn decimal(row: &Value, field: &str) -> Option<Decimal> {
    row.get(field)?.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_are_ordered_by_number_not_by_text() {
        let row = |name: &str, last: &str, change: &str| json!({"name": name, "last": last, "change_percent": change});
        let rows = vec![row("B", "9.5", "-1.20"), row("A", "100.0", "10.00"), row("C", "20.0", "9.99")];
        let names = |sort| {
            let all =
                sorted(rows.clone(), sort).iter().map(|row| row["name"].to_string()).collect::<String>();
            all.replace('"', "")
        };
        assert_eq!(names(None), "BAC");
        assert_eq!(names(Some(Sort::Name)), "ABC");
        assert_eq!(names(Some(Sort::Price)), "ACB");
        assert_eq!(names(Some(Sort::Change)), "ACB");
    }
}
