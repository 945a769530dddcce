//! What does a typed line mean on a screen?
//!
//! `plain` asks this for every line; `rich` for the ticks of a card with many points.

use crate::answer::prompt::{Answer, Ask};
use crate::reading::date::DateOrder;
use crate::schedule::grade::Grade;
use crate::session::screen::{Input, Leave, Screen, View};
use crate::view::help;
use crate::view::keys::{NO_EDIT, NO_HINT, NO_UNDO, NOT_NOW, can_hint, can_insist, commands};
use crate::view::text::{Role, Text};

/// The longest line that is kept, in bytes; what comes behind is cut off.
pub(super) const LONGEST_LINE: usize = 64 * 1024;

/// Returns what a line does, or what to say when it does nothing.
pub(super) fn meant(screen: &Screen, line: &str) -> Result<Input, Text> {
    let line = line.trim();
    let mut letters = line.strip_prefix(':').unwrap_or_default().chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return command(screen, letter);
    }
    match &screen.stage {
        View::Ask { .. } => answered(&screen.prompt.ask, line).ok_or_else(|| commands(screen)),
        View::Which { .. } => match line {
            "1" => Ok(Input::DateOrder(DateOrder::DayFirst)),
            "2" => Ok(Input::DateOrder(DateOrder::MonthFirst)),
            _ => Err(commands(screen)),
        },
        View::Tick { found, .. } if line.is_empty() => Ok(Input::Answer(Answer::Ticked(found.clone()))),
        View::Tick { points, .. } => ticks(line, points.len())
            .map(|ticked| Input::Answer(Answer::Ticked(ticked)))
            .ok_or_else(|| commands(screen)),
        View::Reveal { .. } | View::Feedback { .. } if line.is_empty() => Ok(Input::Accept),
        View::Feedback { can_insist: true, .. } if line.eq_ignore_ascii_case("a") => Ok(Input::Insist),
        View::Reveal { .. } | View::Feedback { .. } => {
            let grade = line.parse().ok().and_then(Grade::from_number);
            grade.map(Input::Grade).ok_or_else(|| commands(screen))
        }
    }
}

/// Returns the points that a line names, counted from 0 and sorted; nothing when it names no
/// points. `0` names none of them.
pub(super) fn ticks(line: &str, count: usize) -> Option<Vec<usize>> {
    let words: Vec<&str> = line.split([',', ' ', ';']).filter(|word| !word.is_empty()).collect();
    if words == ["0"] {
        return Some(Vec::new());
    }
    let number = |word: &&str| word.parse().ok().and_then(|number: usize| number.checked_sub(1));
    let mut ticked: Vec<usize> = words.iter().map(number).collect::<Option<_>>()?;
    ticked.sort_unstable();
    ticked.dedup();
    let last = ticked.last()?;
    (*last < count).then_some(ticked)
}

fn command(screen: &Screen, letter: char) -> Result<Input, Text> {
    let asking = matches!(screen.stage, View::Ask { .. });
    match letter {
        'q' => Ok(Input::Leave(Leave::Quit)),
        'u' if screen.header.can_undo => Ok(Input::Undo),
        'u' => Err(said(NO_UNDO)),
        's' if asking => Ok(Input::Skip),
        'h' if can_hint(screen) => Ok(Input::Hint),
        'h' if asking => Err(said(NO_HINT)),
        'a' if can_insist(screen) => Ok(Input::Insist),
        'e' if screen.header.can_edit => Ok(Input::Edit),
        'e' => Err(said(NO_EDIT)),
        'b' => Ok(Input::Bury),
        'x' => Ok(Input::Suspend),
        's' | 'h' | 'a' => Err(said(NOT_NOW)),
        '?' => {
            let mut text = help::spoken();
            text.append(commands(screen));
            Err(text)
        }
        _ => Err(commands(screen)),
    }
}

fn said(words: &str) -> Text {
    let mut text = Text::default();
    text.say(Role::Dim, words);
    text
}

/// Returns the answer on a line; nothing for the number of an option that is not there.
fn answered(ask: &Ask, line: &str) -> Option<Input> {
    let typed = || Input::Answer(Answer::Typed(line.to_owned()));
    let unknown = || Input::Answer(Answer::DontKnow);
    Some(match ask {
        Ask::Thought => Input::Reveal,
        Ask::Reasons { .. } => typed(),
        Ask::Choice { .. } | Ask::TrueFalse if line.eq_ignore_ascii_case("d") => unknown(),
        Ask::Choice { options, several: false } => match line.parse::<usize>() {
            Ok(number) if !(1..=options.len()).contains(&number) => return None,
            _ if line.is_empty() => unknown(),
            _ => typed(),
        },
        Ask::Text
        | Ask::Date(_)
        | Ask::Number { .. }
        | Ask::Set { .. }
        | Ask::Order(_)
        | Ask::Choice { several: true, .. }
        | Ask::TrueFalse
        | Ask::Match { .. } => {
            if line.is_empty() {
                unknown()
            } else {
                typed()
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::samples::{asked, choice, feedback, hinted, revealed, ticking};

    fn typed(text: &str) -> Input {
        Input::Answer(Answer::Typed(text.to_owned()))
    }

    fn ticked(points: &[usize]) -> Input {
        Input::Answer(Answer::Ticked(points.to_vec()))
    }

    #[track_caller]
    fn case(screen: &Screen, line: &str, wanted: Input) {
        assert_eq!(meant(screen, line), Ok(wanted), "{line:?}");
    }

    #[track_caller]
    fn refused(screen: &Screen, line: &str, wanted: &str) {
        assert_eq!(meant(screen, line).map_err(|text| text.plain()), Err(wanted.to_owned()), "{line:?}");
    }

    #[test]
    fn a_line_is_the_answer_and_an_empty_one_is_not_knowing() {
        let screen = asked("Who?", Ask::Text);
        case(&screen, " Karimov \r", typed("Karimov"));
        case(&screen, "1", typed("1"));
        case(&screen, "d", typed("d"));
        case(&screen, " ", Input::Answer(Answer::DontKnow));
        case(&screen, "", Input::Answer(Answer::DontKnow));
        case(&asked("Which?", Ask::Set { count: 3, need: 3 }), "a, b", typed("a, b"));
        case(&asked("True?", Ask::TrueFalse), "d", Input::Answer(Answer::DontKnow));
        case(&asked("Think", Ask::Thought), "", Input::Reveal);
        case(&asked("Why?", Ask::Reasons { count: 2, need: 2 }), "", typed(""));
    }

    #[test]
    fn an_option_that_is_not_there_is_asked_for_again() {
        let screen = choice(4, false);
        case(&screen, "4", typed("4"));
        case(&screen, "option 2", typed("option 2"));
        case(&screen, "D", Input::Answer(Answer::DontKnow));
        case(&choice(4, true), "1,3", typed("1,3"));
        let help = "Type a number from 1 to 4; an empty line means: don't know.\n\
                    :s skip, :h hint, :u undo, :e edit card, :b bury until tomorrow, :x suspend, :q save and quit, :? help.\n";
        refused(&screen, "5", help);
        refused(&screen, "0", help);
        let whole = format!("{}{help}", help::spoken().plain());
        refused(&screen, ":?", &whole);
    }

    #[test]
    fn commands_are_lines_of_their_own() {
        let screen = asked("Who?", Ask::Text);
        case(&screen, ":s", Input::Skip);
        case(&screen, ":h", Input::Hint);
        case(&screen, ":u", Input::Undo);
        case(&screen, ":q ", Input::Leave(Leave::Quit));
        case(&screen, ":b", Input::Bury);
        case(&feedback(), ":x", Input::Suspend);
        case(&screen, ":e", Input::Edit);
        case(&screen, ":sure", typed(":sure"));
        case(&screen, ":", typed(":"));
        case(&feedback(), ":u", Input::Undo);
        case(&revealed(), ":q", Input::Leave(Leave::Quit));
    }

    #[test]
    fn what_cannot_be_done_is_said() {
        let screen = asked("Who?", Ask::Text);
        refused(&hinted(&screen, 2), ":h", "There is no hint, or no further one.\n");
        refused(&feedback(), ":h", "That does not work here.\n");
        let mut first = screen.clone();
        first.header.can_undo = false;
        refused(&first, ":u", "There is nothing to undo.\n");
        refused(
            &first,
            ":y",
            "Type an answer; an empty line means: don't know.\n\
             :s skip, :h hint, :e edit card, :b bury until tomorrow, :x suspend, :q save and quit, :? help.\n",
        );
    }

    #[test]
    fn the_learner_insists_by_a_letter_where_that_is_possible() {
        let mut wrong = feedback();
        if let View::Feedback { can_insist, .. } = &mut wrong.stage {
            *can_insist = true;
        }
        case(&wrong, "a", Input::Insist);
        case(&wrong, ":a", Input::Insist);
        refused(&feedback(), ":a", "That does not work here.\n");
    }

    #[test]
    fn which_figure_stands_first_is_said_by_its_number() {
        let readings = ["6 July 2012".to_owned(), "7 June 2012".to_owned()];
        let stage = View::Which { typed: "6/7/2012".to_owned(), readings };
        let screen = Screen { stage, ..asked("When?", Ask::Text) };
        case(&screen, "2", Input::DateOrder(DateOrder::MonthFirst));
        assert!(meant(&screen, "3").is_err());
    }

    #[test]
    fn feedback_takes_a_grade_and_never_the_next_answer() {
        for screen in [feedback(), revealed()] {
            case(&screen, "", Input::Accept);
            case(&screen, "1", Input::Grade(Grade::Again));
            case(&screen, "4", Input::Grade(Grade::Easy));
            let help = "Enter takes Good; 1 Again, 2 Hard, 3 Good, 4 Easy.\n\
                        :u undo, :e edit card, :b bury until tomorrow, :x suspend, :q save and quit, :? help.\n";
            refused(&screen, "5", help);
            refused(&screen, "14 May 2002", help);
        }
    }

    #[test]
    fn ticks_are_numbers_of_points() {
        let screen = ticking(3);
        case(&screen, "", ticked(&[0]));
        case(&screen, "0", ticked(&[]));
        case(&screen, "3, 1,3", ticked(&[0, 2]));
        case(&screen, "2 3", ticked(&[1, 2]));
        let help = "Type numbers with commas, 0 for none, Enter for those found.\n\
                    :u undo, :e edit card, :b bury until tomorrow, :x suspend, :q save and quit, :? help.\n";
        refused(&screen, "4", help);
        refused(&screen, "0,1", help);
        refused(&screen, "voting", help);
        refused(&screen, ",", help);
    }
}
