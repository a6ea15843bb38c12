//! The table of assets: the dollar and the thirty of the price table. Ids and altnames are Kraken's; where Kraken has no such
//! asset the ticker serves as both. Decimals, fees and minimums are in the range of Kraken's published ones.

/// Facts of one asset. Amounts are `(mantissa, scale)`.
pub(super) struct Row {
    pub(super) id: &'static str,
    pub(super) altname: &'static str,
    pub(super) alias: Option<&'static str>,
    pub(super) name: &'static str,
    pub(super) decimals: u32,
    pub(super) display: u32,
    pub(super) method: &'static str,
    pub(super) network: &'static str,
    pub(super) deposit_minimum: (i64, u32),
    pub(super) withdrawal_fee: (i64, u32),
    pub(super) withdrawal_minimum: (i64, u32),
}

/// Names: id, altname, alias, full name.
type Names = (&'static str, &'static str, Option<&'static str>, &'static str);

const fn row(
    names: Names,
    places: (u32, u32),
    way: (&'static str, &'static str),
    amounts: [(i64, u32); 3],
) -> Row {
    let [deposit_minimum, withdrawal_fee, withdrawal_minimum] = amounts;
    Row {
        id: names.0,
        altname: names.1,
        alias: names.2,
        name: names.3,
        decimals: places.0,
        display: places.1,
        method: way.0,
        network: way.1,
        deposit_minimum,
        withdrawal_fee,
        withdrawal_minimum,
    }
}

/// The dollar; also the answer for a place outside the table, which no constructor makes.
pub(super) static USD_ROW: Row = usd();

const fn usd() -> Row {
    row(("ZUSD", "USD", None, "US dollar"), (4, 2), ("Bank wire (USD)", "Wire"), [(1, 0), (5, 0), (20, 0)])
}

/// Every asset; the place in this table is the asset's number in memory (journals hold ids, so rows may be appended).
#[rustfmt::skip]
pub(super) static ROWS: [Row; 31] = [
    usd(),
    row(("XXBT", "XBT", Some("BTC"), "Bitcoin"), (10, 5), ("Bitcoin", "Bitcoin"), [(1, 4), (1, 4), (4, 4)]),
    row(("XETH", "ETH", None, "Ethereum"), (10, 5), ("Ether (Hex)", "Ethereum"), [(1, 3), (1, 3), (4, 3)]),
    row(("XXRP", "XRP", None, "XRP"), (8, 5), ("Ripple XRP", "XRP Ledger"), [(1, 0), (2, 1), (25, 0)]),
    row(("USDT", "USDT", None, "Tether USDt"), (8, 4), ("Tether USD (ERC20)", "Ethereum"), [(5, 0), (3, 0), (10, 0)]),
    row(("BNB", "BNB", None, "BNB"), (10, 5), ("BNB Smart Chain", "BNB Smart Chain"), [(1, 2), (1, 3), (2, 2)]),
    row(("SOL", "SOL", None, "Solana"), (10, 5), ("Solana", "Solana"), [(1, 2), (1, 2), (5, 2)]),
    row(("USDC", "USDC", None, "USDC"), (8, 4), ("USDC", "Ethereum"), [(5, 0), (3, 0), (10, 0)]),
    row(("XXDG", "XDG", Some("DOGE"), "Dogecoin"), (8, 2), ("Dogecoin", "Dogecoin"), [(10, 0), (4, 0), (50, 0)]),
    row(("TRX", "TRX", None, "TRON"), (8, 5), ("Tron", "Tron"), [(5, 0), (2, 0), (20, 0)]),
    row(("ADA", "ADA", None, "Cardano"), (8, 6), ("ADA", "Cardano"), [(2, 0), (8, 1), (5, 0)]),
    row(("SUI", "SUI", None, "Sui"), (10, 5), ("Sui", "Sui"), [(1, 0), (1, 1), (2, 0)]),
    row(("HYPE", "HYPE", None, "Hyperliquid"), (10, 5), ("Hyperliquid", "Hyperliquid"), [(1, 1), (1, 2), (2, 1)]),
    row(("XXLM", "XLM", None, "Stellar"), (8, 5), ("Stellar XLM", "Stellar"), [(1, 0), (2, 1), (50, 0)]),
    row(("LINK", "LINK", None, "Chainlink"), (10, 5), ("Chainlink", "Ethereum"), [(3, 1), (2, 1), (1, 0)]),
    row(("BCH", "BCH", None, "Bitcoin Cash"), (10, 5), ("Bitcoin Cash", "Bitcoin Cash"), [(1, 2), (1, 3), (1, 2)]),
    row(("HBAR", "HBAR", None, "Hedera"), (8, 5), ("Hedera", "Hedera"), [(5, 0), (1, 0), (20, 0)]),
    row(("USDE", "USDE", None, "Ethena USDe"), (8, 4), ("Ethena USDe", "Ethereum"), [(5, 0), (3, 0), (10, 0)]),
    row(("AVAX", "AVAX", None, "Avalanche"), (10, 5), ("Avalanche C-Chain", "Avalanche"), [(1, 1), (1, 2), (2, 1)]),
    row(("XLTC", "LTC", None, "Litecoin"), (10, 5), ("Litecoin", "Litecoin"), [(1, 2), (1, 3), (1, 2)]),
    row(("LEO", "LEO", None, "UNUS SED LEO"), (10, 5), ("UNUS SED LEO", "Ethereum"), [(1, 0), (5, 1), (2, 0)]),
    row(("TON", "TON", None, "Toncoin"), (8, 5), ("Toncoin", "TON"), [(1, 0), (1, 1), (2, 0)]),
    row(("SHIB", "SHIB", None, "Shiba Inu"), (5, 2), ("Shiba Inu", "Ethereum"), [(200_000, 0), (150_000, 0), (500_000, 0)]),
    row(("UNI", "UNI", None, "Uniswap"), (10, 5), ("Uniswap", "Ethereum"), [(5, 1), (3, 1), (1, 0)]),
    row(("DOT", "DOT", None, "Polkadot"), (10, 5), ("Polkadot", "Polkadot"), [(1, 0), (5, 2), (2, 0)]),
    row(("DAI", "DAI", None, "Dai"), (10, 5), ("Dai", "Ethereum"), [(5, 0), (3, 0), (10, 0)]),
    row(("XXMR", "XMR", None, "Monero"), (10, 5), ("Monero", "Monero"), [(1, 2), (1, 3), (2, 2)]),
    row(("BGB", "BGB", None, "Bitget Token"), (10, 5), ("Bitget Token", "Ethereum"), [(1, 0), (5, 1), (2, 0)]),
    row(("CRO", "CRO", None, "Cronos"), (8, 5), ("Cronos", "Cronos"), [(20, 0), (10, 0), (50, 0)]),
    row(("PEPE", "PEPE", None, "Pepe"), (5, 2), ("Pepe", "Ethereum"), [(200_000, 0), (150_000, 0), (500_000, 0)]),
    row(("ENA", "ENA", None, "Ethena"), (8, 5), ("Ethena", "Ethereum"), [(5, 0), (3, 0), (10, 0)]),
];
