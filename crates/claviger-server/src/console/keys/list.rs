//! The account's keys at a glance.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::form::Pairs;
use super::super::page::time::Moment;
use super::super::page::{Frame, Section, Trouble, counted, number};
use super::cursor;
use super::line::{Line, lines};
use super::marks::state_badge;
use askama::Template;
use claviger::core::key::KeyState;
use claviger::core::permission::Permission;
use claviger::manage::Operation;
use claviger::manage::keys::{Lack, Overview, OverviewQuery, Sort, overview};

/// Keys of a page.
const PAGE: usize = 25;
/// Keys that deserve attention shown above the list.
const ATTENTION: usize = 4;
/// Most characters looked for.
const MAX_TEXT: usize = 100;

const KNOWN: [&str; 9] =
    ["q", "state", "holder", "application", "permission", "lacks", "attention", "sort", "cursor"];

#[derive(Template)]
#[template(path = "keys/list.html")]
struct Page {
    frame: Frame,
    /// There are no keys at all.
    is_new: bool,
    may_create: bool,
    lines: Vec<Line>,
    attention: Vec<Line>,
    concerned: String,
    more_concerned: usize,
    tabs: Vec<Tab>,
    filters: Filters,
    summary: String,
    first: Option<String>,
    next: Option<String>,
    counted_since: Option<Moment>,
    is_cut: bool,
}

struct Tab {
    label: &'static str,
    count: String,
    href: String,
    current: bool,
}

struct Filters {
    text: String,
    state: String,
    attention: bool,
    active: bool,
    holders: Vec<Choice>,
    applications: Vec<Choice>,
    permissions: Vec<Choice>,
    lacks: Vec<Choice>,
    sorts: Vec<Choice>,
}

struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

/// Shows them.
pub(in super::super) async fn list(call: Call) -> Result<Shown, Failure> {
    let query = call.query(&KNOWN, &[])?;
    let asked = asked(query)?;
    let found = overview(&call.state.authority, call.caller(), asked.clone()).await?;
    Ok(Shown::page(&page(&call, &asked, found))?)
}

fn asked(query: &Pairs) -> Result<OverviewQuery, Trouble> {
    let bad = |what: &str| Trouble::malformed(format!("there is no such {what}"));
    let permission = query.given("permission").map(|text| text.parse().map_err(|_| bad("permission")));
    let lacks = query.given("lacks").map(|text| Lack::from_name(text).ok_or_else(|| bad("lack")));
    let sort = query.given("sort").map(|text| Sort::from_name(text).ok_or_else(|| bad("order")));
    let after = query.given("cursor").map(|text| cursor::read(text).ok_or_else(|| bad("place in the list")));
    Ok(OverviewQuery {
        text: query.given("q").map(|text| text.chars().take(MAX_TEXT).collect()),
        states: states(query.text("state")).ok_or_else(|| bad("state"))?,
        holder: query.given("holder").map(str::to_owned),
        application: query.given("application").map(str::to_owned),
        permission: permission.transpose()?,
        lacks: lacks.transpose()?,
        concerned: query.given("attention").is_some(),
        unused: false,
        sort: sort.transpose()?.unwrap_or_default(),
        after: after.transpose()?,
        limit: PAGE,
    })
}

/// The states of a tab; none for one that is not known.
fn states(tab: &str) -> Option<Vec<KeyState>> {
    match tab {
        "" => Some(Vec::new()),
        "all" => Some(KeyState::ALL.to_vec()),
        name => KeyState::ALL.into_iter().find(|state| state.name() == name).map(|state| vec![state]),
    }
}

fn page(call: &Call, asked: &OverviewQuery, found: Overview) -> Page {
    let (query, now) = (&call.query, call.now());
    let here = |changes: &[(&str, Option<&str>)]| {
        let query = query.with(changes);
        if query.is_empty() { "/keys".to_owned() } else { format!("/keys?{query}") }
    };
    let next = found.next.as_ref().map(|place| here(&[("cursor", Some(&cursor::show(place)))]));
    let first = asked.after.as_ref().map(|_| here(&[("cursor", None)]));
    let role = call.caller().role;
    let shown = lines(found.attention.get(..ATTENTION).unwrap_or(&found.attention), now, role);
    let on_top = !asked.concerned && asked.after.is_none();
    Page {
        frame: call.frame(Section::Keys, "API keys"),
        is_new: found.by_state.iter().sum::<usize>() == 0,
        may_create: Operation::KeyCreate.allows(role),
        summary: summary(&found),
        more_concerned: found.concerned.saturating_sub(shown.len()),
        concerned: counted(found.concerned as u64, "key"),
        attention: if on_top { shown } else { Vec::new() },
        tabs: tabs(query, &found, here),
        filters: filters(query, asked, &found),
        lines: lines(&found.items, now, role),
        counted_since: found
            .counted_since
            .filter(|at| now.secs() - at.secs() < 86_100)
            .map(|at| Moment::of(at, now)),
        is_cut: found.is_cut,
        first,
        next,
    }
}

/// As in *26–50 of 10 000 keys*.
fn summary(found: &Overview) -> String {
    let all = counted(found.matching as u64, "key");
    match (found.items.len(), found.before) {
        (0, _) => all,
        (shown, 0) if shown == found.matching => all,
        (shown, before) => {
            format!("{}–{} of {all}", number(before as u64 + 1), number((before + shown) as u64))
        }
    }
}

fn tabs(query: &Pairs, found: &Overview, here: impl Fn(&[(&str, Option<&str>)]) -> String) -> Vec<Tab> {
    let count_of = |state: KeyState| {
        KeyState::ALL
            .iter()
            .zip(found.by_state)
            .find(|(known, _)| **known == state)
            .map_or(0, |(_, count)| count)
    };
    let tab = |label, name: &'static str, count: usize| Tab {
        label,
        count: number(count as u64),
        href: here(&[("state", Some(name).filter(|name| !name.is_empty())), ("cursor", None)]),
        current: query.text("state") == name,
    };
    let all: usize = found.by_state.iter().sum();
    let mut tabs = vec![tab("In force", "", all - count_of(KeyState::Revoked))];
    let states =
        KeyState::ALL.into_iter().filter(|state| count_of(*state) > 0 || query.text("state") == state.name());
    tabs.extend(states.map(|state| tab(state_badge(state).label, state.name(), count_of(state))));
    tabs.push(tab("All", "all", all));
    tabs
}

fn filters(query: &Pairs, asked: &OverviewQuery, found: &Overview) -> Filters {
    let named = |names: &[String], asked: Option<&String>| {
        let choice =
            |name: &String| Choice { value: name.clone(), label: name.clone(), chosen: asked == Some(name) };
        names.iter().map(choice).collect()
    };
    let permission = |permission: Permission| Choice {
        value: permission.name().to_owned(),
        label: permission.label().to_owned(),
        chosen: asked.permission == Some(permission),
    };
    let lack = |lack: Lack| Choice {
        value: lack.name().to_owned(),
        label: lack_label(lack).to_owned(),
        chosen: asked.lacks == Some(lack),
    };
    let sort = |sort: Sort| Choice {
        value: sort.name().to_owned(),
        label: sort_label(sort).to_owned(),
        chosen: asked.sort == sort,
    };
    Filters {
        text: asked.text.clone().unwrap_or_default(),
        state: query.text("state").to_owned(),
        attention: asked.concerned,
        active: ["q", "holder", "application", "permission", "lacks", "attention"]
            .iter()
            .any(|name| query.given(name).is_some()),
        holders: named(&found.holders, asked.holder.as_ref()),
        applications: named(&found.applications, asked.application.as_ref()),
        permissions: Permission::ALL.map(permission).into(),
        lacks: Lack::ALL.map(lack).into(),
        sorts: Sort::ALL.map(sort).into(),
    }
}

const fn lack_label(lack: Lack) -> &'static str {
    match lack {
        Lack::Allowlist => "An allowlist",
        Lack::Expiry => "An expiry",
        Lack::Separation => "Trading or withdrawing, not both",
        Lack::Holder => "A holder",
    }
}

const fn sort_label(sort: Sort) -> &'static str {
    match sort {
        Sort::Newest => "Newest first",
        Sort::Name => "Name",
        Sort::LastUsed => "Last used",
        Sort::Calls => "Most calls",
        Sort::Expiry => "Next expiry",
    }
}
