//! One request in, one answer out.

mod export;
mod funding;

pub use export::{ARCHIVE_TYPE, Content};

use crate::envelope::failure;
use crate::error::KrakenError;
use crate::limits::MAX_EXPORTS_AT_ONCE;
use crate::methods::private::{
    Act, Kind, View, get_api_key_info, kind, order_facts, revoke_api_key, who_am_i,
};
use crate::methods::{Answer, public};
use crate::paper::{Paper, account_no};
use crate::parse::{Head, PublicRequest, Request, SignedRequest, Verb, parse_request};
use crate::read::{dates, flag};
use bytes::Bytes;
use claviger::{Admitted, Authority, Refusal};
use claviger_core::action::OrderFacts;
use claviger_core::call::SignedCall;
use claviger_core::entry::Outcome;
use claviger_core::id::AccountId;
use claviger_core::reason::Reason;
use claviger_core::text::ClientName;
use claviger_venue::{Micros, Venue};
use http::{HeaderMap, HeaderValue};
use parking_lot::Mutex;
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The header that carries the precise reason of a refusal to whoever proved the signature.
pub const REASON_HEADER: &str = "claviger-reason";

/// Who may read market data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MarketData {
    /// Anybody.
    #[default]
    Open,
    /// Whoever names a key in `API-Key`.
    NeedsKey,
}

/// One HTTP request: its head, and its whole body. A body longer than
/// [`crate::limits::MAX_BODY_BYTES`] is refused here, but should not be collected in the first place.
#[derive(Debug, Clone, Copy)]
pub struct WireRequest<'a> {
    /// The verb.
    pub method: &'a http::Method,
    /// Path and query string exactly as received.
    pub path_and_query: &'a str,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body, chunks joined.
    pub body: &'a [u8],
    /// Where it came from, proxies that are trusted already taken off.
    pub source: IpAddr,
}

/// One answer: always HTTP 200.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireResponse {
    /// The body.
    pub body: Bytes,
    /// What it is: the envelope, with [`crate::envelope::CONTENT_TYPE`], or an archive, with [`ARCHIVE_TYPE`].
    pub content: Content,
    /// The value of [`REASON_HEADER`], where it may be told.
    pub reason: Option<HeaderValue>,
    /// What the body says went wrong, for logs and metrics.
    pub error: Option<KrakenError>,
}

impl From<Answer> for WireResponse {
    fn from(answer: Answer) -> Self {
        match answer {
            Ok(body) => WireResponse { body, content: Content::Json, reason: None, error: None },
            Err(error) => WireResponse {
                body: failure(error),
                content: Content::Json,
                reason: None,
                error: Some(error),
            },
        }
    }
}

impl WireResponse {
    fn refused(refusal: &Refusal) -> Self {
        let mut response = WireResponse::from(Err(refusal.denial.reason.into()));
        if refusal.proven {
            response.reason = HeaderValue::try_from(refusal.denial.to_string()).ok();
        }
        response
    }

    /// The answer to a call that was let in: an error may name its reason.
    fn proven(answer: Answer, reason: Reason) -> Self {
        let mut response = WireResponse::from(answer);
        if response.error.is_some() {
            response.reason = Some(HeaderValue::from_static(reason.code()));
        }
        response
    }
}

/// Kraken's REST interface over an authority and the paper exchange.
pub struct Wire {
    authority: Arc<Authority>,
    paper: Arc<Paper>,
    market_data: MarketData,
    /// Places for reports that are being built.
    exports: Arc<Semaphore>,
}

impl Wire {
    /// Takes what it serves. The time is the authority's.
    #[must_use]
    pub fn new(authority: Arc<Authority>, paper: Arc<Paper>, market_data: MarketData) -> Self {
        Wire { authority, paper, market_data, exports: Arc::new(Semaphore::new(MAX_EXPORTS_AT_ONCE)) }
    }

    /// Answers one request. Never fails: whatever goes wrong is said in the body.
    pub async fn handle(&self, request: WireRequest<'_>) -> WireResponse {
        let head = Head::of(request.headers);
        let target = request.path_and_query.as_bytes();
        match parse_request(Verb::from(request.method), target, &head, request.body) {
            Err(error) => {
                tracing::debug!(%error, "refused before anything was proven");
                Err(error.kraken()).into()
            }
            Ok(Request::Public(call)) => self.public(&call, head.client, request.source).await,
            Ok(Request::Signed(call)) => self.signed(&call, head.client, request.source).await,
            Ok(Request::Funding(call)) => self.funding(&call, head.client, request.source).await,
        }
    }

    async fn public(&self, call: &PublicRequest<'_>, client: &[u8], source: IpAddr) -> WireResponse {
        let needs_key = self.market_data == MarketData::NeedsKey;
        if needs_key || call.api_key.is_some() {
            let client = ClientName::from_bytes(client);
            let admitted =
                self.authority.admit_public(call.api_key.as_ref(), needs_key, source, &client).await;
            if let Err(refusal) = admitted {
                return WireResponse::refused(&refusal);
            }
        }
        if let Err(refusal) = self.authority.admit_open(source, public::units(call.method, &call.params)) {
            return WireResponse::refused(&refusal);
        }
        let answer = public::answer(call.method, &call.params, &self.market());
        answer.and_then(|body| call.params.each_once().map(|()| body)).into()
    }

    /// The market as it is now.
    fn market(&self) -> public::View<'_> {
        public::View { market: self.paper.market(), now: self.authority.now() }
    }

    async fn signed(&self, call: &SignedRequest<'_>, client: &[u8], source: IpAddr) -> WireResponse {
        let dates = dates(call.method, &call.params);
        let judged = Mutex::new(OrderFacts::default());
        let orders = |account| {
            let facts = self.facts(call, account);
            *judged.lock() = facts;
            facts
        };
        let signed = call.call(dates, source, ClientName::from_bytes(client));
        let Some(kind) = kind(call.method) else { return self.revoke_key(call, signed).await };
        match self.authority.admit(signed, &orders).await {
            Err(refusal) => WireResponse::refused(&refusal),
            Ok(admitted) => {
                let judged = *judged.lock();
                self.serve(call, kind, admitted, judged).await
            }
        }
    }

    fn facts(&self, call: &SignedRequest<'_>, account: AccountId) -> OrderFacts {
        let facts = |venue: &Venue| order_facts(call.method, &call.params, venue, account_no(account));
        self.paper.peek(facts)
    }

    async fn serve(
        &self,
        call: &SignedRequest<'_>,
        kind: Kind,
        admitted: Admitted<'_>,
        judged: OrderFacts,
    ) -> WireResponse {
        match kind {
            Kind::KeyInfo => {
                let answer = self.key_info(&admitted, call.nonce).await;
                finish(admitted, answer)
            }
            Kind::WhoAmI => {
                let answer = self.who_am_i(call, &admitted).await;
                finish(admitted, answer)
            }
            Kind::Read(read) => {
                let answer = self.look(call, &admitted, judged, |view| read(&call.params, view)).await;
                finish(admitted, answer)
            }
            Kind::Market(read) => {
                let answer = read(&call.params, &self.market());
                finish(admitted, answer.and_then(|body| call.params.each_once().map(|()| body)))
            }
            Kind::Retrieve => self.retrieve(call, admitted, judged).await,
            Kind::Act(act) => self.act(call, admitted, act(&call.params)).await,
            Kind::ActWithin(act) => {
                let now = Micros(self.authority.now().micros());
                let act = act(&call.params, admitted.dates(), now);
                self.act(call, admitted, act).await
            }
        }
    }

    async fn act(
        &self,
        call: &SignedRequest<'_>,
        admitted: Admitted<'_>,
        act: Result<Act, KrakenError>,
    ) -> WireResponse {
        match act.and_then(|act| call.params.each_once().map(|()| act)) {
            Ok(act) => {
                let now = || self.authority.now();
                let answer = self.paper.carry_out(admitted, act, now).await;
                if answer.is_err() || flag(&call.params, "validate").unwrap_or_default() {
                    self.authority.charge_idle(&call.api_key);
                }
                let reason = answer.as_ref().err().map_or(Reason::None, |error| reason_of(*error));
                WireResponse::proven(answer, reason)
            }
            Err(error) => refuse(admitted, error).await,
        }
    }

    /// Whatever the key's state, address or nonce: nothing may stand between a leak and its end.
    async fn revoke_key(&self, call: &SignedRequest<'_>, signed: SignedCall<'_>) -> WireResponse {
        if let Err(error) = call.params.each_once() {
            return Err(error).into();
        }
        match self.authority.kill(signed).await {
            Ok(killed) => revoke_api_key::answer(&killed).into(),
            Err(refusal) => WireResponse::refused(&refusal),
        }
    }

    async fn key_info(&self, admitted: &Admitted<'_>, nonce: u64) -> Answer {
        match self.authority.key_info(admitted.key(), nonce).await {
            Ok(Some(info)) => get_api_key_info::answer(&info),
            Ok(None) => Err(KrakenError::InvalidKey),
            Err(error) => {
                tracing::error!(%error, "a key could not be read");
                Err(KrakenError::Unavailable)
            }
        }
    }

    async fn who_am_i(&self, call: &SignedRequest<'_>, admitted: &Admitted<'_>) -> Answer {
        let asked = who_am_i::asked(&call.params)?;
        call.params.each_once()?;
        match self.authority.standing(admitted.key(), call.nonce).await {
            Ok(Some(standing)) => who_am_i::answer(&standing, admitted.source(), asked.as_ref()),
            Ok(None) => Err(KrakenError::InvalidKey),
            Err(error) => {
                tracing::error!(%error, "a key could not be read");
                Err(KrakenError::Unavailable)
            }
        }
    }

    /// Looks at the exchange for a call that was let in.
    async fn look<T>(
        &self,
        call: &SignedRequest<'_>,
        admitted: &Admitted<'_>,
        judged: OrderFacts,
        look: impl FnOnce(&View<'_>) -> Result<T, KrakenError>,
    ) -> Result<T, KrakenError> {
        let (account, now) = (account_no(admitted.account()), Micros(self.authority.now().micros()));
        let shown = self.paper.read(|venue| {
            // An order may have closed, or a report come to be, since the permission was judged.
            let facts = order_facts(call.method, &call.params, venue, account);
            let unjudged = facts.report.is_some() && facts.report != judged.report;
            if facts.open && !judged.open || facts.closed && !judged.closed || unjudged {
                return Err(KrakenError::PermissionDenied);
            }
            look(&View { venue, account, now, dates: admitted.dates() })
        });
        shown
            .await
            .unwrap_or(Err(KrakenError::Unavailable))
            .and_then(|seen| call.params.each_once().map(|()| seen))
    }
}

/// Closes a read: one that failed leaves an outcome entry.
fn finish(admitted: Admitted<'_>, answer: Answer) -> WireResponse {
    let Err(error) = answer else { return answer.into() };
    let reason = reason_of(error);
    admitted.read_failed(reason, &error.to_string());
    WireResponse::proven(Err(error), reason)
}

/// Closes a mutating call whose parameters cannot be understood.
async fn refuse(admitted: Admitted<'_>, error: KrakenError) -> WireResponse {
    let reason = reason_of(error);
    let closing = admitted.close(Outcome::Failed, reason, Some(&error.to_string()), Vec::new());
    // Nothing was done, so an outcome that is lost costs nothing but the entry, and the store's
    // recovery writes one.
    let _ = closing.durable().await;
    WireResponse::proven(Err(error), reason)
}

/// The reason an outcome entry gives for an error that came after the call was let in.
const fn reason_of(error: KrakenError) -> Reason {
    match error {
        KrakenError::InvalidArguments | KrakenError::InvalidArgument(_) | KrakenError::UnknownStrategy => {
            Reason::InvalidArguments
        }
        KrakenError::Unavailable => Reason::NotDone,
        KrakenError::Internal => Reason::OutcomeUnknown,
        KrakenError::PermissionDenied => Reason::PermissionMissing,
        KrakenError::InvalidKey => Reason::UnknownKey,
        KrakenError::UnconfirmedWithdrawKey => Reason::AddressUnconfirmed,
        _ => Reason::UpstreamRefused,
    }
}
