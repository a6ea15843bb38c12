//! `claviger demo`: a real server on data that is thrown away, and the main job told while it is
//! done over HTTP, step by step.

mod bot;
mod next;
mod scene;
mod sinks;
mod steps;
mod telling;

use crate::failure::Failure;
use crate::http::Base;
use crate::output::{Out, note};
use crate::serve::Running;
use claviger_core::allowlist::Allowlist;
use claviger_server::config::{Config, MailEncryption};
use scene::Scene;
use sinks::Sink;
use std::net::SocketAddr;
use std::path::Path;
use telling::Telling;

const EXAMPLES: &str = "\
Examples:
  claviger demo                       tells the story, then stays up for you to try
  claviger demo --once                ends after the story; exit status 0 only if every step went as told";

/// Options of `claviger demo`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// End after the story
    #[arg(long)]
    once: bool,
    /// Address and port to listen on, loopback only; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    bind: SocketAddr,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    if !args.bind.ip().is_loopback() {
        return Err(Failure::usage(
            "the demo listens on loopback only: its key and token are shown in clear",
        ));
    }
    let folder = tempfile::Builder::new().prefix("claviger-demo-").tempdir()?;
    let (mail, hook) = (Sink::mail()?, Sink::hook()?);
    let mut running = Running::start(configuration(folder.path(), args.bind, &mail)?)?;
    let told = tell(&mut running, args.once, (mail, hook), out);
    if told.is_ok() && !args.once {
        running.wait();
        note("stopping, and removing the data");
    }
    running.stop();
    told
}

/// The defaults, whatever the environment says: the demo is the same everywhere. Its mails and messages go to this machine.
fn configuration(folder: &Path, bind: SocketAddr, mail: &Sink) -> Result<Config, Failure> {
    let mut config = Config::default();
    config.server.bind = bind;
    config.server.data_dir = folder.join("data");
    config.mail.host = mail.address.ip().to_string();
    config.mail.port = mail.address.port();
    config.mail.encryption = MailEncryption::None;
    config.mail.from = "claviger@example.com".to_owned();
    config.notices.allow_networks =
        Allowlist::parse(["127.0.0.0/8"]).map_err(|error| Failure::failed(error.to_string()))?;
    Ok(config)
}

fn tell(running: &mut Running, once: bool, (mail, hook): (Sink, Sink), out: &mut Out) -> Result<(), Failure> {
    let first =
        running.first_run(!once).ok_or_else(|| Failure::failed("the server made no first account"))?;
    let base = Base::parse(&running.url())?;
    out.line(out.paint.bold("Claviger, the bearer of keys: a demo"))?;
    out.line(format!("A real server listens on {base}, with a paper account full of play money."))?;
    out.line("Its data is in a temporary folder, which is removed at the end.")?;
    let mut scene = Scene::new(base.clone(), &first.token, mail, hook);
    let mut telling = Telling::new(out);
    steps::ALL.iter().try_for_each(|step| step(&mut scene, &mut telling))?;
    out.line("")?;
    out.line(out.paint.green(&format!("All {} steps went as told.", steps::ALL.len())))?;
    if once { Ok(()) } else { next::tell(&base, &first, out) }
}
