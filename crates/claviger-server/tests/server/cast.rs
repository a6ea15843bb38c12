//! Keys that count in different ways, and everything they ever sent: for what must not come back.

use crate::client::Client;
use crate::common::{Key, Server};
use claviger::clock::{Clock as _, SystemClock};
use claviger_core::nonce::scale::Scale;
use claviger_core::time::Timestamp;
use serde_json::Value;

pub(crate) fn now() -> Timestamp {
    SystemClock.now()
}

/// Small and seeded: the histories are printed by their seed.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// Keys that count in different ways, and everything they ever sent.
pub(crate) struct Cast {
    pub(crate) timed: Vec<(Scale, Key)>,
    pub(crate) counting: Key,
    count: u64,
    sent: Vec<String>,
}

impl Cast {
    pub(crate) fn new(server: &Server, token: &str) -> Self {
        let timed = [Scale::Millis, Scale::Micros, Scale::TenNanos, Scale::Ticks, Scale::Nanos];
        let timed = timed.into_iter().map(|scale| (scale, server.create_key(token, &format!("{scale:?}"))));
        let timed = timed.collect();
        Cast { timed, counting: server.create_key(token, "counting"), count: 0, sent: Vec::new() }
    }

    /// One accepted call of each key, and of one of them some more.
    pub(crate) fn calls(&mut self, client: &mut Client, chance: &mut Chance) {
        for round in 0..=chance.below(3) {
            self.count += 1;
            let mut calls = vec![self.counting.call_with(self.count, "Balance", "")];
            let timed = self.timed.iter().filter(|_| round == 0 || chance.below(2) == 0);
            calls.extend(timed.map(|(scale, key)| key.call_with(scale.at(now()), "Balance", "")));
            for call in calls {
                assert_eq!(said(client, &call), Vec::<String>::new(), "{call}");
                self.sent.push(call);
            }
            // The next nonces are other ones.
            let millis = Scale::Millis.at(now());
            while Scale::Millis.at(now()) == millis {
                std::thread::yield_now();
            }
        }
    }

    /// Sends everything again, and something new of each key; gives how much was accepted.
    pub(crate) fn replay(&self, server: &Server, with_new: bool) -> usize {
        let mut client = server.connect();
        let mut calls = self.sent.clone();
        if with_new {
            calls.extend(self.timed.iter().map(|(scale, key)| key.call_with(scale.at(now()), "Balance", "")));
        }
        calls.iter().filter(|call| said(&mut client, call).is_empty()).count()
    }

    /// Revokes one key and narrows another.
    pub(crate) fn take_back(&self, server: &Server, token: &str) {
        let revoked = &self.timed[0].1.id;
        assert_eq!(server.manage(token, "POST", &format!("/keys/{revoked}/revoke"), "{}").0, 200);
        let narrowed = &self.timed[1].1.id;
        let body = r#"{"permissions":[]}"#;
        assert_eq!(server.manage(token, "PATCH", &format!("/keys/{narrowed}"), body).0, 200);
    }

    /// Readmits every key, each once.
    pub(crate) fn readmit(&self, server: &Server, token: &str) {
        for (scale, key) in &self.timed {
            let path = format!("/keys/{}/readmit", key.id);
            assert_eq!(server.manage(token, "POST", &path, "{}").0, 200, "{scale:?}");
            assert_eq!(server.manage(token, "POST", &path, "{}").0, 409, "twice");
        }
        let path = format!("/keys/{}/readmit", self.counting.id);
        let (status, why) = server.manage(token, "POST", &path, "{}");
        assert_eq!(status, 422);
        assert!(why.to_string().contains("floor"), "{why}");
        assert_eq!(server.manage(token, "POST", &path, r#"{"floor":"1000"}"#).0, 200);
    }

    /// New calls of readmitted keys are accepted.
    pub(crate) fn goes_on(&self, server: &Server) {
        let mut client = server.connect();
        let later = now().plus_secs(180);
        for (scale, key) in &self.timed {
            let call = key.call_with(scale.at(later), "Balance", "");
            assert_eq!(said(&mut client, &call), Vec::<String>::new(), "{scale:?} is not readmitted");
        }
        let call = self.counting.call_with(1001, "Balance", "");
        assert_eq!(said(&mut client, &call), Vec::<String>::new());
    }
}

pub(crate) fn said(client: &mut Client, call: &str) -> Vec<String> {
    client.send(call);
    let answer: Value = serde_json::from_str(&client.answer().unwrap().1).unwrap();
    answer["error"].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}
