//! `csto-quiz deck try`: how does a card grade an answer?

use std::io::BufRead;

use serde_json::{Value, json};

use crate::answer::examiner::Examiner;
use crate::answer::prompt::{Answer, Prompt, prompt};
use crate::answer::verdict::Verdict;
use crate::answer::{note, shown};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::{card, load, output};
use crate::deck::Deck;
use crate::deck::card::Card;
use crate::session::screen::{Details, Rival};
use crate::view;

/// A face of a card, ready to be answered.
struct Trial<'a> {
    deck: &'a Deck,
    card: &'a Card,
    prompt: Prompt,
    examiner: Examiner,
}

/// Shows how a card grades an answer, or every line of standard input.
///
/// # Errors
/// When deck or card are not known, or the card is one that the learner grades alone.
pub(crate) fn run(
    context: &Context,
    (deck, name): (&str, &str),
    typed: Option<&str>,
) -> Result<Exit, Failure> {
    let (decks, _) = load::named(context, &[deck.to_owned()])?.into_decks();
    let (card, faces) = card::find(&decks, name)?;
    let Some((face, (deck, _))) = faces.first().zip(decks.card(&card.id)) else {
        return Err(Failure::new(
            Exit::Usage,
            format!("there is no card `{name}`"),
            "`csto-quiz deck show` lists them",
        ));
    };
    let examiner = Examiner::new(deck).with_date_order(context.config.date_order.known());
    let trial = Trial { deck, card, prompt: prompt(card, face.face, deck, context.seed(None)), examiner };
    if let Some(typed) = typed {
        let verdict = trial.verdict(typed)?;
        if context.options.json {
            output::json(trial.json(typed, &verdict))?;
        } else {
            output::show(context, &view::feedback::tried(typed, &verdict, &trial.details(typed, &verdict)))?;
        }
        return Ok(Exit::Done);
    }
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| {
            let message = format!("cannot read standard input: {error}");
            Failure::new(Exit::Failed, message, "answers are lines of UTF-8 text")
        })?;
        let verdict = trial.verdict(&line)?;
        if context.options.json {
            let object = trial.json(&line, &verdict);
            output::print_bytes(crate::text::escape_json(&format!("{object}\n")).as_bytes())?;
        } else {
            output::show(context, &view::feedback::tried_in_short(&line, &verdict))?;
        }
    }
    Ok(Exit::Done)
}

impl Trial<'_> {
    fn verdict(&self, typed: &str) -> Result<Verdict, Failure> {
        self.examiner.check(self.card, &self.prompt, &Answer::Typed(typed.to_owned())).ok_or_else(|| {
            let message =
                format!("`{}` is not typed: the learner thinks, looks and grades alone", self.card.id);
            Failure::new(Exit::Usage, message, "without `typed = false` it would be typed")
        })
    }

    fn json(&self, typed: &str, verdict: &Verdict) -> Value {
        json!({
            "schema": 1,
            "card": self.prompt.face.to_string(),
            "typed": typed,
            "verdict": verdict.class.as_str(),
            "score": verdict.score,
            "reading": verdict.reading,
            "rival": verdict.rival.as_ref().map(ToString::to_string),
            "missing": verdict.missing,
            "extra": verdict.extra,
            "proposed": verdict.proposed(false).as_str(),
        })
    }

    fn details(&self, typed: &str, verdict: &Verdict) -> Details {
        let question =
            |id| self.deck.cards.iter().find(|card| card.id == id).map(|card| card.question.clone());
        Details {
            expected: shown(self.card, self.prompt.face.face),
            note: note(self.card, typed).map(str::to_owned),
            rival: verdict.rival.clone().and_then(question).map(Rival::Other),
            explanation: self.card.explanation.clone(),
            sources: self.card.sources.iter().map(|citation| self.deck.citation_in_words(citation)).collect(),
        }
    }
}
