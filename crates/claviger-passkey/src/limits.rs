//! How large what a browser sends may be, and how long a ceremony may take.

/// Bytes of a challenge (§13.4.3 asks for at least 16).
pub const CHALLENGE_BYTES: usize = 32;
/// Most bytes of a credential's id (§4, *Credential ID*).
pub const MAX_CREDENTIAL_BYTES: usize = 1023;
/// Most bytes of a user handle (§4, *User Handle*).
pub const MAX_USER_HANDLE_BYTES: usize = 64;
/// Most bytes of the JSON of a credential. One with RS256 and the longest id takes about six thousand.
pub const MAX_JSON_BYTES: usize = 16 * 1024;
/// Most bytes of a public key as it is kept (COSE); one of RS256 with 4096 bits takes 527.
pub const MAX_PUBLIC_KEY_BYTES: usize = 1024;
/// How deep CBOR may be nested (CTAP 2, §8: four levels).
pub const MAX_DEPTH: u32 = 4;
/// How long the browser waits for the device, in milliseconds.
pub const TIMEOUT_MS: u32 = 5 * 60 * 1000;
