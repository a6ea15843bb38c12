//! Documented, and not offered here.

use super::methods;

methods! {
    /// A method, or a family of methods, that answers *disabled*.
    DisabledMethod {
        MaintenanceSchedule = "MaintenanceSchedule",
        CreditLines = "CreditLines",
        ListWalletAccounts = "ListWalletAccounts",
        GetWebSocketsToken = "GetWebSocketsToken",
        WalletTransfer = "WalletTransfer",
        CreateSubaccount = "CreateSubaccount",
        AccountTransfer = "AccountTransfer",
        CheckOtcClient = "CheckOtcClient",
        CreateOtcQuoteRequest = "CreateOtcQuoteRequest",
        UpdateOtcQuote = "UpdateOtcQuote",
        CreateUser = "CreateUser",
        UpdateUser = "UpdateUser",
        GetUser = "GetUser",
        VerifyUser = "VerifyUser",
        OtcReads = "GetOtc*",
        Pay = "Pay/*",
        FundingDepositAddressesV1 = "funding/v1/deposit/addresses",
    }
}

impl DisabledMethod {
    /// The method of a path that is served nowhere here.
    pub(super) fn find(path: &str) -> Option<Self> {
        if let Some(name) = path.strip_prefix("/0/public/") {
            return Self::from_name(name).filter(|method| method.is_public());
        }
        if let Some(name) = path.strip_prefix("/0/private/") {
            return Self::private(name);
        }
        (path == "/funding/v1/deposit/addresses").then_some(Self::FundingDepositAddressesV1)
    }

    fn private(name: &str) -> Option<Self> {
        let family = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if name.strip_prefix("GetOtc").is_some_and(family) {
            return Some(Self::OtcReads);
        }
        if name.strip_prefix("Pay/").is_some_and(family) {
            return Some(Self::Pay);
        }
        Self::from_name(name).filter(|method| !method.is_public() && !method.is_family())
    }

    const fn is_public(self) -> bool {
        matches!(self, Self::MaintenanceSchedule)
    }

    const fn is_family(self) -> bool {
        matches!(self, Self::OtcReads | Self::Pay | Self::FundingDepositAddressesV1)
    }
}
