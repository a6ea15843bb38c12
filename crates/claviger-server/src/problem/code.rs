//! The closed list of problems.

use claviger::core::key::life::LifeError;
use claviger::manage::{ManageError, Thing};
use http::StatusCode;

macro_rules! codes {
    ($($name:ident = $text:literal, $status:ident, $title:literal, $remedy:literal;)*) => {
        /// A problem. Names are stable; new ones are only added.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $(#[doc = $title] $name,)*
        }

        impl Code {
            /// All of them.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The stable machine-readable text.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// The status it is answered with.
            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self { $(Code::$name => StatusCode::$status,)* }
            }

            /// What it is, in a few words that never change.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Code::$name => $title,)* }
            }

            /// What to do next.
            #[must_use]
            pub const fn remedy(self) -> &'static str {
                match self { $(Code::$name => $remedy,)* }
            }
        }
    };
}

codes! {
    Malformed = "malformed", BAD_REQUEST, "The request cannot be read", "Correct the request; see /api/v1/openapi.json for its shape.";
    Unauthenticated = "unauthenticated", UNAUTHORIZED, "No token that works here", "Send `Authorization: Bearer` with an administration token that is neither expired nor revoked.";
    Forbidden = "forbidden", FORBIDDEN, "The token's role does not allow this", "Use a token whose role allows it, or ask an administrator of the account for one.";
    NotFound = "not-found", NOT_FOUND, "There is no such thing here", "Check the id and the account the token belongs to; list what there is.";
    MethodNotAllowed = "method-not-allowed", METHOD_NOT_ALLOWED, "The path does not take this method", "See /api/v1/openapi.json for the methods of each path.";
    Timeout = "timeout", REQUEST_TIMEOUT, "The body took too long", "Send the request again, at once.";
    NameTaken = "name-taken", CONFLICT, "The name is in use", "Choose another name, or revoke what has it.";
    LimitReached = "limit-reached", CONFLICT, "A limit is reached", "Revoke what is not needed any more, or raise the limit in the configuration.";
    Changed = "changed", CONFLICT, "It was changed in the meantime", "Read it again and repeat the change.";
    Revoked = "revoked", CONFLICT, "It is revoked", "Nothing brings it back; create a new one.";
    NoChange = "no-change", CONFLICT, "Nothing would change", "It is already as asked for.";
    RotationState = "rotation-state", CONFLICT, "The rotation does not stand so", "`detail` says what can be done; GET /keys/{id}/rotation shows how it stands.";
    LastOwner = "last-owner", CONFLICT, "It is the account's last owner", "Make somebody else an owner first.";
    Leaving = "leaving", CONFLICT, "The member is being removed", "Wait until it has ended; removing them again goes on with it.";
    CannotUndo = "cannot-undo", CONFLICT, "What was there before is not put back", "Change the key by hand; its history says what was there before.";
    Busy = "busy", CONFLICT, "The same is under way already", "Wait until it has ended, then look whether it is still needed.";
    TooLarge = "too-large", PAYLOAD_TOO_LARGE, "The body is too large", "Send less; `detail` says how much is taken.";
    UnsupportedMediaType = "unsupported-media-type", UNSUPPORTED_MEDIA_TYPE, "The body is not JSON", "Send `Content-Type: application/json`.";
    Invalid = "invalid", UNPROCESSABLE_ENTITY, "A field cannot be accepted", "Correct the fields named in `errors`.";
    KeyReused = "idempotency-key-reused", UNPROCESSABLE_ENTITY, "The idempotency key belongs to another request", "Send each new request with a fresh key; repeat a request with exactly the same method, path and body.";
    UpstreamRefused = "upstream-refused", UNPROCESSABLE_ENTITY, "The exchange refused", "Correct what the exchange complains about.";
    Internal = "internal", INTERNAL_SERVER_ERROR, "Something inside failed", "Nothing was changed; the server's log says more.";
    Unfinished = "unfinished", INTERNAL_SERVER_ERROR, "It is done, but not all of it is tidied up", "Do not repeat it to make it happen; the server's log says what is left, and the next start finishes it.";
    Unavailable = "unavailable", SERVICE_UNAVAILABLE, "It could not be settled in time", "Repeat it with the same Idempotency-Key if it had one; else look whether the change was made before you repeat it.";
}

impl Code {
    /// The `type` of the problem.
    #[must_use]
    pub fn urn(self) -> String {
        format!("urn:claviger:problem:{}", self.name())
    }

    pub(super) const fn of(error: &ManageError) -> Self {
        match error {
            // A token has always proved who holds it; only people are asked again.
            ManageError::Forbidden { .. } | ManageError::AboveOwnRole { .. } | ManageError::ProofWanted => {
                Code::Forbidden
            }
            ManageError::AboveOwnPlace { .. } | ManageError::ElsewhereToo => Code::Forbidden,
            ManageError::NotFound(Thing::Cursor) => Code::Malformed,
            ManageError::NotFound(_) => Code::NotFound,
            ManageError::Life(LifeError::Revoked) | ManageError::TokenRevoked => Code::Revoked,
            ManageError::Life(LifeError::NoChange) => Code::NoChange,
            ManageError::Life(
                LifeError::BeingReplaced
                | LifeError::OverlapOpen
                | LifeError::NotInForce
                | LifeError::NotReplaced
                | LifeError::Retired,
            ) => Code::RotationState,
            ManageError::LastOwner => Code::LastOwner,
            ManageError::Undo(_) => Code::CannotUndo,
            ManageError::Leaving => Code::Leaving,
            ManageError::Life(_)
            | ManageError::AlreadyExpired
            | ManageError::ScaleUnknown
            | ManageError::NotAStop
            | ManageError::NotNarrower
            | ManageError::Since(_)
            | ManageError::NoSecondFactor
            | ManageError::NoKeyHolder
            | ManageError::TooLong(_)
            | ManageError::NoMailer
            | ManageError::NoHookSecret
            | ManageError::ChannelAsleep
            | ManageError::Password(_) => Code::Invalid,
            ManageError::NameTaken(_) => Code::NameTaken,
            ManageError::LimitReached { .. } => Code::LimitReached,
            ManageError::Changed => Code::Changed,
            ManageError::CallerGone => Code::Unauthenticated,
            // Looked up and answered again; what is left is a record that went in between.
            ManageError::Unavailable | ManageError::Repeated => Code::Unavailable,
            ManageError::Internal => Code::Internal,
        }
    }
}
