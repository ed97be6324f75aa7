//! The only place that reads files, the terminal, git or the environment.
