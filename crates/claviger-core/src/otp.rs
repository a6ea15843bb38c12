//! A key's second factor: a static password, or a time-based code (RFC 6238, SHA-1, six digits,
//! 30 seconds, one step of tolerance either way). Each time step is used once per key.

use crate::time::Timestamp;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Seconds of one time step.
pub const STEP_SECS: i64 = 30;
/// Digits of a code.
pub const DIGITS: usize = 6;
/// Bytes of a TOTP secret made here (160 bits, as RFC 4226 recommends).
pub const TOTP_SECRET_BYTES: usize = 20;
/// Most bytes of the `otp` a call may carry.
pub const MAX_OTP_BYTES: usize = 128;

/// Which second factor a key wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondFactorKind {
    /// A static password in every call.
    Password,
    /// A time-based code, each used once.
    Totp,
}

/// The opened second factor of a key. Wiped on drop; has no `Debug`.
#[derive(Zeroize, ZeroizeOnDrop)]
pub enum SecondFactor {
    /// The password's bytes.
    Password(Vec<u8>),
    /// The shared secret's bytes.
    Totp(Vec<u8>),
}

/// What a check of the second factor found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtpVerdict {
    /// Right; for a time-based code, the step to be burnt.
    Right(Option<u64>),
    /// Not right.
    Wrong,
}

impl SecondFactor {
    /// The kind of this factor.
    #[must_use]
    pub const fn kind(&self) -> SecondFactorKind {
        match self {
            SecondFactor::Password(_) => SecondFactorKind::Password,
            SecondFactor::Totp(_) => SecondFactorKind::Totp,
        }
    }

    /// Checks what a call sent; all compares are constant-time in the length-independent part.
    #[must_use]
    pub fn check(&self, given: &[u8], now: Timestamp) -> OtpVerdict {
        match self {
            SecondFactor::Password(password) => {
                // Digests make the compare independent of both lengths.
                let same = Sha256::digest(password).ct_eq(&Sha256::digest(given));
                if same.into() { OtpVerdict::Right(None) } else { OtpVerdict::Wrong }
            }
            SecondFactor::Totp(secret) => check_totp(secret, given, now),
        }
    }
}

fn check_totp(secret: &[u8], given: &[u8], now: Timestamp) -> OtpVerdict {
    if given.len() != DIGITS || !given.iter().all(u8::is_ascii_digit) {
        return OtpVerdict::Wrong;
    }
    let step = u64::try_from(now.secs().div_euclid(STEP_SECS)).unwrap_or(0);
    let mut found = None;
    // All three steps are computed whatever matches, so that time does not tell which did.
    for candidate in [step.saturating_sub(1), step, step.saturating_add(1)] {
        if bool::from(code(secret, candidate).ct_eq(given)) {
            found = Some(candidate);
        }
    }
    found.map_or(OtpVerdict::Wrong, |step| OtpVerdict::Right(Some(step)))
}

/// The instant from which the code of a time step is not taken any more: one step of tolerance
/// after its own end.
#[must_use]
pub fn step_ends(step: u64) -> Timestamp {
    let steps = i64::try_from(step).unwrap_or(i64::MAX).saturating_add(2);
    Timestamp::from_secs(steps.saturating_mul(STEP_SECS).min(Timestamp::MAX.secs()))
}

/// The six digits of one time step, as ASCII (RFC 4226 §5.3).
#[must_use]
pub fn code(secret: &[u8], step: u64) -> [u8; DIGITS] {
    let Ok(mac) = Hmac::<Sha1>::new_from_slice(secret) else { return [b'-'; DIGITS] };
    let digest = mac.chain_update(step.to_be_bytes()).finalize().into_bytes();
    let offset = usize::from(digest.last().copied().unwrap_or(0) & 0x0f);
    let four = digest.get(offset..offset + 4).and_then(|s| s.try_into().ok()).unwrap_or([0; 4]);
    let mut number = (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000;
    let mut digits = [b'0'; DIGITS];
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238 appendix B, SHA-1, the last six of its eight digits.
    #[test]
    fn rfc6238_vectors() {
        let secret = b"12345678901234567890";
        for (secs, expected) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            assert_eq!(code(secret, secs / 30), expected.as_bytes(), "at {secs}");
        }
    }

    #[test]
    fn tolerance_is_one_step_and_the_step_is_told() {
        let factor = SecondFactor::Totp(b"12345678901234567890".to_vec());
        let now = Timestamp::from_secs(59);
        assert_eq!(factor.check(b"287082", now), OtpVerdict::Right(Some(1)));
        assert_eq!(factor.check(b"287082", now.plus_secs(30)), OtpVerdict::Right(Some(1)));
        assert_eq!(factor.check(b"287082", now.plus_secs(60)), OtpVerdict::Wrong);
        let end = step_ends(1);
        assert_eq!(factor.check(b"287082", end.plus_micros(-1)), OtpVerdict::Right(Some(1)));
        assert_eq!(factor.check(b"287082", end), OtpVerdict::Wrong);
        assert!(step_ends(u64::MAX) <= Timestamp::MAX);
        for bad in [&b"28708"[..], b"2870820", b" 287082", b"287 82", b""] {
            assert_eq!(factor.check(bad, now), OtpVerdict::Wrong);
        }
    }

    #[test]
    fn passwords_compare_whole() {
        let factor = SecondFactor::Password(b"correct horse".to_vec());
        let now = Timestamp::from_secs(0);
        assert_eq!(factor.check(b"correct horse", now), OtpVerdict::Right(None));
        assert_eq!(factor.check(b"correct hors", now), OtpVerdict::Wrong);
        assert_eq!(factor.check(b"", now), OtpVerdict::Wrong);
    }
}
