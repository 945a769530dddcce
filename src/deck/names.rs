//! Which spellings of a name count as the same?
//!
//! An index over the names that a deck's cards share. The reader calls it for each answer; it is
//! built once a deck.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::deck::kind::{Expected, Naming};
use crate::deck::{Name, Names};
use crate::text::fold;

/// The groups whose names are those of persons.
const PERSONS: [&str; 3] = ["person", "persons", "people"];

/// The names of a deck, found by any of their spellings.
#[derive(Clone, Debug, Default)]
pub struct NameIndex {
    groups: BTreeMap<String, Vec<Name>>,
    by_spelling: HashMap<String, Vec<Place>>,
}

/// Where a name stands: its group and its number there.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    group: String,
    at: usize,
}

impl NameIndex {
    /// Makes the index.
    pub fn new(names: &Names) -> Self {
        let mut by_spelling: HashMap<String, Vec<Place>> = HashMap::new();
        for (group, members) in &names.groups {
            for (at, name) in members.iter().enumerate() {
                for spelling in name.spellings() {
                    let places = by_spelling.entry(fold(spelling)).or_default();
                    let place = Place { group: group.clone(), at };
                    if !places.contains(&place) {
                        places.push(place);
                    }
                }
            }
        }
        Self { groups: names.groups.clone(), by_spelling }
    }

    /// Returns the names of a group, in the order of the file.
    pub fn group(&self, name: &str) -> Option<&[Name]> {
        self.groups.get(name).map(Vec::as_slice)
    }

    /// Returns the names of all groups, in the order of the alphabet.
    pub fn group_names(&self) -> impl Iterator<Item = &str> {
        self.groups.keys().map(String::as_str)
    }

    /// Returns every spelling of the names that are spelt like the text somewhere.
    pub fn spellings(&self, text: &str) -> impl Iterator<Item = &str> {
        self.by_spelling
            .get(&fold(text))
            .into_iter()
            .flatten()
            .filter_map(|place| self.groups.get(&place.group)?.get(place.at))
            .flat_map(Name::spellings)
    }

    /// Returns a right text with the author's other spellings and those of its names, except for
    /// spellings that stand in the question, which is given folded.
    pub fn expected(&self, text: &str, accept: &[String], folded_question: &str) -> Expected {
        let mut seen = HashSet::from([fold(text)]);
        let mut aliases = Vec::new();
        for alias in accept.iter().map(String::as_str).chain(self.spellings(text)) {
            let key = fold(alias);
            if !has_words(folded_question, &key) && seen.insert(key) {
                aliases.push(alias.to_owned());
            }
        }
        Expected { text: text.to_owned(), aliases, naming: self.naming(text) }
    }

    fn naming(&self, text: &str) -> Naming {
        let places = self.by_spelling.get(&fold(text)).map_or(&[][..], Vec::as_slice);
        let is_person = places.iter().any(|place| PERSONS.contains(&place.group.as_str()));
        if is_person { Naming::Person } else { Naming::Thing }
    }
}

impl Name {
    /// Returns the name and its other spellings.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }
}

/// Returns whether the words stand in the text as whole words; both are folded.
pub fn has_words(text: &str, words: &str) -> bool {
    !words.is_empty()
        && text.match_indices(words).any(|(at, found)| {
            let before = text.get(..at).and_then(|part| part.chars().next_back());
            let after = text.get(at + found.len()..).and_then(|part| part.chars().next());
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> NameIndex {
        let name = |name: &str, aliases: &[&str]| Name {
            name: name.to_owned(),
            aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
        };
        let names = vec![name("Kyrgyzstan", &["Kyrgyz Republic", "Kirghizia"]), name("Russia", &[])];
        NameIndex::new(&Names { groups: BTreeMap::from([("country".to_owned(), names)]) })
    }

    #[test]
    fn every_spelling_of_a_name_stands_for_the_others() {
        assert_eq!(index().expected("kirghizia", &[], "").aliases, ["Kyrgyzstan", "Kyrgyz Republic"]);
        assert_eq!(index().expected("Kirgizia", &[], "").aliases, [""; 0]);
    }

    #[test]
    fn a_spelling_in_the_question_is_not_accepted() {
        let accept = ["KR".to_owned(), "Kirghizia".to_owned()];
        let expected = index().expected("Kyrgyzstan", &accept, "how is the kyrgyz republic called in short");
        assert_eq!(expected.aliases, ["KR", "Kirghizia"]);
        assert!(!has_words("the states", "state"));
        assert!(has_words("the (state)", "state"));
    }
}
