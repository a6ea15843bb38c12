//! Whether nonce refusals of a key mean that two processes share it: seen from outside, two ascending sequences of nonces that
//! interleave, or refusals from one address while calls from another are accepted.
//!
//! One process that sends calls at once sends nonces out of order, too, but only by a few calls; and one whose clock was set
//! back is refused until it is mended, with nothing accepted in between. Neither is taken for two.

use super::Nonce;
use std::collections::BTreeSet;
use std::net::IpAddr;

/// Fewer refusals than this say nothing.
const LEAST_REFUSED: usize = 3;
/// A nonce that so many accepted calls before it were already above is no call overtaken on its way.
const OVERTAKEN: usize = 4;

/// A call with its nonce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// The nonce it carried.
    pub nonce: Nonce,
    /// Where it came from.
    pub source: Option<IpAddr>,
    /// Whether it was accepted; refused for its nonce otherwise.
    pub accepted: bool,
}

/// How two processes that share a key show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// Calls from the first address are accepted, calls from the second are refused for their nonces.
    Addresses(IpAddr, IpAddr),
    /// Two ascending sequences interleave.
    Sequences,
}

impl Shared {
    /// What it means, and what to do.
    #[must_use]
    pub fn words(self) -> String {
        let how = match self {
            Shared::Addresses(one, other) => {
                format!("calls from {one} are accepted while those from {other} are refused for their nonces")
            }
            Shared::Sequences => "two ascending sequences of nonces interleave".to_owned(),
        };
        format!("two processes share this key: {how}; give each a key of its own")
    }
}

/// Judges the calls of a key that were accepted or refused for their nonces, the oldest first.
#[must_use]
pub fn shared(calls: &[Sent]) -> Option<Shared> {
    let refused: Vec<(usize, &Sent)> = calls.iter().enumerate().filter(|(_, call)| !call.accepted).collect();
    if refused.len() < LEAST_REFUSED {
        return None;
    }
    let accepted_between = refused.windows(2).filter(|pair| match pair {
        [(from, _), (to, _)] => to - from > 1,
        _ => false,
    });
    if accepted_between.count() == 0 {
        return None;
    }
    addresses(calls).or_else(|| sequences(calls, &refused))
}

/// No address that is refused has calls accepted, and another has.
fn addresses(calls: &[Sent]) -> Option<Shared> {
    let of = |accepted| -> BTreeSet<IpAddr> {
        calls.iter().filter(|call| call.accepted == accepted).filter_map(|call| call.source).collect()
    };
    let (accepted, refused) = (of(true), of(false));
    let (one, other) = (accepted.first()?, refused.first()?);
    accepted.is_disjoint(&refused).then_some(Shared::Addresses(*one, *other))
}

/// Most of the refused nonces rise, and most of them are further behind than a call can be overtaken.
fn sequences(calls: &[Sent], refused: &[(usize, &Sent)]) -> Option<Shared> {
    let rising = refused.windows(2).filter(|pair| match pair {
        [(_, earlier), (_, later)] => earlier.nonce < later.nonce,
        _ => false,
    });
    let behind = refused.iter().filter(|(at, call)| {
        let before = calls.get(..*at).unwrap_or(&[]);
        let above =
            before.iter().rev().filter(|other| other.accepted).take_while(|other| other.nonce >= call.nonce);
        above.count() >= OVERTAKEN
    });
    let most = |some: usize| some * 4 >= (refused.len() - 1) * 3;
    (most(rising.count()) && most(behind.count())).then_some(Shared::Sequences)
}

#[cfg(test)]
mod tests {
    use super::super::NonceState;
    use super::*;

    fn at(last: u8) -> Option<IpAddr> {
        Some(IpAddr::from([192, 0, 2, last]))
    }

    /// What becomes of these nonces, in this order.
    fn sent(nonces: impl IntoIterator<Item = (Nonce, u8)>) -> Vec<Sent> {
        let mut state = NonceState::default();
        let judged = nonces.into_iter().map(|(nonce, from)| {
            let accepted = state.burn(nonce, 0);
            Sent { nonce, source: at(from), accepted }
        });
        judged.collect()
    }

    #[test]
    fn milliseconds_beside_microseconds_are_two_processes() {
        let both = (0..20).flat_map(|n| [(1_000_000 + n * 1_000, 1), (1_000 + n, 1)]);
        assert_eq!(shared(&sent(both)), Some(Shared::Sequences));
    }

    #[test]
    fn two_counters_that_interleave_are_two_processes() {
        let both = (0..20).flat_map(|n| [(500 + 3 * n, 1), (100 + n, 1)]);
        assert_eq!(shared(&sent(both)), Some(Shared::Sequences));
    }

    #[test]
    fn two_addresses_are_named() {
        let both = (0..5).flat_map(|n| [(1_000 + n, 1), (10 + n, 2)]);
        let (one, other) = (at(1).unwrap(), at(2).unwrap());
        assert_eq!(shared(&sent(both)), Some(Shared::Addresses(one, other)));
    }

    /// Tooth: without what a call can be overtaken by, these would be accused.
    #[test]
    fn calls_that_overtake_each_other_are_one_process() {
        let pairs = (0..30).flat_map(|n| [(2 * n + 2, 1), (2 * n + 1, 1)]);
        let calls = sent(pairs);
        assert_eq!(calls.iter().filter(|call| !call.accepted).count(), 30);
        assert_eq!(shared(&calls), None);
    }

    #[test]
    fn a_clock_that_was_set_back_and_a_repeated_nonce_are_one_process() {
        let back = (100..120).chain(1..40).map(|n| (n, 1));
        assert_eq!(shared(&sent(back)), None);
        let stuck = (1..20).chain([7; 10]).chain(20..30).map(|n| (n, 1));
        assert_eq!(shared(&sent(stuck)), None);
        assert_eq!(shared(&[]), None);
    }
}
