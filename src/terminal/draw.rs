//! What stands in which row of a terminal?
//!
//! [`frame`] lays a dialogue out; `rich` shows it.

use crate::answer::prompt::Ask;
use crate::answer::reads_as;
use crate::terminal::dialogue::{Dialogue, Mode};
use crate::terminal::paint::{Frame, Size};
use crate::terminal::rows::{INPUT_MARK, clipped, position, shown_in, typed_line};
use crate::text::width;
use crate::view::help::help;
use crate::view::keys::{is_about_keys, menu};
use crate::view::session::page;
use crate::view::text::{Line, Role, Signs, Text};

/// What stands below the help.
const HELP_FOOTER: &str = "Any other key goes back";
/// The most rows that the items entered may take.
const MOST_ITEM_ROWS: usize = 4;

/// The parts of a frame, before they share the rows.
struct Parts {
    header: Vec<Line>,
    body: Vec<Line>,
    /// The line of the body that matters most.
    focus: usize,
    /// With the line that is typed as the last.
    input: Vec<Line>,
    footer: Vec<Line>,
}

/// Lays a dialogue out; `top` is the first line of the body to be seen, as far as there are so
/// many; without one, that which matters most is seen. Header, input and footer keep their places,
/// the body gets the rows between.
pub(super) fn frame(dialogue: &Dialogue, top: Option<usize>, size: Size, signs: Signs) -> Frame {
    let parts = parts(dialogue, size, signs);
    let Parts { header, body, focus, input, footer } = shared(parts, size.rows);
    let [header, body, footer] = [header, body, footer].map(|lines| shown_in(signs, lines));
    let kept = header.len() + input.len() + footer.len();
    let gaps = usize::from(!header.is_empty()) + 1;
    let (above, below) = match size.rows.saturating_sub(kept) {
        free if free > gaps => (gaps - 1, 1),
        _ => (0, 0),
    };
    // A line that helps and need not be there: only where rows are left over.
    let reading = reading(dialogue).filter(|_| body.len() + kept + above + below < size.rows);
    let room = size.rows.saturating_sub(kept + above + below + usize::from(reading.is_some()));
    let top = top.unwrap_or(if body.len() > room { focus } else { 0 }).min(body.len().saturating_sub(room));
    let mut rows = header;
    rows.resize(rows.len() + above, Line::default());
    let (seen, all) = (body.len().min(room), body.len());
    let hidden = all > room;
    rows.extend(body.into_iter().skip(top).take(seen));
    if below > 0 {
        rows.push(if hidden { position((top, room, all), size.columns, signs) } else { Line::default() });
    }
    let cursor = dialogue.types().then(|| {
        let (_, column) = typed_line(&dialogue.draft.editor, size.columns, signs);
        (rows.len() + input.len().saturating_sub(1), column.min(size.columns.saturating_sub(1)))
    });
    rows.extend(input);
    rows.extend(reading);
    rows.resize(size.rows.saturating_sub(footer.len()).max(rows.len()), Line::default());
    rows.extend(footer);
    let rows = rows.into_iter().take(size.rows).map(|line| clipped(line, size.columns, signs)).collect();
    Frame { rows, cursor, top, room }
}

fn parts(dialogue: &Dialogue, size: Size, signs: Signs) -> Parts {
    let page = page(&dialogue.screen, size.columns, signs);
    if dialogue.help {
        let mut footer = Text::default();
        footer.say(Role::Dim, HELP_FOOTER);
        let (header, footer) = (page.header.lines, footer.lines);
        return Parts { header, body: help(size.columns).lines, focus: 0, input: Vec::new(), footer };
    }
    let footer = match dialogue.note {
        Some(note) => {
            let mut text = Text::default();
            text.wrapped(Role::Nearly, note, size.columns, 0);
            if is_about_keys(note) {
                text.append(page.footer);
            }
            text
        }
        None if dialogue.menu => menu(&dialogue.screen, size.columns),
        None => page.footer,
    };
    let mut body = page.body.lines;
    while body.last().is_some_and(|line| line.pieces.is_empty()) {
        body.pop();
    }
    let (header, focus) = (page.header.lines, page.focus);
    Parts { header, body, focus, input: input(dialogue, size, signs), footer: footer.lines }
}

/// Takes away what a small terminal has no rows for: the header first, then items and footer.
fn shared(mut parts: Parts, rows: usize) -> Parts {
    let body = parts.body.len().min(1);
    let wanted = |parts: &Parts| parts.header.len() + body + parts.input.len() + parts.footer.len();
    if wanted(&parts) > rows {
        parts.header.clear();
    }
    while wanted(&parts) > rows && parts.input.len() > 1 {
        parts.input.remove(0);
    }
    while wanted(&parts) > rows && !parts.footer.is_empty() {
        parts.footer.pop();
    }
    parts
}

/// Returns the items entered and the line that is typed.
fn input(dialogue: &Dialogue, size: Size, signs: Signs) -> Vec<Line> {
    if !dialogue.types() {
        return Vec::new();
    }
    let mut lines = Text::default();
    if let (Mode::Items, Ask::Set { count, .. }) = (dialogue.mode, &dialogue.screen.prompt.ask) {
        let mark = match signs {
            Signs::Unicode => "·",
            Signs::Ascii => "-",
        };
        let items = &dialogue.draft.items;
        if !items.is_empty() {
            let list: Vec<String> = items.iter().map(|item| format!("{mark} {item}")).collect();
            let entered: usize = items.iter().map(|item| item.split([',', ';']).count()).sum();
            let words = format!("{}   {entered} of {count}", list.join("   "));
            lines.wrapped(Role::Plain, &words, size.columns, INPUT_MARK.len());
        }
    }
    let mut lines = lines.lines;
    lines.drain(..lines.len().saturating_sub(MOST_ITEM_ROWS));
    lines.push(typed_line(&dialogue.draft.editor, size.columns, signs).0);
    lines
}

/// Returns how a date or a number reads that is being typed.
fn reading(dialogue: &Dialogue) -> Option<Line> {
    let typed = dialogue.types().then(|| dialogue.draft.editor.text())?;
    let reading = reads_as(&dialogue.screen.prompt.ask, typed)?;
    let words = format!("{:indent$}reads as {reading}", "", indent = width(INPUT_MARK));
    Some(Line::new(Role::Dim, words))
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU16;

    use super::*;
    use crate::reading::date::Precision;
    use crate::session::screen::Screen;
    use crate::terminal::dialogue::Draft;
    use crate::terminal::keys::Key;
    use crate::terminal::paint::encoded;
    use crate::terminal::samples::{asked, choice, feedback, hinted, ticking};

    const USUAL: Size = Size { columns: 80, rows: 24 };
    const SMALL: Size = Size { columns: 40, rows: 12 };

    fn dialogue(screen: &Screen, typed: &str) -> Dialogue {
        let mut dialogue = Dialogue::new(screen, Draft::default());
        for c in typed.chars() {
            let _ = dialogue.press(&if c == '\n' { Key::Enter } else { Key::Char(c) });
        }
        dialogue
    }

    /// Draws a dialogue over a screen full of letters, as a terminal shows it.
    fn shown(dialogue: &Dialogue, top: usize, size: Size) -> vt100::Parser {
        let length = |cells: usize| NonZeroU16::new(u16::try_from(cells).unwrap()).unwrap();
        let (rows, columns) = (length(size.rows), length(size.columns));
        let mut terminal = vt100::Parser::new(rows, columns, 0);
        for row in 1..=size.rows {
            terminal.process(format!("\x1b[{row};1H{}", "Z".repeat(size.columns)).as_bytes());
        }
        let frame = frame(dialogue, Some(top), size, Signs::Unicode);
        terminal.process(encoded(&frame, size, true, false).as_bytes());
        terminal
    }

    fn contents(dialogue: &Dialogue, size: Size) -> String {
        shown(dialogue, 0, size).screen().contents()
    }

    #[test]
    fn a_date_says_how_it_reads_where_there_is_room() {
        let screen = asked("When was it signed?", Ask::Date(Precision::Day));
        let typing = dialogue(&screen, "15.5.1992");
        let terminal = shown(&typing, 0, USUAL);
        let (row, column) = terminal.screen().cursor_position();
        let all = terminal.screen().contents();
        let line = |row: u16| all.lines().nth(row.into()).unwrap_or_default();
        assert_eq!((line(row), column), ("> 15.5.1992", 11));
        assert_eq!(line(row + 1), "  reads as 15 May 1992");
        assert!(!contents(&typing, Size { columns: 30, rows: 8 }).contains("reads as"));
        assert!(!contents(&dialogue(&screen, "15 may 1992"), USUAL).contains("reads as"));
    }

    #[test]
    fn a_typed_card_on_a_usual_terminal() {
        let screen = asked("When was the Collective Security Treaty signed?", Ask::Text);
        let dialogue = dialogue(&hinted(&screen, 1), "15 may 1992");
        let terminal = shown(&dialogue, 0, USUAL);
        insta::assert_snapshot!(terminal.screen().contents(), @"
        CSTO   card 5 of 12  ████░░░░░░░░   due 7  new 3  again 1               Treaties

          When was the Collective Security Treaty signed?

          Hint: It was a May.

        > 15 may 1992
















        Enter answer   Esc menu   Ctrl-C save and quit
        ");
        assert_eq!(terminal.screen().cursor_position(), (6, 13));
        assert!(!terminal.screen().hide_cursor());
    }

    #[test]
    fn a_set_on_a_small_terminal() {
        let screen = asked("Name the six founding members.", Ask::Set { count: 6, need: 6 });
        let dialogue = dialogue(&screen, "Russia\nBelarus\nArmenia\nKazakhstan\nkyr");
        insta::assert_snapshot!(contents(&dialogue, SMALL), @"
        card 5 of 12   due 7  new 3  again 1

          Name the six founding members.
          (6 in any order)

          · Russia   · Belarus   · Armenia   ·
          Kazakhstan   4 of 6
        > kyr

        Enter next   empty Enter done
        Backspace edit last   Esc menu
        Ctrl-C save and quit
        ");
    }

    #[test]
    fn choices_hide_the_cursor() {
        let terminal = shown(&dialogue(&choice(4, false), ""), 0, SMALL);
        insta::assert_snapshot!(terminal.screen().contents(), @"
        card 5 of 12   due 7  new 3  again 1

          Which?

          1  option 1
          2  option 2
          3  option 3
          4  option 4


        1-4 choose   d don't know   Esc menu
        Ctrl-C save and quit
        ");
        assert!(terminal.screen().hide_cursor());
    }

    #[test]
    fn ticks_and_feedback() {
        insta::assert_snapshot!(contents(&dialogue(&ticking(3), "2"), SMALL), @"
        card 5 of 12   due 7  new 3  again 1

          Why?

          you answered  point 1
          Which of these did you have?
          [x] 1  point 1
          [x] 2  point 2
          [ ] 3  point 3

        1-3 tick   Enter done   Esc menu
        Ctrl-C save and quit
        ");
        insta::assert_snapshot!(contents(&dialogue(&feedback(), ""), SMALL), @"
        card 5 of 12   due 7  new 3  again 1

          When was the Collective Security
          Treaty signed?

          ✓ Right
          you answered  15 may 1992
          answer        15 May 1992
          ↕ lines 1-6 of 9, PgUp and PgDn move
        3 Good, next in 6 days
        Enter accept   1 Again 2 Hard 3 Good
        4 Easy   u undo   Esc menu
        ");
    }

    #[test]
    fn a_long_question_leaves_room_for_the_verdict() {
        let mut screen = feedback();
        screen.prompt.question = "A question of many words that goes on and on. ".repeat(8);
        let dialogue = dialogue(&screen, "");
        let first = frame(&dialogue, None, SMALL, Signs::Unicode);
        let rows: Vec<String> = first.rows.iter().map(Line::plain).collect();
        assert!(
            rows.iter().any(|row| row.contains("Right")) && rows.iter().any(|row| row.contains("answer ")),
            "{rows:?}"
        );
    }

    #[test]
    fn the_menu_takes_the_place_of_the_keys() {
        let mut dialogue = dialogue(&asked("Who?", Ask::Text), "abc");
        let _ = dialogue.press(&Key::Esc);
        insta::assert_snapshot!(contents(&dialogue, SMALL), @"
        card 5 of 12   due 7  new 3  again 1

          Who?

        > abc




        s skip   h hint   u undo   e edit card
        b bury until tomorrow   x suspend
        ? help   q quit   Esc back
        ");
    }

    #[test]
    fn a_long_body_moves_and_the_input_stays() {
        let lines: Vec<String> = (1..=30).map(|number| format!("line {number}")).collect();
        let dialogue = dialogue(&asked(&lines.join("\n"), Ask::Text), "abc");
        let top = frame(&dialogue, Some(0), SMALL, Signs::Unicode);
        assert_eq!((top.top, top.room), (0, 6));
        insta::assert_snapshot!(contents(&dialogue, SMALL), @"
        card 5 of 12   due 7  new 3  again 1

          line 1
          line 2
          line 3
          line 4
          line 5
          line 6
          ↕ lines 1-6 of 30, PgUp and PgDn move
        > abc
        Enter answer   Esc menu
        Ctrl-C save and quit
        ");
        let end = frame(&dialogue, Some(usize::MAX), SMALL, Signs::Unicode);
        assert_eq!((end.top, end.room), (24, 6));
        insta::assert_snapshot!(shown(&dialogue, usize::MAX, SMALL).screen().contents(), @"
        card 5 of 12   due 7  new 3  again 1

          line 25
          line 26
          line 27
          line 28
          line 29
          line 30
          ↕ 25-30 of 30, PgUp PgDn
        > abc
        Enter answer   Esc menu
        Ctrl-C save and quit
        ");
    }

    #[test]
    fn wide_letters_put_the_cursor_behind_them() {
        let terminal = shown(&dialogue(&asked("北京在哪里?", Ask::Text), "北京"), 0, SMALL);
        assert_eq!(terminal.screen().cursor_position(), (4, 6));
        let long = dialogue(&asked("?", Ask::Text), &"北".repeat(40));
        let terminal = shown(&long, 0, SMALL);
        assert_eq!(terminal.screen().cursor_position(), (4, 38));
        assert!(!terminal.screen().contents().contains('Z'));
    }

    #[test]
    fn any_size_is_drawn_without_rest() {
        let long = "word ".repeat(60);
        let screens = [
            asked(&long, Ask::Set { count: 6, need: 6 }),
            choice(9, false),
            ticking(9),
            hinted(&asked(&long, Ask::Text), 2),
            feedback(),
        ];
        for screen in &screens {
            let dialogue = dialogue(screen, "one\ntwo");
            for (columns, rows) in [(1, 1), (2, 2), (5, 3), (10, 5), (24, 8), (40, 12), (200, 60)] {
                let size = Size { columns, rows };
                let frame = frame(&dialogue, Some(3), size, Signs::Ascii);
                assert!(frame.rows.len() <= rows, "{size:?}");
                assert!(frame.rows.iter().all(|row| row.width() <= columns), "{size:?}");
                assert!(frame.cursor.is_none_or(|(row, column)| row < rows && column < columns), "{size:?}");
                assert!(!shown(&dialogue, 3, size).screen().contents().contains('Z'), "{size:?}");
            }
        }
    }
}
