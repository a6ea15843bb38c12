//! Identifiers that look like Kraken's, made from a counter.
//!
//! The counter is passed through a permutation keyed by the venue's seed, so ids are unique, look random, and can be turned
//! back into their counter: histories are kept in counter order and need no index by id.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::noise;

const SYMBOLS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The text is not an identifier of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed identifier")]
pub struct ParseIdError;

/// Writes a prefix and `bits / 5` symbols, in three groups; the prefix is part of the first.
fn write(f: &mut fmt::Formatter<'_>, prefix: &str, groups: [usize; 3], value: u64) -> fmt::Result {
    let symbols = groups.iter().sum::<usize>() - prefix.len();
    let check_bits = 5 * symbols as u32 - 64;
    let word = (u128::from(value) << check_bits) | u128::from(check(value, check_bits));
    let mut text = String::with_capacity(symbols + prefix.len() + 2);
    text.push_str(prefix);
    for place in (0..symbols).rev() {
        if text.len() == groups[0] || text.len() == groups[0] + 1 + groups[1] {
            text.push('-');
        }
        let symbol = (word >> (5 * place)) as usize & 31;
        text.push(char::from(SYMBOLS.get(symbol).copied().unwrap_or(b'A')));
    }
    f.write_str(&text)
}

/// Low bits that make a mistyped id unlikely to name another record.
const fn check(value: u64, bits: u32) -> u64 {
    noise::mix(value ^ 0x5bd1_e995) >> (64 - bits)
}

/// Reads what [`write`] wrote.
fn read(text: &str, prefix: &str, groups: [usize; 3]) -> Result<u64, ParseIdError> {
    let symbols = groups.iter().sum::<usize>() - prefix.len();
    let check_bits = 5 * symbols as u32 - 64;
    let mut parts = text.split('-');
    let mut word = 0_u128;
    let mut first = true;
    for expected in groups {
        let part = parts.next().filter(|part| part.len() == expected).ok_or(ParseIdError)?;
        let part =
            if first { part.strip_prefix(prefix).ok_or(ParseIdError)?.as_bytes() } else { part.as_bytes() };
        first = false;
        for byte in part {
            let symbol = SYMBOLS.iter().position(|known| known == byte).ok_or(ParseIdError)?;
            word = (word << 5) | symbol as u128;
        }
    }
    let value = (word >> check_bits) as u64;
    let matches = u128::from(check(value, check_bits)) == word & ((1 << check_bits) - 1);
    if matches && parts.next().is_none() { Ok(value) } else { Err(ParseIdError) }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal, $letter:literal, $groups:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            pub(crate) const fn from_seq(ids: Ids, seq: u64) -> Self {
                Self(ids.permute(seq ^ (($letter as u64) << 56)))
            }

            pub(crate) const fn seq(self, ids: Ids) -> u64 {
                ids.invert(self.0) ^ (($letter as u64) << 56)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write(f, $prefix, $groups, self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                read(text, $prefix, $groups).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    };
}

id!(
    /// An order, such as `OQCLML-BW3P3-BUCMWZ`: Kraken's `txid`.
    OrderId, "O", b'O', [6, 5, 6]
);
id!(
    /// A trade, such as `THVRQM-33VKH-UCI7BS`.
    TradeId, "T", b'T', [6, 5, 6]
);
id!(
    /// A ledger entry, such as `L4UESK-KG3EQ-UFO4T5`.
    LedgerId, "L", b'L', [6, 5, 6]
);
id!(
    /// A deposit or a withdrawal, such as `AGBSO6T-UFMTTQ-I7KGS6`.
    FundingId, "A", b'A', [7, 6, 6]
);
id!(
    /// One amendment of an order.
    AmendId, "M", b'M', [6, 5, 6]
);

id!(
    /// A report, such as `EQCLML-BW3P3-BUCMWZ`.
    ExportId, "E", b'E', [6, 5, 6]
);

/// Set in the numbers of ids that are worked out from something else; those of records are counted from zero.
const WORKED_OUT: u64 = 1 << 55;

impl AmendId {
    /// The id of an order's original terms. It is worked out from the order's, because journals of older releases give
    /// no number to it.
    pub(crate) const fn original(ids: Ids, order: OrderId) -> Self {
        Self::from_seq(ids, WORKED_OUT | order.seq(ids))
    }
}

impl OrderId {
    /// The id of an order of the synthetic market, by its place there. No order of an account has it.
    pub(crate) const fn of_market(ids: Ids, place: u64) -> Self {
        Self::from_seq(ids, WORKED_OUT | (place & (WORKED_OUT - 1)))
    }
}

impl TradeId {
    /// The id of a trade of the synthetic market, by its place there. No trade of an account has it.
    pub(crate) const fn of_market(ids: Ids, place: u64) -> Self {
        Self::from_seq(ids, WORKED_OUT | (place & (WORKED_OUT - 1)))
    }
}

id!(
    /// A move between the spot wallet and a strategy, or a reward, such as `ELFI6E5-PNXZG-NSGNER`.
    EarnId, "EL", b'E', [7, 5, 6]
);
id!(
    /// A strategy, such as `ESRFUO3-Q62XD-WIOIL7`.
    StrategyId, "ES", b'S', [7, 5, 6]
);
id!(
    /// A saved withdrawal address, such as `AB7J4FF-BGM7G-V2JMIH`.
    AddressId, "AB", b'W', [7, 5, 6]
);

id!(
    /// A price alert, such as `AL7J4FF-BGM7G-V2JMIH`.
    AlertId, "AL", b'R', [7, 5, 6]
);
id!(
    /// One firing of a price alert, such as `AF7J4FF-BGM7G-V2JMIH`.
    FiringId, "AF", b'F', [7, 5, 6]
);

/// The keyed permutation between counters and ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ids {
    key: u64,
}

const FACTORS: [u64; 3] = [0xff51_afd7_ed55_8ccd, 0xc4ce_b9fe_1a85_ec53, 0x9e37_79b9_7f4a_7c15];

impl Ids {
    pub(crate) const fn new(seed: u64) -> Self {
        Self { key: noise::mix(seed ^ 0x1d5) }
    }

    const fn permute(self, seq: u64) -> u64 {
        let [a, b, c] = FACTORS;
        let mut x = (seq ^ self.key).wrapping_mul(a);
        x = (x ^ (x >> 32)).wrapping_mul(b);
        (x ^ (x >> 32)).wrapping_mul(c)
    }

    const fn invert(self, id: u64) -> u64 {
        let [a, b, c] = FACTORS;
        let mut x = id.wrapping_mul(inverse(c));
        x = (x ^ (x >> 32)).wrapping_mul(inverse(b));
        (x ^ (x >> 32)).wrapping_mul(inverse(a)) ^ self.key
    }
}

/// Inverse of an odd number modulo 2⁶⁴, by Newton's iteration: each step doubles the number of right bits.
const fn inverse(odd: u64) -> u64 {
    let mut x = odd;
    let mut round = 0;
    while round < 6 {
        x = x.wrapping_mul(2_u64.wrapping_sub(odd.wrapping_mul(x)));
        round += 1;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back_and_invert() {
        let ids = Ids::new(42);
        for seq in (0..1000).chain([u64::MAX >> 8]) {
            let id = OrderId::from_seq(ids, seq);
            assert_eq!(id.to_string().parse::<OrderId>(), Ok(id));
            assert_eq!(id.seq(ids), seq);
            let id = FundingId::from_seq(ids, seq);
            assert_eq!(id.to_string().parse::<FundingId>(), Ok(id));
            assert_eq!(id.seq(ids), seq);
        }
    }

    #[test]
    fn the_form_is_krakens() {
        let text = OrderId::from_seq(Ids::new(1), 0).to_string();
        assert_eq!(text.split('-').map(str::len).collect::<Vec<_>>(), [6, 5, 6]);
        assert!(text.starts_with('O'));
        let text = FundingId::from_seq(Ids::new(1), 0).to_string();
        assert_eq!(text.split('-').map(str::len).collect::<Vec<_>>(), [7, 6, 6]);
        let id = AddressId::from_seq(Ids::new(1), 3);
        let text = id.to_string();
        assert_eq!(text.split('-').map(str::len).collect::<Vec<_>>(), [7, 5, 6]);
        assert!(text.starts_with("AB") && text.parse() == Ok(id) && id.seq(Ids::new(1)) == 3);
        assert_eq!(text.replacen("AB", "AC", 1).parse::<AddressId>(), Err(ParseIdError));
    }

    #[test]
    fn a_typo_names_nothing() {
        let text = OrderId::from_seq(Ids::new(1), 3).to_string();
        for bad in [
            "",
            "O",
            "OQCLML-BW3P3-BUCMWZ",
            &text[1..],
            &text.to_lowercase(),
            &format!("{text}-A"),
            &text.replacen('O', "T", 1),
        ] {
            assert_eq!(bad.parse::<OrderId>(), Err(ParseIdError), "{bad}");
        }
        assert!(text.parse::<TradeId>().is_err());
    }
}
