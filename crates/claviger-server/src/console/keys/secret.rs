//! A new key as it is handed over: to be copied, scanned, or saved as a file, plain or encrypted. It is in one answer and
//! nowhere else.

use super::super::page::time::exact;
use super::super::svg::qr;
use super::snippets::{Snippet, snippets};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use claviger::OsEntropy;
use claviger::core::key::KeyRecord;
use claviger::core::time::Timestamp;
use claviger::manage::keys::CreatedKey;
use claviger_seal::age;
use std::sync::LazyLock;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

/// Encrypting takes memory: so many at once.
static ROOM: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));
/// Longest name of a file, without its ending.
const MAX_STEM: usize = 40;

/// Everything that the page hands over. Has no `Debug`.
pub(in super::super) struct Handed {
    pub(in super::super) public: String,
    pub(in super::super) private: Option<String>,
    pub(in super::super) file: File,
    pub(in super::super) encrypted: Option<File>,
    /// The encrypted file was asked for and could not be made.
    pub(in super::super) not_encrypted: bool,
    pub(in super::super) qr: Option<String>,
    pub(in super::super) totp: Option<Totp>,
    pub(in super::super) snippets: Vec<Snippet>,
}

/// A file that is part of the page.
pub(in super::super) struct File {
    pub(in super::super) name: String,
    pub(in super::super) href: String,
}

/// The secret of a second factor.
pub(in super::super) struct Totp {
    pub(in super::super) secret: String,
    pub(in super::super) qr: Option<String>,
}

/// The key as an environment file.
pub(super) struct Wrapped {
    stem: String,
    text: Zeroizing<String>,
    origin: String,
}

impl Wrapped {
    pub(super) fn new(created: &CreatedKey, origin: &str, now: Timestamp) -> Self {
        let record = &created.record;
        let mut text = Zeroizing::new(format!(
            "# Claviger key \"{}\" ({}), made {}.\n# Whoever has this file can do what the key may do.\nKRAKEN_API_URL={origin}\nKRAKEN_API_KEY={}\n",
            record.name,
            record.id,
            exact(now),
            record.api_key,
        ));
        if let Some(private) = &created.private_key {
            text.push_str("KRAKEN_PRIVATE_KEY=");
            text.push_str(&private.reveal());
            text.push('\n');
        }
        Wrapped { stem: stem(record.name.as_str(), &record.id.to_string()), text, origin: origin.to_owned() }
    }

    /// The file under a passphrase; `Ok(None)` never, an error if it could not be made.
    pub(super) async fn encrypted(&self, passphrase: String) -> Result<Option<File>, ()> {
        let (passphrase, text) = (Zeroizing::new(passphrase), self.text.clone());
        let _room = ROOM.acquire().await.map_err(|_| ())?;
        let encrypt = move || age::encrypt(&passphrase, text.as_bytes(), age::WORK, &mut OsEntropy);
        let bytes = tokio::task::spawn_blocking(encrypt).await.map_err(|_| ())?;
        let bytes = bytes.map_err(|error| tracing::error!(%error, "a key was not encrypted for its file"))?;
        Ok(Some(File {
            name: format!("{}.env.age", self.stem),
            href: format!("data:application/octet-stream;base64,{}", STANDARD.encode(bytes)),
        }))
    }

    fn plain(&self) -> File {
        File {
            name: format!("{}.env", self.stem),
            href: format!("data:text/plain;charset=utf-8;base64,{}", STANDARD.encode(self.text.as_bytes())),
        }
    }

    /// Without the comments, for a code that can be scanned.
    fn short(&self) -> Zeroizing<String> {
        let lines = self.text.lines().filter(|line| line.starts_with("KRAKEN_") && !line.contains("_URL="));
        Zeroizing::new(lines.collect::<Vec<_>>().join("\n"))
    }
}

impl Handed {
    pub(super) fn of(created: &CreatedKey, wrapped: &Wrapped, encrypted: Result<Option<File>, ()>) -> Self {
        let private = created.private_key.as_ref().map(|private| private.reveal().to_string());
        let totp = created.totp.as_ref().map(|totp| Totp {
            secret: totp.secret.to_string(),
            qr: qr(&totp.uri, "QR code of the second factor, for an authenticator"),
        });
        Handed {
            public: created.record.api_key.to_string(),
            qr: private.as_ref().and_then(|_| qr(&wrapped.short(), "QR code of both halves of the key")),
            file: wrapped.plain(),
            not_encrypted: encrypted.is_err(),
            encrypted: encrypted.ok().flatten(),
            totp,
            snippets: snippets(created.record.kind, &wrapped.origin, &format!("{}.env", wrapped.stem)),
            private,
        }
    }
}

/// First calls of a key that was handed over before.
pub(in super::super) fn first_calls(key: &KeyRecord, origin: &str) -> Vec<Snippet> {
    let stem = stem(key.name.as_str(), &key.id.to_string());
    snippets(key.kind, origin, &format!("{stem}.env"))
}

/// A name as a file's: letters, digits and dashes; the id if nothing is left.
fn stem(name: &str, id: &str) -> String {
    let mut stem = String::new();
    for part in name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()) {
        if !stem.is_empty() {
            stem.push('-');
        }
        stem.push_str(&part.to_ascii_lowercase());
    }
    stem.truncate(MAX_STEM);
    if stem.is_empty() { id.replace('_', "-") } else { stem }
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn a_file_is_named_after_its_key() {
        assert_eq!(stem("Grid bot BTC/USD", "key_1"), "grid-bot-btc-usd");
        assert_eq!(stem("../../etc/passwd", "key_1"), "etc-passwd");
        assert_eq!(stem("数量", "key_1"), "key-1");
        assert_eq!(stem(&"x".repeat(99), "key_1").len(), 40);
    }
}
