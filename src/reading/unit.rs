//! What does a unit measure, and how much of it?
//!
//! The examiner calls [`measure`] to compare `1.2 km` with `1200 m` and to refuse `1200 kg`. A unit is
//! read as a product of powers of the units of the table below.

/// The powers of length, mass, time, current, temperature, amount, luminous intensity and information.
type Dimension = [i8; 8];

const LENGTH: Dimension = [1, 0, 0, 0, 0, 0, 0, 0];
const AREA: Dimension = [2, 0, 0, 0, 0, 0, 0, 0];
const VOLUME: Dimension = [3, 0, 0, 0, 0, 0, 0, 0];
const MASS: Dimension = [0, 1, 0, 0, 0, 0, 0, 0];
const TIME: Dimension = [0, 0, 1, 0, 0, 0, 0, 0];
const CURRENT: Dimension = [0, 0, 0, 1, 0, 0, 0, 0];
const TEMPERATURE: Dimension = [0, 0, 0, 0, 1, 0, 0, 0];
const AMOUNT: Dimension = [0, 0, 0, 0, 0, 1, 0, 0];
const LIGHT: Dimension = [0, 0, 0, 0, 0, 0, 1, 0];
const INFORMATION: Dimension = [0, 0, 0, 0, 0, 0, 0, 1];
const SPEED: Dimension = [1, 0, -1, 0, 0, 0, 0, 0];
const FREQUENCY: Dimension = [0, 0, -1, 0, 0, 0, 0, 0];
const FORCE: Dimension = [1, 1, -2, 0, 0, 0, 0, 0];
const PRESSURE: Dimension = [-1, 1, -2, 0, 0, 0, 0, 0];
const ENERGY: Dimension = [2, 1, -2, 0, 0, 0, 0, 0];
const POWER: Dimension = [2, 1, -3, 0, 0, 0, 0, 0];
const CHARGE: Dimension = [0, 0, 1, 1, 0, 0, 0, 0];
const VOLTAGE: Dimension = [2, 1, -3, -1, 0, 0, 0, 0];
const RESISTANCE: Dimension = [2, 1, -3, -2, 0, 0, 0, 0];

/// Whether a unit takes prefixes such as `k` and `kilo`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Prefixed {
    Yes,
    No,
}

/// A unit of the table: its symbols (case counts), its names (folded), what it measures, how many SI
/// base units it has.
struct Known {
    symbols: &'static [&'static str],
    names: &'static [&'static str],
    prefixed: Prefixed,
    dimension: Dimension,
    factor: f64,
}

const fn known(
    symbols: &'static [&'static str],
    names: &'static [&'static str],
    prefixed: Prefixed,
    dimension: Dimension,
    factor: f64,
) -> Known {
    Known { symbols, names, prefixed, dimension, factor }
}

/// Source of the factors: BIPM, The International System of Units, 9th edition; the yard and pound
/// agreement of 1959 for the others.
#[rustfmt::skip]
const TABLE: &[Known] = &[
    known(&["m"], &["metre", "meter"], Prefixed::Yes, LENGTH, 1.0),
    known(&["g"], &["gram", "gramme"], Prefixed::Yes, MASS, 1e-3),
    known(&["s", "sec"], &["second", "sec"], Prefixed::Yes, TIME, 1.0),
    known(&["A"], &["ampere", "amp"], Prefixed::Yes, CURRENT, 1.0),
    known(&["K"], &["kelvin"], Prefixed::Yes, TEMPERATURE, 1.0),
    known(&["mol"], &["mole"], Prefixed::Yes, AMOUNT, 1.0),
    known(&["cd"], &["candela"], Prefixed::Yes, LIGHT, 1.0),
    known(&["B"], &["byte"], Prefixed::Yes, INFORMATION, 8.0),
    known(&["bit"], &["bit"], Prefixed::Yes, INFORMATION, 1.0),
    known(&["Hz"], &["hertz"], Prefixed::Yes, FREQUENCY, 1.0),
    known(&["N"], &["newton"], Prefixed::Yes, FORCE, 1.0),
    known(&["Pa"], &["pascal"], Prefixed::Yes, PRESSURE, 1.0),
    known(&["bar"], &["bar"], Prefixed::Yes, PRESSURE, 1e5),
    known(&["atm"], &["atmosphere"], Prefixed::No, PRESSURE, 101_325.0),
    known(&["J"], &["joule"], Prefixed::Yes, ENERGY, 1.0),
    known(&["W"], &["watt"], Prefixed::Yes, POWER, 1.0),
    known(&["Wh"], &["watt-hour", "watt hour", "watthour"], Prefixed::Yes, ENERGY, 3600.0),
    known(&["eV"], &["electronvolt"], Prefixed::Yes, ENERGY, 1.602_176_634e-19),
    known(&["cal"], &["calorie"], Prefixed::Yes, ENERGY, 4.184),
    known(&["hp"], &["horsepower"], Prefixed::No, POWER, 745.7),
    known(&["C"], &["coulomb"], Prefixed::Yes, CHARGE, 1.0),
    known(&["V"], &["volt"], Prefixed::Yes, VOLTAGE, 1.0),
    known(&["Ω", "Ω"], &["ohm"], Prefixed::Yes, RESISTANCE, 1.0),
    known(&["l", "L", "ℓ"], &["litre", "liter"], Prefixed::Yes, VOLUME, 1e-3),
    known(&["t"], &["tonne", "metric ton"], Prefixed::Yes, MASS, 1e3),
    known(&["ha"], &["hectare"], Prefixed::No, AREA, 1e4),
    known(&["min"], &["minute", "min"], Prefixed::No, TIME, 60.0),
    known(&["h", "hr"], &["hour", "hr"], Prefixed::No, TIME, 3600.0),
    known(&["d"], &["day"], Prefixed::No, TIME, 86_400.0),
    known(&[], &["week"], Prefixed::No, TIME, 604_800.0),
    known(&["yr"], &["year", "yr"], Prefixed::No, TIME, 31_557_600.0),
    known(&[], &["decade"], Prefixed::No, TIME, 315_576_000.0),
    known(&[], &["century", "centuries"], Prefixed::No, TIME, 3_155_760_000.0),
    known(&["in"], &["inch", "inches"], Prefixed::No, LENGTH, 0.0254),
    known(&["ft"], &["foot", "feet"], Prefixed::No, LENGTH, 0.3048),
    known(&["yd"], &["yard"], Prefixed::No, LENGTH, 0.9144),
    known(&["mi"], &["mile"], Prefixed::No, LENGTH, 1609.344),
    known(&["nmi"], &["nautical mile"], Prefixed::No, LENGTH, 1852.0),
    known(&["mph"], &["mph"], Prefixed::No, SPEED, 0.447_04),
    known(&["kph", "kmh"], &["kph", "kmh"], Prefixed::No, SPEED, 1.0 / 3.6),
    known(&["kn"], &["knot"], Prefixed::No, SPEED, 1852.0 / 3600.0),
    known(&["acre"], &["acre"], Prefixed::No, AREA, 4_046.856_422_4),
    known(&["lb", "lbs"], &["pound"], Prefixed::No, MASS, 0.453_592_37),
    known(&["oz"], &["ounce"], Prefixed::No, MASS, 0.028_349_523_125),
    known(&["ly"], &["light-year", "light year", "lightyear"], Prefixed::No, LENGTH, 9.460_730_472_580_8e15),
    known(&["au", "AU"], &["astronomical unit"], Prefixed::No, LENGTH, 149_597_870_700.0),
    known(&["Å"], &["angstrom", "ångström"], Prefixed::No, LENGTH, 1e-10),
];
/// Prefixes: symbol, name, factor. Source: as [`TABLE`].
#[rustfmt::skip]
const PREFIXES: &[(&str, &str, f64)] = &[
    ("da", "deca", 1e1), ("T", "tera", 1e12), ("G", "giga", 1e9), ("M", "mega", 1e6), ("k", "kilo", 1e3), ("h", "hecto", 1e2),
    ("d", "deci", 1e-1), ("c", "centi", 1e-2), ("m", "milli", 1e-3), ("µ", "micro", 1e-6), ("μ", "micro", 1e-6),
    ("u", "micro", 1e-6), ("n", "nano", 1e-9), ("p", "pico", 1e-12), ("f", "femto", 1e-15),
];
/// Kelvin at 0 °C.
const ICE_POINT: f64 = 273.15;
/// Kelvin of a degree Fahrenheit.
const FAHRENHEIT: f64 = 5.0 / 9.0;
/// 0 °F in kelvin.
const FAHRENHEIT_ZERO: f64 = 459.67 * 5.0 / 9.0;

/// What a unit measures: `value × factor + offset` is in SI base units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    dimension: Dimension,
    factor: f64,
    offset: f64,
}

impl Measure {
    /// Returns whether two units measure the same thing.
    pub fn is_alike(&self, other: &Self) -> bool {
        self.dimension == other.dimension
    }

    /// Returns what a written unit measures where something like this one is expected: a `C` alone is a
    /// degree where a temperature is.
    pub fn measured_in(&self, text: &str) -> Option<Self> {
        let is_temperature = self.dimension == TEMPERATURE;
        let degrees = || degrees(&format!("°{}", text.trim().trim_start_matches("deg").trim()));
        is_temperature.then(degrees).flatten().or_else(|| measure(text))
    }

    /// Returns a number of this unit in another unit that measures the same.
    pub fn convert(&self, value: f64, to: &Self) -> f64 {
        let base = value * self.factor + self.offset;
        (base - to.offset) / to.factor
    }

    fn power(&self, exponent: i8) -> Self {
        let dimension = self.dimension.map(|power| power.saturating_mul(exponent));
        Self { dimension, factor: self.factor.powi(i32::from(exponent)), offset: 0.0 }
    }

    fn times(&self, other: &Self) -> Self {
        let mut dimension = self.dimension;
        for (power, more) in dimension.iter_mut().zip(other.dimension) {
            *power = power.saturating_add(more);
        }
        Self { dimension, factor: self.factor * other.factor, offset: 0.0 }
    }
}

/// Returns what a written unit measures; nothing where any part of it is no known unit, so that
/// `soldiers` measures nothing.
///
/// # Examples
/// ```
/// use csto_quiz::reading::unit::measure;
/// let (hours, seconds) = (measure("km/h").unwrap(), measure("metres per second").unwrap());
/// assert!((hours.convert(72.0, &seconds) - 20.0).abs() < 1e-9);
/// assert!(!measure("kg").unwrap().is_alike(&seconds));
/// assert_eq!(measure("soldiers"), None);
/// ```
pub fn measure(text: &str) -> Option<Measure> {
    let text = text.trim().trim_end_matches('.');
    if let Some(degrees) = degrees(text) {
        return Some(degrees);
    }
    let spaced = spaced(text);
    let mut words = spaced.split_whitespace().peekable();
    let mut whole = Measure { dimension: [0; 8], factor: 1.0, offset: 0.0 };
    let mut sign = 1;
    let mut before = 1;
    let mut last: Option<(Measure, i8)> = None;
    while let Some(word) = words.next() {
        match word {
            "/" | "per" | "a" | "an" if last.is_some() => sign = -1,
            "square" | "sq" | "sq." => before = 2,
            "cubic" | "cu" | "cu." => before = 3,
            "squared" | "cubed" => {
                let (unit, exponent) = last?;
                let more = if word == "squared" { 1 } else { 2 };
                whole = whole.times(&unit.power(exponent * more));
            }
            word => {
                let two = words.peek().and_then(|next| named(&format!("{word} {next}")));
                let (unit, exponent) = match two {
                    Some(unit) => {
                        words.next();
                        (unit, 1)
                    }
                    None => with_exponent(word)?,
                };
                let exponent = exponent * sign * before;
                whole = whole.times(&unit.power(exponent));
                last = Some((unit, exponent));
                before = 1;
            }
        }
    }
    last.map(|_| whole)
}

/// Sets blanks between the parts of a unit: `light-year`, `kg/m³`; the minus of `s^-2` stays.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + 2);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '/' => spaced.push_str(" / "),
            '·' | '⋅' | '*' | '×' => spaced.push(' '),
            '-' if chars.peek().is_some_and(|next| next.is_alphabetic()) => spaced.push(' '),
            c => spaced.push(c),
        }
    }
    spaced
}

/// Reads °C, °F and their names; kelvin is in the table.
fn degrees(text: &str) -> Option<Measure> {
    let temperature = |factor, offset| Some(Measure { dimension: TEMPERATURE, factor, offset });
    let folded = text.to_lowercase().replace(' ', "");
    match folded.as_str() {
        "°c" | "℃" | "celsius" | "degreescelsius" | "degreecelsius" | "degc" | "centigrade"
        | "degreescentigrade" | "degreesc" => temperature(1.0, ICE_POINT),
        "°f" | "℉" | "fahrenheit" | "degreesfahrenheit" | "degreefahrenheit" | "degf" | "degreesf" => {
            temperature(FAHRENHEIT, FAHRENHEIT_ZERO)
        }
        // What people write who think of the other two.
        "°k" | "degreeskelvin" => temperature(1.0, 0.0),
        _ => None,
    }
}

/// Reads `m`, `m2`, `m^2`, `m²`, `s⁻¹`, `s^-2`.
fn with_exponent(word: &str) -> Option<(Measure, i8)> {
    if let Some(unit) = named(word) {
        return Some((unit, 1));
    }
    let plain: String = word.chars().map(plain_figure).filter(|c| *c != '^').collect();
    let at = plain.find(|c: char| c.is_ascii_digit() || c == '-')?;
    let (unit, exponent) = plain.split_at(at);
    let exponent: i8 = exponent.parse().ok().filter(|exponent: &i8| (-4..=4).contains(exponent))?;
    Some((named(unit)?, exponent))
}

fn plain_figure(c: char) -> char {
    match c {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴' => '4',
        '⁻' | '−' => '-',
        c => c,
    }
}

/// Returns a unit by its symbol or its name, with or without a prefix.
fn named(word: &str) -> Option<Measure> {
    let of = |known: &Known, prefix: f64| Measure {
        dimension: known.dimension,
        factor: known.factor * prefix,
        offset: 0.0,
    };
    let lower = word.to_lowercase();
    let singular = lower.strip_suffix('s').unwrap_or(&lower);
    for known in TABLE {
        let is_name = |text: &str| known.names.contains(&text);
        if known.symbols.contains(&word) || is_name(&lower) || is_name(singular) {
            return Some(of(known, 1.0));
        }
    }
    for known in TABLE.iter().filter(|known| known.prefixed == Prefixed::Yes) {
        for (symbol, name, factor) in PREFIXES {
            let is_symbol = word.strip_prefix(symbol).is_some_and(|rest| known.symbols.contains(&rest));
            let has_name =
                |text: &str| text.strip_prefix(name).is_some_and(|rest| known.names.contains(&rest));
            if is_symbol || has_name(&lower) || has_name(singular) {
                return Some(of(known, *factor));
            }
        }
    }
    // A learner does not hold the shift key for a symbol that can be no other.
    let symbols =
        TABLE.iter().filter(|known| known.symbols.iter().any(|symbol| symbol.eq_ignore_ascii_case(word)));
    let prefixed = TABLE.iter().filter(|known| known.prefixed == Prefixed::Yes).flat_map(|known| {
        PREFIXES.iter().filter_map(move |(symbol, _, factor)| {
            let is_it = known.symbols.iter().any(|unit| format!("{symbol}{unit}").eq_ignore_ascii_case(word));
            is_it.then(|| of(known, *factor))
        })
    });
    let mut found = symbols.map(|known| of(known, 1.0)).chain(prefixed);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn equal(value: f64, unit: &str, other: f64, in_unit: &str) {
        let (from, to) = (measure(unit).expect(unit), measure(in_unit).expect(in_unit));
        assert!(from.is_alike(&to), "{unit} {in_unit}");
        let found = from.convert(value, &to);
        assert!((found - other).abs() <= other.abs() * 1e-6 + 1e-9, "{value} {unit} is {found} {in_unit}");
    }

    #[test]
    fn units_are_converted() {
        equal(1.2, "km", 1200.0, "metres");
        equal(72.0, "km/h", 20.0, "m/s");
        equal(9.81, "m/s²", 981.0, "cm s^-2");
        equal(9.81, "metres per second squared", 9.81, "m/s^2");
        equal(1.0, "g/cm³", 1000.0, "kilograms per cubic metre");
        equal(1.0, "square mile", 2.589_988_110_336, "km²");
        equal(100.0, "°C", 373.15, "K");
        equal(212.0, "degrees Fahrenheit", 100.0, "°C");
        equal(1.0, "kWh", 3.6, "MJ");
        equal(1.0, "mph", 1.609_344, "km/h");
        equal(5.0, "nautical miles", 9.26, "km");
        equal(3.0, "KG", 3000.0, "g");
    }

    #[test]
    fn what_measures_something_else_is_told_apart() {
        for (a, b) in [("m", "m²"), ("kg", "km"), ("s", "m/s"), ("J", "W"), ("V", "A")] {
            assert!(!measure(a).unwrap().is_alike(&measure(b).unwrap()), "{a} {b}");
        }
        for none in ["soldiers", "", "/", "per", "m/soldiers", "squared", "m^99"] {
            assert_eq!(measure(none), None, "{none}");
        }
    }
}
