//! Calls of the newer style. They are admitted, carried out and closed like the others.

use super::{Wire, WireResponse, finish, reason_of, refuse};
use crate::error::KrakenError;
use crate::method::{FundingAct, FundingMethod, FundingRead};
use crate::methods::private::View;
use crate::methods::{Answer, funding};
use crate::paper::account_no;
use crate::parse::FundingRequest;
use claviger::Admitted;
use claviger_core::action::OrderFacts;
use claviger_core::reason::Reason;
use claviger_core::text::ClientName;
use claviger_venue::Micros;
use std::net::IpAddr;

impl Wire {
    pub(super) async fn funding(
        &self,
        call: &FundingRequest<'_>,
        client: &[u8],
        source: IpAddr,
    ) -> WireResponse {
        let dates = funding::dates(call.method, &call.query);
        let signed = call.call(dates, source, ClientName::from_bytes(client));
        match self.authority.admit(signed, &|_| OrderFacts::default()).await {
            Err(refusal) => WireResponse::refused(&refusal),
            Ok(admitted) => match call.method {
                FundingMethod::Read(read) => {
                    let answer = self.read_funding(call, read, &admitted).await;
                    finish(admitted, answer)
                }
                FundingMethod::Act(act) => self.act_funding(call, act, admitted).await,
            },
        }
    }

    async fn read_funding(
        &self,
        call: &FundingRequest<'_>,
        read: FundingRead<'_>,
        admitted: &Admitted<'_>,
    ) -> Answer {
        let (account, now) = (account_no(admitted.account()), Micros(self.authority.now().micros()));
        let shown = self.paper.read(|venue| {
            funding::read(read, &call.query, &View { venue, account, now, dates: admitted.dates() })
        });
        shown.await.unwrap_or(Err(KrakenError::Unavailable))
    }

    async fn act_funding(
        &self,
        call: &FundingRequest<'_>,
        act: FundingAct<'_>,
        admitted: Admitted<'_>,
    ) -> WireResponse {
        let (by, now) = (admitted.key().to_string(), Micros(self.authority.now().micros()));
        match funding::act(act, (&call.query, &call.body), &by, now) {
            Err(error) => refuse(admitted, error).await,
            Ok(act) => {
                let answer = self.paper.carry_out(admitted, act, || self.authority.now()).await;
                let reason = answer.as_ref().err().map_or(Reason::None, |error| reason_of(*error));
                WireResponse::proven(answer, reason)
            }
        }
    }
}
