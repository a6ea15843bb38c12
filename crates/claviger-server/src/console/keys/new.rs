//! A key is asked for: the form, and its review before anything is made.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::form::Pairs;
use super::super::page::{Frame, Section, Trouble};
use super::fields::{EXPIRIES, Errors, FACTORS, LIST, NAMES, Typed};
use super::marks::{Chip, chip};
use super::summary::Summary;
use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use claviger::OsEntropy;
use claviger::core::entropy::draw;
use claviger::core::id::KeyId;
use claviger::core::key::preset::Preset;
use claviger::core::otp::SecondFactorKind;
use claviger::core::permission::{Group, Permission, PermissionSet};
use claviger::manage::keys;

/// What a submit button of the form asks for.
const STEPS: [&str; 2] = ["step", "preset"];

#[derive(Template)]
#[template(path = "keys/new.html")]
struct Form {
    frame: Frame,
    typed: Typed,
    errors: Errors,
    parts: Parts,
}

/// What the fields of a key are offered with, here and where it is edited.
pub(in super::super) struct Parts {
    pub(in super::super) presets: Vec<PresetView>,
    pub(in super::super) groups: Vec<GroupView>,
    pub(in super::super) expiries: Vec<(&'static str, String)>,
    pub(in super::super) factors: Vec<(&'static str, String)>,
    /// Where the person sits.
    pub(in super::super) own: Option<String>,
    /// Whom a new key may belong to; empty if that is not to be chosen.
    pub(in super::super) members: Vec<(String, String)>,
}

/// A preset as a button.
pub(in super::super) struct PresetView {
    pub(in super::super) name: &'static str,
    pub(in super::super) label: &'static str,
    pub(in super::super) words: &'static str,
    pub(in super::super) chosen: bool,
    /// The names of its permissions, for the script.
    pub(in super::super) permissions: String,
    pub(in super::super) kind: &'static str,
}

/// A group of permissions.
pub(in super::super) struct GroupView {
    pub(in super::super) label: &'static str,
    pub(in super::super) permissions: Vec<Choice>,
}

/// A permission to be ticked.
pub(in super::super) struct Choice {
    pub(in super::super) name: &'static str,
    pub(in super::super) chip: Chip,
    pub(in super::super) risk: &'static str,
    pub(in super::super) ticked: bool,
}

#[derive(Template)]
#[template(path = "keys/review.html")]
struct Review {
    frame: Frame,
    typed: Typed,
    errors: Errors,
    summary: Summary,
    once: String,
    wants_password: bool,
    is_private: bool,
    /// Whose it will be; empty if nobody was named.
    belongs_to: String,
}

/// The form.
pub(in super::super) async fn form(call: Call) -> Result<Shown, Failure> {
    let query = call.query(&["preset", "like"], &[LIST])?;
    call.proven()?;
    if let Some(like) = query.given("like") {
        return fill_in(&call, like_one(&call, query, like).await?, Errors::default()).await;
    }
    let preset =
        query.given("preset").map(|name| Preset::from_name(name).ok_or_else(no_such_preset)).transpose()?;
    let typed = preset.map_or_else(Typed::fresh, |preset| Typed::fresh().preset(preset));
    fill_in(&call, typed, Errors::default()).await
}

/// The fields of a key there is, with other permissions if any are named.
async fn like_one(call: &Call, query: &Pairs, id: &str) -> Result<Typed, Failure> {
    let id = id.parse::<KeyId>().map_err(|_| Trouble::malformed("there is no such key".to_owned()))?;
    let record = keys::show(&call.state.authority, call.caller(), id).await?.record;
    let named: Option<PermissionSet> = query.all(LIST).map(|name| name.parse::<Permission>().ok()).collect();
    let named = named.ok_or_else(|| Trouble::malformed("there is no such permission".to_owned()))?;
    let mut typed = Typed::like(&record);
    // Whom it may belong to is chosen among those there are now.
    if !super::belongs::choices(call).await?.iter().any(|(id, _)| *id == typed.member) {
        typed.member.clear();
    }
    if !named.is_empty() {
        typed.permissions = named;
    }
    Ok(typed)
}

/// What was filled in: shown again with what is wrong, or with what a button asked for; else its review.
pub(in super::super) async fn review(call: Call) -> Result<Shown, Failure> {
    // The review itself sends its own fields, too, when something is to be changed.
    let known: Vec<&str> = NAMES.into_iter().chain(STEPS).chain(super::create::OWN).collect();
    let form = call.form(&known, &[LIST])?;
    let mut typed = Typed::read(form)?;
    super::belongs::may_name(&call, &typed.member)?;
    if let Some(preset) = form.given("preset") {
        typed = typed.preset(Preset::from_name(preset).ok_or_else(no_such_preset)?);
        return fill_in(&call, typed, Errors::default()).await;
    }
    match form.text("step") {
        "back" => return fill_in(&call, typed, Errors::default()).await,
        "own-address" => {
            add_own(&call, &mut typed);
            return fill_in(&call, typed, Errors::default()).await;
        }
        _ => {}
    }
    show_review(&call, typed, Errors::default()).await
}

/// The review of what was filled in; the form again if there is something wrong with that.
pub(super) async fn show_review(call: &Call, typed: Typed, errors: Errors) -> Result<Shown, Failure> {
    let now = call.now();
    let meant = match typed.mean(now) {
        Ok(meant) => meant,
        Err(errors) => {
            let words = errors.for_the_log();
            return Ok(fill_in(call, typed, errors).await?.refusing(words));
        }
    };
    let members = super::belongs::choices(call).await?;
    let named = members.into_iter().find(|(id, _)| !id.is_empty() && *id == typed.member);
    let belongs_to = named.map(|(_, name)| name).unwrap_or_default();
    let once = mark()?;
    let page = Review {
        frame: call.frame(Section::Keys, "Review the key"),
        wants_password: meant.restrictions.second_factor == Some(SecondFactorKind::Password),
        is_private: meant.kind == claviger::core::key::KeyKind::Private,
        summary: Summary::of(&meant, now),
        belongs_to,
        typed,
        errors,
        once,
    };
    Ok(Shown::page(&page)?)
}

/// The form with what was typed.
pub(super) async fn fill_in(call: &Call, typed: Typed, errors: Errors) -> Result<Shown, Failure> {
    let parts = Parts { members: super::belongs::choices(call).await?, ..Parts::of(call, &typed) };
    Ok(Shown::page(&Form { frame: call.frame(Section::Keys, "Create a key"), typed, errors, parts })?)
}

impl Parts {
    pub(super) fn of(call: &Call, typed: &Typed) -> Self {
        Parts {
            presets: Preset::ALL.into_iter().map(|preset| preset_view(preset, typed)).collect(),
            groups: Group::ALL.into_iter().map(|group| group_view(group, typed.permissions)).collect(),
            expiries: EXPIRIES.map(|(value, label)| (value, label.to_owned())).into(),
            factors: FACTORS.map(|(value, label)| (value, label.to_owned())).into(),
            own: call.caller().source.map(|source| source.to_canonical().to_string()),
            members: Vec::new(),
        }
    }
}

impl Parts {
    /// Whether the rarer limits are shown at once: something is filled in or wrong there.
    pub(in super::super) fn opened(&self, typed: &Typed, errors: &Errors) -> bool {
        let filled = [&typed.not_before, &typed.query_from, &typed.query_to, &typed.nonce_window];
        let wrong = ["not_before", "query_from", "query_to", "nonce_window"];
        filled.iter().any(|text| !text.is_empty()) || wrong.iter().any(|field| errors.of(field).is_some())
    }
}

fn preset_view(preset: Preset, typed: &Typed) -> PresetView {
    let names: Vec<&str> = preset.permissions().iter().map(Permission::name).collect();
    let same = preset.permissions() == typed.permissions && preset.kind().name() == typed.kind;
    PresetView {
        name: preset.name(),
        label: preset.label(),
        words: preset.words(),
        chosen: same,
        permissions: names.join(" "),
        kind: preset.kind().name(),
    }
}

fn group_view(group: Group, ticked: PermissionSet) -> GroupView {
    let of_group = Permission::ALL.into_iter().filter(|permission| permission.group() == group);
    let choice = |permission: Permission| Choice {
        name: permission.name(),
        chip: chip(permission),
        risk: permission.risk(),
        ticked: ticked.contains(permission),
    };
    GroupView { label: group.label(), permissions: of_group.map(choice).collect() }
}

/// Adds where the person sits, unless it is there.
pub(super) fn add_own(call: &Call, typed: &mut Typed) {
    let Some(own) = call.caller().source.map(|source| source.to_canonical().to_string()) else { return };
    if !super::fields::entries(&typed.allowlist).any(|entry| entry == own) {
        let list = typed.allowlist.trim_end();
        typed.allowlist = if list.is_empty() { own } else { format!("{list}\n{own}") };
    }
}

fn no_such_preset() -> Trouble {
    Trouble::malformed("there is no such preset".to_owned())
}

/// What a form is known by if it is sent again.
pub(super) fn mark() -> Result<String, Trouble> {
    Ok(URL_SAFE_NO_PAD.encode(draw::<16>(&mut OsEntropy).map_err(|_| Trouble::internal())?))
}
