//! What is to be learned for an exam, and what should be asked for it today?
//!
//! A [`Preparation`] brings the cards of an exam and the log together for `plan`; [`arranged`] turns
//! the plan's order into the queue of a session. `csto-quiz study` and `csto-quiz plan` use them.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::deck::card::Card;
use crate::deck::decks::Decks;
use crate::deck::id::{Face, FaceId};
use crate::deck::kind::Kind;
use crate::plan::Plan;
use crate::plan::budget::Budget;
use crate::plan::exam::Exam;
use crate::plan::habits::{LONGEST_ANSWER, Seconds};
use crate::plan::learner::{Answer, Learner};
use crate::plan::library;
use crate::plan::outlook::{Basis, Outlook};
use crate::plan::pace::{self, PastDay};
use crate::plan::prediction::Paper;
use crate::plan::task::Task;
use crate::queue::{self, Origin, Planned, Queue, Request};
use crate::review::Review;
use crate::schedule::state::Studied;
use crate::time::{Day, Days};

/// Options among which a face by multiple choice is asked, its own answer included.
const OPTIONS: f64 = 4.0;
/// Seconds that are planned for a day of which nothing is left, or which had no time, when it is
/// studied on all the same.
const UNPLANNED_SECONDS: f64 = 60.0;

/// Cards, learner and time for one exam.
#[derive(Clone, Debug)]
pub struct Preparation {
    faces: Vec<FaceId>,
    marks: Vec<f64>,
    topics: Vec<Option<String>>,
    guessing: f64,
    learner: Learner,
    exam: Exam,
    today: Day,
    past: Vec<PastDay>,
    done_today: f64,
}

impl Preparation {
    /// Prepares for an exam: its cards are those of `decks` that no nearer exam has `taken`, and
    /// `reviews` are those that count, in any order.
    pub fn new(
        exam: &Exam,
        decks: &Decks,
        reviews: &[Review],
        (taken, today): (&HashSet<FaceId>, Day),
    ) -> Self {
        let mut preparation = Self {
            faces: Vec::new(),
            marks: Vec::new(),
            topics: Vec::new(),
            guessing: 0.0,
            learner: Learner::new(Vec::new(), 0),
            exam: exam.clone(),
            today,
            past: Vec::new(),
            done_today: 0.0,
        };
        for (_, card) in decks.cards() {
            preparation.add_card(card, taken);
        }
        let total: f64 = preparation.marks.iter().sum();
        preparation.guessing /= total.max(f64::MIN_POSITIVE);
        preparation.learn(reviews);
        preparation
    }

    fn add_card(&mut self, card: &Card, taken: &HashSet<FaceId>) {
        let faces: Vec<FaceId> = card.face_ids().filter(|face| !taken.contains(face)).collect();
        let marks = card.marks.max(f64::MIN_POSITIVE) / faces.len().max(1) as f64;
        for face in faces {
            self.guessing += marks * guessing(card, face.face);
            self.faces.push(face);
            self.marks.push(marks);
            self.topics.push(card.topic.clone());
        }
    }

    /// Takes the answers of the log.
    fn learn(&mut self, reviews: &[Review]) {
        let places: HashMap<&FaceId, usize> = self.faces.iter().zip(0..).collect();
        let mut ours: Vec<(&Review, usize)> = reviews
            .iter()
            .filter(|review| review.mode.moves_schedule())
            .filter_map(|review| Some((review, *places.get(&review.face)?)))
            .collect();
        ours.sort_by_key(|(review, _)| (review.moment.at, review.id));
        let mut learner = Learner::new(library::candidates(), self.faces.len());
        let mut seconds_on: BTreeMap<Day, f64> = BTreeMap::new();
        for (review, card) in ours {
            let seconds = seconds_of(review);
            learner.observe(&Answer { card, day: review.day, grade: review.grade, seconds });
            *seconds_on.entry(review.day).or_insert(0.0) += seconds.min(LONGEST_ANSWER);
        }
        self.learner = learner;
        self.done_today = seconds_on.get(&self.today).copied().unwrap_or_default();
        let over = self.today.since(self.exam.since).0;
        self.past = (0..over)
            .map(|days| self.exam.since.plus(Days(days)))
            .map(|day| {
                let declared = self.exam.week.seconds_on(day);
                let done = seconds_on.get(&day).copied().unwrap_or_default();
                let enough = self.exam.enough.contains(&day);
                PastDay { declared, done: if enough { done.max(declared) } else { done } }
            })
            .collect();
    }

    /// Returns what is asked for the exam.
    pub fn faces(&self) -> &[FaceId] {
        &self.faces
    }

    /// Returns the exam.
    pub fn exam(&self) -> &Exam {
        &self.exam
    }

    /// Returns the seconds studied for it today.
    pub fn done_today(&self) -> f64 {
        self.done_today
    }

    /// Returns the seconds of today that were declared and are left.
    pub fn left_today(&self) -> f64 {
        (self.exam.week.seconds_on(self.today) - self.done_today).max(0.0)
    }

    /// Returns the share of the declared time to expect.
    fn ratio(&self) -> f64 {
        pace::ratio(&self.past, self.exam.week.mean_minutes() * 60.0)
    }

    /// Returns what is to be planned, with a share of the time to expect.
    fn task(&self, share: f64) -> Task<'_> {
        let days = self.exam.days_left(self.today).0;
        let share = share * self.ratio();
        let seconds_at = |left: u32| {
            let seconds = share * self.exam.week.seconds_on(self.today.plus(Days(days - left)));
            if left == days { (seconds - self.done_today).max(UNPLANNED_SECONDS) } else { seconds }
        };
        let mut seconds = vec![0.0];
        seconds.extend((1..=days).map(seconds_at));
        Task { learner: &self.learner, marks: &self.marks, today: self.today, budget: Budget::new(seconds) }
    }

    /// Plans today; nothing when the exam is not ahead or asks nothing.
    pub fn plan(&self) -> Option<Plan> {
        let is_ahead = self.exam.is_ahead(self.today) && !self.faces.is_empty();
        is_ahead.then(|| Plan::new(&self.task(pace::CAUTION), self.exam.curve.as_ref()))
    }

    /// Looks ahead to the exam.
    pub fn outlook(&self, plan: &Plan) -> Outlook {
        let questions = self.exam.questions.and_then(|questions| usize::try_from(questions).ok());
        Outlook::new(Basis {
            task: &self.task(1.0),
            plan,
            paper: Paper { questions: questions.unwrap_or(self.faces.len()).max(1), guessing: self.guessing },
            minutes: self.exam.week.mean_minutes(),
            target: self.exam.target.map(|percent| f64::from(percent) / 100.0),
        })
    }

    /// Returns the topics of the exam with the mean recall at it, if nothing is studied any more, of
    /// those of their cards that were asked before, the weakest first.
    pub fn topics(&self, plan: &Plan) -> Vec<(String, f64)> {
        let mut sums: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
        for (card, topic) in self.topics.iter().enumerate() {
            if let (Some(topic), Some(recall)) = (topic, plan.kept(card)) {
                let (sum, count) = sums.entry(topic).or_insert((0.0, 0.0));
                *sum += recall;
                *count += 1.0;
            }
        }
        let mut topics: Vec<(String, f64)> =
            sums.into_iter().map(|(topic, (sum, count))| (topic.to_owned(), sum / count)).collect();
        topics.sort_by(|(_, a), (_, b)| a.total_cmp(b));
        topics
    }

    /// Returns the cards of the exam with their recall at it, if they are never asked again, and their
    /// states; nothing for new ones.
    pub fn cards(
        &self,
        plan: &Plan,
        states: &HashMap<FaceId, Studied>,
    ) -> Vec<(FaceId, Option<(f64, Studied)>)> {
        let known =
            |(card, face): (usize, &FaceId)| (face.clone(), plan.kept(card).zip(states.get(face).copied()));
        self.faces.iter().enumerate().map(known).collect()
    }

    /// Returns the faces that are worth asking today, the one that helps most first, with the seconds
    /// to expect of each.
    pub fn order(&self, plan: &Plan) -> Vec<(FaceId, f64)> {
        plan.order().filter_map(|offer| Some((self.faces.get(offer.card)?.clone(), offer.seconds))).collect()
    }
}

/// Returns how many of the first faces of an order fit into some seconds; a card is begun if half of
/// what it is expected to take still fits.
pub fn fitting(order: &[(FaceId, f64)], seconds: f64) -> usize {
    let mut left = seconds;
    order
        .iter()
        .take_while(|(_, expected)| {
            let fits = expected / 2.0 <= left;
            left -= expected;
            fits
        })
        .count()
}

/// Returns the queue in which faces are asked in this order, those forgotten today first; one face
/// of a card, and one card of a fact, a day, and no more new ones than requested.
pub fn arranged(
    decks: &Decks,
    states: &HashMap<FaceId, Studied>,
    request: &Request,
    order: impl IntoIterator<Item = FaceId>,
) -> Queue {
    let mut queue = queue::build(decks, states, &Request { new: 0, reviews: 0, ..request.clone() });
    let answered = decks.cards().filter(|(_, card)| {
        card.face_ids().any(|face| states.get(&face).is_some_and(|state| state.last_day >= request.today))
    });
    let mut taken: HashSet<String> = answered.map(|(_, card)| queue::kin_of(card)).collect();
    let mut new = 0;
    for face in order {
        let Some((_, card)) = decks.card(&face.card) else { continue };
        let is_held = request.standing.is_held(&card.id, request.today);
        if is_held || !queue::is_wanted(card, &request.topics) || taken.contains(&queue::kin_of(card)) {
            continue;
        }
        let origin = match states.get(&face) {
            None if new >= request.new => continue,
            None => {
                new += 1;
                Origin::New
            }
            Some(state) if state.fingerprint == card.fingerprint(face.face) => Origin::Due,
            Some(_) => Origin::Corrected,
        };
        taken.insert(queue::kin_of(card));
        queue.put_last(Planned { face, origin });
    }
    queue
}

/// How long an answer took; one without a measured time, as other programs give them, counts as usual.
fn seconds_of(review: &Review) -> f64 {
    if review.answer_ms == 0 { Seconds::START.success } else { f64::from(review.answer_ms) / 1000.0 }
}

/// The probability of guessing a face right.
fn guessing(card: &Card, face: Face) -> f64 {
    match (&card.kind, face) {
        (_, Face::TrueFalse) | (Kind::TrueFalse(_), Face::Whole) => 0.5,
        (_, Face::Choice) => 1.0 / OPTIONS,
        (Kind::Choice(choice), Face::Whole) if !choice.several => {
            1.0 / choice.show.map_or(OPTIONS, |shown| shown.max(1) as f64)
        }
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::parse::parse;
    use crate::plan::exam::Week;
    use crate::review::{MachineId, Mode, ReviewId, Scheduler};
    use crate::schedule::grade::Grade;
    use crate::schedule::memory::{MODEL_NAME, Model};
    use crate::seed::Seed;
    use crate::source::Source;
    use crate::time::{Moment, Timestamp};

    const TODAY: i32 = 20_000;

    fn decks() -> Decks {
        let card = |id: &str, more: &str| {
            format!("[[card]]\nid = \"{id}\"\nquestion = \"What is {id}?\"\nanswer = \"{id}{id}\"\n{more}\n")
        };
        let head = "[deck]\nformat = 1\nid = \"d\"\ntitle = \"D\"\n";
        let cards = [
            card("a", "fact = \"f\"\n"),
            card("b", "fact = \"f\"\n"),
            card("c", "topic = \"T\"\n"),
            card("d", "marks = 3\n"),
        ];
        Decks::new(parse(&[Source::new("d.toml", head.to_owned() + &cards.concat())], &[]).deck).0
    }

    fn review(face: &str, days_ago: i32, grade: Grade, answer_ms: u32) -> Review {
        let day = Day::from_number(TODAY - days_ago);
        let moment = Moment { at: Timestamp::from_millis(i64::from(day.number()) * 86_400_000), offset: 0 };
        Review {
            id: ReviewId::new(moment.at, 0),
            machine: MachineId::new(1),
            face: face.parse().expect("a face"),
            day,
            moment,
            mode: Mode::Study,
            verdict: None,
            typed: None,
            proposed: grade,
            grade,
            hints: 0,
            first_key_ms: None,
            answer_ms,
            due: day.plus(Days(3)),
            fingerprint: 7,
            scheduler: Scheduler { model: MODEL_NAME.to_owned(), parameters: 0 },
        }
    }

    fn exam(days: u32) -> Exam {
        let today = Day::from_number(TODAY);
        Exam::new(today.plus(Days(days)), Vec::new(), Week::default(), today)
    }

    fn prepared(exam: &Exam, reviews: &[Review]) -> Preparation {
        Preparation::new(exam, &decks(), reviews, (&HashSet::new(), Day::from_number(TODAY)))
    }

    fn request(new: usize) -> Request {
        Request {
            today: Day::from_number(TODAY),
            ahead: Days(0),
            cram: false,
            new,
            reviews: 0,
            topics: Vec::new(),
            standing: crate::decision::Standing::default(),
            seed: Seed(1),
        }
    }

    fn asked(order: &[&str], states: &HashMap<FaceId, Studied>, request: &Request) -> Vec<String> {
        let order = order.iter().map(|face| face.parse().expect("a face"));
        arranged(&decks(), states, request, order).iter().map(|planned| planned.face.to_string()).collect()
    }

    #[test]
    fn the_order_of_the_plan_is_kept_and_siblings_wait() {
        let none = HashMap::new();
        assert_eq!(asked(&["d/c", "d/b", "d/a", "d/d"], &none, &request(9)), ["d/c", "d/b", "d/d"]);
        assert_eq!(asked(&["d/c", "d/b", "d/a", "d/d"], &none, &request(2)), ["d/c", "d/b"]);
        let topic = Request { topics: vec!["t".to_owned()], ..request(9) };
        assert_eq!(asked(&["d/c", "d/b"], &none, &topic), ["d/c"]);
        assert_eq!(asked(&["x/gone", "d/c"], &none, &request(9)), ["d/c"]);
    }

    #[test]
    fn what_was_forgotten_today_comes_first_and_what_was_answered_today_not_again() {
        let model = Model::default();
        let state = |review: Review| crate::review::state_after(&model, None, &review);
        let states = HashMap::from([
            ("d/a".parse().expect("a face"), state(review("d/a", 0, Grade::Good, 0))),
            ("d/d".parse().expect("a face"), state(review("d/d", 0, Grade::Again, 0))),
        ]);
        assert_eq!(asked(&["d/c", "d/b", "d/d"], &states, &request(9)), ["d/d", "d/c"]);
    }

    #[test]
    fn a_card_of_two_exams_counts_for_the_nearest() {
        let taken: HashSet<FaceId> = ["d/a", "d/c"].map(|face| face.parse().expect("a face")).into();
        let today = Day::from_number(TODAY);
        let later = Preparation::new(&exam(9), &decks(), &[], (&taken, today));
        let faces: Vec<String> = later.faces().iter().map(ToString::to_string).collect();
        assert_eq!(faces, ["d/b", "d/d"]);
    }

    #[test]
    fn cards_with_more_marks_are_asked_first() {
        let preparation = prepared(&exam(2), &[]);
        let plan = preparation.plan().expect("a plan");
        let order = preparation.order(&plan);
        assert_eq!(order[0].0.to_string(), "d/d");
        assert_eq!(fitting(&order, 0.0), 0);
        assert_eq!(fitting(&order, 40.0), 1);
        assert_eq!(fitting(&order, 60.0), 2);
    }

    #[test]
    fn an_answer_without_a_measured_time_counts_as_usual() {
        let reviews = [review("d/a", 0, Grade::Good, 0), review("d/c", 0, Grade::Good, 90_000)];
        assert!((prepared(&exam(5), &reviews).done_today() - 73.0).abs() < 1e-9);
        assert!((prepared(&exam(5), &reviews).left_today() - (900.0 - 73.0)).abs() < 1e-9);
    }

    #[test]
    fn on_the_day_of_the_exam_there_is_no_plan() {
        assert!(prepared(&exam(1), &[]).plan().is_some());
        assert!(prepared(&exam(0), &[]).plan().is_none());
    }
}
