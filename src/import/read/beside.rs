//! Files that belong together and lie together: the dumps of one campaign by the several calls of an API.

use crate::import::Input;
use crate::source::{FileId, Language, SourceFile};
use std::sync::Arc;

/// How many files beside an export are looked at; those whose names begin most like its own come first.
const MAX_BESIDE: usize = 16;

/// The JSON files beside the export whose text `looks` like it belongs, each with an id of its own.
pub(in crate::import) fn beside(input: &Input<'_>, looks: impl Fn(&str) -> bool) -> Vec<(FileId, Arc<SourceFile>)> {
    let path = &input.source.path;
    let own = path.rsplit('/').next().unwrap_or_default();
    let mut names = input.beside.siblings(path);
    names.retain(|name| name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("json")));
    let shared = |name: &String| name.bytes().zip(own.bytes()).take_while(|(a, b)| a == b).count();
    names.sort_by_cached_key(|name| std::cmp::Reverse(shared(name)));
    names.truncate(MAX_BESIDE);
    let files = names.into_iter().filter_map(|name| input.beside.read(path, &name).ok());
    // Whoever reads it for another file takes it for plain text.
    let fitting =
        files.filter(|file| looks(&file.text)).map(|file| SourceFile::from_text(file.path, file.text, Language::Json));
    fitting
        .filter_map(|file| {
            let id = input.sources.add(file);
            Some((id, input.sources.get(id)?))
        })
        .collect()
}
