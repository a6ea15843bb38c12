//! How much work a passphrase costs whoever guesses it.

use super::PassphraseError;
use crate::aead::{KEY_LEN, Key};
use crate::plain::Plain;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use zeroize::Zeroize as _;

/// The cost of Argon2id. The default is the least that is taken for good: 19 MiB, two passes, one lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    const MIN_MEMORY_KIB: u32 = 19 * 1024;
    const MAX_MEMORY_KIB: u32 = 1024 * 1024;
    const MIN_PASSES: u32 = 2;
    const MAX_PASSES: u32 = 16;
    const MAX_LANES: u32 = 8;
    /// Memory times passes: bounds the time, where the others bound the memory.
    const MAX_WORK_KIB: u64 = 4 * 1024 * 1024;

    /// A cost within bounds.
    ///
    /// # Errors
    /// [`PassphraseError::Cost`] names the bound: 19 MiB to 1 GiB of memory, 2 to 16 passes, 1 to 8 lanes, and memory
    /// times passes up to 4 GiB.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, PassphraseError> {
        if !(Self::MIN_MEMORY_KIB..=Self::MAX_MEMORY_KIB).contains(&memory_kib) {
            return Err(PassphraseError::Cost("memory (m) is 19456 to 1048576 KiB"));
        }
        if !(Self::MIN_PASSES..=Self::MAX_PASSES).contains(&passes) {
            return Err(PassphraseError::Cost("passes (t) are 2 to 16"));
        }
        if !(1..=Self::MAX_LANES).contains(&lanes) {
            return Err(PassphraseError::Cost("lanes (p) are 1 to 8"));
        }
        if u64::from(memory_kib) * u64::from(passes) > Self::MAX_WORK_KIB {
            return Err(PassphraseError::Cost("memory times passes (m × t) is at most 4194304 KiB"));
        }
        Ok(Self { memory_kib, passes, lanes })
    }

    /// The key that a secret of a person gives at this cost.
    pub(crate) fn derive(self, secret: &[u8], salt: &[u8]) -> Result<Key, PassphraseError> {
        let params = self.params()?;
        let mut blocks = Vec::new();
        blocks.try_reserve_exact(params.block_count()).map_err(|_| PassphraseError::Memory)?;
        blocks.resize(params.block_count(), Block::default());
        let mut key = [0; KEY_LEN];
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let result = argon2.hash_password_into_with_memory(secret, salt, &mut key, &mut blocks);
        blocks.iter_mut().for_each(|block| block.zeroize());
        let derived = Plain::new(key);
        key.zeroize();
        result.map_err(|_| PassphraseError::Memory)?;
        Ok(derived)
    }

    /// Whether it is as dear as `other`, in memory and in passes.
    pub(crate) const fn is_as_much_as(self, other: Cost) -> bool {
        self.memory_kib >= other.memory_kib && self.passes >= other.passes
    }

    fn params(self) -> Result<Params, PassphraseError> {
        Params::new(self.memory_kib, self.passes, self.lanes, None)
            .map_err(|_| PassphraseError::Cost("not one that Argon2 takes"))
    }

    pub(crate) fn to_text(self) -> String {
        format!("m={},t={},p={}", self.memory_kib, self.passes, self.lanes)
    }

    pub(crate) fn from_text(text: &str) -> Result<Self, PassphraseError> {
        let mut fields = text.split(',');
        let mut number = |name: &str| {
            let digits = fields.next()?.strip_prefix(name)?.strip_prefix('=')?;
            // No sign and no leading zero: one cost has one text.
            let plain = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
            plain.then(|| digits.parse().ok()).flatten()
        };
        let (memory, passes, lanes) = (number("m"), number("t"), number("p"));
        match (memory, passes, lanes, fields.next()) {
            (Some(memory), Some(passes), Some(lanes), None) => Self::new(memory, passes, lanes),
            _ => Err(PassphraseError::Malformed),
        }
    }
}

impl Default for Cost {
    fn default() -> Self {
        Self { memory_kib: Self::MIN_MEMORY_KIB, passes: Self::MIN_PASSES, lanes: 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_kept() {
        for (memory, passes, lanes) in [(19456, 2, 1), (1 << 20, 4, 8), (1 << 18, 16, 1)] {
            assert!(Cost::new(memory, passes, lanes).is_ok(), "{memory} {passes} {lanes}");
        }
        for (memory, passes, lanes) in [
            (19455, 2, 1),
            ((1 << 20) + 1, 2, 1),
            (u32::MAX, 2, 1),
            (19456, 1, 1),
            (19456, 17, 1),
            (19456, 2, 0),
            (19456, 2, 9),
            (1 << 20, 5, 1),
        ] {
            let result = Cost::new(memory, passes, lanes);
            assert!(matches!(result, Err(PassphraseError::Cost(_))), "{memory} {passes} {lanes}");
        }
    }

    #[test]
    fn one_cost_has_one_text() {
        assert_eq!(Cost::default().to_text(), "m=19456,t=2,p=1");
        assert_eq!(Cost::from_text("m=19456,t=2,p=1"), Ok(Cost::default()));
        for bad in [
            "",
            "m=19456,t=2",
            "m=19456,t=2,p=1,",
            "t=2,m=19456,p=1",
            "m=+19456,t=2,p=1",
            "m=019456,t=2,p=1",
            "m=99999999999,t=2,p=1",
            "m=,t=2,p=1",
            "m=19456, t=2,p=1",
        ] {
            assert_eq!(Cost::from_text(bad), Err(PassphraseError::Malformed), "{bad}");
        }
    }
}
