//! What if the clock is wrong, or local time is another one?

use super::deck;
use super::support::Home;

/// Answers what is due and so many new cards, all right; returns how many were answered.
#[track_caller]
fn answered(home: &mut Home, now: &str, (deck, new): (&str, usize)) -> usize {
    home.at(now);
    let ran = home.run_with(&["study", "--plain", "--new", &new.to_string(), deck], &"T\n\n".repeat(20));
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{now}: {ran:?}");
    ran.out.matches("Grade: ").count()
}

#[track_caller]
fn is_sound(home: &Home) {
    let checked = home.json(&["progress", "check", "--json"]);
    assert_eq!((&checked["wrong"], &checked["states_rebuilt"]), (&serde_json::json!([]), &0.into()));
}

/// Returns the days of the log, and the days on which the cards are due that it leaves.
fn days(home: &Home) -> Vec<(String, String)> {
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    home.export().iter().map(|line| (text(&line["day"]), text(&line["due"]))).collect()
}

#[test]
fn a_card_answered_while_the_clock_was_ahead_by_years_is_not_lost() {
    for ahead in ["2026-09-01T09:00:00Z", "2100-03-02T09:00:00Z", "9999-12-01T09:00:00Z"] {
        let mut home = Home::new();
        let deck = deck(&home, 4);
        assert_eq!(answered(&mut home, "2026-03-02T09:00:00Z", (&deck, 2)), 2);
        assert_eq!(answered(&mut home, ahead, (&deck, 1)), 3, "two due and one new");
        // The clock is right again: all that was put off is due, once, and then as it should be.
        assert_eq!(answered(&mut home, "2026-03-09T09:00:00Z", (&deck, 0)), 3, "{ahead}");
        assert_eq!(answered(&mut home, "2026-03-09T09:30:00Z", (&deck, 0)), 0);
        assert!(answered(&mut home, "2026-12-24T09:00:00Z", (&deck, 0)) >= 3);
        assert_eq!(days(&home).iter().filter(|(day, due)| day < due).count(), home.export().len());
        assert!(
            days(&home)[5..]
                .iter()
                .filter(|(day, _)| day.starts_with("2026-03"))
                .all(|(_, due)| due.starts_with("2026"))
        );
        is_sound(&home);
    }
}

#[test]
fn a_clock_that_is_behind_by_years_neither_asks_everything_nor_breaks_anything() {
    let mut home = Home::new();
    let deck = deck(&home, 4);
    assert_eq!(answered(&mut home, "2026-03-02T09:00:00Z", (&deck, 2)), 2);
    for behind in ["1970-01-01T00:00:00Z", "0001-01-03T00:00:00Z", "2024-02-29T03:59:00-12:00"] {
        assert_eq!(answered(&mut home, behind, (&deck, 0)), 0, "{behind}");
    }
    assert_eq!(answered(&mut home, "1970-01-01T00:00:00Z", (&deck, 1)), 1, "a new card can be begun");
    // Crammed all the same, it counts as the same day.
    assert_eq!(answered(&mut home, "2026-03-12T09:00:00Z", (&deck, 0)), 3);
    is_sound(&home);
}

#[test]
fn a_day_that_time_zones_tell_otherwise_counts_once() {
    let mut home = Home::new();
    let deck = deck(&home, 6);
    // On the other side of the date line it is the day before, twenty minutes later.
    assert_eq!(answered(&mut home, "2026-03-03T09:00:00+14:00", (&deck, 2)), 2);
    assert_eq!(answered(&mut home, "2026-03-02T07:20:00-12:00", (&deck, 2)), 2);
    assert_eq!(
        days(&home).iter().map(|(day, _)| day.as_str()).collect::<Vec<_>>(),
        ["2026-03-03", "2026-03-03", "2026-03-02", "2026-03-02"]
    );
    let stats = home.json(&["stats", "--json", &deck]);
    assert_eq!((&stats["reviews"]["total"], &stats["reviews"]["today"]), (&4.into(), &2.into()));
    assert_eq!(answered(&mut home, "2026-03-03T10:00:00+14:00", (&deck, 0)), 0, "nothing is asked twice");
    assert!(answered(&mut home, "2026-03-06T10:00:00+00:00", (&deck, 0)) >= 4);
    is_sound(&home);
}

#[test]
fn what_is_no_moment_is_refused_with_a_remedy() {
    let mut home = Home::new();
    for wrong in ["9999-12-31T23:59:59-23:00", "yesterday", "2026-13-01T00:00:00Z"] {
        home.at(wrong);
        let ran = home.run(&["stats"]);
        let said = format!(
            "error: the environment variable CSTO_QUIZ_NOW is `{wrong}`\n\
             hint: set it to a moment like 2026-11-23T09:00:00+01:00, or unset it"
        );
        super::ended(&ran, 2, &said);
    }
}
