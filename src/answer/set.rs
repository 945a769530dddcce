//! Which members of a set does a typed list name?

use std::collections::BTreeSet;

use crate::answer::list::{as_written, items};
use crate::answer::spelling::{Spelt, Word};
use crate::answer::text::{Context, Match, Thing};
use crate::answer::verdict::{Class, Remark, Slip, Verdict};
use crate::deck::kind::Expected;
use crate::text::fold;

/// What a typed list says of the members.
#[derive(Default)]
struct Named {
    /// How often each member was named.
    times: Vec<usize>,
    slips: Vec<Slip>,
    extra: Vec<String>,
    seen: BTreeSet<String>,
}

/// Returns the verdict on a typed list: right when it names enough members and nothing false.
///
/// A member named twice counts once; what is allowed besides the members neither counts nor harms.
/// A right answer has nothing missing, also where fewer than all members are enough.
pub(super) fn check(
    (members, allowed): (&[&Expected], &[Expected]),
    need: usize,
    typed: &str,
    context: &Context<'_>,
) -> Verdict {
    let all = || members.iter().copied().chain(allowed);
    let names: Vec<String> = all().flat_map(|member| member.all().map(fold)).collect();
    let things: Vec<Thing<'_>> = all().map(Thing::new).collect();
    let mut heard = Named { times: vec![0; things.len()], ..Named::default() };
    for item in items(typed, &names) {
        heard.take(&item, &things, context);
    }
    let texts = |wanted: &dyn Fn(usize) -> bool| {
        let with = members.iter().zip(&heard.times).filter(|(_, times)| wanted(**times));
        with.map(|(member, _)| member.text.clone()).collect::<Vec<_>>()
    };
    let (matched, missing, twice) =
        (texts(&|times| times > 0), texts(&|times| times == 0), texts(&|times| times > 1));
    let remarks = if twice.is_empty() { Vec::new() } else { vec![Remark::Twice(twice)] };
    let Named { slips, extra, .. } = heard;
    let extra = as_written(typed, extra);
    if extra.is_empty() && matched.len() >= need.max(1) {
        return Verdict { matched, remarks, ..Verdict::slipped(slips) };
    }
    let verdict = if matched.is_empty() {
        Verdict::wrong()
    } else {
        let score = matched.len().min(need) as f64 / (need + extra.len()).max(1) as f64;
        Verdict::of(Class::Partial, score)
    };
    Verdict { matched, missing, extra, slips, remarks, ..verdict }
}

impl Named {
    fn take(&mut self, item: &str, things: &[Thing<'_>], context: &Context<'_>) {
        if let Some((at, slips)) = self.member(item, things, context) {
            self.times[at] += 1;
            self.slips.extend(slips);
            return;
        }
        let spelt = Spelt::new(item);
        if let Some((all, strange)) = in_a_row(&spelt.words, things) {
            for at in all {
                self.times[at] += 1;
            }
            self.extra.extend(strange);
        } else if self.seen.insert(spelt.key) {
            self.extra.push(item.to_owned());
        }
    }

    /// Returns the member that an item names, one that was not named before first, exact ones first.
    fn member(&self, item: &str, things: &[Thing<'_>], context: &Context<'_>) -> Option<(usize, Vec<Slip>)> {
        let key = Spelt::new(item).key;
        let is = |thing: &Thing<'_>| thing.keys.contains(&key) || is_short_year(item, &thing.expected.text);
        let exact = || things.iter().enumerate().filter(|(_, thing)| is(thing)).map(|(at, _)| at);
        let is_free = |at: &usize| self.times.get(*at) == Some(&0);
        if let Some(at) = exact().find(is_free).or_else(|| exact().next()) {
            return Some((at, Vec::new()));
        }
        let verdicts = things.iter().enumerate().map(|(at, thing)| (at, thing.verdict(item, context)));
        let named = verdicts.filter(|(_, verdict)| matches!(verdict.class, Class::Correct | Class::Typo));
        let (at, verdict) = named.min_by_key(|(at, verdict)| (verdict.class, verdict.slips.len(), *at))?;
        Some((at, verdict.slips))
    }
}

/// Returns the members that stand one behind the other with only blanks between, and the words that
/// are none; nothing where there are not at least two members.
fn in_a_row(words: &[Word], things: &[Thing<'_>]) -> Option<(Vec<usize>, Vec<String>)> {
    let longest = things.iter().flat_map(|thing| &thing.keys).map(String::len).max().unwrap_or(0);
    let mut rest = words;
    let (mut found, mut strange) = (Vec::new(), Vec::new());
    while let Some(first) = rest.first() {
        // With every word the key grows, so that it is soon longer than that of any member.
        let keys = (1..=rest.len()).map_while(|length| {
            let key = Spelt::of(rest.get(..length)?.to_vec()).key;
            (key.len() <= longest).then_some((key, length))
        });
        let members = keys.filter_map(|(key, length)| {
            things.iter().position(|thing| thing.keys.contains(&key)).map(|at| (at, length))
        });
        let member = members.last();
        if let Some((at, _)) = member {
            found.push(at);
        } else {
            strange.push(first.text.clone());
        }
        let length = member.map_or(1, |(_, length)| length);
        rest = rest.get(length..)?;
    }
    (found.len() > 1).then_some((found, strange))
}

/// Returns whether an item is a year without its century: `99` or `'99` for 1999.
fn is_short_year(item: &str, year: &str) -> bool {
    let digits = item.trim_start_matches(['\'', '’']);
    let is_figures =
        |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    is_figures(digits, 2) && is_figures(year, 4) && year.ends_with(digits)
}

/// Returns the member that a text is, or is but for a slip; for lists that have an order.
pub(super) fn place(item: &str, things: &[Thing<'_>], context: &Context<'_>) -> Option<(usize, Vec<Slip>)> {
    let spelt = Spelt::new(item);
    let compared = things.iter().enumerate().map(|(at, thing)| (at, thing.compare(&spelt, context)));
    let near = compared.filter_map(|(at, found)| match found {
        Match::Is(near) => Some((at, near)),
        Match::Other(_) | Match::No => None,
    });
    let (at, near) = near.min_by_key(|(at, near)| (near.distance, *at))?;
    Some((at, near.slips))
}
