//! Who is visiting.

use super::csrf::CsrfToken;
use claviger::core::text::ClientName;
use claviger::manage::sessions::Signed;
use claviger::manage::{Caller, ManageError};
use http::request::Parts;
use std::fmt;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

/// Somebody at the console, recognised by a session.
#[derive(Clone)]
pub struct Visit {
    /// Who asks, as the use cases see it.
    pub caller: Caller,
    /// Who it is, as the pages show it.
    pub person: Person,
    /// The name of the account that is looked at.
    pub account_name: String,
    /// What every form of this visit carries.
    pub csrf: CsrfToken,
    /// When somebody last proved to be that person.
    pub proof: Proof,
    /// The person's session; none for whoever came with a token.
    pub signed: Option<Arc<Signed>>,
}

/// Sessions and persons hold hashes and sealed secrets: of them nothing is shown.
impl fmt::Debug for Visit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Visit")
            .field("caller", &self.caller)
            .field("person", &self.person)
            .finish_non_exhaustive()
    }
}

/// A person as pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name, as in *Ada Byron*.
    pub name: String,
    /// What they sign in with.
    pub login: String,
}

/// How long ago a factor was last given; what widens a key asks for a fresh one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// Lately enough.
    Fresh,
    /// To be given again.
    Stale,
}

/// What comes of asking who it is; none if it is nobody.
pub type Recognised<'a> = Pin<Box<dyn Future<Output = Result<Option<Visit>, ManageError>> + Send + 'a>>;

/// Whoever knows who is visiting: the one door to the pages. A server without one has no console at all.
pub trait Recognise: Send + Sync {
    /// Who sends this request, by its headers. `Ok(None)` is nobody.
    fn recognise<'a>(&'a self, head: &'a Parts, source: Option<IpAddr>, client: ClientName)
    -> Recognised<'a>;
}

/// Among the extensions of a request that a page makes by itself while nobody touches it: a live view, for as long as it
/// goes on and whenever it comes again. It is no use of the session, and keeps none from going idle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unattended;
