//! Which number do words say?

/// The numbers from 0 to 19.
pub(crate) const UNITS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
/// The tens from 20 to 90.
pub(crate) const TENS: [&str; 8] =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// How often, in words.
const TIMES: [&str; 3] = ["once", "twice", "thrice"];
/// Parts of one, and how many of them it has.
const SHARES: &[(&str, f64)] = &[
    ("half", 2.0),
    ("halve", 2.0),
    ("third", 3.0),
    ("quarter", 4.0),
    ("fourth", 4.0),
    ("fifth", 5.0),
    ("sixth", 6.0),
    ("seventh", 7.0),
    ("eighth", 8.0),
    ("ninth", 9.0),
    ("tenth", 10.0),
    ("hundredth", 1e2),
    ("thousandth", 1e3),
    ("millionth", 1e6),
    ("billionth", 1e9),
];

/// What multiplies the number before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// By how much, > 1.
    pub(super) factor: f64,
    /// Whether the same word is also a unit, as `m` is.
    pub(super) may_be_unit: bool,
}

/// Words of a text with the place behind each, in bytes.
struct Words<'a> {
    list: Vec<(&'a str, usize)>,
    at: usize,
}

/// Returns the scale that a folded word names.
pub(super) fn scale(word: &str) -> Option<Scale> {
    let (factor, may_be_unit) = match word {
        "dozen" => (12.0, false),
        "hundred" | "hundreds" => (1e2, false),
        "k" => (1e3, true),
        "thousand" | "thousands" | "тыс" | "тысяча" | "тысячи" | "тысяч" => (1e3, false),
        "m" => (1e6, true),
        "mn" | "mln" | "million" | "millions" | "млн" | "миллион" | "миллиона" | "миллионов" => {
            (1e6, false)
        }
        "bn" | "billion" | "billions" | "млрд" | "миллиард" | "миллиарда" | "миллиардов" => {
            (1e9, false)
        }
        "trillion" | "trillions" => (1e12, false),
        _ => return None,
    };
    Some(Scale { factor, may_be_unit })
}

/// Returns whether a folded word is a number or a part of one.
pub(super) fn is_number_word(word: &str) -> bool {
    UNITS.contains(&word) || TENS.contains(&word) || scale_in_words(word).is_some() || word == "hundred"
}

/// Returns the number that the words at the start of a folded text say, with what stands behind them.
pub(super) fn leading(text: &str) -> Option<(f64, &str)> {
    let mut words = Words::of(text);
    if let Some(share) = words.share() {
        return Some((share, text.get(words.end()..).unwrap_or_default()));
    }
    if let Some(times) = words.peek().and_then(|word| TIMES.iter().position(|times| *times == word)) {
        words.at += 1;
        return Some(((times + 1) as f64, text.get(words.end()..).unwrap_or_default()));
    }
    let mut total = 0.0;
    let mut smallest_scale = f64::INFINITY;
    let mut end = 0;
    while let Some(number) = words.below_thousand() {
        let scale = words.peek().and_then(scale_in_words);
        if scale.unwrap_or(1.0) >= smallest_scale {
            return None;
        }
        words.at += usize::from(scale.is_some());
        total += number * scale.unwrap_or(1.0);
        smallest_scale = scale.unwrap_or(1.0);
        end = words.end();
        if scale.is_none() {
            break;
        }
        words.skip_and();
    }
    (end > 0).then(|| (total, text.get(end..).unwrap_or_default()))
}

fn scale_in_words(word: &str) -> Option<f64> {
    match word {
        "dozen" => Some(12.0),
        "thousand" => Some(1e3),
        "million" => Some(1e6),
        "billion" => Some(1e9),
        _ => None,
    }
}

impl<'a> Words<'a> {
    fn of(text: &'a str) -> Self {
        let mut list = Vec::new();
        let mut start = 0;
        for piece in text.split_inclusive([' ', '-']) {
            let word = piece.trim_end_matches([' ', '-', ',']);
            if !word.is_empty() {
                list.push((word, start + word.len()));
            }
            start += piece.len();
        }
        Self { list, at: 0 }
    }

    fn peek(&self) -> Option<&'a str> {
        self.list.get(self.at).map(|(word, _)| *word)
    }

    /// Returns where the last word taken ends.
    fn end(&self) -> usize {
        self.at.checked_sub(1).and_then(|last| self.list.get(last)).map_or(0, |(_, end)| *end)
    }

    /// Takes `half`, `a quarter`, `two thirds`, `one millionth`.
    fn share(&mut self) -> Option<f64> {
        let before = self.at;
        let above = match self.peek()? {
            "half" => 1.0,
            "a" | "an" => {
                self.at += 1;
                1.0
            }
            _ => self.below_hundred().unwrap_or(0.0),
        };
        let below = self.peek().and_then(|word| {
            let word = if above > 1.0 { word.strip_suffix('s').unwrap_or(word) } else { word };
            SHARES.iter().find(|(name, _)| *name == word).map(|(_, below)| *below)
        });
        match below {
            Some(below) if above > 0.0 => {
                self.at += 1;
                Some(above / below)
            }
            _ => {
                self.at = before;
                None
            }
        }
    }

    fn skip_and(&mut self) {
        let next = self.list.get(self.at + 1).map(|(word, _)| *word);
        if self.peek() == Some("and") && next.is_some_and(is_number_word) {
            self.at += 1;
        }
    }

    fn below_thousand(&mut self) -> Option<f64> {
        let next = self.list.get(self.at + 1).map(|(word, _)| *word);
        let is_article = matches!(self.peek(), Some("a" | "an"))
            && next.is_some_and(|word| word == "hundred" || scale_in_words(word).is_some());
        let mut number = if is_article {
            self.at += 1;
            1.0
        } else {
            self.below_hundred()?
        };
        if self.peek() == Some("hundred") {
            self.at += 1;
            number *= 100.0;
            self.skip_and();
            number += self.below_hundred().unwrap_or(0.0);
        }
        Some(number)
    }

    fn below_hundred(&mut self) -> Option<f64> {
        let word = self.peek()?;
        if let Some(number) = UNITS.iter().position(|unit| *unit == word) {
            self.at += 1;
            return Some(number as f64);
        }
        let tens = TENS.iter().position(|ten| *ten == word)? + 2;
        self.at += 1;
        let unit = self
            .peek()
            .and_then(|word| UNITS.iter().position(|unit| *unit == word))
            .filter(|unit| (1..10).contains(unit));
        self.at += usize::from(unit.is_some());
        Some((tens * 10 + unit.unwrap_or(0)) as f64)
    }
}
