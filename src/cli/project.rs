//! What holds for each file: the config above it, and the command line over that.

use super::args::Reading;
use super::disk::{self, Disk, STDIN, lexical, repository};
use super::walk::{CONFIG, Candidate, Origin, Problem};
use super::{Usage, args};
use crate::config::{self, Config, FailOn};
use crate::finding::{Finding, Severity};
use crate::import::facts::Facts;
use crate::lint::{self, Allow, Selection, Standing, Watch, Wishes, check_name};
use crate::rules::{Preset, Settings};
use crate::source::{Language, Located, Place, SourceFile, Sources};
use crate::syntax;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many configs one may build on, one below the other and all together: one that names another twice, which does
/// the same, would else be read without end.
const MAX_DEPTH: usize = 16;
const MAX_EXTENDED: usize = 256;

/// What holds for a file.
#[derive(Clone, Debug)]
pub(super) struct House {
    /// The rules, with weight and options.
    pub(super) settings: Arc<Settings>,
    /// What the config allows there.
    pub(super) allows: Arc<[Arc<Allow>]>,
    /// What makes the run fail.
    pub(super) fail_on: FailOn,
}

/// The configs of a run.
pub(super) struct Project<'a> {
    disk: &'a Disk,
    sources: &'a Sources,
    wishes: &'a Wishes,
    fail_on: Option<FailOn>,
    today: jiff::civil::Date,
    source: Source,
    /// The folders that the run walks whole, links resolved.
    walked: Vec<PathBuf>,
    /// The nearest config of each folder that was asked for.
    folders: HashMap<PathBuf, Option<PathBuf>>,
    configs: HashMap<PathBuf, Arc<Loaded>>,
    houses: HashMap<(PathBuf, Standing), House>,
    /// What is wrong with the configs.
    pub(super) findings: Vec<Finding>,
    /// Configs that could not be read.
    pub(super) problems: Vec<Problem>,
    /// Every config that was read, those that others build on included.
    pub(super) read: Vec<PathBuf>,
    /// Files that were named and that a config excludes.
    pub(super) excluded: Vec<Problem>,
    /// How many configs the one that is being read builds on so far.
    extended: usize,
}

/// Where configs come from.
enum Source {
    /// The nearest above each file.
    Nearest,
    /// This one alone.
    Only(PathBuf),
    /// Nowhere.
    None,
}

/// A config with all that it extends.
#[derive(Default)]
struct Loaded {
    config: Config<Facts>,
    allows: Vec<Arc<Allow>>,
}

/// The wishes of a command line; wrong names are a usage error.
pub(super) fn wishes(select: &[String], ignore: &[String], preset: Option<&str>) -> Result<Wishes, Usage> {
    let trimmed = |names: &[String]| names.iter().map(|name| name.trim().to_owned()).collect::<Vec<_>>();
    let (select, ignore) = (trimmed(select), trimmed(ignore));
    let named = select.iter().map(|name| ("--select", name)).chain(ignore.iter().map(|name| ("--ignore", name)));
    for (option, name) in named {
        if let Some((message, help)) = check_name(name) {
            return Err(Usage(format!("{option}: {message}; {help}")));
        }
    }
    let select = (!select.is_empty()).then_some(select);
    Ok(Wishes { selection: Selection { select, ignore }, preset: preset.and_then(Preset::parse) })
}

impl<'a> Project<'a> {
    /// The configs that `reading` asks for.
    pub(super) fn new(
        disk: &'a Disk,
        sources: &'a Sources,
        reading: &Reading,
        wishes: &'a Wishes,
        fail_on: Option<args::FailOn>,
        walked: Vec<PathBuf>,
    ) -> Result<Self, Usage> {
        let source = match &reading.config {
            Some(path) => Source::Only(path.clone()),
            None if reading.no_config => Source::None,
            None => Source::Nearest,
        };
        let mut project = Self {
            disk,
            sources,
            wishes,
            fail_on: fail_on.map(args::FailOn::of_config),
            today: jiff::Zoned::now().date(),
            source,
            walked,
            folders: HashMap::new(),
            configs: HashMap::new(),
            houses: HashMap::new(),
            findings: Vec::new(),
            problems: Vec::new(),
            read: Vec::new(),
            excluded: Vec::new(),
            extended: 0,
        };
        if let Source::Only(path) = &project.source {
            let path = path.clone();
            let folder = disk.cwd.clone();
            let loaded = project.load(&disk.cwd.join(&path), &folder, &mut Vec::new());
            match loaded {
                Ok(config) => {
                    let allows = lint::allows(&config, project.watch(&folder));
                    project.configs.insert(path, Arc::new(Loaded { config, allows }));
                }
                Err(why) => return Err(Usage(format!("--config {}: {why}", path.display()))),
            }
        }
        Ok(project)
    }

    /// What holds for a file. None where the config excludes it, or leaves it out of a walk: hooks and editors name
    /// files that their config excludes.
    pub(super) fn house(&mut self, file: &Candidate) -> Option<House> {
        let folder = file.real.parent().unwrap_or(&self.disk.cwd).to_path_buf();
        let (name, loaded) = self.nearest(&folder);
        let config = &loaded.config;
        let excluded = config.exclude.as_ref().is_some_and(|scope| scope.holds(&file.real));
        let included = config.include.as_ref().is_none_or(|scope| scope.holds(&file.real));
        match file.origin {
            Origin::Walked if excluded || !included => return None,
            Origin::Named | Origin::Stdin if excluded && file.shown != STDIN => {
                let why =
                    format!("excluded by {}", self.disk.shown(name.strip_prefix(&self.disk.cwd).unwrap_or(&name)));
                self.excluded.push(Problem { shown: file.shown.clone(), why });
                return None;
            }
            _ => {}
        }
        Some(self.settle(name, &loaded, lint::standing(&loaded.config, &file.real)))
    }

    /// What holds for the run as a whole: the one config of all `files`, or else that of where it started.
    pub(super) fn whole<'f>(&mut self, mut files: impl Iterator<Item = &'f Candidate>) -> House {
        let start = self.disk.cwd.clone();
        let of = |project: &mut Self, file: &Candidate| project.nearest(file.real.parent().unwrap_or(&start));
        let first = files.next().map(|file| of(self, file));
        let shared = first.filter(|(name, _)| files.all(|file| of(self, file).0 == *name));
        let (name, loaded) = shared.unwrap_or_else(|| self.nearest(&start));
        self.settle(name, &loaded, Standing::default())
    }

    /// What the configs allow in none of the files that were asked for, where the run looks at all that are there.
    pub(super) fn idle(&self) -> Vec<Arc<Allow>> {
        let used: HashSet<Place> =
            self.houses.values().flat_map(|house| house.allows.iter()).map(|a| a.place).collect();
        let all = self.configs.values().flat_map(|loaded| &loaded.allows);
        all.filter(|allow| allow.watch == Watch::Said && !used.contains(&allow.place)).cloned().collect()
    }

    /// The configs of which each entry was looked at: the run looks at all files that they may be for.
    pub(super) fn watched(&self) -> HashSet<PathBuf> {
        let folder = |path: &Path| match self.source {
            Source::Only(_) => self.disk.cwd.clone(),
            _ => path.parent().unwrap_or(&self.disk.cwd).to_path_buf(),
        };
        let watched = self.configs.keys().filter(|path| self.watch(&folder(path)) == Watch::Said);
        watched.map(|path| lexical(&self.disk.cwd.join(path))).collect()
    }

    fn settle(&mut self, name: PathBuf, loaded: &Loaded, standing: Standing) -> House {
        let (wishes, today, fail_on) = (self.wishes, self.today, self.fail_on);
        let house = self.houses.entry((name, standing));
        let make = |(_, standing): &(PathBuf, Standing)| House {
            settings: Arc::new(lint::settings(&loaded.config, standing, wishes, today)),
            allows: lint::allowed(&loaded.allows, standing),
            fail_on: fail_on.or(loaded.config.fail_on).unwrap_or(FailOn::From(Severity::Warning)),
        };
        house.or_insert_with_key(make).clone()
    }

    /// Whether the run looks at all files that a config in `folder` may be for; else one of its entries that hides
    /// nothing here may hide something elsewhere.
    fn watch(&self, folder: &Path) -> Watch {
        if self.walked.iter().any(|walked| folder.starts_with(walked)) { Watch::Said } else { Watch::Silent }
    }

    /// The config that holds in `folder`, by the path that stands for it.
    fn nearest(&mut self, folder: &Path) -> (PathBuf, Arc<Loaded>) {
        let path = match &self.source {
            Source::None => None,
            Source::Only(path) => Some(path.clone()),
            Source::Nearest => self.config_above(folder),
        };
        let Some(path) = path else { return (PathBuf::new(), Arc::default()) };
        if let Some(loaded) = self.configs.get(&path) {
            return (path, Arc::clone(loaded));
        }
        let base = path.parent().unwrap_or(folder).to_path_buf();
        let config = self.load(&path, &base, &mut Vec::new()).unwrap_or_else(|why| {
            self.problems.push(Problem { shown: self.disk.shown(&path), why });
            Config::default()
        });
        let loaded = Arc::new(Loaded { allows: lint::allows(&config, self.watch(&base)), config });
        self.configs.insert(path.clone(), Arc::clone(&loaded));
        (path, loaded)
    }

    /// The nearest config file at or above `folder`, up to the root of its repository.
    fn config_above(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.folders.get(folder) {
            return known.clone();
        }
        let top = repository(folder).map(Path::to_path_buf);
        let mut found = None;
        for above in folder.ancestors() {
            let path = above.join(CONFIG);
            if disk::is_there(&path) {
                found = Some(path);
                break;
            }
            if top.as_deref() == Some(above) {
                break;
            }
        }
        self.folders.insert(folder.to_path_buf(), found.clone());
        found
    }

    /// Reads a config and all that it extends. `chain` holds the configs that led here.
    fn load(&mut self, path: &Path, folder: &Path, chain: &mut Vec<PathBuf>) -> Result<Config<Facts>, String> {
        let bytes = disk::bytes(path).map_err(|error| disk::spoken(&error))?;
        let shown = self.disk.shown(path.strip_prefix(&self.disk.cwd).unwrap_or(path));
        let id = self.sources.add(SourceFile::from_bytes(shown, bytes, Language::Toml));
        let Some(source) = self.sources.get(id) else { return Ok(Config::default()) };
        let document = syntax::parse(id, &source);
        let (mut config, findings) = config::read(id, &source.text, &document, folder, &lint::catalogue());
        self.findings.extend(findings);
        let own = lexical(path);
        self.read.push(own.clone());
        let mut base = Config::default();
        if chain.is_empty() {
            self.extended = 0;
        }
        chain.push(own.clone());
        for wanted in std::mem::take(&mut config.extends) {
            base = self.extended(&wanted, &own, chain).over(base, folder);
        }
        chain.pop();
        Ok(config.over(base, folder))
    }

    /// A config that another names in `extends`.
    fn extended(&mut self, wanted: &Located<String>, from: &Path, chain: &mut Vec<PathBuf>) -> Config<Facts> {
        let path = lexical(&from.parent().unwrap_or(from).join(&wanted.value));
        let base = path.parent().unwrap_or(&path).to_path_buf();
        let loaded = if chain.contains(&path) {
            Err("it leads back to itself".to_owned())
        } else if chain.len() > MAX_DEPTH || self.extended > MAX_EXTENDED {
            Err(format!(
                "this is one of too many; {MAX_DEPTH} may stand one below the other, and {MAX_EXTENDED} in all"
            ))
        } else {
            self.extended += 1;
            self.load(&path, &base, chain)
        };
        loaded.unwrap_or_else(|why| {
            let message = format!("\"{}\" cannot be built on: {why}", wanted.value);
            let mut finding = Finding::new("structure/invalid-value", wanted.place, "named here", message)
                .help("name a config file, relative to this one, as \"../base.toml\"");
            "extends".clone_into(&mut finding.path);
            finding.value.clone_from(&wanted.value);
            self.findings.push(finding);
            Config::default()
        })
    }
}
