//! Shows it.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::keys::{Badge, Line, lines, state_badge};
use super::super::page::time::exact;
use super::super::page::{Frame, Section, counted, number};
use super::super::paper::{Glance, glance};
use super::super::people::people;
use super::super::svg::{HourOf, chart, sums, table};
use super::checklist::Checklist;
use super::first::First;
use super::news::News;
use askama::Template;
use claviger::core::key::KeyState;
use claviger::core::time::Timestamp;
use claviger::manage::keys::{Survey, survey};
use claviger::manage::{Operation, reviews};

/// Keys that deserve attention shown.
const ATTENTION: usize = 5;
/// The counts are whole if they begin this long ago.
const WHOLE_SECS: i64 = 86_100;

#[derive(Template)]
#[template(path = "home/show.html")]
struct Page {
    frame: Frame,
    may_create: bool,
    first: Option<First>,
    tiles: Vec<Tile>,
    states: Vec<State>,
    attention: Vec<Line>,
    concerned: String,
    /// Reviews that are overdue.
    reviews: Option<String>,
    more_concerned: usize,
    calls: Option<Calls>,
    news: Option<News>,
    checklist: Checklist,
    exchange: Option<Glance>,
}

/// A figure, and where there is more about it.
struct Tile {
    label: &'static str,
    figure: String,
    words: String,
    href: &'static str,
    /// The class of the style sheet.
    class: &'static str,
}

struct State {
    badge: Badge,
    count: String,
    href: String,
}

/// The calls of the day.
struct Calls {
    chart: String,
    table: Vec<HourOf>,
    since: Option<String>,
}

/// Shows the first page.
pub(in super::super) async fn show(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    // What comes while the page is made is told by its live part.
    let since = call.state.authority.lane().next_sequence();
    let survey = survey(&call.state.authority, call.caller(), ATTENTION).await?;
    let overdue = reviews::list(&call.state.authority, call.caller(), true, 0, 1).await?.overdue;
    let news = News::read(&call).await?;
    let people = people(&call).await;
    let now = call.now();
    let first = First::of(&call, &survey, since);
    let page = Page {
        frame: call.frame(Section::Home, "Home"),
        may_create: Operation::KeyCreate.allows(call.caller().role),
        tiles: tiles(&survey),
        states: states(&survey),
        attention: lines(&survey.attention, now, call.caller().role),
        reviews: (overdue > 0).then(|| counted(overdue as u64, "review")),
        concerned: counted(survey.concerned as u64, "key"),
        more_concerned: survey.concerned.saturating_sub(survey.attention.len()),
        calls: if first.is_none() { calls(&survey, now) } else { None },
        first,
        news,
        exchange: glance(&call).await,
        checklist: Checklist::of(&survey, people.as_deref(), call.caller().role),
    };
    Ok(Shown::page(&page)?)
}

fn tiles(survey: &Survey) -> Vec<Tile> {
    let all: usize = survey.by_state.iter().sum();
    let in_force = all - of_state(survey, KeyState::Revoked);
    let active = of_state(survey, KeyState::Active);
    let mut tiles = vec![Tile {
        label: "Keys in force",
        figure: number(in_force as u64),
        words: match in_force - active {
            0 => "all of them active".to_owned(),
            down => format!("{} of them stepped down", number(down as u64)),
        },
        href: "/keys",
        class: "",
    }];
    if let Some(hours) = &survey.hours {
        let (allowed, refused) = sums(hours);
        let tile = |label, count, href, class| Tile {
            label,
            figure: number(count),
            words: "in the last 24 hours".to_owned(),
            href,
            class,
        };
        tiles.push(tile("Calls accepted", allowed, "/history?outcome=allowed", ""));
        let class = if refused > 0 { "bad" } else { "" };
        tiles.push(tile("Calls refused", refused, "/history?outcome=refused", class));
    }
    tiles.push(Tile {
        label: "Need attention",
        figure: number(survey.concerned as u64),
        words: if survey.concerned == 0 {
            "nothing to put right".to_owned()
        } else {
            "listed below".to_owned()
        },
        href: "/keys?attention=1",
        class: if survey.concerned > 0 { "warning" } else { "" },
    });
    tiles
}

fn of_state(survey: &Survey, state: KeyState) -> usize {
    KeyState::ALL
        .iter()
        .zip(survey.by_state)
        .find(|(known, _)| **known == state)
        .map_or(0, |(_, count)| count)
}

fn states(survey: &Survey) -> Vec<State> {
    let there = KeyState::ALL.into_iter().zip(survey.by_state).filter(|(_, count)| *count > 0);
    let state = |(state, count): (KeyState, usize)| State {
        badge: state_badge(state),
        count: number(count as u64),
        href: format!("/keys?state={}", state.name()),
    };
    there.map(state).collect()
}

fn calls(survey: &Survey, now: Timestamp) -> Option<Calls> {
    let hours = survey.hours.as_ref()?;
    Some(Calls {
        chart: chart(hours, now),
        table: table(hours, now),
        since: survey.counted_since.filter(|since| now.secs() - since.secs() < WHOLE_SECS).map(exact),
    })
}
