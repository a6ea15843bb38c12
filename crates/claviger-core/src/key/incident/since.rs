//! The last moment at which a key was known to be in the right hands.

use crate::key::KeyRecord;
use crate::time::Timestamp;

/// Where the moment comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The person named it.
    Given,
    /// The person named one before the key was made: its creation stands in its place.
    BeforeCreation,
    /// Somebody signed off its review then, and nothing else was named.
    Review,
    /// It took over from another key then, and nothing else was named.
    Rotation,
    /// It was made then, and nothing else was named.
    Creation,
}

impl Origin {
    /// All of them.
    pub const ALL: [Origin; 5] =
        [Origin::Given, Origin::BeforeCreation, Origin::Review, Origin::Rotation, Origin::Creation];

    /// The stable machine-readable text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Origin::Given => "given",
            Origin::BeforeCreation => "before-creation",
            Origin::Review => "review",
            Origin::Rotation => "rotation",
            Origin::Creation => "creation",
        }
    }

    /// In words, as in *since …*.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Origin::Given => "the moment you named",
            Origin::BeforeCreation => "its creation, since you named a moment before it",
            Origin::Review => "its last review",
            Origin::Rotation => "the rotation that made it",
            Origin::Creation => "its creation",
        }
    }
}

/// The moment, and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GoodMoment {
    /// When.
    pub at: Timestamp,
    /// Where it comes from.
    pub origin: Origin,
}

/// Why there is no such moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SinceError {
    /// Nothing is known of what is yet to come.
    #[error("the last good moment lies in the future; name one that has passed, or none")]
    Future,
}

impl GoodMoment {
    /// What is meant: the moment given, never before the key was made; else its last review, else when it came into being.
    ///
    /// # Errors
    /// [`SinceError`].
    pub fn of(
        key: &KeyRecord,
        reviewed_at: Option<Timestamp>,
        given: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Self, SinceError> {
        if let Some(at) = given {
            return match at {
                at if at > now => Err(SinceError::Future),
                at if at < key.created_at => {
                    Ok(GoodMoment { at: key.created_at, origin: Origin::BeforeCreation })
                }
                at => Ok(GoodMoment { at, origin: Origin::Given }),
            };
        }
        if let Some(at) = reviewed_at.filter(|at| *at > key.created_at) {
            return Ok(GoodMoment { at, origin: Origin::Review });
        }
        let origin = if key.predecessor.is_some() { Origin::Rotation } else { Origin::Creation };
        Ok(GoodMoment { at: key.created_at, origin })
    }
}
