//! The slow hash of a password.

use super::judge::MAX_BYTES;
use super::normal;
use crate::aead::Key;
use crate::passphrase::{Cost, PassphraseError};
use crate::plain::Plain;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use claviger_core::entropy::{Entropy, EntropyError, draw};
use claviger_core::people::PasswordHash;

const SALT_LEN: usize = 16;
const FRONT: &str = "$argon2id$v=19$";

/// Why a password was not hashed or compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// There was no randomness.
    #[error("no password was hashed for want of randomness")]
    Entropy(#[from] EntropyError),
    /// The memory the hash needs is not there.
    #[error("not enough memory to hash a password")]
    Memory,
    /// Longer than [`MAX_BYTES`].
    #[error("a password has at most {MAX_BYTES} bytes")]
    TooLong,
    /// Not a hash that this release makes, or of a cost out of bounds.
    #[error("the stored hash of a password cannot be read")]
    Stored,
}

/// Hashes a password under a fresh salt. Takes tens of milliseconds and the memory of `cost`, on
/// purpose.
///
/// # Errors
/// [`PasswordError::Entropy`], [`PasswordError::Memory`], [`PasswordError::TooLong`].
pub fn hash(password: &str, cost: Cost, entropy: &mut dyn Entropy) -> Result<PasswordHash, PasswordError> {
    if password.len() > MAX_BYTES {
        return Err(PasswordError::TooLong);
    }
    let salt: [u8; SALT_LEN] = draw(entropy)?;
    let key = derive(password, cost, &salt)?;
    let text = |bytes: &[u8]| STANDARD_NO_PAD.encode(bytes);
    let phc = format!("{FRONT}{}${}${}", cost.to_text(), text(&salt), text(key.expose()));
    PasswordHash::from_phc(&phc).map_err(|_| PasswordError::Stored)
}

/// Whether the password is the one of the hash, compared in constant time. Without a hash, or longer
/// than any that is set, it is not, after as much work as `cost` is: so time does not tell who has one.
///
/// # Errors
/// [`PasswordError::Memory`], [`PasswordError::Stored`].
pub fn verify(password: &str, known: Option<&PasswordHash>, cost: Cost) -> Result<bool, PasswordError> {
    match known {
        Some(known) if password.len() <= MAX_BYTES => {
            let (cost, salt, key) = parse(known).ok_or(PasswordError::Stored)?;
            Ok(derive(password, cost, &salt)?.ct_eq(&key))
        }
        _ => derive("", cost, &[0; SALT_LEN]).map(|_| false),
    }
}

/// Whether the hash costs whoever guesses as much as `cost` is; if not, the password is to be hashed
/// anew the next time it is known.
#[must_use]
pub fn is_costly(known: &PasswordHash, cost: Cost) -> bool {
    parse(known).is_some_and(|(own, ..)| own.is_as_much_as(cost))
}

fn parse(known: &PasswordHash) -> Option<(Cost, Vec<u8>, Key)> {
    let mut fields = known.expose().strip_prefix(FRONT)?.split('$');
    let cost = Cost::from_text(fields.next()?).ok()?;
    let mut bytes = || STANDARD_NO_PAD.decode(fields.next()?).ok();
    let (salt, key) = (bytes()?, bytes()?);
    let key = Plain::from_slice(&key)?;
    fields.next().is_none().then_some((cost, salt, key))
}

fn derive(password: &str, cost: Cost, salt: &[u8]) -> Result<Key, PasswordError> {
    cost.derive(normal(password).as_bytes(), salt).map_err(|error| match error {
        PassphraseError::Memory => PasswordError::Memory,
        _ => PasswordError::Stored,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting(u8);
    impl Entropy for Counting {
        fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
            for byte in bytes {
                self.0 = self.0.wrapping_add(1);
                *byte = self.0;
            }
            Ok(())
        }
    }

    fn made(password: &str) -> PasswordHash {
        hash(password, Cost::default(), &mut Counting(0)).unwrap()
    }

    fn is(password: &str, known: &PasswordHash) -> bool {
        verify(password, Some(known), Cost::default()).unwrap()
    }

    #[test]
    fn a_password_is_itself_and_no_other() {
        let known = made("correct horse battery");
        assert!(known.expose().starts_with("$argon2id$v=19$m=19456,t=2,p=1$AQIDBAUGBwgJCgsMDQ4PEA$"));
        assert!(is("correct horse battery", &known));
        for wrong in ["correct horse batterx", "correct horse batter", "Correct horse battery", ""] {
            assert!(!is(wrong, &known), "{wrong}");
        }
        assert!(!verify("", None, Cost::default()).unwrap(), "who has none is nobody");
    }

    /// Tooth: `verify` that answers at once for nobody takes microseconds.
    #[test]
    fn nobody_costs_as_much_as_somebody() {
        let known = made("correct horse battery");
        let time = |known: Option<&PasswordHash>| {
            let taken = (0..5).map(|_| {
                let begun = std::time::Instant::now();
                assert!(!verify("wrong", known, Cost::default()).unwrap());
                begun.elapsed()
            });
            taken.min().unwrap()
        };
        let (somebody, nobody) = (time(Some(&known)), time(None));
        assert!(nobody * 2 > somebody && somebody * 2 > nobody, "{somebody:?} and {nobody:?}");
    }

    #[test]
    fn keyboards_that_compose_differently_agree() {
        let known = made("cafe\u{301} au lait, ﬁn");
        assert!(is("café au lait, fin", &known));
        assert!(!is("cafe au lait, fin", &known));
    }

    #[test]
    fn one_that_is_too_long_is_nobodys_not_cut_to_somebodys() {
        let longest = "ab".repeat(MAX_BYTES / 2);
        let known = made(&longest);
        assert!(is(&longest, &known) && !is(&format!("{longest}a"), &known));
        let longer = hash(&format!("{longest}a"), Cost::default(), &mut Counting(0));
        assert_eq!(longer, Err(PasswordError::TooLong));
    }

    #[test]
    fn a_dearer_cost_asks_for_another_hash() {
        let known = made("correct horse battery");
        assert!(is_costly(&known, Cost::default()));
        assert!(!is_costly(&known, Cost::new(19 * 1024, 3, 1).unwrap()));
        assert!(!is_costly(&known, Cost::new(20 * 1024, 2, 1).unwrap()));
    }

    #[test]
    fn a_planted_hash_is_refused_not_obeyed() {
        for bad in
            ["$argon2id$v=19$m=8,t=1,p=1$AQIDBAUGBwg$AQID", "$argon2id$v=19$", "$argon2id$v=16$m=19456"]
        {
            let bad = PasswordHash::from_phc(bad).unwrap();
            assert_eq!(verify("x", Some(&bad), Cost::default()), Err(PasswordError::Stored));
            assert!(!is_costly(&bad, Cost::default()));
        }
    }
}
