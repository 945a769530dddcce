//! What is added, copied or brought back is there whole or not at all, whenever that was broken off.
#![expect(clippy::disallowed_methods, reason = "a test makes and damages the files that it is about")]

use std::fs;
use std::path::{Path, PathBuf};

use csto_quiz::answer::verdict::Class;
use csto_quiz::progress::Progress;
use csto_quiz::progress::union::Contents;
use csto_quiz::review::{Judged, MachineId, Mode, Review, ReviewId, Revocation, RevocationReason, Scheduler};
use csto_quiz::schedule::grade::Grade;
use csto_quiz::schedule::memory::{MODEL_NAME, Model};
use csto_quiz::time::{Day, Days, Moment, Timestamp};

use crate::kill::{Chance, Killed, Length, Phase, Tally, is_long, killed, kills, sized};
use crate::support::Home;
use crate::{FIRST_DAY, Kept, asked, copied, looked};

/// Faces of a history.
const FACES: usize = 50;
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// Returns a history of so many reviews, of which each tenth was taken back.
pub(crate) fn history(machine: u64, count: usize) -> Contents {
    let reviews: Vec<Review> = (0..count).map(|number| review(machine, number)).collect();
    let revoked = reviews.iter().step_by(10).map(|review| {
        let at = review.moment.at.later(5);
        let revocation = Revocation {
            id: ReviewId::new(at, u128::from(machine)),
            machine: review.machine,
            at,
            reason: RevocationReason::Undo,
        };
        (review.id, revocation)
    });
    Contents { revocations: revoked.collect(), reviews, ..Contents::default() }
}

fn review(machine: u64, number: usize) -> Review {
    let day = Day::from_number(FIRST_DAY - 200 + i32::try_from(number / FACES).expect("a small number"));
    let within = i64::try_from(number % FACES).expect("a small number") * 10_000;
    let at = Timestamp::from_millis(i64::from(day.number()) * DAY_MS + 30_000_000 + within);
    let grade = [Grade::Good, Grade::Hard, Grade::Again, Grade::Easy][number / 7 % 4];
    Review {
        id: ReviewId::new(at, u128::from(machine)),
        machine: MachineId::new(machine),
        face: format!("words/c{}", number % FACES).parse().expect("a face"),
        day,
        moment: Moment { at, offset: 60 },
        mode: Mode::Study,
        verdict: Some(Judged { class: Class::Correct, score: 1.0 }),
        typed: Some(format!("thing {number} of {machine}")),
        proposed: Grade::Good,
        grade,
        hints: 0,
        first_key_ms: None,
        answer_ms: 4000,
        due: day.plus(Days(3)),
        fingerprint: 7,
        scheduler: Scheduler { model: MODEL_NAME.to_owned(), parameters: 0 },
    }
}

/// Writes a progress file that has a history.
pub(crate) fn write_history(path: &Path, contents: &Contents) -> Kept {
    let mut progress = Progress::open(path, MachineId::new(1)).expect("a new file");
    let _ = progress.unite(contents, &Model::default()).expect("a disk");
    drop(progress);
    looked(path)
}

/// Puts a file in the place of a home's progress.
pub(crate) fn home_with(file: &Path) -> Home {
    let home = Home::new();
    fs::create_dir(home.data()).expect("a folder");
    fs::copy(file, home.progress_file()).expect("a copy");
    home
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// What a command leaves when it is not disturbed, when it is killed at random, and after it was run
/// again: before or after, never between.
struct Change<'a> {
    what: &'a str,
    words: &'a [&'a str],
    input: &'a str,
    /// Makes the home in which it is run.
    home: &'a dyn Fn() -> Home,
    /// What is there before; nothing where that cannot be looked at.
    before: Option<Kept>,
}

impl Change<'_> {
    /// Makes the change undisturbed; returns how long that took and what is there afterwards.
    #[track_caller]
    fn made(&self) -> (Length, Kept) {
        let home = (self.home)();
        let length = Length::of(&home, self.words, self.input);
        let after = looked(&home.progress_file());
        assert_ne!(Some(&after), self.before.as_ref(), "{} does something", self.what);
        (length, after)
    }

    #[track_caller]
    fn all_or_nothing(&self, times: usize, (length, after): &mut (Length, Kept)) {
        let mut tally = Tally::default();
        for case in 0..times {
            let home = (self.home)();
            let mut chance = Chance::of(self.what, case);
            let moment = length.late_moment(&mut chance);
            let killed = killed(&home, self.words, self.input, moment);
            length.learn(&killed);
            tally.count(self.phase(&home, &killed, after, case));
            self.brought_to_its_end(&home, after, case);
        }
        tally.told(self.what);
    }

    /// Looks at what is there after the kill.
    #[track_caller]
    fn phase(&self, home: &Home, killed: &Killed, after: &Kept, case: usize) -> Phase {
        let Some(before) = &self.before else {
            return if killed.was_alive { restored(home) } else { Phase::Ended };
        };
        // A reader of its own: what is opened here is not what is opened next.
        let now = copied(&home.progress_file());
        let place = format!("{}, case {case}, killed after {:?}", self.what, killed.after);
        assert!(now == *before || now == *after, "{place}: {:?} of {:?}", now.rows, after.rows);
        match (killed.was_alive, now == *after) {
            (false, _) => {
                assert_eq!(now, *after, "{place}");
                Phase::Ended
            }
            // The copy of the day is begun right before.
            (true, false) if home.data().join("backups").exists() => Phase::Between,
            (true, false) => Phase::Before,
            (true, true) => Phase::After,
        }
    }

    /// The command is given once more, and all is as if nothing had happened.
    #[track_caller]
    fn brought_to_its_end(&self, home: &Home, after: &Kept, case: usize) {
        let ran = home.run_with(self.words, self.input);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}, case {case}: {ran:?}", self.what);
        let now = if is_long() { asked(home) } else { looked(&home.progress_file()) };
        assert_eq!(now.lines, after.lines, "{}, case {case}", self.what);
        if let Some(before) = &self.before {
            assert_eq!(whole_copies(home, before), 1, "{}, case {case}", self.what);
        }
    }
}

#[test]
fn a_merge_or_an_import_that_is_killed_adds_everything_or_nothing() {
    let place = tempfile::tempdir().expect("a folder");
    let (own, other) = (place.path().join("own.db"), place.path().join("other.db"));
    let before = write_history(&own, &history(1, sized(300, 60)));
    write_history(&other, &history(2, sized(600, 120)));
    let export: String = looked(&other).lines.iter().map(|line| format!("{line}\n")).collect();
    let lines = place.path().join("other.jsonl");
    fs::write(&lines, &export).expect("a file");
    let home = || home_with(&own);
    let change =
        |what, words, input| Change { what, words, input, home: &home, before: Some(before.clone()) };
    let merge = ["progress", "merge", text(&other)];
    let merge = change("merge", &merge, "");
    let (times, half) = (kills().1, kills().1.div_ceil(2));
    // All of them end with the same.
    let mut made = merge.made();
    merge.all_or_nothing(times, &mut made);
    let import = ["progress", "import", text(&lines)];
    change("import", &import, "").all_or_nothing(half, &mut made);
    change("import from a pipe", &["progress", "import", "-"], &export).all_or_nothing(half, &mut made);
}

/// Returns what ends like a copy in the folder of copies; all of it must be whole.
#[track_caller]
fn whole_copies(home: &Home, expected: &Kept) -> usize {
    let files = csto_quiz::files::copies::files_in(&home.data().join("backups")).expect("a folder");
    let copies: Vec<PathBuf> =
        files.into_iter().filter(|path| path.extension().is_some_and(|end| end == "db")).collect();
    for path in &copies {
        assert_eq!(copied(path), *expected, "{}", path.display());
    }
    copies.len()
}

/// Returns whether a copy is there in part, hidden.
fn has_part(folder: &Path) -> bool {
    let files = csto_quiz::files::copies::files_in(folder).expect("a folder");
    files.iter().any(|path| path.extension().is_some_and(|end| end == "part"))
}

#[test]
fn a_backup_that_is_killed_is_there_whole_or_not_at_all() {
    let place = tempfile::tempdir().expect("a folder");
    let own = place.path().join("own.db");
    let before = write_history(&own, &history(1, sized(5000, 500)));
    let mut length = Length::of(&home_with(&own), &["progress", "backup", "mine.db"], "");
    let mut tally = Tally::default();
    for case in 0..kills().1 {
        let home = home_with(&own);
        let mut chance = Chance::of("backup", case);
        let moment = length.late_moment(&mut chance);
        // To a file of the learner's, or to the folder of copies.
        let words = ["progress", "backup", "mine.db"];
        let (words, folder) = if case % 2 == 0 {
            (&words[..], home.path().to_owned())
        } else {
            (&words[..2], home.data().join("backups"))
        };
        let killed = killed(&home, words, "", moment);
        length.learn(&killed);
        let mine = home.path().join("mine.db");
        let made = if case % 2 == 0 {
            if mine.exists() {
                assert_eq!(copied(&mine), before, "case {case}");
            }
            mine.exists()
        } else {
            whole_copies(&home, &before) > 0
        };
        tally.count(match (killed.was_alive, made) {
            (false, made) => {
                assert!(made, "case {case}");
                Phase::Ended
            }
            (true, true) => Phase::After,
            (true, false) if has_part(&folder) => Phase::Between,
            (true, false) => Phase::Before,
        });
        if !made {
            home.out(words);
            assert_eq!(if case % 2 == 0 { copied(&mine) } else { before.clone() }, before, "case {case}");
            assert!(case % 2 == 0 || whole_copies(&home, &before) == 1, "case {case}");
        }
        assert_eq!(looked(&home.progress_file()), before, "case {case}");
    }
    tally.told("backup");
}

/// Makes a damaged file whose newest rows stand in the journal beside it, and a backup of some days ago.
fn damaged(place: &Path) -> PathBuf {
    let data = place.join("damaged");
    let path = data.join("progress.db");
    write_history(&path, &history(1, sized(1500, 200)));
    let open = || Progress::open(&path, MachineId::new(1)).expect("a file");
    open().copy_to(&data.join("backups/2026-02-01.db")).expect("a copy");
    let mut progress = open();
    let _ = progress.unite(&history(2, sized(300, 60)), &Model::default()).expect("a disk");
    // As a process leaves it that was killed: with its journal.
    let beside = |end: &str| data.join(format!("progress.db{end}"));
    let kept: Vec<Vec<u8>> = ["", "-wal"].map(|end| fs::read(beside(end)).expect("a file")).into();
    drop(progress);
    let mut bytes = kept[0].clone();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 8192].fill(0);
    fs::write(beside(""), bytes).expect("a file");
    fs::write(beside("-wal"), &kept[1]).expect("a file");
    data
}

/// Returns how far a restore came: until the finished file is there it may be begun anew, until that is in
/// its place it must be.
fn restored(home: &Home) -> Phase {
    let files = csto_quiz::files::copies::files_in(&home.data()).expect("a folder");
    let has = |part: &str| files.iter().any(|path| text(path).contains(part));
    match (has("/.progress.db.part"), has("/progress-damaged-")) {
        (true, _) => Phase::Between,
        (false, true) => Phase::After,
        (false, false) => Phase::Before,
    }
}

#[test]
fn a_restore_that_is_killed_can_be_done_again_and_brings_back_as_much() {
    let place = tempfile::tempdir().expect("a folder");
    let data = damaged(place.path());
    let home = || {
        let home = Home::new();
        fs::create_dir_all(home.data().join("backups")).expect("a folder");
        for name in ["progress.db", "progress.db-wal", "backups/2026-02-01.db"] {
            fs::copy(data.join(name), home.data().join(name)).expect("a copy");
        }
        home
    };
    let words = ["progress", "restore", "--yes"];
    let restore = Change { what: "restore", words: &words, input: "", home: &home, before: None };
    restore.all_or_nothing(kills().1, &mut restore.made());
}
