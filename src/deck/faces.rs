//! In which ways is a card asked, and what is expected in each?
//!
//! The schedule calls it for a card's faces and for whether its answer has changed; everything that
//! shows answers calls it for their words.

use std::borrow::Cow;

use crate::deck::card::{Also, Card, ClozePart, Kind, KindName, gap_numbers};
use crate::deck::id::{CardId, DeckId, Face, FaceId};
use crate::seed::fingerprint_of;
use crate::text::fold;

impl Card {
    /// Returns the ways in which the card is asked, each scheduled by itself.
    pub fn faces(&self) -> Vec<Face> {
        let mut faces = match &self.kind {
            Kind::Cloze(parts) => gap_numbers(parts).into_iter().map(Face::Gap).collect(),
            _ => vec![Face::Whole],
        };
        if matches!(&self.kind, Kind::Text(text) if text.reverse.is_some()) {
            faces.push(Face::Reverse);
        }
        for also in &self.also {
            let face = match also {
                Also::Choice => Face::Choice,
                Also::Reverse => Face::Reverse,
                Also::TrueFalse => Face::TrueFalse,
            };
            if !faces.contains(&face) {
                faces.push(face);
            }
        }
        faces
    }

    /// Returns the names of the card's faces.
    pub fn face_ids(&self) -> impl Iterator<Item = FaceId> + '_ {
        self.faces().into_iter().map(|face| self.id.face(face))
    }

    /// Returns the id under which the card is known while its author has written none.
    pub fn temporary_id(&self, deck: &DeckId) -> CardId {
        CardId::temporary(deck, self.kind.name().as_str(), &self.kind.wording(&self.question))
    }

    /// Returns a number that changes when the expected answer of a face does, and not with case,
    /// blanks, aliases, question or explanation.
    pub fn fingerprint(&self, face: Face) -> u64 {
        let parts: Vec<String> = match (&self.kind, face) {
            (Kind::Text(text), Face::Reverse) => {
                text.reverse.iter().map(|reverse| fold(&reverse.expected.text)).collect()
            }
            (Kind::Cloze(parts), Face::Gap(wanted)) => gap_texts(parts, wanted).map(fold).collect(),
            (kind, _) => kind.answers().iter().map(|answer| fold(answer)).collect(),
        };
        fingerprint_of(&parts.join("\u{1f}"))
    }
}

impl Kind {
    /// Returns the name that authors write.
    pub fn name(&self) -> KindName {
        match self {
            Self::Text(_) => KindName::Card,
            Self::Cloze(_) => KindName::Cloze,
            Self::Choice(_) => KindName::Choice,
            Self::TrueFalse(_) => KindName::TrueFalse,
            Self::Date(_) => KindName::Date,
            Self::Number(_) => KindName::Number,
            Self::Set(_) => KindName::Set,
            Self::Order(_) => KindName::Order,
            Self::Match(_) => KindName::Match,
            Self::Reasons(_) => KindName::Reasons,
        }
    }

    /// Returns the question as its author wrote it, but for the numbers of gaps and further answers
    /// in them.
    pub fn wording<'q>(&self, question: &'q str) -> Cow<'q, str> {
        let Self::Cloze(parts) = self else { return Cow::Borrowed(question) };
        let written = parts.iter().map(|part| match part {
            ClozePart::Shown(text) => text.clone(),
            ClozePart::Gap { expected, .. } => format!("{{{}}}", expected.text),
        });
        Cow::Owned(written.collect())
    }

    /// Returns the expected answer as it is shown, one text a part: the members of a set, the
    /// items of an order, the gaps of a cloze.
    pub fn answers(&self) -> Vec<String> {
        match self {
            Self::Text(text) => vec![text.expected.text.clone()],
            Self::Cloze(parts) => {
                parts.iter().filter_map(ClozePart::hidden).map(|gap| gap.text.clone()).collect()
            }
            Self::Choice(choice) => choice.right.clone(),
            Self::TrueFalse(truth) => vec![truth.to_string()],
            Self::Date(date) => vec![date.expected.to_string()],
            Self::Number(number) => vec![number.shown()],
            Self::Set(set) => set.members.iter().map(|member| member.text.clone()).collect(),
            Self::Order(items) => items.iter().map(|item| item.expected.text.clone()).collect(),
            Self::Match(matching) => {
                matching.pairs.iter().map(|pair| format!("{} -> {}", pair.left, pair.right)).collect()
            }
            Self::Reasons(reasons) => reasons.points.iter().map(|point| point.text.clone()).collect(),
        }
    }
}

fn gap_texts(parts: &[ClozePart], wanted: u16) -> impl Iterator<Item = &str> {
    parts.iter().filter_map(move |part| match part {
        ClozePart::Gap { number, expected } if *number == wanted => Some(expected.text.as_str()),
        ClozePart::Gap { .. } | ClozePart::Shown(_) => None,
    })
}
