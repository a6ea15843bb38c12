//! What a sealed value is for: part of what is authenticated, so that it cannot be used for anything else.

/// What kind of secret it is. The numbers are stored: never reuse one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The private half of an API key with a shared secret.
    ApiKeySecret,
    /// The second factor of an API key: a TOTP secret or a static password.
    SecondFactor,
    /// The secret of a person's time-based code.
    PersonFactor,
    /// A ticket: what a browser carries from one step of an act to the next. It is never stored.
    Ticket,
    /// The secret of a channel for notices: what a web hook is signed with, or the URL of a chat.
    Channel,
}

impl Purpose {
    const fn code(self) -> u16 {
        match self {
            Self::ApiKeySecret => 1,
            Self::SecondFactor => 2,
            Self::PersonFactor => 3,
            Self::Ticket => 4,
            Self::Channel => 5,
        }
    }
}

/// The one place where a sealed value belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Binding {
    /// What kind of secret it is.
    pub purpose: Purpose,
    /// Number of the account it belongs to.
    pub account: u64,
    /// Number of the thing it belongs to, such as the API key.
    pub id: u64,
}

impl Binding {
    /// Length of the encoding.
    pub(crate) const LEN: usize = 2 + 8 + 8;

    /// Every field at a fixed place and width, so that no two bindings have the same bytes.
    pub(crate) fn encode(self, into: &mut Vec<u8>) {
        into.extend_from_slice(&self.purpose.code().to_be_bytes());
        into.extend_from_slice(&self.account.to_be_bytes());
        into.extend_from_slice(&self.id.to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::{Binding, Purpose};

    #[test]
    fn the_encoding_is_fixed() {
        let binding = Binding { purpose: Purpose::SecondFactor, account: 0x0102, id: u64::MAX };
        let mut bytes = Vec::new();
        binding.encode(&mut bytes);
        let wanted = [&[0, 2][..], &[0, 0, 0, 0, 0, 0, 1, 2], &[255; 8]].concat();
        assert_eq!(bytes, wanted);
        assert_eq!(bytes.len(), Binding::LEN);
    }
}
