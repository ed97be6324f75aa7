//! What a run costs, in multiples of reading the same files and nothing more.
//!
//! `cargo bench --bench ratios` prints, for campaigns of some 26 KB, each stage against the floor (`serde_json` to
//! `Value`, `toml::de::DeTable::parse`), then the whole program as a process against a process that only walks, reads and
//! parses. `-- --large` adds 10,000 campaigns, one export of 50 MB and a tree of 100,000 files. Every figure is the
//! median of alternating rounds in this one run; compare ratios, never milliseconds of two runs. One row shows what it costs
//! to look at each word at all, in plain code and whatever is made of it.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark writes its corpus and prints figures"
)]

mod corpus;

use corpus::Form;
use outreach_lint::import::{self, Input};
use outreach_lint::lint::{self, Run};
use outreach_lint::rules::Settings;
use outreach_lint::source::{Language, NothingBeside, SourceFile, Sources};
use outreach_lint::{syntax, timeline};
use rayon::prelude::*;
use std::hash::BuildHasher;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Alternating rounds; the median of each is printed.
const ROUNDS: usize = 9;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(position) = arguments.iter().position(|argument| argument == "--floor") {
        return floor_process(Path::new(&arguments[position + 1]));
    }
    let large = arguments.iter().any(|argument| argument == "--large");
    for form in [Form::Json, Form::Toml] {
        stages(form, 1_000);
        whole(form, 1_000);
        if large {
            whole(form, 10_000);
        }
    }
    if large {
        whole_export();
        whole_tree();
        growth();
    }
}

fn stages(form: Form, count: u64) {
    let files: Vec<String> = (0..count).map(|seed| corpus::campaign(seed, form, 40, 600..2_000)).collect();
    let bytes: usize = files.iter().map(String::len).sum();
    let language = language(form);
    let settings = Settings::default_on(jiff::civil::date(2026, 11, 22));
    let sources = Sources::default();
    let ids: Vec<_> = files
        .iter()
        .enumerate()
        .map(|(n, text)| sources.add(SourceFile::from_text(format!("{n}"), text.clone(), language)))
        .collect();
    let run = Run { sources: &sources, beside: &NothingBeside, from: None };
    let parse = |id| {
        let source = sources.get(id).expect("kept");
        black_box(syntax::parse(id, &source).root.entries().len())
    };
    let imported = |id| {
        let source = sources.get(id).expect("kept");
        let document = syntax::parse(id, &source);
        let input = Input { file: id, source: &source, document: &document, sources: &sources, beside: &NothingBeside };
        import::import(&input, None).campaigns
    };
    println!("\n{count} campaigns in {}, {:.1} MB, in memory", name(form), bytes as f64 / 1e6);
    table(&[
        ("floor: parse alone", &|| files.par_iter().for_each(|text| floor(form, text))),
        ("floor + each word hashed", &|| {
            files.par_iter().for_each(|text| {
                floor(form, text);
                words(text);
            });
        }),
        ("syntax", &|| {
            ids.par_iter().for_each(|id| {
                parse(*id);
            });
        }),
        ("+ import", &|| ids.par_iter().for_each(|id| drop(black_box(imported(*id))))),
        ("+ timeline", &|| {
            ids.par_iter().for_each(|id| {
                for campaign in imported(*id) {
                    black_box(timeline::of(&campaign));
                }
            });
        }),
        ("+ rules (all of lint)", &|| {
            let reports = ids.par_iter().map(|id| lint::file(&run, *id, &settings, &[])).collect();
            black_box(lint::finish(&run, reports, &settings));
        }),
    ]);
}

/// The program as a process on `count` files, against a process that walks, reads and parses them.
fn whole(form: Form, count: u64) {
    let folder = tempfile::tempdir().expect("a folder for the corpus");
    let mut bytes = 0;
    for seed in 0..count {
        let text = corpus::campaign(seed, form, 40, 600..2_000);
        bytes += text.len();
        let path = folder.path().join(format!("d{:02}", seed % 50)).join(format!("c{seed}.{}", name(form)));
        write(&path, &text);
    }
    println!("\n{count} campaigns in {}, {:.1} MB, whole process", name(form), bytes as f64 / 1e6);
    processes(folder.path());
}

fn whole_export() {
    let folder = tempfile::tempdir().expect("a folder for the corpus");
    let mut text = String::from("{ \"campaigns\": [\n");
    for seed in 0..20_000 {
        if seed > 0 {
            text.push_str(",\n");
        }
        text.push_str(corpus::campaign(seed, Form::Json, 4, 200..950).trim_end());
    }
    text.push_str("\n] }\n");
    println!("\none file of 20,000 campaigns, {:.1} MB, whole process", text.len() as f64 / 1e6);
    write(&folder.path().join("all.json"), &text);
    processes(folder.path());
}

fn whole_tree() {
    let folder = tempfile::tempdir().expect("a folder for the corpus");
    for n in 0..100_000_u32 {
        let path = folder.path().join(format!("p{}/m{}", n % 50, n % 997));
        if n % 100 == 0 {
            write(&path.join(format!("c{n}.json")), &corpus::campaign(u64::from(n), Form::Json, 4, 200..950));
        } else {
            write(&path.join(format!("f{n}.{}", ["rs", "txt", "md", "json"][n as usize % 4])), "{ \"name\": \"x\" }\n");
        }
    }
    println!("\n100,000 files, 1,000 of them campaigns, whole process");
    processes(folder.path());
}

/// Whether the cost is linear: twice the steps, twice the campaigns in one file.
fn growth() {
    println!("\ngrowth: time per unit against that of the smallest (1.00 = linear)");
    let settings = Settings::default_on(jiff::civil::date(2026, 11, 22));
    let cost = |text: String| {
        let sources = Sources::default();
        let id = sources.add(SourceFile::from_text("a.json", text, Language::Json));
        let run = Run { sources: &sources, beside: &NothingBeside, from: None };
        let times: Vec<_> = (0..3)
            .map(|_| {
                let start = Instant::now();
                black_box(lint::file(&run, id, &settings, &[]));
                start.elapsed()
            })
            .collect();
        median(times).as_secs_f64()
    };
    let many = |n: u64| {
        let list: Vec<_> = (0..n).map(|seed| corpus::campaign(seed, Form::Json, 4, 200..400)).collect();
        cost(format!("{{ \"campaigns\": [{}] }}", list.join(","))) / n as f64
    };
    let base = many(500);
    for n in [1_000, 2_000, 4_000] {
        println!("  {n:>6} campaigns in a file  {:.2}", many(n) / base);
    }
    let long = |n: usize| {
        let steps: Vec<_> = (0..n)
            .map(|i| {
                format!(
                    r#"{{ "id": "s{i}", "channel": "email", "wait": "15d", "subject": "n{i}", "body": "Hello {i}" }}"#
                )
            })
            .collect();
        cost(format!(r#"{{ "campaign": {{ "name": "a", "purpose": "requested" }}, "step": [{}] }}"#, steps.join(",")))
            / n as f64
    };
    let base = long(250);
    for n in [500, 1_000, 2_000] {
        println!("  {n:>6} steps in a campaign  {:.2}", long(n) / base);
    }
}

fn processes(folder: &Path) {
    let own = std::env::current_exe().expect("this program has a path");
    let quiet = |command: &mut Command| {
        let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(status.is_ok_and(|s| s.code().is_some()), "the process ends by itself");
    };
    let program = env!("CARGO_BIN_EXE_outreach-lint");
    table(&[
        ("floor: walk, read, parse", &|| quiet(Command::new(&own).arg("--floor").arg(folder))),
        ("outreach-lint check", &|| quiet(Command::new(program).arg("check").args(["--format", "json"]).arg(folder))),
        ("start-up alone (--version)", &|| quiet(Command::new(program).arg("--version"))),
    ]);
}

fn floor_process(folder: &Path) {
    let paths: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|extension| extension == "json" || extension == "toml"))
        .collect();
    paths.par_iter().for_each(|path| {
        let text = std::fs::read_to_string(path).expect("the corpus is text");
        floor(if path.extension().is_some_and(|e| e == "json") { Form::Json } else { Form::Toml }, &text);
    });
}

fn floor(form: Form, text: &str) {
    match form {
        Form::Json => drop(black_box(serde_json::from_str::<serde_json::Value>(text).expect("the corpus is JSON"))),
        Form::Toml => drop(black_box(toml::de::DeTable::parse(text).expect("the corpus is TOML"))),
    }
}

/// The least that rules on words ask for: each word is told from its neighbours and known again, and nothing more.
fn words(text: &str) {
    let words = text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    black_box(words.fold(0, |sum: u64, word| sum ^ rustc_hash::FxBuildHasher.hash_one(word)));
}

/// Runs every row in turn, `ROUNDS` times, and prints the median of each against the first row's.
fn table(rows: &[(&str, &dyn Fn())]) {
    let mut times = vec![Vec::new(); rows.len()];
    for round in 0..=ROUNDS {
        for ((_, work), times) in rows.iter().zip(&mut times) {
            let start = Instant::now();
            work();
            if round > 0 {
                times.push(start.elapsed());
            }
        }
    }
    let medians: Vec<Duration> = times.into_iter().map(median).collect();
    for ((name, _), time) in rows.iter().zip(&medians) {
        println!(
            "  {name:<28}{:>10.1} ms{:>8.2}",
            time.as_secs_f64() * 1e3,
            time.as_secs_f64() / medians[0].as_secs_f64()
        );
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
    std::fs::write(path, text).expect("the corpus can be written");
}

fn language(form: Form) -> Language {
    if form == Form::Json { Language::Json } else { Language::Toml }
}

fn name(form: Form) -> &'static str {
    if form == Form::Json { "json" } else { "toml" }
}
