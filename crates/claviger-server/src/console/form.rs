//! Forms and queries, as pairs of names and values.

use crate::problem::tellable;

/// Most fields of a form or query.
const MAX_FIELDS: usize = 512;

/// The fields of a form, or the parameters of a query.
#[derive(Debug, Clone, Default)]
pub(super) struct Pairs(Vec<(String, String)>);

impl From<Vec<(String, String)>> for Pairs {
    fn from(pairs: Vec<(String, String)>) -> Self {
        Pairs(pairs)
    }
}

/// Why fields were refused, in words.
pub(super) type Refused = String;

impl Pairs {
    /// Parses `application/x-www-form-urlencoded`.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, Refused> {
        let pairs: Vec<_> = form_urlencoded::parse(bytes).into_owned().take(MAX_FIELDS + 1).collect();
        if pairs.len() > MAX_FIELDS {
            return Err(format!("there are more than {MAX_FIELDS} fields"));
        }
        Ok(Pairs(pairs))
    }

    /// All of them.
    pub(super) fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// Takes a field out.
    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.remove(at).1)
    }

    /// Refuses every field that is not known, so that nothing is set that no form shows; and a repeated one, but for
    /// those in `lists`.
    pub(super) fn only(&self, known: &[&str], lists: &[&str]) -> Result<(), Refused> {
        for (at, (name, _)) in self.0.iter().enumerate() {
            if lists.contains(&name.as_str()) {
                continue;
            }
            let shown = tellable(name).unwrap_or("a field");
            if !known.contains(&name.as_str()) {
                return Err(format!("{shown} is not known here"));
            }
            if self.0.iter().take(at).any(|(other, _)| other == name) {
                return Err(format!("{shown} is given twice"));
            }
        }
        Ok(())
    }

    /// The value of a field; empty if it is not there.
    pub(super) fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// The value of a field that is there and not empty.
    pub(super) fn given(&self, name: &str) -> Option<&str> {
        self.get(name).map(str::trim).filter(|text| !text.is_empty())
    }

    /// The value of a field.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All values of a field that may be repeated.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// As a query again, with some parameters replaced or, by `None`, left out.
    pub(super) fn with(&self, changes: &[(&str, Option<&str>)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in &self.0 {
            if !value.is_empty() && !changes.iter().any(|(changed, _)| changed == name) {
                query.append_pair(name, value);
            }
        }
        for (name, value) in changes {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_known_and_single_unless_they_are_lists() {
        let pairs = Pairs::parse(b"name=a+b%26&permission=x&permission=y&csrf=1").unwrap();
        assert_eq!((pairs.text("name"), pairs.text("none")), ("a b&", ""));
        assert_eq!(pairs.all("permission").collect::<Vec<_>>(), ["x", "y"]);
        assert!(pairs.only(&["name", "csrf"], &["permission"]).is_ok());
        assert!(pairs.only(&["name", "csrf", "permission"], &[]).is_err());
        assert_eq!(pairs.only(&["csrf"], &["permission"]), Err("name is not known here".to_owned()));
        let odd = Pairs::parse(b"ClavSec1AAAA=1").unwrap();
        assert_eq!(odd.only(&[], &[]), Err("a field is not known here".to_owned()), "it may be a secret");
    }

    #[test]
    fn a_flood_of_fields_is_refused() {
        assert!(Pairs::parse("a=1&".repeat(MAX_FIELDS).as_bytes()).is_ok());
        assert!(Pairs::parse("a=1&".repeat(MAX_FIELDS + 1).as_bytes()).is_err());
    }

    #[test]
    fn a_query_is_written_again_with_changes() {
        let pairs = Pairs::parse(b"state=active&text=a%26b&cursor=x&empty=").unwrap();
        assert_eq!(pairs.with(&[("cursor", None)]), "state=active&text=a%26b");
        assert_eq!(pairs.with(&[("state", Some("frozen")), ("cursor", None)]), "text=a%26b&state=frozen");
    }
}
