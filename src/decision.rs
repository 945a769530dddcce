//! What has the learner decided about a card, besides answering it?
//!
//! A [`Decision`] is a line of its own log, only ever added to, so that two machines can unite theirs;
//! [`Standing`] is what all of them together mean now. Queue, session and reports ask it, `progress`
//! keeps it.

use std::collections::{BTreeMap, BTreeSet};

use crate::deck::id::CardId;
use crate::review::{MachineId, ReviewId};
use crate::time::{Day, Timestamp};

/// Something that the learner decided about a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its name, unique as those of reviews are.
    pub id: ReviewId,
    /// Who wrote it.
    pub machine: MachineId,
    /// When.
    pub at: Timestamp,
    /// Which card, by the name it had then.
    pub card: CardId,
    /// What was decided.
    pub ruling: Ruling,
}

/// What was decided about a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// This text counts as a right answer of the learner's.
    Accept(String),
    /// It no longer does.
    Refuse(String),
    /// The card is not asked until it is resumed.
    Suspend,
    /// The card is not asked before this day.
    Bury(Day),
    /// The card is asked as if it had been neither suspended nor buried.
    Resume,
}

/// What the decisions mean together, by the names that cards have now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    accepted: BTreeMap<CardId, BTreeSet<String>>,
    suspended: BTreeSet<CardId>,
    buried: BTreeMap<CardId, Day>,
    last: Option<ReviewId>,
}

impl Ruling {
    /// Every word for a ruling.
    pub const WORDS: [&'static str; 5] = ["accept", "refuse", "suspend", "bury", "resume"];

    /// Returns the word used in the log and in JSON.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Accept(_) => "accept",
            Self::Refuse(_) => "refuse",
            Self::Suspend => "suspend",
            Self::Bury(_) => "bury",
            Self::Resume => "resume",
        }
    }
}

impl Standing {
    /// Unites decisions, given in whatever order; `named` says what a card is called now.
    ///
    /// # Examples
    /// ```
    /// use csto_quiz::decision::{Decision, Ruling, Standing};
    /// use csto_quiz::review::{MachineId, ReviewId};
    /// use csto_quiz::time::{Day, Timestamp};
    ///
    /// let (at, card) = (Timestamp::from_millis(1), "d/c".parse()?);
    /// let id = ReviewId::new(at, 0);
    /// let bury = Decision { id, machine: MachineId::new(1), at, card, ruling: Ruling::Bury(Day::from_number(5)) };
    /// let standing = Standing::of(vec![bury.clone()], |card| card.clone());
    /// assert!(standing.is_held(&bury.card, Day::from_number(4)));
    /// assert!(!standing.is_held(&bury.card, Day::from_number(5)));
    /// # Ok::<(), csto_quiz::deck::id::BadId>(())
    /// ```
    pub fn of(mut decisions: Vec<Decision>, named: impl Fn(&CardId) -> CardId) -> Self {
        decisions.sort_by_key(|decision| (decision.at, decision.id));
        let mut standing = Self::default();
        for decision in decisions {
            standing.last = Some(decision.id);
            standing.take(named(&decision.card), decision.ruling);
        }
        standing
    }

    /// Takes one more decision, later than all before.
    pub fn take(&mut self, card: CardId, ruling: Ruling) {
        match ruling {
            Ruling::Accept(text) => {
                self.accepted.entry(card).or_default().insert(text);
            }
            Ruling::Refuse(text) => {
                if let Some(texts) = self.accepted.get_mut(&card) {
                    texts.remove(&text);
                }
            }
            Ruling::Suspend => {
                self.suspended.insert(card);
            }
            Ruling::Bury(until) => {
                self.buried.insert(card, until);
            }
            Ruling::Resume => {
                self.suspended.remove(&card);
                self.buried.remove(&card);
            }
        }
    }

    /// Returns the name of the last decision: what is decided in the same millisecond is named behind it.
    pub fn last(&self) -> Option<ReviewId> {
        self.last
    }

    /// Returns whether a card is not to be asked on a day.
    pub fn is_held(&self, card: &CardId, today: Day) -> bool {
        self.is_suspended(card) || self.buried.get(card).is_some_and(|until| *until > today)
    }

    /// Returns whether a card is suspended.
    pub fn is_suspended(&self, card: &CardId) -> bool {
        self.suspended.contains(card)
    }

    /// Returns the cards that are not to be asked on a day, by name.
    pub fn held(&self, today: Day) -> BTreeSet<&CardId> {
        self.suspended.iter().chain(self.buried.keys()).filter(|card| self.is_held(card, today)).collect()
    }

    /// Returns whether anything was decided about a card that holds still.
    pub fn speaks_of(&self, card: &CardId) -> bool {
        self.is_suspended(card) || self.buried.contains_key(card) || self.accepted.contains_key(card)
    }

    /// Returns the first day on which a buried card may be asked again.
    pub fn buried_until(&self, card: &CardId) -> Option<Day> {
        self.buried.get(card).copied()
    }

    /// Returns the texts that count as right on the learner's word, with their cards.
    pub fn accepted(&self) -> impl Iterator<Item = (&CardId, &str)> {
        self.accepted.iter().flat_map(|(card, texts)| texts.iter().map(move |text| (card, text.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn card(name: &str) -> CardId {
        format!("d/{name}").parse().expect("an id")
    }

    fn decision(at: i64, name: &str, ruling: Ruling) -> Decision {
        let at = Timestamp::from_millis(at);
        Decision { id: ReviewId::new(at, 0), machine: MachineId::new(1), at, card: card(name), ruling }
    }

    fn standing(decisions: Vec<Decision>) -> Standing {
        Standing::of(decisions, CardId::clone)
    }

    #[test]
    fn the_last_word_about_a_text_counts() {
        let accept = |at| decision(at, "c", Ruling::Accept("x".to_owned()));
        let refuse = |at| decision(at, "c", Ruling::Refuse("x".to_owned()));
        assert_eq!(standing(vec![accept(1)]).accepted().collect::<Vec<_>>(), [(&card("c"), "x")]);
        assert_eq!(standing(vec![refuse(2), accept(1)]).accepted().count(), 0);
        assert_eq!(standing(vec![accept(1), refuse(2), accept(3)]).accepted().count(), 1);
    }

    #[test]
    fn a_suspended_card_waits_for_a_word_and_a_buried_one_for_a_day() {
        let day = Day::from_number;
        let held = standing(vec![decision(1, "s", Ruling::Suspend), decision(2, "b", Ruling::Bury(day(8)))]);
        assert!(held.is_held(&card("s"), day(1000)) && held.is_suspended(&card("s")));
        assert!(held.is_held(&card("b"), day(7)) && !held.is_held(&card("b"), day(8)));
        let resumed = decision(3, "s", Ruling::Resume);
        assert!(!standing(vec![decision(1, "s", Ruling::Suspend), resumed]).is_held(&card("s"), day(1)));
    }

    #[test]
    fn a_card_that_was_renamed_keeps_what_was_decided() {
        let renamed = Standing::of(vec![decision(1, "old", Ruling::Suspend)], |_| card("new"));
        assert!(renamed.is_suspended(&card("new")));
    }

    proptest! {
        #[test]
        fn the_order_in_which_decisions_arrive_changes_nothing(
            kinds in prop::collection::vec(0usize..5, 1..12), seed in any::<u64>(),
        ) {
            let ruling = |kind: usize| match kind {
                0 => Ruling::Accept("x".to_owned()),
                1 => Ruling::Refuse("x".to_owned()),
                2 => Ruling::Suspend,
                3 => Ruling::Bury(Day::from_number(9)),
                _ => Ruling::Resume,
            };
            let all: Vec<Decision> =
                kinds.iter().zip(0..).map(|(kind, at)| decision(at, "c", ruling(*kind))).collect();
            let mut shuffled = all.clone();
            crate::seed::Seed(seed).shuffle(&mut shuffled);
            prop_assert_eq!(standing(all), standing(shuffled));
        }
    }
}
