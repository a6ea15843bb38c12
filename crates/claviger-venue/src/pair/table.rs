//! The table of markets: every asset against the dollar, and a few against bitcoin. Ids are Kraken's.

/// Facts of one market. Amounts are `(mantissa, scale)`; `base` and `quote` are places in the table of assets.
pub(super) struct Row {
    pub(super) id: &'static str,
    pub(super) base: u8,
    pub(super) quote: u8,
    pub(super) price_decimals: u32,
    pub(super) lot_decimals: u32,
    pub(super) order_minimum: (i64, u32),
    pub(super) cost_minimum: (i64, u32),
}

const fn usd(
    id: &'static str,
    base: u8,
    price_decimals: u32,
    lot_decimals: u32,
    order_minimum: (i64, u32),
) -> Row {
    Row { id, base, quote: 0, price_decimals, lot_decimals, order_minimum, cost_minimum: (5, 1) }
}

const fn xbt(id: &'static str, base: u8, price_decimals: u32, order_minimum: (i64, u32)) -> Row {
    Row { id, base, quote: 1, price_decimals, lot_decimals: 8, order_minimum, cost_minimum: (2, 5) }
}

/// The first market; also the answer for a place outside the table, which no constructor makes.
pub(super) static FIRST: Row = first();

const fn first() -> Row {
    usd("XXBTZUSD", 1, 1, 8, (5, 5))
}

/// Every market; the place in this table is the market's number in memory.
#[rustfmt::skip]
pub(super) static ROWS: [Row; 34] = [
    first(),
    usd("XETHZUSD", 2, 2, 8, (1, 3)),
    usd("XXRPZUSD", 3, 5, 8, (2, 0)),
    usd("USDTZUSD", 4, 5, 8, (5, 0)),
    usd("BNBUSD", 5, 2, 8, (7, 3)),
    usd("SOLUSD", 6, 2, 8, (2, 2)),
    usd("USDCUSD", 7, 5, 8, (5, 0)),
    usd("XDGUSD", 8, 7, 8, (20, 0)),
    usd("TRXUSD", 9, 6, 8, (15, 0)),
    usd("ADAUSD", 10, 6, 8, (6, 0)),
    usd("SUIUSD", 11, 4, 8, (13, 1)),
    usd("HYPEUSD", 12, 4, 8, (12, 2)),
    usd("XXLMZUSD", 13, 6, 8, (12, 0)),
    usd("LINKUSD", 14, 5, 8, (25, 2)),
    usd("BCHUSD", 15, 2, 8, (9, 3)),
    usd("HBARUSD", 16, 5, 8, (20, 0)),
    usd("USDEUSD", 17, 5, 8, (5, 0)),
    usd("AVAXUSD", 18, 2, 8, (2, 1)),
    usd("XLTCZUSD", 19, 2, 8, (4, 2)),
    usd("LEOUSD", 20, 4, 8, (5, 1)),
    usd("TONUSD", 21, 4, 8, (15, 1)),
    usd("SHIBUSD", 22, 8, 5, (400_000, 0)),
    usd("UNIUSD", 23, 3, 8, (5, 1)),
    usd("DOTUSD", 24, 4, 8, (12, 1)),
    usd("DAIUSD", 25, 5, 8, (5, 0)),
    usd("XXMRZUSD", 26, 2, 8, (15, 3)),
    usd("BGBUSD", 27, 4, 8, (1, 0)),
    usd("CROUSD", 28, 5, 8, (35, 0)),
    usd("PEPEUSD", 29, 9, 5, (400_000, 0)),
    usd("ENAUSD", 30, 4, 8, (8, 0)),
    xbt("XETHXXBT", 2, 5, (1, 3)),
    xbt("XXRPXXBT", 3, 8, (2, 0)),
    xbt("XLTCXXBT", 19, 6, (4, 2)),
    xbt("SOLXBT", 6, 7, (2, 2)),
];
