//! What comes after an exam: its result, a look at what was not right, the exams of before.

use serde_json::json;

use crate::cli::context::can_ask;
use crate::cli::error::{Exit, Failure};
use crate::cli::exam::Room;
use crate::cli::output;
use crate::exam::recording::challenged;
use crate::exam::score::{Marked, Score};
use crate::exam::sitting::{Sitting, What};
use crate::files;
use crate::review::{Mode, Review, ReviewId, Revocation, RevocationReason};
use crate::session::screen::{Details, Leave, Rival};
use crate::terminal::menu::Chosen;
use crate::terminal::{menu, rich};
use crate::view::exam as view;
use crate::view::text::{Role, Text};

/// What can be done after an exam.
const CHOICES: [&str; 3] = ["Look at what was not right", "Save it as a text file", "Done"];
/// What can be done at a question that was not right.
const AT_QUESTION: [&str; 3] = ["Next", "I was right", "Enough"];

impl Room<'_> {
    /// Says the result, and lets a person look at it, challenge it and save it.
    ///
    /// Returns also how a person left the menu, unless it was by its last choice.
    pub(super) fn result(&mut self, sitting: &mut Sitting) -> Result<(Exit, Option<Leave>), Failure> {
        let score = self.score(sitting)?;
        if self.context.options.json {
            let mut object = view::json(sitting, &score);
            if let Some(fields) = object.as_object_mut() {
                fields.insert("recorded".to_owned(), json!(self.recorded && sitting.setup.recorded));
            }
            output::json(object)?;
            return Ok((exit(&score), None));
        }
        let mut text = view::time_up(sitting);
        text.append(self.in_words(sitting, &score));
        output::show(self.context, &text)?;
        if !self.recorded {
            output::print("Practice only: nothing was recorded.\n")?;
        }
        if !self.context.draws() || !can_ask() {
            output::show(self.context, &self.not_right(&score))?;
            return Ok((exit(&score), None));
        }
        loop {
            match menu::choose("And now?", &CHOICES, self.context.signs())? {
                Chosen::This(0) => self.look(sitting)?,
                Chosen::This(1) => self.save(sitting)?,
                Chosen::This(_) => return Ok((exit(&self.score(sitting)?), None)),
                Chosen::Left(leave) => return Ok((exit(&self.score(sitting)?), Some(leave))),
            }
        }
    }

    /// Lists the exams that were sat.
    pub(super) fn list(&self) -> Result<Exit, Failure> {
        let mut exams = Vec::new();
        for sitting in self.progress.exams()? {
            let score = self.score(&sitting)?;
            exams.push((sitting, score));
        }
        if self.context.options.json {
            let objects: Vec<_> = exams.iter().map(|(sitting, score)| view::json(sitting, score)).collect();
            output::json(json!({ "exams": objects }))?;
        } else {
            output::show(self.context, &view::past(&exams))?;
        }
        Ok(Exit::Done)
    }

    /// Shows an exam of the list again, by its number.
    pub(super) fn show(&self, number: usize) -> Result<Exit, Failure> {
        let exams = self.progress.exams()?;
        let Some(sitting) = number.checked_sub(1).and_then(|at| exams.get(at)) else {
            let hint = "`csto-quiz exam --list` lists the exams with their numbers";
            return Err(Failure::new(Exit::Usage, format!("there is no exam {number}"), hint));
        };
        if sitting.handed_in.is_none() {
            return Err(self.still_open(number, sitting));
        }
        let score = self.score(sitting)?;
        if self.context.options.json {
            output::json(view::json(sitting, &score))?;
        } else {
            output::show(self.context, &self.whole(sitting, &score))?;
        }
        Ok(Exit::Done)
    }

    /// What is said where the answers of an exam that is not handed in are asked for.
    fn still_open(&self, number: usize, sitting: &Sitting) -> Failure {
        let hint = if sitting.setup.machine == self.progress.machine() {
            "`csto-quiz exam` goes on with it; `csto-quiz exam --hand-in` hands it in as it is"
        } else {
            "it goes on where it was begun, on another machine"
        };
        Failure::new(Exit::Usage, format!("exam {number} is not handed in yet"), hint)
    }

    fn in_words(&self, sitting: &Sitting, score: &Score) -> Text {
        view::result(sitting, score, (rich::size().columns, self.context.signs()))
    }

    fn whole(&self, sitting: &Sitting, score: &Score) -> Text {
        let mut text = self.in_words(sitting, score);
        text.append(self.not_right(score));
        text
    }

    /// Returns the questions that did not get everything, each with what was right and why.
    fn not_right(&self, score: &Score) -> Text {
        let mut text = Text::default();
        for (number, marked) in (1..).zip(&score.questions).filter(|(_, marked)| !marked.is_full()) {
            text.gap();
            text.append(self.question(number, marked));
        }
        text
    }

    fn question(&self, number: usize, marked: &Marked) -> Text {
        let details = self.details(marked);
        view::reviewed(number, marked, &details, rich::size().columns, self.context.signs())
    }

    fn details(&self, marked: &Marked) -> Details {
        let Some((deck, card)) = self.decks.card(&marked.face.card) else { return Details::default() };
        let note = crate::answer::note(card, &marked.typed).map(str::to_owned);
        let rival = marked.verdict.rival.as_ref().filter(|_| note.is_none());
        let question = |id| self.decks.card(id).map(|(_, card)| Rival::Other(card.question.clone()));
        Details {
            expected: crate::answer::shown(card, marked.face.face),
            note,
            rival: rival.and_then(question),
            explanation: card.explanation.clone(),
            sources: card.sources.iter().map(|citation| deck.citation_in_words(citation)).collect(),
        }
    }

    /// Goes through what was not right; the learner may say that it was.
    fn look(&mut self, sitting: &mut Sitting) -> Result<(), Failure> {
        let score = self.score(sitting)?;
        for (at, marked) in score.questions.iter().enumerate().filter(|(_, marked)| !marked.is_full()) {
            output::show(self.context, &self.question(at + 1, marked))?;
            match menu::choose("And this one?", &AT_QUESTION, self.context.signs())? {
                Chosen::This(0) => {}
                Chosen::This(1) => {
                    self.challenge(sitting, at)?;
                    let score = self.score(sitting)?;
                    output::show(self.context, &self.in_words(sitting, &score))?;
                }
                Chosen::This(_) | Chosen::Left(_) => return Ok(()),
            }
        }
        let mut text = Text::default();
        text.say(Role::Plain, "That was all that was not right.");
        output::show(self.context, &text)
    }

    /// Counts a question as right on the learner's word, in the score and in what is known of the card.
    fn challenge(&mut self, sitting: &mut Sitting, question: usize) -> Result<(), Failure> {
        self.note(sitting, What::Challenged { question })?;
        let Some(face) = sitting.setup.paper.questions.get(question).cloned() else { return Ok(()) };
        let left_at = sitting.given.get(question).and_then(|given| given.left_at);
        let lines = self.progress.reviews_of(&face)?;
        let counted: Vec<Review> =
            lines.into_iter().filter(|line| line.revoked.is_none()).map(|line| line.review).collect();
        let is_own = |review: &Review| {
            review.mode == Mode::Exam && left_at.is_some_and(|left_at| review.moment.at >= left_at)
        };
        let Some(at) = counted.iter().position(is_own) else { return Ok(()) };
        let (earlier, rest) = counted.split_at(at);
        let Some(review) = rest.first() else { return Ok(()) };
        let (now, config) = (self.context.now(), &self.context.config);
        let policy = config.deck_policies().find(|(deck, _)| deck == face.card.deck());
        let policy = policy.map_or(config.policy, |(_, policy)| policy);
        let id = ReviewId::new(now.moment.at, now.chance);
        let good = challenged(review, earlier, (&self.model, policy), id);
        let id = ReviewId::after(Some(id), now.moment.at, now.chance);
        let (machine, reason) = (sitting.setup.machine, RevocationReason::Regrade);
        let revocation = Revocation { id, machine, at: now.moment.at, reason };
        let _ = self.progress.regrade(revocation, review.id, &good, &self.model)?;
        Ok(())
    }

    fn save(&self, sitting: &Sitting) -> Result<(), Failure> {
        let score = self.score(sitting)?;
        let name = format!("exam-{}.txt", sitting.setup.id);
        let path = std::path::PathBuf::from(&name);
        // What was typed stands in it.
        files::write_privately(&path, self.whole(sitting, &score).plain().as_bytes())?;
        output::print(&format!("Saved as {name}\n"))
    }
}

fn exit(score: &Score) -> Exit {
    if score.passed() == Some(false) { Exit::NotPassed } else { Exit::Done }
}
