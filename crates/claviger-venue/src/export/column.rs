//! The columns of reports.

use serde::{Deserialize, Serialize};

use super::Report;

macro_rules! columns {
    ($($name:ident = $text:literal,)*) => {
        /// A column of a report, by Kraken's name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum Column {
            $(#[doc = concat!("`", $text, "`")] $name,)*
        }

        impl Column {
            /// Kraken's name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

columns! {
    TxId = "txid",
    OrderTxId = "ordertxid",
    RefId = "refid",
    Pair = "pair",
    Time = "time",
    Type = "type",
    SubType = "subtype",
    AClass = "aclass",
    Asset = "asset",
    Wallet = "wallet",
    OrderType = "ordertype",
    Amount = "amount",
    Price = "price",
    Cost = "cost",
    Fee = "fee",
    Vol = "vol",
    Balance = "balance",
    Margin = "margin",
    Misc = "misc",
    Ledgers = "ledgers",
}

impl Column {
    /// The columns of a report in their order. The first is the record's id, which every report has.
    #[must_use]
    pub const fn of(report: Report) -> &'static [Self] {
        match report {
            Report::Trades => &[
                Self::TxId,
                Self::OrderTxId,
                Self::Pair,
                Self::Time,
                Self::Type,
                Self::OrderType,
                Self::Price,
                Self::Cost,
                Self::Fee,
                Self::Vol,
                Self::Margin,
                Self::Misc,
                Self::Ledgers,
            ],
            Report::Ledgers => &[
                Self::TxId,
                Self::RefId,
                Self::Time,
                Self::Type,
                Self::SubType,
                Self::AClass,
                Self::Asset,
                Self::Wallet,
                Self::Amount,
                Self::Fee,
                Self::Balance,
            ],
        }
    }

    /// The column of a report that Kraken calls so.
    #[must_use]
    pub fn find(report: Report, name: &str) -> Option<Self> {
        Self::of(report).iter().copied().find(|column| column.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_are_kept() {
        for column in Column::of(Report::Trades).iter().chain(Column::of(Report::Ledgers)) {
            let kept = serde_json::to_value(column).unwrap();
            assert_eq!(kept, column.as_str());
        }
    }

    #[test]
    fn a_report_has_its_own_columns_only() {
        assert_eq!(Column::find(Report::Trades, "vol"), Some(Column::Vol));
        assert_eq!(Column::find(Report::Ledgers, "vol"), None);
        assert_eq!(Column::find(Report::Ledgers, "wallet"), Some(Column::Wallet));
        assert_eq!(Column::find(Report::Trades, "wallet"), None);
        assert_eq!(Column::find(Report::Trades, "TXID"), None);
    }
}
