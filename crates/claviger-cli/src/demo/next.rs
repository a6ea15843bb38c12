//! What to type after the story, while the server stays up.

use crate::failure::Failure;
use crate::http::Base;
use crate::output::Out;
use crate::serve::FirstRun;

/// Says it.
pub(super) fn tell(base: &Base, first: &FirstRun, out: &mut Out) -> Result<(), Failure> {
    let (program, token) = (program(), first.token.as_str());
    if let Some(link) = &first.owner_link {
        out.line("")?;
        out.line(
            out.paint.bold("The console. Open this in a browser, once, and choose what you sign in with:"),
        )?;
        out.line(format!("\n  {}", link.as_str()))?;
    }
    out.line("")?;
    out.line(out.paint.bold("The server stays up. In another terminal:"))?;
    out.line(format!(
        "
  export CLAVIGER_URL={base}
  export CLAVIGER_TOKEN={token}

  {program} keys create 'my bot' -p query-funds,modify-trades,close-trades --save my-bot
  {program} call Balance --profile my-bot
  {program} call AddOrder pair=XBTUSD type=buy ordertype=limit price=50000 volume=0.01 --profile my-bot
  {program} keys history 'my bot'
  {program} keys step 'my bot' cancel-only
  {program} audit

  curl -s '{base}/0/public/Ticker?pair=XBTUSD'
  printf 'header = \"Authorization: Bearer %s\"' \"$CLAVIGER_TOKEN\" | curl -s -K - {base}/api/v1/keys

  krakenex              api = krakenex.API(key, secret); api.uri = '{base}'
  python-kraken-sdk     User(key=key, secret=secret, url='{base}')
  ccxt                  exchange.urls['api'] = dict.fromkeys(exchange.urls['api'], '{base}')

Ctrl-C ends it and removes the data."
    ))
}

/// This program, as it can be typed.
fn program() -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = std::env::current_exe().unwrap_or_default();
    let near = path.strip_prefix(&here).unwrap_or(&path).display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    if !near.is_empty() && near.chars().all(plain) { near } else { "claviger".to_owned() }
}
