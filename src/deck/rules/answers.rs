//! Which mistakes are looked for between the cards of a deck, its names and its sources?

use super::{Rule, rules};
use crate::deck::diagnostic::Severity;

rules! {
    DIFFERENT_ANSWERS, "different-answers", Error, "one question with two different answers",
    "A learner who gives the one answer is marked wrong by the other card.",
    "[[number]]\nid = \"a\"\nquestion = \"How many members are there?\"\nanswer = 6\n\n\
     [[number]]\nid = \"b\"\nquestion = \"How many members are there?\"\nanswer = 7\n",
    "[[number]]\nid = \"a\"\nquestion = \"How many members are there in 2013?\"\nanswer = 6\n\n\
     [[number]]\nid = \"b\"\nquestion = \"How many members were there in 2010?\"\nanswer = 7\n";

    ASKED_TWICE, "asked-twice", Warning, "one question asked by two cards",
    "It would be scheduled twice and asked twice as often as it deserves.",
    "[[card]]\nid = \"a\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n\n\
     [[card]]\nid = \"b\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n",
    "[[card]]\nid = \"a\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n";

    FACT_DISAGREES, "fact-disagrees", Error, "two cards of one fact with different answers",
    "Cards with the same `fact` ask the same thing in different words, so what they expect must agree.",
    "[[date]]\nid = \"a\"\nfact = \"founding\"\nquestion = \"When was it founded?\"\nanswer = \"May 2002\"\n\n\
     [[date]]\nid = \"b\"\nfact = \"founding\"\nquestion = \"In which year did it begin?\"\nanswer = \"2003\"\n",
    "[[date]]\nid = \"a\"\nfact = \"founding\"\nquestion = \"When was it founded?\"\nanswer = \"May 2002\"\n\n\
     [[date]]\nid = \"b\"\nfact = \"founding\"\nquestion = \"In which year did it begin?\"\nanswer = \"2002\"\n";

    NEAR_ANSWERS, "near-answers", Warning, "answers of two cards that are one letter apart",
    "A slip of the pen turns the one into the other, so slips cannot be forgiven in either.",
    "[[card]]\nid = \"a\"\nquestion = \"Who led Armenia?\"\nanswer = \"Sargsyan\"\n\n\
     [[card]]\nid = \"b\"\nquestion = \"Who led the parliament?\"\nanswer = \"Sarksyan\"\n",
    "[[card]]\nid = \"a\"\nquestion = \"Who led Armenia?\"\nanswer = \"Serzh Sargsyan\"\n\n\
     [[card]]\nid = \"b\"\nquestion = \"Who led the parliament?\"\nanswer = \"Sarksyan\"\n";

    ALIAS_OF_TWO, "alias-of-two", Error, "one spelling for two names",
    "Nobody can tell which of the two was meant.",
    "[names.state]\nCongo = [\"DRC\"]\nBrazzaville = [\"Congo\"]\n\n[[card]]\nid = \"capital\"\n\
     question = \"Which state has Kinshasa as its capital?\"\nanswer = \"Congo\"\n",
    "[names.state]\nCongo = [\"DRC\"]\n\n[[card]]\nid = \"capital\"\n\
     question = \"Which state has Kinshasa as its capital?\"\nanswer = \"Congo\"\n";

    UNUSED_NAME, "unused-name", Warning, "spellings of a name that no card expects",
    "Mostly the name is spelt differently in the answer, and then its other spellings are refused.",
    "[names.state]\n\"Kirgizstan\" = [\"Kyrgyz Republic\"]\n\n[[card]]\nid = \"base\"\n\
     question = \"In which state lies the Kant base?\"\nanswer = \"Kyrgyzstan\"\n",
    "[names.state]\n\"Kyrgyzstan\" = [\"Kyrgyz Republic\"]\n\n[[card]]\nid = \"base\"\n\
     question = \"In which state lies the Kant base?\"\nanswer = \"Kyrgyzstan\"\n";

    ALIAS_IN_QUESTION, "alias-in-question", Warning, "an accepted answer that stands in the question",
    "Whoever repeats the question would be right, so it is not accepted.",
    "[[card]]\nid = \"state\"\nquestion = \"How is the Kyrgyz Republic called in short?\"\n\
     answer = \"Kyrgyzstan\"\naccept = [\"Kyrgyz Republic\"]\n",
    "[[card]]\nid = \"state\"\nquestion = \"How is the Kyrgyz Republic called in short?\"\n\
     answer = \"Kyrgyzstan\"\naccept = [\"Kirghizia\"]\n";

    QUOTE_NOT_IN_SOURCE, "quote-not-in-source", Error, "a quote that does not stand in its source",
    "`quote` holds the very words of the source, and the source's `file` was searched for them.",
    "[[source]]\nid = \"zeng\"\nfile = \"article.txt\"\n\n[[card]]\nid = \"place\"\nsource = \"zeng\"\n\
     question = \"Where was the treaty signed?\"\nanswer = \"Tashkent\"\nquote = \"signed in Moscow\"\n",
    "[[source]]\nid = \"zeng\"\nfile = \"article.txt\"\n\n[[card]]\nid = \"place\"\nsource = \"zeng\"\n\
     question = \"Where was the treaty signed?\"\nanswer = \"Tashkent\"\nquote = \"signed in Tashkent\"\n";

    NO_EXPLANATION, "no-explanation", Warning, "no explanation where most cards have one",
    "An explanation is what a learner reads after a wrong answer; without it there is nothing to learn from.",
    "[[card]]\nid = \"a\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n\
     explanation = \"Since 1918.\"\n\n\
     [[card]]\nid = \"b\"\nquestion = \"Which city is the capital of Belarus?\"\nanswer = \"Minsk\"\n\
     explanation = \"Since 1919.\"\n\n\
     [[card]]\nid = \"c\"\nquestion = \"Which city is the capital of Tajikistan?\"\nanswer = \"Dushanbe\"\n",
    "[[card]]\nid = \"c\"\nquestion = \"Which city is the capital of Tajikistan?\"\nanswer = \"Dushanbe\"\n\
     explanation = \"Its name means Monday, the day of its market.\"\n";

    NO_SOURCE, "no-source", Warning, "no source where the deck lists sources",
    "Whoever doubts an answer wants to look it up.",
    "[[source]]\nid = \"zeng\"\ncite = \"Zeng, 2013\"\n\n[[card]]\nid = \"place\"\n\
     question = \"Where was the treaty signed?\"\nanswer = \"Tashkent\"\n",
    "[[source]]\nid = \"zeng\"\ncite = \"Zeng, 2013\"\n\n[[card]]\nid = \"place\"\n\
     question = \"Where was the treaty signed?\"\nanswer = \"Tashkent\"\nsource = \"zeng\"\n";

    SIMILAR_WORD, "similar-word", Warning, "a tag or topic that looks like another one",
    "Learners choose cards by these words, and a misspelt one hides its card.",
    "[[card]]\nid = \"a\"\ntopic = \"capitals\"\nquestion = \"Which city is the capital of Armenia?\"\n\
     answer = \"Yerevan\"\n\n\
     [[card]]\nid = \"b\"\ntopic = \"capitols\"\nquestion = \"Which city is the capital of Belarus?\"\n\
     answer = \"Minsk\"\n",
    "[[card]]\nid = \"a\"\ntopic = \"capitals\"\nquestion = \"Which city is the capital of Armenia?\"\n\
     answer = \"Yerevan\"\n\n\
     [[card]]\nid = \"b\"\ntopic = \"capitals\"\nquestion = \"Which city is the capital of Belarus?\"\n\
     answer = \"Minsk\"\n";

    ALL_ALIKE, "all-alike", Warning, "statements that are all true, or all false",
    "Learners soon answer without reading.",
    "[[true-false]]\nid = \"a\"\nquestion = \"Armenia is a member.\"\nanswer = true\n\n\
     [[true-false]]\nid = \"b\"\nquestion = \"Belarus is a member.\"\nanswer = true\n\n\
     [[true-false]]\nid = \"c\"\nquestion = \"Russia is a member.\"\nanswer = true\n\n\
     [[true-false]]\nid = \"d\"\nquestion = \"Tajikistan is a member.\"\nanswer = true\n",
    "[[true-false]]\nid = \"a\"\nquestion = \"Armenia is a member.\"\nanswer = true\n\n\
     [[true-false]]\nid = \"b\"\nquestion = \"Georgia is a member.\"\nanswer = false\n\n\
     [[true-false]]\nid = \"c\"\nquestion = \"Russia is a member.\"\nanswer = true\n\n\
     [[true-false]]\nid = \"d\"\nquestion = \"Tajikistan is a member.\"\nanswer = true\n";

    LONGEST_IS_RIGHT, "longest-is-right", Warning, "choices whose longest one is always right",
    "Learners find out sooner than the author.",
    "[[choice]]\nid = \"a\"\nquestion = \"Which is in Armenia?\"\nanswer = \"Stepanavan\"\nwrong = [\"Minsk\", \"Kant\"]\n\n\
     [[choice]]\nid = \"b\"\nquestion = \"Which is in Belarus?\"\nanswer = \"Baranovichi\"\nwrong = [\"Gyumri\", \"Kant\"]\n\n\
     [[choice]]\nid = \"c\"\nquestion = \"Which is in Tajikistan?\"\nanswer = \"Dushanbe\"\nwrong = [\"Minsk\", \"Kant\"]\n\n\
     [[choice]]\nid = \"d\"\nquestion = \"Which is in Russia?\"\nanswer = \"Volgograd\"\nwrong = [\"Minsk\", \"Kant\"]\n",
    "[[choice]]\nid = \"a\"\nquestion = \"Which is in Armenia?\"\nanswer = \"Gyumri\"\nwrong = [\"Dushanbe\", \"Kant\"]\n\n\
     [[choice]]\nid = \"b\"\nquestion = \"Which is in Belarus?\"\nanswer = \"Baranovichi\"\nwrong = [\"Gyumri\", \"Kant\"]\n\n\
     [[choice]]\nid = \"c\"\nquestion = \"Which is in Tajikistan?\"\nanswer = \"Dushanbe\"\nwrong = [\"Minsk\", \"Kant\"]\n\n\
     [[choice]]\nid = \"d\"\nquestion = \"Which is in Russia?\"\nanswer = \"Volgograd\"\nwrong = [\"Minsk\", \"Kant\"]\n";
}
