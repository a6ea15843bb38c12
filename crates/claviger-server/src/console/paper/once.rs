//! Forms that take effect once, however often they are sent: by a mark that a page gives them.

use super::super::call::Call;
use super::super::page::Trouble;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use claviger::OsEntropy;
use claviger::core::entropy::draw;
use claviger::manage::{Asked, Operation};
use std::sync::Arc;

/// The field of the mark.
pub(super) const FIELD: &str = "once";
/// Random bytes of a mark.
const BYTES: usize = 16;

/// A fresh mark.
pub(super) fn mark() -> Result<String, Trouble> {
    draw::<BYTES>(&mut OsEntropy).map(|bytes| URL_SAFE_NO_PAD.encode(bytes)).map_err(|_| Trouble::internal())
}

/// What a form is known by if it is sent again. A form without a mark of ours is not ours.
pub(super) fn asked(call: &Call, operation: Operation, fields: &[&str]) -> Result<Asked, Trouble> {
    let mark = call.form.text(FIELD);
    let good = URL_SAFE_NO_PAD.decode(mark).is_ok_and(|bytes| bytes.len() == BYTES);
    let (key, mut parts) = (format!("console:{mark}"), vec![operation.name().as_bytes()]);
    parts.extend(fields.iter().map(|field| field.as_bytes()));
    let asked = Asked::new(&call.state.authority, call.caller(), key.as_bytes(), &parts).filter(|_| good);
    let asked = asked.ok_or_else(|| Trouble::malformed("the form has lost its mark".to_owned()))?;
    Ok(asked.answered_by(Arc::new(|_| Some(Vec::new()))))
}
