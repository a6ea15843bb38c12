//! Ways in for people that the host makes: the first owner's link, and links for those who are locked out.

use crate::common::{Server, chain, config, serve};
use claviger::clock::{Clock as _, SystemClock};
use claviger::manage::invitations::{self, Newcomer};
use claviger::manage::sessions::Place;
use claviger_core::action::Action;
use claviger_core::id::{AccountId, LogId};
use claviger_core::people::{Login, Purpose};
use claviger_core::store::Store as _;
use claviger_core::text::Name;
use claviger_core::time::Timestamp;
use claviger_server::boot::links;
use claviger_server::host;
use claviger_sqlite::{Options, SqliteStore};
use std::path::Path;

fn now() -> Timestamp {
    SystemClock.now()
}

fn token(link: &str) -> String {
    link.strip_prefix("http://localhost:8480/welcome/").unwrap().to_owned()
}

fn account(server: &Server) -> AccountId {
    server.running().authority().store().accounts(None, 1).unwrap()[0].id
}

/// What a link is for, if it works.
fn look(server: &Server, link: &str) -> Option<Purpose> {
    let authority = server.running().authority();
    let view = server.runtime.block_on(invitations::look(authority, &token(link))).unwrap();
    view.map(|view| view.purpose)
}

fn join(server: &Server, link: &str, login: &str) {
    let newcomer = Newcomer {
        login: Login::parse(login).unwrap(),
        name: Name::parse("Ada").unwrap(),
        password: "seven purple lanterns hum".to_owned().into(),
    };
    let (authority, token, place) = (server.running().authority(), token(link), Place::default());
    let joined = invitations::accept(authority, &token, newcomer, &place);
    server.runtime.block_on(joined).map(drop).unwrap();
}

fn last_action(dir: &Path) -> Action {
    let store = SqliteStore::open_read_only(dir, Options::default()).unwrap();
    store.entries(LogId(0), 0, usize::MAX).unwrap().pop().unwrap().draft.action
}

#[test]
fn a_link_made_on_the_host_lets_the_first_owner_in_and_then_no_other() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &[]);
    server.stop();
    let links = links(&config(dir.path(), &[]), 8480);
    let make = || host::recover_first_owner(dir.path(), None, &links, now());
    let made = make().unwrap();
    assert_eq!((made.of.as_str(), last_action(dir.path())), ("main", Action::Recovered));
    let server = serve(dir.path(), &[]);
    assert_eq!(look(&server, &made.link), Some(Purpose::FirstOwner { account: account(&server) }));
    join(&server, &made.link, "ada");
    assert_eq!(look(&server, &made.link), None);
    assert!(server.running().has_people().unwrap());
    server.stop();
    let refused = make().map(drop).unwrap_err();
    assert!(chain(&refused).contains("recover sign-in"), "{refused}");
}

#[test]
fn whoever_is_locked_out_is_let_back_in_by_the_host() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &[]);
    let account = account(&server);
    let first = server.runtime.block_on(server.running().first_owner(account)).unwrap().unwrap();
    let port = server.address.port();
    let first = first.replace(&format!(":{port}/"), ":8480/");
    join(&server, &first, "ada");
    let again = server.runtime.block_on(server.running().first_owner(account)).unwrap();
    assert!(again.is_none(), "there is somebody");
    server.stop();
    let links = links(&config(dir.path(), &[]), 8480);
    let make = |login: &str, without| host::recover_sign_in(dir.path(), login, without, &links, now());
    for nobody in ["bo", "", "ada lovelace"] {
        let refused = make(nobody, false).map(drop).unwrap_err();
        assert!(chain(&refused).contains("nobody signs in as"), "{refused}");
    }
    for without_factors in [false, true] {
        let made = make("ADA", without_factors).unwrap();
        assert_eq!((made.of.as_str(), last_action(dir.path())), ("ada", Action::Recovered));
        let server = serve(dir.path(), &[]);
        let purpose = look(&server, &made.link);
        assert!(
            matches!(purpose, Some(Purpose::Reset { account: None, without_factors: said, .. }) if said == without_factors)
        );
        server.stop();
    }
}
