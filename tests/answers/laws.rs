//! What holds for every answer and every card?

use csto_quiz::answer::examiner::Examiner;
use csto_quiz::answer::prompt::{Answer, Ask, prompt};
use csto_quiz::answer::verdict::{Class, Verdict};
use csto_quiz::answer::{note, points_had};
use csto_quiz::deck::Deck;
use csto_quiz::deck::card::Card;
use csto_quiz::deck::id::Face;
use csto_quiz::deck::kind::{Kind, TextAnswer};
use csto_quiz::reading::date::CalendarDate;
use csto_quiz::seed::Seed;
use proptest::prelude::*;

use crate::cards::{
    card, choice, date, deck, expected, gap, matching, number, order, reasons, set, shown, text, typed_in,
};

const FACES: [Face; 5] = [Face::Whole, Face::Gap(1), Face::Choice, Face::Reverse, Face::TrueFalse];

/// One card of every kind, and some more to draw wrong answers from.
fn every_kind() -> Deck {
    let kinds = vec![
        text("Collective Security Treaty", &["CST"]),
        Kind::Cloze(vec![shown("In "), gap(1, "2012"), shown(" "), gap(2, "it"), shown(" left.")]),
        Kind::Choice(choice(&["six"], &["five", "seven"])),
        Kind::Choice(choice(&["x", "y"], &["p", "q"])),
        Kind::TrueFalse(true),
        date("15 May 1992"),
        date("14 May 2002"),
        date("28 June 2012"),
        number(19_000.0, (18_000.0, 20_000.0), Some((&["soldiers"], true))),
        number(6.0, (6.0, 6.0), None),
        set(&["Armenia", "Belarus", "Bosnia and Herzegovina"], 3),
        order(&["first", "second", "third"]),
        matching(&[("a", "x"), ("b", "y"), ("c", "z")], &["w"]),
        reasons(&[("It wanted to", &["wanted"]), ("It had to", &["had to", "must"])], 1),
        text("Minsk", &[]),
        text("Astana", &[]),
    ];
    let cards = kinds.into_iter().enumerate();
    deck(cards.map(|(at, kind)| card(&format!("card{at}"), "Which one of them is it?", kind)).collect())
}

/// Words in which no two letters are another spelling of one.
const CONSONANTS: &str = "[bdfgjkmnqrtvwz]{7,12}";

/// Text as people type it: answers, pieces of them, figures.
fn typed_plainly() -> impl Strategy<Value = String> {
    let known = "15|May|1992|14 May 2002|six|6|19,000|soldiers|armenia|belarus|, |; | and |a|b|c|cab|1a 2b|-|->|\\?|t";
    prop_oneof![
        3 => prop::collection::vec(known, 1..7).prop_map(|parts| parts.concat()),
        1 => "[a-c0-9][a-c0-9 ,.;/-]{0,12}",
    ]
}

/// The same, or any text at all.
fn typed() -> impl Strategy<Value = String> {
    prop_oneof![3 => typed_plainly(), 1 => any::<String>()]
}

fn verdict(deck: &Deck, at: usize, (face, seed): (Face, u64), line: &str) -> Option<Verdict> {
    let card = &deck.cards[at];
    let asked = prompt(card, face, deck, Seed(seed));
    Examiner::new(deck).check(card, &asked, &Answer::Typed(line.to_owned()))
}

fn name() -> impl Strategy<Value = String> {
    "[A-Za-zА-Яа-яé0-9][A-Za-zА-Яа-яé0-9 ,&'-]{0,14}[A-Za-zА-Яа-яé0-9]"
}

fn swapped_case(text: &str) -> String {
    let swap = |c: char| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    text.chars().map(swap).collect()
}

/// Returns a card whose kind's words stand nowhere in its question.
fn secret(kind: Kind) -> Card {
    card("secret", "Which one of them is it?", kind)
}

proptest! {
    #[test]
    fn any_text_gets_a_verdict(line in typed(), at in 0usize..16, face in 0usize..5, seed in any::<u64>()) {
        let deck = every_kind();
        let verdict = verdict(&deck, at, (FACES[face], seed), &line).unwrap();
        prop_assert!((0.0..=1.0).contains(&verdict.score));
        prop_assert_eq!(verdict.score >= 1.0, matches!(verdict.class, Class::Correct | Class::Typo));
        prop_assert_eq!(verdict.score <= 0.0, verdict.class == Class::Wrong);
        points_had(&deck.cards[at], &line);
        note(&deck.cards[at], &line);
    }

    #[test]
    fn case_blanks_and_marks_at_the_end_change_no_verdict(line in typed_plainly(), at in 0usize..16, face in 0usize..5) {
        let deck = every_kind();
        let on = |line: &str| {
            let found = verdict(&deck, at, (FACES[face], 3), line).unwrap();
            (found.class, found.score.to_bits(), found.matched, found.rival)
        };
        let plain = on(&line);
        prop_assert_eq!(on(&swapped_case(&line)), plain.clone());
        prop_assert_eq!(on(&format!("  {}\t", line.replace(' ', "\u{a0} "))), plain.clone());
        if line.ends_with(|c: char| c.is_ascii_alphanumeric()) {
            for mark in [".", "!", " ,", ";", "?"] {
                prop_assert_eq!(on(&format!("{line}{mark}")), plain.clone());
            }
        }
    }

    #[test]
    fn the_order_of_the_cards_changes_nothing(line in typed(), at in 0usize..16, face in 0usize..5, seed in any::<u64>()) {
        let deck = every_kind();
        let mut other = deck.clone();
        Seed(seed).shuffle(&mut other.cards);
        let there = other.cards.iter().position(|card| card.id == deck.cards[at].id).unwrap();
        let face = FACES[face];
        let asked = prompt(&deck.cards[at], face, &deck, Seed(seed));
        prop_assert_eq!(&asked, &prompt(&deck.cards[at], face, &deck, Seed(seed)));
        prop_assert_eq!(asked, prompt(&other.cards[there], face, &other, Seed(seed)));
        prop_assert_eq!(verdict(&deck, at, (face, seed), &line), verdict(&other, there, (face, seed), &line));
    }

    #[test]
    fn every_spelling_of_a_text_is_right(spellings in prop::collection::vec(name(), 1..4)) {
        let aliases: Vec<&str> = spellings[1..].iter().map(String::as_str).collect();
        let deck = deck(vec![secret(text(&spellings[0], &aliases))]);
        for spelling in &spellings {
            prop_assert_eq!(typed_in(&deck, &deck.cards[0], Face::Whole, spelling).class, Class::Correct);
        }
    }

    #[test]
    fn every_date_is_right_as_it_is_shown(year in -500i16..2100, month in 1i8..=12, day in 1i8..=28, exact in 0u8..3) {
        let date = match exact {
            0 => CalendarDate::year_only(year),
            1 => CalendarDate::month_only(year, month),
            _ => CalendarDate::full(year, month, day),
        };
        let date = date.unwrap();
        let answer = csto_quiz::deck::kind::DateAnswer { expected: date, accepted: Vec::new() };
        let deck = deck(vec![secret(Kind::Date(answer))]);
        for line in [date.to_string(), date.long()] {
            let found = typed_in(&deck, &deck.cards[0], Face::Whole, &line);
            prop_assert_eq!((found.class, found.reading.is_none() || line != date.long()), (Class::Correct, true));
        }
    }

    #[test]
    fn every_number_is_right_as_it_is_shown(value in -1e9..1e9f64, required in any::<bool>()) {
        let deck = deck(vec![secret(number(value, (value, value), Some((&["km²"], required))))]);
        let Kind::Number(answer) = &deck.cards[0].kind else { panic!("a number") };
        prop_assert_eq!(typed_in(&deck, &deck.cards[0], Face::Whole, &answer.shown()).class, Class::Correct);
    }

    #[test]
    fn every_set_is_right_in_every_order(members in prop::collection::btree_set(name(), 1..6), seed in any::<u64>()) {
        let members: Vec<&str> = members.iter().map(String::as_str).collect();
        let deck = deck(vec![secret(set(&members, members.len()))]);
        let mut typed = members.clone();
        Seed(seed).shuffle(&mut typed);
        for separator in [", ", "; ", "\n"] {
            let found = typed_in(&deck, &deck.cards[0], Face::Whole, &typed.join(separator));
            prop_assert_eq!(found.extra, Vec::<String>::new());
            prop_assert_eq!(found.class, Class::Correct);
        }
    }

    #[test]
    fn every_order_and_every_match_is_right_by_its_letters(count in 2usize..9, seed in any::<u64>()) {
        let texts: Vec<String> = (0..count).map(|at| format!("item number {at}")).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let pairs: Vec<(&str, &str)> = texts.iter().map(|text| (*text, *text)).collect();
        for kind in [order(&texts), matching(&pairs, &["more"])] {
            let deck = deck(vec![secret(kind)]);
            let asked = prompt(&deck.cards[0], Face::Whole, &deck, Seed(seed));
            let (Ask::Order(list) | Ask::Match { right: list, .. }) = &asked.ask else { panic!("{asked:?}") };
            let letter = |text: &&str| {
                let at = list.iter().position(|shown| shown == text).unwrap();
                char::from(b'a' + u8::try_from(at).unwrap())
            };
            let line: String = texts.iter().map(letter).collect();
            let found = Examiner::new(&deck).check(&deck.cards[0], &asked, &Answer::Typed(line)).unwrap();
            prop_assert_eq!(found.class, Class::Correct);
        }
    }

    #[test]
    fn every_right_option_is_right_by_number_and_by_text(seed in any::<u64>()) {
        let deck = every_kind();
        for at in [0, 2, 5, 6, 7, 14] {
            let asked = prompt(&deck.cards[at], Face::Choice, &deck, Seed(seed));
            let Ask::Choice { options, .. } = &asked.ask else { panic!("{asked:?}") };
            let right = csto_quiz::answer::shown(&deck.cards[at], Face::Choice);
            let number = options.iter().position(|option| *option == right[0]).unwrap() + 1;
            for line in [number.to_string(), right[0].clone()] {
                let found = Examiner::new(&deck).check(&deck.cards[at], &asked, &Answer::Typed(line)).unwrap();
                prop_assert_eq!(found.class, Class::Correct);
            }
        }
    }

    #[test]
    fn a_prompt_does_not_hold_what_is_to_be_typed(secret_text in "[a-z]{9,14}", seed in any::<u64>()) {
        let kinds = [
            text(&secret_text, &[&format!("{secret_text}er")]),
            set(&[&secret_text], 1),
            date("17 August 1843"),
            number(73_519.0, (73_519.0, 73_519.0), None),
        ];
        for kind in kinds {
            let mut deck = every_kind();
            deck.cards.push(secret(kind));
            let asked = format!("{:?}", prompt(deck.cards.last().unwrap(), Face::Whole, &deck, Seed(seed)));
            for part in [secret_text.as_str(), "1843", "August", "73"] {
                prop_assert!(!asked.contains(part), "{}", asked);
            }
        }
    }

    #[test]
    fn no_answer_of_another_card_is_accepted_for_its_likeness(word in CONSONANTS, at in 1usize..7, letter in "[bdfgjkmnqrtvwz]") {
        let mut other = word.clone();
        other.replace_range(at..=at, &letter);
        prop_assume!(other != word);
        let cards = vec![card("a", "A?", text(&word, &[])), card("b", "B?", text(&other, &[]))];
        let deck = deck(cards);
        let found = typed_in(&deck, &deck.cards[0], Face::Whole, &other);
        prop_assert_eq!(found.class, Class::Wrong);
        // A text between the two is neither.
        let mut between = word.clone();
        between.remove(at);
        let found = typed_in(&deck, &deck.cards[0], Face::Whole, &between);
        prop_assert!(!matches!(found.class, Class::Correct | Class::Typo), "{between} {found:?}");
    }

    #[test]
    fn composition_changes_no_verdict(line in "[A-Za-zéüöçñáÉ ]{1,24}") {
        use unicode_normalization::UnicodeNormalization;
        let deck = deck(vec![secret(text("São Tomé é Príncipe", &["Zürich"]))]);
        let on = |line: &str| typed_in(&deck, &deck.cards[0], Face::Whole, line).class;
        prop_assert_eq!(on(&line.nfd().collect::<String>()), on(&line.nfc().collect::<String>()));
    }

    #[test]
    fn the_answer_of_another_text_card_is_never_right(a in name(), b in name()) {
        let deck = deck(vec![card("a", "A?", text(&a, &[])), card("b", "B?", text(&b, &[]))]);
        // Two writings of one thing are no rivals.
        let examiner = Examiner::new(&deck);
        prop_assume!(examiner.holder(&b, &deck.cards[1].id) != Some(&deck.cards[0].id));
        let found = typed_in(&deck, &deck.cards[0], Face::Whole, &b);
        prop_assert_eq!(found.class, Class::Wrong);
        prop_assert_eq!(found.rival.as_ref(), Some(&deck.cards[1].id));
    }
}

#[test]
fn a_prompt_of_another_card_is_answered_wrongly_without_panic() {
    let deck = every_kind();
    let examiner = Examiner::new(&deck);
    for asked in &deck.cards {
        let prompt = prompt(asked, Face::Whole, &deck, Seed(1));
        for card in &deck.cards {
            for answer in [Answer::Typed("1a 2b 3c".into()), Answer::Ticked(vec![0, 7]), Answer::DontKnow] {
                assert!(examiner.check(card, &prompt, &answer).is_some());
            }
        }
    }
}

#[test]
fn sensitive_texts_are_right_in_their_own_case() {
    let Kind::Text(answer) = text("Pa", &["mPa"]) else { panic!("a text") };
    let answer = TextAnswer {
        case: csto_quiz::deck::kind::Case::Sensitive,
        expected: expected("Pa", &["mPa"]),
        ..answer
    };
    let deck = deck(vec![secret(Kind::Text(answer))]);
    for (line, class) in [("Pa", Class::Correct), ("mPa.", Class::Correct), ("MPa", Class::Wrong)] {
        assert_eq!(typed_in(&deck, &deck.cards[0], Face::Whole, line).class, class, "{line}");
    }
}
