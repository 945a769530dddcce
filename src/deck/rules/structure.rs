//! Which mistakes are looked for in the form of a deck: its TOML, headings, keys, ids and sources?

use super::{Rule, rules};
use crate::deck::diagnostic::Severity;

rules! {
    SYNTAX, "syntax", Error, "a line that cannot be read",
    "Deck files are TOML: a heading, or `key = value` with texts in straight quotes and lists in square \
     brackets. Nothing can be known of a card that has a line of another form.",
    "[[card]]\nid = \"capital\"\nquestion = “Which city is the capital of Armenia?”\nanswer = \"Yerevan\"\n",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n";

    NOT_UTF8, "not-utf8", Error, "a file that is not saved as UTF-8",
    "In another encoding every letter but the plain Latin ones comes out as something else.",
    "[[card]]\nid = \"press\"\nquestion = \"Which newspaper reported it?\"\nanswer = \"Lib\u{fffd}ration\"\n",
    "[[card]]\nid = \"press\"\nquestion = \"Which newspaper reported it?\"\nanswer = \"Lib\u{e9}ration\"\n";

    UNREADABLE_FILE, "unreadable-file", Error, "a file that the deck names and that cannot be read",
    "`use` and the `file` of a source name files in the deck's folder or in the folder above it.",
    "[deck]\nid = \"example\"\ntitle = \"Example\"\nuse = [\"nowhere.toml\"]\n\n[[card]]\nid = \"capital\"\n\
     question = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n",
    "[deck]\nid = \"example\"\ntitle = \"Example\"\n\n[[card]]\nid = \"capital\"\n\
     question = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n";

    SINGLE_BRACKETS, "single-brackets", Error, "`[card]` where `[[card]]` belongs",
    "Double brackets begin one more of a kind. With single ones the file could hold only one such card.",
    "[card]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n";

    UNKNOWN_KEY, "unknown-key", Error, "a key that does not belong here",
    "A misspelt key would be ignored without a word, and the card would not be what you meant.",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n\
     why = \"Since 1918.\"\n",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n\
     explanation = \"Since 1918.\"\n";

    UNKNOWN_KIND, "unknown-kind", Error, "a heading that is no kind of card",
    "The heading says how a card is asked and graded.",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n\
     \n[[dat]]\nid = \"founded\"\nquestion = \"When was it founded?\"\nanswer = \"2002\"\n",
    "[[date]]\nid = \"founded\"\nquestion = \"When was it founded?\"\nanswer = \"2002\"\n";

    MISSING_KEY, "missing-key", Error, "a key that must be there is not",
    "Without it the card cannot be asked or graded.",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\n",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n";

    WRONG_TYPE, "wrong-type", Error, "a value of another sort than the key takes",
    "A set takes a list, a number a number: what stands there cannot be read as such.",
    "[[set]]\nid = \"legions\"\nquestion = \"Name the legions.\"\nanswer = \"east, Caucasus\"\n",
    "[[set]]\nid = \"legions\"\nquestion = \"Name the legions.\"\nanswer = [\"east\", \"Caucasus\"]\n";

    EMPTY_TEXT, "empty-text", Error, "a text or list with nothing in it",
    "Nothing can be asked, shown or compared with an empty text.",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"\"\n",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n";

    UNKNOWN_VALUE, "unknown-value", Error, "a word that the key does not know",
    "The key takes one of a few words.",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n\
     difficulty = \"simple\"\n",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n\
     difficulty = \"easy\"\n";

    OUT_OF_RANGE, "out-of-range", Error, "a number, text or list too small or too large for its key",
    "A card cannot be worth nothing, and not fewer than one member can be enough. Texts have at most 32 KiB, \
     lists at most 1,000 texts: more is more than one card.",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n\
     marks = 0\n",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n\
     marks = 2\n";

    BAD_ID, "bad-id", Error, "an id with characters that ids cannot have",
    "Ids stand in reports, files and commands: ASCII letters, digits, `-`, `_` and `.`, beginning with a \
     letter or a digit.",
    "[[card]]\nid = \"capital of Armenia\"\nquestion = \"Which city is the capital of Armenia?\"\n\
     answer = \"Yerevan\"\n",
    "[[card]]\nid = \"capital-of-armenia\"\nquestion = \"Which city is the capital of Armenia?\"\n\
     answer = \"Yerevan\"\n";

    DUPLICATE_ID, "duplicate-id", Error, "two cards with the same id",
    "Learners' progress hangs on the id, so two cards with one id would share one history.",
    "[[card]]\nid = \"c1\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n\n\
     [[card]]\nid = \"c1\"\nquestion = \"Which city is the capital of Belarus?\"\nanswer = \"Minsk\"\n",
    "[[card]]\nid = \"c1\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n\n\
     [[card]]\nid = \"c2\"\nquestion = \"Which city is the capital of Belarus?\"\nanswer = \"Minsk\"\n";

    WAS_IN_USE, "was-in-use", Error, "an id under `was` that a card still has",
    "`was` hands the progress of an old id on to this card; progress of a card that is still there cannot \
     be taken away from it.",
    "[[card]]\nid = \"c1\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n\n\
     [[card]]\nid = \"c2\"\nwas = [\"c1\"]\nquestion = \"Which city is the capital of Belarus?\"\n\
     answer = \"Minsk\"\n",
    "[[card]]\nid = \"c2\"\nwas = [\"c1\"]\nquestion = \"Which city is the capital of Belarus?\"\n\
     answer = \"Minsk\"\n";

    NO_ID, "no-id", Warning, "a card without an id",
    "It can be studied, but when its question is edited its progress begins anew. \
     An id is a short name that never changes.",
    "[[card]]\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n";

    FORMAT_VERSION, "format-version", Error, "a deck written for another version of the format",
    "This program knows format 1 only and could misread the deck.",
    "[deck]\nformat = 2\nid = \"example\"\ntitle = \"Example\"\n\n[[card]]\nid = \"capital\"\n\
     question = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n",
    "[deck]\nformat = 1\nid = \"example\"\ntitle = \"Example\"\n\n[[card]]\nid = \"capital\"\n\
     question = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n";

    NO_DECK, "no-deck", Error, "no `[deck]` in the file",
    "The deck's id and title stand there; learners' progress hangs on the id.",
    "# without a [deck]:\n[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\n\
     answer = \"Yerevan\"\n",
    "[deck]\nid = \"example\"\ntitle = \"Example\"\n\n[[card]]\nid = \"capital\"\n\
     question = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n";

    TWO_DECKS, "two-decks", Error, "`[deck]` more than once",
    "All files of a folder are one deck, and it has one id and one title.",
    "[deck]\nid = \"example\"\ntitle = \"Example\"\n\n[[card]]\nid = \"capital\"\n\
     question = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n\n\
     [deck]\nid = \"other\"\ntitle = \"Other\"\n",
    "[deck]\nid = \"example\"\ntitle = \"Example\"\n\n[[card]]\nid = \"capital\"\n\
     question = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n";

    NO_CARDS, "no-cards", Warning, "a deck without cards",
    "There is nothing to study in it.",
    "[deck]\nid = \"example\"\ntitle = \"Example\"\n",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n";

    DRAFT, "draft", Note, "a card marked as a draft",
    "It is not asked until `draft = true` is taken away.",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n\n\
     [[card]]\nid = \"later\"\nquestion = \"What else?\"\ndraft = true\n",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n";

    UNKNOWN_SOURCE, "unknown-source", Error, "a source that the deck does not have",
    "Learners are to find the passage; the source must stand under `[[source]]`.",
    "[[source]]\nid = \"zeng\"\ncite = \"Zeng, 2013\"\n\n[[card]]\nid = \"capital\"\n\
     question = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\nsource = \"zhang I.1\"\n",
    "[[source]]\nid = \"zeng\"\ncite = \"Zeng, 2013\"\n\n[[card]]\nid = \"capital\"\n\
     question = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\nsource = \"zeng I.1\"\n";

    UNKNOWN_SECTION, "unknown-section", Error, "a section that the source does not have",
    "The sections listed under `[source.sections]` are all that there are.",
    "[[source]]\nid = \"zeng\"\n[source.sections]\n\"I.1\" = \"Evolution, 1\"\n\n[[card]]\nid = \"capital\"\n\
     question = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\nsource = \"zeng I.7\"\n",
    "[[source]]\nid = \"zeng\"\n[source.sections]\n\"I.1\" = \"Evolution, 1\"\n\n[[card]]\nid = \"capital\"\n\
     question = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\nsource = \"zeng I.1\"\n";

    NO_ARROW, "no-arrow", Error, "a line without ` -> `",
    "A pair, and a line of feedback, has two sides with an arrow between them.",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n\
     feedback = [\"Gyumri: the second city.\"]\n",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n\
     feedback = [\"Gyumri -> That is the second city.\"]\n";

    FEEDBACK_FOR_ACCEPTED, "feedback-for-accepted", Warning, "feedback for an answer that is right",
    "It is never shown, because a right answer needs no correction.",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n\
     accept = [\"Erivan\"]\nfeedback = [\"Erivan -> That is the old spelling.\"]\n",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n\
     accept = [\"Erivan\"]\nfeedback = [\"Gyumri -> That is the second city.\"]\n";

    FEEDBACK_NOT_OFFERED, "feedback-not-offered", Error, "feedback for a choice that is not there",
    "It can never be shown; mostly the choice is spelt differently above.",
    "[[choice]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\n\
     answer = \"Yerevan\"\nwrong = [\"Gyumri\"]\nfeedback = [\"Vanadzor -> That is the third city.\"]\n",
    "[[choice]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\n\
     answer = \"Yerevan\"\nwrong = [\"Gyumri\"]\nfeedback = [\"Gyumri -> That is the second city.\"]\n";
}
