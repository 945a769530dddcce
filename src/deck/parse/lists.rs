//! Which members, items, pairs or points does a card expect?

use std::collections::HashMap;

use super::card::{Ask, values};
use super::table::{Fields, Text};
use super::words::quoted;
use super::{arrow, date, twice};
use crate::deck::kind::{Kind, MatchAnswer, OrderItem, Pair, Point, ReasonsAnswer, SetAnswer};
use crate::deck::names::has_words;
use crate::deck::rules::{
    COUNT_DIFFERS, EXTRA_IS_RIGHT, FEW_ITEMS, FEW_PAIRS, ITEM_TWICE, KEY_IN_QUESTION, KEY_IN_TWO_POINTS,
    MEMBER_TWICE, NEED_TOO_LARGE, NO_ARROW, ORDER_DATES, OUT_OF_RANGE, SIDE_TWICE,
};
use crate::reading::date::CalendarDate;
use crate::source::{Placed, Span};
use crate::text::fold;

/// Fewer than this many items or pairs are guessed too easily.
const ENOUGH: usize = 3;

/// Numbers as questions spell them, from two.
const COUNT_WORDS: [&str; 11] =
    ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// Reads a `[[set]]`.
pub(super) fn set(fields: &mut Fields<'_>, ask: &Ask<'_>) -> Option<Kind> {
    let answer = fields.required_texts("answer");
    let accept = fields.one_or_more("accept");
    let need = fields.count("need");
    let answer = answer?;
    let all: Vec<Text> = answer.iter().chain(&accept).cloned().collect();
    member_twice(fields, &all, ask);
    let need = enough(fields, need, answer.len());
    count_in_question(fields, ask, answer.len(), need);
    let expected = |texts: &[Text]| {
        texts.iter().map(|text| ask.common.names.expected(&text.value, &[], &ask.folded)).collect()
    };
    Some(Kind::Set(SetAnswer { members: expected(&answer), allowed: expected(&accept), need }))
}

fn member_twice(fields: &mut Fields<'_>, members: &[Text], ask: &Ask<'_>) {
    let mut seen: HashMap<String, &Text> = HashMap::new();
    for member in members {
        let keys: Vec<String> = std::iter::once(member.value.as_str())
            .chain(ask.common.names.spellings(&member.value))
            .map(fold)
            .collect();
        if let Some(earlier) = keys.iter().find_map(|key| seen.get(key)) {
            let headline = if fold(&earlier.value) == fold(&member.value) {
                format!("{} is listed twice", quoted(&member.value))
            } else {
                format!("{} and {} are spellings of one name", quoted(&earlier.value), quoted(&member.value))
            };
            let found =
                MEMBER_TWICE.found(member.span, headline, "again here").beside(earlier.span, "first here");
            fields.found.push(found.help("take one of them away; other spellings stand under `[names]`"));
        }
        for key in keys {
            seen.entry(key).or_insert(member);
        }
    }
}

/// Checks how many are enough; all, when nothing is said.
fn enough(fields: &mut Fields<'_>, need: Option<Placed<usize>>, count: usize) -> usize {
    let Some(need) = need else { return count };
    if need.value > count {
        let headline = format!("{} are needed, and there are {count}", need.value);
        let found = NEED_TOO_LARGE.found(need.span, headline, "more than there are");
        fields
            .found
            .push(found.help(format!("write at most `need = {count}`, or take it away to ask for all")));
    } else if need.value == 0 {
        let found = OUT_OF_RANGE.found(need.span, "at least one must be needed", "not above 0");
        fields.found.push(found.help("write at least `need = 1`, or take it away to ask for all"));
    }
    need.value.clamp(1, count.max(1))
}

fn count_in_question(fields: &mut Fields<'_>, ask: &Ask<'_>, count: usize, need: usize) {
    let said: Vec<usize> = ask
        .folded
        .split(|c: char| !c.is_alphanumeric())
        .filter_map(|word| COUNT_WORDS.iter().position(|named| *named == word).map(|at| at + 2))
        .collect();
    if let [said] = said.as_slice()
        && *said != count
        && *said != need
    {
        let headline = format!("the question says {}, and there are {count} answers", COUNT_WORDS[said - 2]);
        let found = COUNT_DIFFERS.found(ask.question.span, headline, "says another number");
        fields.found.push(found.help("count again, or say with `need` how many are enough"));
    }
}

/// Reads an `[[order]]`.
pub(super) fn order(fields: &mut Fields<'_>, ask: &Ask<'_>) -> Option<Kind> {
    let answer = fields.required_texts("answer")?;
    let split: Vec<(Text, Option<String>)> = answer.into_iter().map(with_label).collect();
    let items: Vec<Text> = split.iter().map(|(item, _)| item.clone()).collect();
    twice(fields, &items, &ITEM_TWICE, "again here");
    if items.len() < ENOUGH {
        let headline = format!("an order of only {} items", items.len());
        let found = FEW_ITEMS.found(fields.heading, headline, "soon guessed");
        fields.found.push(found.help("add items, or ask which came first with `[[choice]]`"));
    }
    dates_ascend(fields, &split, ask);
    let expected = |text: &str| ask.common.names.expected(text, &[], &ask.folded);
    let items =
        split.into_iter().map(|(item, label)| OrderItem { expected: expected(&item.value), label }).collect();
    Some(Kind::Order(items))
}

fn with_label(text: Text) -> (Text, Option<String>) {
    match arrow(&text.value) {
        Some((item, label)) => {
            let label = label.to_owned();
            (Placed { value: item.to_owned(), span: text.span }, Some(label))
        }
        None => (text, None),
    }
}

fn dates_ascend(fields: &mut Fields<'_>, items: &[(Text, Option<String>)], ask: &Ask<'_>) {
    let mut last: Option<(CalendarDate, Span)> = None;
    for (item, label) in items {
        let Some(label) = label else { continue };
        let Ok(date) = date::read(label, ask.common.order) else { continue };
        if let Some((earlier, span)) = last {
            let precision = earlier.precision().min(date.precision());
            if earlier.cut_to(precision) > date.cut_to(precision) {
                let headline = format!("{date} stands behind {earlier}: the dates do not ascend");
                let found = ORDER_DATES.found(item.span, headline, "earlier than the one before");
                let help = "the list is the right order: move the item, or mend its date";
                fields.found.push(found.beside(span, "the one before").help(help));
                return;
            }
        }
        last = Some((date, item.span));
    }
}

/// Reads a `[[match]]`.
pub(super) fn matching(fields: &mut Fields<'_>) -> Option<Kind> {
    let answer = fields.required_texts("answer");
    let extra = fields.one_or_more("extra");
    let mut left = Vec::new();
    let mut right = Vec::new();
    let answer = answer?;
    for text in &answer {
        let Some((one, other)) = arrow(&text.value) else {
            let headline = format!("the pair {} has no arrow", quoted(&text.value));
            let found = NO_ARROW.found(text.span, headline, "no ` -> ` in here");
            fields.found.push(found.help("write `\"left -> right\"`, with blanks around the arrow"));
            continue;
        };
        left.push(Placed { value: one.to_owned(), span: text.span });
        right.push(Placed { value: other.to_owned(), span: text.span });
    }
    if left.len() < answer.len() {
        return None;
    }
    twice(fields, &left, &SIDE_TWICE, "this side has a pair already");
    twice(fields, &right, &SIDE_TWICE, "this side has a pair already");
    extra_is_right(fields, &right, &extra);
    few_pairs(fields, left.len());
    let pairs =
        left.into_iter().zip(right).map(|(left, right)| Pair { left: left.value, right: right.value });
    Some(Kind::Match(MatchAnswer { pairs: pairs.collect(), extra: values(extra) }))
}

fn extra_is_right(fields: &mut Fields<'_>, right: &[Text], extra: &[Text]) {
    twice(fields, extra, &SIDE_TWICE, "again here");
    let sides: HashMap<String, Span> = right.iter().map(|side| (fold(&side.value), side.span)).collect();
    for text in extra {
        if let Some(span) = sides.get(&fold(&text.value)) {
            let headline = format!("the extra {} belongs to a pair", quoted(&text.value));
            let found =
                EXTRA_IS_RIGHT.found(text.span, headline, "an extra here").beside(*span, "a right side here");
            fields.found.push(found.help("extras belong to nothing: write another, or take it away"));
        }
    }
}

fn few_pairs(fields: &mut Fields<'_>, count: usize) {
    let (rule, headline) = match count {
        0 | 1 => (&OUT_OF_RANGE, "a match needs at least two pairs"),
        _ if count < ENOUGH => (&FEW_PAIRS, "a match of only two pairs"),
        _ => return,
    };
    fields
        .found
        .push(rule.found(fields.heading, headline, "soon guessed").help("add pairs, or `extra` right sides"));
}

/// Reads a `[[reasons]]`.
pub(super) fn reasons(fields: &mut Fields<'_>, ask: &Ask<'_>) -> Option<Kind> {
    let answer = fields.required_texts("answer");
    let need = fields.count("need");
    let answer = answer?;
    let need = enough(fields, need, answer.len());
    let split: Vec<(Text, Option<String>)> = answer.into_iter().map(with_label).collect();
    let texts: Vec<Text> = split.iter().map(|(text, _)| text.clone()).collect();
    super::kinds::listed_twice(fields, &texts);
    let mut points = Vec::new();
    let mut seen: HashMap<String, (usize, Span)> = HashMap::new();
    for (at, (text, keys)) in split.into_iter().enumerate() {
        let keys: Vec<String> =
            keys.iter().flat_map(|keys| keys.split(',')).map(str::trim).map(str::to_owned).collect();
        let keys: Vec<String> = keys.into_iter().filter(|key| !key.is_empty()).collect();
        for key in &keys {
            key_word(fields, ask, &mut seen, (at, &text, key));
        }
        points.push(Point { text: text.value, keys });
    }
    Some(Kind::Reasons(ReasonsAnswer { points, need }))
}

fn key_word(
    fields: &mut Fields<'_>,
    ask: &Ask<'_>,
    seen: &mut HashMap<String, (usize, Span)>,
    word: (usize, &Text, &str),
) {
    let (at, point, key) = word;
    let folded = fold(key);
    if has_words(&ask.folded, &folded) {
        let headline = format!("the key word {} stands in the question", quoted(key));
        let found = KEY_IN_QUESTION.found(point.span, headline, "a key word of this point");
        fields.found.push(found.help("choose a word that only shows that the point is known"));
    }
    let (first, span) = *seen.entry(folded).or_insert((at, point.span));
    if first != at {
        let headline = format!("the key word {} belongs to two points", quoted(key));
        let found =
            KEY_IN_TWO_POINTS.found(point.span, headline, "in this point").beside(span, "and in this one");
        fields.found.push(found.help("leave it to the point that it shows"));
    }
}
