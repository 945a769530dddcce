//! Which files make a deck, and which may it use?
//!
//! `cli` calls it with what the learner named, and with what a deck names in `use`.
#![expect(clippy::disallowed_methods, reason = "this module looks into folders")]

use std::collections::HashSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::files::error::{FileError, Operation};

/// How many folders deep decks are looked for.
const DEEPEST: usize = 8;
/// The file that makes a folder one deck.
const DECK_FILE: &str = "deck.toml";

/// The decks that were found.
#[derive(Debug, Default)]
#[must_use]
pub struct DeckFiles {
    /// The decks, sorted by path.
    pub decks: Vec<DeckPaths>,
    /// Folders that could not be looked into.
    pub unread: Vec<FileError>,
}

/// The files of a deck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeckPaths {
    /// The deck's folder, or its file where it is only one.
    pub root: PathBuf,
    /// Its files, `deck.toml` first, the others sorted by name.
    pub files: Vec<PathBuf>,
}

impl DeckPaths {
    /// Returns the folder from which the deck's `use` is resolved.
    pub fn folder(&self) -> &Path {
        if self.files == [self.root.clone()] { self.root.parent().unwrap_or(&self.root) } else { &self.root }
    }
}

/// Finds the decks that a path means: a `.toml` file is a deck, a folder with `deck.toml` is one
/// deck with all its `.toml` files, another folder holds a deck in each `.toml` file and in each
/// folder with `deck.toml` below it. What is hidden is passed over.
///
/// # Errors
/// [`FileError::System`] where the path itself cannot be looked at, `NotAFile` and `NotADeck` where
/// it is neither a folder nor a `.toml` file. Unreadable folders below it are in
/// [`DeckFiles::unread`].
pub fn deck_files(path: &Path) -> Result<DeckFiles, FileError> {
    let metadata = fs::metadata(path).map_err(Operation::Read.failed(path))?;
    let mut found = DeckFiles::default();
    if metadata.is_dir() {
        look_into(path, 0, &mut HashSet::new(), &mut found)?;
    } else if !metadata.is_file() {
        return Err(FileError::NotAFile { path: path.to_owned() });
    } else if is_toml(path) {
        found.decks.push(DeckPaths { root: path.to_owned(), files: vec![path.to_owned()] });
    } else {
        return Err(FileError::NotADeck { path: path.to_owned() });
    }
    found.decks.sort_by(|a, b| a.root.cmp(&b.root));
    Ok(found)
}

/// Adds the decks of a folder; `seen` are the folders that were looked into, without symlinks.
fn look_into(
    folder: &Path,
    depth: usize,
    seen: &mut HashSet<PathBuf>,
    found: &mut DeckFiles,
) -> Result<(), FileError> {
    if !seen.insert(folder.canonicalize().map_err(Operation::Read.failed(folder))?) {
        return Ok(());
    }
    let (mut files, folders) = contents(folder)?;
    let deck = folder.join(DECK_FILE);
    if files.contains(&deck) {
        files.sort_by_key(|file| *file != deck);
        found.decks.push(DeckPaths { root: folder.to_owned(), files });
        return Ok(());
    }
    if depth == 0 {
        found.decks.extend(files.into_iter().map(|file| DeckPaths { root: file.clone(), files: vec![file] }));
    }
    if depth < DEEPEST {
        for below in folders {
            if let Err(error) = look_into(&below, depth + 1, seen, found) {
                found.unread.push(error);
            }
        }
    }
    Ok(())
}

/// Returns the `.toml` files and the folders in a folder, each sorted, without what is hidden.
fn contents(folder: &Path) -> Result<(Vec<PathBuf>, Vec<PathBuf>), FileError> {
    let failed = || Operation::Read.failed(folder);
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder).map_err(failed())? {
        let entry = entry.map_err(failed())?;
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let path = entry.path();
        if fs::metadata(&path).is_ok_and(|metadata| metadata.is_dir()) {
            folders.push(path);
        } else if is_toml(&path) {
            // Also what is no file, such as a link to nothing: reading it says so.
            files.push(path);
        }
    }
    files.sort();
    folders.sort();
    Ok((files, folders))
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml")
}

/// Returns the file that a deck means by `use`: below the deck's folder or the folder above it.
///
/// # Errors
/// [`FileError::Outside`] for an absolute path and for one that leads elsewhere, also by a symlink;
/// `System` where there is no such file.
pub fn resolve_use(root_folder: &Path, used: &str) -> Result<PathBuf, FileError> {
    let outside = || FileError::Outside { folder: root_folder.to_owned(), used: used.to_owned() };
    let mut depth = 0i32;
    for component in Path::new(used).components() {
        depth += match component {
            Component::Prefix(_) | Component::RootDir => return Err(outside()),
            Component::ParentDir => -1,
            Component::Normal(_) => 1,
            Component::CurDir => 0,
        };
        if depth < -1 {
            return Err(outside());
        }
    }
    let folder = if root_folder.as_os_str().is_empty() { Path::new(".") } else { root_folder };
    let folder = folder.canonicalize().map_err(Operation::Read.failed(folder))?;
    let wanted = folder.join(used);
    let path = wanted.canonicalize().map_err(Operation::Read.failed(&wanted))?;
    if path.starts_with(folder.parent().unwrap_or(&folder)) { Ok(path) } else { Err(outside()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::tests::{folder, message};
    use std::error::Error;
    use tempfile::TempDir;

    fn shown(home: &TempDir, found: &DeckFiles) -> Vec<String> {
        let inside = |path: &PathBuf| path.strip_prefix(home.path()).unwrap().display().to_string();
        found
            .decks
            .iter()
            .map(|deck| {
                format!(
                    "{}: {}",
                    inside(&deck.root),
                    deck.files.iter().map(inside).collect::<Vec<_>>().join(" ")
                )
            })
            .collect()
    }

    #[test]
    fn a_folder_holds_decks_in_files_and_in_folders() {
        let home = folder(&[
            ("d/b.toml", Some("")),
            ("d/a.toml", Some("")),
            ("d/.hidden.toml", Some("")),
            ("d/readme.md", Some("")),
            ("d/z/deck.toml", Some("")),
            ("d/z/y.toml", Some("")),
            ("d/z/a.toml", Some("")),
            ("d/z/inner/deck.toml", Some("")),
            ("d/more/loose.toml", Some("")),
            ("d/more/deep/deck.toml", Some("")),
            ("d/.git/deck.toml", Some("")),
            ("d/trap/deck.toml", None),
        ]);
        let found = deck_files(&home.path().join("d")).unwrap();
        let expected = [
            "d/a.toml: d/a.toml",
            "d/b.toml: d/b.toml",
            "d/more/deep: d/more/deep/deck.toml",
            "d/z: d/z/deck.toml d/z/a.toml d/z/y.toml",
        ];
        assert_eq!(shown(&home, &found), expected);
        assert!(found.unread.is_empty());
        assert_eq!(found.decks[0].folder(), home.path().join("d"));
        assert_eq!(found.decks[3].folder(), home.path().join("d/z"));
    }

    #[test]
    fn a_file_is_a_deck_only_if_its_name_says_so() {
        let home = folder(&[("a.toml", Some("")), ("a.txt", Some(""))]);
        let found = deck_files(&home.path().join("a.toml")).unwrap();
        assert_eq!(shown(&home, &found), ["a.toml: a.toml"]);
        let odd = deck_files(&home.path().join("a.txt")).unwrap_err();
        assert_eq!(message(&home, &odd), "`HOME/a.txt` is not a deck: the name of a deck ends in `.toml`");
        let none = deck_files(&home.path().join("b.toml")).unwrap_err();
        assert_eq!(message(&home, &none), "cannot read `HOME/b.toml`");
        assert_eq!(none.source().unwrap().to_string(), "No such file or directory (os error 2)");
    }

    #[test]
    fn decks_are_looked_for_eight_folders_deep() {
        let home =
            folder(&[("1/2/3/4/5/6/7/8/deck.toml", Some("")), ("1/2/3/4/5/6/7/x/9/deck.toml", Some(""))]);
        let found = deck_files(home.path()).unwrap();
        assert_eq!(shown(&home, &found), ["1/2/3/4/5/6/7/8: 1/2/3/4/5/6/7/8/deck.toml"]);
    }

    #[cfg(unix)]
    #[test]
    fn loops_of_symlinks_are_walked_once() {
        let home = folder(&[("d/x/deck.toml", Some("")), ("d/y", None)]);
        std::os::unix::fs::symlink(home.path().join("d"), home.path().join("d/y/up")).unwrap();
        std::os::unix::fs::symlink(home.path().join("d/nothing"), home.path().join("d/broken.toml")).unwrap();
        let found = deck_files(&home.path().join("d")).unwrap();
        // A link to nothing is named: reading it says that it cannot be read.
        assert_eq!(shown(&home, &found), ["d/broken.toml: d/broken.toml", "d/x: d/x/deck.toml"]);
    }

    #[test]
    fn what_a_deck_uses_lies_at_most_one_folder_above_it() {
        let home = folder(&[
            ("decks/a/names.toml", Some("")),
            ("decks/shared/names.toml", Some("")),
            ("secret.toml", Some("")),
        ]);
        let deck = home.path().join("decks/a");
        let resolved = |used| {
            let root = home.path().canonicalize().unwrap();
            match resolve_use(&deck, used) {
                Ok(path) => path.strip_prefix(root).unwrap().display().to_string(),
                Err(error) => message(&home, &error),
            }
        };
        let outside =
            |used| format!("`use` of `{used}` leads outside `HOME/decks/a` and the folder above it");
        assert_eq!(resolved("names.toml"), "decks/a/names.toml");
        assert_eq!(resolved("./x/../names.toml"), "cannot read `HOME/decks/a/./x/../names.toml`");
        assert_eq!(resolved("../shared/names.toml"), "decks/shared/names.toml");
        assert_eq!(resolved("../../secret.toml"), outside("../../secret.toml"));
        assert_eq!(resolved("../a/../../secret.toml"), outside("../a/../../secret.toml"));
        assert_eq!(resolved("/etc/passwd"), outside("/etc/passwd"));
        assert_eq!(resolved("\u{1b}/../../../x"), outside("\\u{1b}/../../../x"));
    }

    #[cfg(unix)]
    #[test]
    fn a_symlink_does_not_lead_a_deck_outside() {
        let home = folder(&[("decks/a", None), ("secret.toml", Some(""))]);
        let deck = home.path().join("decks/a");
        std::os::unix::fs::symlink(home.path().join("secret.toml"), deck.join("link.toml")).unwrap();
        let error = resolve_use(&deck, "link.toml").unwrap_err();
        let expected = "`use` of `link.toml` leads outside `HOME/decks/a` and the folder above it";
        assert_eq!(message(&home, &error), expected);
    }
}
