//! What each screen says, drawn and spoken, for all ten kinds of card.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::rc::Rc;

use csto_quiz::answer::prompt::Answer;
use csto_quiz::decision::Standing;
use csto_quiz::deck::decks::Decks;
use csto_quiz::deck::parse::parse;
use csto_quiz::exam::paper::Paper;
use csto_quiz::exam::score::{Manner, Score};
use csto_quiz::exam::sitting::{Event, Setup, Sitting, What};
use csto_quiz::pace::Pace;
use csto_quiz::queue::{Request, build};
use csto_quiz::review::{MachineId, Mode, ReviewId};
use csto_quiz::schedule::Policy;
use csto_quiz::schedule::memory::Model;
use csto_quiz::seed::Seed;
use csto_quiz::session::Session;
use csto_quiz::session::screen::{Details, Input, Kept, Screen};
use csto_quiz::session::step::{Now, Settings, Timing};
use csto_quiz::source::Source;
use csto_quiz::time::{Days, Moment, Rollover};
use csto_quiz::view::exam::Question;
use csto_quiz::view::session::{page, spoken};
use csto_quiz::view::text::Signs;

const HEAD: &str = "[deck]\nformat = 1\nid = \"d\"\ntitle = \"Deck\"\n\n[[source]]\nid = \"book\"\n\
    cite = \"The Book\"\n\n[defaults]\ntopic = \"things\"\nsource = \"book\"\n\n";

/// Shows a card's question, does something, and shows what follows: drawn on 60 columns without
/// colours, or spoken.
fn shown(card: &str, inputs: &[Input], draw: bool) -> String {
    let parsed = parse(&[Source::new("deck.toml", format!("{HEAD}{card}"))], &[]);
    assert_eq!(parsed.diagnostics, []);
    let decks = Rc::new(Decks::new(parsed.deck).0);
    let model = Model::default();
    let moment: Moment = "2026-03-02T09:00:00+01:00".parse().expect("a moment");
    let mut session = session(decks, &model, moment);
    let mut text = String::new();
    let mut say = |screen: Option<Screen>| {
        let Some(screen) = screen else { return };
        if draw {
            let page = page(&screen, 60, Signs::Unicode);
            let parts = [page.header, page.body, page.footer].map(|part| part.plain());
            writeln!(text, "{}", parts.concat()).expect("memory");
        } else {
            writeln!(text, "{}", spoken(&screen).plain()).expect("memory");
        }
    };
    say(session.screen());
    for (input, chance) in inputs.iter().zip(1..) {
        let _ = session.step(input.clone(), Timing::default(), Now { moment, chance });
        say(session.screen());
    }
    text
}

#[test]
fn practice_that_is_not_recorded_says_so_above_every_card() {
    let parsed = parse(&[Source::new("deck.toml", format!("{HEAD}{DATE}"))], &[]);
    let (model, moment) = (Model::default(), "2026-03-02T09:00:00+01:00".parse().expect("a moment"));
    let session = session(Rc::new(Decks::new(parsed.deck).0), &model, moment);
    let mut screen = session.screen().expect("a card");
    screen.header.kept = Kept::Nothing;
    let header = |columns| page(&screen, columns, Signs::Unicode).header.plain();
    insta::assert_snapshot!(header(60), @"Deck   card 1 of 1  ░░░░░░░░░░░░   practice, not recorded");
    insta::assert_snapshot!(header(40), @"card 1 of 1   practice, not recorded");
}

fn session(decks: Rc<Decks>, model: &Model, moment: Moment) -> Session<'_> {
    let request = Request {
        today: moment.day(Rollover::default()),
        ahead: Days(0),
        cram: false,
        new: 10,
        reviews: 10,
        topics: Vec::new(),
        standing: Standing::default(),
        seed: Seed(7),
    };
    let settings = Settings {
        machine: MachineId::new(1),
        mode: Mode::Study,
        recorded: true,
        rollover: Rollover::default(),
        policy: Policy::default(),
        deck_policies: HashMap::new(),
        keep_typed: true,
        date_order: None,
        ask_date_order: true,
        standing: Standing::default(),
        pace: Pace::default(),
        editable: HashSet::from(["d".to_owned()]),
        exam_in: None,
        seed: Seed(7),
        seconds: None,
    };
    let queue = build(&decks, &HashMap::new(), &request);
    Session::new((decks, model), settings, HashMap::new(), (queue, moment))
}

fn typed(text: &str) -> Input {
    Input::Answer(Answer::Typed(text.to_owned()))
}

fn drawn(card: &str, inputs: &[Input]) -> String {
    shown(card, inputs, true)
}

fn heard(card: &str, inputs: &[Input]) -> String {
    shown(card, inputs, false)
}

const DATE: &str = "[[date]]\nid = \"c\"\nquestion = \"When was it signed?\"\nanswer = \"15 May 1992\"\nhint = \"It was a May.\"\n\
    feedback = [\"14 May 2002 -> That is the organisation.\"]\nexplanation = \"In Tashkent.\"\n";
const SET: &str = "[[set]]\nid = \"c\"\nquestion = \"Name the three Baltic states.\"\nanswer = [\"Estonia\", \"Latvia\", \"Lithuania\"]\n";
const ORDER: &str = "[[order]]\nid = \"c\"\nquestion = \"Put in order of their first year:\"\n\
    answer = [\"Channel -> 2003\", \"Illegal Migration -> 2006\", \"Proxy -> 2010\"]\n";
const MATCH: &str = "[[match]]\nid = \"c\"\nquestion = \"Who has a base where?\"\n\
    answer = [\"Germany -> Termez\", \"Russia -> Kant\", \"France -> Dushanbe\"]\nextra = [\"Manas\"]\n";
const CHOICE: &str = "[[choice]]\nid = \"c\"\nquestion = \"Where was the German base?\"\nanswer = \"Termez\"\nwrong = [\"Kant\", \"Manas\"]\n";
const REASONS: &str = "[[reasons]]\nid = \"c\"\nquestion = \"Why did it rain?\"\n\
    answer = [\"Clouds came in from the sea. -> clouds, cloudy\", \"The air was cold. -> cold\"]\n";

#[test]
fn a_date_right() {
    insta::assert_snapshot!(drawn(DATE, &[Input::Hint, typed("15 may 1992")]), @"
    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      When was it signed?
      (day, month and year)

    Enter answer   Esc menu   Ctrl-C save and quit

    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      When was it signed?
      (day, month and year)

      Hint: It was a May.
    Enter answer   Esc menu   Ctrl-C save and quit

    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      When was it signed?

      ✓ Right
      you answered  15 may 1992
      answer        15 May 1992

      In Tashkent.
      Source: The Book
    2 Hard, next tomorrow
    Enter accept   1 Again 2 Hard 3 Good 4 Easy   u undo
    Esc menu
    ");
}

#[test]
fn a_date_wrong_with_the_authors_feedback() {
    insta::assert_snapshot!(heard(DATE, &[Input::Hint, typed("14.5.2002")]), @"
    Card 1 of 1, new, things.
    When was it signed?
    (day, month and year)

    Hint: It was a May.

    Wrong day and year.
    You answered: 14.5.2002 (read as 14 May 2002)
    Answer: 15 May 1992
    That is the organisation.
    In Tashkent.
    Source: The Book
    Grade: 1 Again, comes back today. Enter takes Again; 1 Again, 2 Hard, 3 Good, 4 Easy.
    a: I was right.
    ");
}

#[test]
fn a_date_without_its_day() {
    insta::assert_snapshot!(drawn(DATE, &[typed("May 1992")]), @"
    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      When was it signed?
      (day, month and year)

    Enter answer   Esc menu   Ctrl-C save and quit

    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      When was it signed?
      (day, month and year)

      ◐ True, but the day is missing. Type the whole date once
      more.
      you answered  May 1992

    Enter answer   Esc menu   Ctrl-C save and quit
    ");
    insta::assert_snapshot!(heard(DATE, &[typed("May 1992"), typed("1992")]), @"
    Card 1 of 1, new, things.
    When was it signed?
    (day, month and year)

    True, but the day is missing. Type the whole date once more.

    True, but the month and the day are missing.
    You answered: 1992
    Answer: 15 May 1992
    In Tashkent.
    Source: The Book
    Grade: 1 Again, comes back today. Enter takes Again; 1 Again, 2 Hard, 3 Good, 4 Easy.
    a: I was right.
    ");
}

#[test]
fn a_first_answer_stays_when_nothing_is_known_besides() {
    insta::assert_snapshot!(heard(DATE, &[typed("May 1992"), Input::Answer(Answer::DontKnow)]), @"
    Card 1 of 1, new, things.
    When was it signed?
    (day, month and year)

    True, but the day is missing. Type the whole date once more.

    True, but the day is missing.
    You answered: May 1992
    Answer: 15 May 1992
    In Tashkent.
    Source: The Book
    Grade: 1 Again, comes back today. Enter takes Again; 1 Again, 2 Hard, 3 Good, 4 Easy.
    a: I was right.
    ");
}

#[test]
fn a_set_all_wrong_repeats_nothing() {
    insta::assert_snapshot!(drawn(SET, &[typed("poland\nfinland\nsweden")]), @"
    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      Name the three Baltic states.
      (3 in any order)

    Enter next   empty Enter done   Backspace edit last
    Esc menu   Ctrl-C save and quit

    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      Name the three Baltic states.

      ✗ Wrong
      answer        Estonia
                    Latvia
                    Lithuania
      you answered  poland, finland, sweden
      Source: The Book
    1 Again, comes back today
    Enter accept   1 Again 2 Hard 3 Good 4 Easy   u undo
    Esc menu
    ");
}

#[test]
fn a_set_half_right() {
    insta::assert_snapshot!(drawn(SET, &[typed("estonia\npoland")]), @"
    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      Name the three Baltic states.
      (3 in any order)

    Enter next   empty Enter done   Backspace edit last
    Esc menu   Ctrl-C save and quit

    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      Name the three Baltic states.

      ◐ Partly right
      answer        Estonia
                    Latvia
                    Lithuania
      you answered  estonia, poland
      right         Estonia
      missing       Latvia, Lithuania
      not right     poland
      Source: The Book
    1 Again, comes back today
    Enter accept   1 Again 2 Hard 3 Good 4 Easy   u undo
    Esc menu
    ");
    insta::assert_snapshot!(heard(SET, &[typed("estonia, poland")]), @"
    Card 1 of 1, new, things.
    Name the three Baltic states.
    (3 in any order) Answer in one line, with commas.

    Partly right.
    You answered: estonia, poland
    Right: Estonia
    Missing: Latvia, Lithuania
    Not right: poland
    Answer:
    Estonia
    Latvia
    Lithuania
    Source: The Book
    Grade: 1 Again, comes back today. Enter takes Again; 1 Again, 2 Hard, 3 Good, 4 Easy.
    ");
}

#[test]
fn an_order_with_one_step_out_of_place() {
    insta::assert_snapshot!(drawn(ORDER, &[typed("a b c")]), @"
    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      Put in order of their first year:
      (their letters in order)

      a  Channel
      b  Proxy
      c  Illegal Migration

    Enter answer   Esc menu   Ctrl-C save and quit

    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      Put in order of their first year:

      ◐ Partly right: `Proxy` belongs behind `Illegal Migration`
      answer        Channel (2003)
                    Illegal Migration (2006)
                    Proxy (2010)
      you answered  Channel; Proxy; Illegal Migration
      right         Channel
      Source: The Book
    1 Again, comes back today
    Enter accept   1 Again 2 Hard 3 Good 4 Easy   u undo
    Esc menu
    ");
    insta::assert_snapshot!(heard(ORDER, &[typed("c a b")]), @"
    Card 1 of 1, new, things.
    Put in order of their first year:
    a. Channel
    b. Proxy
    c. Illegal Migration
    Answer with the letters in order.

    Partly right: `Illegal Migration` belongs behind `Channel`.
    You answered: Illegal Migration; Channel; Proxy
    Right: Proxy
    Answer:
    Channel (2003)
    Illegal Migration (2006)
    Proxy (2010)
    Source: The Book
    Grade: 1 Again, comes back today. Enter takes Again; 1 Again, 2 Hard, 3 Good, 4 Easy.
    ");
}

#[test]
fn a_match_with_two_sides_swapped() {
    insta::assert_snapshot!(drawn(MATCH, &[typed("1a 2b 3c")]), @"
    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      Who has a base where?
      (a letter for each number, such as 1c 2a)

      1  Germany
      2  Russia
      3  France

      a  Termez
      b  Manas
      c  Dushanbe
      d  Kant

    Enter answer   Esc menu   Ctrl-C save and quit

    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      Who has a base where?

      ◐ Partly right
      answer        Germany -> Termez
                    Russia -> Kant
                    France -> Dushanbe
      you answered  Germany -> Termez
                    Russia -> Manas
                    France -> Dushanbe
      right         Germany -> Termez
                    France -> Dushanbe
      not right     Russia -> Manas
      Source: The Book
    1 Again, comes back today
    Enter accept   1 Again 2 Hard 3 Good 4 Easy   u undo
    Esc menu
    ");
    insta::assert_snapshot!(heard(MATCH, &[]), @"
    Card 1 of 1, new, things.
    Who has a base where?
    1. Germany
    2. Russia
    3. France
    a. Termez
    b. Manas
    c. Dushanbe
    d. Kant
    Answer with a letter for each number, such as 1c 2a.
    ");
}

#[test]
fn a_choice_right_and_wrong() {
    insta::assert_snapshot!(drawn(CHOICE, &[typed("Termez")]), @"
    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      Where was the German base?

      1  Manas
      2  Termez
      3  Kant

    1-3 choose   d don't know   Esc menu   Ctrl-C save and quit

    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      Where was the German base?

      1  Manas
      2  Termez
      3  Kant

      ✓ Right
      you answered  Termez
      answer        Termez
      Source: The Book
    3 Good, next in 2 days
    Enter accept   1 Again 2 Hard 3 Good 4 Easy   u undo
    Esc menu
    ");
    insta::assert_snapshot!(heard(CHOICE, &[typed("kant")]), @"
    Card 1 of 1, new, things.
    Where was the German base?
    1. Manas
    2. Termez
    3. Kant
    Answer with its number.

    Wrong.
    You answered: Kant
    Answer: Termez
    Source: The Book
    Grade: 1 Again, comes back today. Enter takes Again; 1 Again, 2 Hard, 3 Good, 4 Easy.
    ");
}

#[test]
fn several_choices() {
    let card = CHOICE.replace("\"Termez\"", "[\"Termez\", \"Dushanbe\"]");
    insta::assert_snapshot!(heard(&card, &[typed("1,2")]), @"
    Card 1 of 1, new, things.
    Where was the German base?
    1. Manas
    2. Dushanbe
    3. Termez
    4. Kant
    Several are right: answer with their numbers, such as 1 3.

    Partly right.
    You answered: Manas, Dushanbe
    Right: Dushanbe
    Missing: Termez
    Not right: Manas
    Answer:
    Termez
    Dushanbe
    Source: The Book
    Grade: 1 Again, comes back today. Enter takes Again; 1 Again, 2 Hard, 3 Good, 4 Easy.
    ");
}

#[test]
fn true_or_false() {
    let card = "[[true-false]]\nid = \"c\"\nquestion = \"Water is dry.\"\nanswer = false\n";
    insta::assert_snapshot!(drawn(card, &[typed("t")]), @"
    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      Water is dry.
      (t true, f false)

    t true   f false   d don't know   Esc menu
    Ctrl-C save and quit

    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      Water is dry.

      ✗ Wrong
      you answered  true
      answer        false
      Source: The Book
    1 Again, comes back today
    Enter accept   1 Again 2 Hard 3 Good 4 Easy   u undo
    Esc menu
    ");
}

#[test]
fn a_number_with_a_unit() {
    let card =
        "[[number]]\nid = \"c\"\nquestion = \"How many were there?\"\nanswer = 19000\nunit = \"soldiers\"\n";
    insta::assert_snapshot!(drawn(card, &[typed("19 000 soldiers")]), @"
    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      How many were there?
      (a number, in soldiers)

    Enter answer   Esc menu   Ctrl-C save and quit

    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      How many were there?

      ✓ Right
      you answered  19 000 soldiers
      answer        19,000 soldiers
      Source: The Book
    3 Good, next in 2 days
    Enter accept   1 Again 2 Hard 3 Good 4 Easy   u undo
    Esc menu
    ");
}

#[test]
fn a_cloze_with_the_other_gap_filled() {
    let card = "[[cloze]]\nid = \"c\"\nquestion = \"The {1: quick} fox is {2: brown}.\"\n";
    insta::assert_snapshot!(drawn(card, &[Input::Answer(Answer::DontKnow)]), @"
    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      The […] fox is brown.

    Enter answer   Esc menu   Ctrl-C save and quit

    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      The […] fox is brown.

      ✗ Not known yet
      answer        quick
      Source: The Book
    1 Again, comes back today
    Enter accept   1 Again 2 Hard 3 Good 4 Easy   u undo
    Esc menu
    ");
}

#[test]
fn a_card_that_is_thought() {
    let card = "[[card]]\nid = \"c\"\nquestion = \"Why do leaves fall?\"\nanswer = \"The tree lets them.\"\ntyped = false\n";
    insta::assert_snapshot!(drawn(card, &[Input::Reveal]), @"
    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      Why do leaves fall?
      (think, then look)

    Space show the answer   Esc menu   Ctrl-C save and quit

    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      Why do leaves fall?

      answer        The tree lets them.
      Source: The Book
    3 Good, next in 2 days
    Enter accept   1 Again 2 Hard 3 Good 4 Easy   Esc menu
    ");
    insta::assert_snapshot!(heard(card, &[Input::Reveal]), @"
    Card 1 of 1, new, things.
    Why do leaves fall?
    Think, then press Enter to see the answer.

    Answer: The tree lets them.
    Source: The Book
    How well did you know it? Enter takes Good; 1 Again, 2 Hard, 3 Good, 4 Easy.
    ");
}

#[test]
fn reasons_in_the_learners_words() {
    let inputs = [typed("it was cloudy"), Input::Answer(Answer::Ticked(vec![0]))];
    insta::assert_snapshot!(drawn(REASONS, &inputs), @"
    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      Why did it rain?
      (2 points, in one line)

    Enter answer   empty Enter show the points   Esc menu
    Ctrl-C save and quit

    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      Why did it rain?

      you answered  it was cloudy
      Which of these did you have?
      [x] 1  Clouds came in from the sea.
      [ ] 2  The air was cold.
    1-2 tick   Enter done   Esc menu   Ctrl-C save and quit

    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      Why did it rain?

      ◐ Partly right
      answer        Clouds came in from the sea.
                    The air was cold.
      you answered  it was cloudy
      right         Clouds came in from the sea.
      missing       The air was cold.
      Source: The Book
    1 Again, comes back today
    Enter accept   1 Again 2 Hard 3 Good 4 Easy   u undo
    Esc menu
    ");
    insta::assert_snapshot!(heard(REASONS, &inputs), @"
    Card 1 of 1, new, things.
    Why did it rain?
    (2 points, in one line) Enter alone shows the points.

    The points:
    1. Clouds came in from the sea. (found in your answer)
    2. The air was cold.
    Which did you have? Numbers with commas, 0 for none, Enter for those found.

    Partly right.
    You answered: it was cloudy
    Right: Clouds came in from the sea.
    Missing: The air was cold.
    Answer:
    Clouds came in from the sea.
    The air was cold.
    Source: The Book
    Grade: 1 Again, comes back today. Enter takes Again; 1 Again, 2 Hard, 3 Good, 4 Easy.
    ");
}

#[test]
fn escape_codes_of_a_deck_never_reach_the_screen() {
    let card = "[[card]]\nid = \"c\"\nquestion = \"A \\u001b[31mred\\u0007 \\u202Ebox?\"\nanswer = \"x\\u001b]0;title\"\n";
    let text = drawn(card, &[typed("\u{1b}[2Jy")]) + &heard(card, &[typed("\u{1b}[2Jy")]);
    assert!(text.contains("red"), "{text}");
    let steering: Vec<char> =
        text.chars().filter(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}').collect();
    assert_eq!(steering, [], "{text:?}");
}

const TWO_READINGS: &str =
    "[[date]]\nid = \"c\"\nquestion = \"When was it signed?\"\nanswer = \"6 July 2012\"\n";
const NAME: &str = "[[card]]\nid = \"c\"\nquestion = \"Which town is it?\"\nanswer = \"Riga\"\n";

#[test]
fn which_figure_of_a_date_stands_first() {
    insta::assert_snapshot!(drawn(TWO_READINGS, &[typed("6/7/2012")]), @"
    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      When was it signed?
      (day, month and year)

    Enter answer   Esc menu   Ctrl-C save and quit

    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      When was it signed?

      you answered  6/7/2012
      Which do you mean? This is asked once: csto-quiz config
      date_order changes it.
      1  6 July 2012
      2  7 June 2012
    1 day first   2 month first   u type again
    Ctrl-C save and quit
    ");
    insta::assert_snapshot!(heard(TWO_READINGS, &[typed("6/7/2012")]), @"
    Card 1 of 1, new, things.
    When was it signed?
    (day, month and year)

    Which do you mean? This is asked once: csto-quiz config date_order changes it.
    1. 6 July 2012
    2. 7 June 2012
    ");
}

#[test]
fn an_answer_that_the_learner_insists_on() {
    insta::assert_snapshot!(drawn(NAME, &[typed("Ryga"), Input::Insist]), @"
    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      Which town is it?

    Enter answer   Esc menu   Ctrl-C save and quit

    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      Which town is it?

      ✗ Wrong
      you answered  Ryga
      answer        Riga
      Source: The Book
    1 Again, comes back today
    Enter accept   1 Again 2 Hard 3 Good 4 Easy   a I was right
    u undo   Esc menu

    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      Which town is it?

      ✓ Right, on your word: from now on this counts for this card
      you answered  Ryga
      answer        Riga
      Source: The Book
    3 Good, next in 2 days
    Enter accept   1 Again 2 Hard 3 Good 4 Easy   u undo
    Esc menu
    ");
    insta::assert_snapshot!(heard(NAME, &[typed("Tallinn"), Input::Insist]), @"
    Card 1 of 1, new, things.
    Which town is it?

    Wrong.
    You answered: Tallinn
    Answer: Riga
    Source: The Book
    Grade: 1 Again, comes back today. Enter takes Again; 1 Again, 2 Hard, 3 Good, 4 Easy.
    a: I was right.

    From now on `Tallinn` is right for this card.
    Grade: 3 Good, next in 2 days. Enter takes Good; 1 Again, 2 Hard, 3 Good, 4 Easy.
    ");
}

const TWO_NAMES: &str = "[[card]]\nid = \"c\"\nquestion = \"Which town is it?\"\nanswer = \"Riga\"\n\
    [[card]]\nid = \"other\"\nquestion = \"Which other town is it?\"\nanswer = \"Tallinn\"\n";

#[test]
fn an_answer_that_belongs_to_another_card() {
    insta::assert_snapshot!(drawn(TWO_NAMES, &[typed("Tallinn"), Input::Insist]), @"
    Deck   card 1 of 2  ░░░░░░░░░░░░   due 0  new 2  again 0
      Which town is it?

    Enter answer   Esc menu   Ctrl-C save and quit

    Deck   card 1 of 2  ░░░░░░░░░░░░   due 0  new 2  again 0
      Which town is it?

      ✗ Wrong
      you answered  Tallinn
      answer        Riga

      That is the answer to another card: Which other town is
      it?
      Source: The Book
    1 Again, comes back today
    Enter accept   1 Again 2 Hard 3 Good 4 Easy   a I was right
    u undo   Esc menu

    Deck   card 1 of 2  ░░░░░░░░░░░░   due 0  new 2  again 0
      `Tallinn` cannot count here: it is the answer to another
      card. Which other town is it?

      Which town is it?

      ✗ Wrong
      you answered  Tallinn
      answer        Riga

      That is the answer to another card: Which other town is
      it?
      Source: The Book
    1 Again, comes back today
    Enter accept   1 Again 2 Hard 3 Good 4 Easy   a I was right
    u undo   Esc menu
    ");
}

#[test]
fn a_card_put_aside() {
    insta::assert_snapshot!(drawn(TWO_NAMES, &[Input::Bury]), @"
    Deck   card 1 of 2  ░░░░░░░░░░░░   due 0  new 2  again 0
      Which town is it?

    Enter answer   Esc menu   Ctrl-C save and quit

    Deck   card 1 of 1  ░░░░░░░░░░░░   due 0  new 1  again 0
      Buried until tomorrow (undo takes it back): Which town is
      it?

      Which other town is it?

    Enter answer   Esc menu   Ctrl-C save and quit
    ");
    insta::assert_snapshot!(heard(TWO_NAMES, &[Input::Suspend]), @"
    Card 1 of 2, new, things.
    Which town is it?

    Suspended until you resume it (undo takes it back): Which town is it?
    Card 1 of 1, new, things.
    Which other town is it?
    ");
}

#[test]
fn the_help() {
    insta::assert_snapshot!(csto_quiz::view::help::help(60).plain(), @"
    While a card is asked
      Enter     answers; in a list an empty line ends the list
      Esc       opens the menu; what is typed stays
      1-9       choose an option; t and f: true and false; d: I
                don't know
      s         skips the card: it comes at the end of the
                session
      h         gives a hint; the grade is Hard then
      e         edits: opens the deck in your editor, at this
                card
      b         buries the card until tomorrow
      x         suspends the card; csto-quiz card resume brings
                it back
    After the answer
      Enter     accepts the grade that is proposed
      1         Again: forgotten, the card comes back in this
                session
      2         Hard: known with effort
      3         Good: known
      4         Easy: known without thinking, the next time
                comes later
      a         I was right: what was typed counts for this card
                from now on
      u         takes the last answer back, several times
    Always
      PgUp PgDn move through a long text; so do the arrows
      Ctrl-C    leaves, everything answered is saved; Ctrl-Z
                stops for a moment
    ");
    insta::assert_snapshot!(csto_quiz::view::help::spoken().plain(), @"
    While a card is asked: type the answer in one line; lists with commas, choices by their number.
    :s skips the card, it comes at the end of the session.
    :h gives a hint, the grade is Hard then.
    :e opens the deck in your editor, at this card.
    :b buries the card until tomorrow.
    :x suspends the card; csto-quiz card resume brings it back.
    After the answer: an empty line accepts the grade that is proposed.
    1 Again: forgotten, the card comes back in this session. 2 Hard: known with effort.
    3 Good: known. 4 Easy: known without thinking.
    a: I was right, what was typed counts for this card from now on.
    :u takes the last answer back, several times.
    :q leaves; everything answered is saved.
    ");
}

/// A sitting of two questions, of which the first is answered and marked.
fn sitting() -> (Decks, Sitting) {
    let text = format!("{HEAD}{NAME}{SET}")
        .replace("id = \"c\"\nquestion = \"Name", "id = \"s\"\nquestion = \"Name");
    let decks = Decks::new(parse(&[Source::new("deck.toml", text)], &[]).deck).0;
    let begun: Moment = "2026-03-02T09:00:00+01:00".parse().expect("a moment");
    let questions = ["d/c", "d/s"].map(|face| face.parse().expect("a face")).to_vec();
    let setup = Setup {
        id: ReviewId::new(begun.at, 1),
        machine: MachineId::new(1),
        begun,
        paper: Paper { questions, seed: Seed(7) },
        minutes: Some(60),
        pass: Some(70.0),
        strict: false,
        recorded: true,
        predicted: 62.0,
        title: "Deck".to_owned(),
    };
    let event = |ms, what| Event { at: begun.at.later(ms), what };
    let answered = |question, typed: &str| What::Answered { question, typed: typed.to_owned(), ms: 5_000 };
    let events = [
        event(5_000, answered(1, "Latvia, Poland")),
        event(6_000, answered(0, "Riga")),
        event(7_000, What::Marked { question: 0, marked: true }),
    ];
    (decks, Sitting::new(setup, events))
}

#[test]
fn an_exam_its_list_and_its_result() {
    let (decks, mut sitting) = sitting();
    let prompts: Vec<_> =
        sitting.setup.paper.questions.iter().map(|face| sitting.setup.paper.prompt(&decks, face)).collect();
    let question = Question { sitting: &sitting, prompt: prompts[0].as_ref(), left_ms: Some(2_892_000) };
    let page = csto_quiz::view::exam::page(&question, 80, Signs::Unicode);
    let parts = [page.header, page.body, page.footer].map(|part| part.plain());
    insta::assert_snapshot!(parts.concat(), @"
    EXAM   question 1 of 2, marked   answered 2, marked 1            time left 48:12
      Which town is it?

    Enter next   Up back   Tab mark for later   Esc list of questions
    ");
    insta::assert_snapshot!(csto_quiz::view::exam::spoken(&question).plain(), @"
    Question 1 of 2, 48:12 left.
    Which town is it?
    Answered before: Riga
    ");
    let list = csto_quiz::view::exam::list(&sitting, &prompts, Signs::Unicode);
    insta::assert_snapshot!(list.plain(), @"
    >  1 ✓ marked  Which town is it?
       2 ✓         Name the three Baltic states.
    ");
    let standing = Standing::default();
    let score = Score::of(&sitting, &decks, Manner { date_order: None, standing: &standing });
    let at = sitting.setup.begun.at.later(600_000);
    sitting.take(&Event { at, what: What::HandedIn(score.marks()) });
    insta::assert_snapshot!(csto_quiz::view::exam::result(&sitting, &score, (80, Signs::Unicode)).plain(), @"
    Exam   1.25 of 2   62%   pass mark 70%: not passed   10 min 0 s of 60 min
      The schedule expected 62% of these questions.
      things                ██████░░░░  1.25 / 2
      Wrong 0, partly right 1, with a slip 0
    ");
    let details = Details {
        expected: vec!["Estonia".to_owned(), "Latvia".to_owned(), "Lithuania".to_owned()],
        ..Details::default()
    };
    let reviewed = csto_quiz::view::exam::reviewed(2, &score.questions[1], &details, 60, Signs::Unicode);
    insta::assert_snapshot!(reviewed.plain(), @"
    Question 2: 0.25 of 1
      Name the three Baltic states.
      (3 in any order)
      ◐ Partly right
      answer        Estonia
                    Latvia
                    Lithuania
      you answered  Latvia, Poland
      right         Latvia
      missing       Estonia, Lithuania
      not right     Poland
    ");
    insta::assert_snapshot!(csto_quiz::view::exam::past(&[(sitting, score)]).plain(), @"  1  2 Mar 2026  Deck  1.25 of 2  62%  predicted 62%  not passed");
}

#[test]
fn the_clock_of_an_exam_is_whole_on_every_terminal() {
    let (decks, sitting) = sitting();
    let prompt = sitting.setup.paper.prompt(&decks, &sitting.setup.paper.questions[0]);
    let question = Question { sitting: &sitting, prompt: prompt.as_ref(), left_ms: Some(491_000) };
    let header = |columns| csto_quiz::view::exam::page(&question, columns, Signs::Unicode).header.plain();
    insta::assert_snapshot!([64, 46, 40, 30, 24].map(header).concat(), @"
    EXAM   question 1 of 2, marked                    time left 8:11
    EXAM   question 1 of 2, marked  time left 8:11
    question 1 of 2, marked   time left 8:11
    question 1 of 2, marked   8:11
    1 of 2, marked      8:11
    ");
}

#[test]
fn an_exam_on_a_narrow_terminal_names_all_its_keys() {
    let (decks, sitting) = sitting();
    let prompt = sitting.setup.paper.prompt(&decks, &sitting.setup.paper.questions[0]);
    let question = Question { sitting: &sitting, prompt: prompt.as_ref(), left_ms: None };
    let footers = [60, 40]
        .map(|columns| csto_quiz::view::exam::page(&question, columns, Signs::Unicode).footer.plain());
    insta::assert_snapshot!(footers.concat(), @"
    Enter next   Up back   Tab mark   Esc list
    Enter next   Up back   Tab mark
    Esc list
    ");
    insta::assert_snapshot!(csto_quiz::view::exam::list_keys(&sitting, 40, Signs::Ascii).plain(), @"
    Number, Enter goes there   h hand in
    Esc back   + 2 answered   > here
    ");
}

#[test]
fn the_result_of_an_exam_fits_a_narrow_terminal() {
    let (decks, mut sitting) = sitting();
    let standing = Standing::default();
    let mut score = Score::of(&sitting, &decks, Manner { date_order: None, standing: &standing });
    score.questions[0].topic = Some("Азия 亚洲".to_owned());
    let at = sitting.setup.begun.at.later(3_600_000);
    sitting.take(&Event { at, what: What::HandedIn(score.marks()) });
    let result = csto_quiz::view::exam::result(&sitting, &score, (40, Signs::Ascii));
    insta::assert_snapshot!(result.fitted(40).plain(), @"
    Exam   1.25 of 2   62%
    pass mark 70%: not passed
    60 min 0 s of 60 min
      The schedule expected 62% of these
      questions.
      things              ##------  0.25 / 1
      Aziya YaZhou        ########  1 / 1
      Wrong 0, partly right 1, with a slip 0
    ");
}

#[test]
fn a_question_of_a_deck_that_is_not_known_keeps_its_mark_and_says_so() {
    let (decks, mut sitting) = sitting();
    let standing = Standing::default();
    let manner = Manner { date_order: None, standing: &standing };
    let marks = Score::of(&sitting, &decks, manner).marks();
    let at = sitting.setup.begun.at.later(600_000);
    sitting.take(&Event { at, what: What::HandedIn(marks) });
    let score = Score::of(&sitting, &Decks::default(), manner);
    insta::assert_snapshot!(csto_quiz::view::exam::result(&sitting, &score, (80, Signs::Unicode)).plain(), @"
    Exam   1.25 of 2   62%   pass mark 70%: not passed   10 min 0 s of 60 min
      The schedule expected 62% of these questions.
      deck not known here   ██████░░░░  1.25 / 2
      Wrong 0, partly right 1, with a slip 0
      No deck that is known here has 2 questions of it.
    ");
    let reviewed =
        csto_quiz::view::exam::reviewed(2, &score.questions[1], &Details::default(), 60, Signs::Unicode);
    insta::assert_snapshot!(reviewed.plain(), @"
    Question 2: 0.25 of 1
      No deck that is known here has the card `d/s`.
      you answered  Latvia, Poland
    ");
}
