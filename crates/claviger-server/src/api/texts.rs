//! Closed lists of texts in the document, taken from the enums themselves so that they cannot
//! drift apart.

use super::alerts::{ABOVE, BELOW, CHANGE, WAYS, direction};
use super::invitations::PURPOSES;
use crate::incident::Progress;
use claviger::core::action::Action;
use claviger::core::entry::Outcome;
use claviger::core::key::incident::{Novelty, Origin};
use claviger::core::key::review::Decided;
use claviger::core::key::{KeyKind, KeyState};
use claviger::core::notices::{EventKind, Fate, Level, Service, Verdict};
use claviger::core::permission::Permission;
use claviger::core::reason::Reason;
use claviger::core::role::Role;
use claviger::manage::incidents::Stopping;
use claviger_venue::AlertState;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

fn texts(description: &str, names: impl IntoIterator<Item = &'static str>) -> RefOr<Schema> {
    let object = ObjectBuilder::new().schema_type(Type::String).description(Some(description));
    object.enum_values(Some(names)).build().into()
}

macro_rules! closed {
    ($($name:ident $shown:literal: $description:literal, $names:expr;)*) => {
        $(
            #[doc = $description]
            pub(super) struct $name;

            impl PartialSchema for $name {
                fn schema() -> RefOr<Schema> {
                    texts($description, $names)
                }
            }

            impl ToSchema for $name {
                fn name() -> std::borrow::Cow<'static, str> {
                    $shown.into()
                }
            }
        )*
    };
}

closed! {
    KindText "KeyKind": "Public keys read market data; private keys sign account calls.",
        [KeyKind::Public.name(), KeyKind::Private.name()];
    StateText "KeyState": "The state of a key.", KeyState::ALL.map(KeyState::name);
    StepText "StepState": "A state a key can be stepped to.",
        KeyState::ALL.into_iter().filter(|state| *state != KeyState::Revoked).map(KeyState::name);
    StopText "StopState": "A state keys can be stopped to together.",
        KeyState::ALL.into_iter().filter(|state| *state != KeyState::Active).map(KeyState::name);
    PermissionText "PermissionName": "A permission of a key.", Permission::ALL.map(Permission::name);
    FactorText "SecondFactorKind": "What every call must carry besides its signature.", ["password", "totp"];
    MemberRoleText "MemberRole": "What a member may do.", Role::OF_MEMBERS.map(Role::name);
    PurposeText "InvitationPurpose": "What a link is for.", PURPOSES;
    RoleText "Role": "What a token may do.", Role::OF_TOKENS.map(Role::name);
    ConditionText "AlertConditionKind": "What an alert waits for.", [ABOVE, BELOW, CHANGE];
    DirectionText "AlertDirection": "Which way a price changes.", WAYS.map(direction);
    AlertStateText "AlertState": "How an alert stands.", AlertState::ALL.map(AlertState::as_str);
    ServiceText "ChannelService": "What takes notices.", Service::ALL.map(Service::name);
    LevelText "NoticeLevel": "How much something matters.", Level::ALL.map(Level::name);
    EventText "EventName": "What happened.", EventKind::ALL.iter().map(|kind| kind.name());
    VerdictText "NoticeVerdict": "What is done with an event.", Verdict::ALL.map(Verdict::name);
    FateText "DeliveryFate": "What became of a delivery.",
        [Fate::Waiting, Fate::Delivered, Fate::Failed].map(Fate::name);
    ActionText "Action": "What was done.", Action::ALL.iter().map(|action| action.name());
    OutcomeText "Outcome": "How it went.", Outcome::ALL.map(Outcome::name);
    DecidedText "ReviewDecision": "What a review decided.", Decided::ALL.map(Decided::name);
    OriginText "GoodMomentOrigin": "Where the last good moment of a leaked key comes from.", Origin::ALL.map(Origin::name);
    NoveltyText "SourceNovelty": "Whether accepted calls came from an address before.", Novelty::ALL.map(Novelty::name);
    StoppingText "Stopping": "What a leaked key still lets through.", Stopping::ALL.map(Stopping::name);
    ProgressText "StepProgress": "How far a step is: `look` is for somebody to judge.", Progress::ALL.map(Progress::name);
    ReasonText "ReasonCode": "Why.", Reason::ALL.iter().map(|reason| reason.code());
}
