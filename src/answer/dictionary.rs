//! Is this an English word?
//!
//! A slip of the pen makes no other word: who writes `proton` for `photon` has not slipped. The
//! list is unpacked when the first slip is looked at, which most sessions never come to.

use random_word::Lang;

/// Returns whether an English dictionary has the word, which is given in lower case.
pub(super) fn has(word: &str) -> bool {
    random_word::all(Lang::En).binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_wherever_they_stand() {
        let words = random_word::all(Lang::En);
        assert!(words.is_sorted());
        for word in ["photon", "proton", "refraction", "stalactite", words[0], words[words.len() - 1]] {
            assert!(has(word), "{word}");
        }
        for slip in ["goverment", "seperate", "unaminity", "tresty", ""] {
            assert!(!has(slip), "{slip}");
        }
    }
}
