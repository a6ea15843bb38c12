//! What went wrong, for a person: what happened, and what to do next.

use super::super::places::NoPlace;
use crate::net::body::BodyError;
use claviger::core::key::life::LifeError;
use claviger::manage::{ManageError, Thing};
use http::StatusCode;
use std::borrow::Cow;

/// What went wrong. Nothing in it repeats what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Trouble {
    /// The status it is answered with.
    pub(in super::super) status: StatusCode,
    /// What happened, in a few words.
    pub(in super::super) title: &'static str,
    /// What happened this time.
    pub(in super::super) words: Cow<'static, str>,
    /// What to do next.
    pub(in super::super) remedy: &'static str,
    /// Where to go, if not to the places every error page names.
    pub(in super::super) act: Option<(&'static str, String)>,
    /// For the entry of a refusal; none if the server failed, or the entry is written.
    logged: Option<&'static str>,
}

impl Trouble {
    fn new(
        status: StatusCode,
        title: &'static str,
        words: impl Into<Cow<'static, str>>,
        remedy: &'static str,
    ) -> Self {
        Trouble { status, title, words: words.into(), remedy, act: None, logged: None }
    }

    fn logged(self, words: &'static str) -> Self {
        Trouble { logged: Some(words), ..self }
    }

    /// A request that no page of ours sends.
    pub(in super::super) fn malformed(words: String) -> Self {
        Trouble::new(
            StatusCode::BAD_REQUEST,
            "This request makes no sense here",
            format!("Nothing was changed: {words}."),
            "Go back, reload the page and try again.",
        )
        .logged("malformed")
    }

    /// A form that came from elsewhere, or is older than the visit.
    pub(in super::super) fn not_ours() -> Self {
        Trouble::new(
            StatusCode::FORBIDDEN,
            "This form did not come from here",
            "Nothing was changed. The form was sent by another site, or is from before you last signed in or confirmed that it is you: so is a page of that time that is reloaded.",
            "If you did press a button here: go back, reload the page and press it again. If you did not, another site tried \
             to act in your name; close it.",
        )
        .logged("a form that no page of this visit sent")
    }

    /// A body that could not be read.
    pub(in super::super) fn unread(error: BodyError) -> Self {
        let title = match error {
            BodyError::TooLarge(_) => "That was too much",
            BodyError::TooSlow => "That took too long",
            BodyError::Broken => "The connection broke off",
        };
        let words = format!("Nothing was changed: {error}.");
        Trouble::new(error.status(), title, words, "Go back and try again.")
            .logged("the body could not be read")
    }

    /// A form of somebody who is not signed in (any more).
    pub(in super::super) fn signed_out() -> Self {
        Trouble::new(
            StatusCode::UNAUTHORIZED,
            "You are not signed in",
            "Nothing was changed: your session has ended, or was ended elsewhere.",
            "Sign in, then do it again.",
        )
    }

    /// Nothing is here.
    pub(in super::super) fn no_such_page() -> Self {
        Trouble::new(
            StatusCode::NOT_FOUND,
            "There is nothing here",
            "The address is mistyped, or what it led to is gone.",
            "Begin at Home, or look in the list.",
        )
        .logged("not-found")
    }

    /// What an id in the path names is not there.
    pub(in super::super) fn no_such(thing: Thing) -> Self {
        Trouble::from(ManageError::NotFound(thing)).logged("not-found")
    }

    /// A key that is revoked is to be changed.
    pub(in super::super) fn is_revoked() -> Self {
        Trouble::from(ManageError::Life(LifeError::Revoked)).logged("revoked")
    }

    /// The exchange refused it, in words of ours.
    pub(in super::super) fn refused_upstream(words: String) -> Self {
        Trouble::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "The exchange refused this",
            format!("Nothing was changed: {words}."),
            "Go back and look how things stand now.",
        )
        .logged("upstream-refused")
    }

    /// A page asked for in a way it does not take.
    pub(in super::super) fn no_such_method() -> Self {
        Trouble::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "This address is not a page",
            "It takes a form, and was asked for like a page.",
            "Go back to the page the form stands on.",
        )
    }

    /// Every place for an export or a live view is taken.
    pub(in super::super) fn no_stream(no_place: NoPlace) -> Self {
        let (status, said, remedy) = match no_place {
            NoPlace::OfTheirs(most) => (
                StatusCode::TOO_MANY_REQUESTS,
                format!("You have {most} open, and that is as many as anybody may at once."),
                "Close a tab that shows entries live, or wait for an export to end.",
            ),
            NoPlace::AtAll => (
                StatusCode::SERVICE_UNAVAILABLE,
                "As many are open as this server takes at once.".to_owned(),
                "Close one, or try again in a moment.",
            ),
        };
        Trouble::new(status, "Too many exports and live views", said, remedy)
    }

    /// Somebody has to prove again who they are.
    pub(in super::super) fn prove_again(next: &str) -> Self {
        let next = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
        let trouble = Trouble::new(
            StatusCode::FORBIDDEN,
            "Confirm that it is you",
            "Nothing was changed. This widens what a key may do, and it is a while since you last proved who you are.",
            "Confirm it, then do it again.",
        );
        Trouble {
            act: Some(("Confirm", format!("/prove?{next}"))),
            ..trouble.logged("the last proof is too old")
        }
    }

    /// A page of a person's own, asked for by somebody who came with a token.
    pub(in super::super) fn no_person() -> Self {
        Trouble::new(
            StatusCode::CONFLICT,
            "A token has no settings of its own",
            "You are signed in with an administration token, not as a member: there is no password, factor or profile here.",
            "Sign in as yourself. An owner or admin invites members under Team.",
        )
        .logged("signed in with a token, not as a person")
    }

    /// Something inside failed.
    pub(in super::super) fn internal() -> Self {
        Trouble::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something inside failed",
            "Nothing was changed.",
            "Try again. If it happens again, the server's log says more.",
        )
    }

    /// What the entry of a refusal says; none if it has one, or is no refusal.
    pub(in super::super) const fn for_the_log(&self) -> Option<&'static str> {
        self.logged
    }

    /// A sign for programs and tests, as in *404*.
    pub(in super::super) fn code(&self) -> u16 {
        self.status.as_u16()
    }
}

impl From<ManageError> for Trouble {
    fn from(error: ManageError) -> Self {
        let said = || sentence(&error.to_string());
        match error {
            ManageError::Forbidden { role, operation } => Trouble::new(
                StatusCode::FORBIDDEN,
                "Your role does not allow this",
                format!("Nothing was changed: as {role} you may not do this ({operation})."),
                "Ask an administrator of the account to do it, or for another role.",
            ),
            ManageError::AboveOwnRole { .. } | ManageError::AboveOwnPlace { .. } => Trouble::new(
                StatusCode::FORBIDDEN,
                "Your role does not allow this",
                said(),
                "Ask an administrator of the account to do it, or for another role.",
            ),
            ManageError::NotFound(_) => Trouble::new(
                StatusCode::NOT_FOUND,
                "There is nothing here",
                said(),
                "It may be in another account, or the address is mistyped. Look in the list.",
            ),
            ManageError::Life(LifeError::Revoked) => Trouble::new(
                StatusCode::CONFLICT,
                "The key is revoked",
                said(),
                "Nothing brings a revoked key back. Create a new one.",
            ),
            ManageError::CallerGone => Trouble { ..Trouble::signed_out() },
            ManageError::Unavailable | ManageError::Repeated => Trouble::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "The server could not settle this",
                said(),
                "Look whether it was made before you do it again.",
            ),
            ManageError::Internal => Trouble::internal(),
            _ => Trouble::new(
                StatusCode::CONFLICT,
                "That could not be done",
                said(),
                "Go back and look again.",
            ),
        }
    }
}

/// Words of an error as a sentence.
pub(in super::super) fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str().trim_end_matches('.'))
}
