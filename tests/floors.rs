//! The house keeps its order: a module uses only lower floors, an outside crate has its home.

#![expect(clippy::disallowed_methods, reason = "the sources are read to be checked")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Every module of the library with its floor; a module uses only modules of lower floors.
const FLOORS: [(&str, u8); 24] = [
    ("text", 0),
    ("time", 0),
    ("source", 0),
    ("seed", 0),
    ("reading", 1),
    ("deck", 2),
    ("schedule", 2),
    ("builtin", 2),
    ("answer", 3),
    ("config", 3),
    ("pace", 3),
    ("plan", 3),
    ("review", 4),
    ("decision", 5),
    ("queue", 6),
    ("session", 7),
    ("exam", 7),
    ("preparation", 7),
    ("report", 7),
    ("exchange", 8),
    ("view", 9),
    ("progress", 10),
    ("files", 10),
    ("terminal", 10),
];
/// The floor of the command line, which uses everything.
const CLI: u8 = 11;

/// Every outside crate, and the files or folders that may name it.
const HOMES: [(&str, &[&str]); 24] = [
    ("any_ascii", &["text.rs"]),
    ("annotate_snippets", &["view/diagnostic.rs"]),
    ("clap", &["cli/args"]),
    ("clap_complete", &["cli/args.rs"]),
    ("clap_mangen", &["cli/args.rs"]),
    ("console", &["terminal/"]),
    ("dialoguer", &["terminal/menu.rs"]),
    ("directories", &["files/places.rs"]),
    ("fsrs", &["schedule/memory.rs"]),
    ("jiff", &["time.rs", "reading/date", "cli/context.rs"]),
    ("rand", &["seed.rs", "cli/context.rs"]),
    ("random_word", &["answer/dictionary.rs"]),
    ("rusqlite", &["progress/"]),
    ("rustix", &["terminal/"]),
    ("serde", &["exchange/"]),
    ("serde_json", &["exchange/", "view/", "cli/"]),
    ("signal_hook", &["terminal/"]),
    ("similar", &["view/changes.rs"]),
    ("strsim", &["text.rs"]),
    ("toml", &["deck/parse/", "deck/compose.rs", "config.rs", "cli/config.rs"]),
    ("toml_edit", &["config/change.rs", "deck/compose.rs"]),
    ("unicode_normalization", &["text.rs"]),
    ("unicode_segmentation", &["text.rs", "terminal/"]),
    ("unicode_width", &["text.rs", "terminal/"]),
];

/// Returns every source file with its path below `src/`, and its lines without comments.
fn files() -> Vec<(String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![src.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of sources") {
            let path: PathBuf = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source");
                let code: Vec<&str> =
                    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
                let name = path.strip_prefix(&src).expect("below src").display().to_string();
                files.push((name, code.join("\n")));
            }
        }
    }
    assert!(files.len() > 20, "the sources were not found");
    files
}

fn module_of(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}

fn floor_of(module: &str) -> Option<u8> {
    if module == "cli" {
        return Some(CLI);
    }
    FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor)
}

/// Returns the words that follow each `before` in a text: the modules or crates it names.
fn named(text: &str, before: &str) -> BTreeSet<String> {
    let word = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    text.split(before).skip(1).map(word).collect()
}

#[test]
fn a_module_uses_only_lower_floors() {
    let mut wrong = Vec::new();
    for (file, code) in files() {
        let module = module_of(&file);
        if module == "main" || module == "lib" {
            continue;
        }
        let Some(floor) = floor_of(module) else {
            wrong.push(format!("src/{file}: the module `{module}` has no floor"));
            continue;
        };
        for used in named(&code, "crate::") {
            let below = used == module || floor_of(&used).is_some_and(|other| other < floor);
            if !below {
                wrong.push(format!("src/{file} uses `{used}`, which is not below it"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_outside_crate_is_named_only_at_home() {
    let mut wrong = Vec::new();
    for (file, code) in files() {
        for (name, homes) in &HOMES {
            let names_it = code.contains(&format!("use {name}::")) || code.contains(&format!(" {name}::"));
            if names_it && !homes.iter().any(|home| file.starts_with(home)) {
                wrong.push(format!("src/{file} names the crate `{name}`, whose home is {homes:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_dependency_has_a_home() {
    let manifest = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"));
    let manifest: toml::Table = manifest.expect("the manifest").parse().expect("TOML");
    let dependencies = manifest["dependencies"].as_table().expect("a table");
    let homeless: Vec<String> = dependencies
        .keys()
        .map(|name| name.replace('-', "_"))
        .filter(|name| !HOMES.iter().any(|(home, _)| home == name))
        .collect();
    assert!(homeless.is_empty(), "without a home: {homeless:?}");
}
