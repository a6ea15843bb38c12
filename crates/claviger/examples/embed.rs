//! Keys for an API of your own, without the server: a program that opens a store, issues a key,
//! lets a signed call through, and takes the key back.
//!
//! `cargo run -p claviger --example embed` runs it in a temporary folder; `tests/embed.rs` runs
//! the same function and looks at what it did.

use claviger::clock::SystemClock;
use claviger::core::action::{Action, OrderFacts};
use claviger::core::call::{QueryDates, SignedCall};
use claviger::core::credential::{ApiKey, PrivateKey};
use claviger::core::entry::Outcome;
use claviger::core::id::LogId;
use claviger::core::key::{KeyKind, life};
use claviger::core::permission::{Permission, PermissionSet};
use claviger::core::reason::Reason;
use claviger::core::restriction::Restrictions;
use claviger::core::signature::{SignedBytes, sign};
use claviger::core::store::Retention;
use claviger::core::text::{Application, ClientName, Description, Holder, Name};
use claviger::manage::{Caller, bootstrap, keys, master_key};
use claviger::{Authority, Limits, OsEntropy, Refusal, Secrets};
use claviger_seal::{Keyring, MasterKey, file};
use claviger_sqlite::{Options, SqliteStore};
use std::error::Error;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::sync::Arc;

/// Where the calls of this example come from.
const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// What a client holds: both halves of its key, and a nonce that only rises.
struct Client {
    key: ApiKey,
    secret: PrivateKey,
    nonce: u64,
}

/// One request as it came in over whatever wire you speak.
struct Request {
    nonce: u64,
    body: String,
    signature: [u8; 64],
}

impl Client {
    /// Signs a request: HMAC-SHA-512 over the path and the digest of nonce and body.
    fn request(&mut self, path: &str, what: &str) -> Request {
        self.nonce += 1;
        let (nonce, body) = (self.nonce, format!("nonce={}&{what}", self.nonce));
        let text = nonce.to_string();
        let bytes = SignedBytes { path: path.as_bytes(), nonce_text: text.as_bytes(), body: body.as_bytes() };
        let signature = sign(self.secret.expose(), path.as_bytes(), &bytes.digest());
        Request { nonce, body, signature }
    }
}

/// A first start: data keys are made, wrapped by a master key that lies in a file of its own, and
/// an account is opened. (A later start reads them back: `Keyring::unwrap_with`.)
async fn first_start(data_dir: &Path) -> Result<(Authority, Caller), Box<dyn Error>> {
    let store = Arc::new(SqliteStore::open(data_dir, Options::default())?);
    let master = MasterKey::random(&mut OsEntropy)?;
    file::create(&data_dir.join("master.key"), &master)?;
    let secrets = Secrets::new(Keyring::create(&mut OsEntropy)?);
    let keep = Retention { max_age_secs: Some(400 * 86_400), max_bytes: None };
    let clock = Arc::new(SystemClock);
    let authority = Authority::start(store, secrets, clock, Limits::default(), keep, LogId(0))?;
    master_key::install(&authority, &master).await?;
    let (account, token) = (Name::parse("my account")?, Name::parse("first")?);
    let commit = async |mutation| authority.commit_change(mutation).await.map(drop);
    let made = bootstrap(&authority, account, token, commit).await?.ok_or("an account was there")?;
    Ok((authority, Caller::system(made.account.id)))
}

/// Issues a key that may place orders and see balances, from this machine only.
async fn issue(authority: &Authority, owner: &Caller) -> Result<(keys::CreatedKey, Client), Box<dyn Error>> {
    let key = life::NewKey {
        kind: KeyKind::Private,
        name: Name::parse("grid bot")?,
        holder: Holder::parse("desk 1")?,
        application: Application::default(),
        member: None,
        description: Description::parse("")?,
        permissions: PermissionSet::of(&[Permission::QueryFunds, Permission::ModifyTrades]),
        restrictions: Restrictions {
            allowlist: claviger::core::allowlist::Allowlist::parse(["127.0.0.1"])?,
            ..Restrictions::default()
        },
    };
    let mut made = keys::create(authority, owner, keys::CreateKey { key, second_factor: None }).await?;
    let secret = made.private_key.take().ok_or("a private key has a secret")?;
    let client = Client { key: made.record.api_key, secret, nonce: 0 };
    Ok((made, client))
}

/// Your gateway: what stands between a request and what it asks for. The claim is durable when
/// this has let a call in; the effect comes after, and its outcome is closed before the answer.
async fn serve(
    authority: &Authority,
    key: ApiKey,
    request: &Request,
    (path, action): (&str, Action),
    effect: impl FnOnce() -> Vec<u8>,
) -> Result<(), Refusal> {
    let nonce_text = request.nonce.to_string();
    let call = SignedCall {
        api_key: key,
        bytes: SignedBytes {
            path: path.as_bytes(),
            nonce_text: nonce_text.as_bytes(),
            body: request.body.as_bytes(),
        },
        signature: request.signature,
        nonce: request.nonce,
        otp: None,
        action,
        dates: QueryDates::default(),
        source: HERE,
        client: ClientName::from_bytes(b"embed-example"),
    };
    let admitted = authority.admit(call, &|_| OrderFacts::default()).await?;
    if action.mutates() {
        let journal = effect();
        // The caller is answered only once this is durable.
        let _ = admitted.close(Outcome::Done, Reason::None, None, journal).durable().await;
    }
    Ok(())
}

/// The whole story; gives what happened, a line each.
///
/// # Errors
/// Whatever went wrong.
pub(crate) async fn run(data_dir: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let (authority, owner) = first_start(data_dir).await?;
    let (made, mut bot) = issue(&authority, &owner).await?;
    let mut told = vec![format!("issued key {} \"{}\"", made.record.id, made.record.name)];
    let order = ("/my/api/order", Action::AddOrder);
    let request = bot.request(order.0, "side=buy&volume=1");
    let placed = serve(&authority, bot.key, &request, order, || b"order 1".to_vec()).await;
    told.push(format!("an order: {}", words(&placed)));
    let replayed = serve(&authority, bot.key, &request, order, Vec::new).await;
    told.push(format!("the same bytes again: {}", words(&replayed)));
    let withdraw = ("/my/api/withdraw", Action::Withdraw);
    let request = bot.request(withdraw.0, "amount=1000000");
    let refused = serve(&authority, bot.key, &request, withdraw, Vec::new).await;
    told.push(format!("a withdrawal: {}", words(&refused)));
    keys::revoke(&authority, &owner, made.record.id, None).await?;
    let request = bot.request(order.0, "side=buy&volume=1");
    let after = serve(&authority, bot.key, &request, order, Vec::new).await;
    told.push(format!("after the revoke: {}", words(&after)));
    authority.shut_down().await;
    Ok(told)
}

fn words(result: &Result<(), Refusal>) -> String {
    result.as_ref().map_or_else(|refusal| refusal.denial.to_string(), |()| "done".to_owned())
}

#[tokio::main]
#[allow(dead_code, clippy::print_stdout, reason = "a test runs the story itself")]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    for line in run(folder.path()).await? {
        println!("{line}");
    }
    Ok(())
}
