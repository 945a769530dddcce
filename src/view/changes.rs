//! What would change in a file?
//!
//! As a unified diff. `deck ids` and `deck check --fix` show it for a dry run.

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, DiffTag, capture_diff, group_diff_ops};

use crate::view::text::{Line, Role, Text};

/// Lines shown around a change.
const CONTEXT_LINES: usize = 2;

/// Returns the changes of a file as a unified diff.
pub fn diff(path: &str, old: &str, new: &str) -> Text {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let mut text = Text::default();
    text.say(Role::Wrong, format!("--- {path}"));
    text.say(Role::Correct, format!("+++ {path}"));
    for group in group_diff_ops(changes(&old, &new), CONTEXT_LINES) {
        hunk(&mut text, &group, (&old, &new));
    }
    text
}

fn hunk(text: &mut Text, ops: &[DiffOp], (old, new): (&[&str], &[&str])) {
    let (Some(first), Some(last)) = (ops.first(), ops.last()) else { return };
    let place = |first: std::ops::Range<usize>, last: std::ops::Range<usize>| {
        format!("{},{}", first.start + 1, last.end - first.start)
    };
    let (before, after) =
        (place(first.old_range(), last.old_range()), place(first.new_range(), last.new_range()));
    text.say(Role::Dim, format!("@@ -{before} +{after} @@"));
    let mut say = |sign: &str, role: Role, lines: Option<&[&str]>| {
        for line in lines.into_iter().flatten() {
            text.push(Line::new(role, format!("{sign}{line}")));
        }
    };
    for op in ops {
        match op.tag() {
            DiffTag::Equal => say(" ", Role::Plain, old.get(op.old_range())),
            DiffTag::Delete | DiffTag::Insert | DiffTag::Replace => {
                say("-", Role::Wrong, old.get(op.old_range()));
                say("+", Role::Correct, new.get(op.new_range()));
            }
        }
    }
}

/// Returns the changes, compared piece by piece between lines that stand once in both: a file of
/// many thousand changes would take minutes as a whole.
fn changes(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let mut ops: Vec<DiffOp> = Vec::new();
    let mut from = (0, 0);
    for to in anchors(old, new).into_iter().chain([(old.len(), new.len())]) {
        let piece = capture_diff(Algorithm::Myers, old, from.0..to.0, new, from.1..to.1);
        for op in piece {
            match (ops.last_mut(), op) {
                (Some(DiffOp::Equal { len, .. }), DiffOp::Equal { len: more, .. }) => *len += more,
                _ => ops.push(op),
            }
        }
        from = to;
    }
    ops
}

/// Returns where lines stand that both texts have once, in the order of both.
fn anchors(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let once = |lines: &[&str]| {
        let mut places: HashMap<String, Option<usize>> = HashMap::new();
        for (at, line) in lines.iter().enumerate() {
            places.entry((*line).to_owned()).and_modify(|place| *place = None).or_insert(Some(at));
        }
        places
    };
    let (in_old, in_new) = (once(old), once(new));
    let mut anchors = Vec::new();
    let mut last = 0;
    for (at, line) in old.iter().enumerate() {
        let place = in_new.get(*line).copied().flatten();
        if let Some(place) = place.filter(|place| *place >= last && in_old.get(*line) == Some(&Some(at))) {
            anchors.push((at, place));
            last = place + 1;
        }
    }
    anchors
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_added_line_stands_among_its_neighbours() {
        insta::assert_snapshot!(diff("d.toml", "a\nb\nc\nd\ne\n", "a\nb\nc\nx\nd\ne\n").plain(), @r"
        --- d.toml
        +++ d.toml
        @@ -2,4 +2,5 @@
         b
         c
        +x
         d
         e
        ");
    }

    proptest! {
        #[test]
        fn the_changes_make_the_new_text_of_the_old(old in prop::collection::vec("[a-e]", 0..30), new in prop::collection::vec("[a-e]", 0..30)) {
            let (old, new): (Vec<&str>, Vec<&str>) = (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
            let mut made: Vec<&str> = Vec::new();
            for op in changes(&old, &new) {
                if op.tag() == DiffTag::Equal {
                    prop_assert_eq!(&old[op.old_range()], &new[op.new_range()]);
                }
                made.extend(&new[op.new_range()]);
            }
            prop_assert_eq!(made, new);
        }
    }
}
