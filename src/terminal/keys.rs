//! Which keys do the bytes of a terminal stand for?
//!
//! A [`Decoder`] puts escape sequences and letters together again across reads; what it does not
//! know types nothing. `rich` feeds it.

use crate::terminal::lines::LONGEST_LINE;

/// What begins every sequence, and what the Esc key sends.
const ESC: u8 = 0x1b;
/// What ends a paste.
const PASTE_END: &[u8] = b"\x1b[201~";
/// Quiet ticks after which an Esc is the Esc key.
const ESC_TICKS: u32 = 1;
/// Quiet ticks after which a sequence that does not end is given up.
const SEQUENCE_TICKS: u32 = 20;
/// Quiet ticks after which a paste that does not end is over.
const PASTE_TICKS: u32 = 40;
/// The longest sequence, in bytes.
const LONGEST_SEQUENCE: usize = 64;

/// A key pressed, or a text pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Char(char),
    Alt(char),
    /// With its letter in lower case.
    Ctrl(char),
    Enter,
    Tab,
    BackTab,
    Esc,
    Backspace,
    Delete,
    Insert,
    Left,
    Right,
    Up,
    Down,
    WordLeft,
    WordRight,
    Home,
    End,
    PageUp,
    PageDown,
    /// From 1.
    Function(u8),
    /// With `\n` as its line end.
    Paste(String),
}

/// What the next bytes are.
enum Next {
    /// Not yet to be told.
    Unfinished,
    /// So many bytes, which are this key or nothing.
    Key(usize, Option<Key>),
    /// So many bytes, behind which a paste begins.
    Paste(usize),
}

/// What puts bytes together to keys.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    unread: Vec<u8>,
    paste: Option<Vec<u8>>,
    quiet: u32,
}

impl Decoder {
    /// Takes bytes as they come and returns the keys that are complete.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Vec<Key> {
        self.quiet = 0;
        self.unread.extend_from_slice(bytes);
        let mut keys = Vec::new();
        loop {
            if self.paste.is_some() {
                match self.paste_end() {
                    Some(paste) => keys.push(paste),
                    None => return keys,
                }
            }
            match next(&self.unread) {
                Next::Unfinished => return keys,
                Next::Key(used, key) => {
                    self.unread.drain(..used);
                    keys.extend(key);
                }
                Next::Paste(used) => {
                    self.unread.drain(..used);
                    self.paste = Some(Vec::new());
                }
            }
        }
    }

    /// Returns whether silence would tell something: [`Decoder::silence`] is then to be called
    /// after every 50 ms without a byte.
    pub(super) fn is_waiting(&self) -> bool {
        self.paste.is_some() || self.unread.first() == Some(&ESC)
    }

    /// Takes 50 ms without a byte and returns the keys that this makes complete.
    pub(super) fn silence(&mut self) -> Vec<Key> {
        self.quiet += 1;
        if self.paste.is_some() {
            if self.quiet < PASTE_TICKS {
                return Vec::new();
            }
            let rest = std::mem::take(&mut self.unread);
            return self.paste.take().map(|paste| pasted(&[paste, rest].concat())).into_iter().collect();
        }
        let (ticks, key) = match self.unread.as_slice() {
            [ESC] => (ESC_TICKS, Some(Key::Esc)),
            [ESC, letter @ b' '..=b'~'] => (SEQUENCE_TICKS, Some(Key::Alt(char::from(*letter)))),
            _ => (SEQUENCE_TICKS, None),
        };
        if !self.is_waiting() || self.quiet < ticks {
            return Vec::new();
        }
        self.unread.clear();
        key.into_iter().collect()
    }

    /// Moves what is pasted out of the way, and returns the paste when its end has come.
    fn paste_end(&mut self) -> Option<Key> {
        let end = self.unread.windows(PASTE_END.len()).position(|window| window == PASTE_END);
        let held_back = self.unread.len().saturating_sub(PASTE_END.len() - 1);
        let bytes: Vec<u8> = self.unread.drain(..end.unwrap_or(held_back)).collect();
        let paste = self.paste.get_or_insert_default();
        paste.extend(bytes);
        paste.truncate(LONGEST_LINE);
        end?;
        self.unread.drain(..PASTE_END.len());
        self.paste.take().map(|paste| pasted(&paste))
    }
}

fn pasted(bytes: &[u8]) -> Key {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n").replace('\r', "\n");
    Key::Paste(text)
}

fn next(bytes: &[u8]) -> Next {
    match bytes {
        [] | [ESC] | [ESC, b']' | b'P'] => Next::Unfinished,
        [ESC, b'[', rest @ ..] => control_sequence(rest),
        [ESC, b'O', rest @ ..] => single_shift(rest),
        // An answer of the terminal to a question that another program asked.
        [ESC, b']', b'0'..=b'9', ..] | [ESC, b'P', b'0' | b'1' | b'>' | b'!', ..] => string(bytes),
        [ESC, rest @ ..] => match single(rest) {
            Next::Key(used, Some(Key::Char(c))) => Next::Key(used + 1, Some(Key::Alt(c))),
            Next::Key(used, Some(Key::Backspace)) => Next::Key(used + 1, Some(Key::Ctrl('w'))),
            Next::Unfinished if rest.first() != Some(&ESC) => Next::Unfinished,
            Next::Key(..) | Next::Unfinished | Next::Paste(_) => Next::Key(1, Some(Key::Esc)),
        },
        bytes => single(bytes),
    }
}

/// Reads a key that is no sequence.
fn single(bytes: &[u8]) -> Next {
    let Some(first) = bytes.first() else { return Next::Unfinished };
    let key = match first {
        b'\r' | b'\n' => Some(Key::Enter),
        b'\t' => Some(Key::Tab),
        0x7f | 0x08 => Some(Key::Backspace),
        &ESC => return Next::Unfinished,
        1..=26 => Some(Key::Ctrl(char::from(b'a' + first - 1))),
        0..=31 => None,
        32..=126 => Some(Key::Char(char::from(*first))),
        128.. => return letter(bytes),
    };
    Next::Key(1, key)
}

/// Reads a letter of several bytes.
fn letter(bytes: &[u8]) -> Next {
    let start = bytes.get(..bytes.len().min(4)).unwrap_or_default();
    let (valid, broken) = match std::str::from_utf8(start) {
        Ok(text) => (text, None),
        Err(error) => {
            let valid = start.get(..error.valid_up_to()).unwrap_or_default();
            (std::str::from_utf8(valid).unwrap_or_default(), Some(error.error_len()))
        }
    };
    match (valid.chars().next(), broken) {
        (Some(c), _) => Next::Key(c.len_utf8(), (!c.is_control()).then_some(Key::Char(c))),
        (None, Some(Some(length))) => Next::Key(length, None),
        (None, Some(None) | None) => Next::Unfinished,
    }
}

/// Reads what follows `ESC [`.
fn control_sequence(rest: &[u8]) -> Next {
    // The Linux console sends `ESC [ [ A` to `E` for its first function keys.
    match rest {
        [b'['] => return Next::Unfinished,
        [b'[', letter @ b'A'..=b'E', ..] => return Next::Key(4, Some(Key::Function(letter - b'A' + 1))),
        _ => {}
    }
    let Some(end) = rest.iter().position(|byte| !matches!(byte, 0x20..=0x3f)) else {
        let is_endless = rest.len() > LONGEST_SEQUENCE;
        return if is_endless { Next::Key(rest.len() + 2, None) } else { Next::Unfinished };
    };
    let (parameters, last) = (&rest[..end], rest[end]);
    if !matches!(last, 0x40..=0x7e) {
        return Next::Key(end + 2, None);
    }
    if (parameters, last) == (b"200", b'~') {
        return Next::Paste(end + 3);
    }
    let mut numbers = parameters.split(|byte| *byte == b';').map(number);
    let first = numbers.next().unwrap_or(Some(0));
    let modifiers = numbers.next().unwrap_or(Some(1));
    let key = first.zip(modifiers).and_then(|(first, modifiers)| {
        // One more than the sum of shift 1, alt 2, ctrl 4.
        let by_word = modifiers.saturating_sub(1) & 6 != 0;
        sequence_key(first, last, by_word)
    });
    Next::Key(end + 3, key)
}

/// Reads a number; an empty one is 0, a private one nothing.
fn number(digits: &[u8]) -> Option<u16> {
    if digits.is_empty() { Some(0) } else { std::str::from_utf8(digits).ok()?.parse().ok() }
}

fn sequence_key(first: u16, last: u8, by_word: bool) -> Option<Key> {
    match last {
        b'C' if by_word => Some(Key::WordRight),
        b'D' if by_word => Some(Key::WordLeft),
        b'A' | b'a' => Some(Key::Up),
        b'B' | b'b' => Some(Key::Down),
        b'C' | b'c' => Some(Key::Right),
        b'D' | b'd' => Some(Key::Left),
        b'H' => Some(Key::Home),
        b'F' => Some(Key::End),
        b'Z' => Some(Key::BackTab),
        b'P'..=b'S' => Some(Key::Function(last - b'P' + 1)),
        b'~' | b'^' | b'@' => numbered_key(first),
        _ => None,
    }
}

fn numbered_key(number: u16) -> Option<Key> {
    let function =
        |from: u16, first: u8| u8::try_from(number - from).ok().map(|at| Key::Function(at + first));
    match number {
        1 | 7 => Some(Key::Home),
        2 => Some(Key::Insert),
        3 => Some(Key::Delete),
        4 | 8 => Some(Key::End),
        5 => Some(Key::PageUp),
        6 => Some(Key::PageDown),
        11..=15 => function(11, 1),
        17..=21 => function(17, 6),
        23..=24 => function(23, 11),
        _ => None,
    }
}

/// Reads what follows `ESC O`.
fn single_shift(rest: &[u8]) -> Next {
    let Some(end) = rest.iter().position(|byte| !byte.is_ascii_digit()) else {
        let is_endless = rest.len() > LONGEST_SEQUENCE;
        return if is_endless { Next::Key(rest.len() + 2, None) } else { Next::Unfinished };
    };
    let key = match rest[end] {
        b'A' => Some(Key::Up),
        b'B' => Some(Key::Down),
        b'C' => Some(Key::Right),
        b'D' => Some(Key::Left),
        b'c' => Some(Key::WordRight),
        b'd' => Some(Key::WordLeft),
        b'H' => Some(Key::Home),
        b'F' => Some(Key::End),
        b'M' => Some(Key::Enter),
        last @ b'P'..=b'S' => Some(Key::Function(last - b'P' + 1)),
        // No sequence: what comes is a key of its own.
        0..=31 | 127.. => return Next::Key(end + 2, None),
        _ => None,
    };
    Next::Key(end + 3, key)
}

/// Reads a string of the terminal, which ends with BEL or `ESC \`.
fn string(bytes: &[u8]) -> Next {
    let bell = bytes.iter().position(|byte| *byte == 0x07).map(|at| at + 1);
    let mark = bytes.windows(2).position(|pair| pair == b"\x1b\\").map(|at| at + 2);
    match [bell, mark].into_iter().flatten().min() {
        Some(used) => Next::Key(used, None),
        None if bytes.len() > LONGEST_LINE => Next::Key(bytes.len(), None),
        None => Next::Unfinished,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys(bytes: &[u8]) -> Vec<Key> {
        Decoder::default().feed(bytes)
    }

    #[track_caller]
    fn case(bytes: &str, wanted: &[Key]) {
        assert_eq!(keys(bytes.as_bytes()), wanted, "at once: {bytes:?}");
        let mut decoder = Decoder::default();
        let one_by_one: Vec<Key> = bytes.bytes().flat_map(|byte| decoder.feed(&[byte])).collect();
        assert_eq!(one_by_one, wanted, "byte by byte: {bytes:?}");
        assert!(!decoder.is_waiting());
    }

    #[test]
    fn letters_of_every_length_come_whole() {
        case("aЖ北🦀", &[Key::Char('a'), Key::Char('Ж'), Key::Char('北'), Key::Char('🦀')]);
        case("e\u{301}", &[Key::Char('e'), Key::Char('\u{301}')]);
    }

    #[test]
    fn control_keys_have_their_names() {
        case("\r\n", &[Key::Enter, Key::Enter]);
        case("\t\u{7f}\u{8}", &[Key::Tab, Key::Backspace, Key::Backspace]);
        case("\u{3}\u{4}\u{1a}\0\u{1c}", &[Key::Ctrl('c'), Key::Ctrl('d'), Key::Ctrl('z')]);
    }

    #[test]
    fn arrows_and_their_forms() {
        case("\x1b[A\x1b[B\x1b[C\x1b[D", &[Key::Up, Key::Down, Key::Right, Key::Left]);
        case("\x1bOA\x1bOB\x1bOC\x1bOD", &[Key::Up, Key::Down, Key::Right, Key::Left]);
        case("\x1b[1;5C\x1b[1;5D", &[Key::WordRight, Key::WordLeft]);
        case("\x1b[1;3C\x1b[5D\x1b[1;2C", &[Key::WordRight, Key::Left, Key::Right]);
        case("\x1bOc\x1bOd", &[Key::WordRight, Key::WordLeft]);
        case("\x1b[1;5A", &[Key::Up]);
    }

    #[test]
    fn the_ends_of_a_line_in_every_form() {
        for home in ["\x1b[H", "\x1bOH", "\x1b[1~", "\x1b[7~", "\x1b[1;5H", "\x1b[7^"] {
            case(home, &[Key::Home]);
        }
        for end in ["\x1b[F", "\x1bOF", "\x1b[4~", "\x1b[8~", "\x1b[1;2F"] {
            case(end, &[Key::End]);
        }
    }

    #[test]
    fn other_keys_of_sequences() {
        case("\x1b[2~\x1b[3~\x1b[5~\x1b[6~", &[Key::Insert, Key::Delete, Key::PageUp, Key::PageDown]);
        case("\x1bOP\x1b[15~\x1b[24~\x1b[[E\x1b[1;5Q", &[1, 5, 12, 5, 2].map(Key::Function));
        case("\x1b[Z\x1bb\x1bЖ", &[Key::BackTab, Key::Alt('b'), Key::Alt('Ж')]);
        case("\x1b\u{7f}", &[Key::Ctrl('w')]);
    }

    #[test]
    fn what_is_not_known_types_nothing() {
        case("\x1b[?1;2cx", &[Key::Char('x')]);
        case("\x1b[99~\x1b[97;5u\x1bOxy", &[Key::Char('y')]);
        case("\x1b]11;rgb:0000/0000/0000\x1b\\x", &[Key::Char('x')]);
        case("\x1b[3\u{3}", &[Key::Ctrl('c')]);
        case("\u{9b}x", &[Key::Char('x')]);
        assert_eq!(keys(b"\xff\xc3(x"), [Key::Char('('), Key::Char('x')]);
    }

    #[test]
    fn an_escape_is_a_key_only_after_silence() {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.feed(b"\x1b"), []);
        assert!(decoder.is_waiting());
        assert_eq!(decoder.silence(), [Key::Esc]);
        assert_eq!(keys(b"\x1b\x1b[A"), [Key::Esc, Key::Up]);
        assert_eq!(keys(b"\x1b\r"), [Key::Esc, Key::Enter]);
    }

    #[test]
    fn a_sequence_that_does_not_end_is_given_up() {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.feed(b"\x1b[1;"), []);
        for _ in 0..SEQUENCE_TICKS {
            assert_eq!(decoder.silence(), []);
        }
        assert_eq!(decoder.feed(b"x"), [Key::Char('x')]);
    }

    #[test]
    fn a_paste_is_one_key() {
        case(
            "\x1b[200~one\r\ntwo\x1b[A\x03\x1b[201~x",
            &[Key::Paste("one\ntwo\x1b[A\x03".to_owned()), Key::Char('x')],
        );
    }

    #[test]
    fn a_paste_whose_end_is_lost_ends_with_silence() {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.feed(b"\x1b[200~lost"), []);
        let keys: Vec<Key> = (0..PASTE_TICKS).flat_map(|_| decoder.silence()).collect();
        assert_eq!(keys, [Key::Paste("lost".to_owned())]);
        assert_eq!(decoder.feed(b"x"), [Key::Char('x')]);
    }

    proptest! {
        #[test]
        fn keys_do_not_hang_on_where_reads_end(bytes in any::<Vec<u8>>(), at in any::<prop::sample::Index>()) {
            let (left, right) = bytes.split_at(at.index(bytes.len() + 1));
            let mut decoder = Decoder::default();
            let parts = [decoder.feed(left), decoder.feed(right)].concat();
            prop_assert_eq!(parts, keys(&bytes));
        }
    }
}
