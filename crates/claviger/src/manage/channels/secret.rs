//! The secrets of channels.

use super::super::ManageError;
use crate::authority::Authority;
use crate::notices::binding;
use crate::secrets::OsEntropy;
use claviger_core::entropy::Entropy as _;
use claviger_core::notices::Channel;
use claviger_core::store::SealedBytes;
use claviger_notify::sign;
use zeroize::Zeroizing;

/// The secret of a web hook, to be shown once. Has no `Debug`.
pub struct HookSecret(Zeroizing<[u8; sign::SECRET_BYTES]>);

impl HookSecret {
    pub(super) fn random() -> Result<Self, ManageError> {
        let mut bytes = Zeroizing::new([0; sign::SECRET_BYTES]);
        OsEntropy.fill(&mut bytes[..])?;
        Ok(HookSecret(bytes))
    }

    /// As Standard Webhooks writes it: `whsec_` and base64.
    #[must_use]
    pub fn shown(&self) -> Zeroizing<String> {
        sign::shown(&self.0[..])
    }

    pub(super) fn sealed(
        &self,
        authority: &Authority,
        channel: &Channel,
    ) -> Result<SealedBytes, ManageError> {
        sealed(authority, channel, &self.0[..])
    }
}

/// A secret of a channel, sealed and bound to it.
pub(super) fn sealed(
    authority: &Authority,
    channel: &Channel,
    plain: &[u8],
) -> Result<SealedBytes, ManageError> {
    let sealed = authority.secrets().keyring().seal(binding(channel), plain, &mut OsEntropy)?;
    Ok(SealedBytes(sealed.to_bytes().into()))
}
