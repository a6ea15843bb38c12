//! What a client holds: API keys, private keys and administration tokens, as text; and what a browser does.
//!
//! One layout for the first three: 6 bytes of prefix, random bytes, 4 bytes of CRC-32 (big endian) over what
//! stands before, in standard base64. The prefix is eight letters and digits of base64, different
//! for each kind, so that a scanner finds them; the checksum refuses a typo without a look-up.
//! Shapes (DESIGN.md §5): API key 56 characters, private key 88, administration token 56.
//!
//! The token of a session stands apart: nobody types, pastes or loses it, so it is random bytes alone.

mod admin_token;
mod api_key;
mod format;
mod private_key;
mod session_token;

pub use admin_token::AdminToken;
pub use api_key::ApiKey;
pub use format::CredentialError;
pub use private_key::PrivateKey;
pub use session_token::SessionToken;
