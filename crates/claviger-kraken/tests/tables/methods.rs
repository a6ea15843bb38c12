//! Every method of KRAKEN-WIRE.md §3 is either served or disabled.

use claviger_core::action::{Action, Class};
use claviger_kraken::method::{DisabledMethod, FundingMethod, Method, PrivateMethod, PublicMethod};
use claviger_kraken::parse::Verb;

const PUBLIC_SERVED: &str = "Time SystemStatus Assets AssetPairs Ticker OHLC Depth GroupedBook Trades Spread \
    PreTrade PostTrade";
const PUBLIC_DISABLED: &str = "MaintenanceSchedule";
const PRIVATE_SERVED: &str = "GetApiKeyInfo Balance BalanceEx TradeBalance TradeVolume OpenOrders ClosedOrders \
    QueryOrders TradesHistory QueryTrades Ledgers QueryLedgers Level3 AddOrder AmendOrder EditOrder CancelOrder CancelAll \
    CancelAllOrdersAfter AddOrderBatch CancelOrderBatch OrderAmends OpenPositions \
    DepositMethods DepositAddresses DepositStatus WithdrawMethods WithdrawAddresses WithdrawInfo Withdraw \
    WithdrawStatus WithdrawCancel Earn/Allocate Earn/Deallocate Earn/AllocateStatus Earn/DeallocateStatus \
    Earn/Strategies Earn/Allocations AddExport ExportStatus RetrieveExport RemoveExport";
/// What the exchange has not.
const PRIVATE_OWN: &str = "RevokeApiKey WhoAmI";
const PRIVATE_DISABLED: &str = "CreditLines ListWalletAccounts GetWebSocketsToken \
    WalletTransfer CreateSubaccount AccountTransfer CheckOtcClient CreateOtcQuoteRequest GetOtcPairs \
    GetOtcActiveQuotes UpdateOtcQuote Pay/Quote CreateUser UpdateUser GetUser VerifyUser";
/// Verb and path of every method of the newer funding interface.
const FUNDING: &str = "GET v1/assets/{direction}, GET v1/methods/{direction}, GET v1/networks, \
    GET v1/fees/{method_id}, GET v1/limits/deposit/{asset_class}/{asset}, \
    GET v1/limits/withdrawal/{asset_class}/{asset}, GET v1/deposits, GET v1/withdrawals, GET v1/addresses, \
    GET v2/deposit/addresses, PUT v1/deposit/address, POST v1/addresses, PUT v1/addresses/{id}, \
    DELETE v1/addresses/{id}, POST v1/withdrawals";

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
    for name in PRIVATE_SERVED.split_whitespace().chain(PRIVATE_OWN.split_whitespace()) {
        assert!(
            matches!(find("/0/private/", name), Some(Method::Private(found)) if found.name() == name),
            "{name}"
        );
    }
    let disabled = [
        ("/0/public/", PUBLIC_DISABLED),
        ("/0/private/", PRIVATE_DISABLED),
        ("/funding/", "v1/deposit/addresses"),
    ];
    for (prefix, names) in disabled {
        for name in names.split_whitespace() {
            assert!(matches!(find(prefix, name), Some(Method::Disabled(_))), "{name}");
        }
    }
}

#[test]
fn nothing_is_served_that_is_not_documented() {
    assert_eq!(PublicMethod::ALL.len(), PUBLIC_SERVED.split_whitespace().count());
    let (own, documented): (Vec<&PrivateMethod>, Vec<_>) =
        PrivateMethod::ALL.iter().partition(|method| method.is_own());
    assert_eq!(documented.len(), PRIVATE_SERVED.split_whitespace().count());
    assert_eq!(own.iter().map(|method| method.name()).collect::<Vec<_>>().join(" "), PRIVATE_OWN);
    let listed = format!("{PUBLIC_DISABLED} {PRIVATE_DISABLED}");
    let known = |method: &&DisabledMethod| listed.split_whitespace().any(|name| name == method.name());
    let families: Vec<_> = DisabledMethod::ALL.iter().filter(|method| !known(method)).collect();
    let rest = [&DisabledMethod::OtcReads, &DisabledMethod::Pay, &DisabledMethod::FundingDepositAddressesV1];
    assert_eq!(families, rest);
}

#[test]
fn every_method_of_the_newer_funding_interface_is_served_under_its_own_verb() {
    let listed: Vec<&str> = FUNDING.split(',').map(str::trim).collect();
    let known: Vec<String> =
        FundingMethod::ALL.iter().map(|method| method.name().replacen(" funding/", " ", 1)).collect();
    assert_eq!(known, listed);
    for line in listed {
        let (verb, path) = line.split_once(' ').unwrap();
        let path = path.replace("{direction}", "deposit").replace(['{', '}'], "");
        let path = format!("/funding/{path}");
        let verb = Verb::from(&http::Method::from_bytes(verb.as_bytes()).unwrap());
        let found =
            FundingMethod::find(verb, path.as_bytes()).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(found.name().replacen(" funding/", " ", 1), line);
    }
}

/// One method each, but for what is asked for by several: withdrawals have an older and a newer one,
/// limits one for each way.
#[test]
fn every_action_of_a_key_has_its_methods() {
    let of_keys = Action::ALL.iter().filter(|action| action.class() != Class::Manage);
    for action in of_keys {
        let older = PrivateMethod::ALL.iter().filter(|method| method.action() == *action).count();
        let newer = FundingMethod::ALL.iter().filter(|method| method.action() == *action).count();
        let expected = match action {
            Action::Withdraw => (1, 1),
            Action::FundingLimits => (0, 2),
            _ if action.name().starts_with("funding.") && *action >= Action::FundingAssets => (0, 1),
            _ => (1, 0),
        };
        assert_eq!((older, newer), expected, "{action}");
    }
}
