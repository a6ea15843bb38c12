//! Public keys as devices write them: COSE_Key (RFC 9052 §7, RFC 9053 §7), as §6.5.1.1 narrows it.

use crate::cbor::{Item, Malformed, Reader};
use crate::error::{Part, PasskeyError};
use crate::limits::MAX_PUBLIC_KEY_BYTES;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
};
use std::fmt;

/// How a passkey signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// Ed25519.
    EdDsa,
    /// ECDSA over P-256 with SHA-256.
    Es256,
    /// RSASSA-PKCS1-v1_5 with SHA-256, 2048 to 4096 bits.
    Rs256,
}

impl Algorithm {
    /// All that are asked for, those rather wanted first.
    pub const ALL: [Algorithm; 3] = [Algorithm::EdDsa, Algorithm::Es256, Algorithm::Rs256];

    /// Its number in the registry of COSE algorithms.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            Algorithm::EdDsa => -8,
            Algorithm::Es256 => -7,
            Algorithm::Rs256 => -257,
        }
    }

    fn from_number(number: i64) -> Option<Self> {
        Algorithm::ALL.into_iter().find(|algorithm| algorithm.number() == number)
    }
}

/// A public key that signatures can be verified with.
#[derive(Clone)]
pub struct PublicKey {
    algorithm: Algorithm,
    key: ParsedPublicKey,
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicKey").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

/// Most parameters of a key: kind, algorithm, curve and two coordinates.
const MAX_PARAMETERS: u64 = 5;

/// Parameters by their labels.
struct Parameters<'a>(Vec<(i64, Item<'a>)>);

impl<'a> Parameters<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, Malformed> {
        let count = reader.map()?;
        if count > MAX_PARAMETERS {
            return Err(Malformed);
        }
        let mut found: Vec<(i64, Item<'a>)> = Vec::new();
        for _ in 0..count {
            let Item::Int(label) = reader.item()? else { return Err(Malformed) };
            let value = reader.item()?;
            if found.iter().any(|(other, _)| *other == label)
                || !matches!(value, Item::Int(_) | Item::Bytes(_))
            {
                return Err(Malformed);
            }
            found.push((label, value));
        }
        Ok(Parameters(found))
    }

    fn take(&mut self, label: i64) -> Result<Item<'a>, Malformed> {
        let place = self.0.iter().position(|(other, _)| *other == label).ok_or(Malformed)?;
        Ok(self.0.swap_remove(place).1)
    }

    fn int(&mut self, label: i64) -> Result<i64, Malformed> {
        match self.take(label)? {
            Item::Int(number) => Ok(number),
            _ => Err(Malformed),
        }
    }

    fn must_be(&mut self, label: i64, value: i64) -> Result<(), Malformed> {
        if self.int(label)? == value { Ok(()) } else { Err(Malformed) }
    }

    fn bytes(&mut self, label: i64) -> Result<&'a [u8], Malformed> {
        match self.take(label)? {
            Item::Bytes(bytes) => Ok(bytes),
            _ => Err(Malformed),
        }
    }

    /// A key has the parameters of its kind and no other.
    const fn end(&self) -> Result<(), Malformed> {
        if self.0.is_empty() { Ok(()) } else { Err(Malformed) }
    }
}

const KIND: i64 = 1;
const ALGORITHM: i64 = 3;
const CURVE: i64 = -1;
const X: i64 = -2;
const Y: i64 = -3;
const MODULUS: i64 = -1;
const EXPONENT: i64 = -2;

/// Bytes of an RSA modulus: 2048 to 4096 bits.
const MODULUS_BYTES: std::ops::RangeInclusive<usize> = 256..=512;
/// Most bytes of an RSA exponent.
const EXPONENT_BYTES: usize = 4;

impl PublicKey {
    /// From the bytes that were kept of it, wholly.
    ///
    /// # Errors
    /// [`PasskeyError::Malformed`], [`PasskeyError::Algorithm`].
    pub fn parse(bytes: &[u8]) -> Result<Self, PasskeyError> {
        let malformed = |_| PasskeyError::Malformed(Part::PublicKey);
        if bytes.len() > MAX_PUBLIC_KEY_BYTES {
            return Err(malformed(Malformed));
        }
        let mut reader = Reader::new(bytes);
        let mut parameters = Parameters::read(&mut reader).map_err(malformed)?;
        reader.end().map_err(malformed)?;
        let number = parameters.int(ALGORITHM).map_err(malformed)?;
        let algorithm = Algorithm::from_number(number).ok_or(PasskeyError::Algorithm)?;
        let key = match algorithm {
            Algorithm::EdDsa => ed25519(&mut parameters),
            Algorithm::Es256 => p256(&mut parameters),
            Algorithm::Rs256 => rsa(&mut parameters),
        };
        let key = key.map_err(malformed)?;
        parameters.end().map_err(malformed)?;
        Ok(PublicKey { algorithm, key })
    }

    /// How it signs.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Whether `signature` is this key's over `message`.
    ///
    /// # Errors
    /// [`PasskeyError::Signature`].
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), PasskeyError> {
        self.key.verify_sig(message, signature).map_err(|_| PasskeyError::Signature)
    }
}

fn p256(parameters: &mut Parameters<'_>) -> Result<ParsedPublicKey, Malformed> {
    parameters.must_be(KIND, 2)?;
    parameters.must_be(CURVE, 1)?;
    let x: &[u8; 32] = parameters.bytes(X)?.try_into().map_err(|_| Malformed)?;
    let y: &[u8; 32] = parameters.bytes(Y)?.try_into().map_err(|_| Malformed)?;
    // SEC 1, uncompressed; a point that is not on the curve is refused here.
    let point = [&[4][..], x, y].concat();
    ParsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).map_err(|_| Malformed)
}

fn ed25519(parameters: &mut Parameters<'_>) -> Result<ParsedPublicKey, Malformed> {
    parameters.must_be(KIND, 1)?;
    parameters.must_be(CURVE, 6)?;
    let x: &[u8; 32] = parameters.bytes(X)?.try_into().map_err(|_| Malformed)?;
    ParsedPublicKey::new(&ED25519, x).map_err(|_| Malformed)
}

fn rsa(parameters: &mut Parameters<'_>) -> Result<ParsedPublicKey, Malformed> {
    parameters.must_be(KIND, 3)?;
    let (n, e) = (parameters.bytes(MODULUS)?, parameters.bytes(EXPONENT)?);
    if !MODULUS_BYTES.contains(&n.len()) || e.len() > EXPONENT_BYTES {
        return Err(Malformed);
    }
    RsaPublicKeyComponents { n, e }.to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256).map_err(|_| Malformed)
}
