//! How is a call to the system made to fail, and what does a command make of it?

#![expect(clippy::disallowed_methods, reason = "what the library reports is read here")]

use std::fmt;
use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, mpsc};
use std::time::Duration;

use crate::support::{Home, Ran};

/// Longer than any command takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// The library that is preloaded, made once.
static LIBRARY: LazyLock<PathBuf> = LazyLock::new(|| {
    let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("faults-{}.so", std::process::id()));
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/shim.c");
    let made = Command::new(&compiler)
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .args([&library, &source])
        .arg("-ldl")
        .status()
        .unwrap_or_else(|error| {
            panic!("these tests need a C compiler, and `{compiler}` cannot be run: {error}")
        });
    assert!(made.success(), "`{compiler}` did not compile tests/faults/shim.c");
    library
});

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Error,
    Short,
    Full,
    Sync,
    Lost,
}

impl Mode {
    const ALL: [Self; 5] = [Self::Error, Self::Short, Self::Full, Self::Sync, Self::Lost];

    fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Short => "short",
            Self::Full => "full",
            Self::Sync => "sync",
            Self::Lost => "lost",
        }
    }

    /// Whether a call of this kind can fail so.
    fn fits(self, kind: &str) -> bool {
        match self {
            Self::Error => true,
            Self::Short => kind == "write",
            Self::Full => matches!(kind, "write" | "make"),
            Self::Sync | Self::Lost => kind == "sync",
        }
    }
}

/// A call that fails, and how.
#[derive(Clone, Debug)]
struct Case {
    mode: Mode,
    /// Which of the calls, from 1.
    number: usize,
    /// What it does to which file, when nothing fails.
    call: String,
}

/// A command that is run again and again, each time with another call failing.
pub(crate) struct Act<'a> {
    pub(crate) name: &'static str,
    pub(crate) words: &'a [&'a str],
    pub(crate) input: &'a str,
    /// Every run gets a copy of it.
    pub(crate) home: &'a Home,
    /// How many cases belong to the short form.
    pub(crate) few: usize,
}

/// What came of a run in which a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// It ended with a message.
    Told,
    /// It did what it should, with a warning.
    Warned,
    /// It did what it should: the call was not needed.
    Unharmed,
    /// The call was never made.
    NotMade,
}

/// What happened in a mode.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    told: usize,
    warned: usize,
    unharmed: usize,
    not_made: usize,
}

impl Tally {
    fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Told => self.told += 1,
            Outcome::Warned => self.warned += 1,
            Outcome::Unharmed => self.unharmed += 1,
            Outcome::NotMade => self.not_made += 1,
        }
    }

    fn cases(self) -> usize {
        self.told + self.warned + self.unharmed + self.not_made
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { told, warned, unharmed, not_made } = self;
        write!(
            f,
            "{} cases: {told} ended with a message, {warned} went on with a warning, {unharmed} unharmed, \
             {not_made} not made",
            self.cases()
        )
    }
}

/// Whether every case is tried: `CSTO_QUIZ_FAULTS=all`.
fn is_full() -> bool {
    std::env::var("CSTO_QUIZ_FAULTS").is_ok_and(|wanted| wanted == "all")
}

/// Runs a command as often as there are calls that can fail, each time in a fresh copy of its home;
/// `check` looks at what is left then.
pub(crate) fn each_fault(act: &Act<'_>, check: impl Fn(&Home, &Ran) + Sync) {
    let calls = calls(act, &check);
    let cases = chosen(&calls, act.few);
    let (next, tallies) = (AtomicUsize::new(0), Mutex::new([Tally::default(); Mode::ALL.len()]));
    let failed = Mutex::new(Vec::new());
    let workers = if is_full() { std::thread::available_parallelism().map_or(1, usize::from) } else { 1 };
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    match catch_unwind(AssertUnwindSafe(|| tried(act, case, &check))) {
                        Ok(outcome) => tallies.lock().expect("no panic")[case.mode as usize].add(outcome),
                        Err(_) => failed.lock().expect("no panic").push(format!(
                            "{} {} ({})",
                            case.mode.as_str(),
                            case.number,
                            case.call
                        )),
                    }
                }
            });
        }
    });
    let tallies = tallies.into_inner().expect("no panic");
    #[expect(clippy::print_stdout, reason = "the counts are what the full form is for")]
    {
        let line = |(mode, tally): (Mode, Tally)| format!("\n  {:5} {tally}", mode.as_str());
        let lines: String = Mode::ALL.into_iter().zip(tallies).map(line).collect();
        println!("{}: {} calls{lines}", act.name, calls.len());
    }
    let failed = failed.into_inner().expect("no panic");
    assert!(failed.is_empty(), "{}: {} cases failed: {}", act.name, failed.len(), failed.join(", "));
    let not_made: usize = tallies.iter().map(|tally| tally.not_made).sum();
    let all: usize = tallies.iter().map(|tally| tally.cases()).sum();
    assert!(not_made * 20 <= all, "{}: {not_made} of {all} calls were never made", act.name);
}

/// Runs the command with nothing failing and returns the calls that can fail, `kind path` each.
fn calls(act: &Act<'_>, check: &impl Fn(&Home, &Ran)) -> Vec<String> {
    let home = act.home.copied();
    let (ran, calls) = run(act, &home, "count", 0);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}: {ran:?}", act.name);
    check(&home, &ran);
    let checked = home.json(&["progress", "check", "--json"]);
    assert_eq!((&checked["wrong"], &checked["states_rebuilt"]), (&serde_json::json!([]), &0.into()));
    assert!(!calls.is_empty(), "{}: LD_PRELOAD does not work here: no call was counted", act.name);
    let kinds = |wanted: &str| calls.iter().filter(|call| call.starts_with(wanted)).count();
    assert!(kinds("write ") > 0 && kinds("sync ") > 0, "{}: {calls:?}", act.name);
    calls
}

/// Returns every case or, in the short form, some of them, of all modes and from first to last.
fn chosen(calls: &[String], few: usize) -> Vec<Case> {
    let cases_in = |mode: Mode| {
        let fits = move |call: &str| call.split(' ').next().is_some_and(|kind| mode.fits(kind));
        let numbered = (1..).zip(calls).filter(move |(_, call)| fits(call));
        numbered.map(move |(number, call)| Case { mode, number, call: call.clone() })
    };
    let all: Vec<Case> = Mode::ALL.into_iter().flat_map(cases_in).collect();
    if is_full() || few >= all.len() {
        return all;
    }
    (0..few).filter_map(|place| all.get((2 * place + 1) * all.len() / (2 * few)).cloned()).collect()
}

fn tried(act: &Act<'_>, case: &Case, check: &impl Fn(&Home, &Ran)) -> Outcome {
    let home = act.home.copied();
    let (ran, failed) = run(act, &home, case.mode.as_str(), case.number);
    let context = format!("{} {case:?}, failed: {failed:?}\n{}\n{}", act.name, ran.out, ran.err);
    let outcome = match (ran.code, failed.is_empty(), ran.err.is_empty()) {
        (Some(0), true, true) => Outcome::NotMade,
        (Some(0), false, true) => Outcome::Unharmed,
        (Some(0), false, false) => Outcome::Warned,
        (Some(1), false, false) => Outcome::Told,
        _ => panic!("an end that is none of ours, {:?}: {context}", ran.code),
    };
    let begin = |words: &str| ran.err.lines().filter(|line| line.starts_with(words)).count();
    let (errors, warnings) = (begin("error: "), begin("warning: "));
    match outcome {
        Outcome::Told => assert_eq!(errors, 1, "one message: {context}"),
        Outcome::Warned => assert!(errors == 0 && warnings > 0, "a warning: {context}"),
        Outcome::Unharmed | Outcome::NotMade => {}
    }
    assert!(begin("hint: ") == errors + warnings, "a remedy each: {context}");
    let paths = ["`~/", "`copy.db`", "`other.db`"];
    assert!(ran.err.is_empty() || paths.iter().any(|path| ran.err.contains(path)), "a path: {context}");
    // What could not be removed, or is there and perhaps not on disk.
    if failed.iter().any(|call| call.starts_with("drop ") || call.starts_with("sync ")) {
        remove_parts(&home);
    }
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| check(&home, &ran))) {
        panic!("{}\nafter {context}", message(&*panic));
    }
    outcome
}

/// Removes the hidden names of what was being made.
fn remove_parts(home: &Home) {
    for folder in
        [home.path().to_owned(), home.data(), home.data().join("backups"), home.path().join("config")]
    {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy();
            if name.starts_with(".csto-quiz-") {
                std::fs::remove_file(&path).expect("a file");
            }
        }
    }
}

fn message(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic")
}

/// What is said, whatever fails, where the progress file is gone and its copies are not.
pub(crate) const FRESH_START: &str = "warning: everything begins anew: there is no progress file in `~/data`, but 2 copies are in \
     `~/data/backups`\nhint: `csto-quiz progress restore` brings the newest back; what is answered meanwhile is kept\n";

/// Runs a command with the library; returns also the calls that were counted or that failed.
fn run(act: &Act<'_>, home: &Home, mode: &str, number: usize) -> (Ran, Vec<String>) {
    let reports = tempfile::tempdir().expect("a temporary folder");
    let report = reports.path().join("report");
    let mut command = home.command(act.words);
    command
        .env("LD_PRELOAD", &*LIBRARY)
        .env("FAULTS_BELOW", home.path().canonicalize().expect("a folder"))
        .env("FAULTS_REPORT", &report)
        .env("FAULTS_MODE", mode)
        .env("FAULTS_AT", number.to_string());
    let mut child = command.spawn().expect("the binary");
    let mut stdin = child.stdin.take().expect("a pipe");
    // Shorter than a pipe holds, so that nobody waits.
    let _ = stdin.write_all(act.input.as_bytes());
    drop(stdin);
    let (sender, receiver) = mpsc::channel();
    let mut out = child.stdout.take().expect("a pipe");
    let mut err = child.stderr.take().expect("a pipe");
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        err.read_to_string(&mut text).expect("UTF-8");
        text
    });
    std::thread::spawn(move || {
        let mut text = String::new();
        out.read_to_string(&mut text).expect("UTF-8");
        let _ = sender.send(text);
    });
    let Ok(out) = receiver.recv_timeout(PATIENCE) else {
        child.kill().expect("a running command");
        child.wait().expect("an end");
        panic!("{} hung: {mode} {number}", act.name);
    };
    let code = child.wait().expect("an end").code();
    let err = reader.join().expect("the reader");
    let shown = |text: String| text.replace(&home.path().display().to_string(), "~");
    let lines = std::fs::read_to_string(&report).unwrap_or_default();
    let call = |line: &str| line.split_once(' ').map(|(_, call)| call.to_owned());
    let err = shown(err).replacen(FRESH_START, "", 1);
    (Ran { out: shown(out), err, code }, lines.lines().filter_map(call).collect())
}
