//! Which verdict does an answer get, kind by kind?

use csto_quiz::answer::examiner::Examiner;
use csto_quiz::answer::prompt::{Answer, Ask, Prompt, prompt};
use csto_quiz::answer::verdict::Class::{self, Correct, Partial, Typo, Wrong};
use csto_quiz::answer::verdict::Verdict;
use csto_quiz::answer::{note, points_had, shown as shown_answer};
use csto_quiz::deck::card::{Card, FeedbackLine};
use csto_quiz::deck::id::Face;
use csto_quiz::deck::kind::{
    Asked, Case, DateAnswer, Expected, Kind, Naming, OrderItem, Reverse, SetAnswer, TextAnswer,
};
use csto_quiz::seed::Seed;

use crate::cards::{
    card, choice, date, deck, expected, gap, matching, number, on, order, reasons, set, shown, strings, text,
    typed_in, typed_to,
};

#[track_caller]
fn case(kind: &Kind, question: &str, typed: &str, class: Class) {
    let verdict = typed_to(&card("a", question, kind.clone()), Face::Whole, typed);
    assert_eq!(verdict.class, class, "{typed:?}: {verdict:?}");
}

#[track_caller]
fn whole(verdict: &Verdict, class: Class, score: f64, [matched, missing, extra]: [&[&str]; 3]) {
    let got = (verdict.class, &verdict.matched, &verdict.missing, &verdict.extra);
    assert_eq!(got, (class, &strings(matched), &strings(missing), &strings(extra)));
    assert!((verdict.score - score).abs() < 1e-9, "{verdict:?}");
}

/// Returns what stands on a prompt's list beside the wanted text: `1`… for options, `a`… for letters.
fn place_of(list: &[String], wanted: &str) -> usize {
    list.iter().position(|text| text == wanted).expect("the prompt shows it")
}

fn letter_of(list: &[String], wanted: &str) -> char {
    char::from(b'a' + u8::try_from(place_of(list, wanted)).expect("lists in tests are short"))
}

fn prompt_of(card: &Card, face: Face) -> Prompt {
    prompt(card, face, &deck(vec![card.clone()]), Seed(1))
}

#[test]
fn texts() {
    let kind = text("Collective Security Treaty Organization", &["CSTO"]);
    for right in
        ["CSTO", "csto.", "the CSTO", "c s t o", "C.S.T.O.", "  collective   security treaty ORGANIZATION "]
    {
        case(&kind, "Which?", right, Correct);
    }
    for wrong in ["", "?", "idk", "I don’t know", "CST", "CSTO or NATO", "not CSTO", "CSTOO"] {
        case(&kind, "Which?", wrong, Wrong);
    }
    case(&text("?", &[]), "Which mark is this?", "?", Correct);
    case(&text("1992 or 1999", &[]), "Which?", "1992 or 1999", Correct);
}

#[test]
fn capitals_count_where_the_card_says_so() {
    let Kind::Text(mut answer) = text("Pa", &[]) else { panic!("a text") };
    answer.case = Case::Sensitive;
    case(&Kind::Text(answer.clone()), "Unit?", "Pa", Correct);
    case(&Kind::Text(answer), "Unit?", "PA", Wrong);
}

#[test]
fn dates_to_the_day() {
    let kind = date("15 May 1992");
    for right in
        ["15 May 1992", "1992-05-15", "15/5/92", "May 15th, 1992", "Friday, 15 мая 1992 года", "19920515"]
    {
        case(&kind, "When?", right, Correct);
    }
    for partial in ["May 1992", "1992", "in 1992", "92", "05/1992"] {
        case(&kind, "When?", partial, Partial);
    }
    for wrong in ["14 May 1992", "15 Mar 1992", "15 May 1999", "1999", "May 1993", "1992 or 1999"] {
        case(&kind, "When?", wrong, Wrong);
    }
    for wrong in
        ["not 15 May 1992", "before 1992", "30 Feb 1992", "15 May 1992 or 16 May 1992", "15 May 1992 BC"]
    {
        case(&kind, "When?", wrong, Wrong);
    }
}

#[test]
fn dates_to_the_month_or_year() {
    case(&date("May 2002"), "When?", "14 May 2002", Correct);
    case(&date("May 2002"), "When?", "2002", Partial);
    case(&date("May 2002"), "When?", "14 June 2002", Wrong);
    case(&date("2002"), "When?", "2002", Correct);
    case(&date("2002"), "When?", "May 2002", Correct);
    case(&date("2002"), "When?", "02", Correct);
    case(&date("2002"), "When?", "2003", Wrong);
    case(&date("44 BC"), "When?", "44 B.C.", Correct);
    case(&date("44 BC"), "When?", "44", Wrong);
    case(&date("AD 79"), "When?", "79", Correct);
}

#[test]
fn a_date_less_exact_than_asked_says_what_is_missing() {
    let card = card("a", "When?", date("15 May 1992"));
    let verdict = typed_to(&card, Face::Whole, "in May of '92");
    whole(&verdict, Partial, 2.0 / 3.0, [&[], &["day"], &[]]);
    assert_eq!(verdict.reading.as_deref(), Some("May 1992"));
    whole(&typed_to(&card, Face::Whole, "1992"), Partial, 1.0 / 3.0, [&[], &["month", "day"], &[]]);
}

#[test]
fn a_slip_in_cyrillic_is_one_where_the_answer_is_cyrillic() {
    case(&text("Ташкент", &[]), "Столица?", "Ташкенд", Typo);
    case(&text("Ташкент", &[]), "Столица?", "ташкент", Correct);
    case(&text("Tashkent", &[]), "Capital?", "Ташкенд", Correct);
}

#[test]
fn dates_as_students_type_them() {
    let (year, month, day) = (date("2012"), date("February 2009"), date("5 July 2012"));
    for typed in ["by 2012", "by the end of 2012", "about 2012", "2012 again", "2o12", "late 2012"] {
        case(&year, "When?", typed, Correct);
    }
    for typed in ["feb. 09", "feb '09", "2/09", "early february 2009", "end of Feb 2009"] {
        case(&month, "When?", typed, Correct);
    }
    for typed in ["feb 08", "9/02", "early 2008", "before february 2009"] {
        case(&month, "When?", typed, Wrong);
    }
    for typed in ["summer 2009", "feb"] {
        case(&month, "When?", typed, Partial);
    }
    case(&day, "When?", "5.7.2012", Correct);
    case(&day, "When?", "7.5.2012", Wrong);
    case(&day, "When?", "july 5", Partial);
    case(&date("15 May 1992"), "When?", "15 May", Partial);
    case(&day, "When?", "july 6", Wrong);
    let verdict = typed_to(&card("a", "When?", day), Face::Whole, "5 July");
    whole(&verdict, Partial, 0.5, [&[], &["year"], &[]]);
}

#[test]
fn lists_as_students_type_them() {
    let kind = set(&["Russia", "Belarus", "Armenia"], 3);
    case(&kind, "Which?", "russia + belarus + armenia", Correct);
    case(&kind, "Which?", "belarus vs russia vs armenia", Correct);
    let verdict = typed_to(&card("a", "Which?", kind), Face::Whole, "russia belarus england");
    whole(&verdict, Partial, 2.0 / 4.0, [&["Russia", "Belarus"], &["Armenia"], &["england"]]);
    case(&set(&["1999", "2000"], 2), "Which?", "99, 2000", Correct);
    case(&set(&["1999", "2000"], 2), "Which?", "89, 2000", Partial);
}

#[test]
fn whose_office_it_is_says_nothing_about_the_name() {
    let putin = Expected { naming: Naming::Person, ..expected("Vladimir Putin", &["President of Russia"]) };
    let kind =
        Kind::Text(TextAnswer { expected: putin, asked: Asked::Typed, case: Case::Folded, reverse: None });
    for typed in ["Russian President Putin", "pres. putin", "President of Russia"] {
        case(&kind, "Who came?", typed, Correct);
    }
    for typed in ["Russia", "Russian President Medvedev", "Putin's minister Serdyukov"] {
        case(&kind, "Who came?", typed, Wrong);
    }
}

#[test]
fn a_key_word_counts_also_where_it_is_another_cards_answer() {
    let why = card("a", "Why?", reasons(&[("It works better.", &["efficiency"])], 1));
    let other = card("b", "What is wanted?", text("efficiency", &[]));
    let deck = deck(vec![why.clone(), other]);
    assert_eq!(typed_in(&deck, &why, Face::Whole, "efficiency").class, Correct);
}

#[test]
fn a_date_with_two_readings_is_right_by_either_unless_the_deck_has_an_order() {
    let card = card("a", "When?", date("6 July 2012"));
    assert_eq!(typed_to(&card, Face::Whole, "06/07/2012").class, Correct);
    assert_eq!(typed_to(&card, Face::Whole, "07/06/2012").class, Correct);
    let mut american = deck(vec![card.clone()]);
    american.date_order = Some(csto_quiz::reading::date::DateOrder::MonthFirst);
    assert_eq!(typed_in(&american, &card, Face::Whole, "06/07/2012").class, Wrong);
    assert_eq!(typed_in(&american, &card, Face::Whole, "07/06/2012").class, Correct);
}

#[test]
fn other_dates_that_the_card_accepts_are_right() {
    let kind = Kind::Date(DateAnswer { expected: on("28 June 2012"), accepted: vec![on("20 June 2012")] });
    case(&kind, "When?", "20 June 2012", Correct);
    case(&kind, "When?", "21 June 2012", Wrong);
}

#[test]
fn numbers_in_their_tolerance() {
    let kind = number(19_000.0, (17_000.0, 21_000.0), None);
    for right in
        ["19000", "19,000", "19.000", "19 000", "19'000", "19k", "about 19 thousand", "17000", "20,999"]
    {
        case(&kind, "How many soldiers?", right, Correct);
    }
    for right in ["nineteen thousand", "~20k soldiers", "1.9e4", "19 тыс."] {
        case(&kind, "How many soldiers?", right, Correct);
    }
    for wrong in
        ["19", "16,999", "21001", "190000", "19000 or 20000", "not 19000", "19000 tanks", "?", "many"]
    {
        case(&kind, "How many soldiers?", wrong, Wrong);
    }
    case(&number(0.1 + 0.2, (0.1 + 0.2, 0.1 + 0.2), None), "Sum?", "0.3", Correct);
    case(&number(4.2, (4.2, 4.2), None), "How much?", "4,2", Correct);
    case(&number(-5.0, (-5.0, -5.0), None), "How much?", "5", Wrong);
    case(&number(6.0, (6.0, 6.0), None), "How many members?", "six members in total", Correct);
}

#[test]
fn numbers_with_units() {
    let optional = number(5.0, (5.0, 5.0), Some((&["km", "kilometres"], false)));
    for right in ["5", "5 km", "5km", "5 Kilometres", "5 kilometre"] {
        case(&optional, "How many miles or kilometres is it from A to B?", right, Correct);
    }
    for wrong in ["5 miles", "5 kg", "5 m", "6 km", "5 parsecs"] {
        case(&optional, "How many miles or kilometres is it from A to B?", wrong, Wrong);
    }
    let required = number(12.0, (12.0, 12.0), Some((&["%"], true)));
    case(&required, "Which share?", "12%", Correct);
    case(&required, "Which share?", "12 percent", Correct);
    case(&required, "Which share?", "12 per cent", Correct);
    case(&required, "Which share?", "12", Partial);
    case(&required, "Which share?", "13", Wrong);
    let verdict = typed_to(&card("a", "Which share?", required), Face::Whole, "12");
    whole(&verdict, Partial, 0.5, [&[], &["%"], &[]]);
    let dollars = number(5e6, (5e6, 5e6), Some((&["$", "dollars"], true)));
    case(&dollars, "What did it cost?", "$5 million", Correct);
    case(&dollars, "What did it cost?", "5m dollars", Correct);
    case(&dollars, "What did it cost?", "€5 million", Wrong);
}

#[test]
fn sets_in_any_order() {
    let members = ["Armenia", "Belarus", "Bosnia and Herzegovina"];
    let kind = set(&members, 3);
    for right in [
        "armenia, belarus, bosnia and herzegovina",
        "Bosnia and Herzegovina and Belarus and Armenia",
        "1. Belarus\n2. Armenia\n3. Bosnia and Herzegovina",
        "Belarus; Armenia; Armenia; Bosnia and Herzegovina",
        "Belarus / Armenia / the Bosnia and Herzegovina.",
    ] {
        case(&kind, "Name them.", right, Correct);
    }
    let card = card("a", "Name them.", kind);
    let verdict = typed_to(&card, Face::Whole, "Belarus, Croatia");
    whole(&verdict, Partial, 1.0 / 4.0, [&["Belarus"], &["Armenia", "Bosnia and Herzegovina"], &["Croatia"]]);
    let verdict = typed_to(&card, Face::Whole, "Belarus and Armenia");
    whole(&verdict, Partial, 2.0 / 3.0, [&["Armenia", "Belarus"], &["Bosnia and Herzegovina"], &[]]);
    let verdict = typed_to(&card, Face::Whole, "Croatia or Armenia");
    whole(&verdict, Wrong, 0.0, [&[], &members, &["Croatia or Armenia"]]);
    whole(&typed_to(&card, Face::Whole, "don't know"), Wrong, 0.0, [&[], &[], &[]]);
}

#[test]
fn enough_members_are_enough_unless_something_is_false() {
    let card = card("a", "Name two.", set(&["x", "y", "z"], 2));
    whole(&typed_to(&card, Face::Whole, "z, x"), Correct, 1.0, [&["x", "z"], &[], &[]]);
    whole(&typed_to(&card, Face::Whole, "z, x, q"), Partial, 2.0 / 3.0, [&["x", "z"], &["y"], &["q"]]);
}

#[test]
fn orders_by_letters_and_by_texts() {
    let items = ["Gerasimov", "Bordyuzha", "Zas", "Tasmagambetov"];
    let card = card("a", "In which order?", order(&items));
    let prompt = prompt_of(&card, Face::Whole);
    let Ask::Order(list) = &prompt.ask else { panic!("{prompt:?}") };
    let letters: Vec<char> = items.iter().map(|item| letter_of(list, item)).collect();
    let [a, b, c, d] = letters[..] else { panic!("{letters:?}") };
    for right in
        [format!("{a}{b}{c}{d}"), format!("{a} {b} {c} {d}."), format!("{a},{b}, {c} > {d}").to_uppercase()]
    {
        whole(&typed_to(&card, Face::Whole, &right), Correct, 1.0, [&items, &[], &[]]);
    }
    for right in ["Gerasimov, Bordyuzha, Zas, Tasmagambetov", "gerasimov -> bordyuzha > zas -> tasmagambetov"]
    {
        assert_eq!(typed_to(&card, Face::Whole, right).class, Correct, "{right}");
    }
    let verdict = typed_to(&card, Face::Whole, &format!("{b}{c}{d}{a}"));
    whole(&verdict, Partial, 3.0 / 4.0, [&[], &[], &[]]);
    assert_eq!(verdict.reading.as_deref(), Some("Bordyuzha; Zas; Tasmagambetov; Gerasimov"));
    let verdict = typed_to(&card, Face::Whole, &format!("{a}{b}"));
    whole(&verdict, Partial, 2.0 / 4.0, [&items[..2], &items[2..], &[]]);
    whole(&typed_to(&card, Face::Whole, &format!("{d}{c}{b}{a}")), Wrong, 0.0, [&[], &[], &[]]);
    let verdict = typed_to(&card, Face::Whole, "Gerasimov, Zas, Putin");
    whole(&verdict, Partial, 2.0 / 5.0, [&items[..1], &["Bordyuzha", "Tasmagambetov"], &["Putin"]]);
    assert_eq!(typed_to(&card, Face::Whole, "aa").class, Wrong);
}

#[test]
fn what_is_true_besides_the_members_of_a_set_neither_counts_nor_harms() {
    let allowed = vec![expected("Tajikistan", &["Tadzhikistan"])];
    let members = ["Russia", "Kazakhstan", "Kyrgyzstan"].map(|member| expected(member, &[])).into();
    let card = card("a", "Which states?", Kind::Set(SetAnswer { members, allowed, need: 3 }));
    for right in ["Russia, Kazakhstan, Kyrgyzstan", "tadzhikistan, russia, kyrgyzstan, kazakhstan"] {
        assert_eq!(typed_to(&card, Face::Whole, right).class, Correct, "{right}");
    }
    let verdict = typed_to(&card, Face::Whole, "Russia, Tajikistan");
    whole(&verdict, Partial, 1.0 / 3.0, [&["Russia"], &["Kazakhstan", "Kyrgyzstan"], &[]]);
    assert_eq!(typed_to(&card, Face::Whole, "Tajikistan").class, Wrong);
}

#[test]
fn choices_by_number_and_by_text() {
    let card = card("a", "Which?", Kind::Choice(choice(&["six"], &["five", "2", "1, 3"])));
    let prompt = prompt_of(&card, Face::Whole);
    let Ask::Choice { options, several: false } = &prompt.ask else { panic!("{prompt:?}") };
    let right = place_of(options, "six") + 1;
    let verdict = typed_to(&card, Face::Whole, &format!(" {right}. "));
    whole(&verdict, Correct, 1.0, [&["six"], &[], &[]]);
    assert_eq!(verdict.reading.as_deref(), Some("six"));
    assert_eq!(typed_to(&card, Face::Whole, "SIX").class, Correct);
    whole(&typed_to(&card, Face::Whole, "five"), Wrong, 0.0, [&[], &["six"], &["five"]]);
    whole(&typed_to(&card, Face::Whole, "1, 3"), Wrong, 0.0, [&[], &["six"], &["1, 3"]]);
    for wrong in ["9", "0", "", "1,2", "six, five", "seven", "six or five"] {
        assert_eq!(typed_to(&card, Face::Whole, wrong).class, Wrong, "{wrong:?}");
    }
}

#[test]
fn where_several_options_are_right_all_must_be_chosen() {
    let card = card("a", "Which?", Kind::Choice(choice(&["x", "y"], &["p", "q"])));
    let prompt = prompt_of(&card, Face::Whole);
    let Ask::Choice { options, several: true } = &prompt.ask else { panic!("{prompt:?}") };
    let number = |text| place_of(options, text) + 1;
    let (x, y, p) = (number("x"), number("y"), number("p"));
    let (commas, blanks, run) = (format!("{x},{y}"), format!("{y} {x}"), format!("{y}{x}"));
    for right in [commas, blanks, run, format!("{x} and {y}"), "x, y".to_owned()] {
        assert_eq!(typed_to(&card, Face::Whole, &right).class, Correct, "{right:?}");
    }
    whole(&typed_to(&card, Face::Whole, &format!("{x}")), Partial, 0.5, [&["x"], &["y"], &[]]);
    let verdict = typed_to(&card, Face::Whole, &format!("{x},{y},{p}"));
    whole(&verdict, Partial, 2.0 / 3.0, [options_in_order(options, &["x", "y"]).as_slice(), &[], &["p"]]);
    assert_eq!(typed_to(&card, Face::Whole, &format!("{p}")).class, Wrong);
}

fn options_in_order<'a>(options: &'a [String], wanted: &[&str]) -> Vec<&'a str> {
    options.iter().map(String::as_str).filter(|option| wanted.contains(option)).collect()
}

#[test]
fn statements_are_judged() {
    for right in ["t", "TRUE", "yes", "y", "1", "да"] {
        case(&Kind::TrueFalse(true), "The earth is round.", right, Correct);
        case(&Kind::TrueFalse(false), "The earth is flat.", right, Wrong);
    }
    for right in ["f", "False.", "no", "n", "2"] {
        case(&Kind::TrueFalse(false), "The earth is flat.", right, Correct);
    }
    for wrong in ["", "?", "3", "true or false", "not true", "maybe"] {
        case(&Kind::TrueFalse(true), "The earth is round.", wrong, Wrong);
        case(&Kind::TrueFalse(false), "The earth is flat.", wrong, Wrong);
    }
}

#[test]
fn pairs_by_numbers_and_letters() {
    let pairs = [("Armenia", "Yerevan"), ("Belarus", "Minsk"), ("Kazakhstan", "Astana")];
    let card = card("a", "Which capital?", matching(&pairs, &["Tashkent"]));
    let prompt = prompt_of(&card, Face::Whole);
    let Ask::Match { right, .. } = &prompt.ask else { panic!("{prompt:?}") };
    let letter = |text| letter_of(right, text);
    let (a, b, c, extra) = (letter("Yerevan"), letter("Minsk"), letter("Astana"), letter("Tashkent"));
    for line in [
        format!("1{a} 2{b} 3{c}"),
        format!("3-{c}, 1-{a}, 2-{b}"),
        format!("{a},{b},{c}"),
        format!("{a}{b}{c}").to_uppercase(),
        format!("2) {b}; 1 = {a}; 3 -> {c}."),
    ] {
        assert_eq!(typed_to(&card, Face::Whole, &line).class, Correct, "{line:?}");
    }
    let verdict = typed_to(&card, Face::Whole, &format!("1{a} 2{extra}"));
    let expected: [&[&str]; 3] = [&["Armenia -> Yerevan"], &["Kazakhstan"], &["Belarus -> Tashkent"]];
    whole(&verdict, Partial, 1.0 / 3.0, expected);
    for wrong in
        [format!("1{b} 2{a}"), format!("1{a} 1{b}"), "abcdefgh".into(), "9a".into(), "1".into(), "?".into()]
    {
        assert_eq!(typed_to(&card, Face::Whole, &wrong).class, Wrong, "{wrong:?}");
    }
}

#[test]
fn reasons_by_key_words_and_by_ticks() {
    let points: [(&str, &[&str]); 3] = [
        ("It feared for its sovereignty", &["sovereignty", "sovereign"]),
        ("It wanted closer ties with the West", &["the west", "united states"]),
        ("Russian influence", &[]),
    ];
    let card = card("a", "Why?", reasons(&points, 2));
    assert_eq!(points_had(&card, "Its Sovereignty; better ties to the  West!"), [0, 1]);
    assert_eq!(points_had(&card, "the Western, soviets, russian influence."), [2]);
    whole(
        &typed_to(&card, Face::Whole, "sovereignty and the United States"),
        Correct,
        1.0,
        [&[points[0].0, points[1].0], &[], &[]],
    );
    let verdict = typed_to(&card, Face::Whole, "sovereignty");
    whole(&verdict, Partial, 0.5, [&[points[0].0], &[points[1].0, points[2].0], &[]]);
    assert_eq!(typed_to(&card, Face::Whole, "money").class, Wrong);
    let ticked = |points: &[usize]| {
        let answer = Answer::Ticked(points.to_vec());
        Examiner::default().check(&card, &prompt_of(&card, Face::Whole), &answer).unwrap().class
    };
    assert_eq!([ticked(&[2, 0]), ticked(&[1, 1, 9]), ticked(&[])], [Correct, Partial, Wrong]);
}

#[test]
fn gaps_and_the_backward_question_are_compared_as_texts() {
    let parts =
        vec![shown("In "), gap(1, "2012"), shown(" "), gap(2, "Uzbekistan"), shown(" left "), gap(1, "CSTO")];
    let cloze = card("a", "In […] […] left […]", Kind::Cloze(parts));
    assert_eq!(typed_to(&cloze, Face::Gap(2), "uzbekistan").class, Correct);
    assert_eq!(typed_to(&cloze, Face::Gap(2), "CSTO").class, Wrong);
    assert_eq!(typed_to(&cloze, Face::Gap(1), "csto, 2012").class, Correct);
    assert_eq!(typed_to(&cloze, Face::Gap(1), "2012").class, Partial);
    assert_eq!(shown_answer(&cloze, Face::Gap(1)), ["2012", "CSTO"]);

    let Kind::Text(mut answer) = text("Tashkent", &[]) else { panic!("a text") };
    answer.reverse = Some(Reverse { question: "Of what?".into(), expected: expected("Uzbekistan", &[]) });
    let both = card("a", "The capital of Uzbekistan?", Kind::Text(answer));
    assert_eq!(typed_to(&both, Face::Reverse, "Uzbekistan").class, Correct);
    assert_eq!(typed_to(&both, Face::Reverse, "Tashkent").class, Wrong);
    assert_eq!(shown_answer(&both, Face::Reverse), ["Uzbekistan"]);
}

#[test]
fn a_card_that_the_learner_grades_alone_has_a_verdict_only_when_unknown() {
    let Kind::Text(mut answer) = text("A long story", &[]) else { panic!("a text") };
    answer.asked = Asked::Thought;
    let card = card("a", "Tell it.", Kind::Text(answer));
    let prompt = prompt_of(&card, Face::Whole);
    let examiner = Examiner::default();
    assert_eq!(prompt.ask, Ask::Thought);
    assert_eq!(examiner.check(&card, &prompt, &Answer::Typed("A long story".into())), None);
    assert_eq!(examiner.check(&card, &prompt, &Answer::DontKnow), Some(Verdict::wrong()));
}

#[test]
fn the_answer_of_another_card_names_that_card() {
    let mut cards = vec![
        card("b", "When was the treaty signed?", date("15 May 1992")),
        card("a", "When was the CSTO founded?", date("14 May 2002")),
        card("c", "Who left?", text("Uzbekistan", &["Republic of Uzbekistan"])),
        card("d", "Who presides?", text("Kazakhstan", &[])),
        card("z", "Who presides too?", text("Kazakhstan", &[])),
        card("e", "How many members?", number(6.0, (6.0, 6.0), None)),
        card("f", "How many years?", number(5.0, (5.0, 5.0), None)),
        card("g", "Which?", Kind::Choice(choice(&["Armenia"], &["Kazakhstan", "Nepal"]))),
    ];
    for _ in 0..2 {
        let deck = deck(cards.clone());
        let rival = |id: &str, typed: &str| {
            let card = deck.cards.iter().find(|card| card.id.name() == id).unwrap();
            typed_in(&deck, card, Face::Whole, typed).rival.map(|rival| rival.name().to_owned())
        };
        assert_eq!(rival("a", "May 15th, 1992").as_deref(), Some("b"));
        assert_eq!(rival("a", "14 May 2002"), None);
        assert_eq!(rival("a", "16 May 1992"), None);
        assert_eq!(rival("a", "Uzbekistan"), None);
        assert_eq!(rival("d", "the Republic of Uzbekistan").as_deref(), Some("c"));
        assert_eq!(rival("c", "kazakhstan").as_deref(), Some("d"));
        assert_eq!(rival("e", "five").as_deref(), Some("f"));
        assert_eq!(rival("g", "Kazakhstan").as_deref(), Some("d"));
        assert_eq!(rival("g", "Nepal"), None);
        cards.reverse();
    }
}

#[test]
fn the_expected_answer_is_shown_in_lines() {
    let lines = |kind: Kind| shown_answer(&card("a", "?", kind), Face::Whole);
    assert_eq!(lines(date("28 June 2012")), ["28 June 2012"]);
    assert_eq!(lines(number(19_000.0, (1.0, 2.0), Some((&["soldiers"], false)))), ["19,000 soldiers"]);
    assert_eq!(lines(set(&["x", "y"], 1)), ["x", "y"]);
    let item = OrderItem { expected: expected("x", &[]), label: Some("1992".into()) };
    assert_eq!(lines(Kind::Order(vec![item])), ["x (1992)"]);
    assert_eq!(lines(matching(&[("x", "y"), ("p", "q")], &["z"])), ["x -> y", "p -> q"]);
    assert_eq!(lines(Kind::TrueFalse(false)), ["false"]);
    assert_eq!(lines(Kind::Choice(choice(&["x"], &["y"]))), ["x"]);
    assert_eq!(lines(reasons(&[("x", &["k"])], 1)), ["x"]);
}

#[test]
fn the_author_has_a_word_for_certain_answers() {
    let with_note = |kind: Kind, answer: &str| {
        let mut card = card("a", "?", kind);
        card.feedback = vec![FeedbackLine { answer: answer.into(), note: "No.".into() }];
        card
    };
    let treaty = with_note(date("14 May 2002"), "15 May 1992");
    assert_eq!(note(&treaty, "1992-05-15"), Some("No."));
    assert_eq!(note(&treaty, "1992"), None);
    let count = with_note(number(6.0, (6.0, 6.0), None), "7");
    assert_eq!(note(&count, "seven members"), Some("No."));
    assert_eq!(note(&count, "70"), None);
    let name = with_note(text("CSTO", &[]), "CIS");
    assert_eq!(note(&name, " the cis. "), Some("No."));
    assert_eq!(note(&name, "NATO"), None);
}

#[test]
fn what_is_pasted_is_judged_by_its_beginning_and_soon() {
    let members = set(&["Armenia", "Bosnia and Herzegovina", "Kyrgyz Republic"], 3);
    let deck = deck(vec![card("a", "Name three.", members)]);
    let on = |typed: &str| typed_in(&deck, &deck.cards[0], Face::Whole, typed);
    let book = "a word ".repeat(9000);
    assert_eq!(on(&book).class, Class::Wrong);
    let found = on(&format!("Armenia Kyrgyz Republic {book}"));
    assert_eq!((found.class, found.matched.len()), (Class::Partial, 2));
    assert_eq!(on(&format!("{book} Armenia Kyrgyz Republic")).class, Class::Wrong);
}
