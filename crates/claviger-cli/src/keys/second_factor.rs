//! The second factor of a key, as options of `create` and `edit`, and as it is shown once.

use crate::failure::Failure;
use crate::output::{Out, ask_secret, is_interactive};
use clap::ValueEnum;
use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

/// Where the password comes from if there is no terminal.
const VARIABLE: &str = "CLAVIGER_SECOND_FACTOR";

/// Which second factor every call of a key must carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SecondFactor {
    /// None
    None,
    /// Time-based codes of an authenticator app; the secret is shown once
    Totp,
    /// A static password, asked for, or taken from CLAVIGER_SECOND_FACTOR
    Password,
}

/// Puts the second factor into a request; asks for a password where one is needed.
pub(super) fn put(asked: Option<SecondFactor>, body: &mut Map<String, Value>) -> Result<(), Failure> {
    let value = match asked {
        None => return Ok(()),
        Some(SecondFactor::None) => Value::Null,
        Some(SecondFactor::Totp) => json!({ "kind": "totp" }),
        Some(SecondFactor::Password) => json!({ "kind": "password", "password": *password()? }),
    };
    body.insert("second_factor".to_owned(), value);
    Ok(())
}

fn password() -> Result<Zeroizing<String>, Failure> {
    if let Ok(given) = std::env::var(VARIABLE) {
        return Ok(Zeroizing::new(given));
    }
    if !is_interactive() {
        return Err(Failure::usage(format!("no terminal to ask for the password at: set {VARIABLE}")));
    }
    let first = ask_secret("Password every call will have to carry in `otp`:")?;
    if *ask_secret("Again:")? != *first {
        return Err(Failure::usage("these are two different passwords; nothing was done"));
    }
    Ok(first)
}

/// Shows a secret that was made for an authenticator app.
pub(crate) fn show_once(answer: &Value, out: &mut Out) -> Result<(), Failure> {
    let field = |name| answer.get(name).and_then(Value::as_str).unwrap_or("");
    if field("totp_secret").is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.line(out.paint.bold("Secret for the authenticator app, shown this once:"))?;
    out.line(format!("  {}", field("totp_secret")))?;
    out.line(format!("  {}", field("totp_uri")))
}
