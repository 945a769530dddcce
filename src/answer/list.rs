//! Which items does a written list name?

use std::collections::HashMap;

use crate::answer::phrase::is_whole;
use crate::text::fold;

/// Words between two items, with the blanks around them.
const CONJUNCTIONS: [&str; 7] = [" and ", " & ", " и ", " + ", " vs ", " vs. ", " versus "];

/// Returns the items of a list, folded: split at commas, semicolons, slashes, line ends and "and",
/// but not inside one of the `names` (folded), nor at the numbers before the items.
pub(super) fn items(text: &str, names: &[String]) -> Vec<String> {
    let mut longest_first: Vec<&str> =
        names.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
    longest_first.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let mut items = Vec::new();
    for line in in_lines(text).lines() {
        split_line(&fold(line), &longest_first, &mut items);
    }
    items.retain(|item| !item.is_empty());
    items
}

/// Returns items of a list as the learner wrote them, capital letters and all.
pub(super) fn as_written(text: &str, items: Vec<String>) -> Vec<String> {
    if items.is_empty() {
        return items;
    }
    let lines = in_lines(text);
    let pieces = lines.split([',', ';', '/', '\n', '>', '→']);
    let parts =
        pieces.flat_map(|piece| CONJUNCTIONS.iter().flat_map(move |word| piece.split(word)).chain([piece]));
    let mut written: HashMap<String, &str> = HashMap::new();
    for part in parts.map(|part| without_number(without_conjunction(part.trim())).trim()) {
        written.entry(fold(part)).or_insert(part);
    }
    let as_written = |item: String| written.get(&item).map_or(item, |part| (*part).to_owned());
    items.into_iter().map(as_written).collect()
}

/// Puts the items of `1. a 2. b` in lines of their own.
fn in_lines(text: &str) -> String {
    let mut lines = String::with_capacity(text.len());
    let mut next = 1;
    for word in text.split_inclusive(char::is_whitespace) {
        let is_number =
            word.trim_end().strip_suffix(['.', ')']).is_some_and(|digits| digits.parse() == Ok(next));
        if is_number && (next > 1 || lines.trim().is_empty()) {
            lines.push('\n');
            next += 1;
        }
        lines.push_str(word);
    }
    lines
}

fn split_line(line: &str, longest_first: &[&str], items: &mut Vec<String>) {
    let mut item = String::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let at = line.len() - rest.len();
        let name_at = |at: usize| {
            let begins = |name: &str| line.get(at..).is_some_and(|rest| rest.starts_with(name));
            longest_first.iter().find(|name| begins(name) && is_whole(line, at, name.len()))
        };
        let name = name_at(at);
        // A name may itself begin with "and".
        let may_be_conjunction = first == ' ' && name_at(at + 1).is_none();
        let step = if let Some(name) = name {
            item.push_str(name);
            name.len()
        } else if let Some(word) =
            CONJUNCTIONS.iter().find(|word| may_be_conjunction && rest.starts_with(**word))
        {
            push(items, &mut item, longest_first);
            // The blank behind the word may also stand before the next one.
            word.len() - 1
        } else if matches!(first, ',' | ';' | '/') {
            push(items, &mut item, longest_first);
            first.len_utf8()
        } else {
            item.push(first);
            first.len_utf8()
        };
        rest = rest.get(step..).unwrap_or_default();
    }
    push(items, &mut item, longest_first);
}

fn push(items: &mut Vec<String>, item: &mut String, names: &[&str]) {
    let folded = fold(&std::mem::take(item));
    let is_name = |item: &str| names.contains(&item);
    let plain = if is_name(&folded) { &folded } else { without_conjunction(&folded) };
    let plain = if is_name(plain) { plain } else { without_number(plain) };
    items.push(fold(plain));
}

/// Drops the "and" of "a, and b".
fn without_conjunction(item: &str) -> &str {
    let after = CONJUNCTIONS.iter().find_map(|word| item.strip_prefix(word.trim_start()));
    after.unwrap_or(item)
}

/// Drops the `1.`, `2)`, `-`, `*` or `•` before an item.
fn without_number(item: &str) -> &str {
    let digits = item.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < item.len();
    if let Some(rest) = digits.strip_prefix(['.', ')']).filter(|rest| numbered && !rest.is_empty()) {
        return rest.trim_start();
    }
    item.strip_prefix(['-', '*', '•']).map_or(item, str::trim_start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, names: &[&str], expected: &[&str]) {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(items(text, &names), expected, "{text:?}");
    }

    #[test]
    fn lists_are_split_as_people_write_them() {
        case("a + b", &[], &["a", "b"]);
        case("a vs b", &[], &["a", "b"]);
        case("A, B; C/D\nE and F", &[], &["a", "b", "c", "d", "e", "f"]);
        case("a, b, and c", &[], &["a", "b", "c"]);
        case("a & b и c", &[], &["a", "b", "c"]);
        case("1. a\n2) b\n- c", &[], &["a", "b", "c"]);
        case(" , ,a,, ", &[], &["a"]);
        case("", &[], &[]);
        case("Andorra, Sandland", &[], &["andorra", "sandland"]);
    }

    #[test]
    fn an_item_is_shown_as_it_was_written() {
        let as_written = |text, item: &str| as_written(text, vec![item.to_owned()]).concat();
        for (text, item) in [("Riga, Vilnius", "vilnius"), ("1. Riga 2. Vilnius", "vilnius")] {
            assert_eq!(as_written(text, item), "Vilnius", "{text:?}");
        }
        assert_eq!(as_written("Riga and NATO", "nato"), "NATO");
        assert_eq!(as_written("Riga, and the Hague", "the hague"), "the Hague");
        assert_eq!(as_written("", "vilnius"), "vilnius");
    }

    #[test]
    fn names_with_a_separator_stay_whole() {
        let names = ["bosnia and herzegovina", "bosnia", "congo, republic of"];
        case("Bosnia and Herzegovina and Congo, Republic of", &names, &[names[0], names[2]]);
        case("Bosnia and Croatia", &names, &["bosnia", "croatia"]);
        case("and", &["and"], &["and"]);
        case("a, and so on and b", &["and so on"], &["a", "and so on", "b"]);
        case("1. fc köln; 2. x", &["1. fc köln"], &["1. fc köln", "x"]);
    }
}
