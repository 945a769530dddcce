//! A paper keeps its promises, whatever the deck.

use std::collections::{BTreeMap, BTreeSet};

use csto_quiz::deck::decks::Decks;
use csto_quiz::deck::parse::parse;
use csto_quiz::exam::paper::{Paper, Refusal, Wish};
use csto_quiz::seed::Seed;
use csto_quiz::source::Source;
use proptest::prelude::*;

/// A card of a deck that is made up: its topic and its fact, by number.
type Made = (u8, Option<u8>);

fn decks(cards: &[Made]) -> Decks {
    let mut text = "[deck]\nformat = 1\nid = \"d\"\ntitle = \"D\"\n".to_owned();
    for (at, (topic, fact)) in cards.iter().enumerate() {
        let fact = fact.map(|fact| format!("fact = \"f{fact}\"\n")).unwrap_or_default();
        let (kind, answer) = match at % 3 {
            0 => ("card", "\"zz\"".to_owned()),
            1 => ("number", at.to_string()),
            _ => ("true-false", "true".to_owned()),
        };
        let also = if at % 6 == 0 { "also = [\"choice\"]\nwrong = [\"a\", \"b\"]\n" } else { "" };
        let card = format!(
            "[[{kind}]]\nid = \"c{at}\"\nquestion = \"Question {at}?\"\nanswer = {answer}\ntopic = \"t{topic}\"\n{fact}{also}"
        );
        text.push_str(&card);
    }
    let parsed = parse(&[Source::new("d.toml", text)], &[]);
    Decks::new(parsed.deck).0
}

fn wish(questions: Option<usize>, seed: u64) -> Wish {
    Wish { questions, topics: Vec::new(), seed: Seed(seed) }
}

/// The name that siblings share.
fn kin(cards: &[Made], at: usize) -> String {
    cards[at].1.map_or_else(|| format!("c{at}"), |fact| format!("f{fact}"))
}

fn place(face: &csto_quiz::deck::id::FaceId) -> usize {
    face.card.name().trim_start_matches('c').parse().expect("a number")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_paper_has_the_questions_wished_no_siblings_and_every_topic_its_share(
        cards in prop::collection::vec((0u8..5, prop::option::of(0u8..6)), 1..60),
        share in 0.0..=1.0f64, seed in any::<u64>(),
    ) {
        let decks = decks(&cards);
        let whole = Paper::draw(&decks, &wish(None, seed)).expect("a paper");
        let there = whole.questions.len();
        let kin_of: BTreeSet<String> = (0..cards.len()).map(|at| kin(&cards, at)).collect();
        prop_assert_eq!(there, kin_of.len());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a few cards")]
        let count = ((there as f64 * share) as usize).max(1);
        let paper = Paper::draw(&decks, &wish(Some(count), seed)).expect("a paper");
        prop_assert_eq!(paper.questions.len(), count);
        let asked: BTreeSet<String> = paper.questions.iter().map(|face| kin(&cards, place(face))).collect();
        prop_assert_eq!(asked.len(), count);
        let topics = |paper: &Paper| {
            let mut topics: BTreeMap<u8, usize> = BTreeMap::new();
            for face in &paper.questions {
                *topics.entry(cards[place(face)].0).or_default() += 1;
            }
            topics
        };
        let (drawn, all) = (topics(&paper), topics(&whole));
        for (topic, size) in &all {
            let wanted = count as f64 * *size as f64 / there as f64;
            let got = drawn.get(topic).copied().unwrap_or_default() as f64;
            prop_assert!((got - wanted).abs() < 1.0 + 1e-9, "{topic}: {got} of {wanted}");
        }
        prop_assert_eq!(&Paper::draw(&decks, &wish(Some(count), seed)).expect("a paper"), &paper);
        let too_many = Paper::draw(&decks, &wish(Some(there + 1), seed));
        prop_assert_eq!(too_many, Err(Refusal::TooFew { wished: there + 1, there }));
    }

    #[test]
    fn a_paper_of_the_whole_deck_is_a_permutation_of_it(size in 1usize..50, seed in any::<u64>()) {
        let cards: Vec<Made> = (0..size).map(|at| (u8::try_from(at % 7).expect("small"), None)).collect();
        let paper = Paper::draw(&decks(&cards), &wish(Some(size), seed)).expect("a paper");
        let mut places: Vec<usize> = paper.questions.iter().map(place).collect();
        places.sort_unstable();
        prop_assert_eq!(places, (0..size).collect::<Vec<_>>());
    }
}

#[test]
fn a_question_that_gives_anothers_answer_away_is_exchanged() {
    let card = |id: &str, question: &str, answer: &str| {
        format!("[[card]]\nid = \"{id}\"\nquestion = \"{question}\"\nanswer = \"{answer}\"\n")
    };
    let text = [
        "[deck]\nformat = 1\nid = \"d\"\ntitle = \"D\"\n".to_owned(),
        card("who", "Who led the Dushanbe summit?", "Medvedev"),
        card("where", "Where was the summit?", "Dushanbe"),
        card("other", "What is the capital of Latvia?", "Riga"),
    ];
    let parsed = parse(&[Source::new("d.toml", text.concat())], &[]);
    let decks = Decks::new(parsed.deck).0;
    for seed in 0..60 {
        let paper = Paper::draw(&decks, &wish(Some(2), seed)).expect("a paper");
        let names: Vec<&str> = paper.questions.iter().map(|face| face.card.name()).collect();
        assert!(names.contains(&"other"), "{names:?}");
    }
}

#[test]
fn a_card_worth_more_brings_its_topic_more_questions() {
    let card = |at: usize, topic: &str, marks: u8| {
        format!(
            "[[card]]\nid = \"c{at}\"\nquestion = \"Q{at}?\"\nanswer = \"zz\"\ntopic = \"{topic}\"\nmarks = {marks}\n"
        )
    };
    let mut text = "[deck]\nformat = 1\nid = \"d\"\ntitle = \"D\"\n".to_owned();
    for at in 0..10 {
        text.push_str(&card(at, "heavy", 3));
        text.push_str(&card(at + 10, "light", 1));
    }
    let decks = Decks::new(parse(&[Source::new("d.toml", text)], &[]).deck).0;
    let paper = Paper::draw(&decks, &wish(Some(8), 1)).expect("a paper");
    assert_eq!(paper.questions.iter().filter(|face| place(face) < 10).count(), 6);
}
