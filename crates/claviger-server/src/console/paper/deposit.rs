//! `/paper/deposit`: play money out of nothing.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::keys::Errors;
use super::super::page::{Frame, Notice, Section};
use super::{exchange, failure, money, once};
use crate::api::paper::PaperError;
use crate::api::paper::changes::of_deposit;
use crate::api::paper::{asset, positive};
use askama::Template;
use claviger::manage::once::{Known, known, turn};
use claviger::manage::{Caller, ManageError, Operation};
use claviger_venue::{Asset, VenueError};
use rust_decimal::Decimal;

/// Fields of the form.
const FIELDS: [&str; 3] = ["asset", "amount", once::FIELD];
/// Where a deposit is seen.
const AFTER: &str = "/paper";

#[derive(Template)]
#[template(path = "paper/deposit.html")]
struct Page {
    frame: Frame,
    assets: Vec<(&'static str, &'static str)>,
    asset: String,
    amount: String,
    errors: Errors,
    once: String,
}

/// The form.
pub(in super::super) async fn form(call: Call) -> Result<Shown, Failure> {
    let query = call.query(&["asset"], &[])?;
    let asset = Asset::find(query.text("asset")).unwrap_or(Asset::USD);
    exchange(&call)?;
    fill_in(&call, asset.altname(), "", Errors::default())
}

fn fill_in(call: &Call, asset: &str, amount: &str, errors: Errors) -> Result<Shown, Failure> {
    let page = Page {
        frame: call.frame(Section::Paper, "Deposit play money"),
        assets: Asset::all().map(|asset| (asset.altname(), asset.code())).collect(),
        asset: asset.to_owned(),
        amount: amount.to_owned(),
        errors,
        once: once::mark()?,
    };
    Ok(Shown::page(&page)?)
}

/// Deposits it, once.
pub(in super::super) async fn deposit(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&FIELDS, &[])?;
    let desk = &exchange(&call)?.desk;
    let (typed_asset, typed_amount) = (form.text("asset").to_owned(), form.text("amount").to_owned());
    let again = |errors: Errors| {
        let words = errors.for_the_log();
        fill_in(&call, &typed_asset, &typed_amount, errors).map(|page| page.refusing(words))
    };
    let (asset, amount) = match meant(&typed_asset, &typed_amount) {
        Ok(meant) => meant,
        Err(errors) => return again(errors),
    };
    let asked = once::asked(&call, Operation::PaperDeposit, &[&typed_asset, &typed_amount])?;
    let authority = &call.state.authority;
    let _turn = turn(authority, &asked).await;
    match known(authority, &asked).await? {
        Known::Nothing => {}
        Known::Same(_) => return Ok(done(&call)),
        // The form was gone back to and filled in anew: it gets a mark of its own.
        Known::Other => return fill_in(&call, &typed_asset, &typed_amount, Errors::default()),
    }
    let caller = Caller { asked: Some(asked), ..call.caller().clone() };
    let mutation = of_deposit(caller, (asset, amount), |_| ());
    match desk.deposit(call.caller().account, asset, amount, mutation).await {
        Ok(_) => Ok(done(&call)),
        Err(PaperError::Refused(error)) => {
            let mut errors = Errors::default();
            errors.add("amount", words(error, asset));
            again(errors)
        }
        Err(error) => match failure(error) {
            Failure::Managed(ManageError::Repeated) => Ok(done(&call)),
            failure => Err(failure),
        },
    }
}

fn done(call: &Call) -> Shown {
    Shown::go(AFTER).saying(Notice::Deposited, call.state.secure)
}

fn meant(typed_asset: &str, typed_amount: &str) -> Result<(Asset, Decimal), Errors> {
    let mut errors = Errors::default();
    let asset = errors.take("asset", asset(typed_asset));
    let amount = errors.take("amount", positive(&money::plain(typed_amount)).map_err(|_| AMOUNT));
    asset.zip(amount).ok_or(errors)
}

const AMOUNT: &str = "takes a positive number such as 1000.50, without spaces";

fn words(error: VenueError, asset: Asset) -> String {
    match error {
        VenueError::InvalidAmount => {
            let least = money::named(asset, asset.funding().deposit_minimum);
            format!("takes at least {least}, with at most {} decimals", asset.decimals())
        }
        other => other.to_string(),
    }
}
