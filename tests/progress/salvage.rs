//! What is brought back of a strange or damaged file can be united, and what is not is said.

#![expect(clippy::disallowed_methods, reason = "a test damages the file that it is about")]

use super::*;
use csto_quiz::exam::sitting::{Event, What};
use csto_quiz::progress::salvage::Salvage;
use csto_quiz::progress::union::Contents;

/// A progress file with two reviews and an exam in which a question was marked, changed by some SQL.
fn changed(sql: &str) -> (TempDir, std::path::PathBuf) {
    let folder = TempDir::new().expect("a folder");
    let mut progress = opened(&folder);
    for number in [1, 2] {
        progress.record(&review("d/a", 20_000, number, Grade::Good), &Model::default()).expect("a record");
    }
    let exam = setup(9, "Mock");
    progress.begin_exam(&exam).expect("an exam");
    let event = Event { at: exam.begun.at, what: What::Marked { question: 0, marked: true } };
    progress.in_exam(exam.id, &event, &[], &Model::default()).expect("an event");
    let path = progress.path().to_owned();
    drop(progress);
    Connection::open(&path).expect("the file").execute_batch(sql).expect("SQL");
    (folder, path)
}

fn salvaged(sql: &str) -> Salvage {
    let (_folder, path) = changed(sql);
    Progress::salvage(&path).expect("a salvage")
}

/// How many reviews and events were salvaged, how many rows were lost, and whether more may be.
fn counted(salvage: &Salvage) -> (usize, usize, usize, bool) {
    let events = salvage.contents.exams.iter().map(|(_, events)| events.len()).sum();
    (salvage.contents.reviews.len(), events, salvage.lost, salvage.lost_more)
}

#[test]
fn a_sound_file_is_salvaged_whole() {
    let (_folder, path) = changed("");
    let salvage = Progress::salvage(&path).expect("a salvage");
    assert_eq!(counted(&salvage), (2, 1, 0, false));
    let whole = Progress::copy_of(&path).and_then(|copy| copy.contents()).expect("the contents");
    assert_eq!(salvage.contents, whole);
}

#[test]
fn rows_that_are_not_where_ours_are_do_not_go_in_silence() {
    let salvage = salvaged(
        "INSERT OR REPLACE INTO review SELECT -1, * FROM (SELECT id, machine, face, day, \
         at, utc_offset, mode, verdict, score, typed, proposed, grade, hints, first_key_ms, answer_ms, due, \
         fingerprint, model, parameters FROM review WHERE number = 2)",
    );
    assert_eq!(counted(&salvage), (1, 1, 1, true));
    let salvage = salvaged("DROP TRIGGER exam_is_not_deleted; DELETE FROM exam");
    assert_eq!(counted(&salvage), (2, 0, 1, false));
}

/// How many decisions [`many_decisions`] makes.
const MANY: usize = 45_000;

/// A file with so many decisions that their pages have pages of pages above them.
fn many_decisions(sql: &str) -> (TempDir, std::path::PathBuf) {
    changed(&format!(
        "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT {MANY}) \
         INSERT INTO decision (id, machine, at, card, ruling) \
         SELECT printf('%032x', x), '0000000000000001', x, 'd/{}', 'suspend' FROM n; {sql}; \
         PRAGMA journal_mode = DELETE",
        "a".repeat(50)
    ))
}

/// Zeroes a page below the root of a table, and returns how many numbers are below that page.
fn zero_below_root(path: &std::path::Path, table: &str) -> usize {
    const PAGE: usize = 4096;
    let root = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
    let file = Connection::open(path).expect("the file");
    let root: u32 = file.query_row(root, [table], |row| row.get(0)).expect("a table");
    drop(file);
    let mut bytes = std::fs::read(path).expect("the file");
    // <https://www.sqlite.org/fileformat.html>, section 1.6: cells are a page and the last number below it.
    let at = |place: usize| usize::from(u16::from_be_bytes([bytes[place], bytes[place + 1]]));
    let start = (root as usize - 1) * PAGE;
    assert!(bytes[start] == 5 && at(start + 3) > 1, "a page of pages");
    let cell = |number: usize| start + at(start + 12 + 2 * number);
    let last_below = |number: usize| {
        let mut last = 0;
        for byte in &bytes[cell(number) + 4..] {
            last = last << 7 | usize::from(byte & 0x7f);
            if byte & 0x80 == 0 {
                break;
            }
        }
        last
    };
    let numbers = last_below(1) - last_below(0);
    let page = at(cell(1)) << 16 | at(cell(1) + 2);
    assert_eq!(bytes[(page - 1) * PAGE], 5, "a page of pages");
    bytes[(page - 1) * PAGE..page * PAGE].fill(0);
    std::fs::write(path, bytes).expect("the file");
    numbers
}

#[test]
fn all_that_is_before_and_behind_a_gap_is_salvaged_however_wide_it_is() {
    let (_folder, path) = many_decisions("");
    let below = zero_below_root(&path, "decision");
    assert!(below > 10_000, "{below}");
    let salvage = Progress::salvage(&path).expect("a salvage");
    assert_eq!(salvage.contents.decisions.len(), MANY - below);
    assert_eq!((salvage.lost, salvage.lost_more), (below, false));
    assert!(salvage.contents.decisions.is_sorted_by_key(|decision| decision.at));
}

#[test]
fn a_number_that_no_row_of_ours_can_have_keeps_nothing_back() {
    let far = "INSERT INTO decision (number, id, machine, at, card, ruling) \
               VALUES (1 << 62, printf('%032x', 0), '0000000000000001', 1, 'd/a', 'suspend')";
    let (_folder, path) = many_decisions(far);
    let below = zero_below_root(&path, "decision");
    let salvage = Progress::salvage(&path).expect("a salvage");
    assert_eq!(salvage.contents.decisions.len(), MANY - below + 1);
    assert!(salvage.lost_more && salvage.lost == 0, "{} lost", salvage.lost);
}

#[test]
fn a_file_that_calls_itself_read_only_is_damaged_and_all_of_it_can_be_read() {
    let (_folder, path) = changed("PRAGMA journal_mode = DELETE; UPDATE covered SET reviews = 2");
    let mut bytes = std::fs::read(&path).expect("the file");
    // The version of writing; SQLite knows 1 and 2.
    bytes[18] = 9;
    std::fs::write(&path, bytes).expect("the file");
    for opened in [Progress::open(&path, machine()), Progress::copy_of(&path)] {
        assert!(opened.as_ref().is_err_and(ProgressError::is_damage), "{opened:?}");
    }
    assert_eq!(counted(&Progress::salvage(&path).expect("a salvage")), (2, 1, 0, false));
}

/// The bytes of a file whose header is damaged in every place that says where pages are.
fn with_bad_headers(sound: &[u8]) -> Vec<(usize, Vec<u8>)> {
    let mut damaged = vec![(0, [&[0; 100], &sound[100..]].concat())];
    for at in [0, 16, 18, 19, 20, 28, 30, 44, 56] {
        for bytes in [[0, 0], [0, 1], [2, 0], [9, 9], [255, 255]] {
            damaged.push((at, [&sound[..at], &bytes, &sound[at + 2..]].concat()));
        }
    }
    damaged
}

#[test]
fn of_a_file_whose_header_is_damaged_all_is_salvaged_and_nothing_is_left_beside_it() {
    for sql in ["", "PRAGMA journal_mode = DELETE"] {
        let (folder, path) = changed(sql);
        let sound = std::fs::read(&path).expect("the file");
        for (at, bytes) in with_bad_headers(&sound) {
            std::fs::write(&path, &bytes).expect("the file");
            let salvage = Progress::salvage(&path).expect("a salvage");
            assert_eq!(counted(&salvage), (2, 1, 0, false), "{at}: {:?}", &bytes[at..at + 2]);
            assert!(std::fs::read(&path).expect("the file") == bytes, "the file is only read");
        }
        let names = std::fs::read_dir(folder.path().join("data")).expect("the folder");
        let mut names: Vec<_> = names.map(|entry| entry.expect("an entry").file_name()).collect();
        names.retain(|name| name != "progress.db-wal" && name != "progress.db-shm");
        assert_eq!(names, ["progress.db"]);
    }
}

#[test]
fn a_damaged_header_keeps_back_nothing_that_is_in_the_journal_alone() {
    let (folder, path) = changed("");
    let database = Connection::open(&path).expect("the file");
    database.execute_batch("PRAGMA wal_autocheckpoint = 0; UPDATE covered SET rules = rules").expect("SQL");
    let mut progress = opened(&folder);
    progress.record(&review("d/a", 20_001, 3, Grade::Good), &Model::default()).expect("a record");
    let away = folder.path().join("away.db");
    for end in ["", "-wal"] {
        let name = |path: &std::path::Path| format!("{}{end}", path.display());
        std::fs::copy(name(&path), name(&away)).expect("a copy");
    }
    let mut bytes = std::fs::read(&away).expect("the file");
    bytes[..100].fill(0);
    std::fs::write(&away, &bytes).expect("the file");
    assert_eq!(counted(&Progress::salvage(&away).expect("a salvage")), (3, 1, 0, false));
}

/// Where it is asked, this view fails; another could compute for ever.
const A_VIEW: &str = "CREATE VIEW machine AS SELECT abs(-9223372036854775807 - 1) AS id";

#[test]
fn nothing_is_asked_of_a_strangers_tables() {
    let (_folder, path) = changed(&format!("DROP TABLE machine; {A_VIEW}"));
    let copied = Progress::copy_of(&path);
    assert!(matches!(copied, Err(ProgressError::Foreign { .. })), "{copied:?}");
    let salvage = salvaged("ALTER TABLE review RENAME TO old; CREATE VIEW review AS SELECT * FROM old");
    assert_eq!(counted(&salvage), (0, 1, 0, true));
    // A file of an earlier version is looked through before it is brought to this one.
    let (_folder, path) = changed(&format!(
        "DROP TABLE exam; DROP TABLE exam_event; DROP TABLE forgotten; DROP TABLE shared; \
         DROP TABLE segment_read; DROP TABLE segment_written; DROP TABLE machine; {A_VIEW}; PRAGMA user_version = 2"
    ));
    let copied = Progress::copy_of(&path);
    assert!(matches!(copied, Err(ProgressError::Foreign { .. })), "{copied:?}");
}

#[test]
fn an_exam_that_no_csto_quiz_writes_is_reported() {
    let bad = |sql: &str| {
        let without = "DROP TRIGGER exam_is_not_changed; DROP TRIGGER exam_event_is_not_changed; \
                       PRAGMA ignore_check_constraints = ON;";
        let (_folder, path) = changed(&format!("{without} UPDATE {sql}"));
        match Progress::open(&path, machine()).expect("a progress file").exams() {
            Err(ProgressError::Row { bad, .. }) => format!("{} {}", bad.column, bad.found),
            other => panic!("{other:?}"),
        }
    };
    for (sql, found) in [
        ("exam SET predicted = 9e999", "predicted inf"),
        ("exam SET strict = 2", "strict 2"),
        ("exam_event SET what = 'handed-in', question = NULL, text = '0/0'", "ms nothing"),
        ("exam_event SET what = 'handed-in', question = NULL, text = '1/1e300'", "ms nothing"),
    ] {
        assert_eq!(bad(sql), found);
    }
}

#[test]
fn of_two_exams_with_one_name_the_first_is_brought_back() {
    let exams = vec![(setup(9, "Mock"), Vec::new()), (setup(9, "Other"), Vec::new())];
    let (kept, dropped) = Contents { exams, ..Contents::default() }.agreeing_with(&Contents::default());
    assert_eq!((kept.exams.len(), kept.exams[0].0.title.as_str(), dropped), (1, "Mock", 1));
    let added = in_memory().unite(&kept, &Model::default()).expect("no contradiction");
    assert_eq!(added.exams, 1);
}
