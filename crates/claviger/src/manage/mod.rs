//! The use cases of management.
