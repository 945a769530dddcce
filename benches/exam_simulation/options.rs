//! What is to be simulated?

/// Cards, days and minutes a day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) cards: usize,
    pub(crate) days: u32,
    pub(crate) minutes: f64,
}

const fn row(cards: usize, days: u32, minutes: f64) -> Row {
    Row { cards, days, minutes }
}

const ROWS: [Row; 8] = [
    row(60, 7, 5.0),
    row(300, 21, 15.0),
    row(300, 60, 5.0),
    row(300, 60, 15.0),
    row(300, 120, 5.0),
    row(1500, 60, 15.0),
    row(1500, 60, 30.0),
    row(1500, 120, 15.0),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Table,
    Calibration,
    Days,
}

/// By which law the simulated learners forget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LawName {
    Fsrs,
    ActR,
    HalfLife,
}

#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) mode: Mode,
    pub(crate) law: LawName,
    /// How many of the 48 learners.
    pub(crate) learners: usize,
    /// Whether the table has the policies that know the learner's parameters.
    pub(crate) known: bool,
    pub(crate) seed: u64,
    row: Option<usize>,
}

impl Options {
    pub(crate) fn read(words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options =
            Self { mode: Mode::Table, law: LawName::Fsrs, learners: 4, known: false, seed: 11, row: None };
        let mut words = words.filter(|word| word != "--bench");
        while let Some(word) = words.next() {
            match word.as_str() {
                "table" => options.mode = Mode::Table,
                "calibration" => options.mode = Mode::Calibration,
                "days" => options.mode = Mode::Days,
                "--known" => options.known = true,
                "--learners" => options.learners = number(words.next())?.clamp(1, 48),
                "--row" => options.row = Some(number(words.next())?),
                "--seed" => options.seed = number(words.next())? as u64,
                "--law" => {
                    options.law = match words.next().as_deref() {
                        Some("fsrs") => LawName::Fsrs,
                        Some("act-r") => LawName::ActR,
                        Some("half-life") => LawName::HalfLife,
                        _ => return Err("--law is fsrs, act-r or half-life".to_owned()),
                    }
                }
                other => return Err(format!("`{other}` is not known here")),
            }
        }
        Ok(options)
    }

    pub(crate) fn rows(&self) -> Vec<Row> {
        let wanted = |at: &usize| self.row.is_none_or(|row| row == *at);
        (0..ROWS.len()).filter(wanted).map(|at| ROWS[at]).collect()
    }
}

fn number(word: Option<String>) -> Result<usize, String> {
    word.and_then(|word| word.parse().ok()).ok_or_else(|| "a number is missing".to_owned())
}
