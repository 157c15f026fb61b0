//! Where values come from, and which one counts.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use secrecy::SecretString;

use super::keys::{CONFIG_ENV, CONFIG_FLAG, Fallback, KEYS, Key};

/// Everything that [`super::load`] looks at. It is gathered first, so that loading is pure.
pub struct Sources {
    /// Flags by the name of their key.
    pub flags: BTreeMap<String, String>,
    /// Environment variables by their name. An empty one counts as not set.
    pub env: BTreeMap<String, String>,
    /// The configuration file, if one was named.
    pub file: Option<ConfigFile>,
    /// How to read the first line of a file that holds a secret.
    pub read_secret: fn(&Path) -> Result<SecretString, String>,
    /// What went wrong while gathering.
    pub problems: Vec<Problem>,
}

/// A configuration file as it was read.
pub struct ConfigFile {
    /// Where it lies.
    pub path: PathBuf,
    /// What it says.
    pub text: String,
    /// Whether people other than its owner and group can read it.
    pub world_readable: bool,
}

/// Something that keeps the portal from starting. It never holds the value of a secret.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Problem {
    /// The key, as its flag is written without dashes.
    pub key: String,
    /// Where the value came from.
    pub origin: String,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem { key, origin, what, remedy } = self;
        write!(f, "{key} ({origin}): {what}; {remedy}")
    }
}

/// Where one value came from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Origin {
    Flag,
    Env,
    File,
    Default,
}

impl Sources {
    /// Reads flags, environment and the configuration file. What fails becomes a problem, so that
    /// it is listed with all others.
    pub fn gather(matches: &ArgMatches) -> Sources {
        let given = |name: &str| matches.get_one::<String>(name).cloned();
        let flags = KEYS.iter().filter_map(|key| Some((key.name.to_owned(), given(key.name)?)));
        let mut sources = Sources::of_flags(flags.collect());
        for name in KEYS.iter().map(|key| key.env).chain([CONFIG_ENV]) {
            sources.take_variable(name);
        }
        let from_env = || sources.env.get(CONFIG_ENV).filter(|path| !path.is_empty()).cloned();
        if let Some(path) = given(CONFIG_FLAG).or_else(from_env) {
            sources.take_file(PathBuf::from(path));
        }
        sources
    }

    /// These flags and nothing else.
    pub fn of_flags(flags: BTreeMap<String, String>) -> Sources {
        Sources { flags, env: BTreeMap::new(), file: None, read_secret: read_secret_file, problems: Vec::new() }
    }

    fn take_variable(&mut self, name: &'static str) {
        match std::env::var(name) {
            Ok(value) => {
                self.env.insert(name.to_owned(), value);
            }
            Err(std::env::VarError::NotPresent) => {}
            Err(std::env::VarError::NotUnicode(_)) => self.problems.push(Problem {
                key: name.to_owned(),
                origin: "environment".to_owned(),
                what: "is not valid UTF-8".to_owned(),
                remedy: "set it to text".to_owned(),
            }),
        }
    }

    fn take_file(&mut self, path: PathBuf) {
        match read(&path) {
            Ok((text, mode)) => {
                self.file = Some(ConfigFile { path, text, world_readable: mode & 0o004 != 0 });
            }
            Err(error) => self.problems.push(Problem {
                key: CONFIG_FLAG.to_owned(),
                origin: path.display().to_string(),
                what: format!("cannot be read: {error}"),
                remedy: format!("check --{CONFIG_FLAG} or {CONFIG_ENV} and the rights of the file"),
            }),
        }
    }

    /// The value that counts for `key`, given what the file says.
    pub(super) fn value(&self, key: &Key, file: &BTreeMap<String, String>) -> Option<(String, Origin)> {
        let from_env = || self.env.get(key.env).filter(|value| !value.is_empty());
        if let Some(value) = self.flags.get(key.name) {
            return Some((value.clone(), Origin::Flag));
        }
        if let Some(value) = from_env() {
            return Some((value.clone(), Origin::Env));
        }
        if let Some(value) = file.get(&key.in_file()) {
            return Some((value.clone(), Origin::File));
        }
        match key.default {
            Fallback::Value(value) => Some((value.to_owned(), Origin::Default)),
            Fallback::Required | Fallback::Unset | Fallback::InDataDir(_) => None,
        }
    }
}

/// The mode is that of the file which was read, not of what lies there a moment later.
fn read(path: &Path) -> std::io::Result<(String, u32)> {
    let mut file = File::open(path)?;
    let mode = file.metadata()?.permissions().mode();
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    Ok((text, mode))
}

/// The content of a file with a secret, without the line break at its end.
pub(super) fn read_secret_file(path: &Path) -> Result<SecretString, String> {
    let (text, mode) = read(path).map_err(|error| format!("the file {} cannot be read: {error}", path.display()))?;
    if mode & 0o007 != 0 {
        return Err(format!("the file {} can be read or written by everybody; run chmod o= on it", path.display()));
    }
    Ok(SecretString::from(text.trim_end_matches(['\r', '\n'])))
}
