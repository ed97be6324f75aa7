//! Writes the corpora that fuzzing begins with, and a dictionary, from the fixtures and the examples of the rules' pages.
//!
//! `cargo run --example seeds` in this folder; what is there already stays.

use outreach_lint::import::DIALECTS;
use outreach_lint::rules::{self, blocks};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> std::io::Result<()> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fixtures = here.join("../fixtures");
    let mut words = BTreeSet::new();
    let mut seeds = Seeds { corpus: here.join("corpus"), count: 0 };
    for rule in rules::all() {
        for block in blocks(rule.page) {
            match block.language.as_str() {
                "toml" if block.words.iter().any(|word| word == "rule") => {
                    let options = toml::from_str::<toml::Table>(&block.text).ok();
                    let options = options.as_ref().and_then(|table| table.get("options"));
                    if let Some(options) = options.and_then(|options| options.as_table()) {
                        seeds.add("config", &format!("[rules.\"{}\"]\n{options}", rule.name))?;
                    }
                    seeds.add("toml", &block.text)?;
                }
                "toml" => {
                    seeds.campaign(&block.text, "native", &mut words)?;
                    let config = format!("[[overrides]]\nfiles = [\"a/**\"]\nselect = [\"{}\"]\n[rules.\"{}\"]\nseverity = \"info\"\n", rule.name, rule.name);
                    seeds.add("config", &config)?;
                }
                "json" => seeds.campaign(&block.text, "native", &mut words)?,
                _ => seeds.add("tags", &block.text)?,
            }
        }
    }
    for folder in ["campaigns", "broken"] {
        for path in files(&fixtures.join(folder)) {
            seeds.campaign(&fs::read_to_string(path)?, "native", &mut words)?;
        }
    }
    for dialect in DIALECTS {
        for path in files(&fixtures.join("dialects").join(dialect.name)) {
            let text = fs::read_to_string(&path)?;
            if path.extension().is_some_and(|extension| extension == "json") {
                seeds.campaign(&text, dialect.name, &mut words)?;
            } else {
                seeds.add("tags", &text)?;
            }
        }
    }
    seeds.add("config", &fs::read_to_string(here.join("../src/cli/init/outreach-lint.toml"))?)?;
    let config = "preset = \"strict\"\nselect = [\"all\"]\nignore = [\"cadence\"]\nregion = [\"US-CA\"]\nfail_on = \"error\"\ninclude = [\"a/**\"]\n\
        exclude = [\"!b\"]\nextends = [\"../base.toml\"]\n[[facts]]\nfiles = [\"**\"]\npurpose = \"marketing\"\naudience.consent.sms = \"express\"\n\
        [[allow]]\nfiles = [\"x\"]\npath = \"step.1\"\nrules = [\"stop/ignores-reply\"]\nreason = \"r\"\nuntil = 2027-03-01\n";
    seeds.add("config", config)?;
    words.extend(["{{", "}}", "{%", "%}", "*|", "|*", "%%", "##", "[[", "]]", "<%=", "%>", "${", "{{#if", "{{else}}", "{% if", "{% endif %}", "| default:", "<p>", "</a>", "<style>", "<!--", "-->", "&nbsp;", "&#x", "\"\"\"", "'''", "\\u"].map(str::to_owned));
    let quoted = |word: &String| format!("\"{}\"\n", word.replace('\\', "\\\\").replace('"', "\\\"").replace(|c: char| !c.is_ascii_graphic() && c != ' ', ""));
    fs::write(here.join("corpus/words.dict"), words.iter().filter(|word| !word.is_empty()).map(quoted).collect::<String>())?;
    println!("{} seeds, {} words", seeds.count, words.len());
    Ok(())
}

struct Seeds {
    corpus: PathBuf,
    count: usize,
}

impl Seeds {
    /// A campaign: for its syntax, its dialect, the whole run; as JSON too, whose tree can be changed; its copy for tags.
    fn campaign(&mut self, text: &str, dialect: &str, words: &mut BTreeSet<String>) -> std::io::Result<()> {
        let import = format!("import-{dialect}");
        let json: Option<serde_json::Value> = serde_json::from_str(text).ok();
        let syntax = if text.trim_start().starts_with(['{', '[']) && json.is_some() { "json" } else { "toml" };
        let tree = json.or_else(|| serde_json::to_value(toml::from_str::<toml::Table>(text).ok()?).ok());
        for target in [syntax, &import, "whole"] {
            self.add(target, text)?;
        }
        let Some(tree) = tree else { return Ok(()) };
        let compact = tree.to_string();
        for target in ["json", &import, "whole"] {
            self.add(target, &compact)?;
        }
        let mut todo = vec![&tree];
        while let Some(value) = todo.pop() {
            match value {
                serde_json::Value::Array(items) => todo.extend(items),
                serde_json::Value::Object(entries) => {
                    words.extend(entries.keys().filter(|key| key.len() < 30).cloned());
                    todo.extend(entries.values());
                }
                serde_json::Value::String(text) if text.len() < 20 => {
                    words.insert(text.clone());
                }
                serde_json::Value::String(text) => self.add("tags", text)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn add(&mut self, target: &str, text: &str) -> std::io::Result<()> {
        let folder = self.corpus.join(target);
        fs::create_dir_all(&folder)?;
        self.count += 1;
        fs::write(folder.join(format!("seed-{:05}", self.count)), text)
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut todo = vec![folder.to_path_buf()];
    while let Some(folder) = todo.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { todo.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}
