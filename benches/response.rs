//! How long does a learner wait from a key to the next screen? Run with `cargo bench --bench response`.
//!
//! The program runs in a pseudo-terminal on the built-in deck. Of every answer it is measured how long
//! it takes from the Enter key until its feedback is drawn, and from the Enter key there until the next
//! card is: the answer is committed to disk in between. The same commits without a program around them
//! say how much of it is the disk. Written in milliseconds, medians and 95th percentiles.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use csto_quiz::deck::id::FaceId;
use csto_quiz::progress::Progress;
use csto_quiz::review::{MachineId, Mode, Review, ReviewId, Scheduler};
use csto_quiz::schedule::grade::Grade;
use csto_quiz::schedule::memory::{MODEL_NAME, Model};
use csto_quiz::time::{Day, Days, Moment, Timestamp};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// How many cards are answered.
const CARDS: usize = 100;
/// How long a screen may take before the measurement is given up.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a learner rests between two keys.
const PAUSE: Duration = Duration::from_millis(30);
/// What ends every frame that the program draws.
const FRAME_END: &[u8] = b"\x1b[?2026l";

/// Waits until a frame has come that contains one of these texts; returns when, and the frame.
fn wait_for(frames: &Receiver<(Instant, Vec<u8>)>, texts: &[&str]) -> (Instant, String) {
    loop {
        let (at, frame) = frames.recv_timeout(PATIENCE).unwrap();
        let frame = String::from_utf8_lossy(&frame).into_owned();
        if texts.iter().any(|text| frame.contains(text)) {
            return (at, frame);
        }
    }
}

/// Returns what is pressed before the key that answers, and that key, by what the footer offers.
fn keys(card: &str) -> (&'static str, &'static str) {
    if card.contains("choose") || card.contains("false") {
        ("", "d")
    } else if card.contains("empty Enter") {
        ("zzz\r", "\r")
    } else {
        ("zzz", "\r")
    }
}

/// Cuts what the program writes into frames, each with the moment at which it was whole.
fn frames(mut reader: Box<dyn Read + Send>) -> Receiver<(Instant, Vec<u8>)> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let (mut unread, mut chunk) = (Vec::new(), [0; 16 * 1024]);
        while let Ok(count @ 1..) = reader.read(&mut chunk) {
            unread.extend_from_slice(&chunk[..count]);
            while let Some(end) = unread.windows(FRAME_END.len()).position(|bytes| bytes == FRAME_END) {
                let frame: Vec<u8> = unread.drain(..end + FRAME_END.len()).collect();
                if sender.send((Instant::now(), frame)).is_err() {
                    return;
                }
            }
        }
    });
    receiver
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let millis = |at: usize| times[at.min(times.len() - 1)].as_secs_f64() * 1000.0;
    println!(
        "{what:<44} median {:6.2}   95 % {:6.2}",
        millis(times.len() / 2),
        millis(times.len() * 95 / 100)
    );
}

fn session(home: &std::path::Path) {
    let pair =
        native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_csto-quiz"));
    let count = CARDS.to_string();
    command.args(["study", "--new", &count, "--limit", &count]);
    command.env_clear();
    for (name, value) in [("HOME", home.to_str().unwrap()), ("TERM", "xterm"), ("LANG", "C.UTF-8")] {
        command.env(name, value);
    }
    let mut child = pair.slave.spawn_command(command).unwrap();
    let shown = frames(pair.master.try_clone_reader().unwrap());
    let mut writer = pair.master.take_writer().unwrap();
    let mut press = |keys: &str| {
        let at = Instant::now();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
        at
    };
    let (mut to_feedback, mut to_card) = (Vec::new(), Vec::new());
    let (_, mut card) = wait_for(&shown, &["save and quit"]);
    for _ in 0..CARDS {
        let (before, answers) = keys(&card);
        press(before);
        thread::sleep(PAUSE);
        while shown.try_recv().is_ok() {}
        let mut asked = press(answers);
        let (mut at, mut feedback) = wait_for(&shown, &["accept", "Enter again"]);
        while !feedback.contains("accept") {
            // What cannot be read as a date or a number is graded when it is given twice.
            asked = press("\r");
            (at, feedback) = wait_for(&shown, &["accept"]);
        }
        to_feedback.push(at.saturating_duration_since(asked));
        thread::sleep(PAUSE);
        let accepted = press("\r");
        let (at, next) = wait_for(&shown, &["save and quit"]);
        to_card.push(at.saturating_duration_since(accepted));
        card = next;
    }
    press("\x03");
    child.wait().unwrap();
    report("from the answer to its feedback, on disk", to_feedback);
    report("from the feedback to the next card", to_card);
}

fn main() {
    let home = tempfile::tempdir().unwrap();
    session(home.path());
    let mut progress = Progress::open(&home.path().join("alone/progress.db"), MachineId::new(1)).unwrap();
    let (model, face): (Model, FaceId) = (Model::default(), "big/c1".parse().unwrap());
    let mut times = Vec::new();
    for n in (0_u32..).take(CARDS) {
        let at = Timestamp::from_millis(1_700_000_000_000 + i64::from(n) * 60_000);
        let moment = Moment { at, offset: 0 };
        let review = Review {
            id: ReviewId::new(moment.at, u128::from(n)),
            machine: MachineId::new(1),
            face: face.clone(),
            day: Day::from_number(20_000),
            moment,
            mode: Mode::Study,
            verdict: None,
            typed: Some("an answer".to_owned()),
            proposed: Grade::Good,
            grade: Grade::Good,
            hints: 0,
            first_key_ms: Some(900),
            answer_ms: 4000,
            due: Day::from_number(20_000).plus(Days(3)),
            fingerprint: 7,
            scheduler: Scheduler { model: MODEL_NAME.to_owned(), parameters: 0 },
        };
        let begun = Instant::now();
        let _ = progress.record(&review, &model).unwrap();
        times.push(begun.elapsed());
    }
    report("the commit alone", times);
}
