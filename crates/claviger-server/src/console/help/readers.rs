//! Who has read what.

use super::super::call::Call;
use super::super::page::time::Moment;
use super::super::people::people;
use claviger::core::people::HelpPage;

/// Most names in a row.
const NAMES: usize = 12;

/// Whether the person who looks has read a screen, and when.
pub(super) fn own(call: &Call, page: HelpPage) -> Option<Moment> {
    let signed = call.visit.signed.as_ref()?;
    signed.user.help_read.get(&page).map(|at| Moment::of(*at, call.now()))
}

/// Who has read a screen and who has not, for those who look after the members.
pub(in super::super) struct Readers {
    /// As in *3 of 8 have read it*.
    pub(in super::super) summary: String,
    /// The names of those who have not.
    pub(in super::super) missing: String,
}

/// Of every screen, in the order of [`HelpPage::ALL`]; none for whoever may not see it, or where there are no members.
pub(super) async fn readers(call: &Call) -> Option<Vec<Readers>> {
    let people = people(call).await.filter(|people| !people.is_empty())?;
    let of = |page: HelpPage| {
        let missing: Vec<&str> = people
            .iter()
            .filter(|person| !person.help_read.contains_key(&page))
            .map(|person| person.name.as_str())
            .collect();
        let read = people.len() - missing.len();
        let more = missing.len().saturating_sub(NAMES);
        let mut names = missing.iter().take(NAMES).copied().collect::<Vec<_>>().join(", ");
        if more > 0 {
            names.push_str(&format!(" and {more} more"));
        }
        Readers { summary: format!("{read} of {} have read it", people.len()), missing: names }
    };
    Some(HelpPage::ALL.map(of).into())
}
