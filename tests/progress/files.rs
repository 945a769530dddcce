//! Several processes share a file, and a file that is not as it should be is refused.
#![expect(clippy::disallowed_methods, reason = "a test makes and reads the files that it is about")]

use std::path::Path;
use std::thread;

use rusqlite::Connection;

use super::*;

#[test]
fn another_process_is_noticed() {
    let (folder, model) = (TempDir::new().unwrap(), Model::default());
    let (mut one, mut two) = (opened(&folder), opened(&folder));
    assert!(!one.changed_elsewhere().unwrap());
    one.record(&review("d/a", 20_000, 1, Grade::Good), &model).unwrap();
    assert!(!one.changed_elsewhere().unwrap());
    assert!(two.changed_elsewhere().unwrap());
    assert!(!two.changed_elsewhere().unwrap());
}

#[test]
fn a_new_file_can_be_opened_and_written_by_several_at_once() {
    for _ in 0..5 {
        let folder = TempDir::new().unwrap();
        let machines: Vec<MachineId> = thread::scope(|scope| {
            let writers = (0..8u16).map(|writer| {
                let folder = &folder;
                scope.spawn(move || {
                    let path = folder.path().join("data/progress.db");
                    let mut progress = Progress::open(&path, MachineId::new(writer.into())).unwrap();
                    for number in 0..5 {
                        let number = writer * 100 + number;
                        let review = review("d/a", 20_000, number, Grade::Good);
                        progress.record(&review, &Model::default()).unwrap();
                    }
                    progress.machine()
                })
            });
            let writers: Vec<_> = writers.collect();
            writers.into_iter().map(|writer| writer.join().unwrap()).collect()
        });
        assert!(machines.windows(2).all(|pair| pair[0] == pair[1]), "{machines:?}");
        let progress = opened(&folder);
        assert_eq!(progress.log().unwrap().len(), 40);
        assert_eq!(progress.states().unwrap(), replayed(&progress));
        assert_eq!(progress.state(&face("d/a")).unwrap().unwrap().reviews, 40);
    }
}

#[test]
fn a_file_from_a_newer_version_is_refused() {
    let folder = TempDir::new().unwrap();
    drop(opened(&folder));
    raw(&folder).pragma_update(None, "user_version", 999).unwrap();
    let error = Progress::open(&folder.path().join("data/progress.db"), machine()).unwrap_err();
    assert_eq!(
        message(&folder, &error),
        "the progress file `HOME/data/progress.db` has version 999, and this csto-quiz knows versions up to 5: \
         install a newer csto-quiz, or choose another folder with `--data-dir`"
    );
}

#[track_caller]
fn not_opened(folder: &TempDir, name: &str, expected: &str) {
    let error = Progress::open(&folder.path().join(name), machine()).expect_err("an error");
    assert_eq!(message(folder, &error), expected);
}

#[test]
fn what_is_no_progress_file_is_refused_and_left_alone() {
    let folder = TempDir::new().unwrap();
    let text = folder.path().join("notes.db");
    for content in ["x", &"my notes, which are no database\n".repeat(300)] {
        std::fs::write(&text, content).unwrap();
        not_opened(
            &folder,
            "notes.db",
            "cannot open the progress file `HOME/notes.db`: it is not a database",
        );
        assert_eq!(std::fs::read_to_string(&text).unwrap(), *content);
    }
    Connection::open(folder.path().join("photos.db"))
        .unwrap()
        .execute_batch("CREATE TABLE photo (x)")
        .unwrap();
    not_opened(
        &folder,
        "photos.db",
        "`HOME/photos.db` is a database of another program, not a progress file",
    );
    not_opened(
        &folder,
        "notes.db/progress.db",
        "cannot create the progress file `HOME/notes.db/progress.db`",
    );
    std::fs::create_dir(folder.path().join("folder.db")).unwrap();
    not_opened(&folder, "folder.db", "`HOME/folder.db` is no file");
}

/// Makes the file one of the first version, as far as its tables go.
fn make_old(folder: &TempDir) {
    let newer = "DROP TABLE decision; DROP TABLE exam; DROP TABLE exam_event; DROP TABLE forgotten; \
                 DROP TABLE shared; DROP TABLE segment_read; DROP TABLE segment_written; \
                 DROP INDEX revocation_review; CREATE INDEX revocation_review ON revocation (review); \
                 PRAGMA user_version = 1;";
    raw(folder).execute_batch(newer).expect("SQL");
}

#[test]
fn an_old_file_is_copied_whatever_bears_the_name_of_its_copy_and_only_once() {
    let (folder, model) = (TempDir::new().unwrap(), Model::default());
    let backups = folder.path().join("data/backups");
    let copies = || {
        let mut names: Vec<_> =
            std::fs::read_dir(&backups).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    opened(&folder).record(&review("d/a", 20_000, 1, Grade::Good), &model).unwrap();
    std::fs::create_dir(&backups).unwrap();
    std::fs::write(backups.join("version-1.db"), "junk").unwrap();
    for _ in 0..2 {
        make_old(&folder);
        drop(opened(&folder));
        assert_eq!(copies(), ["version-1-2.db", "version-1.db"]);
    }
    assert_eq!(std::fs::read(backups.join("version-1.db")).unwrap(), b"junk");
    let second = backups.join("version-1-2.db");
    assert_eq!(Progress::copy_of(&second).unwrap().log().unwrap().len(), 1);
    // The copy of a file that went on has not everything.
    opened(&folder).record(&review("d/a", 20_001, 2, Grade::Good), &model).unwrap();
    make_old(&folder);
    drop(opened(&folder));
    assert_eq!(copies(), ["version-1-2.db", "version-1-3.db", "version-1.db"]);
}

#[test]
fn a_file_of_the_first_version_is_brought_up_to_date_with_all_its_reviews() {
    let (folder, model) = (TempDir::new().unwrap(), Model::default());
    let first = review("d/a", 20_000, 1, Grade::Good);
    opened(&folder).record(&first, &model).unwrap();
    make_old(&folder);
    let mut progress = opened(&folder);
    assert_eq!(progress.log().unwrap().len(), 1);
    assert_eq!(progress.states().unwrap(), replayed(&progress));
    progress.decide(&decision(2, "d/a", Ruling::Suspend)).unwrap();
    assert_eq!(progress.decisions().unwrap().len(), 1);
    let old = Connection::open(folder.path().join("data/backups/version-1.db")).unwrap();
    let ask = |question| old.query_row(question, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!((ask("PRAGMA user_version"), ask("SELECT count(*) FROM review")), (1, 1));
}

#[test]
fn decisions_are_read_as_they_were_written_and_each_is_kept_once() {
    let folder = TempDir::new().unwrap();
    let rulings = [
        Ruling::Accept("Нур\0\u{1b}-Султан".to_owned()),
        Ruling::Refuse(String::new()),
        Ruling::Suspend,
        Ruling::Bury(Day::from_number(20_001)),
        Ruling::Resume,
    ];
    let decisions: Vec<Decision> =
        rulings.into_iter().zip(1..).map(|(ruling, number)| decision(number, "d/a", ruling)).collect();
    let mut progress = opened(&folder);
    for decision in decisions.iter().chain(&decisions) {
        progress.decide(decision).unwrap();
    }
    drop(progress);
    let mut progress = opened(&folder);
    assert_eq!(progress.decisions().unwrap(), decisions);
    let other = Decision { card: "d/b".parse().unwrap(), ..decisions[0].clone() };
    assert!(progress.decide(&other).unwrap_err().to_string().contains("has something else under the name"));
}

#[test]
fn an_empty_file_becomes_a_progress_file() {
    let folder = TempDir::new().unwrap();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    std::fs::write(folder.path().join("data/progress.db"), "").unwrap();
    assert_eq!(opened(&folder).machine(), machine());
}

#[test]
fn a_file_that_has_become_empty_is_not_taken_for_a_new_one() {
    let folder = TempDir::new().unwrap();
    opened(&folder).copy_to(&folder.path().join("data/backups/2026-06-01.db")).unwrap();
    std::fs::write(folder.path().join("data/progress.db"), "").unwrap();
    let error = Progress::open(&folder.path().join("data/progress.db"), machine()).unwrap_err();
    assert!(matches!(error, ProgressError::NotADatabase(_)), "{error}");
}

#[test]
fn the_log_can_neither_be_changed_nor_deleted() {
    let (folder, model) = (TempDir::new().unwrap(), Model::default());
    let (mut progress, first) = (opened(&folder), review("d/a", 20_000, 1, Grade::Good));
    progress.record(&first, &model).unwrap();
    let _ = progress.revoke(first.id, revocation(1, RevocationReason::Undo), &model).unwrap();
    progress.decide(&decision(1, "d/a", Ruling::Suspend)).unwrap();
    let before = progress.log().unwrap();
    for (sql, what) in [
        ("UPDATE review SET grade = 'easy'", "review is never changed"),
        ("DELETE FROM review", "review is never deleted"),
        ("UPDATE revocation SET reason = 'undo'", "revocation is never changed"),
        ("DELETE FROM revocation", "revocation is never deleted"),
        ("UPDATE decision SET at = 1", "decision is never changed"),
        ("DELETE FROM decision", "decision is never deleted"),
    ] {
        let error = raw(&folder).execute(sql, []).unwrap_err();
        assert_eq!(error.to_string(), format!("the log is append-only: a {what}"));
    }
    assert_eq!(progress.log().unwrap(), before);
}

#[track_caller]
fn bad_row(change: &str, expected: &str) {
    let (folder, model) = (TempDir::new().expect("no error"), Model::default());
    let mut progress = opened(&folder);
    let first = review("d/a", 20_000, 1, Grade::Good);
    progress.record(&first, &model).expect("no error");
    let _ = progress.revoke(first.id, revocation(1, RevocationReason::Undo), &model).expect("no error");
    progress.record(&review("d/b", 20_000, 2, Grade::Good), &model).expect("no error");
    let without = "DROP TRIGGER review_is_not_changed; DROP TRIGGER revocation_is_not_changed;";
    raw(&folder).execute_batch(&format!("{without} {change}")).expect("no error");
    let (log, states) = (progress.log().err(), progress.states().err());
    let error = log.or(states).expect("an error");
    let expected = format!("the progress file `HOME/data/progress.db` cannot be understood: {expected}");
    assert_eq!(message(&folder, &error), expected);
    assert!(matches!(error, ProgressError::Row { .. }));
}

#[test]
fn a_row_that_no_csto_quiz_writes_is_reported() {
    let row = "of row `0192df37c4010000000000000000000\u{31}` of table `review`";
    let id = review("d/a", 20_000, 1, Grade::Good).id.to_string();
    let row = row.replace("0192df37c40100000000000000000001", &id);
    let case = |sql: &str, bad: &str| bad_row(&format!("UPDATE review SET {sql}"), &format!("{bad} {row}"));
    case("day = 99999999", "`99999999` in column `day`");
    case("day = 1 << 40", "`1099511627776` in column `day`");
    case("at = 1 << 62", "`4611686018427387904` in column `at`");
    case("mode = 'play'", "`play` in column `mode`");
    case("verdict = 'right'", "`right` in column `verdict`");
    case("face = 'nothing'", "`nothing` in column `face`");
    case("machine = x'00' || char(27) || 'q'", "`\\0\\u{1b}q` in column `machine`");
    case("hints = 256", "`256` in column `hints`");
    case("first_key_ms = -1", "`-1` in column `first_key_ms`");
    case("typed = CAST(x'ff' AS TEXT)", "`\u{fffd}` in column `typed`");
    bad_row("UPDATE revocation SET reason = 'mood'", &{
        let id = revocation(1, RevocationReason::Undo).id;
        format!("`mood` in column `reason` of row `{id}` of table `revocation`")
    });
    let state = "of row `d/b` of table `state`";
    bad_row("UPDATE state SET stability = -1", &format!("`-1` in column `stability` {state}"));
    bad_row("UPDATE state SET difficulty = 11", &format!("`11` in column `difficulty` {state}"));
    bad_row("UPDATE state SET reviews = -1", &format!("`-1` in column `reviews` {state}"));
    bad_row("UPDATE machine SET id = id; UPDATE state SET face = '?'", &{
        "`?` in column `face` of row `?` of table `state`".to_owned()
    });
}

#[cfg(unix)]
#[test]
fn the_file_and_its_folder_are_readable_by_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let mut progress = opened(&folder);
    progress.record(&review("d/a", 20_000, 1, Grade::Good), &Model::default()).unwrap();
    let mode = |path: &str| {
        let path: &Path = &folder.path().join(path);
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    };
    let modes = ["data", "data/progress.db", "data/progress.db-wal", "data/progress.db-shm"].map(mode);
    assert_eq!(modes, [0o700, 0o600, 0o600, 0o600]);
}
