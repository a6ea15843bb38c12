//! Randomness as an argument: the core never reaches for the system's generator itself.

/// A source of cryptographic randomness. The shell passes the operating system's; tests pass a
/// seeded one.
pub trait Entropy {
    /// Fills `bytes` completely or fails.
    ///
    /// # Errors
    /// The source is exhausted or not available; nothing may be created from what was filled.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError>;
}

/// The source of randomness did not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system's source of randomness is not available")]
pub struct EntropyError;

/// Draws a fixed number of random bytes.
///
/// # Errors
/// As [`Entropy::fill`].
pub fn draw<const N: usize>(entropy: &mut dyn Entropy) -> Result<[u8; N], EntropyError> {
    let mut bytes = [0u8; N];
    entropy.fill(&mut bytes)?;
    Ok(bytes)
}
