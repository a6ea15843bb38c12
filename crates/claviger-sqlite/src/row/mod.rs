//! Rows to values, strictly: what this engine cannot have written is damage, named by table and
//! column.

mod account;
mod cells;
mod key;
mod record;
mod token;

pub(crate) use account::{ACCOUNT_COLUMNS, account};
pub(crate) use cells::{Cells, bits, unbits};
pub(crate) use key::{KEY_COLUMNS, key};
pub(crate) use record::{RECORD_COLUMNS, record};
pub(crate) use token::{TOKEN_COLUMNS, token};
