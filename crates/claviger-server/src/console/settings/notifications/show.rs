//! The channels and the rules.

use super::super::super::answer::Shown;
use super::super::super::call::Call;
use super::super::super::failure::Failure;
use super::super::super::keys::Errors;
use super::super::super::notices::list::badge;
use super::super::super::page::time::Moment;
use super::super::super::page::{Frame, Section};
use super::super::tabs::{Tab, tabs};
use askama::Template;
use claviger::core::id::{KeyId, UserId};
use claviger::core::notices::{Audience, EventKind, Level, Rule, Scope, Service, Verdict};
use claviger::manage::channels::{self, ChannelView};
use claviger::manage::{Operation, rules};

#[derive(Template)]
#[template(path = "settings/notifications.html")]
struct Page {
    frame: Frame,
    tabs: Vec<Tab>,
    channels: Vec<Line>,
    may_change: bool,
    typed: Typed,
    services: Vec<(&'static str, &'static str)>,
    levels: Vec<(&'static str, &'static str)>,
    rules: Vec<RuleLine>,
    events: Vec<EventLine>,
    verdicts: [(&'static str, &'static str); 4],
    errors: Errors,
}

/// A channel as it is shown.
struct Line {
    id: String,
    name: String,
    service: &'static str,
    to: String,
    least: &'static str,
    audience: Option<String>,
    on: bool,
    wants_code: bool,
    has_secret: bool,
    failing: Option<Moment>,
    failures: u32,
    dropped: u64,
}

/// A rule as it is shown.
struct RuleLine {
    event: &'static str,
    about: String,
    tell: &'static str,
}

/// A kind of event as it is shown.
struct EventLine {
    name: &'static str,
    words: &'static str,
    class: &'static str,
    level: &'static str,
    tell: &'static str,
}

/// What was typed for a new channel.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) name: String,
    pub(super) service: String,
    pub(super) to: String,
    pub(super) least: String,
    pub(super) holder: String,
    pub(super) mine: bool,
}

/// Shows them.
pub(in super::super::super) async fn show(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    page(&call, Typed::default(), Errors::default()).await
}

pub(super) async fn page(call: &Call, typed: Typed, errors: Errors) -> Result<Shown, Failure> {
    let (authority, caller) = (&call.state.authority, call.caller());
    let channels = channels::list(authority, caller).await?;
    let set = rules::list(authority, caller).await?;
    let page = Page {
        frame: call.frame(Section::Settings, "Notifications"),
        tabs: tabs(call, "/settings/notifications"),
        channels: channels.iter().map(|view| line(view, call)).collect(),
        may_change: Operation::ChannelCreate.allows(caller.role),
        typed,
        services: Service::ALL.iter().map(|service| (service.name(), called(*service))).collect(),
        levels: [Level::Warning, Level::Alarm, Level::Info]
            .iter()
            .map(|level| (level.name(), from(*level)))
            .collect(),
        events: EventKind::ALL.iter().map(|kind| event(*kind, &set)).collect(),
        rules: set.iter().filter(|rule| rule.scope != Scope::Account).map(rule_line).collect(),
        verdicts: [
            ("", "as it is without a rule"),
            (Verdict::Channels.name(), "inbox and channels"),
            (Verdict::Inbox.name(), "inbox alone"),
            (Verdict::Nowhere.name(), "nowhere"),
        ],
        errors,
    };
    Ok(Shown::page(&page)?)
}

fn line(view: &ChannelView, call: &Call) -> Line {
    let channel = &view.channel;
    Line {
        id: channel.id.to_string(),
        name: channel.name.to_string(),
        service: called(channel.service),
        to: channel.route.to_string(),
        least: from(channel.least),
        audience: audience(&channel.audience),
        on: channel.on,
        wants_code: channel.confirm.is_some(),
        has_secret: channel.service == Service::Webhook,
        failing: view.health.failing_since.map(|at| Moment::of(at, call.now())),
        failures: view.health.failures,
        dropped: view.health.dropped,
    }
}

fn rule_line(rule: &Rule) -> RuleLine {
    let about = match rule.scope {
        Scope::Account => String::new(),
        Scope::Key(key) => KeyId::from_u64(key).to_string(),
        Scope::Person(user) => UserId::from_u64(user).to_string(),
    };
    RuleLine { event: rule.kind.name(), about, tell: told(rule.verdict) }
}

fn event(kind: EventKind, rules: &[Rule]) -> EventLine {
    let rule = rules.iter().find(|rule| rule.kind == kind && rule.scope == Scope::Account);
    let (class, level) = badge(kind.level());
    let tell = rule.map_or_else(|| told(Verdict::unless_told(kind.level())), |rule| told(rule.verdict));
    EventLine { name: kind.name(), words: kind.words(), class, level, tell }
}

/// Whom it is for, unless that is everybody.
fn audience(audience: &Audience) -> Option<String> {
    match audience {
        Audience::Account => None,
        Audience::Holder(holder) => Some(format!("keys held by {holder}")),
        Audience::Person(_) => Some("one person and their keys".to_owned()),
    }
}

const fn told(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Nowhere => "nowhere",
        Verdict::Inbox => "inbox",
        Verdict::Channels => "inbox and channels",
    }
}

const fn called(service: Service) -> &'static str {
    match service {
        Service::Mail => "Mailbox",
        Service::Webhook => "Web hook of your own",
        Service::Slack => "Slack",
        Service::Discord => "Discord",
        Service::Telegram => "Telegram",
    }
}

const fn from(level: Level) -> &'static str {
    match level {
        Level::Info => "everything",
        Level::Warning => "warnings and alarms",
        Level::Alarm => "alarms alone",
    }
}
