//! A market as the methods of regulatory transparency name it.

use claviger_venue::Pair;
use serde::Serialize;

/// The market identifier code that the documents name as the only one. The paper exchange has none of its own, and a client
/// need not know that it talks to one.
pub(super) const VENUE: &str = "PGSL";

/// A market. The documents show `BTC`, not the legacy altname.
#[derive(Serialize)]
pub(super) struct Instrument {
    symbol: String,
    description: String,
    base_asset: &'static str,
    /// Quantities are in units of the base asset. The documents have `NOML` here before trades and `UNIT` after them; clients
    /// saw `UNIT` in both.
    base_notation: &'static str,
    /// Digital Token Identifiers are empty where there is none; nobody registered the assets of a paper exchange.
    base_dti_code: &'static str,
    base_dti_short_name: &'static str,
    quote_asset: &'static str,
    /// Prices are amounts of the quote asset.
    quote_notation: &'static str,
    quote_dti_code: &'static str,
    quote_dti_short_name: &'static str,
}

impl From<Pair> for Instrument {
    fn from(pair: Pair) -> Self {
        let (base, quote) = (pair.base(), pair.quote());
        Instrument {
            symbol: pair.symbol(),
            description: format!("{} / {}", base.name(), quote.name()),
            base_asset: base.code(),
            base_notation: "UNIT",
            base_dti_code: "",
            base_dti_short_name: "",
            quote_asset: quote.code(),
            quote_notation: "MONE",
            quote_dti_code: "",
            quote_dti_short_name: "",
        }
    }
}
