//! What a stranger wrote is bounded in time and memory, cannot steer a terminal, and is refused clearly.

#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "tests write the files that the program reads")]

mod support;

use std::fmt::Write;
use std::fs::{self, File};
use std::process::{Command, Stdio};

use csto_quiz::text;
use support::{Home, Ran};

/// The most memory that a run may address, in KiB: 2 GiB.
const MEMORY: u32 = 2 * 1024 * 1024;
/// What steers a terminal, as TOML writes it: a title, a colour, other reading directions, a line end.
const EVIL: &str = r"a\u001b]0;x\u0007\u009b31m\u202e\u2066\u200f\u200b\u0000\u2028\r\bz";
const HEAD: &str = "[deck]\nformat = 1\nid = \"d\"\ntitle = \"D\"\n";

/// Runs a command within a bounded memory; it must not panic.
#[track_caller]
fn run(home: &Home, words: &[&str], input: &str) -> Ran {
    let inner = home.command(words);
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("ulimit -v {MEMORY}; exec \"$0\" \"$@\""));
    command.arg(inner.get_program()).args(inner.get_args()).env_clear().current_dir(home.path());
    command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let ran = home.end_of(command.spawn().expect("a shell"), input);
    let words = words.join(" ");
    assert!(matches!(ran.code, Some(0..=4)), "{words}: {:?} {}", ran.code, clipped(&ran.err));
    for text in [&ran.out, &ran.err] {
        let steers = text.chars().find(|c| {
            c.is_control() && *c != '\n'
                || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        });
        assert_eq!(steers, None, "{words}: {}", clipped(text));
    }
    ran
}

fn clipped(text: &str) -> String {
    text.chars().take(600).collect()
}

/// Runs a command on a deck of this text, and expects an error that begins so.
#[track_caller]
fn refused(home: &Home, text: &str, error: &str) {
    home.write("deck.toml", text);
    let ran = run(home, &["deck", "check", "deck.toml"], "");
    assert!(
        ran.code == Some(3) && ran.out.contains(error),
        "{error}: {} {}",
        clipped(&ran.out),
        clipped(&ran.err)
    );
}

/// A deck of all kinds with what steers a terminal in every text.
fn evil() -> String {
    let text = |words: &str| format!("\"{words} {EVIL}\"");
    let list =
        |words: &[&str]| format!("[{}]", words.iter().map(|one| text(one)).collect::<Vec<_>>().join(", "));
    let mut deck = format!(
        "[deck]\nformat = 1\nid = \"evil\"\ntitle = {}\nlicence = {}\nlanguage = \"en\"\n\n[[source]]\nid = \"s\"\n\
         cite = {}\n\n[defaults]\ntopic = {}\nsource = \"s\"\n\n[names.city]\n{}\n",
        text("Title"),
        text("Free"),
        text("Cite"),
        text("topic"),
        ["Kant", "Osh", "Bek", "Uzgen"]
            .map(|name| format!("{} = {}", text(name), list(&[&format!("alias of {name}")])))
            .join("\n"),
    );
    let cards = [
        ("card", format!("answer = {}\naccept = {}\nhint = {}", text("T"), list(&["U"]), text("hint"))),
        ("card", format!("answer = {}\ntyped = false", text("T"))),
        ("date", "answer = \"15 May 1992\"".to_owned()),
        ("number", format!("answer = 5\nunit = {}", text("km"))),
        ("set", format!("answer = {}", list(&["A", "B", "C"]))),
        ("order", format!("answer = {}", list(&["A", "B", "C"]))),
        ("match", format!("answer = {}\nextra = {}", list(&["A -> 1", "B -> 2", "C -> 3"]), list(&["X"]))),
        ("choice", format!("answer = {}\nwrong = {}", text("A"), list(&["B", "C"]))),
        ("choice", format!("answer = {}\nwrong = \"city\"", text("Kant"))),
        ("true_false", "answer = true".to_owned()),
        ("reasons", format!("answer = {}", list(&["Clouds came -> clouds", "Cold -> cold"]))),
    ];
    for (number, (kind, rest)) in (1..).zip(cards) {
        let (question, why, tags) = (text(&format!("Question {number}?")), text("because"), list(&["tag"]));
        write!(deck, "\n[[{kind}]]\nid = \"c{number}\"\nquestion = {question}\nexplanation = {why}\ntags = {tags}\n{rest}\n")
            .expect("memory");
    }
    let cloze = text("The city of {Kant} is near {Osh}.");
    write!(deck, "\n[[cloze]]\nid = \"cloze\"\nquestion = {cloze}\n").expect("memory");
    deck
}

#[test]
fn no_text_of_a_deck_steers_the_terminal() {
    let home = Home::new();
    let name = "ev\u{1b}[31m\u{202e}il.toml";
    fs::create_dir_all(home.data().join("decks")).expect("a folder");
    fs::write(home.data().join("decks").join(name), evil()).expect("a file");
    let path = format!("data/decks/{name}");
    let checked = run(&home, &["deck", "check", &path], "");
    assert!(checked.out.contains("12 cards: 0 errors"), "{}", checked.out);
    let answers = ":h\nx\n\n\n3\nA, B, C\n:?\n\n1, 2\n:x\nA\n\u{1b}[2J\n\n";
    run(&home, &["deck", "preview", "evil", "--plain"], &answers.repeat(5));
    for seed in ["1", "2"] {
        run(&home, &["study", "evil", "--plain", "--new", "20", "--seed", seed], &answers.repeat(5));
    }
    run(&home, &["exam", "evil", "--plain"], &"x\u{1b}[2J\n".repeat(20));
    assert!(!home.export().is_empty());
    for words in [
        &["deck", "list"][..],
        &["deck", "show", "evil"],
        &["deck", "show", "evil", "--json"],
        &["deck", "search", "Question"],
        &["deck", "ids", &path],
        &["deck", "try", "evil", "c1", "x\u{9b}1m"],
        &["stats", "evil"],
        &["stats", "evil", "--json"],
        &["card", "info", "evil/c1"],
        &["card", "info", "evil/c5", "--json"],
        &["card", "suspend"],
        &["card", "accepted"],
        &["exam", "--list"],
        &["exam", "--show", "1"],
        &["progress", "export"],
        &["progress", "check"],
        &["study", "no\u{1b}[2Jdeck"],
        &["deck", "check", "no\u{1b}[2Jfile.toml"],
        &["card", "info", "\u{202e}x"],
        &["plan", "set", "\u{1b}[2J"],
        &["config", "key\u{1b}[2J", "\u{9b}"],
        &[],
    ] {
        run(&home, words, "");
    }
}

#[test]
fn no_key_heading_or_id_steers_the_terminal_or_leads_elsewhere() {
    let home = Home::new();
    let card = |id: &str| format!("{HEAD}\n[[card]]\nid = \"{id}\"\nquestion = \"Q?\"\nanswer = \"A\"\n");
    let long = "x".repeat(100_000);
    for id in ["../../etc/passwd", "a/b", r"a\\b", "..", ".", "", "a#b", r"a\u0000b", EVIL, "ж", &long] {
        let as_deck = card("fine").replace("id = \"d\"", &format!("id = \"{id}\""));
        for text in [card(id), as_deck] {
            home.write("deck.toml", &text);
            let ran = run(&home, &["deck", "check", "deck.toml"], "");
            let is_refused = ran.code == Some(3) && ran.out.starts_with("error[");
            assert!(is_refused, "{}: {}", clipped(id), clipped(&ran.out));
        }
    }
    for key in [EVIL, &long] {
        let mut deck = card("fine");
        write!(deck, "\"{key}\" = 1\n[[\"{key}\"]]\nid = \"b\"\n[\"{key}\".\"{key}\"]\nx = 1\n")
            .expect("memory");
        refused(&home, &deck, "error[");
    }
    refused(&home, &format!("{}\u{1b}[2J\u{0}", card("fine")), "error[syntax]");
}

#[test]
fn no_path_steers_the_terminal() {
    let home = Home::new();
    let evil = "e\u{1b}[31m\u{202e}vil";
    for words in [["progress", "backup"], ["deck", "new"]] {
        let ran = run(&home, &[words[0], words[1], &format!("{evil}.toml")], "");
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
        assert!(ran.out.contains("e[31mvil.toml") && ran.out == text::sanitise(&ran.out), "{ran:?}");
        fs::remove_file(home.path().join(format!("{evil}.toml"))).expect("the file");
    }
    // A script gets the path as it is.
    assert_eq!(home.out(&["progress", "path", "--data-dir", evil]), format!("{evil}/progress.db\n"));
}

#[test]
fn no_text_of_a_stranger_begins_a_line_of_ours() {
    const LINE: &str = "error: all is lost";
    let home = Home::new();
    let text = |title: &str| {
        format!("{}\n[[card]]\nid = \"a\"\nquestion = \"Q?\"\nanswer = \"A\"\n", HEAD.replace("\"D\"", title))
    };
    home.write("data/decks/d.toml", &text(&format!("\"D\\n{LINE}\"")));
    let ran = run(&home, &["study", "--plain", "d"], "typed\n\n");
    let log =
        home.out(&["progress", "export"]).replace("\"typed\":\"", &format!("\"typed\":\"a\\r\\n{LINE}"));
    let begun = run(&home, &["exam", "d", "--plain"], "A\n:q\n");
    let mut said = vec![ran, begun, run(&home, &["exam", "--list"], "")];
    assert!(said[2].out.contains(&format!("D {LINE}")), "{said:?}");
    let other = Home::new();
    other.write("data/decks/d.toml", &text("\"D\""));
    other.write("log.jsonl", &log);
    run(&other, &["progress", "import", "log.jsonl"], "");
    said.push(run(&other, &["card", "info", "d/a"], ""));
    assert!(said[3].out.contains(&format!("a {LINE}")), "{said:?}");
    for name in [format!("broken\n{LINE}.toml"), format!("folder\n{LINE}.toml/d.toml")] {
        other.write(&format!("decks/{name}"), "x = [");
    }
    for words in [&["study", "--plain", "decks"][..], &["deck", "check", "--format", "short", "decks"]] {
        said.push(run(&other, words, ""));
    }
    let lines = said.iter().flat_map(|ran| ran.out.lines().chain(ran.err.lines()));
    assert_eq!(lines.filter(|line| line.starts_with(LINE)).count(), 0, "{said:?}");
}

#[test]
fn files_lists_and_texts_that_are_too_large_are_refused() {
    let home = Home::new();
    let sparse = |name: &str, size: u64| {
        File::create(home.path().join(name)).expect("a file").set_len(size).expect("room");
    };
    let limit: u64 = 16 * 1024 * 1024;
    sparse("over.toml", limit + 1);
    let ran = run(&home, &["study", "--plain", "./over.toml"], "");
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), "error: `./over.toml` is larger than 16 MiB\n"));
    // As much as is read.
    let card = "\n[[card]]\nid = \"a\"\nquestion = \"Q?\"\nanswer = \"A\"\n";
    let full = format!("{HEAD}{card}");
    let room = usize::try_from(limit).expect("a size") - full.len();
    home.write("full.toml", &format!("{full}{}", "#".repeat(room)));
    let ran = run(&home, &["study", "--plain", "./full.toml"], "A\n\n");
    assert!(ran.code == Some(0) && ran.out.contains("Session done: 1 card"), "{ran:?}");
    // All that is read together has a limit, too.
    (0..6).for_each(|number| sparse(&format!("big{number}.txt"), limit));
    let sources: String = (0..6)
        .map(|number| format!("\n[[source]]\nid = \"s{number}\"\ncite = \"S\"\nfile = \"big{number}.txt\"\n"))
        .collect();
    let quoted = format!("{card}source = \"s5\"\nquote = \"x\"\n");
    refused(&home, &format!("{HEAD}{sources}{quoted}"), "the decks have more than 64 MiB in all");

    let long = format!("\"{}\"", "x".repeat(100_000));
    let many = |form: &dyn Fn(usize) -> String| {
        format!(
            "[{}]",
            (0..20_000).map(|number| format!("\"{}\"", form(number))).collect::<Vec<_>>().join(",")
        )
    };
    let plain = many(&|number| format!("answer {number}"));
    let pairs = many(&|number| format!("left {number} -> right {number}"));
    let with =
        |kind: &str, rest: &str| format!("{HEAD}\n[[{kind}]]\nid = \"a\"\nquestion = \"Q?\"\n{rest}\n");
    let too_many = "has 20000 texts, more than 1000";
    refused(&home, &with("card", &format!("answer = \"A\"\naccept = {plain}")), too_many);
    refused(&home, &with("set", &format!("answer = {plain}")), too_many);
    refused(&home, &with("order", &format!("answer = {plain}")), too_many);
    refused(&home, &with("match", &format!("answer = {pairs}")), too_many);
    refused(&home, &with("choice", &format!("answer = \"A\"\nwrong = {plain}")), too_many);
    let too_long = "has more than 32768 bytes";
    refused(&home, &with("card", &format!("answer = {long}")), too_long);
    refused(&home, &with("card", &format!("answer = \"A\"\ntopic = {long}")), too_long);
    refused(&home, &with("card", &format!("answer = \"A\"\naccept = [{long}]")), too_long);
    refused(&home, &with("card", "answer = \"A\"").replace("\"D\"", &long), too_long);
    refused(&home, &with("card", "answer = \"A\"").replace("\"Q?\"", &long), too_long);
}

#[test]
fn nesting_without_end_is_a_mistake_like_any_other() {
    let home = Home::new();
    let (deep, card) = (100_000, format!("{HEAD}\n[[card]]\nid = \"a\"\nquestion = \"Q?\"\nanswer = "));
    let dotted = vec!["a"; deep].join(".");
    refused(&home, &format!("{card}{}{}", "[".repeat(deep), "]".repeat(deep)), "error[syntax]");
    refused(&home, &format!("{card}{}1{}", "{a=".repeat(deep), "}".repeat(deep)), "error[");
    refused(&home, &format!("{HEAD}\n{dotted} = 1\n"), "error[");
    refused(&home, &format!("{HEAD}\n[{dotted}]\nb = 1\n"), "error[");
}

#[test]
fn answers_of_any_length_are_examined() {
    let home = Home::new();
    let deck = home.write("evil.toml", &evil()).display().to_string();
    let (long, huge) = ("1, ".repeat(33_000), "x".repeat(10_000_000));
    let lines = [long.as_str(), "", huge.as_str(), ""].map(|line| format!("{line}\n")).concat();
    let ran = run(&home, &["study", &deck, "--plain", "--new", "2"], &lines);
    assert_eq!(ran.code, Some(0), "{}", clipped(&ran.err));
    let tried = run(&home, &["deck", "try", &deck, "c5"], &format!("{long}\n{}\n", &huge[..1_000_000]));
    assert_eq!((tried.code, tried.out.lines().count()), (Some(0), 2), "{}", clipped(&tried.err));
}

#[test]
fn a_folder_of_anything_is_looked_through() {
    let home = Home::new();
    let decks = home.data().join("decks");
    fs::create_dir_all(decks.join("empty")).expect("a folder");
    for number in 0..5_000 {
        File::create(decks.join(format!("e{number}.toml"))).expect("a file");
    }
    let fifo = Command::new("mkfifo").arg(decks.join("pipe.toml")).status().expect("mkfifo");
    assert!(fifo.success());
    let link =
        |to: &std::path::Path, name: &str| std::os::unix::fs::symlink(to, decks.join(name)).expect("a link");
    link(&decks, "loop");
    link(&decks.join("self.toml"), "self.toml");
    link(std::path::Path::new("/dev/zero"), "zero.toml");
    link(std::path::Path::new("/dev"), "devices");
    let fine = format!("{HEAD}\n[[card]]\nid = \"a\"\nquestion = \"Q?\"\nanswer = \"A\"\n");
    fs::write(decks.join("fine.toml"), &fine).expect("a deck");
    let ran = run(&home, &["study", "--plain", "d"], "A\n\n");
    assert!(ran.code == Some(0) && ran.out.contains("Session done: 1 card"), "{}", clipped(&ran.out));
    for (name, said) in [
        ("pipe.toml", "is not a regular file"),
        ("zero.toml", "is not a regular file"),
        ("self.toml", "Too many levels of symbolic links"),
    ] {
        let ran = run(&home, &["study", "--plain", &format!("data/decks/{name}")], "");
        assert!(ran.code == Some(1) && ran.err.contains(said), "{name}: {}", clipped(&ran.err));
    }
    // What a deck uses lies beside it.
    link(std::path::Path::new("/etc/passwd"), "away.toml");
    for used in ["/etc/passwd", "../../../etc/passwd", "away.toml", "pipe.toml", "self.toml", r"\u0000", EVIL]
    {
        home.write("data/decks/user.toml", &fine.replace("title", &format!("use = [\"{used}\"]\ntitle")));
        let ran = run(&home, &["deck", "check", "data/decks/user.toml"], "");
        assert!(
            ran.code == Some(3) && ran.out.contains("error[unreadable-file]"),
            "{used}: {}",
            clipped(&ran.out)
        );
        assert!(!ran.out.contains("root:"), "{used}: {}", clipped(&ran.out));
    }
}

#[test]
fn a_log_that_no_csto_quiz_wrote_is_refused_at_its_line() {
    let home = Home::new();
    let deck = format!("{HEAD}\n[[card]]\nid = \"a\"\nquestion = \"Q?\"\nanswer = \"A\"\n");
    let deck = home.write("deck.toml", &deck).display().to_string();
    run(&home, &["study", "--plain", &deck], "A\n2\n");
    let log = home.out(&["progress", "export"]);
    let (line, other) = (log.lines().next().expect("a line"), Home::new());
    let with = |field: &str, value: &str| {
        let mut object: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let fields = object.as_object_mut().expect("an object");
        assert!(fields.contains_key(field), "{field}: {line}");
        fields.insert(field.to_owned(), serde_json::Value::Null);
        object.to_string().replace(&format!("\"{field}\":null"), &format!("\"{field}\":{value}"))
    };
    let id = serde_json::from_str::<serde_json::Value>(line).expect("JSON")["revoked"]["id"].to_string();
    for (field, value) in [
        ("day", "\"99999-01-01\""),
        ("day", "1e308"),
        ("at", "\"-9999999-01-01T00:00:00Z\""),
        ("at", "-1"),
        ("card", r#""d/a\u001b[2J""#),
        ("card", r#""../../x/y""#),
        ("score", "1e308"),
        ("score", "-1"),
        ("answer_ms", "1e308"),
        ("answer_ms", "-1"),
        ("hints", "99999999999999999999"),
        ("id", r#""\u202e""#),
        ("grade", r#""\u001b]0;x\u0007""#),
        ("revoked", "{\"id\": 5}"),
    ] {
        let path = other.write("log.jsonl", &with(field, value)).display().to_string();
        let ran = run(&other, &["progress", "import", &path], "");
        assert!(
            ran.code == Some(1) && ran.err.starts_with("error: ~/log.jsonl:1:"),
            "{field} {value}: {}",
            ran.err
        );
    }
    // A review by the name of a revocation, and a revocation of that: whatever it is, it is taken whole.
    let odd = format!("{line}\n{}\n", with("id", &id));
    let path = other.write("log.jsonl", &odd).display().to_string();
    run(&other, &["progress", "import", &path], "");
    let checked = other.json(&["progress", "check", "--json"]);
    assert_eq!((&checked["wrong"], &checked["states_rebuilt"]), (&serde_json::json!([]), &0.into()));
    // A line of a hundred megabytes.
    File::create(other.path().join("long.jsonl")).expect("a file").set_len(100_000_000).expect("room");
    let ran = run(&other, &["progress", "import", "long.jsonl"], "");
    assert!(ran.code == Some(1) && ran.err.starts_with("error: long.jsonl:1:1: "), "{}", clipped(&ran.err));
}

#[test]
fn a_database_of_a_stranger_is_bounded_or_refused() {
    let home = Home::new();
    let deck = format!("{HEAD}\n[[card]]\nid = \"a\"\nquestion = \"Q?\"\nanswer = \"A\"\n");
    let deck = home.write("deck.toml", &deck).display().to_string();
    run(&home, &["study", "--plain", &deck], "A\n\n");
    let sound = fs::read(home.progress_file()).expect("the file");
    for (sql, code, said) in [
        ("CREATE VIEW extra AS SELECT 1", 1, "another program"),
        ("CREATE TABLE extra (x)", 1, "another program"),
        ("CREATE TRIGGER extra AFTER INSERT ON review BEGIN SELECT 1; END", 1, "another program"),
        ("PRAGMA application_id = 7", 1, "another program"),
        (
            "DROP TRIGGER review_is_not_changed; UPDATE review SET face = char(27) || '[2J'",
            1,
            "another program",
        ),
        (
            "INSERT INTO decision (id, machine, at, card, ruling, text) \
          VALUES ('00000000000000000000000000000001', '0000000000000001', 1, 'd/a', 'accept', \
          hex(zeroblob(5000000)))",
            0,
            "",
        ),
    ] {
        fs::write(home.path().join("other.db"), &sound).expect("a file");
        let other = rusqlite::Connection::open(home.path().join("other.db")).expect("the file");
        other.execute_batch(sql).expect(sql);
        drop(other);
        let ran = run(&home, &["progress", "merge", "other.db"], "");
        assert!(ran.code == Some(code) && ran.err.contains(said), "{sql}: {ran:?}");
    }
    run(&home, &["study", "--plain", "--cram", &deck], "A\n\n");
    run(&home, &["card", "accepted"], "");
    // Of one and a half gibibytes, as its first page says; there is nearly nothing on the disk.
    let pages = 3_u32 << 17;
    let large = [&sound[..28], &pages.to_be_bytes(), &sound[32..]].concat();
    fs::write(home.path().join("large.db"), large).expect("a file");
    let file = File::options().write(true).open(home.path().join("large.db")).expect("the file");
    file.set_len(u64::from(pages) * 4096).expect("room");
    for words in
        [&["progress", "merge", "--dry-run", "large.db"], &["progress", "restore", "--dry-run", "large.db"]]
    {
        let ran = run(&home, words, "");
        assert!(
            ran.code == Some(1) && ran.err.starts_with("error: `large.db` is larger than 1024 MiB\nhint: "),
            "{ran:?}"
        );
    }
}
