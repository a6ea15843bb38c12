//! Every method of KRAKEN-WIRE.md §3 is either served or disabled.

use claviger_core::action::{Action, Class};
use claviger_kraken::method::{DisabledMethod, Method, PrivateMethod, PublicMethod};

const PUBLIC_SERVED: &str = "Time SystemStatus Assets AssetPairs Ticker OHLC Depth Trades Spread";
const PUBLIC_DISABLED: &str = "GroupedBook PreTrade PostTrade MaintenanceSchedule";
const PRIVATE_SERVED: &str = "GetApiKeyInfo Balance BalanceEx TradeBalance TradeVolume OpenOrders ClosedOrders \
    QueryOrders TradesHistory QueryTrades Ledgers QueryLedgers AddOrder AmendOrder EditOrder CancelOrder CancelAll \
    DepositMethods DepositAddresses DepositStatus WithdrawMethods WithdrawAddresses WithdrawInfo Withdraw \
    WithdrawStatus WithdrawCancel";
const PRIVATE_DISABLED: &str = "CreditLines OrderAmends OpenPositions Level3 AddExport ExportStatus RetrieveExport \
    RemoveExport ListWalletAccounts GetWebSocketsToken AddOrderBatch CancelAllOrdersAfter CancelOrderBatch \
    WalletTransfer Earn/Allocate Earn/Deallocate Earn/AllocateStatus Earn/DeallocateStatus Earn/Strategies \
    Earn/Allocations CreateSubaccount AccountTransfer CheckOtcClient CreateOtcQuoteRequest GetOtcPairs \
    GetOtcActiveQuotes UpdateOtcQuote Pay/Quote CreateUser UpdateUser GetUser VerifyUser";
const FUNDING: &str = "v1/fees/m v1/assets/deposit v1/methods/withdraw v1/networks v1/limits/x v1/deposits \
    v1/withdrawals v1/addresses v2/deposit/addresses v1/deposit/address";

fn find(prefix: &str, name: &str) -> Option<Method> {
    Method::find(format!("{prefix}{name}").as_bytes())
}

#[test]
fn every_documented_method_is_served_or_disabled() {
    for name in PUBLIC_SERVED.split_whitespace() {
        assert!(
            matches!(find("/0/public/", name), Some(Method::Public(found)) if found.name() == name),
            "{name}"
        );
    }
    for name in PRIVATE_SERVED.split_whitespace() {
        assert!(
            matches!(find("/0/private/", name), Some(Method::Private(found)) if found.name() == name),
            "{name}"
        );
    }
    let disabled =
        [("/0/public/", PUBLIC_DISABLED), ("/0/private/", PRIVATE_DISABLED), ("/funding/", FUNDING)];
    for (prefix, names) in disabled {
        for name in names.split_whitespace() {
            assert!(matches!(find(prefix, name), Some(Method::Disabled(_))), "{name}");
        }
    }
}

#[test]
fn nothing_is_served_that_is_not_documented() {
    assert_eq!(PublicMethod::ALL.len(), PUBLIC_SERVED.split_whitespace().count());
    assert_eq!(PrivateMethod::ALL.len(), PRIVATE_SERVED.split_whitespace().count());
    let listed = format!("{PUBLIC_DISABLED} {PRIVATE_DISABLED}");
    let known = |method: &&DisabledMethod| listed.split_whitespace().any(|name| name == method.name());
    let families: Vec<_> = DisabledMethod::ALL.iter().filter(|method| !known(method)).collect();
    assert_eq!(families, [&DisabledMethod::OtcReads, &DisabledMethod::Pay, &DisabledMethod::FundingBeta]);
}

#[test]
fn every_action_of_a_key_has_exactly_one_method() {
    let of_keys = Action::ALL.iter().filter(|action| action.class() != Class::Manage);
    for action in of_keys {
        let methods = PrivateMethod::ALL.iter().filter(|method| method.action() == *action);
        assert_eq!(methods.count(), 1, "{action}");
    }
}
