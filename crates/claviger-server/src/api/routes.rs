//! The table of routes.

use super::failure::Failure;
use super::reply::Reply;
use super::shell::Call;
use claviger::manage::Operation;
use std::pin::Pin;

/// A method of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Reads.
    Get,
    /// Makes or does.
    Post,
    /// Changes.
    Patch,
    /// Removes.
    Delete,
}

impl Verb {
    /// The method.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Verb::Get => "GET",
            Verb::Post => "POST",
            Verb::Patch => "PATCH",
            Verb::Delete => "DELETE",
        }
    }
}

pub(super) type Handling = Pin<Box<dyn Future<Output = Result<Reply, Failure>> + Send>>;

/// One route. It cannot be written down without its operation.
pub struct Route {
    /// The method.
    pub method: Verb,
    /// The path under [`super::BASE`].
    pub path: &'static str,
    /// What it does, which names what it needs.
    pub operation: Operation,
    pub(super) handle: fn(Call) -> Handling,
}

macro_rules! routes {
    ($($method:ident $path:literal $operation:ident $($handler:ident)::+;)*) => {
        /// All routes that need a token.
        pub const ROUTES: &[Route] = &[$(Route {
            method: Verb::$method,
            path: $path,
            operation: Operation::$operation,
            handle: |call| Box::pin(super::$($handler)::+(call)),
        },)*];
    };
}

routes! {
    Get   "/account"              AccountShow      account::show::show;
    Get   "/accounts"             AccountList      accounts::list::list;
    Post  "/accounts"             AccountCreate    accounts::create::create;
    Get   "/permissions"          PermissionList   permissions::list::list;
    Get   "/reasons"              ReasonList       reasons::list::list;
    Get   "/keys"                 KeyList          keys::list::list;
    Post  "/keys"                 KeyCreate        keys::create::create;
    Post  "/keys/stop"            KeyStop          keys::stop::stop;
    Get   "/keys/due"             KeyDue           keys::due::due;
    Get   "/keys/{id}"            KeyShow          keys::show::show;
    Patch "/keys/{id}"            KeyEdit          keys::edit::edit;
    Post  "/keys/{id}/step"       KeyStep          keys::step::step;
    Post  "/keys/{id}/revoke"     KeyRevoke        keys::revoke::revoke;
    Post  "/keys/{id}/readmit"    KeyReadmit       keys::readmit::readmit;
    Post  "/keys/{id}/rotate"     KeyRotate        keys::rotate::rotate;
    Post  "/keys/{id}/retire"     KeyRetire        keys::retire::retire;
    Post  "/keys/{id}/roll-back"  KeyRollBack      keys::roll_back::roll_back;
    Get   "/keys/{id}/rotation"   KeyRotation      keys::rotation::rotation;
    Get   "/rotation-policy"      RotationPolicyShow rotation_policy::show::show;
    Patch "/rotation-policy"      RotationPolicyEdit rotation_policy::edit::edit;
    Get   "/keys/{id}/history"    KeyHistory       keys::history::history;
    Get   "/history"              HistoryList      history::list::list;
    Get   "/audit"                AuditList        audit::list::list;
    Get   "/tokens"               TokenList        tokens::list::list;
    Post  "/tokens"               TokenCreate      tokens::create::create;
    Post  "/tokens/{id}/rotate"   TokenRotate      tokens::rotate::rotate;
    Post  "/tokens/{id}/revoke"   TokenRevoke      tokens::revoke::revoke;
    Post  "/paper/deposits"       PaperDeposit     paper::deposit::deposit;
    Get   "/paper/addresses"      PaperAddressList paper::list::list;
    Post  "/paper/addresses"      PaperAddressAdd  paper::add::add;
    Post  "/paper/addresses/{id}/confirm" PaperAddressConfirm paper::confirm::confirm;
    Post  "/paper/addresses/{id}/remove" PaperAddressRemove paper::remove::remove;
    Get   "/paper/settings"       PaperSettingsShow paper::settings::show;
    Patch "/paper/settings"       PaperSettingsEdit paper::settings::edit;
    Get   "/paper/balances"       PaperBalanceList paper::balances::list::list;
    Get   "/paper/orders"         PaperOrderList   paper::orders::list::list;
    Post  "/paper/orders"         PaperOrderPlace  paper::orders::place::place;
    Post  "/paper/orders/cancel"  PaperOrderCancelAll paper::orders::cancel_all::cancel_all;
    Post  "/paper/orders/{id}/cancel" PaperOrderCancel paper::orders::cancel::cancel;
    Get   "/paper/fills"          PaperFillList    paper::fills::list::list;
    Get   "/paper/withdrawals"    PaperWithdrawalList paper::withdrawals::list::list;
    Get   "/ticker"               TickerList       ticker::list::list;
    Get   "/alerts"               AlertList        alerts::list::list;
    Post  "/alerts"               AlertCreate      alerts::create::create;
    Get   "/alerts/fired"         AlertFired       alerts::fired::fired;
    Get   "/alerts/{id}"          AlertShow        alerts::show::show;
    Patch "/alerts/{id}"          AlertEdit        alerts::edit::edit;
    Delete "/alerts/{id}"         AlertRemove      alerts::remove::remove;
    Post  "/master-key/rotate"    MasterKeyRotate  master_key::rotate::rotate;
    Post  "/keys/{id}/hand-over"  KeyHandOver      keys::hand_over::hand_over;
    Get   "/members"              MemberList       members::list::list;
    Get   "/members/{id}"         MemberShow       members::show::show;
    Patch "/members/{id}"         MemberEdit       members::edit::edit;
    Post  "/members/{id}/remove"  MemberRemove     members::remove::remove;
    Post  "/members/{id}/reset"   MemberReset      members::reset::reset;
    Get   "/members/{id}/sessions" MemberSessionList members::sessions::sessions;
    Post  "/sessions/{id}/end"    MemberSessionEnd sessions::end::end;
    Get   "/invitations"          InvitationList   invitations::list::list;
    Post  "/invitations"          InvitationCreate invitations::create::create;
    Post  "/invitations/{id}/revoke" InvitationRevoke invitations::revoke::revoke;
    Get   "/keys/{id}/review"     KeyReviewShow    reviews::show::show;
    Post  "/keys/{id}/review"     KeyReview        reviews::sign_off::sign_off;
    Get   "/keys/{id}/dry-run"    KeyDryRun        reviews::dry_run::dry_run;
    Post  "/keys/{id}/undo"       KeyReviewUndo    reviews::undo::undo;
    Get   "/reviews"              ReviewList       reviews::list::list;
    Get   "/reviews/policy"       ReviewPolicyShow reviews::policy::show;
    Patch "/reviews/policy"       ReviewPolicyEdit reviews::policy::edit;
    Get   "/channels"             ChannelList      channels::list::list;
    Post  "/channels"             ChannelCreate    channels::create::create;
    Get   "/channels/{id}"        ChannelShow      channels::show::show;
    Patch "/channels/{id}"        ChannelEdit      channels::edit::edit;
    Delete "/channels/{id}"       ChannelRemove    channels::remove::remove;
    Post  "/channels/{id}/rotate-secret" ChannelSecret channels::rotate::rotate;
    Post  "/channels/{id}/confirm" ChannelConfirm  channels::confirm::confirm;
    Post  "/channels/{id}/code"   ChannelCode      channels::code::code;
    Post  "/channels/{id}/test"   ChannelTest      channels::test::test;
    Get   "/rules"                RuleList         rules::list::list;
    Post  "/rules"                RuleSet          rules::set::set;
    Get   "/deliveries"           DeliveryList     deliveries::list::list;
    Get   "/deliveries/{id}"      DeliveryShow     deliveries::show::show;
    Post  "/deliveries/{id}/resend" DeliveryResend deliveries::resend::resend;
    Get   "/notices"              NoticeList       notices::list::list;
    Get   "/keys/{id}/incident"   IncidentShow     incidents::show::show;
    Post  "/keys/{id}/incident"   IncidentReport   incidents::report::report;
}
