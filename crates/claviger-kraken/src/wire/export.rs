//! Fetching a report: the one answer that is no envelope.
//!
//! # What it may take
//! A report is built on a thread that may block, [`MAX_EXPORTS_AT_ONCE`] of them at a time; whoever comes while so many are
//! being built waits up to [`MAX_EXPORT_WAIT`], and is then told that the service is busy. A caller that goes away gives
//! up its place in that queue, not the one at work: what is being built for nobody still counts.

use super::{Wire, WireResponse, finish};
use crate::error::KrakenError;
use crate::limits::MAX_EXPORT_WAIT;
use crate::methods::Answer;
use crate::methods::private::retrieve_export;
use crate::parse::SignedRequest;
use crate::report;
use claviger::Admitted;
use claviger_core::action::OrderFacts;
use claviger_venue::{AccountNo, Export};

/// What an answer's body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Content {
    /// The envelope.
    #[default]
    Json,
    /// A ZIP archive.
    Archive,
}

/// The `Content-Type` of an archive.
pub const ARCHIVE_TYPE: &str = "application/octet-stream";

impl Wire {
    pub(super) async fn retrieve(
        &self,
        call: &SignedRequest<'_>,
        admitted: Admitted<'_>,
        judged: OrderFacts,
    ) -> WireResponse {
        let answer = self.archive(call, &admitted, judged).await;
        let mut response = finish(admitted, answer);
        if response.error.is_none() {
            response.content = Content::Archive;
        }
        response
    }

    async fn archive(&self, call: &SignedRequest<'_>, admitted: &Admitted<'_>, judged: OrderFacts) -> Answer {
        let look = |view: &super::View<'_>| retrieve_export::find(&call.params, view);
        let export = self.look(call, admitted, judged, look).await?;
        self.build(super::account_no(admitted.account()), export).await
    }

    async fn build(&self, account: AccountNo, export: Export) -> Answer {
        let place = tokio::time::timeout(MAX_EXPORT_WAIT, self.exports.clone().acquire_owned()).await;
        let Ok(Ok(place)) = place else { return Err(KrakenError::Busy) };
        let paper = self.paper.clone();
        let built = tokio::task::spawn_blocking(move || {
            let _place = place;
            report::build(&paper, account, &export)
        });
        built.await.unwrap_or(Err(KrakenError::Internal)).map(Into::into)
    }
}
