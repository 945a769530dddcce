//! Does a phrase stand in a text?

/// Returns whether a folded phrase stands in a folded text as whole words; an empty one does not.
pub(super) fn stands_in(phrase: &str, text: &str) -> bool {
    !phrase.is_empty() && text.match_indices(phrase).any(|(at, _)| is_whole(text, at, phrase.len()))
}

/// Returns whether the piece of a text at `at`, `length` bytes long, begins and ends with words.
pub(super) fn is_whole(text: &str, at: usize, length: usize) -> bool {
    let Some((before, rest)) = text.split_at_checked(at) else { return false };
    let Some((piece, after)) = rest.split_at_checked(length) else { return false };
    let breaks = |a: Option<char>, b: Option<char>| {
        !(a.is_some_and(char::is_alphanumeric) && b.is_some_and(char::is_alphanumeric))
    };
    breaks(before.chars().next_back(), piece.chars().next())
        && breaks(piece.chars().next_back(), after.chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_stands_in_a_text_as_whole_words_only() {
        assert!(stands_in("russia", "russia, of course"));
        assert!(!stands_in("russia", "prussia"));
        assert!(stands_in("us", "bus for the us"));
        assert!(!stands_in("", "anything"));
        assert!(stands_in("km²", "5 km² (about)"));
    }
}
