//! The table of pages.

use super::answer::Shown;
use super::call::Call;
use super::failure::Failure;
use claviger::core::role::Role;
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
    Get  "/help"  AccountShow  help::list::list;
    Get  "/help/{page}"  AccountShow  help::show::show;
    Post "/help/{page}"  HelpRead  help::read::read;
}

/// Whether this role may open the page at a path; a query and a fragment say nothing about that.
pub(super) fn opens(path: &str, role: Role) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let route = ROUTES.iter().find(|route| route.verb == Verb::Get && route.path == path);
    route.is_some_and(|route| route.operation.allows(role))
}
