//! The task of notices.

use super::courier::Courier;
use super::follow::{Follower, Step};
use super::habit::Habits;
use super::mood::Mood;
use super::remind::Reminders;
use super::{NoticeError, derive};
use crate::authority::Authority;
use claviger_core::notices::Health;
use claviger_notify::send::Carrier;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// How often the log is looked at.
const TICK: Duration = Duration::from_millis(250);
/// Pause after the store failed.
const RETRY: Duration = Duration::from_secs(1);
/// So many times what a piece of the log took to read is waited before the next, so that calls hardly notice.
const REST: u32 = 4;

struct Desk {
    follower: Follower,
    courier: Courier,
    habits: Habits,
    reminders: Reminders,
    /// When the log was last looked at, and how long to wait before the next piece.
    looked: Option<(Instant, Duration)>,
}

/// Puts on record from where the log is followed, if that is not there yet, so that nothing that happens after it is passed
/// over; and says what carries messages. If the store fails, that is said, and [`run`] makes up for it.
pub async fn prepare(authority: &Authority, carrier: Arc<dyn Carrier>) {
    authority.outbox.carry_by(carrier);
    if let Err(error) = Follower::open(authority).await {
        tracing::warn!(%error, "it could not be put on record from where notices follow the log");
    }
}

/// Follows the log and sends what follows from it, until told to stop. `link` is where the console shows notices, if its
/// address is known. To be begun after [`prepare`].
pub async fn run(
    authority: Arc<Authority>,
    carrier: Arc<dyn Carrier>,
    link: Option<String>,
    mut stopped: watch::Receiver<()>,
) {
    let link: Option<Arc<str>> = link.map(Into::into);
    let mut fine = true;
    loop {
        let served = tokio::select! {
            biased;
            _ = stopped.changed() => return,
            served = serve(&authority, &carrier, &link, &mut fine) => served,
        };
        if let (Err(error), true) = (&served, std::mem::take(&mut fine)) {
            tracing::warn!(%error, "notices wait: the store could not be read or written; they go on from what is on record");
        }
        tokio::select! {
            biased;
            _ = stopped.changed() => return,
            () = tokio::time::sleep(RETRY) => {}
        }
    }
}

/// Until something fails.
async fn serve(
    authority: &Arc<Authority>,
    carrier: &Arc<dyn Carrier>,
    link: &Option<Arc<str>>,
    fine: &mut bool,
) -> Result<(), NoticeError> {
    let follower = Follower::open(authority).await?;
    let courier = Courier::open(authority, carrier.clone(), link.clone()).await?;
    let mut desk =
        Desk { follower, courier, habits: Habits::default(), reminders: Reminders::default(), looked: None };
    loop {
        let pause = desk.turn(authority).await?;
        *fine = true;
        tokio::select! {
            attempted = desk.courier.ended() => {
                let told = desk.courier.note(authority, attempted).await;
                desk.courier.add(told.deliveries);
            }
            () = authority.outbox.rung() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

impl Desk {
    /// Does what there is to do; gives how long to wait.
    async fn turn(&mut self, authority: &Arc<Authority>) -> Result<Duration, NoticeError> {
        let mut step = Step::default();
        if self.looked.is_none_or(|(at, rest)| at.elapsed() >= rest) {
            step = self.look(authority).await?;
        }
        step.join(self.habits.step(authority, &mut self.follower).await?);
        step.join(self.reminders.step(authority, &mut self.follower).await?);
        self.hand_over(authority, step).await?;
        for channel in authority.outbox.take_touched() {
            self.courier.reload(authority, channel).await?;
        }
        self.courier.begin(authority);
        let left = self.looked.map(|(at, rest)| rest.saturating_sub(at.elapsed()));
        Ok(left.unwrap_or_default().clamp(Duration::from_millis(1), TICK))
    }

    /// Reads a piece of the log, and tells what was gathered for long enough.
    async fn look(&mut self, authority: &Arc<Authority>) -> Result<Step, NoticeError> {
        let started = Instant::now();
        let mut step = self.follower.step(authority).await?;
        let rest = if step.more { started.elapsed() * REST } else { TICK };
        self.looked = Some((Instant::now(), rest.clamp(Duration::from_millis(1), TICK)));
        step.join(self.follower.tell_gathered(authority).await?);
        Ok(step)
    }

    /// What was written goes on to be sent; what there was no room for is counted.
    async fn hand_over(&mut self, authority: &Arc<Authority>, step: Step) -> Result<(), NoticeError> {
        self.courier.add(step.deliveries);
        for channel in step.full {
            let (mood, now) = (Mood::read(authority, channel).await?, authority.now());
            let health = Health { dropped: mood.health.dropped.saturating_add(1), ..mood.health };
            tracing::warn!(%channel, dropped = health.dropped, "a channel has no room: a notice for it was dropped, and stands in the inbox alone");
            let (_, write) = mood.turned(channel, health, now)?;
            derive::write(authority, write.into_iter().collect()).await?;
        }
        Ok(())
    }
}
