//! The table of pages.

use super::answer::Shown;
use super::call::Call;
use super::failure::Failure;
use super::guest::Guest;
use super::page::Trouble;
use claviger::core::role::{Need, Role};
use claviger::manage::Operation;
use std::pin::Pin;

/// What a request to a page does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Shows something.
    Get,
    /// A form that is judged and shown again, or that changes nothing but how pages look.
    Ask,
    /// A form that changes something.
    Post,
}

impl Verb {
    /// The method.
    #[must_use]
    pub const fn method(self) -> &'static str {
        match self {
            Verb::Get => "GET",
            Verb::Ask | Verb::Post => "POST",
        }
    }

    /// Whether it takes a form.
    pub(super) const fn takes_form(self) -> bool {
        matches!(self, Verb::Ask | Verb::Post)
    }
}

pub(super) type Handling = Pin<Box<dyn Future<Output = Result<Shown, Failure>> + Send>>;

/// One page. It cannot be written down without its operation.
pub struct Route {
    /// What a request to it does.
    pub verb: Verb,
    /// The path.
    pub path: &'static str,
    /// What it does, which names what it needs.
    pub operation: Operation,
    pub(super) handle: fn(Call) -> Handling,
}

impl Route {
    /// Whether a page asks for it by itself, as long as it stands open.
    pub(super) fn is_live(&self) -> bool {
        self.path.ends_with("/live")
    }
}

macro_rules! routes {
    ($($verb:ident $path:literal $operation:ident $($handler:ident)::+;)*) => {
        /// All pages that need a visit.
        pub const ROUTES: &[Route] = &[$(Route {
            verb: Verb::$verb,
            path: $path,
            operation: Operation::$operation,
            handle: |call| Box::pin(super::$($handler)::+(call)),
        },)*];
    };
}

/// What a handler before the door does.
pub(super) type Opening = Pin<Box<dyn Future<Output = Result<Shown, Trouble>> + Send>>;

/// A page before the door: for whoever is not known, and so with nothing of an account in it.
pub struct OpenRoute {
    /// What a request to it does.
    pub verb: Verb,
    /// The path.
    pub path: &'static str,
    pub(super) handle: fn(Guest) -> Opening,
}

macro_rules! open_routes {
    ($($verb:ident $path:literal $($handler:ident)::+;)*) => {
        /// All pages that need no visit.
        pub const OPEN: &[OpenRoute] = &[$(OpenRoute {
            verb: Verb::$verb,
            path: $path,
            handle: |guest| Box::pin(super::$($handler)::+(guest)),
        },)*];
    };
}

open_routes! {
    Get  "/sign-in"         door::sign_in::form;
    Post "/sign-in"         door::sign_in::sign_in;
    Post "/sign-in/factor"  door::factor::prove;
    Get  "/sign-in/token"   door::token::sign_in::form;
    Post "/sign-in/token"   door::token::sign_in::sign_in;
    Post "/sign-out"        door::sign_out::sign_out;
    Get  "/forgotten"       door::forgotten::show;
    Get  "/welcome/{token}"        welcome::show::show;
    Post "/welcome/{token}"        welcome::accept::accept;
    Post "/welcome/{token}/join"   welcome::join::join;
    Ask  "/welcome/{token}/judge"  welcome::judge::judge;
}

routes! {
    Get  "/"       AccountShow  home::show::show;
    Get  "/keys"   KeyOverview  keys::list::list;
    Get  "/keys/new"  KeyCreate  keys::new::form;
    Ask  "/keys/new"  KeyCreate  keys::new::review;
    Post "/keys"   KeyCreate    keys::create::create;
    Get  "/keys/unused"  KeyOverview  keys::unused::list;
    Ask  "/keys/unused"  KeyStop  keys::unused::review;
    Post "/keys/unused/revoke"  KeyStop  keys::unused::revoke;
    Get  "/stop"  KeyStop  keys::stop::form;
    Post "/stop"  KeyStop  keys::stop::stop;
    Get  "/keys/{id}"  KeyShow  keys::show::show;
    Get  "/keys/{id}/edit"  KeyEdit  keys::edit::form;
    Ask  "/keys/{id}/edit"  KeyEdit  keys::edit::review;
    Post "/keys/{id}/save"  KeyEdit  keys::edit::save;
    Post "/keys/{id}/step"  KeyStep  keys::step::step;
    Get  "/keys/{id}/revoke"  KeyRevoke  keys::revoke::form;
    Post "/keys/{id}/revoke"  KeyRevoke  keys::revoke::revoke;
    Get  "/keys/{id}/rotate"  KeyRotate  keys::rotate::form;
    Post "/keys/{id}/rotate"  KeyRotate  keys::rotate::rotate;
    Get  "/keys/{id}/rotation/live"  KeyRotation  keys::traffic::live;
    Post "/keys/{id}/retire"  KeyRetire  keys::retire::retire;
    Post "/keys/{id}/roll-back"  KeyRollBack  keys::roll_back::roll_back;
    Post "/keys/{id}/readmit"  KeyReadmit  keys::readmit::readmit;
    Get  "/history"  HistoryList  history::list::calls;
    Get  "/history/export"  HistoryList  history::export::calls;
    Get  "/history/live"  HistoryList  history::live::calls;
    Get  "/audit"  AuditList  history::list::acts;
    Get  "/audit/export"  AuditList  history::export::acts;
    Get  "/audit/live"  AuditList  history::live::acts;
    Get  "/paper"  PaperBalanceList  paper::show::show;
    Get  "/paper/orders"  PaperOrderList  paper::orders::list::list;
    Get  "/paper/orders/new"  PaperOrderPlace  paper::orders::new::form;
    Ask  "/paper/orders/new"  PaperOrderPlace  paper::orders::new::review;
    Post "/paper/orders"  PaperOrderPlace  paper::orders::place::place;
    Get  "/paper/orders/cancel"  PaperOrderCancelAll  paper::orders::cancel_all::form;
    Post "/paper/orders/cancel"  PaperOrderCancelAll  paper::orders::cancel_all::cancel_all;
    Post "/paper/orders/{id}/cancel"  PaperOrderCancel  paper::orders::cancel::cancel;
    Get  "/paper/fills"  PaperFillList  paper::fills::list;
    Get  "/paper/markets"  TickerList  paper::markets::list;
    Get  "/paper/deposit"  PaperDeposit  paper::deposit::form;
    Post "/paper/deposit"  PaperDeposit  paper::deposit::deposit;
    Get  "/paper/withdrawals"  PaperWithdrawalList  paper::withdrawals::list;
    Get  "/paper/addresses"  PaperAddressList  paper::addresses::list::list;
    Get  "/paper/addresses/new"  PaperAddressAdd  paper::addresses::new::form;
    Post "/paper/addresses"  PaperAddressAdd  paper::addresses::new::add;
    Get  "/paper/addresses/{id}/confirm"  PaperAddressConfirm  paper::addresses::confirm::form;
    Post "/paper/addresses/{id}/confirm"  PaperAddressConfirm  paper::addresses::confirm::confirm;
    Get  "/paper/addresses/{id}/remove"  PaperAddressRemove  paper::addresses::remove::form;
    Post "/paper/addresses/{id}/remove"  PaperAddressRemove  paper::addresses::remove::remove;
    Post "/paper/settings"  PaperSettingsEdit  paper::settings::edit;
    Ask  "/theme"  AccountShow  theme::choose;

    // People.
    Get  "/prove"  SessionProve  prove::form;
    Post "/prove"  SessionProve  prove::confirm;
    Post "/settings/sessions/{id}/end"  SessionEnd  settings::sessions::end;
    Get  "/settings"  AccountShow  settings::profile::show;
    Post "/settings/profile"  ProfileEdit  settings::profile::edit;
    Post "/settings/account"  SessionSwitch  settings::account::switch;
    Get  "/settings/leave"  MemberLeave  settings::leave::form;
    Post "/settings/leave"  MemberLeave  settings::leave::leave;
    Get  "/settings/security"  PasskeyList  settings::security::show;
    Post "/settings/password"  PasswordChange  settings::password::change;
    Ask  "/settings/password/judge"  PasswordChange  settings::password::judge;
    Get  "/settings/totp"  FactorAdd  settings::totp::form;
    Post "/settings/totp"  FactorAdd  settings::totp::confirm;
    Post "/settings/totp/remove"  FactorRemove  settings::totp::remove;
    Get  "/settings/recovery"  RecoveryCreate  settings::recovery::form;
    Post "/settings/recovery"  RecoveryCreate  settings::recovery::renew;
    Get  "/settings/passkeys/new"  PasskeyAdd  settings::passkeys::form;
    Post "/settings/passkeys"  PasskeyAdd  settings::passkeys::add;
    Post "/settings/passkeys/{id}/rename"  PasskeyEdit  settings::passkeys::rename;
    Post "/settings/passkeys/{id}/remove"  PasskeyRemove  settings::passkeys::remove;
    Get  "/settings/sessions"  SessionList  settings::sessions::list;
    Post "/settings/sessions/end-others"  SessionEndOthers  settings::sessions::end_others;
    Get  "/notices"  NoticeList  notices::list::list;
    Post "/notices/read"  NoticeRead  notices::mark_read::mark_read;
    Get  "/settings/notifications"  ChannelList  settings::notifications::show::show;
    Post "/settings/channels"  ChannelCreate  settings::notifications::create::create;
    Post "/settings/channels/{id}/switch"  ChannelEdit  settings::notifications::act::switch;
    Post "/settings/channels/{id}/test"  ChannelTest  settings::notifications::act::test;
    Post "/settings/channels/{id}/confirm"  ChannelConfirm  settings::notifications::act::confirm;
    Post "/settings/channels/{id}/code"  ChannelCode  settings::notifications::act::code;
    Post "/settings/channels/{id}/rotate"  ChannelSecret  settings::notifications::act::rotate;
    Post "/settings/channels/{id}/remove"  ChannelRemove  settings::notifications::act::remove;
    Post "/settings/rules"  RuleSet  settings::notifications::rules::set;
    Get  "/settings/deliveries"  DeliveryList  settings::deliveries::list::list;
    Post "/settings/deliveries/{id}/resend"  DeliveryResend  settings::deliveries::resend::resend;
    Get  "/settings/tokens"  TokenList  settings::tokens::list;
    Post "/settings/tokens"  TokenCreate  settings::tokens::create;
    Post "/settings/tokens/{id}/rotate"  TokenRotate  settings::tokens::rotate;
    Post "/settings/tokens/{id}/revoke"  TokenRevoke  settings::tokens::revoke;
    Get  "/team"  MemberList  team::list::list;
    Get  "/team/invite"  InvitationCreate  team::invite::form;
    Post "/team/invitations"  InvitationCreate  team::invite::create;
    Post "/team/invitations/{id}/revoke"  InvitationRevoke  team::invite::revoke;
    Post "/team/sessions/{id}/end"  MemberSessionEnd  settings::sessions::end;
    Get  "/team/{id}"  MemberShow  team::show::show;
    Post "/team/{id}/role"  MemberEdit  team::role::change;
    Post "/team/{id}/reset"  MemberReset  team::reset::create;
    Get  "/team/{id}/remove"  MemberRemove  team::remove::form;
    Post "/team/{id}/remove"  MemberRemove  team::remove::remove;
    Get  "/help"  AccountShow  help::list::list;
    Get  "/help/{page}"  AccountShow  help::show::show;
    Post "/help/{page}"  HelpRead  help::read::read;

    // Reviews.
    Get  "/reviews"  ReviewList  reviews::list::list;
    Get  "/rotations"  KeyDue  rotations::list::list;
    Post "/rotations/policy"  RotationPolicyEdit  rotations::policy::edit;
    Post "/reviews/policy"  ReviewPolicyEdit  reviews::policy::edit;
    Get  "/keys/{id}/review"  KeyReviewShow  reviews::show::show;
    Post "/keys/{id}/review"  KeyReview  reviews::sign_off::sign_off;
    Post "/keys/{id}/undo"  KeyReviewUndo  reviews::undo::undo;
    Get  "/keys/{id}/ask"  KeyShow  keys::ask::ask;

    // After a leak.
    Get  "/keys/{id}/incident"  IncidentShow  incidents::show::show;
    Post "/keys/{id}/incident/stop"  KeyStop  incidents::stop::stop;
    Post "/keys/{id}/incident/report"  IncidentReport  incidents::report::report;
}

/// Whether this role may open the page at a path, as a person or by a token; a query and a fragment say nothing about
/// that.
pub(super) fn opens(path: &str, role: Role, is_person: bool) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let route = ROUTES.iter().find(|route| route.verb == Verb::Get && route.path == path);
    let may =
        |operation: Operation| operation.allows(role) && (is_person || operation.need() != Need::OwnPerson);
    route.is_some_and(|route| may(route.operation))
}
