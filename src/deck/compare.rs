//! What does a new version of a deck do to the progress that learners have on the old one?

use std::collections::{HashMap, HashSet};

use crate::deck::Deck;
use crate::deck::card::Card;
use crate::deck::id::{CardId, FaceId};

/// What changed between two versions of a deck.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Comparison {
    /// Cards that are new.
    pub added: Vec<CardId>,
    /// Cards that are gone, with their questions.
    pub removed: Vec<(CardId, String)>,
    /// Cards that have another id now; their progress follows.
    pub renamed: Vec<(CardId, CardId)>,
    /// Cards of which the expected answer is another one; they fall due at once.
    pub corrected: Vec<CardId>,
    /// Cards of which only the question changed.
    pub reworded: Vec<CardId>,
    /// Faces that are gone, of removed cards and of others, with their questions.
    pub faces: Vec<(FaceId, String)>,
}

/// Compares two versions of a deck.
pub fn compare(old: &Deck, new: &Deck) -> Comparison {
    let now = names_now(old, new);
    let by_id: HashMap<&CardId, &Card> = new.cards.iter().map(|card| (&card.id, card)).collect();
    let mut found = Comparison::default();
    let mut known = HashSet::new();
    for card in &old.cards {
        let Some(new_card) = now.get(&card.id).and_then(|id| by_id.get(id)) else {
            found.removed.push((card.id.clone(), card.question.clone()));
            found.faces.extend(card.face_ids().map(|face| (face, card.question.clone())));
            continue;
        };
        known.insert(&new_card.id);
        if new_card.id != card.id {
            found.renamed.push((card.id.clone(), new_card.id.clone()));
        }
        let faces = new_card.faces();
        let gone = card.faces().into_iter().filter(|face| !faces.contains(face));
        found.faces.extend(gone.map(|face| (card.id.face(face), card.question.clone())));
        let is_corrected = card
            .faces()
            .into_iter()
            .any(|face| faces.contains(&face) && card.fingerprint(face) != new_card.fingerprint(face));
        if is_corrected {
            found.corrected.push(new_card.id.clone());
        } else if new_card.question != card.question {
            found.reworded.push(new_card.id.clone());
        }
    }
    let added = new.cards.iter().map(|card| &card.id).filter(|id| !known.contains(id));
    found.added = added.cloned().collect();
    found
}

/// Returns for each id of the old version the one under which its progress is found now.
fn names_now(old: &Deck, new: &Deck) -> HashMap<CardId, CardId> {
    let mut names = HashMap::new();
    for card in &new.cards {
        for was in &card.was {
            names.insert(was.clone(), card.id.clone());
        }
        if !card.id.is_temporary() {
            names.insert(card.temporary_id(&old.id), card.id.clone());
        }
        let is_known_by = |deck| new.was.contains(deck) || new.id == *deck;
        if is_known_by(&old.id) {
            names.insert(card.id.in_deck(&old.id), card.id.clone());
            for was in &card.was {
                names.insert(was.in_deck(&old.id), card.id.clone());
            }
        }
    }
    for card in &new.cards {
        names.insert(card.id.clone(), card.id.clone());
    }
    names
}

/// Returns the text of a file in which a card names an id that it had, and nothing else changes.
///
/// `card` is where the card stands. Nothing is returned when its `was` is written in another way
/// than `"id"` or `["id", …]` in one line.
pub fn with_was(text: &str, card: crate::source::Span, was: &str) -> Option<String> {
    let before = text.get(..card.start)?;
    let own = text.get(card.start..card.end)?;
    let behind = text.get(card.end..)?;
    let line = if own.contains("\r\n") { "\r\n" } else { "\n" };
    let mut lines: Vec<String> = own.split(line).map(str::to_owned).collect();
    let key = |line: &str| {
        line.split_once('=').map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
    };
    let place = lines.iter().position(|line| key(line).is_some_and(|(key, _)| key == "was"));
    let Some(place) = place else {
        let below_id = lines.iter().position(|line| key(line).is_some_and(|(key, _)| key == "id"));
        lines.insert(below_id? + 1, format!("was = [\"{was}\"]"));
        return Some([before, &lines.join(line), behind].concat());
    };
    let (_, value) = key(lines.get(place)?)?;
    let list = match value.strip_prefix('[') {
        Some(rest) => format!("[\"{was}\", {rest}"),
        None if value.ends_with('"') && value.matches('"').count() == 2 => format!("[\"{was}\", {value}]"),
        None => return None,
    };
    *lines.get_mut(place)? = format!("was = {list}");
    Some([before, &lines.join(line), behind].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::parse::parse;
    use crate::source::Source;
    use crate::source::Span;

    fn deck(cards: &str) -> Deck {
        let source = Source::new("d.toml", format!("[deck]\nid = 'd'\ntitle = 'D'\n{cards}"));
        parse(&[source], &[]).deck.expect("a deck")
    }

    fn card(id: &str, question: &str, answer: &str) -> String {
        format!("[[card]]\n{id}question = '{question}'\nanswer = '{answer}'\n")
    }

    #[test]
    fn what_progress_goes_through_is_told_card_by_card() {
        let old = deck(
            &[
                card("id = 'same'\n", "One?", "1a"),
                card("id = 'gone'\n", "Two?", "2a"),
                card("id = 'old'\n", "Three?", "3a"),
                card("id = 'wrong'\n", "Four?", "4a"),
                card("id = 'typo'\n", "Fvie?", "5a"),
                card("", "Six?", "6a"),
                "[[cloze]]\nid = 'gaps'\nquestion = 'In {1: Kant} and {2: Osh} they are.'\n".to_owned(),
            ]
            .concat(),
        );
        let new = deck(
            &[
                card("id = 'same'\n", "One?", "1a"),
                card("id = 'new'\nwas = ['old']\n", "Three?", "3a"),
                card("id = 'wrong'\n", "Four?", "4b"),
                card("id = 'typo'\n", "Five?", "5a"),
                card("id = 'six'\n", "Six?", "6a"),
                card("id = 'seven'\n", "Seven?", "7a"),
                "[[cloze]]\nid = 'gaps'\nquestion = 'In {1: Kant} and Osh they are.'\n".to_owned(),
            ]
            .concat(),
        );
        let found = compare(&old, &new);
        let names = |ids: &[CardId]| ids.iter().map(|id| id.name().to_owned()).collect::<Vec<_>>();
        assert_eq!(names(&found.added), ["seven"]);
        assert_eq!(
            found.removed.iter().map(|(id, text)| (id.name(), text.as_str())).collect::<Vec<_>>(),
            [("gone", "Two?")]
        );
        let renamed: Vec<&str> = found.renamed.iter().map(|(_, new)| new.name()).collect();
        assert_eq!(renamed, ["new", "six"]);
        assert_eq!(
            (names(&found.corrected), names(&found.reworded)),
            (vec!["wrong".into()], vec!["typo".into(), "gaps".into()])
        );
        let faces: Vec<String> = found.faces.iter().map(|(face, _)| face.to_string()).collect();
        assert_eq!(faces, ["d/gone", "d/gaps#2"]);
        assert_eq!(compare(&old, &old), Comparison::default());
    }

    #[test]
    fn an_old_id_is_added_in_one_line() {
        let with = |card: &str| with_was(&format!("x\n{card}\ny"), Span::new(2, 2 + card.len()), "old");
        assert_eq!(
            with("[[card]]\nid = 'a'\nq = 1").as_deref(),
            Some("x\n[[card]]\nid = 'a'\nwas = [\"old\"]\nq = 1\ny")
        );
        assert_eq!(
            with("[[card]]\nwas = \"b\"\n").as_deref(),
            Some("x\n[[card]]\nwas = [\"old\", \"b\"]\n\ny")
        );
        assert_eq!(
            with("[[card]]\nwas = [\"b\"]").as_deref(),
            Some("x\n[[card]]\nwas = [\"old\", \"b\"]\ny")
        );
        assert_eq!(with("[[card]]\nq = 1"), None);
    }
}
