//! What do good decks become, and what is said of bad ones that no example of a rule shows?

use proptest::prelude::*;

use super::{Parsed, parse, uses};
use crate::deck::card::{Also, Card, Citation, Level};
use crate::deck::diagnostic::Severity;
use crate::deck::id::Face;
use crate::deck::kind::{Asked, Case, ClozePart, Expected, Kind, Pair, Point, TextAnswer, Wrong};
use crate::deck::{DateOrder, rules};
use crate::source::Source;

const HEAD: &str = "[deck]\nid = 'd'\ntitle = 'D'\nallow = ['no-source', 'unused-name', 'small-group']\n[[source]]\nid = 'zeng'\n[names.country]\n\
                    Kyrgyzstan = ['Kyrgyz Republic', 'Kirghizia']\nRussia = []\n";

fn read(text: &str) -> Parsed {
    parse(&[Source::new("d.toml", text)], &[])
}

#[track_caller]
fn card(text: &str) -> Card {
    let parsed = read(&format!("{HEAD}{text}"));
    assert_eq!(parsed.diagnostics, []);
    parsed.deck.unwrap().cards.remove(0)
}

/// Asserts which rules are broken, in the order of the places.
#[track_caller]
fn broken(text: &str, rules: &[&str]) {
    let found = read(&format!("{HEAD}{text}")).diagnostics;
    assert_eq!(found.iter().map(|found| found.rule).collect::<Vec<_>>(), rules, "{found:#?}");
}

fn expected(text: &str, aliases: &[&str]) -> Expected {
    let aliases = aliases.iter().map(|&alias| alias.to_owned()).collect();
    Expected { text: text.to_owned(), aliases, naming: crate::deck::kind::Naming::Thing }
}

// The keys of every card.

#[test]
fn every_key_of_a_card_is_read() {
    let text = "[defaults]\ntags = ['t1']\nsource = 'zeng'\ntopic = 'frame'\ndifficulty = 'hard'\n[[card]]\n\
                id = 'c'\nwas = ['b', 'other/a']\nquestion = ' Q? '\nanswer = 'A'\nfact = 'f'\ntags = ['t2', 't1']\n\
                marks = 2.5\nhint = ['h1', 'h2']\nexplanation = 'E'\nquote = 'W'\nfeedback = ['x -> y -> z']\n\
                source = ['zeng I.1', 'zeng']\nalso = 'choice'\ndifficulty = 'easy'\n";
    let card = card(text);
    assert_eq!(card.id.to_string(), "d/c");
    assert_eq!(card.was.iter().map(ToString::to_string).collect::<Vec<_>>(), ["d/b", "other/a"]);
    assert_eq!((card.question.as_str(), card.fact.as_deref()), ("Q?", Some("f")));
    assert_eq!((card.topic.as_deref(), card.difficulty), (Some("frame"), Some(Level::Easy)));
    assert_eq!((card.tags, card.hints), (vec!["t1".into(), "t2".into()], vec!["h1".into(), "h2".into()]));
    assert_eq!((card.marks.to_bits(), card.quote.as_deref()), (2.5f64.to_bits(), Some("W")));
    assert_eq!((card.feedback[0].answer.as_str(), card.feedback[0].note.as_str()), ("x", "y -> z"));
    let cited =
        |section: Option<&str>| Citation { source: "zeng".into(), section: section.map(str::to_owned) };
    assert_eq!(card.sources, [cited(Some("I.1")), cited(None)]);
    assert_eq!((card.also, card.explanation.as_deref()), (vec![Also::Choice(Wrong::Automatic)], Some("E")));
    assert_eq!((card.file, card.span.start), (0, HEAD.len() + text.find("[[card]]").unwrap()));
    assert_eq!(card.span.end, HEAD.len() + text.len() - 1);
}

#[test]
fn a_card_that_is_also_asked_by_choice_may_say_what_is_wrong() {
    let asked = |more: &str| {
        format!(
            "[names.town]\nRiga = ['Ryga']\nOslo = []\n[[card]]\nid = 'c'\nquestion = 'Q?'\nanswer = 'Riga'\n{more}"
        )
    };
    let listed = card(&asked("also = 'choice'\nwrong = ['Oslo', 'Bern']\n"));
    assert_eq!(listed.also, [Also::Choice(Wrong::Listed(vec!["Oslo".into(), "Bern".into()]))]);
    let of_group = card(&asked("also = 'choice'\nwrong = 'town'\n"));
    assert_eq!(of_group.also, [Also::Choice(Wrong::Group("town".into()))]);
    broken(&asked("also = 'choice'\nwrong = ['Oslo', 'Ryga']\n"), &["wrong-accepted"]);
    broken(&asked("also = 'choice'\nwrong = 'river'\n"), &["unknown-group"]);
    broken(&asked("wrong = ['Oslo', 'Bern']\n"), &["unknown-key"]);
    let date = "[[date]]\nid = 'c'\nquestion = 'When?'\nanswer = 'May 1992'\nalso = 'choice'\n";
    broken(&format!("{date}wrong = ['1992-05-14', 'June 1992']\n"), &["wrong-accepted"]);
}

#[test]
fn underscores_count_as_hyphens() {
    let card = card("[[true_false]]\nid = 'c'\nquestion = 'Q.'\nanswer = false\n");
    assert_eq!(card.kind, Kind::TrueFalse(false));
}

#[test]
fn a_card_without_an_id_can_be_studied_and_a_warning_can_be_allowed() {
    let text = "[[card]]\nquestion = 'Q?'\nanswer = 'A'\nallow = ['no-id']\n";
    assert!(card(text).id.is_temporary());
    let text = text.replace("allow = ['no-id']\n", "");
    broken(&text, &["no-id"]);
    let allowed = HEAD.replace("allow = [", "allow = ['no-id', ");
    assert_eq!(read(&format!("{allowed}{text}")).diagnostics, []);
    broken("[[card]]\nid = 'a'\nquestion = 'Q?'\nanswer = ''\nallow = ['empty-text']\n", &["empty-text"]);
}

#[test]
fn a_misspelt_key_is_not_reported_as_missing_too() {
    broken("[[card]]\nid = 'a'\nfront = 'Q?'\nback = 'A'\n", &["unknown-key", "unknown-key"]);
    broken("[[card]]\nuid = 'a'\nquestion = 'Q?'\nanswer = 'A'\n", &["unknown-key"]);
}

#[test]
fn equal_questions_without_ids_are_told_apart_by_nothing() {
    let card = "[[card]]\nquestion = 'Q?'\nanswer = 'A'\nallow = ['no-id']\n";
    broken(&format!("{card}{card}"), &["duplicate-id"]);
}

// The kinds.

#[test]
fn an_answer_has_the_spellings_of_its_name_but_none_of_the_question() {
    let Kind::Text(text) = card("[[card]]\nid = 'a'\nquestion = 'Today Kirghizia is called?'\nanswer = 'Kyrgyzstan'\naccept = ['KG']\ncase-sensitive = true\ntyped = false\n").kind else {
        panic!("not a text");
    };
    let expected = expected("Kyrgyzstan", &["KG", "Kyrgyz Republic"]);
    let wanted = TextAnswer { expected, asked: Asked::Thought, case: Case::Sensitive, reverse: None };
    assert_eq!(text, wanted);
}

#[test]
fn a_card_is_asked_backward_only_with_a_backward_question() {
    let text = "[[card]]\nid = 'a'\nquestion = 'CSTO'\nanswer = 'Treaty'\nreverse-question = 'Short?'\n";
    assert_eq!(card(text).faces(), [Face::Whole]);
    for asked in ["both-ways = true\n", "also = ['reverse']\n"] {
        let card = card(&format!("{text}{asked}"));
        assert_eq!(card.faces(), [Face::Whole, Face::Reverse]);
        let Kind::Text(TextAnswer { reverse: Some(reverse), .. }) = card.kind else { panic!("no reverse") };
        assert_eq!((reverse.question.as_str(), reverse.expected), ("Short?", expected("CSTO", &[])));
    }
    broken("[[date]]\nid = 'a'\nquestion = 'Q?'\nanswer = '2002'\nalso = ['reverse']\n", &["unknown-value"]);
}

#[test]
fn gaps_are_numbered_behind_the_largest_number_written() {
    let card = card("[[cloze]]\nid = 'a'\nquestion = 'In {Bishkek|Frunze} at {2: 12:30} {{x}} {12:30}.'\n");
    assert_eq!(card.question, "In […] at […] {x} […].");
    let Kind::Cloze(parts) = card.kind else { panic!("not a cloze") };
    let gaps: Vec<_> = parts
        .iter()
        .filter_map(|part| match part {
            ClozePart::Gap { number, expected } => Some((*number, expected.text.as_str())),
            ClozePart::Shown(_) => None,
        })
        .collect();
    assert_eq!(gaps, [(3, "Bishkek"), (2, "12:30"), (4, "12:30")]);
    assert_eq!(parts[1].hidden(), Some(&expected("Bishkek", &["Frunze"])));
}

#[test]
fn wrong_choices_are_a_list_or_a_group_or_found_by_the_program() {
    let wrong = |wrong: &str| match card(&format!(
        "[[choice]]\nid = 'a'\nquestion = 'Q?'\nanswer = ['A']\nwrong = {wrong}\n"
    ))
    .kind
    {
        Kind::Choice(choice) => (choice.wrong, choice.several),
        other => panic!("{other:?}"),
    };
    assert_eq!(wrong("['B']"), (Wrong::Listed(vec!["B".into()]), true));
    assert_eq!(wrong("'country'"), (Wrong::Group("country".into()), true));
    assert_eq!(wrong("'auto'"), (Wrong::Automatic, true));
    broken(
        "[[choice]]\nid = 'a'\nquestion = 'Q?'\nanswer = 'A'\nwrong = ['B']\nshow = 1\n",
        &["out-of-range"],
    );
    let all_right =
        "[[choice]]\nid = 'a'\nquestion = 'Q?'\nanswer = ['Kirghizia', 'Russia']\nwrong = 'country'\n";
    broken(all_right, &["no-wrong-answer"]);
}

#[test]
fn dates_are_read_in_every_form_and_cut_to_their_precision() {
    let date = |lines: &str| match card(&format!("[[date]]\nid = 'a'\nquestion = 'Q?'\n{lines}\n")).kind {
        Kind::Date(date) => (date.expected.to_string(), date.accepted.len()),
        other => panic!("{other:?}"),
    };
    assert_eq!(date("answer = 2002-05-14"), ("14 May 2002".into(), 0));
    assert_eq!(date("answer = 2002\naccept = ['2001', 2003]"), ("2002".into(), 2));
    assert_eq!(date("answer = '14 May 2002'\nprecision = 'month'"), ("May 2002".into(), 0));
    broken("[[date]]\nid = 'a'\nquestion = 'Q?'\nanswer = 2002-05-14T10:00:00\n", &["unreadable-date"]);
}

#[test]
fn a_number_has_a_range_and_a_unit() {
    let number = |lines: &str| match card(&format!("[[number]]\nid = 'a'\nquestion = 'Q?'\n{lines}\n")).kind {
        Kind::Number(number) => number,
        other => panic!("{other:?}"),
    };
    let range = |lines| {
        let number = number(lines);
        (number.low, number.high)
    };
    assert_eq!(range("answer = 19_000"), (19_000.0, 19_000.0));
    assert_eq!(range("answer = -200\ntolerance = '10%'"), (-220.0, -180.0));
    assert_eq!(range("answer = 0x10\ntolerance = 0.5"), (15.5, 16.5));
    assert_eq!(range("answer = 5\nbetween = [4, 7.5]"), (4.0, 7.5));
    assert_eq!(number("answer = 5\nunit = 'men'\naccept = 6").shown(), "5 men");
    for bad in ["answer = nan", "answer = 1\ntolerance = 'much%'", "answer = 1\nbetween = [1]"] {
        broken(&format!("[[number]]\nid = 'a'\nquestion = 'Q?'\n{bad}\n"), &["wrong-type"]);
    }
}

#[test]
fn members_items_pairs_and_points_are_split_at_their_arrows() {
    let kind = |heading: &str, lines: &str| {
        card(&format!("[[{heading}]]\nid = 'a'\nquestion = 'Q?'\n{lines}\n")).kind
    };
    let Kind::Set(set) = kind("set", "answer = ['Kirghizia', 'Russia']\nneed = 1") else { panic!("no set") };
    assert_eq!(set.members[0], expected("Kirghizia", &["Kyrgyzstan", "Kyrgyz Republic"]));
    assert_eq!(set.need, 1);
    let Kind::Order(items) = kind("order", "answer = ['a -> May 1992', 'b -> 1992', 'c']") else {
        panic!("no order")
    };
    let labels: Vec<_> = items.iter().map(|item| item.label.as_deref()).collect();
    assert_eq!(labels, [Some("May 1992"), Some("1992"), None]);
    let Kind::Match(pairs) = kind("match", "answer = ['a -> x', 'b->y', 'c -> z']\nextra = 'w'") else {
        panic!("no match")
    };
    assert_eq!(pairs.pairs[1], Pair { left: "b".into(), right: "y".into() });
    assert_eq!(pairs.extra, ["w"]);
    let Kind::Reasons(reasons) = kind("reasons", "answer = ['One. -> k1, k2', 'Two.']") else {
        panic!("no reasons")
    };
    assert_eq!(reasons.points[0], Point { text: "One.".into(), keys: vec!["k1".into(), "k2".into()] });
    assert_eq!((reasons.points[1].keys.len(), reasons.need), (0, 2));
}

// Files.

#[test]
fn the_header_is_read() {
    let text = "[deck]\nformat = 1\nid = 'd'\ntitle = 'D'\ndescription = 'About'\nauthors = ['A']\nlanguage = 'en'\n\
                licence = 'CC0'\nversion = '1'\ntags = ['t']\nuse = ['x.toml']\nwas = ['old']\ndate-order = 'month'\n\
                [[date]]\nid = 'a'\nquestion = 'Q?'\nanswer = '06/07/2012'\n";
    let parsed = read(text);
    assert_eq!(parsed.diagnostics, []);
    let deck = parsed.deck.unwrap();
    assert_eq!(
        (deck.id.as_str(), deck.was[0].as_str(), deck.date_order),
        ("d", "old", Some(DateOrder::MonthFirst))
    );
    assert_eq!(
        (deck.authors, deck.licence, deck.tags),
        (vec!["A".into()], Some("CC0".into()), vec!["t".into()])
    );
    assert_eq!(deck.cards[0].kind.answers(), ["7 Jun 2012"]);
    let named: Vec<String> = uses(&Source::new("d.toml", text)).into_iter().map(|path| path.value).collect();
    assert_eq!(named, ["x.toml"]);
}

#[test]
fn a_deck_of_several_files_shares_names_and_has_one_head() {
    let card = "[[choice]]\nid = 'b'\nquestion = 'Q?'\nanswer = 'A'\nwrong = 'city'\n";
    let sources = [
        Source::new("deck.toml", "[deck]\nid = 'd'\ntitle = 'D'\n"),
        Source::new("a.toml", card),
        Source::new(
            "b.toml",
            format!("[deck]\nid = 'e'\ntitle = 'E'\n{}", card.replace("'b'", "'c'").replace("Q?", "R?")),
        ),
    ];
    let shared = [Source::new("shared.toml", "[names.city]\nKant = 5\nGyumri = []\n")];
    let parsed = parse(&sources, &shared);
    let found: Vec<_> =
        parsed.diagnostics.iter().map(|found| (found.rule, found.file, found.span.start)).collect();
    assert_eq!(found, [("two-decks", 2, 0), ("wrong-type", 3, "[names.city]\nKant = ".len())]);
    let deck = parsed.deck.unwrap();
    assert_eq!(
        deck.cards.iter().map(|card| (card.id.name(), card.file)).collect::<Vec<_>>(),
        [("b", 1), ("c", 2)]
    );
    assert_eq!(deck.names.groups["city"].len(), 1);
}

#[test]
fn both_places_of_a_finding_stand_in_the_file_of_its_card() {
    let short = "wrong = ['yes', 'no']\n";
    let card = format!("[[choice]]\nid = 'b'\nquestion = 'Q?'\nanswer = '{}'\n{short}", "long ".repeat(9));
    let sources = [Source::new("d.toml", "[deck]\nid = 'd'\ntitle = 'D'\n"), Source::new("a.toml", card)];
    let parsed = parse(&sources, &[]);
    let [found] = &parsed.diagnostics[..] else { panic!("{:?}", parsed.diagnostics) };
    let (file, other) = found.second().unwrap();
    assert_eq!((found.rule, found.file, file), ("right-is-longer", 1, 1));
    assert_eq!(
        &sources[1].text()[other.span.start..other.span.end],
        short.trim_start_matches("wrong = ").trim()
    );
}

#[test]
fn a_broken_line_silences_what_would_follow_from_it() {
    broken(
        "[[source]]\nid = zhang\n[source.sections]\na = 'x'\n[[card]]\nid = 'a'\nquestion = 'Q?'\nanswer = 'A'\nsource = 'zhang'\n",
        &["syntax"],
    );
    broken(
        "[names.city]\nKant = [\n[[choice]]\nid = 'a'\nquestion = 'Q?'\nanswer = 'A'\nwrong = 'city'\n",
        &["syntax"],
    );
    let parsed = read("[deck]\nid = d\ntitle = 'D'\n[[card]]\nid = 'a'\nquestion = 'Q?'\n");
    let found: Vec<_> = parsed.diagnostics.iter().map(|found| found.rule).collect();
    assert_eq!((parsed.deck, found), (None, vec!["syntax", "missing-key"]));
}

#[test]
fn a_missing_heading_is_one_finding() {
    let card = |id: &str| format!("id = '{id}'\nquestion = '{id}?'\nanswer = 'A'\n");
    broken(&format!("[[card]]\n{}{}", card("a"), card("b")), &["syntax"]);
    broken(&format!("[[card]]\n{}'[[card]]\n{}", card("a"), card("b")), &["syntax"]);
}

// Laws.

/// Asserts that every place lies in its file, and that without an error nothing is left out.
fn obeys_the_laws(text: &str) {
    bytes_obey_the_laws(text.as_bytes());
}

fn bytes_obey_the_laws(bytes: &[u8]) {
    let source = Source::of_bytes("d.toml", bytes.to_vec());
    let text = source.text().to_owned();
    let _ = uses(&source);
    let sources = [source];
    let parsed = parse(&sources, &sources);
    let places = parsed.diagnostics.iter().flat_map(|found| {
        std::iter::once((found.file, found.span))
            .chain(found.second().map(|(file, other)| (file, other.span)))
            .chain(found.fix.iter().flat_map(|fix| &fix.edits).map(|edit| (found.file, edit.span)))
    });
    for (file, span) in places {
        assert!(file < 2 && span.start <= span.end, "{span:?}");
        let text = sources[0].text();
        assert!(text.get(span.start..span.end).is_some(), "{span:?} of {text:?}");
    }
    assert!(parsed.diagnostics.is_sorted_by_key(|found| (found.file, found.span)));
    if parsed.deck.is_none() {
        let has_error = parsed.diagnostics.iter().any(|found| found.severity == Severity::Error);
        assert!(has_error || text.contains("draft") || !parsed.diagnostics.is_empty(), "{text:?}");
    }
}

/// All examples of the rules in one file: something of everything.
fn everything() -> String {
    rules::all().flat_map(|rule| [rule.right, rule.wrong]).collect()
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in any::<String>()) {
        obeys_the_laws(&text);
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), head in any::<bool>()) {
        let bytes = if head { [b"[deck]\nid = 'd'\ntitle = 'D'\n[[card]]\nid = 'a'\n", bytes.as_slice()].concat() } else { bytes };
        bytes_obey_the_laws(&bytes);
    }

    #[test]
    fn lines_of_signs_are_read_without_panic(text in "([\\[\\]\"'=:.,{}#\\\\ \n“é€0-9a-c-]|answer|card|deck|\"\"\"){0,60}") {
        obeys_the_laws(&text);
    }

    #[test]
    fn mutated_decks_are_read_without_panic(
        rule in 0..rules::all().count(), at in any::<prop::sample::Index>(), length in 0usize..12, put in "[\\[\\]\"'=:.,{}#\\\\ \n“a1-]{0,3}"
    ) {
        let rule = rules::all().nth(rule).unwrap();
        let letters: Vec<char> = rules::Rule::example(rule.wrong).chars().collect();
        let at = at.index(letters.len());
        let end = (at + length).min(letters.len());
        let text: String = letters[..at].iter().copied().chain(put.chars()).chain(letters[end..].iter().copied()).collect();
        obeys_the_laws(&text);
    }
}

#[test]
fn a_file_with_everything_in_it_obeys_the_laws() {
    obeys_the_laws(&everything());
}

#[test]
fn many_cards_without_an_id_are_one_finding_that_mends_all() {
    let card = |number: usize| format!("[[card]]\nquestion = 'Q{number}?'\nanswer = 'A'\n");
    let found = read(&format!("{HEAD}{}", (0..4).map(card).collect::<String>())).diagnostics;
    assert_eq!(
        found.iter().map(|found| found.headline.as_str()).collect::<Vec<_>>(),
        ["4 cards of this file have no id"]
    );
    assert_eq!(found[0].fix.as_ref().map(|fix| (fix.edits.len(), fix.is_certain)), Some((4, true)));
    let found = read(&format!("{HEAD}{}", (0..3).map(card).collect::<String>())).diagnostics;
    assert_eq!(found.len(), 3);
}

#[test]
fn a_card_is_worth_a_number_that_can_be_summed() {
    let marks = |marks: &str| {
        let text = format!(
            "[deck]\nid = 'd'\ntitle = 'D'\n[[card]]\nid = 'a'\nquestion = 'Q?'\nanswer = 'A'\nmarks = {marks}\n"
        );
        let found = parse(&[Source::new("d.toml", text)], &[]).diagnostics;
        found.into_iter().map(|one| one.headline).collect::<Vec<_>>()
    };
    assert_eq!(marks("1000000"), Vec::<String>::new());
    assert_eq!(marks("1e300"), ["a card cannot be worth so much"]);
    assert_eq!(marks("-1"), ["a card cannot be worth nothing"]);
}
