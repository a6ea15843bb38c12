//! The key is replaced while a bot trades with it, and not one of its calls is refused.

use super::{Scene, Telling};
use crate::call::Verdict;
use crate::failure::Failure;
use crate::http::{Base, Wire};
use crate::sign::Signer;
use claviger_core::credential::PrivateKey;
use serde_json::{Value, json};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;
use zeroize::Zeroizing;

/// The bot calls this often.
const PAUSE: Duration = Duration::from_millis(40);
/// Calls waited for at each turn: few enough for the key's rate counter.
const CALLS: usize = 4;
/// The longest wait for them.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) fn tell(scene: &mut Scene, telling: &mut Telling<'_>) -> Result<(), Failure> {
    telling.step("Rotate the key while the bot goes on calling with it")?;
    let Some(signer) = scene.signer.take() else { return Err(Failure::failed("there is no key yet")) };
    let bot = Bot::start(scene.wire.clone(), scene.base.clone(), signer);
    let outcome = under_traffic(scene, telling, &bot);
    let (accepted, refused) = bot.stop();
    outcome?;
    telling.holds(
        refused == 0 && accepted >= 4 * CALLS,
        &format!("{accepted} calls meanwhile, none refused: no gap between the old key and the new one"),
    )
}

fn under_traffic(scene: &mut Scene, telling: &mut Telling<'_>, bot: &Bot) -> Result<(), Failure> {
    bot.wait_for_calls()?;
    let path = format!("{}/rotate", scene.key_path());
    let body = json!({ "overlap_secs": 3600 });
    telling.request(&format!("POST /api/v1{path}"), &body.to_string())?;
    let mut rotated = scene.api.post(&path, &body)?;
    let secret = rotated.as_object_mut().and_then(|fields| fields.remove("private_key"));
    let secret = Zeroizing::new(secret.as_ref().and_then(Value::as_str).unwrap_or("").to_owned());
    let side = |name: &str| rotated.get(name).cloned().unwrap_or(Value::Null);
    let (old, new) = (side("predecessor"), side("successor"));
    telling.answer_with(&old, &["id", "name", "retires_at"])?;
    telling.answer_with(&new, &["id", "name", "predecessor"])?;
    telling.say("Both work for an hour. The bot goes on with the old one, then is given the new one.")?;
    bot.wait_for_calls()?;
    bot.use_key(signer_of(&new, &secret)?);
    bot.wait_for_calls()?;
    let path = format!("{}/retire", scene.key_path());
    telling.request(&format!("POST /api/v1{path}"), "{}")?;
    let retired = scene.api.post(&path, &json!({}))?;
    telling.answer_with(&retired, &["id", "state", "revoked_at"])?;
    bot.wait_for_calls()?;
    scene.signer = Some(signer_of(&new, &secret)?);
    scene.key = new;
    Ok(())
}

fn signer_of(key: &Value, secret: &str) -> Result<Signer, Failure> {
    let private_key = PrivateKey::parse(secret.as_bytes())
        .map_err(|_| Failure::failed("the successor came without a private key"))?;
    let api_key = key.get("api_key").and_then(Value::as_str).unwrap_or("").to_owned();
    Ok(Signer { api_key, private_key })
}

/// A client that calls again and again, with whatever key it was given last.
struct Bot {
    shared: Arc<Shared>,
    thread: JoinHandle<()>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    signer: Arc<Signer>,
    stop: bool,
    accepted: usize,
    refused: usize,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self, wire: &Wire, base: &Base) {
        loop {
            let signer = self.lock().signer.clone();
            let answer = signer.send(wire, base, &signer.call("Balance", &[]));
            let fine = answer.and_then(|answer| Verdict::read(&answer)).is_ok_and(|said| said.is_success());
            let mut state = self.lock();
            *(if fine { &mut state.accepted } else { &mut state.refused }) += 1;
            self.changed.notify_all();
            let rested = self.changed.wait_timeout_while(state, PAUSE, |state| !state.stop);
            if rested.unwrap_or_else(PoisonError::into_inner).0.stop {
                return;
            }
        }
    }
}

impl Bot {
    fn start(wire: Wire, base: Base, signer: Signer) -> Self {
        let state = State { signer: Arc::new(signer), stop: false, accepted: 0, refused: 0 };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
        let bot = shared.clone();
        Bot { shared, thread: spawn(move || bot.run(&wire, &base)) }
    }

    /// The calls after this are signed by another key.
    fn use_key(&self, signer: Signer) {
        self.shared.lock().signer = Arc::new(signer);
    }

    /// Waits until so many calls more were answered.
    fn wait_for_calls(&self) -> Result<(), Failure> {
        let state = self.shared.lock();
        let enough = state.accepted + state.refused + CALLS;
        let few = |state: &mut State| state.accepted + state.refused < enough;
        let waited = self.shared.changed.wait_timeout_while(state, PATIENCE, few);
        if waited.unwrap_or_else(PoisonError::into_inner).1.timed_out() {
            return Err(Failure::failed("the bot's calls were not answered in time"));
        }
        Ok(())
    }

    /// How many calls were accepted and refused, once the last one was answered.
    fn stop(self) -> (usize, usize) {
        self.shared.lock().stop = true;
        self.shared.changed.notify_all();
        let broke = self.thread.join().is_err();
        let state = self.shared.lock();
        (state.accepted, state.refused + usize::from(broke))
    }
}
