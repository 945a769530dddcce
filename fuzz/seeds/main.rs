//! Where does a fuzzer begin?
//!
//! `seeds templates` writes the sound progress files of every version, `seeds corpus DIR` what the four
//! targets begin with. Both are only needed when a format has changed: what they write is committed.

use std::error::Error;
use std::path::Path;

use bodies::templates::{BYTES, CELLS, TEMPLATES};
use csto_quiz::answer::prompt::{Answer, prompt};
use csto_quiz::answer::verdict::Class;
use csto_quiz::answer::{examiner::Examiner, shown};
use csto_quiz::decision::{Decision, Ruling};
use csto_quiz::deck::card::Card;
use csto_quiz::deck::id::FaceId;
use csto_quiz::deck::parse::parse;
use csto_quiz::exam::paper::Paper;
use csto_quiz::exam::sitting::{Event, Mark, Setup, What};
use csto_quiz::exchange::segment::to_line;
use csto_quiz::progress::Progress;
use csto_quiz::review::{Judged, MachineId, Mode, Review, ReviewId, Revocation, RevocationReason, Scheduler};
use csto_quiz::schedule::grade::Grade;
use csto_quiz::schedule::memory::{MODEL_NAME, Model};
use csto_quiz::seed::Seed;
use csto_quiz::source::Source;
use csto_quiz::time::{Day, Days, Moment, Timestamp};

type Done = Result<(), Box<dyn Error>>;

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;
/// The first day.
const FIRST: i32 = 20_500;
/// So many reviews are in a template.
const REVIEWS: u16 = 14;
/// The labelled subjects, in the order of the decks of the target `answer`.
const SUBJECTS: [&str; 6] = ["chemistry", "csto", "geography", "history", "literature", "physics"];

fn main() -> Done {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["templates"] => templates(&home.join("templates")),
        ["corpus", folder] => corpus(home, Path::new(folder)),
        _ => Err("usage: seeds templates | seeds corpus DIR".into()),
    }
}

fn review(number: u16, machine: u64) -> Review {
    let names = ["kinds/treaty", "kinds/treaty#choice", "kinds/left#2", "kinds/founded", "kinds/members"];
    let day = FIRST + i32::from(number);
    let at = Timestamp::from_millis(i64::from(day) * DAY_MS + i64::from(number) * 1001);
    let of = |count: u16| usize::from(number % count);
    let classes = [Class::Correct, Class::Typo, Class::Partial, Class::Wrong];
    let class = classes[of(4)];
    let score = [1.0, 1.0, 0.5, 0.0][of(4)];
    Review {
        id: ReviewId::new(at, u128::from(number) << 8 | u128::from(machine)),
        machine: MachineId::new(machine),
        face: names[of(5)].parse().expect("a face"),
        day: Day::from_number(day),
        moment: Moment { at, offset: [0, 60, -210][of(3)] },
        mode: Mode::ALL[of(3)],
        verdict: (number % 7 != 3).then_some(Judged { class, score }),
        typed: (number % 5 != 4).then(|| "Ташкент, 1992".to_owned()),
        proposed: Grade::ALL[of(4)],
        grade: Grade::ALL[usize::from(number / 2 % 4)],
        hints: u8::try_from(of(3)).unwrap_or(0),
        first_key_ms: (number % 3 != 1).then_some(900),
        answer_ms: 3000 + u32::from(number),
        due: Day::from_number(day).plus(Days(5)),
        fingerprint: 0x1234_5678_9abc_def0 + u64::from(number),
        scheduler: Scheduler { model: MODEL_NAME.to_owned(), parameters: 0 },
    }
}

fn revocation(number: u16, machine: u64, reason: RevocationReason) -> Revocation {
    let at = Timestamp::from_millis(i64::from(FIRST + 30) * DAY_MS + i64::from(number));
    let id = ReviewId::new(at, u128::from(number) << 16 | u128::from(machine));
    Revocation { id, machine: MachineId::new(machine), at, reason }
}

fn fill(progress: &mut Progress) -> Done {
    let (model, machine) = (Model::default(), progress.machine());
    for number in 0..REVIEWS {
        progress.record(&review(number, 7), &model)?;
    }
    let _ = progress.revoke(review(2, 7).id, revocation(2, 7, RevocationReason::Undo), &model)?;
    let of = revocation(5, 7, RevocationReason::Regrade);
    progress.regrade(of, review(5, 7).id, &review(20, 7), &model)?;
    let renames = [("kinds/founded", "kinds/began")].map(|(was, now)| Ok((was.parse()?, now.parse()?)));
    let renames: Result<_, <FaceId as std::str::FromStr>::Err> = renames.into_iter().collect();
    progress.adopt(&renames.expect("faces"), &model)?;
    let text = || "CST".to_owned();
    let day = Day::from_number(FIRST + 40);
    let rulings =
        [Ruling::Accept(text()), Ruling::Refuse(text()), Ruling::Suspend, Ruling::Bury(day), Ruling::Resume];
    for (number, ruling) in (0u16..).zip(rulings) {
        let at = Timestamp::from_millis(i64::from(FIRST) * DAY_MS + i64::from(number));
        let id = ReviewId::new(at, u128::from(number) << 32);
        progress.decide(&Decision {
            id,
            machine,
            at,
            card: "kinds/treaty".parse().expect("a card"),
            ruling,
        })?;
    }
    sit(progress, machine)
}

fn sit(progress: &mut Progress, machine: MachineId) -> Done {
    let model = Model::default();
    for number in 0..2u16 {
        let at = Timestamp::from_millis(i64::from(FIRST + 25) * DAY_MS + i64::from(number));
        let questions = ["kinds/treaty", "kinds/founded", "kinds/left#2"].map(|name| name.parse());
        let setup = Setup {
            id: ReviewId::new(at, u128::from(number) << 48),
            machine,
            begun: Moment { at, offset: 60 },
            paper: Paper {
                questions: questions.into_iter().collect::<Result<_, _>>().expect("faces"),
                seed: Seed(3),
            },
            minutes: (number == 0).then_some(20),
            pass: (number == 1).then_some(60.0),
            strict: number == 0,
            recorded: number == 0,
            predicted: 71.5,
            title: "Every kind".to_owned(),
        };
        progress.begin_exam(&setup)?;
        let marks = vec![
            Mark { got: 1.0, out_of: 1.0 },
            Mark { got: 0.5, out_of: 2.0 },
            Mark { got: 0.0, out_of: 1.0 },
        ];
        let typed = || "14 May 2002".to_owned();
        let events = [
            What::Answered { question: 1, typed: typed(), ms: 5000 },
            What::Marked { question: 1, marked: true },
            What::Marked { question: 1, marked: false },
            What::HandedIn(marks),
            What::Challenged { question: 1 },
        ];
        for (second, what) in (1i64..).zip(events) {
            progress.in_exam(setup.id, &Event { at: at.later(second * 1000), what }, &[], &model)?;
        }
    }
    Ok(())
}

fn templates(folder: &Path) -> Done {
    let work = tempfile::tempdir()?;
    let path = work.path().join("progress.db");
    let mut progress = Progress::open(&path, MachineId::new(7))?;
    fill(&mut progress)?;
    let lines: String = progress.contents()?.into_rows().map(|row| to_line(&row) + "\n").collect();
    std::fs::write(folder.join("log.jsonl"), lines)?;
    drop(progress);
    let older = [
        "",
        "DROP TABLE segment_written; DROP INDEX revocation_review; \
         CREATE INDEX revocation_review ON revocation (review);",
        "DROP TABLE forgotten; DROP TABLE shared; DROP TABLE segment_read;",
        "DROP TABLE exam; DROP TABLE exam_event;",
        "DROP TABLE decision;",
    ];
    for (version, drop) in [5, 4, 3, 2, 1].into_iter().zip(older) {
        let connection = rusqlite::Connection::open(&path)?;
        connection.execute_batch(&format!(
            "PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; {drop} PRAGMA user_version = {version}; VACUUM",
        ))?;
        connection.close().map_err(|(_, error)| error)?;
        std::fs::copy(&path, folder.join(format!("version-{version}.db")))?;
    }
    Ok(())
}

fn corpus(home: &Path, folder: &Path) -> Done {
    answers(home, &folder.join("answer"))?;
    logs(&folder.join("log"))?;
    databases(&folder.join("database"))?;
    decks(home, &folder.join("deck"))
}

fn save(folder: &Path, name: &str, bytes: &[u8]) -> Done {
    std::fs::create_dir_all(folder)?;
    Ok(std::fs::write(folder.join(name), bytes)?)
}

fn head(number: u16, face: u8, seed: u8) -> Vec<u8> {
    let [low, high] = number.to_le_bytes();
    vec![low, high, face, seed]
}

/// Labelled answers, what the deck itself expects, and both with a deck of their own.
fn answers(home: &Path, folder: &Path) -> Done {
    let mut number = 0;
    let text = std::fs::read_to_string(home.join("kinds.toml"))?;
    let kinds = parse(&[Source::new("kinds.toml", text)], &[]).deck.ok_or("no deck")?;
    let examiner = Examiner::new(&kinds);
    for card in &kinds.cards {
        for face in 0..6u8 {
            let mut input = head(number, face, 0);
            input.extend(right(card, &kinds, &examiner).into_bytes());
            save(folder, &format!("kinds-{number}-{face}"), &input)?;
        }
        number += 1;
    }
    for subject in SUBJECTS {
        let labelled = home.join("../tests/answers/labelled");
        let text = std::fs::read_to_string(labelled.join(format!("{subject}.toml")))?;
        let deck = parse(&[Source::new("deck.toml", text)], &[]).deck.ok_or("no deck")?;
        let labels = std::fs::read_to_string(labelled.join(format!("{subject}.labels.toml")))?;
        for (at, card) in (0u16..).zip(&deck.cards) {
            let Some((_, below)) = labels.split_once(&format!("[{}]\n", card.id.name())) else { continue };
            let below = below.split("\n[").next().unwrap_or_default();
            for (label, typed) in below.split('"').skip(1).step_by(2).enumerate() {
                let mut input = head(number + at, 0, 0);
                input.extend(typed.replace("\\u00a0", "\u{a0}").into_bytes());
                save(folder, &format!("{subject}-{at}-{label}"), &input)?;
            }
        }
        number += u16::try_from(deck.cards.len())?;
    }
    for entry in std::fs::read_dir(home.join("../tests/bad_decks"))? {
        let path = entry?.path();
        let Some(name) = path.file_stem().and_then(|name| name.to_str()) else { continue };
        if path.extension().is_some_and(|end| end == "toml") {
            let mut input = head(0, 0, 0);
            input.extend(b"14 May 2002\xff");
            input.extend(std::fs::read(&path)?);
            save(folder, &format!("deck-{name}"), &input)?;
        }
    }
    Ok(())
}

/// Returns what is right as one would type it.
fn right(card: &Card, deck: &csto_quiz::deck::Deck, examiner: &Examiner) -> String {
    let face = card.faces()[0];
    let lines = shown(card, face);
    let prompt = prompt(card, face, deck, Seed(0));
    let is_right = |typed: &String| {
        let verdict = examiner.check(card, &prompt, &Answer::Typed(typed.clone()));
        verdict.is_some_and(|verdict| verdict.class == Class::Correct)
    };
    let short = ["t", "1", "2", "3", "4", "1 2", "1a 2b 3c", "abcd"].map(str::to_owned);
    let tries = [lines.join("\n"), lines.join(", ")].into_iter().chain(short);
    tries.into_iter().find(is_right).unwrap_or_else(|| lines.join(", "))
}

fn logs(folder: &Path) -> Done {
    let mut progress = Progress::open_in_memory(MachineId::new(7))?;
    fill(&mut progress)?;
    let lines: Vec<String> = progress.contents()?.into_rows().map(|row| to_line(&row)).collect();
    save(folder, "one-machine", lines.join("\n").as_bytes())?;
    save(folder, "line", lines[2].as_bytes())?;
    for number in 0..lines.len() {
        save(folder, &format!("fields-{number}"), format!("#{number}").as_bytes())?;
    }
    let line: serde_json::Value = serde_json::from_str(&lines[2])?;
    for field in line.as_object().into_iter().flat_map(serde_json::Map::keys) {
        for (at, value) in ["null", "0", "1e300", "-1", "\"x\"", "[]"].into_iter().enumerate() {
            save(folder, &format!("field-{field}-{at}"), format!("#2\t{field}={value}").as_bytes())?;
        }
    }
    let mut other = Progress::open_in_memory(MachineId::new(9))?;
    let model = Model::default();
    for number in 4..8 {
        other.record(&review(number, 9), &model)?;
    }
    let _ = other.revoke(review(6, 9).id, revocation(6, 9, RevocationReason::Forget), &model)?;
    let others: Vec<String> = other.contents()?.into_rows().map(|row| to_line(&row)).collect();
    save(folder, "two-machines", format!("{}\n%%\n{}", lines[..6].join("\n"), others.join("\n")).as_bytes())?;
    let twice = lines[0].replace("\"grade\":\"", "\"grade\":\"x");
    save(folder, "contradiction", format!("{}\n%%\n{twice}", lines[0]).as_bytes())
}

fn databases(folder: &Path) -> Done {
    for (number, template) in TEMPLATES.iter().enumerate() {
        let number = u8::try_from(number)?;
        save(folder, &format!("whole-{number}"), template)?;
        for (name, tag) in [("bytes", BYTES), ("cells", CELLS)] {
            save(folder, &format!("{name}-{number}"), &[tag, number])?;
        }
        for page in 0..template.len() / 512 {
            let [low, high] = u16::try_from(page * 512 + 9)?.to_le_bytes();
            save(folder, &format!("flip-{number}-{page}"), &[BYTES, number, low, high, 0x40, 0x11])?;
            save(folder, &format!("zero-{number}-{page}"), &[BYTES, number, low, high, 0x9f, 0])?;
        }
        let [low, high] = u16::try_from(template.len() / 2)?.to_le_bytes();
        save(folder, &format!("cut-{number}"), &[BYTES, number, low, high, 0xc0, 0])?;
    }
    for table in 0..9u8 {
        for column in 0..20u8 {
            let words: [(u8, &[u8]); 4] =
                [(0, b"x"), (1, &[0xff; 8]), (2, &f64::NAN.to_le_bytes()), (3, b"")];
            for (sort, value) in words {
                let mut input = vec![CELLS, 2, table, 1, column, sort, u8::try_from(value.len())?];
                input.extend(value);
                save(folder, &format!("cell-{table}-{column}-{sort}"), &input)?;
            }
        }
    }
    save(folder, "no-database", b"not a database")?;
    save(folder, "nothing", b"")
}

/// Decks of several files; the single ones are read where they are.
fn decks(home: &Path, folder: &Path) -> Done {
    let own = "[deck]\nid = \"d\"\ntitle = \"D\"\nuse = [\"n.toml\", \"gone.toml\"]\n\n[[source]]\nid = \"s\"\nfile = \"t.txt\"\n\n\
               [[card]]\nid = \"a\"\nquestion = \"Which?\"\nanswer = \"Minsk\"\nsource = \"s\"\nquote = \"a long road\"\n";
    let files = format!(
        "{own}#% own\n[[card]]\nquestion = \"What?\"\nanswer = \"Osh\"\n#% use\n[names.city]\nMinsk = [\"Менск\"]\n#% text\nIt was a long road.\n"
    );
    save(folder, "files", files.as_bytes())?;
    let kinds = std::fs::read(home.join("kinds.toml"))?;
    save(folder, "kinds", &kinds)
}
