//! What is sealed, wrapped, and written to key files.

use super::text;
use claviger_seal::{Binding, Keyring, MasterKey, Purpose, Sealed, WrappedDataKey, age, passphrase as pass};
use std::sync::OnceLock;

/// Not random: what is sealed here is no secret.
struct Counted(u8);

impl claviger_core::entropy::Entropy for Counted {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), claviger_core::entropy::EntropyError> {
        for byte in bytes {
            self.0 = self.0.wrapping_mul(29).wrapping_add(71);
            *byte = self.0;
        }
        Ok(())
    }
}

fn keyring() -> &'static Keyring {
    static KEYRING: OnceLock<Keyring> = OnceLock::new();
    KEYRING.get_or_init(|| Keyring::create(&mut Counted(1)).expect("counted bytes never run out"))
}

pub(super) fn sealed(bytes: &[u8]) {
    if let Ok(sealed) = Sealed::from_bytes(bytes) {
        assert_eq!(sealed.to_bytes(), bytes);
        let binding = Binding { purpose: Purpose::ApiKeySecret, account: 1, id: 1 };
        // A corpus cannot hold a seal under a key that was never written down.
        let _ = keyring().open(binding, &sealed);
    }
}

pub(super) fn wrapped_key(bytes: &[u8]) {
    if let Ok(wrapped) = WrappedDataKey::from_bytes(bytes) {
        assert_eq!(wrapped.to_bytes(), bytes);
        let master = MasterKey::random(&mut Counted(2)).expect("counted bytes never run out");
        let _ = Keyring::unwrap_with(&[&master], &[wrapped]);
    }
}

pub(super) fn master_key(bytes: &[u8]) {
    if let Ok(key) = MasterKey::from_text(bytes) {
        let again = MasterKey::from_text(key.to_text().expose()).expect("what is written can be read");
        assert!(again.id() == key.id());
    }
}

pub(super) fn passphrase(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    // Costs above the least are checked by the crate itself; here they would only take long.
    let dear = text.contains("m=") && !text.contains("m=19456,t=2,p=1");
    if !dear {
        let _ = pass::open(b"correct horse battery staple", text);
    }
}

pub(super) fn recipient(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    if let Ok(recipient) = text.parse::<age::Recipient>() {
        assert_eq!(recipient.to_string(), text);
    }
}
