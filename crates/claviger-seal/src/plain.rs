//! A secret in memory: wiped when dropped, silent in `Debug`, without `==`, `Clone` or a serialised form.

use claviger_core::entropy::{Entropy, EntropyError};
use std::fmt;
use subtle::ConstantTimeEq as _;
use zeroize::{Zeroize as _, ZeroizeOnDrop};

/// A secret of `N` bytes. Lives on the heap, so that moving it leaves no copy behind.
///
/// ```compile_fail,E0599
/// # use claviger_seal::Plain;
/// let a = Plain::new([1; 32]);
/// let b = a.clone(); // a copy would be one more place to wipe
/// ```
///
/// ```compile_fail,E0369
/// # use claviger_seal::Plain;
/// let same = Plain::new([1; 32]) == Plain::new([1; 32]); // `==` may stop at the first difference
/// ```
pub struct Plain<const N: usize>(Box<[u8; N]>);

impl<const N: usize> Plain<N> {
    /// Takes the bytes over and wipes the copy it was given.
    #[must_use]
    pub fn new(mut bytes: [u8; N]) -> Self {
        let plain = Self(Box::new(bytes));
        bytes.zeroize();
        plain
    }

    /// A new secret.
    ///
    /// # Errors
    /// As [`Entropy::fill`].
    pub fn random(entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
        let mut plain = Self(Box::new([0; N]));
        entropy.fill(plain.0.as_mut_slice())?;
        Ok(plain)
    }

    /// The bytes themselves. Name the reason wherever this is called: nothing below it protects them.
    #[must_use]
    pub fn expose(&self) -> &[u8; N] {
        &self.0
    }

    /// Whether both are the same, in a time that does not depend on where they differ.
    #[must_use]
    pub fn ct_eq(&self, other: &Self) -> bool {
        self.0.as_slice().ct_eq(other.0.as_slice()).into()
    }

    /// Takes its bytes from a slice of exactly `N`.
    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        let mut plain = Self(Box::new([0; N]));
        (bytes.len() == N).then(|| plain.0.copy_from_slice(bytes))?;
        Some(plain)
    }
}

impl<const N: usize> Drop for Plain<N> {
    fn drop(&mut self) {
        self.0.as_mut_slice().zeroize();
    }
}

impl<const N: usize> ZeroizeOnDrop for Plain<N> {}

impl<const N: usize> fmt::Debug for Plain<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Plain(..)")
    }
}

/// A secret of any length.
pub struct PlainBytes(Vec<u8>);

impl PlainBytes {
    /// Takes the bytes over without copying them. What an earlier, smaller buffer of the vector held is not its to
    /// wipe: build secrets in a vector made large enough.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes themselves. Name the reason wherever this is called: nothing below it protects them.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// How many bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether both are the same, in a time that depends on their lengths only.
    #[must_use]
    pub fn ct_eq(&self, other: &Self) -> bool {
        self.0.as_slice().ct_eq(other.0.as_slice()).into()
    }

    /// The same secret as one of fixed length, or `None` if it has another.
    #[must_use]
    pub fn into_array<const N: usize>(self) -> Option<Plain<N>> {
        Plain::from_slice(&self.0)
    }
}

impl Drop for PlainBytes {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl ZeroizeOnDrop for PlainBytes {}

impl fmt::Debug for PlainBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PlainBytes(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Plain::new([7; 4])), "Plain(..)");
        assert_eq!(format!("{:#?}", PlainBytes::new(vec![7; 4])), "PlainBytes(..)");
    }

    #[test]
    fn compares_every_byte() {
        let a = [9u8; 16];
        assert!(Plain::new(a).ct_eq(&Plain::new(a)));
        assert!(PlainBytes::new(a.to_vec()).ct_eq(&PlainBytes::new(a.to_vec())));
        for at in 0..a.len() {
            let mut b = a;
            b[at] ^= 1;
            assert!(!Plain::new(a).ct_eq(&Plain::new(b)), "byte {at}");
            assert!(!PlainBytes::new(a.to_vec()).ct_eq(&PlainBytes::new(b.to_vec())), "byte {at}");
        }
        assert!(!PlainBytes::new(vec![]).ct_eq(&PlainBytes::new(vec![0])));
    }

    #[test]
    fn an_array_has_exactly_its_length() {
        assert!(PlainBytes::new(vec![1; 4]).into_array::<4>().is_some_and(|p| p.expose() == &[1; 4]));
        assert!(PlainBytes::new(vec![1; 5]).into_array::<4>().is_none());
        assert!(PlainBytes::new(vec![1; 3]).into_array::<4>().is_none());
    }

    #[test]
    fn is_wiped_on_drop() {
        fn wiped<T: ZeroizeOnDrop>() {}
        wiped::<Plain<32>>();
        wiped::<PlainBytes>();
    }
}
