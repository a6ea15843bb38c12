//! A call as the wire hands it over, and a call whose signature is proven.

use crate::action::{Action, OrderFacts};
use crate::credential::ApiKey;
use crate::key::KeySnapshot;
use crate::signature::{SIGNATURE_BYTES, SignedBytes, Signer, verify};
use crate::text::ClientName;
use crate::time::Timestamp;
use std::net::IpAddr;
use std::sync::LazyLock;

/// The history a call asks for; `None` means "as far as I may".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QueryDates {
    /// From this instant on.
    pub start: Option<Timestamp>,
    /// Up to this instant.
    pub end: Option<Timestamp>,
}

/// A call as parsed from the wire, nothing proven yet. It borrows the bytes it came in.
#[derive(Debug, Clone)]
pub struct SignedCall<'a> {
    /// Whose call it claims to be.
    pub api_key: ApiKey,
    /// The bytes that are signed.
    pub bytes: SignedBytes<'a>,
    /// The signature sent.
    pub signature: [u8; SIGNATURE_BYTES],
    /// The nonce, as a number.
    pub nonce: u64,
    /// The second factor sent, at most [`crate::otp::MAX_OTP_BYTES`] bytes.
    pub otp: Option<&'a [u8]>,
    /// What is asked for.
    pub action: Action,
    /// The dates asked for.
    pub dates: QueryDates,
    /// Where it came from.
    pub source: IpAddr,
    /// What the client calls itself.
    pub client: ClientName,
}

/// A call whose signature verified under the key it names. Only [`SignedCall::verify`] makes one.
#[derive(Debug, Clone)]
pub struct VerifiedCall<'a> {
    call: SignedCall<'a>,
    digest: [u8; 32],
}

impl<'a> SignedCall<'a> {
    /// Checks the signature under the key's secret.
    ///
    /// Returns `None` if it does not verify, or if the key has no secret; the same digest work is
    /// done either way.
    #[must_use]
    pub fn verify(self, key: &KeySnapshot) -> Option<VerifiedCall<'a>> {
        let digest = self.bytes.digest();
        let (path, given) = (self.bytes.path, &self.signature);
        let good = match (key.signer(), &key.secret) {
            (Some(signer), _) => signer.verify(path, &digest, given),
            (None, secret) => {
                let secret = secret.as_ref().map_or(&NO_SECRET, |secret| secret.expose());
                verify(secret, path, &digest, given)
            }
        };
        (good && key.secret.is_some() && key.api_key == self.api_key)
            .then_some(VerifiedCall { call: self, digest })
    }

    /// The work of [`SignedCall::verify`] for a key nobody knows, so that time does not tell: that
    /// of a key in use, which is ready to verify.
    pub fn verify_nobody(&self) {
        let digest = self.bytes.digest();
        let (path, given) = (self.bytes.path, &self.signature);
        let good = NOBODY.as_ref().is_some_and(|nobody| nobody.verify(path, &digest, given));
        let _ = std::hint::black_box(good);
    }
}

const NO_SECRET: [u8; 64] = [0; 64];
static NOBODY: LazyLock<Option<Signer>> = LazyLock::new(|| Signer::new(&NO_SECRET));

impl<'a> VerifiedCall<'a> {
    /// The call.
    #[must_use]
    pub const fn call(&self) -> &SignedCall<'a> {
        &self.call
    }

    /// The digest of the request.
    #[must_use]
    pub const fn digest(&self) -> &[u8; 32] {
        &self.digest
    }
}

/// What a decision may depend on beyond the call and the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// The rate counter of the key has no room for this call.
    pub rate_exceeded: bool,
    /// Too many second factors were wrong on this key of late, each behind a good signature.
    pub second_factor_locked: bool,
    /// The state of the orders asked for, or what the report asked for is of.
    pub orders: OrderFacts,
}
