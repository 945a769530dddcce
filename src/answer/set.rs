//! Which members of a set does a typed list name?

use std::collections::BTreeSet;

use crate::answer::list::items;
use crate::answer::text::{key, keys};
use crate::answer::verdict::{Class, Verdict};
use crate::deck::card::Expected;
use crate::text::fold;

/// Returns the verdict on a typed list: right when it names enough members and nothing false.
///
/// A member named twice counts once. A right answer has nothing missing, also where fewer than
/// all members are enough.
pub(super) fn check(members: &[&Expected], need: usize, typed: &str) -> Verdict {
    let names: Vec<String> = members.iter().flat_map(|member| member.all().map(fold)).collect();
    let keys: Vec<Vec<String>> = members.iter().map(|member| keys(member)).collect();
    let mut found = vec![false; members.len()];
    let mut extra = Vec::new();
    let mut seen = BTreeSet::new();
    for item in items(typed, &names) {
        let item_key = key(&item);
        let is_it = |at: &usize| keys.get(*at).is_some_and(|keys| keys.contains(&item_key));
        let all = || (0..members.len()).filter(is_it);
        match all().find(|at| found.get(*at) == Some(&false)).or_else(|| all().next()) {
            Some(at) => found[at] = true,
            None if seen.insert(item_key) => extra.push(item),
            None => {}
        }
    }
    let texts = |wanted: bool| {
        let with = members.iter().zip(&found).filter(move |(_, found)| **found == wanted);
        with.map(|(member, _)| member.text.clone()).collect::<Vec<_>>()
    };
    let (matched, missing) = (texts(true), texts(false));
    if extra.is_empty() && matched.len() >= need.max(1) {
        return Verdict { matched, ..Verdict::correct() };
    }
    let mut verdict = if matched.is_empty() {
        Verdict::wrong()
    } else {
        let score = matched.len().min(need) as f64 / (need + extra.len()).max(1) as f64;
        Verdict::of(Class::Partial, score)
    };
    verdict.matched = matched;
    verdict.missing = missing;
    verdict.extra = extra;
    verdict
}
