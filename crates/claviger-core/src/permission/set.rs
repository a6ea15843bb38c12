//! A set of permissions in 13 bits.

use super::Permission;
use std::fmt;

/// A set of permissions. Only the 13 known bits can be set.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct PermissionSet(u16);

const KNOWN_BITS: u16 = 0x1fff;

impl PermissionSet {
    /// The empty set.
    pub const NONE: PermissionSet = PermissionSet(0);

    /// The set of the permissions given.
    #[must_use]
    pub const fn of(permissions: &[Permission]) -> Self {
        let mut bits = 0;
        let mut rest = permissions;
        while let [first, tail @ ..] = rest {
            bits |= first.bit();
            rest = tail;
        }
        PermissionSet(bits)
    }

    /// From stored bits.
    ///
    /// Returns `None` if a bit is set that no permission has.
    #[must_use]
    pub const fn from_bits(bits: u16) -> Option<Self> {
        if bits & !KNOWN_BITS == 0 { Some(PermissionSet(bits)) } else { None }
    }

    /// The bits, for storing.
    #[must_use]
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// Whether every permission of `other` is in this set.
    #[must_use]
    pub const fn contains_all(self, other: PermissionSet) -> bool {
        other.0 & !self.0 == 0
    }

    /// Whether the permission is in this set.
    #[must_use]
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & permission.bit() != 0
    }

    /// What is in this set and not in `other`.
    #[must_use]
    pub const fn minus(self, other: PermissionSet) -> PermissionSet {
        PermissionSet(self.0 & !other.0)
    }

    /// Whether nothing is in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The permissions in it, in the fixed order.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.into_iter().filter(move |p| self.contains(*p))
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        PermissionSet(permissions.into_iter().fold(0, |bits, p| bits | p.bit()))
    }
}

impl fmt::Debug for PermissionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// Names joined with ` and `.
impl fmt::Display for PermissionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, permission) in self.iter().enumerate() {
            if at > 0 {
                f.write_str(" and ")?;
            }
            f.write_str(permission.name())?;
        }
        Ok(())
    }
}
