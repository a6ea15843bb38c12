//! The fields of a key as they were typed, and what they mean.

use super::super::form::Pairs;
use super::super::page::time::local;
use super::super::page::{Trouble, sentence};
use crate::api::instant;
use claviger::core::allowlist::Allowlist;
use claviger::core::id::UserId;
use claviger::core::key::preset::Preset;
use claviger::core::key::{KeyKind, KeyRecord, KeyState};
use claviger::core::otp::SecondFactorKind;
use claviger::core::permission::{Permission, PermissionSet};
use claviger::core::restriction::Restrictions;
use claviger::core::text::{Application, Description, Holder, Name};
use claviger::core::time::Timestamp;
use std::fmt::Display;

/// The field that may be repeated.
pub(in super::super) const LIST: &str = "permission";
/// All other fields of a key.
pub(super) const NAMES: [&str; 14] = [
    "kind",
    "name",
    "holder",
    "application",
    "member",
    "description",
    "allowlist",
    "expires",
    "expires_on",
    "not_before",
    "query_from",
    "query_to",
    "nonce_window",
    "second_factor",
];

/// What stays as it is.
pub(super) const KEEP: &str = "keep";
/// Days after which a new key expires unless told otherwise.
const DEFAULT_EXPIRY: &str = "90";
/// Days that are offered.
pub(super) const EXPIRIES: [(&str, &str); 6] = [
    ("30", "In 30 days"),
    ("90", "In 90 days"),
    ("180", "In 180 days"),
    ("365", "In a year"),
    ("on", "At a time of your choice"),
    ("never", "Never"),
];
/// Second factors that are offered.
pub(super) const FACTORS: [(&str, &str); 3] =
    [("none", "None"), ("totp", "A one-time code (TOTP)"), ("password", "A password")];
const DAY_SECS: i64 = 86_400;

/// What is wrong with which field.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Errors(Vec<(&'static str, String)>);

impl Errors {
    /// What is wrong with a field.
    pub(in super::super) fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == field).map(|(_, words)| words.as_str())
    }

    /// Notes what is wrong.
    pub(in super::super) fn add(&mut self, field: &'static str, words: impl Display) {
        self.0.push((field, sentence(&words.to_string())));
    }

    pub(in super::super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names of the fields, for the entry of a refusal; never what was typed.
    pub(in super::super) fn for_the_log(&self) -> String {
        let names: Vec<&str> = self.0.iter().map(|(field, _)| *field).collect();
        format!("invalid: {}", names.join(", "))
    }

    /// What was parsed, or its error noted.
    pub(in super::super) fn take<T, E: Display>(
        &mut self,
        field: &'static str,
        parsed: Result<T, E>,
    ) -> Option<T> {
        parsed.map_err(|error| self.add(field, error)).ok()
    }
}

/// The fields as they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in super::super) struct Typed {
    pub(in super::super) kind: String,
    pub(in super::super) name: String,
    pub(in super::super) holder: String,
    /// What program it is for.
    pub(in super::super) application: String,
    /// The id of the person it is to belong to; empty for the one who makes it.
    pub(in super::super) member: String,
    pub(in super::super) description: String,
    pub(in super::super) permissions: PermissionSet,
    pub(in super::super) allowlist: String,
    pub(in super::super) expires: String,
    pub(in super::super) expires_on: String,
    pub(in super::super) not_before: String,
    pub(in super::super) query_from: String,
    pub(in super::super) query_to: String,
    pub(in super::super) nonce_window: String,
    pub(in super::super) second_factor: String,
}

/// What they mean.
#[derive(Debug, Clone)]
pub(super) struct Meant {
    pub(super) kind: KeyKind,
    pub(super) name: Name,
    pub(super) holder: Holder,
    pub(super) application: Application,
    pub(super) member: Option<UserId>,
    pub(super) description: Description,
    pub(super) permissions: PermissionSet,
    /// With the kind of second factor that was chosen.
    pub(super) restrictions: Restrictions,
}

impl Typed {
    /// A form that nobody has filled in.
    pub(super) fn fresh() -> Self {
        let none = "none".to_owned();
        Typed {
            kind: KeyKind::Private.name().to_owned(),
            expires: DEFAULT_EXPIRY.to_owned(),
            second_factor: none,
            ..Typed::default()
        }
    }

    /// A key as it is.
    pub(super) fn of(record: &KeyRecord) -> Self {
        let limits = &record.restrictions;
        let time = |at: Option<Timestamp>| at.map(local).unwrap_or_default();
        let window = limits.nonce_window;
        Typed {
            kind: record.kind.name().to_owned(),
            name: record.name.to_string(),
            holder: record.holder.to_string(),
            application: record.application.to_string(),
            member: record.member.map(|member| member.to_string()).unwrap_or_default(),
            description: record.description.to_string(),
            permissions: record.permissions,
            allowlist: limits.allowlist.to_texts().join("\n"),
            expires: KEEP.to_owned(),
            expires_on: String::new(),
            not_before: time(limits.not_before),
            query_from: time(limits.query_from),
            query_to: time(limits.query_to),
            nonce_window: if window == 0 { String::new() } else { window.to_string() },
            second_factor: KEEP.to_owned(),
        }
    }

    /// A new key like one there is, which is called otherwise as long as the name is taken. A second factor is made anew, and
    /// its time begins anew.
    pub(super) fn like(record: &KeyRecord) -> Self {
        let fresh = Typed::fresh();
        let factor = match record.restrictions.second_factor {
            None => "none",
            Some(SecondFactorKind::Totp) => "totp",
            Some(SecondFactorKind::Password) => "password",
        };
        let name = if record.state == KeyState::Revoked {
            record.name.to_string()
        } else {
            format!("{} (new)", record.name)
        };
        Typed { name, expires: fresh.expires, second_factor: factor.to_owned(), ..Typed::of(record) }
    }

    /// With the kind and permissions of a preset.
    pub(super) fn preset(self, preset: Preset) -> Self {
        Typed { kind: preset.kind().name().to_owned(), permissions: preset.permissions(), ..self }
    }

    /// From a form.
    pub(super) fn read(form: &Pairs) -> Result<Self, Trouble> {
        let text = |name: &str| form.text(name).to_owned();
        let permissions: Option<PermissionSet> =
            form.all(LIST).map(|name| name.parse::<Permission>().ok()).collect();
        let no_such = || Trouble::malformed("there is no such permission".to_owned());
        Ok(Typed {
            kind: text("kind"),
            name: text("name"),
            holder: text("holder"),
            application: text("application"),
            member: text("member"),
            description: text("description"),
            permissions: permissions.ok_or_else(no_such)?,
            allowlist: text("allowlist"),
            expires: text("expires"),
            expires_on: text("expires_on"),
            not_before: text("not_before"),
            query_from: text("query_from"),
            query_to: text("query_to"),
            nonce_window: text("nonce_window"),
            second_factor: text("second_factor"),
        })
    }

    /// As fields again, for a page that carries them on.
    pub(in super::super) fn pairs(&self) -> Vec<(&'static str, String)> {
        let texts = [
            &self.kind,
            &self.name,
            &self.holder,
            &self.application,
            &self.member,
            &self.description,
            &self.allowlist,
            &self.expires,
            &self.expires_on,
            &self.not_before,
            &self.query_from,
            &self.query_to,
            &self.nonce_window,
            &self.second_factor,
        ];
        let mut pairs: Vec<_> = NAMES.into_iter().zip(texts.map(String::clone)).collect();
        pairs.extend(self.permissions.iter().map(|permission| (LIST, permission.name().to_owned())));
        pairs
    }

    /// What was typed, or all that is wrong with it.
    pub(super) fn mean(&self, now: Timestamp) -> Result<Meant, Errors> {
        self.mean_over(None, now)
    }

    /// The same for a key there is, of which some things may stay as they are.
    pub(super) fn mean_over(&self, record: Option<&KeyRecord>, now: Timestamp) -> Result<Meant, Errors> {
        let mut errors = Errors::default();
        let kind = errors.take("kind", self.kind.parse::<KeyKind>());
        let name = errors.take("name", Name::parse(&self.name));
        let holder = errors.take("holder", Holder::parse(&self.holder));
        let application = errors.take("application", Application::parse(&self.application));
        let member = errors.take("member", member(&self.member));
        let description = errors.take("description", Description::parse(&self.description));
        let restrictions = self.restrictions(&mut errors, record.map(|record| &record.restrictions), now);
        let permissions = self.permissions;
        if kind == Some(KeyKind::Private) && permissions.is_empty() {
            errors.add("permissions", "tick at least one permission, or choose a public key");
        }
        let words = (name, holder, application, description);
        match (kind, words, member, restrictions) {
            (
                Some(kind),
                (Some(name), Some(holder), Some(application), Some(description)),
                Some(member),
                Some(restrictions),
            ) if errors.is_empty() => {
                let meant =
                    Meant { kind, name, holder, application, member, description, permissions, restrictions };
                Ok(meant.of_its_kind())
            }
            _ => Err(errors),
        }
    }

    fn restrictions(
        &self,
        errors: &mut Errors,
        was: Option<&Restrictions>,
        now: Timestamp,
    ) -> Option<Restrictions> {
        let allowlist = errors.take("allowlist", Allowlist::parse(entries(&self.allowlist)));
        let expires_at = self.expiry(errors, was, now);
        // A field shows whole seconds: one that was left alone keeps what is finer.
        let mut time = |field, text: &str, was: Option<Timestamp>| {
            if was.map(local).as_deref() == Some(text) {
                Some(was)
            } else {
                errors.take(field, optional(text))
            }
        };
        let not_before = time("not_before", &self.not_before, was.and_then(|was| was.not_before));
        let query_from = time("query_from", &self.query_from, was.and_then(|was| was.query_from));
        let query_to = time("query_to", &self.query_to, was.and_then(|was| was.query_to));
        let nonce_window = errors.take("nonce_window", window(&self.nonce_window));
        let second_factor = match was {
            Some(was) if self.second_factor == KEEP => Some(was.second_factor),
            _ => errors.take("second_factor", factor(&self.second_factor)),
        };
        let restrictions = Restrictions {
            allowlist: allowlist?,
            not_before: not_before?,
            expires_at: expires_at?,
            query_from: query_from?,
            query_to: query_to?,
            nonce_window: nonce_window?,
            second_factor: second_factor?,
        };
        let field = if restrictions.expires_at <= restrictions.not_before { "expires" } else { "query_to" };
        errors.take(field, restrictions.validate().map_err(words))?;
        Some(restrictions)
    }

    fn expiry(
        &self,
        errors: &mut Errors,
        was: Option<&Restrictions>,
        now: Timestamp,
    ) -> Option<Option<Timestamp>> {
        match self.expires.as_str() {
            KEEP if was.is_some() => was.map(|was| was.expires_at),
            "never" => Some(None),
            "on" => {
                let at = errors.take("expires", optional(&self.expires_on))?;
                if at.is_none_or(|at| at <= now) {
                    errors.add("expires", "give a time that lies ahead");
                    return None;
                }
                Some(at)
            }
            days => match days.parse::<i64>() {
                Ok(days) if (1..=3_650).contains(&days) => Some(Some(now.plus_secs(days * DAY_SECS))),
                _ => {
                    errors.add("expires", "choose when it expires");
                    None
                }
            },
        }
    }
}

impl Meant {
    /// A public key has nothing that only calls of the account need; what was ticked before is passed over.
    fn of_its_kind(self) -> Self {
        if self.kind == KeyKind::Private {
            return self;
        }
        let Restrictions { allowlist, not_before, expires_at, .. } = self.restrictions;
        let restrictions = Restrictions { allowlist, not_before, expires_at, ..Restrictions::default() };
        Meant { permissions: PermissionSet::NONE, restrictions, ..self }
    }
}

/// The entries of an allowlist: one a line, or separated by commas or spaces.
pub(super) fn entries(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '\n', '\r', ' ', '\t', ';']).filter(|entry| !entry.is_empty())
}

/// A time as browsers send it, in UTC; none if nothing was typed.
pub(in super::super) fn optional(text: &str) -> Result<Option<Timestamp>, &'static str> {
    let text = text.trim();
    let whole = match text.len() {
        0 => return Ok(None),
        10 => format!("{text}T00:00:00Z"),
        16 => format!("{text}:00Z"),
        19 => format!("{text}Z"),
        _ => text.to_owned(),
    };
    instant::parse(&whole).map(Some).map_err(|_| "takes a time such as 2027-01-31T12:00, in UTC")
}

/// The person a key belongs to, by the id.
fn member(text: &str) -> Result<Option<UserId>, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| "choose somebody of the list")
}

fn window(text: &str) -> Result<u64, &'static str> {
    match text.trim() {
        "" => Ok(0),
        text if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            text.parse().map_err(|_| "takes a smaller number")
        }
        _ => Err("takes a whole number, in ticks of the nonce; leave it empty for none"),
    }
}

fn factor(text: &str) -> Result<Option<SecondFactorKind>, &'static str> {
    match text {
        "" | "none" => Ok(None),
        "password" => Ok(Some(SecondFactorKind::Password)),
        "totp" => Ok(Some(SecondFactorKind::Totp)),
        _ => Err("choose none, a password or one-time codes"),
    }
}

/// What is wrong with restrictions that do not fit together, in the words of the form.
fn words(error: claviger::core::restriction::RestrictionError) -> &'static str {
    use claviger::core::restriction::RestrictionError as Wrong;
    match error {
        Wrong::NeverValid => "it would expire before it starts to work",
        Wrong::EmptyQueryRange => "the latest history lies before the earliest",
    }
}
