//! The `outreach-lint` program.

fn main() {}
