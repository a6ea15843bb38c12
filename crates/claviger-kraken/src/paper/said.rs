//! What a call came to, in the few words that its outcome entry has room for: which order, which withdrawal.

use crate::methods::private::View;
use claviger_venue::{Address, Command, Reply, VenueError, Withdrawal};

/// None if there is nothing to say but that it was done.
pub(super) fn said(view: &View<'_>, command: &Command, reply: &Reply) -> Option<String> {
    let withdrawal = |id| view.venue.withdrawal(view.account, id).map(withdrawal_words);
    match (reply, command) {
        (Reply::Placed { id, description, .. }, _) => Some(format!("{id}: {description}")),
        (Reply::Validated { description, .. }, _) => Some(format!("only checked: {description}")),
        (Reply::Edited { id, original, description }, _) => {
            Some(format!("{original} became {id}: {description}"))
        }
        (Reply::Batch(answers), _) => Some(batch_words(answers)),
        (Reply::Cancelled { count: 1 }, _) => Some("1 order was cancelled".to_owned()),
        (Reply::Cancelled { count }, _) => Some(format!("{count} orders were cancelled")),
        (Reply::AddressAdded { address, .. }, _) => Some(address_words(address)),
        (Reply::Withdrawing { id }, _) | (Reply::WithdrawalCancelled, Command::WithdrawCancel { id, .. }) => {
            withdrawal(*id)
        }
        _ => None,
    }
}

fn batch_words(answers: &[Result<Reply, VenueError>]) -> String {
    let taken = answers.iter().filter(|answer| answer.is_ok()).count();
    match answers.len() - taken {
        0 => format!("{taken} orders"),
        refused => format!("{taken} orders, and {refused} refused"),
    }
}

/// As in `FTQcuak-V6Za8qrWnhzTx67yYHz8Tg: 0.5 XBT to "cold wallet", bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq`.
pub(super) fn withdrawal_words(withdrawal: &Withdrawal) -> String {
    let Withdrawal { id, amount, asset, key, address, .. } = withdrawal;
    format!("{id}: {} {} to \"{key}\", {address}", amount.normalize(), asset.altname())
}

fn address_words(saved: &Address) -> String {
    format!("\"{}\", {}", saved.key, saved.address)
}
