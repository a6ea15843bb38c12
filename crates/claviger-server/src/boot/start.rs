//! The start, in the order of the module's page.

use super::alert_desk::Counting;
use super::background::{Background, Notices};
use super::carrier::carrier;
use super::certificate::{self, Certificate};
use super::links::links;
use super::master_desk::MasterDesk;
use super::paper_desk::Desk;
use super::running::{FirstRun, Running, let_go};
use super::witness::Witness;
use super::{BootError, data_dir, descriptors, keyring};
use crate::api::ApiState;
use crate::api::links::Links;
use crate::config::{Config, PublicUrl, RetentionConfig};
use crate::console::Exchange;
use crate::net::{self, Net};
use crate::site::Site;
use crate::telemetry::{Counters, Readiness, watch_store};
use crate::witness::{self, Source, Watch, WitnessError};
use claviger::clock::SystemClock;
use claviger::manage::{Bootstrapped, bootstrap};
use claviger::{Authority, Secrets};
use claviger_core::id::LogId;
use claviger_core::store::Retention;
use claviger_core::text::Name;
use claviger_kraken::paper::AuthorityJournal;
use claviger_kraken::{MarketData, Paper, Wire};
use claviger_sqlite::{Migration, Options, SqliteStore};
use claviger_venue::{Micros, VenueConfig};
use std::io;
use std::sync::Arc;
use tokio::net::TcpListener;

/// The name of the first account, and of its operator's token.
const FIRST_ACCOUNT: &str = "main";
const FIRST_TOKEN: &str = "operator";
/// The embedded store has one log.
const LOG: LogId = LogId(0);
/// The name of its database inside the data directory.
const DATABASE: &str = "claviger.db";

/// Starts a server. Must be called within a multi-threaded runtime of tokio.
///
/// # Errors
/// [`BootError`]. Nothing is left running then, and the data directory is free again.
pub async fn start(config: Config) -> Result<Running, BootError> {
    descriptors::make_room(config.limits.net.connections);
    let certificate = certificate::load(&config)?;
    let listener = bind(&config)?;
    let (config, opened) = blocking(move || open(&config).map(|opened| (config, opened))).await?;
    let authority = Arc::new(opened.authority);
    let (rest, witness) = (opened.rest, opened.witness);
    let started = assemble(&config, (listener, certificate), &authority, rest, witness).await;
    if started.is_err() {
        let store = Arc::downgrade(authority.store());
        authority.lane().close();
        drop(authority);
        let_go(&store).await;
    }
    started
}

/// Everything that rests on a running authority.
async fn assemble(
    config: &Config,
    (listener, certificate): (TcpListener, Option<Certificate>),
    authority: &Arc<Authority>,
    rest: keyring::Rest,
    witness: Witness,
) -> Result<Running, BootError> {
    let carrier = Arc::new(carrier(config)?);
    rest.complete(authority, &config.master_key_file()).await?;
    let counters = Arc::<Counters>::default();
    let paper = Arc::new(paper(authority, config).await?.telling(Arc::new(Counting(counters.clone()))));
    let initial_funding = config.paper.initial_funding;
    let desk = Desk { authority: authority.clone(), paper: paper.clone(), initial_funding };
    let first_run = first_run(&desk).await?;
    catch_up(authority, &paper).await;
    let clerk = witness.keep(config, authority).await?;
    claviger::notices::prepare(authority, carrier.clone()).await;
    let readiness = Arc::new(Readiness::new(witness.watch));
    let port = listener.local_addr().map_or(config.server.bind.port(), |address| address.port());
    let links = links(config, port);
    let site = Arc::new(site(config, desk, links.clone(), counters, &readiness));
    let tls = certificate.as_ref().map(|certificate| certificate.tls.clone());
    let net = Net::start(listener, tls, config.limits.net.clone(), site.clone());
    let net = net.map_err(not_listening(config))?;
    site.listens(net.stats());
    let watching = tokio::spawn(watch_store(readiness.clone(), authority.store().clone()));
    let notices = Notices { carrier, link: config.server.public_url.as_ref().map(notices_link) };
    let background = Background::start(authority, &paper, certificate, config.server.console, notices);
    tracing::info!(address = %net.local_addr(), tls = net.is_encrypted(), data_dir = %config.server.data_dir.display(), "serving");
    Ok(Running {
        net,
        authority: authority.clone(),
        paper,
        readiness,
        background,
        watching,
        clerk,
        first_run,
        links,
    })
}

/// Where mails say there is more.
fn notices_link(url: &PublicUrl) -> String {
    format!("{}/notices", url.origin())
}

struct Open {
    authority: Authority,
    rest: keyring::Rest,
    witness: Witness,
}

/// Everything that blocks: witness, data directory, store, master key, lane.
fn open(config: &Config) -> Result<Open, BootError> {
    let dir = &config.server.data_dir;
    let places = witness::places(&config.witness).map_err(WitnessError::Settings)?;
    let looked = witness::look(&places);
    if !dir.join(DATABASE).is_file() {
        looked.allows_a_new_store(dir)?;
    }
    data_dir::prepare(dir)?;
    let store = SqliteStore::open(dir, Options::default());
    let store = Arc::new(store.map_err(|source| BootError::Store { path: dir.clone(), source })?);
    if let Some(Migration { from, to }) = store.migrated() {
        tracing::info!(from, to, "the tables of the database were brought up to date");
    }
    let compared = witness::compared(config, &looked, &store)?;
    let witness = Witness { watch: Arc::new(Watch::new(places, compared)), source: Source::new(&store) };
    let opened = keyring::open(&config.master_key_file(), &*store, dir)?;
    let authority = Authority::start(
        store,
        Secrets::new(opened.keyring),
        Arc::new(SystemClock),
        limits(config),
        retention(config.retention),
        LOG,
    )?;
    Ok(Open { authority, rest: opened.rest, witness })
}

/// Nobody looks at the use of keys without a console, so none of it is tallied.
fn limits(config: &Config) -> claviger::Limits {
    let limits = config.limits.authority.clone();
    if config.server.console { limits } else { claviger::Limits { tallied_keys: 0, ..limits } }
}

fn retention(config: RetentionConfig) -> Retention {
    Retention {
        max_age_secs: config.max_age_days.map(|days| i64::from(days) * 86_400),
        max_bytes: config.max_bytes,
    }
}

async fn paper(authority: &Arc<Authority>, config: &Config) -> Result<Paper, BootError> {
    let opened_at = Micros(authority.now().micros());
    let journal = Arc::new(AuthorityJournal(authority.clone()));
    Ok(Paper::open(journal, VenueConfig::new(config.paper.seed, opened_at)).await?)
}

/// What came due while nothing ran, dead man's switches and alerts among it, happens before any call is taken. If it cannot be written
/// the server starts all the same, since only a running one can be put right: no call that changes anything is carried out
/// before a switch that is due has gone off.
async fn catch_up(authority: &Authority, paper: &Paper) {
    if let Err(error) = paper.tick(authority.now()).await {
        tracing::error!(%error, "what came due on the paper exchange while the server was down has not happened yet");
    }
}

async fn first_run(desk: &Desk) -> Result<Option<FirstRun>, BootError> {
    let name = |text| Name::parse(text).map_err(|_| BootError::FirstName);
    let (account, token) = (name(FIRST_ACCOUNT)?, name(FIRST_TOKEN)?);
    let made = bootstrap(&desk.authority, account, token, |mutation| desk.open(mutation)).await?;
    Ok(made.map(|Bootstrapped { account, token }| FirstRun { account, token: token.token }))
}

fn console(
    config: &Config,
    authority: &Arc<Authority>,
    readiness: &Arc<Readiness>,
    paper: Exchange,
) -> axum::Router {
    let secure = config.tls.certificate.is_some();
    let net = &config.limits.net;
    let streams = crate::console::Places::new(net.console_streams, net.console_streams_each);
    let public = config.server.public_url.clone();
    crate::console::router_with_door(
        authority.clone(),
        readiness.clone(),
        secure,
        public,
        streams,
        Some(paper),
    )
}

fn site(
    config: &Config,
    desk: Desk,
    links: Links,
    counters: Arc<Counters>,
    readiness: &Arc<Readiness>,
) -> Site {
    let authority = desk.authority.clone();
    let market = if config.server.market_data_needs_key { MarketData::NeedsKey } else { MarketData::Open };
    let wire = Wire::new(authority.clone(), desk.paper.clone(), market);
    let master_key =
        MasterDesk { authority: authority.clone(), path: config.master_key_file(), turn: Arc::default() };
    let market = Arc::new(desk.paper.market().clone());
    let desk = Arc::new(desk);
    let exchange = Exchange { desk: desk.clone(), market: market.clone() };
    let console = config.server.console.then(|| console(config, &authority, readiness, exchange));
    let (paper, alerts) = (desk.clone(), desk);
    let api = ApiState { authority, paper, alerts, market, links, master_key: Arc::new(master_key) };
    Site::new(wire, api, console, counters, readiness.clone(), config)
}

/// Before anything is made or opened: an address that is taken leaves no trace. Whoever connects
/// meanwhile waits.
fn bind(config: &Config) -> Result<TcpListener, BootError> {
    net::bind(config.server.bind).map_err(not_listening(config))
}

fn not_listening(config: &Config) -> impl FnOnce(io::Error) -> BootError {
    let address = config.server.bind;
    move |source| BootError::Listen { address, source }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BootError> + Send + 'static,
) -> Result<T, BootError> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(BootError::Interrupted))
}
