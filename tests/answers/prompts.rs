//! What is shown before the answer?

use csto_quiz::answer::prompt::{Ask, Prompt, prompt};
use csto_quiz::answer::verdict::Class::{Correct, Wrong};
use csto_quiz::deck::card::{Also, Card, FeedbackLine};
use csto_quiz::deck::id::Face;
use csto_quiz::deck::kind::{ChoiceAnswer, Kind, Wrong as WrongOptions};
use csto_quiz::deck::{Deck, Name};
use csto_quiz::seed::Seed;

use crate::cards::{
    card, choice, date, deck, gap, matching, number, order, set, shown, strings, text, typed_in,
};

/// Returns the prompts of a deck's first card under many seeds.
fn prompts(deck: &Deck, face: Face) -> Vec<Prompt> {
    (0..50).map(|seed| prompt(&deck.cards[0], face, deck, Seed(seed))).collect()
}

fn options(prompt: &Prompt) -> Vec<String> {
    let Ask::Choice { options, .. } = &prompt.ask else { panic!("{prompt:?}") };
    options.clone()
}

fn with_group(mut deck: Deck, names: &[(&str, &[&str])]) -> Deck {
    let name =
        |(name, aliases): &(&str, &[&str])| Name { name: (*name).to_owned(), aliases: strings(aliases) };
    deck.names.groups.insert("country".into(), names.iter().map(name).collect());
    deck
}

fn dates() -> Vec<Card> {
    let all = ["14 May 2002", "15 May 1992", "28 June 2012", "2 December 2004", "May 2002", "1999"];
    all.iter().enumerate().map(|(at, text)| card(&format!("d{at}"), "When?", date(text))).collect()
}

#[test]
fn a_gap_is_hidden_and_the_others_are_filled() {
    let parts = vec![
        shown("In "),
        gap(1, "2012"),
        shown(" "),
        gap(2, "Uzbekistan"),
        shown(" left, in "),
        gap(1, "2012"),
    ];
    let deck = deck(vec![card("a", "In […] […] left, in […]", Kind::Cloze(parts))]);
    let ask = |face| prompt(&deck.cards[0], face, &deck, Seed(1));
    assert_eq!(ask(Face::Gap(1)).question, "In […] Uzbekistan left, in […]");
    assert_eq!(ask(Face::Gap(1)).ask, Ask::Text);
    assert_eq!(ask(Face::Gap(2)).question, "In 2012 […] left, in 2012");
}

#[test]
fn items_to_be_put_in_order_never_stand_in_it() {
    for items in [&["a", "b"][..], &["a", "b", "c"]] {
        let deck = deck(vec![card("a", "In which order?", order(items))]);
        for prompt in prompts(&deck, Face::Whole) {
            let Ask::Order(shown) = prompt.ask else { panic!("{prompt:?}") };
            assert_ne!(shown, strings(items));
        }
    }
}

#[test]
fn every_right_side_and_every_extra_one_is_shown() {
    let deck = deck(vec![card("a", "Which?", matching(&[("1", "x"), ("2", "y")], &["z"]))]);
    let all: Vec<Vec<String>> = prompts(&deck, Face::Whole)
        .into_iter()
        .map(|prompt| match prompt.ask {
            Ask::Match { left, right } if left == ["1", "2"] => right,
            _ => panic!("{prompt:?}"),
        })
        .collect();
    assert!(all.iter().any(|right| right != &all[0]));
    for mut right in all {
        right.sort();
        assert_eq!(right, ["x", "y", "z"]);
    }
}

#[test]
fn options_are_shuffled_and_as_many_as_the_card_says() {
    let listed = ChoiceAnswer { show: Some(3), ..choice(&["r"], &["a", "b", "c", "d"]) };
    let deck = deck(vec![card("a", "Which?", Kind::Choice(listed))]);
    let all: Vec<Vec<String>> = prompts(&deck, Face::Whole).iter().map(options).collect();
    assert!(all.iter().all(|options| options.len() == 3 && options.contains(&"r".to_owned())));
    assert!((0..3).all(|place| all.iter().any(|options| options[place] == "r")));
}

#[test]
fn options_that_are_not_shuffled_keep_their_place() {
    let listed = ChoiceAnswer { shuffle: false, ..choice(&["r"], &["a", "b", "c"]) };
    let deck = deck(vec![card("a", "Which?", Kind::Choice(listed))]);
    let all: Vec<Vec<String>> = prompts(&deck, Face::Whole).iter().map(options).collect();
    assert!(all.iter().all(|options| options == &all[0]));
    let wrong: Vec<&String> = all[0].iter().filter(|option| *option != "r").collect();
    assert_eq!(wrong, ["a", "b", "c"]);
}

#[test]
fn wrong_dates_are_of_the_same_precision() {
    let deck = deck(dates());
    for prompt in prompts(&deck, Face::Choice) {
        let mut options = options(&prompt);
        options.sort();
        assert_eq!(options, ["14 May 2002", "15 May 1992", "2 December 2004", "28 June 2012"]);
    }
}

#[test]
fn wrong_numbers_have_the_same_unit_and_are_near_in_size() {
    let soldiers = Some((&["soldiers"][..], false));
    let mut cards: Vec<Card> =
        [19_000.0, 20_000.0, 4_000.0, 15_000.0, 5e9, 6e9, 7e9, 8e9, 3_500.0, 25_000.0, 9e9]
            .iter()
            .enumerate()
            .map(|(at, value)| {
                card(&format!("n{at}"), "How many?", number(*value, (*value, *value), soldiers))
            })
            .collect();
    cards.push(card("year", "How many?", number(18_000.0, (1.0, 2.0), None)));
    cards[0].kind = number(19_000.0, (19_000.0, 20_000.0), soldiers);
    let deck = deck(cards);
    for prompt in prompts(&deck, Face::Choice) {
        let options = options(&prompt);
        assert_eq!(options.len(), 4);
        assert!(options.iter().all(|option| option.ends_with(" soldiers")), "{options:?}");
        assert!(!options.contains(&"20,000 soldiers".to_owned()), "{options:?}");
        assert!(!options.contains(&"9,000,000,000 soldiers".to_owned()), "{options:?}");
    }
}

#[test]
fn wrong_names_are_of_the_group_and_neither_accepted_nor_in_the_question() {
    let names: [(&str, &[&str]); 6] = [
        ("Kyrgyzstan", &["Kyrgyz Republic"]),
        ("Uzbekistan", &[]),
        ("Russia", &["Russian Federation"]),
        ("Belarus", &[]),
        ("Armenia", &[]),
        ("Tajikistan", &[]),
    ];
    let question = "Who left besides the Russian Federation and Belarus?";
    let cards = vec![
        card("a", question, text("Kyrgyz Republic", &["Kyrgyzstan"])),
        card("b", "?", text("Moscow", &[])),
    ];
    let deck = with_group(deck(cards), &names);
    for prompt in prompts(&deck, Face::Choice) {
        let mut options = options(&prompt);
        options.sort();
        assert_eq!(options, ["Armenia", "Kyrgyz Republic", "Tajikistan", "Uzbekistan"]);
    }
}

#[test]
fn automatic_options_look_like_the_right_one() {
    let automatic = ChoiceAnswer { wrong: WrongOptions::Automatic, ..choice(&["Moscow"], &[]) };
    let texts = ["Minsk", "Astana", "1992", "15 May 1992", "six", "Dushanbe"];
    let mut cards = vec![card("a", "Where?", Kind::Choice(automatic))];
    cards.extend(texts.iter().enumerate().map(|(at, it)| card(&format!("t{at}"), "?", text(it, &[]))));
    let deck = deck(cards);
    for prompt in prompts(&deck, Face::Whole) {
        let mut options = options(&prompt);
        options.sort();
        assert_eq!(options, ["Astana", "Dushanbe", "Minsk", "Moscow"]);
    }
}

#[test]
fn names_of_the_topic_and_expected_mistakes_come_before_the_rest_of_their_group() {
    let names: Vec<(&str, &[&str])> = ["Kant", "Manas", "Termez", "Moscow", "Brussels", "Minsk", "Yerevan"]
        .map(|name| (name, &[][..]))
        .into();
    let of_topic = |id: &str, topic: &str, answer: &str| Card {
        topic: Some(topic.to_owned()),
        ..card(id, "Where?", text(answer, &[]))
    };
    let feedback =
        vec![FeedbackLine { answer: "Termez".to_owned(), note: "That is the German one.".to_owned() }];
    let cards = vec![
        Card { feedback, ..of_topic("a", "bases", "Kant") },
        of_topic("b", "bases", "Manas"),
        of_topic("c", "summits", "Moscow"),
    ];
    let deck = with_group(deck(cards), &names);
    for prompt in prompts(&deck, Face::Choice) {
        let mut options = options(&prompt);
        options.sort();
        assert_eq!(options, ["Kant", "Manas", "Moscow", "Termez"]);
    }
}

#[test]
fn what_the_author_lists_as_wrong_is_what_the_choice_shows() {
    let wrong = WrongOptions::Listed(strings(&["Minsk", "Yerevan", "Dushanbe"]));
    let asked = Card { also: vec![Also::Choice(wrong)], ..card("a", "Where?", text("Moscow", &[])) };
    let deck = deck(vec![asked, card("b", "Where?", text("Kant", &[])), card("c", "?", text("Osh", &[]))]);
    for prompt in prompts(&deck, Face::Choice) {
        let mut options = options(&prompt);
        options.sort();
        assert_eq!(options, ["Dushanbe", "Minsk", "Moscow", "Yerevan"]);
    }
}

#[test]
fn a_date_that_the_author_expects_as_a_mistake_is_always_offered() {
    let mut cards = dates();
    let feedback = FeedbackLine {
        answer: "15 May 1994".to_owned(),
        note: "That is when it came into force.".to_owned(),
    };
    cards[0].feedback = vec![feedback];
    let deck = deck(cards);
    let all: Vec<Vec<String>> = prompts(&deck, Face::Choice).iter().map(options).collect();
    assert!(all.iter().all(|options| options.len() == 4 && options.contains(&"15 May 1994".to_owned())));
}

#[test]
fn a_card_without_two_wrong_answers_is_asked_as_itself() {
    let few = deck(dates().into_iter().take(2).collect());
    let asked = prompt(&few.cards[0], Face::Choice, &few, Seed(1));
    assert_eq!(asked.ask, prompt(&few.cards[0], Face::Whole, &few, Seed(1)).ask);
    assert_eq!(asked.face.face, Face::Choice);
    assert_eq!(typed_in(&few, &few.cards[0], Face::Choice, "14 May 2002").class, Correct);

    let automatic = |right: &[&str]| ChoiceAnswer { wrong: WrongOptions::Automatic, ..choice(right, &[]) };
    let lonely = deck(vec![card("a", "?", Kind::Choice(automatic(&["x"])))]);
    assert_eq!(prompts(&lonely, Face::Whole)[0].ask, Ask::Text);
    assert_eq!(typed_in(&lonely, &lonely.cards[0], Face::Whole, "X").class, Correct);
    let lonely = deck(vec![card("a", "?", Kind::Choice(automatic(&["x", "y"])))]);
    assert_eq!(prompts(&lonely, Face::Whole)[0].ask, Ask::Set { count: 2, need: 2 });
    assert_eq!(typed_in(&lonely, &lonely.cards[0], Face::Whole, "y, x").class, Correct);
}

#[test]
fn a_statement_is_true_as_often_as_not_and_judged_by_what_it_says() {
    let deck = deck(dates());
    let all = prompts(&deck, Face::TrueFalse);
    let says_right = |prompt: &Prompt| prompt.question == "Is this right? When? 14 May 2002";
    let right = all.iter().filter(|prompt| says_right(prompt)).count();
    assert!((15..=35).contains(&right), "{right} of 50");
    for prompt in &all {
        assert_eq!(prompt.ask, Ask::TrueFalse);
        let answer = csto_quiz::answer::prompt::Answer::Typed("true".into());
        let examiner = csto_quiz::answer::examiner::Examiner::new(&deck);
        let verdict = examiner.check(&deck.cards[0], prompt, &answer).unwrap();
        assert_eq!(verdict.class, if says_right(prompt) { Correct } else { Wrong }, "{}", prompt.question);
    }
}

#[test]
fn a_number_is_asked_in_its_unit_unless_that_is_part_of_the_answer() {
    let ask = |required| {
        let kind = number(5.0, (5.0, 5.0), Some((&["km"], required)));
        prompts(&deck(vec![card("a", "How far?", kind)]), Face::Whole).remove(0).ask
    };
    assert_eq!(ask(false), Ask::Number { unit: Some("km".into()) });
    assert_eq!(ask(true), Ask::Number { unit: None });
    let members = deck(vec![card("a", "Who?", set(&["x", "y", "z"], 2))]);
    assert_eq!(prompts(&members, Face::Whole)[0].ask, Ask::Set { count: 3, need: 2 });
}
