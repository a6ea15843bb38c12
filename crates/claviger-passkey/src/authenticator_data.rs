//! What the device says of itself and of the ceremony, in bytes that it signs (§6.1).

use crate::cbor::{Malformed, Reader};
use crate::error::{Part, PasskeyError};
use crate::limits::MAX_CREDENTIAL_BYTES;

/// Somebody touched the device.
pub(crate) const USER_PRESENT: u8 = 1 << 0;
/// The device knows who: by a PIN, a finger, a face.
pub(crate) const USER_VERIFIED: u8 = 1 << 2;
/// The key may be copied to other devices of its owner.
pub(crate) const BACKUP_ELIGIBLE: u8 = 1 << 3;
/// The key has been.
pub(crate) const BACKED_UP: u8 = 1 << 4;
/// A key follows.
pub(crate) const ATTESTED: u8 = 1 << 6;
/// Extensions follow.
pub(crate) const EXTENDED: u8 = 1 << 7;

/// Bytes of the id of a device's make, which is not asked for.
const AAGUID_BYTES: usize = 16;

/// The device's words.
#[derive(Debug)]
pub(crate) struct AuthenticatorData<'a> {
    /// SHA-256 of the id of the site it signed for.
    pub(crate) party_hash: [u8; 32],
    pub(crate) flags: u8,
    /// How often the key was used; 0 if the device does not count.
    pub(crate) counter: u32,
    /// A new key.
    pub(crate) attested: Option<Attested<'a>>,
}

/// A new key.
#[derive(Debug)]
pub(crate) struct Attested<'a> {
    /// The credential's id.
    pub(crate) credential: &'a [u8],
    /// The public key (COSE), whole.
    pub(crate) public_key: &'a [u8],
}

impl<'a> AuthenticatorData<'a> {
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, PasskeyError> {
        AuthenticatorData::read(bytes).map_err(|_| PasskeyError::Malformed(Part::AuthenticatorData))
    }

    fn read(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let party_hash = reader.array()?;
        let [flags] = reader.array()?;
        let counter = u32::from_be_bytes(reader.array()?);
        let attested = (flags & ATTESTED != 0).then(|| Attested::read(&mut reader)).transpose()?;
        if flags & EXTENDED != 0 {
            // None was asked for, so none is looked at; but it has to be a map, and the end.
            Reader::new(reader.skip()?).map()?;
        }
        reader.end()?;
        Ok(AuthenticatorData { party_hash, flags, counter, attested })
    }

    pub(crate) const fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }
}

impl<'a> Attested<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, Malformed> {
        reader.take(AAGUID_BYTES)?;
        let length = usize::from(u16::from_be_bytes(reader.array()?));
        if length == 0 || length > MAX_CREDENTIAL_BYTES {
            return Err(Malformed);
        }
        let credential = reader.take(length)?;
        Ok(Attested { credential, public_key: reader.skip()? })
    }
}
