//! Which numbers can figures with separators mean?

/// The longest exponent that is read, in digits.
const MOST_EXPONENT_DIGITS: usize = 3;

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
