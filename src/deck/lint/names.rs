//! Which names and spellings are of no use, or stand for two?

use std::collections::{HashMap, HashSet};

use super::{Shared, Written};
use crate::deck::card::Card;
use crate::deck::diagnostic::Diagnostic;
use crate::deck::kind::{ClozePart, Expected, Kind, Wrong};
use crate::deck::rules::{ALIAS_OF_TWO, UNUSED_NAME};
use crate::source::Span;
use crate::text::{fold, sanitise};

/// A name or another spelling of it, where it is written.
pub(in crate::deck) struct Spelling {
    /// The group.
    pub(in crate::deck) group: String,
    /// The name.
    pub(in crate::deck) name: String,
    /// How it is spelt here; the name itself, or another spelling.
    pub(in crate::deck) text: String,
    /// Which file, from 0.
    pub(in crate::deck) file: usize,
    /// Where.
    pub(in crate::deck) span: Span,
}

/// Returns what is wrong with the names.
pub(super) fn check(cards: &[Written], shared: &Shared<'_>) -> Vec<Diagnostic> {
    let mut found = of_two(shared.spellings);
    found.extend(unused(cards, shared));
    found
}

fn of_two(spellings: &[Spelling]) -> Vec<Diagnostic> {
    let mut first_with: HashMap<(&str, String), &Spelling> = HashMap::new();
    let mut found = Vec::new();
    for spelling in spellings {
        let key = (spelling.group.as_str(), fold(&spelling.text));
        let Some(first) = first_with.get(&key) else {
            first_with.insert(key, spelling);
            continue;
        };
        if first.name != spelling.name {
            let headline = format!("`{}` stands for two names", sanitise(&spelling.text));
            let label = format!("for `{}` here", sanitise(&spelling.name));
            let twice = ALIAS_OF_TWO.found(spelling.span, headline, label).in_file(spelling.file);
            let label = format!("for `{}` here", sanitise(&first.name));
            let twice = twice.as_well_as(first.file, first.span, label);
            found.push(twice.help("leave it to the name that most people mean by it"));
        }
    }
    found
}

fn unused(cards: &[Written], shared: &Shared<'_>) -> Vec<Diagnostic> {
    let own = || shared.spellings.iter().filter(|spelling| spelling.file < shared.own_files);
    if own().next().is_none() {
        return Vec::new();
    }
    let mut used = HashSet::new();
    let mut groups = HashSet::new();
    let mut all_read = shared.is_whole;
    for written in cards {
        match &written.card {
            Some(card) => use_names(card, &mut used, &mut groups),
            None => all_read = false,
        }
    }
    let has_aliases: HashSet<(&str, &str)> = own()
        .filter(|spelling| spelling.text != spelling.name)
        .map(|spelling| (spelling.group.as_str(), spelling.name.as_str()))
        .collect();
    let expected: HashSet<(&str, &str)> = own()
        .filter(|spelling| used.contains(&fold(&spelling.text)))
        .map(|spelling| (spelling.group.as_str(), spelling.name.as_str()))
        .collect();
    own()
        .filter(|spelling| all_read && spelling.text == spelling.name)
        .filter(|spelling| {
            let place = (spelling.group.as_str(), spelling.name.as_str());
            has_aliases.contains(&place)
                && !expected.contains(&place)
                && !groups.contains(spelling.group.as_str())
        })
        .map(|spelling| {
            let headline = format!("no card expects `{}`", sanitise(&spelling.name));
            let found = UNUSED_NAME.found(spelling.span, headline, "its spellings are of no use");
            let help = "spell it as the answers do, or take it away";
            found.help(help).in_file(spelling.file)
        })
        .collect()
}

/// Adds every text that a card expects or offers, and the groups from which it draws.
fn use_names(card: &Card, used: &mut HashSet<String>, groups: &mut HashSet<String>) {
    let mut add = |text: &str| {
        used.insert(fold(text));
    };
    let each = |expected: &Expected, add: &mut dyn FnMut(&str)| expected.all().for_each(add);
    match &card.kind {
        Kind::Text(text) => {
            each(&text.expected, &mut add);
            if let Some(reverse) = &text.reverse {
                each(&reverse.expected, &mut add);
            }
        }
        Kind::Cloze(parts) => {
            parts.iter().filter_map(ClozePart::hidden).for_each(|gap| each(gap, &mut add));
        }
        Kind::Choice(choice) => {
            choice.right.iter().for_each(|right| add(right));
            match &choice.wrong {
                Wrong::Listed(wrong) => wrong.iter().for_each(|wrong| add(wrong)),
                Wrong::Group(group) => {
                    groups.insert(group.clone());
                }
                Wrong::Automatic => {}
            }
        }
        Kind::Set(set) => set.members.iter().for_each(|member| each(member, &mut add)),
        Kind::Order(items) => items.iter().for_each(|item| each(&item.expected, &mut add)),
        Kind::Match(matching) => {
            for pair in &matching.pairs {
                add(&pair.left);
                add(&pair.right);
            }
            matching.extra.iter().for_each(|extra| add(extra));
        }
        Kind::TrueFalse(_) | Kind::Date(_) | Kind::Number(_) | Kind::Reasons(_) => {}
    }
}
