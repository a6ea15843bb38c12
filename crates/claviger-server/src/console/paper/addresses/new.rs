//! `/paper/addresses/new`: an address is saved by a member, who is believed.

use super::super::super::answer::Shown;
use super::super::super::call::Call;
use super::super::super::failure::Failure;
use super::super::super::keys::Errors;
use super::super::super::page::{Frame, Notice, Section};
use super::super::{exchange, failure};
use crate::api::paper::changes::of_address;
use crate::api::paper::{PaperError, address, asset};
use askama::Template;
use claviger::core::text::Name;
use claviger_venue::{Asset, NewAddress, VenueError};

const FIELDS: [&str; 3] = ["asset", "key", "address"];

#[derive(Template)]
#[template(path = "paper/new_address.html")]
struct Page {
    frame: Frame,
    assets: Vec<(&'static str, &'static str)>,
    typed: Typed,
    errors: Errors,
}

/// The fields as they were typed.
#[derive(Default)]
struct Typed {
    asset: String,
    key: String,
    address: String,
}

impl Typed {
    fn mean(&self, by: String) -> Result<NewAddress, Errors> {
        let mut errors = Errors::default();
        let asset = errors.take("asset", asset(&self.asset));
        let key = errors.take("key", Name::parse(&self.key));
        let address = errors.take("address", address(&self.address));
        let parsed = || {
            let new = NewAddress::new(asset?, key?.to_string(), address?);
            Some(NewAddress { by, ..new })
        };
        parsed().ok_or(errors)
    }
}

/// The form.
pub(in super::super::super) async fn form(call: Call) -> Result<Shown, Failure> {
    let query = call.query(&["asset"], &[])?;
    let asset = Asset::find(query.text("asset")).unwrap_or(Asset::XBT);
    exchange(&call)?;
    let typed = Typed { asset: asset.altname().to_owned(), ..Typed::default() };
    fill_in(&call, typed, Errors::default())
}

fn fill_in(call: &Call, typed: Typed, errors: Errors) -> Result<Shown, Failure> {
    let page = Page {
        frame: call.frame(Section::Paper, "Save an address"),
        assets: Asset::all().map(|asset| (asset.altname(), asset.code())).collect(),
        typed,
        errors,
    };
    Ok(Shown::page(&page)?)
}

/// Saves it.
pub(in super::super::super) async fn add(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&FIELDS, &[])?;
    let text = |name: &str| form.text(name).trim().to_owned();
    let typed = Typed { asset: text("asset"), key: text("key"), address: text("address") };
    let desk = &exchange(&call)?.desk;
    let by = call.caller().principal().map(|by| by.to_string()).unwrap_or_default();
    let new = match typed.mean(by) {
        Ok(new) => new,
        Err(errors) => return wrong(&call, typed, errors),
    };
    let mutation = of_address(call.caller().clone(), &new, |_| ());
    match desk.add_address(call.caller().account, new, mutation).await {
        Ok(_) => Ok(Shown::go("/paper/addresses").saying(Notice::AddressAdded, call.state.secure)),
        Err(PaperError::Refused(error)) => {
            let mut errors = Errors::default();
            let (field, words) = said(error);
            errors.add(field, words);
            wrong(&call, typed, errors)
        }
        Err(error) => Err(failure(error)),
    }
}

fn wrong(call: &Call, typed: Typed, errors: Errors) -> Result<Shown, Failure> {
    let words = errors.for_the_log();
    Ok(fill_in(call, typed, errors)?.refusing(words))
}

/// What the exchange says against it, and at which field.
fn said(error: VenueError) -> (&'static str, String) {
    match error {
        VenueError::DuplicateWithdrawKey => {
            ("key", "another address that takes this asset has this name; choose another one".to_owned())
        }
        VenueError::TooManyAddresses => ("", "The address book is full. Remove an address first".to_owned()),
        other => ("address", other.to_string()),
    }
}
