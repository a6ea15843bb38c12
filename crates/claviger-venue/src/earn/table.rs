//! The table of strategies. Rates are invented and plausible; caps are worth about half a million dollars at the opening
//! prices.
//!
//! The networks of some assets pay whoever secures them (*staking*); dollars, stablecoins and the rest are lent
//! (*off-chain*). Without a strategy are LEO and BGB, the tokens of other exchanges, monero, and SHIB and PEPE.

use super::YieldSource::{self, OffChain, Staking};

/// Facts of one strategy.
pub(super) struct Row {
    /// Place of the asset in its table.
    pub(super) asset: u8,
    pub(super) source: YieldSource,
    /// Yearly rate in ten-thousandths of a percent.
    pub(super) rate: u32,
    /// Most that an account may have allocated when it allocates more, in units of the asset.
    pub(super) cap: i64,
}

const fn row(asset: u8, source: YieldSource, rate: u32, cap: i64) -> Row {
    Row { asset, source, rate, cap }
}

/// The first strategy; also the answer for a place outside the table, which no constructor makes.
pub(super) static FIRST: Row = first();

const fn first() -> Row {
    row(0, OffChain, 35_000, 500_000)
}

/// Every strategy, in the order of the assets.
#[rustfmt::skip]
pub(super) static ROWS: [Row; 26] = [
    first(),
    row(1, OffChain, 1_500, 5),           // XBT
    row(2, Staking, 24_000, 150),         // ETH
    row(3, OffChain, 5_000, 200_000),     // XRP
    row(4, OffChain, 40_000, 500_000),    // USDT
    row(5, Staking, 3_000, 500),          // BNB
    row(6, Staking, 50_000, 3_000),       // SOL
    row(7, OffChain, 41_000, 500_000),    // USDC
    row(8, OffChain, 2_000, 2_500_000),   // XDG
    row(9, Staking, 35_000, 1_500_000),   // TRX
    row(10, Staking, 20_000, 800_000),    // ADA
    row(11, Staking, 18_000, 200_000),    // SUI
    row(12, Staking, 22_000, 12_000),     // HYPE
    row(13, OffChain, 2_500, 1_500_000),  // XLM
    row(14, OffChain, 4_000, 25_000),     // LINK
    row(15, OffChain, 1_000, 1_000),      // BCH
    row(16, Staking, 15_000, 2_500_000),  // HBAR
    row(17, OffChain, 45_000, 500_000),   // USDE
    row(18, Staking, 45_000, 20_000),     // AVAX
    row(19, OffChain, 1_000, 4_500),      // LTC
    row(21, Staking, 25_000, 150_000),    // TON
    row(23, OffChain, 3_000, 60_000),     // UNI
    row(24, Staking, 90_000, 120_000),    // DOT
    row(25, OffChain, 38_000, 500_000),   // DAI
    row(28, Staking, 12_000, 3_000_000),  // CRO
    row(30, OffChain, 6_000, 1_000_000),  // ENA
];
