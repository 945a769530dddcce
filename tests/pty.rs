//! Does a session behave in a real terminal?
//!
//! The program runs in a pseudo-terminal, with a home and a deck of its own; what it draws is read
//! from the cells of an emulated screen.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(
    clippy::disallowed_methods,
    reason = "a test makes files, and asks whether it runs in its own terminal"
)]

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use csto_quiz::terminal::Terminal as _;
use csto_quiz::terminal::rich::{Rich, Style};
use csto_quiz::terminal::signals::Stop;
use csto_quiz::time::{Moment, Timestamp};
use csto_quiz::view::text::Signs;
use portable_pty::{ChildKiller, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::{NamedTempFile, TempDir};

/// How long a test waits for what should come at once, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);
/// The program.
const PROGRAM: &str = env!("CARGO_BIN_EXE_csto-quiz");
/// Three cards with the same answer, so that their order does not matter.
const DECK: &str = r#"
[deck]
format = 1
id = "capitals"
title = "Capitals"

[[card]]
id = "one"
question = "Question one: Tashkent?"
answer = "Tashkent"

[[card]]
id = "two"
question = "Question two: Tashkent?"
answer = "Tashkent"

[[card]]
id = "three"
question = "Question three: Tashkent?"
answer = "Tashkent"
"#;
/// A card alone.
const ONE_CARD: &str = r#"
[deck]
format = 1
id = "capitals"
title = "Capitals"

[[card]]
id = "one"
question = "The capital?"
answer = "Tashkent"
"#;

/// What a screen shows, and a bell for those who wait for it.
type Shown = Arc<(Mutex<vt100::Parser>, Condvar)>;

/// The program in a terminal.
struct Terminal {
    home: TempDir,
    /// The deck; there while the program runs.
    deck: NamedTempFile,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    /// The modes in which the terminal was found.
    modes: String,
    shown: Shown,
    killer: Box<dyn ChildKiller + Send + Sync>,
    ended: Receiver<ExitStatus>,
    process: i32,
}

fn cells(rows: u16, columns: u16) -> (NonZeroU16, NonZeroU16) {
    (NonZeroU16::new(rows).unwrap(), NonZeroU16::new(columns).unwrap())
}

fn size(rows: u16, columns: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

/// Returns the modes of a terminal in a form that can be compared.
fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

/// Hands what a terminal is sent to its screen.
fn watch(mut reader: Box<dyn Read + Send>, shown: Shown) {
    thread::spawn(move || {
        let mut chunk = [0; 4096];
        while let Ok(count @ 1..) = reader.read(&mut chunk) {
            shown.0.lock().unwrap().process(&chunk[..count]);
            shown.1.notify_all();
        }
    });
}

impl Terminal {
    /// Studies a deck on a terminal of 80 columns and 24 rows.
    fn study(deck: &str) -> Self {
        Self::start(deck, |deck| {
            let mut command = CommandBuilder::new(PROGRAM);
            command.args(["study", deck]);
            command
        })
    }

    fn start(deck: &str, command: impl FnOnce(&str) -> CommandBuilder) -> Self {
        Self::start_with(deck, &[], command)
    }

    /// Starts a command with further variables.
    fn start_with(
        deck: &str,
        variables: &[(&str, &str)],
        command: impl FnOnce(&str) -> CommandBuilder,
    ) -> Self {
        let home = TempDir::new().unwrap();
        let mut file = tempfile::Builder::new().suffix(".toml").tempfile_in(&home).unwrap();
        file.write_all(deck.as_bytes()).unwrap();
        let pair = native_pty_system().openpty(size(24, 80)).unwrap();
        let mut command = command(file.path().to_str().unwrap());
        command.env_clear();
        for (name, value) in [
            ("HOME", home.path().to_str().unwrap()),
            ("TERM", "xterm-256color"),
            ("LANG", "C.UTF-8"),
            ("CSTO_QUIZ_NOW", "2026-11-23T09:00:00+01:00"),
            ("CSTO_QUIZ_SEED", "1"),
            ("PATH", "/usr/bin:/bin"),
        ]
        .iter()
        .chain(variables)
        {
            command.env(name, value);
        }
        let modes = modes(pair.master.as_ref());
        let mut child = pair.slave.spawn_command(command).unwrap();
        let process = i32::try_from(child.process_id().unwrap()).unwrap();
        let killer = child.clone_killer();
        let (sender, ended) = channel();
        thread::spawn(move || sender.send(child.wait().unwrap()));
        let (rows, columns) = cells(24, 80);
        let shown: Shown = Arc::new((Mutex::new(vt100::Parser::new(rows, columns, 0)), Condvar::new()));
        watch(pair.master.try_clone_reader().unwrap(), Arc::clone(&shown));
        let writer = pair.master.take_writer().unwrap();
        Self { home, deck: file, master: pair.master, writer, modes, shown, killer, ended, process }
    }

    /// Presses keys.
    fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Presses Ctrl-C once keys are read one by one.
    #[track_caller]
    fn interrupt(&mut self) {
        self.listens();
        self.send("\x03");
    }

    /// Waits until keys are read one by one: a menu stands on the screen a moment earlier, and Ctrl-C is
    /// no key then.
    #[track_caller]
    fn listens(&self) {
        let end = Instant::now() + PATIENCE;
        while modes(self.master.as_ref()) == self.modes {
            assert!(Instant::now() < end, "keys are not read; on the screen stands\n{}", self.contents());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until the screen is as wanted.
    #[track_caller]
    fn wait_until(&self, wanted: &str, is_wanted: impl Fn(&vt100::Screen) -> bool) {
        let shown = self.shown.0.lock().unwrap();
        let (shown, wait) =
            self.shown.1.wait_timeout_while(shown, PATIENCE, |shown| !is_wanted(shown.screen())).unwrap();
        let contents = shown.screen().contents();
        drop(shown);
        assert!(!wait.timed_out(), "waited for {wanted:?}; on the screen stands\n{contents}");
    }

    /// Waits until a text is on the screen.
    #[track_caller]
    fn wait_for(&self, text: &str) {
        self.wait_until(text, |screen| screen.contents().contains(text));
    }

    /// Waits until a row is exactly this.
    #[track_caller]
    fn wait_for_row(&self, wanted: &str) {
        self.wait_until(wanted, |screen| screen.contents().lines().any(|row| row.trim_end() == wanted));
    }

    fn contents(&self) -> String {
        self.shown.0.lock().unwrap().screen().contents()
    }

    fn cursor(&self) -> (u16, u16) {
        self.shown.0.lock().unwrap().screen().cursor_position()
    }

    /// Changes the size, as a window does.
    fn resize(&self, rows: u16, columns: u16) {
        let (high, wide) = cells(rows, columns);
        self.shown.0.lock().unwrap().screen_mut().set_size(high, wide);
        self.master.resize(size(rows, columns)).unwrap();
    }

    /// Waits for the end and returns the exit code.
    #[track_caller]
    fn exit_code(&self) -> u32 {
        let status = self.ended.recv_timeout(PATIENCE).ok();
        assert!(status.is_some(), "it does not end; on the screen stands\n{}", self.contents());
        let status = status.unwrap();
        assert_eq!(status.signal(), None, "it ended by itself");
        status.exit_code()
    }

    /// Checks that the terminal is as it was found.
    #[track_caller]
    fn is_given_back(&self) {
        self.wait_until("the normal screen with its cursor, and pastes as before", |screen| {
            !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
        });
        assert_eq!(modes(self.master.as_ref()), self.modes, "echo and lines are as before");
    }

    /// Returns how many reviews are saved.
    fn saved(&self) -> usize {
        let export = std::process::Command::new(PROGRAM)
            .args(["progress", "export"])
            .env_clear()
            .env("HOME", self.home.path())
            .output()
            .unwrap();
        assert!(export.status.success(), "{}", String::from_utf8_lossy(&export.stderr));
        String::from_utf8(export.stdout)
            .unwrap()
            .lines()
            .filter(|line| line.contains("\"revoked\":null"))
            .count()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // One that has ended already cannot be ended.
        let _ = self.killer.kill();
    }
}

#[test]
fn the_first_card_is_drawn_on_a_screen_of_its_own() {
    let terminal = Terminal::study(DECK);
    terminal.wait_for("card 1 of 3");
    terminal.wait_for("Ctrl-C save and quit");
    terminal.wait_for_row(">");
    let shown = terminal.shown.0.lock().unwrap();
    let screen = shown.screen();
    assert!(screen.alternate_screen());
    assert!(screen.bracketed_paste());
    assert!(!screen.hide_cursor());
    assert_eq!(screen.cursor_position().1, 2);
}

#[test]
fn a_typed_answer_gets_feedback_and_enter_the_next_card() {
    let mut terminal = Terminal::study(DECK);
    terminal.wait_for("card 1 of 3");
    terminal.send("Tashkent\r");
    terminal.wait_for("Right");
    terminal.wait_for("Enter accept");
    terminal.send("\r");
    terminal.wait_for("card 2 of 3");
    terminal.wait_for_row(">");
}

#[test]
fn keys_typed_ahead_are_taken_in_order() {
    let mut terminal = Terminal::study(DECK);
    terminal.send("Tashkent\r\rTashk");
    terminal.wait_for("card 2 of 3");
    terminal.wait_for_row("> Tashk");
}

#[test]
fn backspace_takes_a_wide_letter_whole() {
    let mut terminal = Terminal::study(DECK);
    terminal.wait_for("card 1 of 3");
    terminal.send("北京");
    terminal.wait_for_row("> 北京");
    terminal.send("\x7f");
    terminal.wait_for_row("> 北");
    assert_eq!(terminal.cursor().1, 4);
    terminal.send("\x7fабв\x1b[D\x7f");
    terminal.wait_for_row("> ав");
    assert_eq!(terminal.cursor().1, 3);
}

#[test]
fn keys_without_letters_type_nothing() {
    let mut terminal = Terminal::study(DECK);
    terminal.wait_for("card 1 of 3");
    terminal.send("one\x1b[1;5D\x1b[1;5C\x1b[15~\x1bOP\x1b[2~\x1b[5;9u\x1b[1;5Atwo");
    terminal.wait_for_row("> onetwo");
}

#[test]
fn the_menu_keeps_what_was_typed() {
    let mut terminal = Terminal::study(DECK);
    terminal.wait_for("card 1 of 3");
    terminal.send("abc");
    terminal.wait_for_row("> abc");
    terminal.send("\x1b");
    terminal.wait_for("Esc back");
    assert!(terminal.contents().contains("q quit"));
    terminal.wait_for_row("> abc");
    terminal.send("\x1b");
    terminal.wait_for("Esc menu");
    terminal.send("d");
    terminal.wait_for_row("> abcd");
}

#[test]
fn undo_asks_the_card_again() {
    let mut terminal = Terminal::study(DECK);
    terminal.wait_for("card 1 of 3");
    terminal.send("Tashkent\r");
    terminal.wait_for("Right");
    terminal.send("u");
    terminal.wait_for_row(">");
    terminal.wait_for("card 1 of 3");
    assert!(!terminal.contents().contains("Right"));
    terminal.interrupt();
    assert_eq!(terminal.exit_code(), 130);
    assert_eq!(terminal.saved(), 0);
}

#[test]
fn ctrl_c_saves_and_gives_the_terminal_back() {
    let mut terminal = Terminal::study(DECK);
    terminal.wait_for("card 1 of 3");
    terminal.send("Tashkent\r");
    terminal.wait_for("Right");
    terminal.interrupt();
    assert_eq!(terminal.exit_code(), 130);
    terminal.is_given_back();
    terminal.wait_for("saved");
    assert_eq!(terminal.saved(), 1);
}

#[test]
fn ctrl_d_on_an_empty_line_leaves() {
    let mut terminal = Terminal::study(DECK);
    terminal.wait_for("card 1 of 3");
    terminal.send("x\x04");
    terminal.wait_for_row("> x");
    terminal.send("\x7f\x04");
    assert_eq!(terminal.exit_code(), 0);
    terminal.is_given_back();
}

#[test]
fn a_signal_to_end_saves_and_gives_the_terminal_back() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 143), (Signal::INT, 130)] {
        let mut terminal = Terminal::study(DECK);
        terminal.wait_for("card 1 of 3");
        terminal.send("Tashkent\r");
        terminal.wait_for("Right");
        kill_process(Pid::from_raw(terminal.process).unwrap(), signal).unwrap();
        assert_eq!(terminal.exit_code(), code, "{signal:?}");
        terminal.is_given_back();
        assert_eq!(terminal.saved(), 1, "{signal:?}");
    }
}

#[test]
fn another_size_is_drawn_without_rest() {
    let mut terminal = Terminal::study(ONE_CARD);
    terminal.wait_for("card 1 of 1");
    terminal.send("abc");
    terminal.wait_for_row("> abc");
    let before = terminal.contents();
    let drawn = |contents: &str, text: &str| contents.matches(text).count() == 1;
    for (rows, columns) in [(12, 40), (8, 24), (50, 132), (5, 10)] {
        terminal.resize(rows, columns);
        terminal.send("d\x7f");
        terminal.wait_until("a frame of the new size", |screen| {
            let contents = screen.contents();
            drawn(&contents, "> abc\n") || (rows == 5 && drawn(&contents, "> abc"))
        });
    }
    terminal.resize(24, 80);
    terminal.wait_until("what was there before", |screen| screen.contents() == before);
}

#[test]
fn a_paste_of_several_lines_is_one_answer() {
    let mut terminal = Terminal::study(DECK);
    terminal.wait_for("card 1 of 3");
    terminal.send("\x1b[200~Tash\r\nkent\n\x1b[201~");
    terminal.wait_for_row("> Tash kent");
    terminal.wait_for("card 1 of 3");
}

#[test]
fn ctrl_z_stops_and_the_screen_comes_back_whole() {
    let script = r#"set -m; "$0" study "$1"; echo "it has stopped"; read -r _; fg; echo "code $?""#;
    let mut terminal = Terminal::start(DECK, |deck| {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", script, PROGRAM, deck]);
        command
    });
    terminal.wait_for("card 1 of 3");
    terminal.send("abc");
    terminal.wait_for_row("> abc");
    let before = terminal.contents();
    terminal.send("\x1a");
    terminal.wait_for("it has stopped");
    terminal.is_given_back();
    terminal.send("\r");
    terminal.wait_until("what was there before", |screen| {
        screen.contents() == before && screen.alternate_screen() && screen.bracketed_paste()
    });
    terminal.send("d");
    terminal.wait_for_row("> abcd");
    terminal.interrupt();
    terminal.wait_for("code 130");
    terminal.is_given_back();
}

#[test]
fn the_summary_stands_on_the_normal_screen() {
    let mut terminal = Terminal::study(ONE_CARD);
    terminal.wait_for("card 1 of 1");
    terminal.send("Tashkent\r");
    terminal.wait_for("Right");
    terminal.send("\r");
    assert_eq!(terminal.exit_code(), 0);
    terminal.is_given_back();
    terminal.wait_for("Session done: 1 card");
    assert_eq!(terminal.saved(), 1);
}

#[test]
fn the_learner_insists_and_takes_it_back() {
    let mut terminal = Terminal::study(ONE_CARD);
    terminal.wait_for("card 1 of 1");
    terminal.send("Toshkent city\r");
    terminal.wait_for("a I was right");
    terminal.send("a");
    terminal.wait_for("Right, on your word");
    terminal.wait_for("3 Good");
    terminal.send("u");
    terminal.wait_for_row(">");
    terminal.send("Toshkent city\r");
    terminal.wait_for("a I was right");
    terminal.interrupt();
    assert_eq!(terminal.exit_code(), 130);
    assert_eq!(terminal.saved(), 1);
}

#[test]
fn cards_are_put_aside_from_the_menu_and_come_back_step_by_step() {
    let mut terminal = Terminal::study(DECK);
    terminal.wait_for("card 1 of 3");
    let first = terminal.contents();
    terminal.send("\x1b");
    terminal.wait_for("b bury until tomorrow");
    terminal.send("b");
    terminal.wait_for("Buried until tomorrow");
    terminal.wait_for("card 1 of 2");
    terminal.send("\x1b");
    terminal.wait_for("x suspend");
    terminal.send("x");
    terminal.wait_for("Suspended until you resume it");
    terminal.wait_for("card 1 of 1");
    for left in ["card 1 of 2", "card 1 of 3"] {
        terminal.send("\x1b");
        terminal.wait_for("Esc back");
        terminal.send("u");
        terminal.wait_for(left);
    }
    terminal.wait_until("the first card", |screen| screen.contents() == first);
    terminal.interrupt();
    assert_eq!((terminal.exit_code(), terminal.saved()), (130, 0));
}

#[test]
fn the_help_goes_with_any_key_and_types_nothing() {
    let mut terminal = Terminal::study(DECK);
    terminal.wait_for("card 1 of 3");
    terminal.send("abc");
    terminal.wait_for_row("> abc");
    terminal.send("\x1b");
    terminal.wait_for("? help");
    terminal.send("?");
    terminal.wait_for("While a card is asked");
    assert!(!terminal.contents().contains("> abc"));
    terminal.send("x");
    terminal.wait_for_row("> abc");
    terminal.send("d");
    terminal.wait_for_row("> abcd");
}

#[test]
fn a_card_is_edited_at_its_line_and_asked_in_its_new_words() {
    // The editor mends the question, and says which line it was told.
    let editor = "sed -i -e 's/The capital?/The capital of Uzbekistan?/' -e '1i # told: '\"$EDITED\"";
    let tools = TempDir::new().unwrap();
    let script = tools.path().join("vi");
    std::fs::write(&script, format!("#!/bin/sh\nEDITED=$1; shift\n{editor} \"$1\"\n")).unwrap();
    let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&script, executable).unwrap();
    let mut terminal = Terminal::start_with(ONE_CARD, &[("EDITOR", script.to_str().unwrap())], |deck| {
        let mut command = CommandBuilder::new(PROGRAM);
        command.args(["study", deck]);
        command
    });
    terminal.wait_for("The capital?");
    terminal.send("\x1b");
    terminal.wait_for("e edit card");
    terminal.send("e");
    terminal.wait_for("The deck was read anew.");
    terminal.wait_for("The capital of Uzbekistan?");
    terminal.send("Tashkent\r");
    terminal.wait_for("Right");
    let deck = std::fs::read_to_string(terminal.deck.path()).unwrap();
    assert!(deck.starts_with("# told: +7\n"), "{deck}");
}

#[test]
fn a_deck_that_an_edit_has_broken_is_asked_as_it_was() {
    let mut terminal = Terminal::start_with(ONE_CARD, &[("EDITOR", "sed -i 's/^answer/anser/'")], |deck| {
        let mut command = CommandBuilder::new(PROGRAM);
        command.args(["study", deck]);
        command
    });
    terminal.wait_for("The capital?");
    terminal.send("\x1b");
    terminal.wait_for("e edit card");
    terminal.send("e");
    terminal.wait_for("The session goes on with the deck as it was");
    terminal.wait_for("unknown-key");
    terminal.send("Tashkent\r");
    terminal.wait_for("Right");
}

#[test]
fn which_figure_of_a_date_stands_first_is_asked_once_and_remembered() {
    let card = "[[date]]\nid = \"one\"\nquestion = \"When?\"\nanswer = \"6 July 2012\"\n";
    let deck = format!("[deck]\nformat = 1\nid = \"d\"\ntitle = \"D\"\n{card}");
    let mut terminal = Terminal::study(&deck);
    terminal.wait_for("card 1 of 1");
    terminal.send("6/7/2012");
    terminal.wait_for("reads as 6 July 2012 or 7 June 2012");
    terminal.send("\r");
    terminal.wait_for("Which do you mean?");
    terminal.wait_for("1 day first");
    terminal.send("1");
    terminal.wait_for("Right");
    terminal.interrupt();
    assert_eq!(terminal.exit_code(), 130);
    let order = std::process::Command::new(PROGRAM)
        .args(["config", "date_order"])
        .env_clear()
        .env("HOME", terminal.home.path())
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(order.stdout).unwrap(), "\"day\"\n");
}

#[test]
fn somebody_new_is_welcomed_by_a_menu() {
    let mut terminal = Terminal::start(DECK, |_| CommandBuilder::new(PROGRAM));
    terminal.wait_for("What would you like to do?");
    terminal.wait_for("Start the first session");
    terminal.send("\r");
    terminal.wait_for("card 1 of 10");
    terminal.interrupt();
    assert_eq!(terminal.exit_code(), 130);
    terminal.is_given_back();
    let mut terminal = Terminal::start(DECK, |_| CommandBuilder::new(PROGRAM));
    terminal.wait_for("What would you like to do?");
    terminal.send("\x1b");
    assert_eq!(terminal.exit_code(), 0);
    terminal.is_given_back();
}

#[test]
fn the_first_session_of_the_menu_is_handed_over_to_the_shared_folder() {
    let folder = TempDir::new().unwrap();
    let shared = folder.path().join("shared");
    std::fs::create_dir(&shared).unwrap();
    std::fs::write(folder.path().join("config.toml"), format!("progress_folder = {shared:?}\n")).unwrap();
    let config = [("CSTO_QUIZ_CONFIG_DIR", folder.path().to_str().unwrap())];
    let mut terminal = Terminal::start_with(DECK, &config, |_| CommandBuilder::new(PROGRAM));
    terminal.wait_for("Start the first session");
    terminal.send("\r");
    terminal.wait_for("card 1 of 10");
    terminal.send("x\r");
    terminal.wait_for("Enter accept");
    terminal.interrupt();
    assert_eq!(terminal.exit_code(), 130);
    let segment = std::fs::read_dir(&shared).unwrap().next().expect("a segment").unwrap().path();
    assert_eq!(std::fs::read_to_string(segment).unwrap().lines().count(), 1);
}

#[test]
fn ctrl_c_in_a_menu_shows_the_cursor_again() {
    let mut terminal = Terminal::start(DECK, |_| CommandBuilder::new(PROGRAM));
    terminal.wait_for("Quit");
    terminal.wait_until("a menu without a cursor", vt100::Screen::hide_cursor);
    terminal.interrupt();
    assert_eq!(terminal.exit_code(), 130);
    terminal.is_given_back();
}

#[test]
fn a_day_that_cannot_be_the_exams_is_asked_for_again() {
    let mut terminal = Terminal::start(DECK, |_| CommandBuilder::new(PROGRAM));
    terminal.resize(24, 40);
    terminal.wait_for("Quit");
    terminal.send("\x1b[B\r");
    terminal.wait_for("On which day is it?");
    terminal.send("soon\r");
    terminal.wait_for("no day that can be read");
    terminal.send("1 Jan 2020\r");
    terminal.wait_for("give a day after today");
    terminal.wait_until("the question once", |screen| {
        screen.contents().matches("On which day is it?").count() == 1 && !screen.contents().contains('✔')
    });
    terminal.interrupt();
    assert_eq!(terminal.exit_code(), 130);
    terminal.is_given_back();
}

/// Begins an exam on a terminal.
fn exam(deck: &str, variables: &[(&str, &str)], more: &[&str]) -> Terminal {
    Terminal::start_with(deck, variables, |deck| {
        let mut command = CommandBuilder::new(PROGRAM);
        command.args(["exam", deck]);
        command.args(more);
        command
    })
}

#[test]
fn an_exam_goes_back_marks_lists_hands_in_and_takes_a_challenge() {
    let mut terminal = exam(DECK, &[], &["--minutes", "60", "--pass", "50"]);
    terminal.wait_for("EXAM   question 1 of 3");
    terminal.wait_for("time left 60:00");
    terminal.send("Tashkent\r");
    terminal.wait_for("question 2 of 3   answered 1, marked 0");
    terminal.send("Toshkent city\t");
    terminal.wait_for("question 2 of 3, marked   answered 2, marked 1");
    terminal.send("\x1b[A");
    terminal.wait_for("question 1 of 3");
    terminal.wait_for_row("> Tashkent");
    terminal.send("\x1b");
    terminal.wait_for("h hand in");
    terminal.wait_for("marked  Question");
    terminal.send("3\r");
    terminal.wait_for("question 3 of 3");
    terminal.send("\r");
    terminal.wait_for("h hand in");
    terminal.send("h");
    terminal.wait_for("Hand in? 1 question without an answer.");
    terminal.send("y");
    terminal.wait_for("Exam   1 of 3   33%   pass mark 50%: not passed");
    terminal.wait_for("And now?");
    terminal.send("\r");
    terminal.wait_for("Question 2: 0 of 1");
    terminal.wait_for("Enough");
    terminal.send("\x1b[B\r");
    terminal.wait_for("Exam   2 of 3   67%   pass mark 50%: passed");
    terminal.wait_for("Question 3: 0 of 1");
    terminal.wait_for("Enough");
    terminal.send("\x1b[B\x1b[B\r");
    terminal.wait_for("Done");
    terminal.send("\x1b[B\x1b[B\r");
    assert_eq!(terminal.exit_code(), 0);
    terminal.is_given_back();
    assert_eq!(terminal.saved(), 3);
}

#[test]
fn a_killed_exam_goes_on_and_its_time_comes_up() {
    // It began fifty-nine seconds ago, so that a second is left when it goes on.
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
    let at = Timestamp::from_millis(i64::try_from(now).unwrap() - 58_000);
    let begun = Moment { at, offset: 0 }.rfc3339();
    let mut first = exam(DECK, &[("CSTO_QUIZ_NOW", &begun)], &["--minutes", "1"]);
    first.wait_for("EXAM   question 1 of 3");
    first.send("Tashkent\r");
    first.wait_for("question 2 of 3   answered 1");
    kill_process(Pid::from_raw(first.process).unwrap(), Signal::KILL).unwrap();
    let _ = first.ended.recv_timeout(PATIENCE);

    let home = first.home.path().to_str().unwrap().to_owned();
    let path = first.deck.path().to_str().unwrap().to_owned();
    let mut second = Terminal::start_with(DECK, &[("HOME", &home), ("CSTO_QUIZ_NOW", "")], |_| {
        let mut command = CommandBuilder::new(PROGRAM);
        command.args(["exam", &path]);
        command
    });
    second.wait_until("the offer, or the end of the time", |screen| {
        let contents = screen.contents();
        contents.contains("Leave it for later") || contents.contains("Exam   1 of 3")
    });
    if second.contents().contains("Go on with it") {
        second.send("\r");
    }
    second.wait_for("Exam   1 of 3   33%");
    second.wait_for("Time is up");
    second.wait_for("1 min 0 s of 1 min");
    second.wait_for("Done");
    second.send("\x1b[B\x1b[B\r");
    assert_eq!(second.exit_code(), 0);
}

#[test]
fn an_exam_that_was_left_is_handed_in_only_when_that_is_chosen() {
    let mut first = exam(DECK, &[], &["--minutes", "60"]);
    first.wait_for("EXAM   question 1 of 3");
    first.send("Tashkent\r\x03");
    assert_eq!(first.exit_code(), 130);
    first.wait_for("everything is saved");
    let home = first.home.path().to_str().unwrap().to_owned();
    let path = first.deck.path().to_str().unwrap().to_owned();
    let again = |keys: &str| {
        let mut terminal = Terminal::start_with(DECK, &[("HOME", &home)], |_| {
            let mut command = CommandBuilder::new(PROGRAM);
            command.args(["exam", &path, "--minutes", "60"]);
            command
        });
        terminal.wait_for("An exam was left: 1 of 3 answered, 60:00 left.");
        terminal.wait_for("Leave it for later");
        terminal.listens();
        terminal.send(keys);
        terminal
    };
    for (keys, code) in [("\x1b", 0), ("\x03", 130), ("\x1b[A\r", 0)] {
        let terminal = again(keys);
        assert_eq!(terminal.exit_code(), code, "{keys:?}");
        terminal.is_given_back();
    }
    let mut terminal = again("\x1b[B\r");
    terminal.wait_for("Exam   1 of 3   33%");
    terminal.wait_for("And now?");
    terminal.send("\x1b[A\r");
    terminal.wait_for("EXAM   question 1 of 3   answered 0");
}

#[test]
fn without_utf_8_every_screen_is_in_ascii() {
    let deck = "[deck]\nformat = 1\nid = \"d\"\ntitle = \"Столицы и города стран Азии\"\n\n[defaults]\ntopic = \"Азия\"\n\n\
        [[cloze]]\nid = \"one\"\nquestion = \"Столица Китая 中国 — {1: Пекин}.\"\nexplanation = \"北京\"\n";
    let variables = [("LC_ALL", "C"), ("NO_COLOR", "1")];
    let is_ascii = |screen: &vt100::Screen| screen.contents().is_ascii();
    let mut terminal = Terminal::start_with(deck, &variables, |deck| {
        let mut command = CommandBuilder::new(PROGRAM);
        command.args(["study", deck]);
        command
    });
    terminal.wait_for("Stolitsa Kitaya ZhongGuo - [...].");
    terminal.wait_until("ASCII", is_ascii);
    terminal.send("x\r");
    terminal.wait_for("answer        Pekin");
    terminal.wait_for("BeiJing");
    terminal.wait_until("ASCII", is_ascii);
    terminal.send("\r\x03");
    terminal.wait_for("everything answered is saved");
    terminal.wait_until("ASCII", is_ascii);
    let mut terminal = exam(deck, &variables, &[]);
    terminal.wait_for("Stolitsa Kitaya ZhongGuo - [...].");
    terminal.send("x\r");
    terminal.wait_for("+         Stolitsa");
    terminal.wait_until("ASCII", is_ascii);
    terminal.send("hy");
    terminal.wait_for("And now:");
    terminal.send("\r");
    terminal.wait_for("answer        Pekin");
    terminal.wait_for("> Next");
    terminal.wait_until("ASCII", is_ascii);
}

#[test]
fn messages_of_a_narrow_terminal_are_broken_at_blanks() {
    let mut terminal = Terminal::start(DECK, |_| {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", r#"read -r _; "$0" plan set 2020-01-01; "$0" card bury kz; echo end"#, PROGRAM]);
        command
    });
    terminal.resize(24, 40);
    terminal.send("\r");
    terminal.wait_for("end");
    terminal.wait_for_row("error: the exam on 1 Jan 2020 is not");
    terminal.wait_for_row("ahead");
}

#[test]
fn what_a_setting_means_is_a_comment_in_each_of_its_lines() {
    let terminal = Terminal::start(DECK, |_| {
        let mut command = CommandBuilder::new(PROGRAM);
        command.arg("config");
        command
    });
    terminal.wait_for_row("desired_retention = 0.9");
    terminal.wait_for_row("  # probability of recall at which a card falls due, 0.70 to 0.97");
    terminal.wait_for_row("rollover_hour = 4   # hour at which a study day ends, 0 to 23");
}

/// Says that the test beside it runs in a terminal and is to panic there.
const PANICS: &str = "PTY_TEST_PANICS";

#[test]
fn a_panic_gives_the_terminal_back() {
    if std::env::var_os(PANICS).is_some() {
        let style = Style { color: false, signs: Signs::Unicode };
        let mut held = Rich::open(Stop::none(), style).unwrap();
        held.release();
        let _held = Rich::open(Stop::none(), style).unwrap();
        panic!("this is the panic");
    }
    let itself = std::env::current_exe().unwrap();
    let terminal = Terminal::start_with(DECK, &[(PANICS, "1")], |_| {
        let mut command = CommandBuilder::new(itself);
        command.args(["--exact", "a_panic_gives_the_terminal_back", "--nocapture"]);
        command
    });
    assert_eq!(terminal.exit_code(), 101);
    terminal.is_given_back();
    terminal.wait_for("this is the panic");
}
