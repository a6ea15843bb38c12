//! One data directory and whoever works with it, over many starts.

use crate::book::Book;
use crate::check::{End, check};
use crate::image::Image;
use crate::load::{Cast, Load, Stage};
use crate::replay::{dead, replay, spent};
use claviger_tests::admin::Admin;
use claviger_tests::scratch::Scratch;
use claviger_tests::server::{Options, Server};
use claviger_tests::trader::Trader;
use serde_json::json;
use std::path::Path;

/// A world.
pub(crate) struct World {
    /// Removed with everything in it at the end.
    pub(crate) scratch: Option<Scratch>,
    pub(crate) options: Options,
    pub(crate) token: String,
    pub(crate) cast: Cast,
    pub(crate) book: Book,
    round: u32,
    replayed: usize,
}

impl World {
    /// Starts a server on a new data directory, makes the keys, and leaves it running.
    pub(crate) fn new(name: &str) -> (Self, Server) {
        let scratch = Scratch::new(name);
        let options = Options::new(&scratch.join("data"));
        let (mut world, server) = Self::on(&options);
        world.scratch = Some(scratch);
        (world, server)
    }

    /// The same with a witness in another folder.
    pub(crate) fn witnessed(name: &str) -> (Self, Server) {
        let scratch = Scratch::new(name);
        let options = witnessed(Options::new(&scratch.join("data")), &scratch);
        let (mut world, server) = Self::on(&options);
        world.scratch = Some(scratch);
        (world, server)
    }

    /// The same on a data directory of the caller's.
    pub(crate) fn on(options: &Options) -> (Self, Server) {
        let server = Server::start(options);
        let token = server.token();
        let cast = cast(&mut server.admin(&token));
        let world = World {
            scratch: None,
            options: options.clone(),
            token,
            cast,
            book: Book::default(),
            round: 0,
            replayed: 0,
        };
        (world, server)
    }

    pub(crate) fn data(&self) -> &Path {
        &self.options.data
    }

    /// A load against a running server.
    pub(crate) fn load(&mut self, server: &Server) -> Load {
        let stage = self.stage(server);
        Load::start(&stage, &self.cast)
    }

    /// What a load against a running server needs, to be changed before it starts.
    pub(crate) fn stage(&mut self, server: &Server) -> Stage {
        self.round += 1;
        Stage::new(server.address, &self.token, self.round)
    }

    /// Complaints about what is on the disk; nobody may be serving it.
    pub(crate) fn check(&self, end: End) -> (Image, Vec<String>) {
        let image = Image::read(self.data());
        let complaints = check(&self.book, &image, end);
        (image, complaints)
    }

    /// Sends again what was sent since the last time, and `older` calls from before.
    pub(crate) fn replay(&mut self, server: &Server, image: &Image, older: usize) -> Vec<String> {
        let spent = spent(&self.book, image);
        let from = self.replayed.min(spent.len());
        let step = (from / older.max(1)).max(1);
        let calls = spent[..from].iter().step_by(step).take(older).chain(&spent[from..]);
        let complaints = replay(server.address, calls.copied(), &dead(image));
        self.replayed = spent.len();
        complaints
    }
}

/// With a witness in a folder of `elsewhere`.
pub(crate) fn witnessed(options: Options, elsewhere: &Scratch) -> Options {
    let folder = elsewhere.join("witness");
    std::fs::create_dir(&folder).expect("a new folder");
    options.set(&format!("witness.directory={}", folder.display()))
}

/// The keys of a run, with money enough.
fn cast(admin: &mut Admin) -> Cast {
    for (asset, amount) in [("XBT", "10000"), ("USD", "100000000")] {
        let answer =
            admin.post("/paper/deposits", &json!({ "asset": asset, "amount": amount })).expect("an answer");
        assert_eq!(answer.status, 201, "{}", answer.text());
    }
    let body = json!({ "name": "weak", "permissions": ["query-funds"] });
    let answer = admin.post("/keys", &body).expect("an answer");
    let weak: Trader = claviger_tests::admin::trader(&answer).expect("a key");
    Cast {
        reader: admin.new_trader("reader"),
        twin: admin.new_trader("twin"),
        trader: admin.new_trader("trader"),
        mover: admin.new_trader("mover"),
        reporter: admin.new_trader("reporter"),
        weak,
    }
}
