//! Which mistakes are looked for in the wording of a card, and in its letters?

use super::{Rule, rules};
use crate::deck::diagnostic::Severity;

rules! {
    QUESTION_GIVES_ANSWER, "question-gives-answer", Warning, "the answer stands in the question",
    "There is nothing to remember when the answer can be read.",
    "[[card]]\nid = \"base\"\nquestion = \"In which town is the Kant air base?\"\nanswer = \"Kant\"\n",
    "[[card]]\nid = \"base\"\nquestion = \"In which town is Russia's air base in Kyrgyzstan?\"\nanswer = \"Kant\"\n";

    LONG_ANSWER, "long-answer", Warning, "an answer too long to be typed",
    "Nobody types a sentence letter by letter; what is asked is the fact in it.",
    "[[card]]\nid = \"why\"\nquestion = \"What did the summit decide?\"\n\
     answer = \"that foreign bases on the territory of a member need the consent of all members\"\n",
    "[[card]]\nid = \"why\"\nquestion = \"Whose consent do foreign bases need?\"\nanswer = \"all members\"\n";

    LONG_QUESTION, "long-question", Warning, "a very long question",
    "What is asked drowns in it, and learners recognise the card by its shape.",
    "[[card]]\nid = \"long\"\nquestion = \"\"\"The treaty was signed by six states in a city that had been \
     the capital of its republic since 1930, in a year in which most armies of the region did not exist yet, \
     by presidents of whom several had been first secretaries only months before, and it was to be joined by \
     three further states within two years, of which two left it again together with the host of the summit: \
     in which city was it signed?\"\"\"\nanswer = \"Tashkent\"\n",
    "[[card]]\nid = \"long\"\nquestion = \"In which city was the treaty signed?\"\nanswer = \"Tashkent\"\n";

    NEGATIVE_QUESTION, "negative-question", Warning, "a choice or statement with a \"not\" that is easily missed",
    "Learners who know the answer fail for reading too fast.",
    "[[choice]]\nid = \"member\"\nquestion = \"Which state is not a member?\"\nanswer = \"Georgia\"\n\
     wrong = [\"Armenia\", \"Belarus\"]\n",
    "[[choice]]\nid = \"member\"\nquestion = \"Which state is NOT a member?\"\nanswer = \"Georgia\"\n\
     wrong = [\"Armenia\", \"Belarus\"]\n";

    ALL_OF_THE_ABOVE, "all-of-the-above", Warning, "a choice that speaks of the others' places",
    "Choices are shuffled, so there is no \"above\".",
    "[[choice]]\nid = \"member\"\nquestion = \"Which state is a member?\"\nanswer = \"All of the above\"\n\
     wrong = [\"Armenia\", \"Belarus\"]\n",
    "[[choice]]\nid = \"member\"\nquestion = \"Which states are members?\"\nanswer = [\"Armenia\", \"Belarus\"]\n\
     wrong = [\"Georgia\"]\n";

    RIGHT_IS_LONGER, "right-is-longer", Warning, "a right choice far longer than the others",
    "It is guessed by its length.",
    "[[choice]]\nid = \"rule\"\nquestion = \"When may a foreign base be opened?\"\n\
     answer = \"only with the consent of all members of the organization\"\nwrong = [\"always\", \"never again\"]\n",
    "[[choice]]\nid = \"rule\"\nquestion = \"When may a foreign base be opened?\"\n\
     answer = \"when all members consent\"\nwrong = [\"when Moscow consents\", \"when the host consents\"]\n";

    ODD_CHOICE, "odd-choice", Warning, "a choice of another sort than the others",
    "A year among names is right or wrong at first sight.",
    "[[choice]]\nid = \"place\"\nquestion = \"Where was the treaty signed?\"\nanswer = \"Tashkent\"\n\
     wrong = [\"Bishkek\", \"1992\"]\n",
    "[[choice]]\nid = \"place\"\nquestion = \"Where was the treaty signed?\"\nanswer = \"Tashkent\"\n\
     wrong = [\"Bishkek\", \"Almaty\"]\n";

    SMALL_GROUP, "small-group", Warning, "a group of names too small for wrong choices",
    "With one or two wrong choices guessing is right every second or third time.",
    "[names.city]\nYerevan = []\nGyumri = []\n\n[[choice]]\nid = \"capital\"\n\
     question = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\nwrong = \"city\"\n",
    "[names.city]\nYerevan = []\nGyumri = []\nVanadzor = []\nAbovyan = []\n\n[[choice]]\nid = \"capital\"\n\
     question = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\nwrong = \"city\"\n";

    GAP_ELSEWHERE, "gap-elsewhere", Warning, "hidden words that stand elsewhere in the cloze",
    "The gap can be filled by reading on.",
    "[[cloze]]\nid = \"kant\"\nquestion = \"The base is in {1: Kant}, and Kant is near Bishkek.\"\n",
    "[[cloze]]\nid = \"kant\"\nquestion = \"The base is in {1: Kant}, and {1: Kant} is near Bishkek.\"\n";

    BARE_CLOZE, "bare-cloze", Warning, "a cloze with hardly anything outside its gaps",
    "What is left does not say what is asked.",
    "[[cloze]]\nid = \"kant\"\nquestion = \"The {1: air base in Kant}.\"\n",
    "[[cloze]]\nid = \"kant\"\nquestion = \"The air base of Russia lies in {1: Kant}.\"\n";

    TRAILING_BLANKS, "trailing-blanks", Warning, "blanks at the end of a line",
    "They cannot be seen, and show up as changes in every comparison of two versions.",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"  \nanswer = \"Yerevan\"\n",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n";

    MIXED_ALPHABETS, "mixed-alphabets", Warning, "a word with letters of two alphabets",
    "A Cyrillic letter among Latin ones looks right and is another letter: what learners type differs from it.",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Y\u{435}revan\"\n",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n";

    INVISIBLE_CHARACTER, "invisible-character", Warning, "a character that cannot be seen",
    "Copying from a web page or a document brings them along, and searching and comparing trip over them.",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yere\u{200b}van\"\n",
    "[[card]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\n";

    DECOMPOSED_ACCENT, "decomposed-accent", Warning, "an accent as a character of its own",
    "`é` can be written as one character or as two that look alike; editors search for one of them.",
    "[[card]]\nid = \"press\"\nquestion = \"Which newspaper reported it?\"\nanswer = \"Libe\u{301}ration\"\n",
    "[[card]]\nid = \"press\"\nquestion = \"Which newspaper reported it?\"\nanswer = \"Lib\u{e9}ration\"\n";
}
