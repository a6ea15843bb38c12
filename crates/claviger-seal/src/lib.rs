//! Secrets at rest: the only place that opens a stored secret.
//!
//! **Purpose.** A secret of an API key must be recoverable, because an HMAC is verified with it. So it is sealed
//! with an AEAD under a *data key*, and the data key is wrapped by a *master key* that lives outside the database:
//!
//! ```text
//!   master key file ──wraps──▶ WrappedDataKey (database) ──▶ Keyring ──seals──▶ Sealed (database, one per secret)
//! ```
//!
//! The master key rotates by wrapping the few data keys again ([`Keyring::rewrap`]); no sealed secret is touched and
//! no API key is issued anew. Plain and sealed are different types: [`Plain`] and [`PlainBytes`] are wiped
//! when dropped, show nothing in `Debug`, and have neither `==` nor a serialised form; [`Sealed`] is what a store
//! may keep. (Administration tokens need not be recovered: `claviger-core` keeps only their digest.)
//!
//! A sealed value is bound to its [`Binding`]: purpose, account and row. Moved to another row, used for another
//! purpose or changed in one bit, it is refused like any forgery.
//!
//! **What it must not know.** What a key may do, how it is stored, who asks. Ids come in as plain numbers. It does
//! no I/O and reads no clock, randomness is an argument, with one exception: [`file`] reads and writes the master key
//! file, because how that is done is part of how safe it is.
//!
//! **Promises it carries.** P7: no secret in clear, as far as types can say it; sealed bytes flipped or moved to
//! another row are refused. P12: secrets and digests are compared in constant time and have no `==`.
//!
//! | module | what |
//! |---|---|
//! | [`Plain`], [`PlainBytes`] | a secret in memory |
//! | [`Binding`], [`Sealed`], [`Keyring`] | a secret at rest |
//! | [`MasterKey`], [`WrappedDataKey`], [`file`] | what protects the secrets at rest |
//! | [`passphrase`] | a secret in a file of a person, under a passphrase |
//! | [`password`] | the slow hash of a person's password, and how easily one is guessed |
//! | [`age`] | the same as a file that every `age` program opens |

mod aead;
pub mod age;
mod binding;
mod data_key;
mod error;
pub mod file;
mod keyring;
mod master;
pub mod passphrase;
pub mod password;
mod plain;
mod sealed;

pub use binding::{Binding, Purpose};
pub use data_key::{DataKeyId, WrappedDataKey};
pub use error::{FormatError, SealError};
pub use keyring::Keyring;
pub use master::{MasterKey, MasterKeyId, MasterKeyTextError};
pub use plain::{Plain, PlainBytes};
pub use sealed::{MAX_PLAIN_LEN, Sealed};
