//! The globs of a config, read as the lines of a `.gitignore` are.

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::Path;

/// A list of globs. One without `/` means a file or folder of that name anywhere, one with `/` counts from the config's
/// folder, a folder means all in it, `!` takes out again.
#[derive(Clone, Debug)]
pub struct Globs(Gitignore);

impl Globs {
    /// No globs.
    pub fn none() -> Self {
        Self(Gitignore::empty())
    }

    /// Reads globs; the error is the index of the first that is none, and why.
    pub fn read(globs: &[&str]) -> Result<Self, (usize, String)> {
        let mut builder = GitignoreBuilder::new("");
        for (index, glob) in globs.iter().enumerate() {
            // Git takes an open bracket for itself; here it is a slip.
            globset::Glob::new(glob).map_err(|error| (index, error.kind().to_string()))?;
            let line = match glob.strip_prefix("./") {
                Some(rest) => format!("/{rest}"),
                // In a .gitignore it begins a comment.
                None if glob.starts_with('#') => format!("\\{glob}"),
                None => (*glob).to_owned(),
            };
            builder.add_line(None, &line).map_err(|error| (index, error.to_string()))?;
        }
        builder.build().map(Self).map_err(|error| (0, error.to_string()))
    }

    /// Whether the file at `relative` is meant.
    pub(super) fn hold(&self, relative: &Path) -> bool {
        self.0.matched_path_or_any_parents(relative, false).is_ignore()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_mean_what_they_mean_to_git() {
        let globs = Globs::read(&["exports/**", "*.draft.toml", "old", "!exports/keep.json", "a/*.toml", "./b"]);
        let globs = globs.expect("the globs are right");
        let holds = |path: &str| globs.hold(Path::new(path));
        assert!(holds("exports/klaviyo/a.json"));
        assert!(!holds("exports/keep.json"));
        assert!(holds("x/y/z.draft.toml"));
        assert!(holds("x/old/deep/a.toml"));
        assert!(holds("a/b.toml"));
        assert!(!holds("a/b/c.toml"));
        assert!(holds("b/c.toml"));
        assert!(!holds("campaigns/a.toml"));
    }

    #[test]
    fn a_glob_that_is_none_is_told() {
        let (index, why) = Globs::read(&["a", "b[", "c"]).expect_err("the second is none");
        assert_eq!(index, 1);
        assert!(!why.is_empty());
    }
}
