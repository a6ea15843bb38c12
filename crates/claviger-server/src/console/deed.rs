//! What a form does, in words: for a page that stands before it.

use claviger::manage::Operation;

/// What is done, as a button would say it; none for what only shows something.
pub(super) const fn deed(operation: Operation) -> Option<&'static str> {
    Some(match operation {
        Operation::KeyCreate => "Create the API key",
        Operation::KeyEdit => "Change the API key",
        Operation::KeyStep => "Change the state of the API key",
        Operation::KeyRevoke => "Revoke the API key",
        Operation::KeyReadmit => "Let the API key in again",
        Operation::KeyStop => "Stop API keys",
        Operation::KeyRotate => "Rotate the API key",
        Operation::KeyRetire => "Retire the old API key",
        Operation::KeyRollBack => "Take the rotation back",
        Operation::KeyReview => "Sign the review of the API key off",
        Operation::KeyReviewUndo => "Put back what the review narrowed",
        Operation::IncidentReport => "Save a report of the leak",
        Operation::RotationPolicyEdit => "Change how old keys may grow",
        Operation::ReviewPolicyEdit => "Change how often keys are reviewed",
        Operation::TokenCreate => "Create the administration token",
        Operation::TokenRotate => "Give the administration token another secret",
        Operation::TokenRevoke => "Revoke the administration token",
        Operation::PaperDeposit => "Deposit on the paper exchange",
        Operation::PaperOrderPlace => "Place the order",
        Operation::PaperOrderCancel => "Cancel the order",
        Operation::PaperOrderCancelAll => "Cancel every open order",
        Operation::PaperAddressAdd => "Save the withdrawal address",
        Operation::PaperAddressConfirm => "Confirm the withdrawal address",
        Operation::PaperAddressRemove => "Remove the withdrawal address",
        Operation::PaperSettingsEdit => "Change whether new addresses wait",
        Operation::InvitationCreate => "Invite somebody",
        Operation::InvitationRevoke => "Take the invitation back",
        Operation::MemberEdit => "Change the role of the member",
        Operation::MemberReset => "Make a reset link for the member",
        Operation::MemberRemove => "Remove the member",
        Operation::MemberSessionEnd => "End the member's session",
        Operation::MemberLeave => "Leave this account",
        Operation::ProfileEdit => "Change your name or login",
        Operation::PasswordChange => "Change your password",
        Operation::FactorAdd => "Set up the authenticator",
        Operation::FactorRemove => "Take the authenticator away",
        Operation::RecoveryCreate => "Make new recovery codes",
        Operation::PasskeyAdd => "Add a passkey",
        Operation::PasskeyEdit => "Rename the passkey",
        Operation::PasskeyRemove => "Take the passkey away",
        Operation::SessionEnd => "End the session",
        Operation::SessionEndOthers => "End every other session of yours",
        Operation::SessionSwitch => "Look at another account",
        Operation::NoticeRead => "Mark the notices as read",
        Operation::ChannelCreate => "Add the channel",
        Operation::ChannelEdit => "Turn the channel on or off",
        Operation::ChannelTest => "Send a test to the channel",
        Operation::ChannelConfirm => "Confirm the address of the channel",
        Operation::ChannelCode => "Send another code",
        Operation::ChannelSecret => "Give the web hook another secret",
        Operation::ChannelRemove => "Remove the channel",
        Operation::RuleSet => "Change what is told",
        Operation::DeliveryResend => "Send it again",
        Operation::HelpRead => "Note that you have read the page",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::routes::{ROUTES, Verb};
    use super::*;

    /// But for the proof itself, which stands before nothing of its own.
    #[test]
    fn whatever_changes_something_has_words_of_its_own() {
        let forms = ROUTES.iter().filter(|route| route.verb == Verb::Post && route.path != "/prove");
        let mut said: Vec<_> = forms
            .map(|route| (deed(route.operation).unwrap_or_else(|| panic!("{}", route.path)), route.operation))
            .collect();
        said.sort_unstable();
        said.dedup();
        let operations = said.len();
        said.dedup_by_key(|(words, _)| *words);
        assert_eq!(said.len(), operations, "two have the same words");
    }
}
