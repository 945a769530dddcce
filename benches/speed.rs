//! How fast is what a learner waits for? Run with `cargo bench`.

use std::collections::HashMap;

use csto_quiz::answer::examiner::Examiner;
use csto_quiz::answer::prompt::{Answer, prompt};
use csto_quiz::decision::Standing;
use csto_quiz::deck::decks::Decks;
use csto_quiz::deck::id::Face;
use csto_quiz::deck::id::FaceId;
use csto_quiz::deck::parse::parse;
use csto_quiz::exam::paper::{Paper as ExamPaper, Wish};
use csto_quiz::plan::Plan;
use csto_quiz::plan::budget::Budget;
use csto_quiz::plan::learner::{Answer as Answered, Learner};
use csto_quiz::plan::library;
use csto_quiz::plan::prediction::{Paper, Prediction};
use csto_quiz::plan::task::Task;
use csto_quiz::progress::Progress;
use csto_quiz::queue::{Request, build};
use csto_quiz::review::{Judged, MachineId, Mode, Review, ReviewId, Scheduler, replay};
use csto_quiz::schedule::grade::Grade;
use csto_quiz::schedule::memory::{MODEL_NAME, Model};
use csto_quiz::schedule::state::Studied;
use csto_quiz::seed::Seed;
use csto_quiz::source::Source;
use csto_quiz::time::{Day, Days, Moment, Timestamp};
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

/// A deck of so many cards of four kinds.
fn deck_text(cards: usize) -> String {
    let head = "[deck]\nformat = 1\nid = \"big\"\ntitle = \"Big\"\n".to_owned();
    std::iter::once(head).chain((0..cards).map(card_text)).collect()
}

fn card_text(n: usize) -> String {
    let (year, day) = (1000 + n % 900, 1 + n % 28);
    let (kind, question, answer) = match n % 4 {
        0 => ("card", format!("What is thing {n}?"), format!("\"word{n}\"")),
        1 => ("date", format!("When was {n}?"), format!("\"{day} May {year}\"")),
        2 => ("number", format!("How many in {n}?"), n.to_string()),
        _ => ("set", format!("Which in {n}?"), format!("[\"a{n}\", \"b{n}\"]")),
    };
    let explanation = format!("Because of {n}.");
    format!(
        "\n[[{kind}]]\nid = \"c{n}\"\nquestion = \"{question}\"\nanswer = {answer}\nexplanation = \"{explanation}\"\n"
    )
}

fn decks(cards: usize) -> Decks {
    let parsed = parse(&[Source::new("big.toml", deck_text(cards))], &[]);
    Decks::new(parsed.deck).0
}

fn review(face: &FaceId, n: u32) -> Review {
    let day = Day::from_number(20_000 + i32::try_from(n % 900).unwrap_or_default());
    let moment = Moment { at: Timestamp::from_millis(1_700_000_000_000 + i64::from(n) * 60_000), offset: 0 };
    let grade = if n.is_multiple_of(9) { Grade::Again } else { Grade::Good };
    Review {
        id: ReviewId::new(moment.at, u128::from(n)),
        machine: MachineId::new(1),
        face: face.clone(),
        day,
        moment,
        mode: Mode::Study,
        verdict: Some(Judged { class: csto_quiz::answer::verdict::Class::Correct, score: 1.0 }),
        typed: Some("15 May 1992".to_owned()),
        proposed: grade,
        grade,
        hints: 0,
        first_key_ms: Some(900),
        answer_ms: 4000,
        due: day.plus(Days(3)),
        fingerprint: 7,
        scheduler: Scheduler { model: MODEL_NAME.to_owned(), parameters: 0 },
    }
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn read_a_deck_of_10_000_cards(bencher: Bencher) {
    let sources = [Source::new("big.toml", deck_text(10_000))];
    bencher.counter(ItemsCount::new(10_000_usize)).bench(|| parse(&sources, &[]));
}

/// Twenty files, with all that authors write: topics, sources, explanations, choices.
fn written_files(cards: usize) -> Vec<Source> {
    let head = "[deck]\nformat = 1\nid = \"big\"\ntitle = \"Big\"\n\n[[source]]\nid = \"s\"\n\n";
    let file = |number: usize| {
        let head = if number == 0 { head } else { "" };
        let cards = (0..cards / 20).map(|n| written_card(number * (cards / 20) + n));
        Source::new(format!("{number}.toml"), head.to_owned() + &cards.collect::<String>())
    };
    (0..20).map(file).collect()
}

fn written_card(n: usize) -> String {
    let more = format!("topic = \"topic {}\"\ntags = [\"tag {}\"]\nsource = \"s\"\n", n % 40, n % 300);
    match n % 3 {
        0 => card_text(n) + &more,
        1 => format!(
            "\n[[choice]]\nid = \"c{n}\"\nquestion = \"Which is thing {n}?\"\nanswer = \"word {n}\"\n\
             wrong = [\"word a{n}\", \"word b{n}\", \"longer word c{n}\"]\nexplanation = \"It is.\"\n{more}"
        ),
        _ => format!(
            "\n[[card]]\nid = \"c{n}\"\nquestion = \"What is thing {n}?\"\nanswer = \"word{n}\"\n\
             also = [\"choice\"]\nexplanation = \"It is.\"\n{more}"
        ),
    }
}

/// What `deck check` does, without the disk: everything is read and every rule looked for.
#[divan::bench(args = [10_000, 100_000], sample_count = 5, sample_size = 1)]
fn check_cards_in_20_files(bencher: Bencher, cards: usize) {
    let sources = written_files(cards);
    bencher.counter(ItemsCount::new(cards)).bench(|| parse(&sources, &[]));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn build_a_queue_from_100_000_cards(bencher: Bencher) {
    let decks = decks(100_000);
    let model = Model::default();
    let faces = decks.cards().flat_map(|(_, card)| card.face_ids()).zip(0..);
    let states: HashMap<FaceId, Studied> = faces
        .filter(|(_, n)| n % 2 == 0)
        .filter_map(|(face, n)| Some((face.clone(), replay(&model, &[review(&face, n)])?)))
        .collect();
    let request = Request {
        today: Day::from_number(20_450),
        ahead: Days(0),
        cram: false,
        new: 10,
        reviews: 200,
        topics: Vec::new(),
        standing: Standing::default(),
        seed: Seed(7),
    };
    bencher.counter(ItemsCount::new(100_000_usize)).bench(|| build(&decks, &states, &request));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn draw_a_paper_of_100_from_100_000_cards(bencher: Bencher) {
    let decks = decks(100_000);
    let wish = Wish { questions: Some(100), topics: Vec::new(), seed: Seed(7) };
    bencher.bench(|| ExamPaper::draw(&decks, &wish));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn replay_1_000_000_reviews(bencher: Bencher) {
    let model = Model::default();
    let face: FaceId = "big/c1".parse().expect("a face");
    let histories: Vec<Vec<Review>> =
        (0..100_000).map(|_| (0..10).map(|n| review(&face, n * 80)).collect()).collect();
    bencher
        .counter(ItemsCount::new(1_000_000_usize))
        .bench(|| histories.iter().filter_map(|history| replay(&model, history)).count());
}

#[divan::bench(sample_count = 200, sample_size = 1)]
fn record_one_answer_on_disk(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut progress =
        Progress::open(&folder.path().join("progress.db"), MachineId::new(1)).expect("progress");
    let model = Model::default();
    let mut count = 0;
    bencher.bench_local(|| {
        count += 1;
        let face: FaceId = format!("big/c{}", count % 100).parse().expect("a face");
        progress.record(&review(&face, count), &model).expect("a recorded answer")
    });
}

#[divan::bench(sample_count = 20)]
fn index_the_answers_of_10_000_cards(bencher: Bencher) {
    let decks = decks(10_000);
    let deck = decks.deck("big").expect("the deck");
    bencher.counter(ItemsCount::new(10_000usize)).bench(|| Examiner::new(deck));
}

/// A learner halfway: two thirds of the cards seen, each once or twice in the last month.
fn half_known(cards: usize) -> Learner {
    let mut learner = Learner::new(library::candidates(), cards);
    let first = Day::from_number(20_000);
    for day in 0..30_usize {
        for card in (0..cards).filter(|card| card % 3 != 0 && (card % 29 == day || card % 23 == day)) {
            let grade = if (card + day) % 9 == 0 { Grade::Again } else { Grade::Good };
            let day = first.plus(Days(u32::try_from(day).unwrap_or_default()));
            learner.observe(&Answered { card, day, grade, seconds: 12.0 });
        }
    }
    learner
}

fn task<'a>(learner: &'a Learner, marks: &'a [f64], days: usize) -> Task<'a> {
    let budget = Budget::new(vec![900.0; days + 1]);
    Task { learner, marks, today: Day::from_number(20_031), budget }
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn plan_1_500_cards_over_60_days_for_the_first_time(bencher: Bencher) {
    let (learner, marks) = (half_known(1_500), vec![1.0; 1_500]);
    bencher.bench(|| Plan::new(&task(&learner, &marks, 60), None));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn plan_1_500_cards_over_60_days_from_yesterdays_prices(bencher: Bencher) {
    let (learner, marks) = (half_known(1_500), vec![1.0; 1_500]);
    let yesterday = Plan::new(&task(&learner, &marks, 61), None);
    bencher.bench(|| Plan::new(&task(&learner, &marks, 60), Some(yesterday.curve())));
}

/// Everything that is chosen in a session of an hour, from the ranking to the last card.
#[divan::bench(sample_count = 50, sample_size = 1)]
fn choose_a_days_cards_among_10_000(bencher: Bencher) {
    let (learner, marks) = (half_known(10_000), vec![1.0; 10_000]);
    let plan = Plan::new(&task(&learner, &marks, 60), None);
    bencher.bench(|| plan.order().take(240).count());
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn foretell_the_score_of_1_500_cards_in_60_days(bencher: Bencher) {
    let (learner, marks) = (half_known(1_500), vec![1.0; 1_500]);
    let task = task(&learner, &marks, 60);
    let plan = Plan::new(&task, None);
    let paper = Paper { questions: 40, guessing: 0.0 };
    bencher.bench(|| Prediction::new(&task, plan.curve(), paper));
}

/// A slip is the dearest answer: it is compared with every other answer of the deck.
#[divan::bench(args = ["Tashkent", "Tashkant", "Samarkand", "15 May 1992"])]
fn grade_one_answer_beside_10_000_cards(bencher: Bencher, typed: &str) {
    let text =
        deck_text(10_000) + "\n[[card]]\nid = \"own\"\nquestion = \"Which city?\"\nanswer = \"Tashkent\"\n";
    let parsed = parse(&[Source::new("big.toml", text)], &[]);
    let deck = parsed.deck.expect("a deck");
    let card = deck.cards.last().expect("a card");
    let (examiner, prompt) = (Examiner::new(&deck), prompt(card, Face::Whole, &deck, Seed(1)));
    let answer = Answer::Typed(typed.to_owned());
    bencher.bench(|| examiner.check(card, &prompt, &answer));
}
