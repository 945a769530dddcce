//! What the README and the help say is true.

mod support;

use support::Home;

const README: &str = include_str!("../README.md");

/// Returns the text of every fenced block of a language in the README.
fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    README.split(fence.as_str()).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

#[test]
fn the_readme_has_the_command_that_runs_and_the_one_that_tests() {
    let commands: Vec<&str> = blocks("sh").iter().flat_map(|block| block.lines()).collect();
    assert!(commands.contains(&"cargo run --release -- study"), "{commands:?}");
    assert!(commands.contains(&"cargo test"), "{commands:?}");
    assert!(include_str!("../.ci/run").contains("cargo test"));
}

#[test]
fn every_command_of_the_readme_runs() {
    let home = Home::new();
    let lines = blocks("sh").into_iter().flat_map(str::lines);
    let mut ran = 0;
    for line in lines.filter(|line| line.contains("csto-quiz ")) {
        let (input, command) = match line.split_once(" | ") {
            Some((printf, command)) => {
                (printf.trim_start_matches("printf ").trim_matches('\'').replace("\\n", "\n"), command)
            }
            None => (String::new(), line),
        };
        let command = command.split(" #").next().unwrap_or(command).trim();
        let words: Vec<&str> = command.split_whitespace().skip(1).collect();
        let result = home.run_with(&words, &input);
        assert_eq!((result.code, result.err.as_str()), (Some(0), ""), "{command}: {result:?}");
        ran += 1;
    }
    assert!(ran >= 5, "only {ran} commands were found");
}

#[test]
fn the_deck_of_the_readme_checks_clean_and_can_be_studied() {
    let home = Home::new();
    let deck = blocks("toml").first().copied().expect("a deck");
    home.write("capitals.toml", deck);
    let check = home.run(&["deck", "check", "--strict", "capitals.toml"]);
    assert_eq!((check.code, check.out.as_str()), (Some(0), "1 file, 3 cards: 0 errors, 0 warnings\n"));
    let study = home.run_with(
        &["study", "--plain", "capitals.toml"],
        "bishkek\n\n20 july 1969\n\nlatvia, lithuania, estonia\n\n",
    );
    assert_eq!(study.out.matches("Right.").count(), 3, "{}", study.out);
}

#[test]
fn help_fits_a_screen_and_has_three_examples() {
    let home = Home::new();
    for words in [
        &["--help"][..],
        &["-h"],
        &["plan", "-h"],
        &["plan", "--help"],
        &["study", "-h"],
        &["deck", "-h"],
        &["progress", "-h"],
        &["config", "-h"],
    ] {
        let help = home.out(words);
        let examples = help
            .split("Examples:")
            .nth(1)
            .map_or(0, |rest| rest.lines().filter(|line| line.contains("csto-quiz")).count());
        assert!(help.lines().count() <= 24, "{words:?} has {} lines:\n{help}", help.lines().count());
        assert_eq!(examples, 3, "{words:?}:\n{help}");
    }
}

#[test]
fn long_help_is_broken_once_where_the_terminal_ends() {
    let home = Home::new();
    // Without a terminal lines may have a hundred columns.
    let help = home.out(&["help", "plan"]);
    let paragraph = "  Predicted score: what to expect at the exam if you go on studying the minutes you set. While few\n  \
                     answers are known it is that of many learners.";
    assert!(help.contains(paragraph), "{help}");
    let help = home.out(&["stats", "--help"]);
    assert!(help.contains("next asked within three\nweeks; mature: later. Recall: how many"), "{help}");
}

#[test]
fn a_commands_own_options_stand_before_those_of_every_command() {
    let home = Home::new();
    for command in ["study", "exam"] {
        let help = home.out(&[command, "--help"]);
        let place = |option: &str| help.find(option).expect("an option");
        assert!(place("--seed") < place("-h, --help"), "{help}");
    }
}

#[test]
fn a_number_that_is_none_is_refused_in_plain_words() {
    let ran = Home::new().run(&["study", "--new", "x"]);
    assert_eq!(
        ran.err,
        "error: invalid value 'x' for '--new <N>': a whole number, 0 or more\n\nFor more information, try '--help'.\n"
    );
}
