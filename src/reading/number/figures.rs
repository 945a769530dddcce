//! Which numbers can figures with separators mean?

/// The longest exponent that is read, in digits.
const MOST_EXPONENT_DIGITS: usize = 3;
/// Figures that are set high, in the order of `0123456789+-`.
const HIGH: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻";
/// Fractions with a sign of their own: numerator and denominator.
#[rustfmt::skip]
const VULGAR: &[(char, f64, f64)] = &[
    ('½', 1.0, 2.0), ('⅓', 1.0, 3.0), ('⅔', 2.0, 3.0), ('¼', 1.0, 4.0), ('¾', 3.0, 4.0), ('⅕', 1.0, 5.0),
    ('⅖', 2.0, 5.0), ('⅗', 3.0, 5.0), ('⅘', 4.0, 5.0), ('⅙', 1.0, 6.0), ('⅚', 5.0, 6.0), ('⅐', 1.0, 7.0),
    ('⅛', 1.0, 8.0), ('⅜', 3.0, 8.0), ('⅝', 5.0, 8.0), ('⅞', 7.0, 8.0), ('⅑', 1.0, 9.0), ('⅒', 1.0, 10.0),
];

/// Returns the numbers that the figures at the start of a folded text can mean, with what stands
/// behind them; nothing when it does not begin with figures or they are grouped in no known way.
pub(super) fn leading(text: &str) -> Option<(Vec<f64>, &str)> {
    let with_zero;
    let (text_read, shift) = if text.starts_with('.') {
        with_zero = format!("0{text}");
        (with_zero.as_str(), 1)
    } else {
        (text, 0)
    };
    let end = end_of_figures(text_read);
    let mut values = values_of(text_read.get(..end)?);
    let mut rest = text.get(end.checked_sub(shift)?..)?;
    if let Some((exponent, after)) = exponent(rest) {
        values = values.iter().filter_map(|value| format!("{value}e{exponent}").parse().ok()).collect();
        rest = after;
    } else if let Some((power, after)) = raised(rest) {
        values = values.iter().map(|value| value.powi(power)).collect();
        rest = after;
    } else if let Some((power, after)) = times_power_of_ten(rest) {
        values = values.iter().filter_map(|value| format!("{value}e{power}").parse().ok()).collect();
        rest = after;
    } else if let Some((divisor, after)) = over(rest) {
        values = values.iter().map(|value| value / divisor).collect();
        rest = after;
    } else if let Some((share, after)) = fraction(rest.trim_start()).filter(|(share, _)| *share < 1.0) {
        values = values.iter().map(|value| value + share).collect();
        rest = after;
    }
    (!values.is_empty()).then_some((values, rest))
}

/// Returns where the figures end: separators belong to them only before a digit, a blank only
/// before a group of three.
fn end_of_figures(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let goes_on = match byte {
            b'0'..=b'9' => true,
            b',' | b'.' | b'\'' => at > 0 && is_digit(at + 1),
            b' ' => at > 0 && (1..=3).all(|step| is_digit(at + step)) && !is_digit(at + 4),
            _ => false,
        };
        if !goes_on {
            break;
        }
        at += 1;
    }
    at
}

/// Reads `1/8` and `⅛`.
pub(super) fn fraction(text: &str) -> Option<(f64, &str)> {
    let first = text.chars().next()?;
    if let Some((_, above, below)) = VULGAR.iter().find(|(sign, ..)| *sign == first) {
        return Some((above / below, text.get(first.len_utf8()..)?));
    }
    let (above, rest) = whole(text)?;
    let (below, rest) = over(rest)?;
    Some((above / below, rest))
}

/// Reads the `/8` of 1/8; not the first `/` of a date.
fn over(text: &str) -> Option<(f64, &str)> {
    let (below, rest) = whole(text.trim_start().strip_prefix(['/', '⁄'])?.trim_start())?;
    (below > 0.0 && !rest.starts_with(['/', '.', ','])).then_some((below, rest))
}

fn whole(text: &str) -> Option<(f64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    Some((digits.parse().ok()?, rest))
}

/// Reads the `^6` of 10^6 and the `⁶` of 10⁶.
fn raised(text: &str) -> Option<(i32, &str)> {
    if let Some(rest) = text.strip_prefix('^') {
        let sign = rest.starts_with(['-', '+']);
        let digits = rest.get(usize::from(sign)..)?;
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let (power, after) = rest.split_at(end + usize::from(sign));
        return (end <= MOST_EXPONENT_DIGITS).then(|| Some((power.parse().ok()?, after)))?;
    }
    let is_high = |c: char| HIGH.contains(c);
    let end = text.find(|c: char| !is_high(c)).unwrap_or(text.len());
    let (high, after) = text.split_at(end);
    let plain = |c: char| "0123456789+-".chars().nth(HIGH.chars().position(|high| high == c)?);
    let power: String = high.chars().filter_map(plain).collect();
    (power.len() <= MOST_EXPONENT_DIGITS + 1).then(|| Some((power.parse().ok()?, after)))?
}

/// Reads the `× 10^8` of 3 × 10^8.
fn times_power_of_ten(text: &str) -> Option<(i32, &str)> {
    let rest = text.trim_start().strip_prefix(['×', 'x', '*', '·', '⋅'])?;
    raised(rest.trim_start().strip_prefix("10")?)
}

fn values_of(figures: &str) -> Vec<f64> {
    let is_separator = |c: char| !c.is_ascii_digit();
    let separators: Vec<char> = figures.chars().filter(|c| is_separator(*c)).collect();
    let groups: Vec<&str> = figures.split(is_separator).collect();
    let texts = match separators.as_slice() {
        [] => vec![figures.to_owned()],
        [only] => one_separator(*only, &groups),
        [first, middle @ .., last] => {
            let same_before = middle.iter().all(|separator| separator == first);
            if same_before && first == last {
                grouped(*first, &groups).into_iter().collect()
            } else if same_before && is_decimal(*last) {
                let (fraction, whole) = groups.split_last().unwrap_or((&"", &[]));
                grouped(*first, whole).map(|whole| format!("{whole}.{fraction}")).into_iter().collect()
            } else {
                Vec::new()
            }
        }
    };
    texts.iter().filter_map(|text| text.parse().ok()).collect()
}

/// Reads 4,200 and 4.200: as thousands and as decimals, the English way first.
fn one_separator(separator: char, groups: &[&str]) -> Vec<String> {
    let mut texts = Vec::from_iter(grouped(separator, groups));
    if is_decimal(separator) {
        let place = if separator == '.' { 0 } else { texts.len() };
        texts.insert(place, groups.join("."));
    }
    texts
}

fn is_decimal(separator: char) -> bool {
    matches!(separator, '.' | ',')
}

/// Joins groups of three; with commas also those of India, 10,00,000.
fn grouped(separator: char, groups: &[&str]) -> Option<String> {
    let (first, later) = groups.split_first()?;
    let (last, middle) = later.split_last()?;
    let in_threes = first.len() <= 3 && later.iter().all(|group| group.len() == 3);
    let as_in_india = separator == ','
        && first.len() <= 2
        && middle.iter().all(|group| group.len() == 2)
        && last.len() == 3;
    let begins_well = !first.is_empty() && !first.starts_with('0');
    (begins_well && (in_threes || as_in_india)).then(|| groups.concat())
}

/// Reads the `e6` of 1e6.
fn exponent(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix('e')?;
    let digits_from = usize::from(rest.starts_with(['-', '+']));
    let digits = rest.get(digits_from..)?;
    let length = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let end = digits_from + length;
    (1..=MOST_EXPONENT_DIGITS).contains(&length).then(|| rest.split_at(end))
}
