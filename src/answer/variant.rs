//! In which one form is a word compared that is written in several?
//!
//! British and American spelling, singular and plural; `spelling` asks it of every word of a text.

/// The shortest word that British and American writers spell differently.
const SHORTEST_VARIANT: usize = 5;

/// Beginnings that American writers spell without the `u` of `-our`.
#[rustfmt::skip]
const OUR_STEMS: &[&str] = &[
    "arbour", "ardour", "armour", "behaviour", "candour", "clamour", "colour", "demeanour", "endeavour",
    "favour", "fervour", "flavour", "harbour", "honour", "humour", "labour", "neighbour", "odour", "parlour",
    "rancour", "rigour", "rumour", "saviour", "savour", "splendour", "tumour", "valour", "vapour", "vigour",
];
/// Pieces that are spelt in two ways, and the one that both become.
#[rustfmt::skip]
const PIECES: &[(&str, &str)] = &[
    ("sulph", "sulf"), ("aluminium", "aluminum"), ("aeroplane", "airplane"), ("ae", "e"), ("oe", "e"),
    ("isation", "ization"), ("ising", "izing"), ("yse", "yze"), ("ysing", "yzing"), ("ogue", "og"),
    ("programme", "program"), ("plough", "plow"), ("mould", "mold"), ("grey", "gray"), ("cheque", "check"),
    ("ph", "f"), ("storey", "story"), ("kilogramme", "kilogram"),
];
/// Endings that are spelt in two ways, and the one that both become.
#[rustfmt::skip]
const ENDINGS: &[(&str, &str)] = &[
    ("ised", "ized"), ("iser", "izer"), ("ises", "izes"), ("ise", "ize"), ("tre", "ter"), ("bre", "ber"),
    ("tres", "ters"), ("bres", "bers"), ("ence", "ense"), ("ences", "enses"), ("elling", "eling"),
    ("elled", "eled"), ("eller", "eler"),
];

/// Returns a word of British or American spelling in the one that both become.
pub(super) fn in_one_spelling(word: &str) -> String {
    match word {
        "st" => return "saint".to_owned(),
        "mt" => return "mount".to_owned(),
        _ if word.len() < SHORTEST_VARIANT && word != "grey" => return word.to_owned(),
        _ => {}
    }
    let mut one = word.to_owned();
    if let Some(stem) = OUR_STEMS.iter().find(|stem| one.starts_with(*stem)) {
        one.replace_range(stem.len() - 2..stem.len() - 1, "");
    }
    for (piece, other) in PIECES {
        if one.contains(piece) {
            one = one.replace(piece, other);
        }
    }
    if let Some((ending, other)) = ENDINGS.iter().find(|(ending, _)| one.ends_with(ending)) {
        let stem = one.len() - ending.len();
        one.replace_range(stem.., other);
    }
    one
}

/// Returns a word without the ending of the plural, when enough is left.
pub(super) fn singular(word: &str) -> String {
    const SHORTEST: usize = 4;
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() >= SHORTEST) {
        return format!("{stem}y");
    }
    let without_s = word.strip_suffix('s').filter(|stem| stem.len() >= SHORTEST);
    match without_s {
        Some(stem) if !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}
