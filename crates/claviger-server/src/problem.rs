//! Errors as RFC 9457 problems: a stable code for programs, words and a remedy for people.
//!
//! What came in may have been a secret in the wrong place, so no problem repeats a value of the
//! request, except an entry of an allowlist, which nobody could find again otherwise. The log is
//! told even less: see [`Problem::for_the_log`].

mod code;
mod response;

pub use code::Code;
pub(crate) use response::Body as ProblemBody;

use claviger::core::key::Widening;
use claviger::core::key::life::LifeError;
use claviger::manage::ManageError;
use std::borrow::Cow;

/// What is wrong with one field of a request.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct FieldError {
    /// The field, as in `second_factor.password`; empty if it is the body as a whole.
    pub field: String,
    /// What is wrong, in words.
    pub message: String,
}

/// The name of something unknown in a request, if it may be repeated: one that looks like a name of
/// ours, mistyped perhaps. Anything else may be a secret that was put in the wrong place.
pub(crate) fn tellable(name: &str) -> Option<&str> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
    ((1..=24).contains(&name.len()) && name.bytes().all(plain)).then_some(name)
}

/// An error as it is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which.
    pub code: Code,
    /// What happened this time.
    pub detail: Cow<'static, str>,
    /// What is wrong with which field.
    pub errors: Vec<FieldError>,
}

impl Problem {
    /// A problem without fields.
    pub fn new(code: Code, detail: impl Into<Cow<'static, str>>) -> Self {
        Problem { code, detail: detail.into(), errors: Vec::new() }
    }

    /// Fields that cannot be accepted.
    #[must_use]
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let told: Vec<String> =
            errors.iter().map(|error| format!("{}: {}", error.field, error.message)).collect();
        Problem { code: Code::Invalid, detail: told.join("; ").into(), errors }
    }

    /// One field that cannot be accepted.
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        Problem::invalid(vec![FieldError { field: field.to_owned(), message: message.into() }])
    }

    /// What may be written to the log: the code and the fields, never what was said of them, since
    /// that may quote what somebody typed.
    #[must_use]
    pub fn for_the_log(&self) -> String {
        let fields: Vec<&str> = self.errors.iter().map(|error| error.field.as_str()).collect();
        if fields.is_empty() {
            return self.code.name().to_owned();
        }
        format!("{}: {}", self.code.name(), fields.join(", "))
    }
}

/// The fields that would let more through than before.
fn fields_of(wider: Widening) -> Vec<FieldError> {
    let permissions = (!wider.permissions.is_empty())
        .then(|| ("permissions", format!("the key does not have: {}", wider.permissions)));
    let others = wider.restrictions().map(|one| (one.name(), "wider than the key's".to_owned()));
    let all = permissions.into_iter().chain(others);
    all.map(|(field, message)| FieldError { field: field.to_owned(), message }).collect()
}

impl From<ManageError> for Problem {
    fn from(error: ManageError) -> Self {
        let about = |code, field: &str| Problem {
            code,
            detail: error.to_string().into(),
            errors: vec![FieldError { field: field.to_owned(), message: error.to_string() }],
        };
        let code = Code::of(&error);
        match error {
            ManageError::NameTaken(_) => about(code, "name"),
            ManageError::Life(LifeError::Wider(wider)) => {
                Problem { code, detail: error.to_string().into(), errors: fields_of(wider) }
            }
            ManageError::Life(LifeError::RetiresInThePast) => about(code, "at"),
            ManageError::AlreadyExpired | ManageError::TooLong(_) => about(code, "expires_at"),
            ManageError::AboveOwnPlace { .. } => about(code, "role"),
            ManageError::NoKeyHolder => about(code, "member"),
            ManageError::NoMailer => about(code, "service"),
            ManageError::Password(_) => about(code, "second_factor.password"),
            ManageError::NotFound(claviger::manage::Thing::Cursor) => about(code, "cursor"),
            ManageError::AboveOwnRole { .. } => about(code, "role"),
            _ => Problem::new(code, error.to_string()),
        }
    }
}
