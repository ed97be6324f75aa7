//! `outreach-lint.toml`.
