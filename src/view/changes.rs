//! What would change in a file?

use similar::TextDiff;

use crate::view::text::{Line, Role, Text};

/// Lines shown around a change.
const CONTEXT_LINES: usize = 2;

/// Returns the changes of a file as a unified diff.
pub fn diff(path: &str, old: &str, new: &str) -> Text {
    let changes = TextDiff::from_lines(old, new);
    let unified = changes.unified_diff().context_radius(CONTEXT_LINES).header(path, path).to_string();
    let mut text = Text::default();
    for line in unified.lines() {
        let role = match line.chars().next() {
            Some('+') => Role::Correct,
            Some('-') => Role::Wrong,
            Some('@') => Role::Dim,
            _ => Role::Plain,
        };
        text.push(Line::new(role, line.trim_end_matches('\r')));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
