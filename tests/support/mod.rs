//! A home of its own for every test: the real binary, an empty folder, a fixed clock.

#![allow(dead_code, reason = "every test file uses a part of it")]
#![allow(clippy::disallowed_methods, reason = "tests write the files that the program reads")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The moment at which tests take place unless they say otherwise.
pub(crate) const NOW: &str = "2026-03-02T09:00:00+01:00";

/// A folder that is home, and the clock in it.
pub(crate) struct Home {
    folder: tempfile::TempDir,
    now: String,
}

/// What a command printed and how it ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ran {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: Option<i32>,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder"), now: NOW.to_owned() }
    }

    /// Makes another home with the same files and the same clock.
    pub(crate) fn copied(&self) -> Self {
        let home = Self { now: self.now.clone(), ..Self::new() };
        let mut folders = vec![PathBuf::new()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(self.path().join(&folder)).expect("a folder") {
                let entry = entry.expect("an entry");
                let (from, name) = (entry.path(), folder.join(entry.file_name()));
                if from.is_dir() {
                    std::fs::create_dir(home.path().join(&name)).expect("a folder");
                    folders.push(name);
                } else {
                    std::fs::copy(&from, home.path().join(&name)).expect("a file");
                }
            }
        }
        home
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    pub(crate) fn progress_file(&self) -> PathBuf {
        self.data().join("progress.db")
    }

    /// Sets the clock.
    pub(crate) fn at(&mut self, now: &str) {
        now.clone_into(&mut self.now);
    }

    /// Writes a file below home and returns its path.
    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, text).expect("a file");
        path
    }

    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_csto-quiz"));
        command
            .args(words)
            .env_clear()
            .env("HOME", self.path())
            .env("CSTO_QUIZ_DATA_DIR", self.data())
            .env("CSTO_QUIZ_CONFIG_DIR", self.path().join("config"))
            .env("CSTO_QUIZ_NOW", &self.now)
            .env("CSTO_QUIZ_SEED", "7")
            .current_dir(self.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn start(&self, words: &[&str]) -> Child {
        self.command(words).spawn().expect("the binary")
    }

    /// Runs a command with these lines as its input.
    pub(crate) fn run_with(&self, words: &[&str], input: &str) -> Ran {
        self.end_of(self.start(words), input)
    }

    /// Gives a running command these lines and waits for its end.
    pub(crate) fn end_of(&self, mut child: Child, input: &str) -> Ran {
        let mut stdin = child.stdin.take().expect("a pipe");
        let text = input.to_owned();
        let writer = std::thread::spawn(move || {
            // The session may end before it has read everything.
            let _ = stdin.write_all(text.as_bytes());
        });
        let output = child.wait_with_output().expect("an end");
        writer.join().expect("the writer");
        let text = |bytes: Vec<u8>| {
            String::from_utf8(bytes).expect("UTF-8").replace(&self.path().display().to_string(), "~")
        };
        Ran { out: text(output.stdout), err: text(output.stderr), code: output.status.code() }
    }

    pub(crate) fn run(&self, words: &[&str]) -> Ran {
        self.run_with(words, "")
    }

    /// Runs a command that must succeed, and returns what it printed.
    #[track_caller]
    pub(crate) fn out(&self, words: &[&str]) -> String {
        let ran = self.run(words);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{words:?}: {ran:?}");
        ran.out
    }

    /// Runs a command that must succeed, and returns the JSON that it printed.
    #[track_caller]
    pub(crate) fn json(&self, words: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.out(words)).expect("JSON")
    }

    /// Returns the log, a JSON object a line.
    #[track_caller]
    pub(crate) fn export(&self) -> Vec<serde_json::Value> {
        let lines = self.out(&["progress", "export"]);
        lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }
}
