//! P2, model-checked: every interleaving of two calls with the same nonce on two nodes, a revoke,
//! caches that are refreshed late or never, and processes that stop between any two steps while
//! time goes on. The model is the commit protocol of DESIGN.md §3, nothing else; its teeth are the
//! two checks the protocol rests on, left out one at a time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::HashSet;

/// Ticks a decision may rest, and the end of the model's time.
const REST: u8 = 2;
const END: u8 = 5;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Call {
    Waiting,
    Started { after_answer: bool },
    Decided { after_answer: bool, revision: u8, deadline: u8, retried: bool },
    Committed { after_answer: bool, deadline: u8 },
    Sent { at: u8 },
    Ended,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct State {
    now: u8,
    /// Revision in the store: 1, and 2 once the revoke has committed.
    stored: u8,
    answered_at: Option<u8>,
    nonce_burnt: bool,
    accepted: u8,
    cached: [u8; 2],
    calls: [Call; 2],
}

#[derive(Clone, Copy, PartialEq)]
enum Protocol {
    Whole,
    TrustsTheCache,
    SendsWheneverItLikes,
    LeavesTheNonceToTheCache,
}

fn start() -> State {
    State {
        now: 0,
        stored: 1,
        answered_at: None,
        nonce_burnt: false,
        accepted: 0,
        cached: [1; 2],
        calls: [Call::Waiting; 2],
    }
}

/// Every state that can follow.
fn next(state: &State, protocol: Protocol) -> Vec<State> {
    let mut all = Vec::new();
    let mut push = |change: &dyn Fn(&mut State)| {
        let mut following = state.clone();
        change(&mut following);
        all.push(following);
    };
    if state.now < END {
        push(&|s| s.now += 1);
    }
    if state.stored == 1 {
        push(&|s| s.stored = 2);
    } else if state.answered_at.is_none() {
        push(&|s| s.answered_at = Some(s.now));
    }
    for node in 0..2 {
        if state.cached[node] != state.stored {
            push(&|s| s.cached[node] = s.stored);
        }
        push(&|s| step(s, node, protocol));
    }
    all
}

/// One step of the call on `node`. A revoked key (revision 2) is refused when it is decided.
fn step(s: &mut State, node: usize, protocol: Protocol) {
    s.calls[node] = match s.calls[node] {
        Call::Waiting => Call::Started { after_answer: s.answered_at.is_some() },
        Call::Started { after_answer } => decided(s.cached[node], after_answer, s.now, false),
        Call::Decided { after_answer, revision, deadline, retried } => {
            let stands = protocol == Protocol::TrustsTheCache || revision == s.stored;
            if stands && s.now < deadline {
                if s.nonce_burnt && protocol != Protocol::LeavesTheNonceToTheCache {
                    Call::Ended
                } else {
                    s.nonce_burnt = true;
                    s.accepted += 1;
                    Call::Committed { after_answer, deadline }
                }
            } else if retried {
                Call::Ended
            } else {
                s.cached[node] = s.stored;
                decided(s.stored, after_answer, s.now, true)
            }
        }
        Call::Committed { deadline, .. }
            if s.now < deadline || protocol == Protocol::SendsWheneverItLikes =>
        {
            Call::Sent { at: s.now }
        }
        Call::Committed { .. } | Call::Sent { .. } | Call::Ended => Call::Ended,
    };
}

fn decided(revision: u8, after_answer: bool, now: u8, retried: bool) -> Call {
    if revision == 2 {
        Call::Ended
    } else {
        Call::Decided { after_answer, revision, deadline: now + REST, retried }
    }
}

/// What no state may show.
fn broken(state: &State) -> Option<&'static str> {
    if state.accepted > 1 {
        return Some("one nonce was accepted twice");
    }
    for call in state.calls {
        match (call, state.answered_at) {
            (Call::Committed { after_answer: true, .. }, _) => {
                return Some("a call that started after the answer was accepted");
            }
            (Call::Sent { at }, Some(answered)) if at > answered + REST => {
                return Some("a call reached the upstream long after the revoke had answered");
            }
            _ => {}
        }
    }
    None
}

/// Visits every reachable state; gives how many there are, or the first broken one.
fn explore(protocol: Protocol) -> Result<usize, String> {
    let (mut seen, mut open) = (HashSet::from([start()]), vec![start()]);
    while let Some(state) = open.pop() {
        if let Some(what) = broken(&state) {
            return Err(format!("{what}: {state:?}"));
        }
        for following in next(&state, protocol) {
            if seen.insert(following.clone()) {
                open.push(following);
            }
        }
    }
    Ok(seen.len())
}

#[test]
fn no_interleaving_breaks_the_protocol() {
    let states = explore(Protocol::Whole).unwrap();
    assert!(states > 1000, "the model moves: {states} states");
}

#[test]
fn tooth_each_check_left_out_is_caught() {
    for protocol in
        [Protocol::TrustsTheCache, Protocol::SendsWheneverItLikes, Protocol::LeavesTheNonceToTheCache]
    {
        assert!(explore(protocol).is_err());
    }
}
