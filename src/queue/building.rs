//! Which cards does a session ask, and in which order to begin with?
//!
//! What is due and what is new, one face of a card and one card of a fact a day, cards of one topic or
//! kind apart. The commands that begin a session call it.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::deck::card::Card;
use crate::deck::decks::Decks;
use crate::deck::id::FaceId;
use crate::deck::kind::KindName;
use crate::queue::{Origin, Planned, Queue, Request};
use crate::schedule::state::{Due, Studied};
use crate::time::{Day, Timestamp};

/// Among so many of the next cards one is sought that differs from the last in topic and kind.
const LOOK_AHEAD: usize = 6;
/// Returns the queue of a session.
///
/// One face of a card, and one card of a fact, a day: the others wait until tomorrow. The same
/// arguments give the same queue.
pub fn build(decks: &Decks, states: &HashMap<FaceId, Studied>, request: &Request) -> Queue {
    let mut found = Found::default();
    let horizon = request.today.plus(request.ahead);
    for (place, deck) in decks.iter().enumerate() {
        for card in &deck.cards {
            let kin = kin_of(card);
            let is_wanted =
                is_wanted(card, &request.topics) && !request.standing.is_held(&card.id, request.today);
            for face in card.face_ids() {
                let state = states.get(&face);
                if request.cram {
                    found.cram(is_wanted.then_some(face), request.today, &kin);
                } else if state.is_some_and(|studied| studied.last_day >= request.today) {
                    found.done_today(state, is_wanted.then_some(face), &kin);
                } else if is_wanted {
                    found.sort_in(state, (card, face), (horizon, place), &kin);
                }
            }
        }
    }
    found.into_queue(decks, request)
}

/// Returns the name that siblings share: the fact, or the card alone.
pub fn kin_of(card: &Card) -> String {
    match &card.fact {
        Some(fact) => format!("{}#{fact}", card.id.deck()),
        None => card.id.to_string(),
    }
}

/// Returns whether a card is of one of these topics; of any when there are none.
pub fn is_wanted(card: &Card, topics: &[String]) -> bool {
    topics.is_empty()
        || card.topic.as_ref().is_some_and(|topic| {
            topics.iter().any(|wanted| crate::text::fold(wanted) == crate::text::fold(topic))
        })
}

/// What could be studied, before limits and siblings.
#[derive(Default)]
struct Found {
    repeats: Vec<(Timestamp, Planned)>,
    due: Vec<(Day, Planned, String)>,
    /// New cards of each deck, in its order.
    new: Vec<VecDeque<(Planned, String)>>,
    taken: HashSet<String>,
}

impl Found {
    /// Takes a face that was answered today: its siblings wait, and it comes again if it was
    /// forgotten and not passed since.
    fn done_today(&mut self, state: Option<&Studied>, wanted: Option<FaceId>, kin: &str) {
        self.taken.insert(kin.to_owned());
        if let (Some(Studied { due: Due::Repeat(at), .. }), Some(face)) = (state, wanted) {
            self.repeats.push((*at, Planned { face, origin: Origin::Repeat }));
        }
    }

    fn sort_in(
        &mut self,
        state: Option<&Studied>,
        (card, face): (&Card, FaceId),
        (horizon, deck): (Day, usize),
        kin: &str,
    ) {
        let Some(studied) = state else {
            self.new.resize_with(self.new.len().max(deck + 1), VecDeque::new);
            self.new[deck].push_back((Planned { face, origin: Origin::New }, kin.to_owned()));
            return;
        };
        let origin =
            if card.fingerprint(face.face) == studied.fingerprint { Origin::Due } else { Origin::Corrected };
        if origin == Origin::Corrected || studied.is_due(horizon) {
            self.due.push((studied.due_day(), Planned { face, origin }, kin.to_owned()));
        }
    }

    fn cram(&mut self, wanted: Option<FaceId>, today: Day, kin: &str) {
        let planned = wanted.map(|face| (today, Planned { face, origin: Origin::Due }, kin.to_owned()));
        self.due.extend(planned);
    }

    fn into_queue(mut self, decks: &Decks, request: &Request) -> Queue {
        // Shuffled first, so that among cards of one day chance decides and the sort keeps it.
        request.seed.shuffle(&mut self.due);
        self.due.sort_by_key(|(day, _, _)| *day);
        let mut due: Vec<Planned> = Vec::new();
        for (_, planned, kin) in self.due {
            if (request.cram || due.len() < request.reviews) && self.taken.insert(kin) {
                due.push(planned);
            }
        }
        request.seed.nth(1).shuffle(&mut due);
        let mut new: Vec<Planned> = Vec::new();
        for (planned, kin) in in_turn(self.new) {
            if new.len() < request.new && self.taken.insert(kin) {
                new.push(planned);
            }
        }
        self.repeats.sort_by_key(|(at, planned)| (*at, planned.face.clone()));
        let repeats = self.repeats.into_iter().map(|(_, planned)| planned);
        Queue { upcoming: repeats.chain(varied(decks, mixed(due, new))).collect() }
    }
}

/// Takes the first of each row, then the second of each, and so on.
fn in_turn<T>(mut rows: Vec<VecDeque<T>>) -> Vec<T> {
    let mut all = Vec::with_capacity(rows.iter().map(VecDeque::len).sum());
    while rows.iter().any(|row| !row.is_empty()) {
        all.extend(rows.iter_mut().filter_map(VecDeque::pop_front));
    }
    all
}

/// Mixes two rows evenly, each in its order.
fn mixed(due: Vec<Planned>, new: Vec<Planned>) -> Vec<Planned> {
    let total = due.len() + new.len();
    let share = new.len();
    let (mut due, mut new) = (due.into_iter(), new.into_iter());
    let mut row = Vec::with_capacity(total);
    for at in 0..total {
        let new_turn = (at + 1) * share / total.max(1) > at * share / total.max(1);
        let next =
            if new_turn { new.next().or_else(|| due.next()) } else { due.next().or_else(|| new.next()) };
        row.extend(next);
    }
    row
}

/// Puts cards of one topic or kind apart: as the next comes, of those that are near, the first that
/// differs from the last in both, else in one of them.
fn varied(decks: &Decks, row: Vec<Planned>) -> Vec<Planned> {
    let look = |planned: &Planned| {
        let (_, card) = decks.card(&planned.face.card)?;
        Some((card.topic.as_deref(), card.asked_as(planned.face.face)))
    };
    let mut waiting: VecDeque<_> = row.into_iter().map(|planned| (look(&planned), planned)).collect();
    let mut varied = Vec::with_capacity(waiting.len());
    let mut last = None;
    while !waiting.is_empty() {
        let likeness = |look: &Option<(Option<&str>, KindName)>| match (look, &last) {
            (Some((topic, kind)), Some((last_topic, last_kind))) => {
                usize::from(topic == last_topic) + usize::from(kind == last_kind)
            }
            _ => 0,
        };
        let near = waiting.iter().take(LOOK_AHEAD).enumerate();
        let next = near.min_by_key(|(at, (look, _))| (likeness(look), *at)).map_or(0, |(at, _)| at);
        let Some((look, planned)) = waiting.remove(next) else { break };
        last = look;
        varied.push(planned);
    }
    varied
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::Standing;
    use crate::deck::card::Also;
    use crate::deck::id::{DeckId, Face};
    use crate::deck::kind::{Asked, Case, Expected, Kind, TextAnswer, Wrong};
    use crate::deck::{Deck, Names};
    use crate::queue::REPEAT_AFTER;
    use crate::schedule::memory::Model;
    use crate::schedule::state::Due;
    use crate::seed::Seed;
    use crate::source::Span;
    use crate::time::Days;
    use proptest::prelude::*;

    const TODAY: i32 = 20_000;

    fn card(number: usize, fact: Option<usize>, also: Vec<Also>) -> Card {
        let deck = DeckId::new("d").expect("an id");
        let expected = Expected {
            text: format!("answer {number}"),
            aliases: Vec::new(),
            naming: crate::deck::kind::Naming::Thing,
        };
        let (asked, case) = (Asked::Typed, Case::Folded);
        Card {
            id: crate::deck::id::CardId::new(&deck, &format!("c{number}")).expect("an id"),
            was: Vec::new(),
            question: format!("question {number}"),
            kind: Kind::Text(TextAnswer { expected, asked, case, reverse: None }),
            fact: fact.map(|fact| format!("f{fact}")),
            topic: Some(if number.is_multiple_of(2) { "even" } else { "odd" }.to_owned()),
            tags: Vec::new(),
            difficulty: None,
            marks: 1.0,
            hints: Vec::new(),
            explanation: None,
            feedback: Vec::new(),
            sources: Vec::new(),
            quote: None,
            also,
            file: 0,
            span: Span::default(),
        }
    }

    fn decks(cards: Vec<Card>) -> Decks {
        let deck = Deck {
            id: DeckId::new("d").expect("an id"),
            was: Vec::new(),
            title: "D".to_owned(),
            description: None,
            authors: Vec::new(),
            language: None,
            licence: None,
            version: None,
            tags: Vec::new(),
            date_order: None,
            sources: Vec::new(),
            names: Names::default(),
            cards,
        };
        Decks::new([deck]).0
    }

    fn studied(card: &Card, due: Due, last_day: i32) -> Studied {
        Studied {
            memory: Model::default().next(None, Days(0)).good,
            due,
            last_day: Day::from_number(last_day),
            last_at: Timestamp::from_millis(i64::from(last_day)),
            reviews: 1,
            lapses: 0,
            fingerprint: card.fingerprint(Face::Whole),
        }
    }

    fn request() -> Request {
        Request {
            today: Day::from_number(TODAY),
            ahead: Days(0),
            cram: false,
            new: 100,
            reviews: 100,
            topics: Vec::new(),
            standing: Standing::default(),
            seed: Seed(7),
        }
    }

    fn faces(queue: &Queue) -> Vec<String> {
        queue.iter().map(|planned| planned.face.to_string()).collect()
    }

    #[test]
    fn new_cards_keep_the_order_of_the_deck_and_their_limit() {
        let decks = decks((0..9).map(|number| card(number, None, Vec::new())).collect());
        let queue = build(&decks, &HashMap::new(), &Request { new: 3, ..request() });
        assert_eq!(faces(&queue), ["d/c0", "d/c1", "d/c2"]);
    }

    #[test]
    fn cards_of_one_topic_do_not_stand_in_a_block() {
        let topics = ["a", "a", "a", "b", "b", "c"];
        let of_topic = |(number, topic): (usize, &&str)| Card {
            topic: Some((*topic).to_owned()),
            ..card(number, None, Vec::new())
        };
        let decks = decks(topics.iter().enumerate().map(of_topic).collect());
        let queue = build(&decks, &HashMap::new(), &request());
        assert_eq!(faces(&queue), ["d/c0", "d/c3", "d/c1", "d/c4", "d/c2", "d/c5"]);
    }

    #[test]
    fn siblings_wait_until_another_day() {
        let decks = decks(vec![
            card(0, Some(1), Vec::new()),
            card(1, Some(1), Vec::new()),
            card(2, None, vec![Also::Choice(Wrong::Automatic)]),
        ]);
        let queue = build(&decks, &HashMap::new(), &request());
        assert_eq!(faces(&queue), ["d/c0", "d/c2"]);

        let first = decks.iter().next().expect("a deck").cards[0].clone();
        let done_today = studied(&first, Due::On(Day::from_number(TODAY + 3)), TODAY);
        let states = HashMap::from([(first.id.face(Face::Whole), done_today)]);
        assert_eq!(faces(&build(&decks, &states, &request())), ["d/c2"]);
    }

    #[test]
    fn a_session_that_was_left_goes_on_with_what_was_forgotten() {
        let decks = decks((0..3).map(|number| card(number, None, Vec::new())).collect());
        let forgotten = decks.iter().next().expect("a deck").cards[2].clone();
        let state = studied(&forgotten, Due::Repeat(Timestamp::from_millis(5)), TODAY);
        let states = HashMap::from([(forgotten.id.face(Face::Whole), state)]);
        let queue = build(&decks, &states, &Request { new: 0, reviews: 0, ..request() });
        assert_eq!(queue.iter().map(|planned| planned.origin).collect::<Vec<_>>(), [Origin::Repeat]);

        let tomorrow = Request { today: Day::from_number(TODAY + 1), new: 0, ..request() };
        assert_eq!(
            build(&decks, &states, &tomorrow).iter().map(|planned| planned.origin).collect::<Vec<_>>(),
            [Origin::Due]
        );
    }

    #[test]
    fn what_was_answered_today_waits_also_when_asked_ahead_or_with_the_clock_set_back() {
        let decks = decks(vec![card(0, Some(1), Vec::new()), card(1, Some(1), Vec::new())]);
        let first = decks.iter().next().expect("a deck").cards[0].clone();
        let state = studied(&first, Due::On(Day::from_number(TODAY + 3)), TODAY);
        let states = HashMap::from([(first.id.face(Face::Whole), state)]);
        let ahead = Request { ahead: Days(5), ..request() };
        let back = Request { today: Day::from_number(TODAY - 3), ..request() };
        for request in [ahead, back] {
            assert_eq!(faces(&build(&decks, &states, &request)), [""; 0]);
        }
    }

    #[test]
    fn new_cards_come_from_every_deck_in_turn() {
        let rows = [vec![1, 2, 3], vec![10], vec![]].map(VecDeque::from).to_vec();
        assert_eq!(in_turn(rows), [1, 10, 2, 3]);
    }

    #[test]
    fn cramming_knows_no_limit_and_a_forgotten_card_of_another_topic_waits() {
        let decks = decks((0..4).map(|number| card(number, None, Vec::new())).collect());
        let cram = Request { cram: true, new: 0, reviews: 0, ..request() };
        assert_eq!(build(&decks, &HashMap::new(), &cram).len(), 4);

        let forgotten = decks.iter().next().expect("a deck").cards[1].clone();
        let state = studied(&forgotten, Due::Repeat(Timestamp::from_millis(5)), TODAY);
        let states = HashMap::from([(forgotten.id.face(Face::Whole), state)]);
        let even = Request { topics: vec!["even".to_owned()], ..request() };
        assert_eq!(faces(&build(&decks, &states, &even)), ["d/c0", "d/c2"]);
    }

    #[test]
    fn a_corrected_answer_is_asked_at_once() {
        let decks = decks(vec![card(0, None, Vec::new())]);
        let corrected = decks.iter().next().expect("a deck").cards[0].clone();
        let state = studied(&corrected, Due::On(Day::from_number(TODAY + 90)), TODAY - 10);
        let states = HashMap::from([(corrected.id.face(Face::Whole), Studied { fingerprint: 1, ..state })]);
        let queue = build(&decks, &states, &request());
        assert_eq!(queue.iter().map(|planned| planned.origin).collect::<Vec<_>>(), [Origin::Corrected]);
    }

    #[test]
    fn only_the_topics_that_are_wanted_are_asked() {
        let decks = decks((0..4).map(|number| card(number, None, Vec::new())).collect());
        let queue = build(&decks, &HashMap::new(), &Request { topics: vec!["ODD".to_owned()], ..request() });
        assert_eq!(faces(&queue), ["d/c1", "d/c3"]);
    }

    #[test]
    fn a_forgotten_card_comes_back_behind_others_and_at_the_end_at_the_latest() {
        let decks = decks((0..8).map(|number| card(number, None, Vec::new())).collect());
        let mut queue = build(&decks, &HashMap::new(), &request());
        let first = queue.take().expect("a card");
        queue.put_back(first.clone());
        assert_eq!(queue.iter().position(|planned| *planned == first), Some(REPEAT_AFTER));
        let mut short = Queue::default();
        short.put_back(first);
        assert_eq!(short.len(), 1);
    }

    proptest! {
        #[test]
        fn a_queue_is_due_and_new_cards_each_once_within_the_limits(
            dues in prop::collection::vec(prop::option::of(-30i32..30), 1..60),
            facts in prop::collection::vec(prop::option::of(0usize..5), 60),
            (new, reviews, seed) in (0usize..20, 0usize..20, any::<u64>()),
        ) {
            let cards: Vec<Card> = dues.iter().enumerate().map(|(n, _)| card(n, facts[n], Vec::new())).collect();
            let decks = decks(cards.clone());
            let states: HashMap<FaceId, Studied> = cards
                .iter()
                .zip(&dues)
                .filter_map(|(card, due)| {
                    let due = TODAY + (*due)?;
                    Some((card.id.face(Face::Whole), studied(card, Due::On(Day::from_number(due)), due - 40)))
                })
                .collect();
            let request = Request { new, reviews, seed: Seed(seed), ..request() };
            let queue = build(&decks, &states, &request);
            prop_assert_eq!(&queue, &build(&decks, &states, &request));
            let counts = queue.counts();
            prop_assert!(counts.new <= new && counts.due <= reviews && counts.again == 0);
            let mut seen = HashSet::new();
            for planned in queue.iter() {
                let card = decks.card(&planned.face.card).expect("a card of the deck").1;
                prop_assert!(seen.insert(kin_of(card)), "two siblings: {}", planned.face);
                let state = states.get(&planned.face);
                prop_assert!(state.is_none_or(|state| state.is_due(request.today)));
                prop_assert_eq!(state.is_none(), planned.origin == Origin::New);
            }
        }
    }
}
