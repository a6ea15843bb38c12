//! Nonces: each is accepted once, for ever.
//!
//! With highest value N, window W and floor F, a nonce n is acceptable iff n > F and (n > N, or
//! n > N − W (saturating) and n is not in the accepted set). Nothing ever lowers N or F. The
//! accepted set holds what was accepted inside the window, at most [`MAX_ACCEPTED`] values;
//! overflow raises the floor to the lowest one dropped. Any change of the window sets F = N, so
//! that a wider window re-admits nothing (SECURITY-CASES 28).

mod accepted;
pub mod interleaved;
pub mod scale;
#[cfg(test)]
mod tests;

use accepted::Accepted;
pub use accepted::MAX_ACCEPTED;

/// A nonce: unsigned, 64 bits, of any scale.
pub type Nonce = u64;

/// What is remembered of a key's nonces.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NonceState {
    highest: Nonce,
    floor: Nonce,
    accepted: Accepted,
}

impl NonceState {
    /// From stored values; `accepted` in any order.
    #[must_use]
    pub fn restore(highest: Nonce, floor: Nonce, accepted: Vec<Nonce>) -> Self {
        let mut state = NonceState { highest, floor, accepted: Accepted::default() };
        for nonce in accepted {
            state.insert(nonce);
        }
        state
    }

    /// The highest nonce accepted so far; 0 if none.
    #[must_use]
    pub const fn highest(&self) -> Nonce {
        self.highest
    }

    /// Nothing at or below this is acceptable any more.
    #[must_use]
    pub const fn floor(&self) -> Nonce {
        self.floor
    }

    /// The accepted nonces still inside the window, ascending.
    #[must_use]
    pub fn accepted(&self) -> &[Nonce] {
        self.accepted.as_slice()
    }

    /// Whether `nonce` would be accepted under `window`.
    #[must_use]
    pub fn acceptable(&self, nonce: Nonce, window: u64) -> bool {
        nonce > self.floor
            && (nonce > self.highest
                || (nonce > self.highest.saturating_sub(window) && !self.accepted.contains(nonce)))
    }

    /// The least nonce that is sure to be accepted next.
    #[must_use]
    pub fn needed(&self) -> Nonce {
        self.highest.max(self.floor).saturating_add(1)
    }

    /// Burns `nonce` if it is acceptable; says whether it was.
    pub fn burn(&mut self, nonce: Nonce, window: u64) -> bool {
        if !self.acceptable(nonce, window) {
            return false;
        }
        self.highest = self.highest.max(nonce);
        if window > 0 {
            self.insert(nonce);
            self.accepted.drop_through(self.highest.saturating_sub(window).max(self.floor));
        }
        true
    }

    /// Re-applies a burn found in the log. Unlike [`NonceState::burn`] it never refuses, and it
    /// gives the same state whether or not the burn was already in the checkpoint.
    pub fn replay(&mut self, nonce: Nonce, window: u64) {
        self.highest = self.highest.max(nonce);
        if window > 0 && nonce > self.floor {
            self.insert(nonce);
            self.accepted.drop_through(self.highest.saturating_sub(window).max(self.floor));
        }
    }

    /// The window of the key was changed: everything up to the highest is closed for good.
    pub fn window_changed(&mut self) {
        self.raise_floor(self.highest);
    }

    /// Raises the floor (and never lowers it).
    pub fn raise_floor(&mut self, floor: Nonce) {
        self.floor = self.floor.max(floor);
        self.highest = self.highest.max(self.floor);
        self.accepted.drop_through(self.floor);
    }

    fn insert(&mut self, nonce: Nonce) {
        if let Some(dropped) = self.accepted.insert(nonce) {
            self.floor = self.floor.max(dropped);
        }
    }
}
