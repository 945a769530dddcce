//! Does every key on every screen do what the keys line says, and nothing else?

use super::*;
use crate::terminal::samples::{asked, choice, feedback, hinted, revealed, ticking};

fn chars(text: &str) -> Vec<Key> {
    text.chars().map(|c| if c == '\n' { Key::Enter } else { Key::Char(c) }).collect()
}

fn typed(text: &str) -> Act {
    answer(Answer::Typed(text.to_owned()))
}

/// Presses keys on a screen and returns the dialogue and what the last one did.
fn pressed(screen: &Screen, keys: &[Key]) -> (Dialogue, Act) {
    let mut dialogue = Dialogue::new(screen, Draft::default());
    let last = keys.iter().fold(Act::Stay, |before, key| {
        assert_eq!(before, Act::Stay, "nothing is pressed after an answer");
        dialogue.press(key)
    });
    (dialogue, last)
}

#[track_caller]
fn case(screen: &Screen, keys: &[Key], wanted: &Act) {
    assert_eq!(pressed(screen, keys).1, *wanted, "{keys:?}");
}

#[test]
fn letters_are_typed_where_a_line_is_typed() {
    let screen = asked("Who?", Ask::Text);
    case(&screen, &chars("squ?\n"), &typed("squ?"));
    case(&screen, &chars(" Karimov \n"), &typed("Karimov"));
    case(&screen, &[Key::Paste("one\ntwo\n".to_owned()), Key::Enter], &typed("one two"));
}

#[test]
fn an_empty_line_is_not_knowing_only_when_given_twice() {
    let screen = asked("Who?", Ask::Text);
    let (dialogue, act) = pressed(&screen, &chars("\n"));
    assert_eq!((act, dialogue.note), (Act::Stay, Some(NOTHING_TYPED)));
    case(&screen, &chars("\n\n"), &answer(Answer::DontKnow));
    case(&screen, &chars("\nx\n"), &typed("x"));
    case(&screen, &[Key::Enter, Key::Left, Key::Enter], &Act::Stay);
    case(&asked("Why?", Ask::Reasons { count: 2, need: 2 }), &chars("\n"), &typed(""));
}

#[test]
fn items_of_a_set_are_kept_until_an_empty_line() {
    let screen = asked("Which?", Ask::Set { count: 3, need: 3 });
    case(&screen, &chars("Russia\n Belarus \n\n"), &typed("Russia\nBelarus"));
    case(&screen, &chars("\n\n"), &answer(Answer::DontKnow));
    let back = [chars("Russia\n"), vec![Key::Backspace, Key::Backspace], chars("x\n\n")].concat();
    case(&screen, &back, &typed("Russix"));
    let paste = [Key::Paste("Russia\r\nBelarus\nArm".replace('\r', "")), Key::Char('e')];
    let (dialogue, _) = pressed(&screen, &paste);
    assert_eq!(dialogue.draft.items, ["Russia", "Belarus"]);
    assert_eq!(dialogue.draft.editor.text(), "Arme");
}

#[test]
fn options_are_chosen_by_one_key() {
    case(&choice(4, false), &chars("53"), &typed("3"));
    case(&choice(4, false), &chars("x3"), &Act::Stay);
    case(&choice(4, false), &chars("D"), &answer(Answer::DontKnow));
    case(&choice(12, false), &chars("12\n"), &typed("12"));
    case(&choice(4, true), &chars("1,3\n"), &typed("1,3"));
    let truth = asked("True?", Ask::TrueFalse);
    case(&truth, &chars("T"), &typed("t"));
    case(&truth, &chars("n"), &typed("f"));
    case(&choice(4, false), &[Key::Paste("1".to_owned())], &Act::Stay);
}

#[test]
fn commands_work_at_once_where_nothing_is_typed() {
    let screen = choice(4, false);
    case(&screen, &chars("s"), &Act::Done(Input::Skip));
    case(&screen, &chars("h"), &Act::Done(Input::Hint));
    case(&screen, &chars("u"), &Act::Done(Input::Undo));
    case(&screen, &chars("q"), &quit());
    case(&screen, &chars("?"), &Act::Top);
    case(&feedback(), &chars("s"), &Act::Stay);
    case(&feedback(), &chars("u"), &Act::Done(Input::Undo));
}

#[test]
fn a_word_typed_where_a_key_is_expected_does_nothing() {
    for screen in [choice(4, false), feedback(), ticking(3)] {
        let (dialogue, act) = pressed(&screen, &chars("belarus"));
        assert_eq!((act, dialogue.note), (Act::Stay, Some(BY_MENU)));
    }
    let truth = asked("True?", Ask::TrueFalse);
    assert_eq!(pressed(&truth, &chars("because of it")).1, Act::Stay);
    let (mut dialogue, _) = pressed(&truth, &chars("because of it\n"));
    dialogue.rest();
    assert_eq!(dialogue.press(&Key::Char('t')), typed("t"));
}

#[test]
fn an_answer_that_cannot_be_read_is_graded_only_when_given_twice() {
    let screen = asked("How many?", Ask::Number { unit: None });
    let (dialogue, act) = pressed(&screen, &chars("many\n"));
    assert_eq!((act, dialogue.note), (Act::Stay, Some(UNREADABLE)));
    case(&screen, &chars("many\n\n"), &typed("many"));
    case(&screen, &chars("12\n"), &typed("12"));
    for (letter, input) in [('b', Input::Bury), ('x', Input::Suspend), ('e', Input::Edit)] {
        case(&choice(4, false), &[Key::Esc, Key::Char(letter)], &Act::Done(input));
    }
    let built_in = {
        let mut screen = choice(4, false);
        screen.header.can_edit = false;
        screen
    };
    let (dialogue, _) = pressed(&built_in, &[Key::Esc, Key::Char('e')]);
    assert_eq!(dialogue.note, Some(NO_EDIT));
}

#[test]
fn the_help_covers_the_card_until_a_key_is_pressed() {
    let screen = asked("Who?", Ask::Text);
    let (dialogue, _) = pressed(&screen, &[chars("ab"), vec![Key::Esc]].concat());
    let mut dialogue = dialogue;
    assert_eq!(dialogue.press(&Key::Char('?')), Act::Top);
    assert!(dialogue.help && !dialogue.types());
    dialogue.press(&Key::Char('c'));
    assert_eq!((dialogue.help, dialogue.draft.editor.text()), (false, "ab"));
}

#[test]
fn which_figure_stands_first_is_said_by_one_key() {
    let readings = ["6 July 2012".to_owned(), "7 June 2012".to_owned()];
    let stage = View::Which { typed: "6/7/2012".to_owned(), readings };
    let screen = Screen { stage, ..asked("When?", Ask::Text) };
    case(&screen, &chars("31"), &Act::Done(Input::DateOrder(DateOrder::DayFirst)));
    case(&screen, &chars("2"), &Act::Done(Input::DateOrder(DateOrder::MonthFirst)));
    case(&screen, &chars("u"), &Act::Done(Input::Undo));
}

#[test]
fn the_learner_insists_where_that_is_possible() {
    case(&feedback(), &chars("a"), &Act::Stay);
    let mut wrong = feedback();
    if let View::Feedback { can_insist, .. } = &mut wrong.stage {
        *can_insist = true;
    }
    case(&wrong, &chars("a"), &Act::Done(Input::Insist));
}

#[test]
fn the_menu_keeps_the_text_and_its_letters_type_nothing() {
    let screen = asked("Who?", Ask::Text);
    let keys = [chars("abc"), vec![Key::Esc, Key::Esc], chars("d\n")].concat();
    case(&screen, &keys, &typed("abcd"));
    let (dialogue, act) = pressed(&screen, &[chars("abc"), vec![Key::Esc], chars("y")].concat());
    assert_eq!((act, dialogue.note, dialogue.draft.editor.text()), (Act::Stay, Some(NOT_NOW), "abc"));
    let (dialogue, act) = pressed(&screen, &[chars("abc"), vec![Key::Esc], chars("h")].concat());
    assert_eq!((act, dialogue.draft.editor.text()), (Act::Done(Input::Hint), "abc"));
    case(&hinted(&screen, 2), &[Key::Esc, Key::Char('h')], &Act::Stay);
}

#[test]
fn leaving_is_possible_everywhere() {
    for screen in [asked("Who?", Ask::Text), choice(3, false), ticking(3), feedback(), revealed()] {
        case(&screen, &[Key::Ctrl('c')], &Act::Done(Input::Leave(Leave::Interrupted)));
        case(&screen, &[Key::Ctrl('d')], &quit());
        case(&screen, &[Key::Esc, Key::Char('q')], &quit());
        case(&screen, &[Key::Ctrl('z')], &Act::Suspend);
    }
    case(&asked("Who?", Ask::Text), &[Key::Char('a'), Key::Ctrl('d')], &Act::Stay);
}

#[test]
fn points_are_ticked_and_unticked() {
    case(&ticking(3), &chars("\n"), &answer(Answer::Ticked(vec![0])));
    case(&ticking(3), &chars("1329\n"), &answer(Answer::Ticked(vec![1, 2])));
    case(&ticking(3), &chars("22\n"), &answer(Answer::Ticked(vec![0])));
    case(&ticking(12), &chars("11,12\n"), &answer(Answer::Ticked(vec![10, 11])));
    case(&ticking(12), &chars("\n"), &answer(Answer::Ticked(vec![0])));
    case(&ticking(12), &chars("13\n"), &Act::Stay);
}

#[test]
fn an_answer_is_accepted_or_graded() {
    for screen in [feedback(), revealed()] {
        case(&screen, &chars("\n"), &Act::Done(Input::Accept));
        case(&screen, &chars(" "), &Act::Done(Input::Accept));
        case(&screen, &chars("501"), &Act::Done(Input::Grade(Grade::Again)));
    }
    case(&asked("Think", Ask::Thought), &chars(" "), &Act::Done(Input::Reveal));
}
