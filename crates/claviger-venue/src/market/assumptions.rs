//! What the synthetic market of each asset looks like: opening price, temper, size.

/// How far a price wanders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Temper {
    /// Pegged to the dollar: stays within 0.05 % of its opening.
    Stable,
    /// A large market: a few percent a day.
    Major,
    /// A smaller market: half as much again.
    Minor,
}

/// Assumptions about one asset's dollar market.
pub(super) struct Row {
    /// Opening price in units of 10⁻⁸ dollars.
    pub(super) opening: i64,
    pub(super) temper: Temper,
    /// Dollars on one level of the book near the mid.
    pub(super) level_usd: i64,
    /// Thousands of dollars traded a day.
    pub(super) daily_kusd: i64,
}

const fn row(opening: i64, temper: Temper, level_usd: i64, daily_kusd: i64) -> Row {
    Row { opening, temper, level_usd, daily_kusd }
}

/// The dollar itself, by place in the table of assets.
pub(super) static USD: Row = usd();

const fn usd() -> Row {
    row(100_000_000, Temper::Stable, 0, 0)
}

/// One row per asset, in the order of the table of assets.
#[rustfmt::skip]
pub(super) static ROWS: [Row; 31] = [
    usd(),
    row(11_650_000_000_000, Temper::Major, 30_000, 300_000), // Bitcoin
    row(385_100_000_000, Temper::Major, 20_000, 200_000), // Ethereum
    row(307_000_000, Temper::Minor, 12_000, 120_000), // XRP
    row(100_000_000, Temper::Stable, 40_000, 400_000), // Tether USDt
    row(77_470_000_000, Temper::Minor, 3_000, 30_000), // BNB
    row(17_190_000_000, Temper::Minor, 12_000, 120_000), // Solana
    row(100_000_000, Temper::Stable, 40_000, 400_000), // USDC
    row(21_420_000, Temper::Minor, 3_000, 30_000), // Dogecoin
    row(33_870_000, Temper::Minor, 3_000, 30_000), // TRON
    row(76_780_000, Temper::Minor, 3_000, 30_000), // Cardano
    row(374_700_000, Temper::Minor, 3_000, 30_000), // Sui
    row(3_916_000_000, Temper::Minor, 3_000, 30_000), // Hyperliquid
    row(41_570_000, Temper::Minor, 3_000, 30_000), // Stellar
    row(1_793_000_000, Temper::Minor, 3_000, 30_000), // Chainlink
    row(57_810_000_000, Temper::Minor, 3_000, 30_000), // Bitcoin Cash
    row(25_310_000, Temper::Minor, 1_200, 12_000), // Hedera
    row(100_100_000, Temper::Stable, 1_200, 12_000), // Ethena USDe
    row(2_275_000_000, Temper::Minor, 3_000, 30_000), // Avalanche
    row(12_010_000_000, Temper::Minor, 3_000, 30_000), // Litecoin
    row(895_300_000, Temper::Minor, 1_200, 12_000), // UNUS SED LEO
    row(332_300_000, Temper::Minor, 1_200, 12_000), // Toncoin
    row(1_266, Temper::Minor, 1_200, 12_000), // Shiba Inu
    row(1_013_000_000, Temper::Minor, 3_000, 30_000), // Uniswap
    row(378_600_000, Temper::Minor, 3_000, 30_000), // Polkadot
    row(100_000_000, Temper::Stable, 3_000, 30_000), // Dai
    row(27_300_000_000, Temper::Minor, 3_000, 30_000), // Monero
    row(439_100_000, Temper::Minor, 1_200, 12_000), // Bitget Token
    row(14_800_000, Temper::Minor, 1_200, 12_000), // Cronos
    row(1_091, Temper::Minor, 1_200, 12_000), // Pepe
    row(63_140_000, Temper::Minor, 1_200, 12_000), // Ethena
];
