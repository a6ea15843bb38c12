//! The tail of the journal, with records whose fate is decided by hand.

use super::tail::{Bell, Mark, Tail};
use claviger::NotRecorded;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use tokio::sync::oneshot;

/// A tail, and the other ends of the records queued in it.
#[derive(Default)]
struct Hands {
    tail: Tail,
    bell: Arc<Bell>,
    ends: Vec<Option<oneshot::Sender<()>>>,
}

impl Hands {
    fn queue(&mut self) -> Mark {
        let (sender, receiver) = oneshot::channel();
        self.ends.push(Some(sender));
        let landing = async { receiver.await.map_err(|_| NotRecorded) };
        self.tail.push(Box::pin(tokio::task::unconstrained(landing)), &self.bell)
    }

    fn land(&mut self, number: usize) {
        self.ends[number].take().unwrap().send(()).unwrap();
    }

    fn lose(&mut self, number: usize) {
        drop(self.ends[number].take());
    }

    fn ask(&mut self, mark: Mark) -> Poll<Result<(), NotRecorded>> {
        self.tail.poll(mark, &self.bell, &mut Context::from_waker(Waker::noop()))
    }
}

const DURABLE: Poll<Result<(), NotRecorded>> = Poll::Ready(Ok(()));
const LOST: Poll<Result<(), NotRecorded>> = Poll::Ready(Err(NotRecorded));

#[test]
fn a_record_is_durable_once_it_and_all_before_it_are() {
    let mut hands = Hands::default();
    let (first, second) = (hands.queue(), hands.queue());
    assert_eq!(hands.tail.latest(), Some(second));
    hands.land(1);
    assert_eq!((hands.ask(first), hands.ask(second)), (Poll::Pending, Poll::Pending));
    hands.land(0);
    assert_eq!((hands.ask(second), hands.ask(first)), (DURABLE, DURABLE));
    assert_eq!(hands.tail.latest(), None);
}

#[test]
fn a_lost_record_takes_all_after_it_along_and_none_before_it() {
    let mut hands = Hands::default();
    let marks = [hands.queue(), hands.queue(), hands.queue()];
    hands.land(0);
    hands.land(2);
    hands.lose(1);
    assert_eq!(marks.map(|mark| hands.ask(mark)), [DURABLE, LOST, LOST]);
    assert!(hands.tail.is_stale());
}

#[test]
fn a_loss_that_is_known_is_noticed_before_anything_is_built_on_it() {
    let mut hands = Hands::default();
    hands.queue();
    hands.lose(0);
    assert!(!hands.tail.is_stale());
    hands.tail.settle(&hands.bell);
    assert!(hands.tail.is_stale());
}

#[test]
fn a_record_refused_at_once_is_lost_at_once() {
    let mut hands = Hands::default();
    let mark = hands.tail.push(Box::pin(async { Err(NotRecorded) }), &hands.bell);
    assert!(hands.tail.is_stale());
    assert_eq!(hands.ask(mark), LOST);
}

#[test]
fn a_refusal_is_noticed_at_once_even_behind_a_record_in_flight() {
    let mut hands = Hands::default();
    let before = hands.queue();
    let refused = hands.tail.push(Box::pin(async { Err(NotRecorded) }), &hands.bell);
    assert!(hands.tail.is_stale(), "something could be built on a record that is lost");
    assert_eq!(hands.ask(refused), LOST);
    // What was in flight before it may still land; nobody is told so before it was read again.
    assert_eq!(hands.ask(before), LOST);
}

#[test]
fn after_a_renewal_old_records_stay_lost_and_new_ones_land() {
    let mut hands = Hands::default();
    let (kept, gone) = (hands.queue(), hands.queue());
    hands.land(0);
    hands.tail.settle(&hands.bell);
    hands.lose(1);
    hands.tail.settle(&hands.bell);
    hands.tail.renew();
    assert!(!hands.tail.is_stale());
    assert_eq!(hands.tail.latest(), None);
    let new = hands.queue();
    assert_eq!([kept, gone, new].map(|mark| hands.ask(mark)), [DURABLE, LOST, Poll::Pending]);
    hands.land(2);
    assert_eq!([gone, new].map(|mark| hands.ask(mark)), [LOST, DURABLE]);
}

#[tokio::test]
async fn everybody_who_waits_is_woken() {
    let hands = Arc::new(parking_lot::Mutex::new(Hands::default()));
    let mark = hands.lock().queue();
    let waiters: Vec<_> = (0..8)
        .map(|_| {
            let hands = hands.clone();
            tokio::spawn(std::future::poll_fn(move |context| {
                let mut hands = hands.lock();
                let bell = hands.bell.clone();
                hands.tail.poll(mark, &bell, context)
            }))
        })
        .collect();
    tokio::task::yield_now().await;
    hands.lock().land(0);
    for waiter in waiters {
        assert_eq!(waiter.await.unwrap(), Ok(()));
    }
}
