//! What if there is nowhere to write?

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::support::{Home, NOW, Ran};
use super::{deck, ended, study};

/// An ordinary user that owns nothing (`nobody`), as whom tests run where rights do not bind.
const NOBODY: u32 = 65_534;
/// What stands for the folders of somebody without a home.
const NOWHERE: &str = "/dev/null/csto-quiz";
/// What is said at the end of practice.
const NOT_RECORDED: &str = "; nothing was recorded\n";

/// A home in which progress can be read and not be written to.
struct ReadOnly<'a> {
    home: &'a Home,
}

impl<'a> ReadOnly<'a> {
    /// Takes away the right to write, from everybody, also from those whom rights do not bind.
    fn new(home: &'a Home) -> Self {
        let allow = |path: &Path, mode| fs::set_permissions(path, Permissions::from_mode(mode));
        allow(home.path(), 0o755).expect("own folder");
        for entry in fs::read_dir(home.data()).expect("the data folder") {
            allow(&entry.expect("an entry").path(), 0o444).expect("own file");
        }
        allow(&home.data(), 0o555).expect("own folder");
        Self { home }
    }

    fn run(&self, words: &[&str], input: &str) -> Ran {
        self.home.end_of(self.start(words), input)
    }

    fn start(&self, words: &[&str]) -> Child {
        let rights_bind = fs::OpenOptions::new().write(true).open(self.home.progress_file()).is_err();
        let mut command = self.home.command(words);
        if rights_bind {
            return command.spawn().expect("the binary");
        }
        match command.uid(NOBODY).gid(NOBODY).spawn() {
            Ok(child) => child,
            // The binary lies where only its maker can look.
            Err(_) => self.copied(&command).spawn().expect("a copy of the binary"),
        }
    }

    fn copied(&self, command: &Command) -> Command {
        let copy = self.home.path().join("csto-quiz");
        fs::copy(command.get_program(), &copy).expect("a copy");
        let mut copied = Command::new(copy);
        copied.env_clear().args(command.get_args()).current_dir(self.home.path());
        copied.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        copied.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        copied.uid(NOBODY).gid(NOBODY);
        copied
    }
}

impl Drop for ReadOnly<'_> {
    /// Gives the rights back: the folder is to be removed.
    fn drop(&mut self) {
        let _ = fs::set_permissions(self.home.data(), Permissions::from_mode(0o755));
        let _ = fs::set_permissions(self.home.progress_file(), Permissions::from_mode(0o644));
    }
}

fn text_of(home: &Home, cards: usize) -> Vec<Vec<u8>> {
    let end = if cards == 0 { "progress.db-wal" } else { "progress.db" };
    ["progress.db", end].map(|name| fs::read(home.data().join(name)).expect("a file")).to_vec()
}

#[test]
fn a_read_only_folder_gives_practice_with_the_states_that_can_be_read() {
    let mut home = Home::new();
    study(&mut home, NOW, 3);
    let (before, log) = (text_of(&home, 3), home.out(&["progress", "export"]));
    let deck = "[deck]\nformat = 1\nid = \"d\"\ntitle = \"D\"\n\n\
        [[card]]\nid = \"c\"\nquestion = \"Tashkent?\"\nanswer = \"Tashkent\"\n";
    let deck = home.write("d.toml", deck).display().to_string();
    let plan = home.out(&["plan", "set", "2026-03-05", &deck, "--quiet"]);
    let locked = ReadOnly::new(&home);
    let ran = locked.run(&["study", "--plain", "--limit", "1"], "x\n\n");
    ended(
        &ran,
        0,
        "warning: this is practice only, nothing is recorded: cannot open the progress file \
         `~/data/progress.db`: it is read-only\n  caused by: attempt to write a readonly database\n\
         hint: make the file and its folder writable for you, or set CSTO_QUIZ_DATA_DIR to a folder you can write to",
    );
    assert!(ran.out.contains(NOT_RECORDED) && !ran.out.contains("is saved"), "{}", ran.out);
    // What was answered before is known: it comes again.
    assert!(ran.out.starts_with("Card 1 of 1, again"), "{}", ran.out);
    let json = locked.run(&["study", "--json", "--limit", "1"], "x\n\n");
    let said: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!((json.code, &said["recorded"], &said["cards"]), (Some(0), &false.into(), &1.into()));

    assert_eq!(locked.run(&["progress", "export"], "").out, log);
    ended(&locked.run(&["progress", "check"], ""), 0, "");
    ended(&locked.run(&["stats"], ""), 0, "");
    let shown = locked.run(&["plan"], "");
    ended(&shown, 0, "");
    assert_eq!(shown.out, plan.replace(&locked.home.path().display().to_string(), "~"));
    let planned = locked.run(&["study", "--plain", &deck], "Tashkent\n\n");
    assert!(planned.code == Some(0) && planned.out.contains(" in 3 days"), "{planned:?}");
    let info = locked.run(&["card", "info", "csto/csto-founded", "--json"], "");
    ended(&info, 0, "");
    assert!(info.out.contains("\"typed\": \"x\""), "{}", info.out);
    // What is to be written says that it cannot be.
    let refused = locked.run(&["card", "suspend", "csto/csto-founded"], "");
    assert!(refused.code == Some(1) && refused.err.starts_with("error: cannot open"), "{refused:?}");
    assert_eq!(text_of(locked.home, 3), before);
}

#[test]
fn all_that_is_the_learners_can_be_read_by_nobody_else() {
    let mut home = Home::new();
    // Somebody has made the folder, and the file of plans is from another time.
    fs::create_dir(home.data()).expect("a folder");
    let deck = deck(&home, 2);
    let plans = home.write("data/plans.json", "{\"schema\":1,\"exams\":[]}");
    fs::set_permissions(&plans, Permissions::from_mode(0o644)).expect("own file");
    let run = |home: &Home, words: &[&str], input: &str| {
        let command = home.command(words);
        let mut open_to_all = Command::new("/bin/sh");
        open_to_all.args(["-c", "umask 022; exec \"$0\" \"$@\""]).arg(command.get_program());
        open_to_all.args(command.get_args()).env_clear().current_dir(home.path());
        open_to_all.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        open_to_all.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let ran = home.end_of(open_to_all.spawn().expect("a shell"), input);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{words:?}: {ran:?}");
    };
    run(&home, &["study", "--plain", "--limit", "1", &deck], "x\n\n");
    home.at("2026-03-03T09:00:00+01:00");
    run(&home, &["study", "--plain", "--limit", "1", &deck], "x\n\n");
    run(&home, &["plan", "set", "2026-03-15", &deck], "");
    run(&home, &["config", "new_per_day", "5"], "");
    run(&home, &["progress", "folder", "shared"], "");
    run(&home, &["progress", "backup", "stick/copy.db"], "");
    run(&home, &["deck", "new", "mine.toml"], "");
    let mut open = Vec::new();
    let mut folders = vec![home.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if fs::metadata(&path).expect("a file").permissions().mode() & 0o077 != 0 {
                open.push(path.file_name().expect("a name").to_string_lossy().into_owned());
            }
        }
    }
    open.sort();
    assert_eq!(open, ["csto-quiz.schema.json", "d.toml", "mine.toml"], "decks are everybody's");
    let mode =
        |name: &str| fs::metadata(home.path().join(name)).expect("a file").permissions().mode() & 0o777;
    assert_eq!((mode("mine.toml"), mode("data"), mode("data/backups")), (0o644, 0o755, 0o700));
}

#[test]
fn a_session_that_was_killed_and_whose_disk_is_read_only_now_is_known() {
    use std::io::{BufRead, BufReader, Write};
    let home = Home::new();
    let mut child = home.start(&["study", "--plain", "--limit", "2"]);
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(b"x\n").expect("a session that listens");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    lines.find(|line| line.as_ref().is_ok_and(|line| line.starts_with("Grade: "))).expect("feedback").ok();
    child.kill().expect("a running session");
    child.wait().expect("an end");
    let before = text_of(&home, 0);
    let locked = ReadOnly::new(&home);
    let export = locked.run(&["progress", "export"], "");
    assert_eq!((export.code, export.out.lines().count(), export.err.as_str()), (Some(0), 1, ""));
    let ran = locked.run(&["study", "--plain", "--limit", "1"], "x\n\n");
    assert!(ran.out.starts_with("Card 1 of 1, again"), "{ran:?}");
    assert_eq!(text_of(locked.home, 0), before);
}

#[test]
fn an_exam_on_a_read_only_disk_is_practice() {
    let mut home = Home::new();
    study(&mut home, NOW, 1);
    let before = text_of(&home, 1);
    let locked = ReadOnly::new(&home);
    let ran = locked.run(&["exam", "--plain", "--questions", "2"], "x\ny\n\n");
    assert!(ran.code == Some(0) && ran.err.starts_with("warning: this is practice only"), "{ran:?}");
    assert!(ran.out.contains("Practice only: nothing was recorded.\n"), "{}", ran.out);
    let left = locked.run(&["exam", "--plain", "--questions", "2"], "x\n:q\n");
    assert!(left.out.ends_with("Exam left: 1 of 2 answered; nothing was recorded\n"), "{}", left.out);
    let json = locked.run(&["exam", "--json", "--questions", "2"], "x\ny\n");
    assert!(json.out.contains("\"recorded\": false"), "{}", json.out);
    ended(&locked.run(&["exam", "--list"], ""), 0, "");
    assert_eq!(text_of(locked.home, 1), before);
}

/// Studies with this data directory, and expects practice that begins with this message.
#[track_caller]
fn practice(home: &Home, data: &str, message: &str) {
    let study = ["--data-dir", data, "study", "--plain", "--limit", "1"];
    let ran = home.run_with(&study, "x\n\n");
    ended(&ran, 0, message);
    assert!(ran.out.contains(NOT_RECORDED), "{}", ran.out);
}

#[test]
fn where_no_file_can_be_made_looking_says_so() {
    let home = Home::new();
    home.write("notes.txt", "a file");
    let run = |words: &[&str]| home.run(&[&["--data-dir", "notes.txt"], words].concat());
    let cause = "cannot create the progress file `notes.txt/progress.db`\n  caused by: Not a directory (os error 20)\n\
        hint: make the file and its folder writable for you, or set CSTO_QUIZ_DATA_DIR to a folder you can write to";
    for words in [&["stats"][..], &["plan"], &["card", "info", "csto/csto-founded"], &[]] {
        ended(&run(words), 0, &format!("warning: what was answered before is not known: {cause}"));
    }
    for words in [["progress", "export"], ["progress", "check"], ["progress", "backup"]] {
        ended(&run(&words), 1, &format!("error: {cause}"));
    }
}

#[test]
fn where_no_file_can_be_made_studying_is_practice() {
    let home = Home::new();
    home.write("notes.txt", "a file");
    let said = |path: &str, cause: &str| {
        format!(
            "warning: this is practice only, nothing is recorded, and what was answered before is not known: \
             cannot create the progress file `{path}`\n  caused by: {cause}\n\
             hint: make the file and its folder writable for you, or set CSTO_QUIZ_DATA_DIR to a folder you can write to"
        )
    };
    practice(&home, "notes.txt", &said("notes.txt/progress.db", "Not a directory (os error 20)"));
    practice(&home, "notes.txt/data", &said("notes.txt/data/progress.db", "Not a directory (os error 20)"));
    if cfg!(target_os = "linux") {
        let cause = "No such file or directory (os error 2)";
        practice(&home, "/proc/csto-quiz", &said("/proc/csto-quiz/progress.db", cause));
    }
    // The disk of the file is not there now.
    fs::create_dir(home.path().join("linked")).expect("a folder");
    let link = home.path().join("linked/progress.db");
    std::os::unix::fs::symlink("/mnt/nowhere/progress.db", &link).expect("a link");
    let cause = "unable to open database file: linked/progress.db\n  caused by: Error code 14: unable to open database file";
    practice(&home, "linked", &said("linked/progress.db", cause).replace("create", "open"));
    assert!(fs::symlink_metadata(&link).expect("the link").is_symlink());
    assert_eq!(fs::read(home.path().join("notes.txt")).expect("the file"), b"a file");
}

#[test]
fn a_file_that_is_not_as_it_should_be_is_not_practised_upon() {
    let mut home = Home::new();
    study(&mut home, NOW, 1);
    let path = home.progress_file();
    let bytes = fs::read(&path).expect("the file");
    let with = |at: usize, value: u8| {
        let mut bytes = bytes.clone();
        bytes[at] = value;
        bytes
    };
    // Byte 63 is the lowest of the version, byte 71 that of the application.
    let cases =
        [(with(63, 99), "version 99"), (with(71, 1), "another program"), (vec![7; 9000], "not a database")];
    for (bytes, words) in cases {
        fs::write(&path, &bytes).expect("the file");
        let refused = home.run_with(&["study", "--plain"], "x\n");
        assert!(refused.code == Some(1) && refused.err.contains(words), "{refused:?}");
        let locked = ReadOnly::new(&home);
        let refused = locked.run(&["study", "--plain"], "x\n");
        assert!(refused.code == Some(1) && refused.err.contains(words), "{refused:?}");
        assert!(refused.err.starts_with("error: ") && refused.out.is_empty(), "{refused:?}");
        assert_eq!(fs::read(&path).expect("the file"), bytes);
    }
}

#[test]
fn without_a_home_studying_is_practice_and_what_needs_none_works() {
    let home = Home::new();
    let homeless = |words: &[&str], input: &str| {
        let mut command = home.command(words);
        command.env_remove("HOME").env_remove("CSTO_QUIZ_DATA_DIR").env_remove("CSTO_QUIZ_CONFIG_DIR");
        // Nobody has this number, and so nobody knows a home for it.
        let started = command.uid(4_123_456).gid(4_123_456).spawn().or_else(|_| {
            // Who may not become nobody names the place that stands for none.
            let nowhere = ["CSTO_QUIZ_DATA_DIR", "CSTO_QUIZ_CONFIG_DIR"].map(|name| (name, NOWHERE));
            home.command(words).env_remove("HOME").envs(nowhere).spawn()
        });
        home.end_of(started.expect("the binary"), input)
    };
    let remedy = "hint: set CSTO_QUIZ_DATA_DIR to a folder you can write to";
    let ran = homeless(&["study", "--plain", "--limit", "1"], "x\n\n");
    ended(
        &ran,
        0,
        &format!(
            "warning: this is practice only, nothing is recorded, and what was answered before is not known: \
             no home folder is known, so there is no place for progress\n{remedy}"
        ),
    );
    assert!(ran.out.contains(NOT_RECORDED), "{}", ran.out);
    for words in [&["deck", "list"][..], &["deck", "list"], &["help", "study"], &["config"]] {
        ended(&homeless(words, ""), 0, "");
    }
    let refused = format!("error: no home folder is known, so there is no place for progress\n{remedy}");
    for words in [
        &["progress", "path"][..],
        &["progress", "export"],
        &["progress", "undo", "--yes"],
        &["card", "suspend", "csto/csto-founded"],
        &["plan", "set", "2026-06-01"],
    ] {
        ended(&homeless(words, ""), 1, &refused);
    }
    let settings = homeless(&["config", "new_per_day", "3"], "");
    ended(
        &settings,
        1,
        "error: no home folder is known, so there is no place for settings\n\
         hint: set CSTO_QUIZ_CONFIG_DIR to a folder you can write to",
    );
    // A home that is none, as that of `nobody`.
    let mut command = home.command(&["study", "--plain", "--limit", "1"]);
    command.env_remove("CSTO_QUIZ_DATA_DIR").env("HOME", "/dev/null").env_remove("CSTO_QUIZ_CONFIG_DIR");
    let ran = home.end_of(command.spawn().expect("the binary"), "x\n\n");
    assert!(
        ran.code == Some(0) && ran.err.contains("`/dev/null/.local/share/csto-quiz/progress.db`"),
        "{ran:?}"
    );
}

#[test]
fn settings_that_cannot_be_used_are_named_once_and_where_it_goes_on_only_warned_of() {
    let home = Home::new();
    let file = home.write("config/config.toml", "rollover_hour = 3\nnew_per_day 7\n");
    let problem = "~/config/config.toml:2:13: the configuration is not TOML: key with no value, expected `=`\n\
                   hint: mend the line in an editor; settings are lines like `new_per_day = 5`";
    let taken = "warning: the settings cannot be used, the defaults are taken: ";
    ended(&home.run(&["config"]), 0, &format!("{taken}{problem}"));
    ended(&home.run(&["config", "new_per_day", "5"]), 1, &format!("error: {problem}"));
    ended(&home.run(&["study"]), 1, &format!("error: {problem}"));
    fs::write(file, "rollover_hour = 99\nnew_per_day = \"x\"\n").expect("the settings");
    let problem = |place: &str, meaning: &str| {
        format!(
            "~/config/config.toml:{place}: {meaning}\n\
             hint: `csto-quiz config` lists the settings and what each may be"
        )
    };
    let new = problem("2:15", "`new_per_day` is new cards a day, 0 or more");
    ended(&home.run(&["config", "new_per_day"]), 0, &format!("{taken}{new}"));
    let hour = problem("1:17", "`rollover_hour` is hour at which a study day ends, 0 to 23");
    let still = format!("warning: the settings cannot be used still: {hour}");
    ended(&home.run(&["config", "new_per_day", "5"]), 0, &still);
    ended(&home.run(&["config", "rollover_hour", "3"]), 0, "");
}

#[test]
fn of_decks_with_one_id_those_that_clash_are_named_once() {
    let home = Home::new();
    let text = fs::read_to_string(deck(&home, 1)).expect("the deck");
    for (name, id) in [("a", "d"), ("b", "d"), ("c", "d"), ("x", "x"), ("y", "y"), ("z", "y")] {
        home.write(&format!("decks/{name}.toml"), &text.replace("id = \"d\"", &format!("id = \"{id}\"")));
    }
    let line = |number: u8, id: &str, names: &str| {
        format!(
            "warning: {number} decks have the id `{id}`: the first is used; give the others of {names} another `id`\n"
        )
    };
    let clash = line(3, "d", "decks/a.toml, decks/b.toml, decks/c.toml");
    let clashes = clash + &line(2, "y", "decks/y.toml, decks/z.toml");
    ended(&home.run(&["study", "--plain", "decks"]), 0, &clashes);
}

#[test]
fn a_folder_that_is_only_called_like_a_deck_does_not_hide_it() {
    let home = Home::new();
    let text = fs::read_to_string(deck(&home, 2)).expect("the deck");
    home.write("data/decks/d.toml", &text);
    let cards = |words: &[&str]| home.json(words)["cards"]["new"].clone();
    let known = cards(&["stats", "d", "--json"]);
    fs::create_dir(home.path().join("d")).expect("a folder");
    home.write("d/notes.txt", "no deck");
    assert_eq!((&known, cards(&["stats", "d", "--json"])), (&2.into(), 2.into()));
    let study = home.run_with(&["study", "--plain", "--limit", "1", "d"], "T\n\n");
    ended(&study, 0, "");
    home.out(&["plan", "set", "2026-03-09", "d"]);
    let plans = fs::read_to_string(home.data().join("plans.json")).expect("the plans");
    assert!(plans.contains("\"d\""), "{plans}");
    // A folder that holds one goes before, as a path always did.
    home.write("d/one.toml", &text.replace("c2", "c3"));
    let shown = home.out(&["deck", "show", "d"]);
    assert!(shown.contains("d/c3") && !shown.contains("d/c2"), "{shown}");
    // One without a deck that is called like none is looked into, and says so.
    fs::create_dir(home.path().join("empty")).expect("a folder");
    ended(
        &home.run(&["study", "--plain", "empty"]),
        1,
        "error: there is no card to study\nhint: `csto-quiz deck check` shows what is wrong",
    );
}

#[test]
fn a_link_to_a_deck_that_is_gone_is_told_and_hides_no_other() {
    let home = Home::new();
    let decks = home.data().join("decks");
    fs::create_dir_all(&decks).expect("a folder");
    std::os::unix::fs::symlink(home.path().join("gone.toml"), decks.join("rivers.toml")).expect("a link");
    let warning = "warning: cannot read `~/data/decks/rivers.toml`\n";
    for words in [&["deck", "list"][..], &["study", "--plain", "--limit", "1"]] {
        let ran = home.run_with(words, "x\n\n");
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), warning), "{words:?}");
    }
    let checked = home.run(&["deck", "check", "data/decks"]);
    assert_eq!(checked.code, Some(3), "{checked:?}");
}
