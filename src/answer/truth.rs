//! Does a typed answer judge a statement rightly?

use crate::answer::prompt::Prompt;
use crate::answer::target::Target;
use crate::answer::verdict::Verdict;
use crate::text::fold;

/// What is typed for true, folded.
const TRUE: &[&str] = &["t", "true", "y", "yes", "1", "right", "correct", "да", "д", "верно"];
/// What is typed for false, folded.
const FALSE: &[&str] = &["f", "false", "n", "no", "2", "wrong", "incorrect", "нет", "н", "неверно"];

/// Returns the verdict on `t` or `f`.
pub(super) fn check(expected: bool, typed: &str) -> Verdict {
    let word = fold(typed);
    let given = if TRUE.contains(&word.as_str()) {
        true
    } else if FALSE.contains(&word.as_str()) {
        false
    } else {
        return Verdict::wrong();
    };
    let verdict = if given == expected { Verdict::correct() } else { Verdict::wrong() };
    Verdict { reading: Some(given.to_string()), ..verdict }
}

/// Returns the statement that is made of a question and an answer to it.
pub(super) fn statement(question: &str, answer: &str) -> String {
    format!("Is this right? {question} {answer}")
}

/// Returns whether the statement of a prompt is the true one, so that nothing in a prompt needs
/// to give the answer away.
pub(super) fn is_right(prompt: &Prompt, question: &str, target: &Target) -> bool {
    target.right_texts().iter().any(|right| prompt.question == statement(question, right))
}
