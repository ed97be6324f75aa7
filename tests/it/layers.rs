//! The table of layers of the architecture document: a module imports only what stands below it.

use std::collections::BTreeMap;
use std::path::Path;

/// From the top. Modules of one layer do not import each other.
const LAYERS: &[&[&str]] = &[
    &["cli"],
    &["lsp"],
    &["fix", "render"],
    &["lint"],
    &["rules"],
    &["copy", "import", "timeline", "config"],
    &["model"],
    &["syntax"],
    &["finding"],
    &["source"],
];

#[test]
fn a_module_imports_only_what_stands_below_it() {
    let height: BTreeMap<&str, usize> =
        LAYERS.iter().enumerate().flat_map(|(index, names)| names.iter().map(move |name| (*name, index))).collect();
    let mut wrong = Vec::new();
    let mut files = 0;
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in walkdir::WalkDir::new(&sources) {
        let entry = entry.expect("the sources can be listed");
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let relative = path.strip_prefix(&sources).expect("below src");
        let first = relative.components().next().expect("a file").as_os_str().to_string_lossy().replace(".rs", "");
        if first == "main" || first == "lib" {
            continue;
        }
        files += 1;
        let own = *height.get(first.as_str()).unwrap_or_else(|| panic!("`{first}` has no layer"));
        let text = std::fs::read_to_string(path).expect("a source file is text");
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for part in line.split("crate::").skip(1) {
                let name: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if name != first && height.get(name.as_str()).is_some_and(|other| *other <= own) {
                    wrong.push(format!("{}:{number}: `{first}` imports `{name}`", relative.display()));
                }
            }
        }
    }
    assert!(files > 10, "only {files} files seen");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
