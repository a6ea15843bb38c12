//! Recovery codes: each gets a person in once without the device they lost.

use super::super::sessions::Signed;
use super::super::sessions::person::passkeys_of;
use super::super::{ManageError, Operation, Thing, entry, guarded};
use super::act::target;
use crate::authority::Authority;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::entropy::{Entropy as _, EntropyError};
use claviger_core::people::User;
use claviger_core::store::{Change, RecordWrite};
use claviger_core::token::TokenDigest;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// How many there are.
pub const CODES: usize = 10;
/// Characters of a code, of 32 kinds: 100 bits, so that a fast hash keeps it.
const CHARS: usize = 20;
/// Characters that stand together when it is shown.
const GROUP: usize = 5;
/// Small letters and digits without `i`, `l`, `o` and `u`.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Longer texts are no code.
const MAX_TEXT: usize = 64;

/// Fresh recovery codes, to be shown once. Has no `Debug`.
pub struct RecoveryCodes {
    /// The codes.
    pub codes: Vec<Zeroizing<String>>,
}

/// Makes new recovery codes; those there were are worth nothing any more.
///
/// # Errors
/// [`ManageError`]; [`ManageError::NoSecondFactor`] if there is nothing they could stand in for.
pub async fn renew(authority: &Authority, signed: &Signed) -> Result<RecoveryCodes, ManageError> {
    let work = async {
        signed.caller.require_proof()?;
        let mut user = signed.user.clone();
        if user.totp.is_none() && passkeys_of(authority, user.id).await?.is_empty() {
            return Err(ManageError::NoSecondFactor);
        }
        let codes = fresh(&mut user)?;
        let from = user.revision;
        user.revision = from.saturating_add(1);
        let change = Change::Records(vec![RecordWrite::Update { record: user.record()?, from }]);
        let words = format!("{CODES} new recovery codes; those before are worth nothing");
        let entry = entry::act(&signed.caller, Action::RecoveryCreate, target(signed), 0, &words);
        let written = authority.commit_change(signed.caller.mutation(change, entry, &())).await;
        written.map_err(|error| ManageError::from_change(error, Thing::Person))?;
        Ok(codes)
    };
    guarded(authority, &signed.caller, Operation::RecoveryCreate, target(signed), work).await
}

/// Gives the person fresh codes, of which the record keeps the digests.
pub(in super::super) fn fresh(user: &mut User) -> Result<RecoveryCodes, EntropyError> {
    let codes = (0..CODES).map(|_| code()).collect::<Result<Vec<_>, _>>()?;
    user.recovery = codes.iter().map(|code| digest(code)).collect();
    Ok(RecoveryCodes { codes })
}

/// Takes a code off the person's record; whether it was one of theirs. It counts only once that record is
/// written.
pub(in super::super) fn use_up(user: &mut User, text: &str) -> bool {
    if text.len() > MAX_TEXT {
        return false;
    }
    let given = digest(text);
    let before = user.recovery.len();
    // Every one is compared, so that time does not tell which it was.
    user.recovery.retain(|known| !known.same(&given));
    user.recovery.len() < before
}

fn code() -> Result<Zeroizing<String>, EntropyError> {
    let mut random = Zeroizing::new([0u8; CHARS]);
    OsEntropy.fill(random.as_mut_slice())?;
    let mut text = Zeroizing::new(String::with_capacity(CHARS + CHARS / GROUP));
    for (at, byte) in random.iter().enumerate() {
        if at > 0 && at % GROUP == 0 {
            text.push('-');
        }
        text.push(ALPHABET.get(usize::from(byte % 32)).copied().map_or('0', char::from));
    }
    Ok(text)
}

/// Of a code however it is typed: case, spaces and dashes do not count, and letters that are none of its own
/// are read as what they look like.
fn digest(text: &str) -> TokenDigest {
    let mut plain = Zeroizing::new(String::with_capacity(text.len()));
    plain.extend(text.chars().filter(char::is_ascii_alphanumeric).map(|c| match c.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        c => c,
    }));
    TokenDigest(Sha256::digest(plain.as_bytes()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_many_long_and_different() {
        let codes: Vec<_> = (0..CODES).map(|_| code().unwrap()).collect();
        for (at, one) in codes.iter().enumerate() {
            assert_eq!(one.len(), CHARS + 3, "{at}");
            assert!(codes.iter().skip(at + 1).all(|other| **other != **one));
        }
    }

    #[test]
    fn a_code_may_be_typed_as_people_type() {
        let shown = digest("01abc-defgh-jkmnp-qrst1");
        for typed in ["OIABC DEFGH JKMNP QRSTL", "o1abcdefghjkmnpqrsti", " 01abc-DEFGH-jkmnp-qrst1 "] {
            assert!(digest(typed).same(&shown), "{typed}");
        }
        assert!(!digest("01abc-defgh-jkmnp-qrst2").same(&shown));
    }
}
