//! Idempotency keys: a mutating request takes effect once, however often it is sent
//! ([`claviger::manage::once`] has the order).
//!
//! A handler says what is remembered by making its change for [`Call::answering`] the function that
//! answers it; that function is run a second time, with every [`ShownOnce`] left out, for the record
//! that is written with the change.

use super::failure::Failure;
use super::reply::Reply;
use super::routes::{Route, Verb};
use super::shell::Call;
use crate::problem::{Code, Problem};
use claviger::Authority;
use claviger::manage::once::{Asked, Known, known, turn};
use claviger::manage::{Caller, ManageError};
use http::HeaderName;
use http::request::Parts;
use serde::{Serialize, Serializer};
use std::cell::Cell;
use std::sync::Arc;

/// The request's header.
pub(super) const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// The answer's header: this answer was given before.
pub(super) const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Most characters of a key.
pub(super) const MAX_KEY: usize = 255;

/// Whether the route takes an idempotency key: every one that changes something.
pub(super) const fn takes_key(verb: Verb) -> bool {
    match verb {
        Verb::Get => false,
        Verb::Post | Verb::Patch | Verb::Delete => true,
    }
}

/// What the request is known by, if it names a key and the route takes one.
pub(super) fn asked(
    authority: &Authority,
    caller: &Caller,
    route: &Route,
    parts: &Parts,
    body: &[u8],
) -> Result<Option<Asked>, Problem> {
    if !takes_key(route.method) {
        return Ok(None);
    }
    let mut all = parts.headers.get_all(KEY).iter();
    let Some(value) = all.next() else { return Ok(None) };
    let text = value.as_bytes();
    let good = (1..=MAX_KEY).contains(&text.len()) && text.iter().all(u8::is_ascii_graphic);
    if !good || all.next().is_some() {
        let words = format!("Idempotency-Key takes 1 to {MAX_KEY} visible ASCII characters, once");
        return Err(Problem::new(Code::Malformed, words));
    }
    let target = parts.uri.path_and_query().map_or("", |target| target.as_str());
    let request = [route.operation.name().as_bytes(), target.as_bytes(), body];
    Ok(Asked::new(authority, caller, text, &request))
}

/// Carries a request out, or answers it again. With a key it is carried out to its end even if its
/// client goes away: whoever sends it again finds it done.
pub(super) async fn carry_out(route: &'static Route, call: Call) -> Result<Reply, Failure> {
    let Some(asked) = call.caller.asked.clone() else { return (route.handle)(call).await };
    let task = tokio::spawn(async move {
        let authority = call.state.authority.clone();
        let _turn = turn(&authority, &asked).await;
        if let Some(reply) = again(&authority, &asked).await? {
            return Ok(reply);
        }
        match (route.handle)(call).await {
            Err(Failure::Managed(ManageError::Repeated)) => {
                again(&authority, &asked).await?.ok_or(Failure::Managed(ManageError::Unavailable))
            }
            result => result,
        }
    });
    let broken = |_| Err(Problem::new(Code::Internal, "the request was interrupted").into());
    task.await.unwrap_or_else(broken)
}

/// The answer that was given before, if the request took effect.
async fn again(authority: &Authority, asked: &Asked) -> Result<Option<Reply>, Failure> {
    match known(authority, asked).await? {
        Known::Nothing => Ok(None),
        Known::Same(answered) => Ok(Some(Reply::again(authority, &answered)?)),
        Known::Other => {
            let words = "another request was sent with this Idempotency-Key and took effect";
            Err(Problem::new(Code::KeyReused, words).into())
        }
    }
}

impl Call {
    /// The caller, whose change is answered by `reply`, now and whenever it is sent again.
    pub(super) fn answering<T: 'static>(&self, reply: fn(&T) -> Result<Reply, Problem>) -> Caller {
        let mut caller = self.caller.clone();
        caller.asked = caller.asked.map(|asked| {
            asked.answered_by(Arc::new(move |told| {
                let told = told.downcast_ref::<T>()?;
                without_secrets(|| reply(told).ok().and_then(|reply| reply.kept()))
            }))
        });
        caller
    }
}

thread_local! {
    static WITHOUT_SECRETS: Cell<bool> = const { Cell::new(false) };
}

/// Runs `make` with every [`ShownOnce`] left out.
fn without_secrets<T>(make: impl FnOnce() -> T) -> T {
    struct Back;
    impl Drop for Back {
        fn drop(&mut self) {
            WITHOUT_SECRETS.set(false);
        }
    }
    let _back = Back;
    WITHOUT_SECRETS.set(true);
    make()
}

/// A secret of an answer: there when the answer is given the first time, null ever after.
pub(super) struct ShownOnce(String);

impl ShownOnce {
    pub(super) const fn new(secret: String) -> Self {
        ShownOnce(secret)
    }
}

impl Serialize for ShownOnce {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if WITHOUT_SECRETS.get() { serializer.serialize_none() } else { serializer.serialize_str(&self.0) }
    }
}
