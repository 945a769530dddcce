//! Which mistakes are looked for in cards of each kind?

use super::{Rule, rules};
use crate::deck::diagnostic::Severity;

rules! {
    NO_REVERSE_QUESTION, "no-reverse-question", Warning, "both ways without a backward question",
    "From the answer alone learners seldom know what is asked, so such a card is asked forward only.",
    "[[card]]\nid = \"csto\"\nquestion = \"CSTO\"\nanswer = \"Collective Security Treaty Organization\"\n\
     both-ways = true\n",
    "[[card]]\nid = \"csto\"\nquestion = \"CSTO\"\nanswer = \"Collective Security Treaty Organization\"\n\
     both-ways = true\nreverse-question = \"Which letters stand for the treaty's organization?\"\n";

    UNREADABLE_DATE, "unreadable-date", Error, "a text that is no date",
    "A date is compared as a date, so it must be readable as one.",
    "[[date]]\nid = \"founded\"\nquestion = \"When was it founded?\"\nanswer = \"mid-May 2002\"\n",
    "[[date]]\nid = \"founded\"\nquestion = \"When was it founded?\"\nanswer = \"May 2002\"\n";

    AMBIGUOUS_DATE, "ambiguous-date", Error, "a date that can be read in two ways",
    "06/07/2012 is July in London and June in New York.",
    "[[date]]\nid = \"founded\"\nquestion = \"When was it founded?\"\nanswer = \"05/06/2002\"\n",
    "[[date]]\nid = \"founded\"\nquestion = \"When was it founded?\"\nanswer = \"5 June 2002\"\n";

    IMPOSSIBLE_DATE, "impossible-date", Error, "a date that the calendar does not have",
    "No learner could give it.",
    "[[date]]\nid = \"founded\"\nquestion = \"When was it founded?\"\nanswer = \"30 February 2002\"\n",
    "[[date]]\nid = \"founded\"\nquestion = \"When was it founded?\"\nanswer = \"28 February 2002\"\n";

    DATE_PRECISION, "date-precision", Error, "`precision` finer than the date",
    "The day cannot be asked when only the month is written.",
    "[[date]]\nid = \"founded\"\nquestion = \"When was it founded?\"\nanswer = \"May 2002\"\nprecision = \"day\"\n",
    "[[date]]\nid = \"founded\"\nquestion = \"When was it founded?\"\nanswer = \"May 2002\"\nprecision = \"year\"\n";

    NUMBER_AS_TEXT, "number-as-text", Error, "a number in quotes",
    "A number stands without quotes, so that it is clear which marks are separators.",
    "[[number]]\nid = \"size\"\nquestion = \"How large is the force?\"\nanswer = \"19,000\"\n",
    "[[number]]\nid = \"size\"\nquestion = \"How large is the force?\"\nanswer = 19_000\n";

    NEGATIVE_TOLERANCE, "negative-tolerance", Error, "a tolerance below nothing",
    "It is how far off an answer may be, in both directions.",
    "[[number]]\nid = \"size\"\nquestion = \"How large is the force?\"\nanswer = 19_000\ntolerance = -100\n",
    "[[number]]\nid = \"size\"\nquestion = \"How large is the force?\"\nanswer = 19_000\ntolerance = 100\n";

    OUTSIDE_BETWEEN, "outside-between", Error, "an answer outside its own `between`",
    "`between` is the smallest and the largest number that is right, so the answer must lie there.",
    "[[number]]\nid = \"size\"\nquestion = \"How large is the force?\"\nanswer = 19_000\nbetween = [20_000, 25_000]\n",
    "[[number]]\nid = \"size\"\nquestion = \"How large is the force?\"\nanswer = 22_000\nbetween = [20_000, 25_000]\n";

    TWO_RANGES, "two-ranges", Error, "both `tolerance` and `between`",
    "Both say which numbers are right; one of them must go.",
    "[[number]]\nid = \"size\"\nquestion = \"How large is the force?\"\nanswer = 19_000\ntolerance = 100\n\
     between = [18_000, 20_000]\n",
    "[[number]]\nid = \"size\"\nquestion = \"How large is the force?\"\nanswer = 19_000\n\
     between = [18_000, 20_000]\n";

    WIDE_TOLERANCE, "wide-tolerance", Warning, "a tolerance as large as the number",
    "Even nothing at all would be right.",
    "[[number]]\nid = \"size\"\nquestion = \"How large is the force?\"\nanswer = 100\ntolerance = 100\n",
    "[[number]]\nid = \"size\"\nquestion = \"How large is the force?\"\nanswer = 100\ntolerance = 10\n";

    ROUGHLY_WITHOUT_TOLERANCE, "roughly-without-tolerance", Warning, "\"roughly\" without a tolerance",
    "The question asks for about the number, and only the exact one would be right.",
    "[[number]]\nid = \"size\"\nquestion = \"Roughly how large is the force?\"\nanswer = 19_000\n",
    "[[number]]\nid = \"size\"\nquestion = \"Roughly how large is the force?\"\nanswer = 19_000\n\
     tolerance = \"10%\"\n";

    NUMBER_WITHOUT_UNIT, "number-without-unit", Warning, "no unit where the deck's numbers have units",
    "Learners write what they know, such as `19,000 soldiers`; without a unit the word cannot be checked.",
    "[[number]]\nid = \"a\"\nquestion = \"How large is force A?\"\nanswer = 1\nunit = \"men\"\n\n\
     [[number]]\nid = \"b\"\nquestion = \"How large is force B?\"\nanswer = 2\nunit = \"men\"\n\n\
     [[number]]\nid = \"c\"\nquestion = \"How large is force C?\"\nanswer = 3\n",
    "[[number]]\nid = \"a\"\nquestion = \"How large is force A?\"\nanswer = 1\nunit = \"men\"\n\n\
     [[number]]\nid = \"b\"\nquestion = \"How large is force B?\"\nanswer = 2\nunit = \"men\"\n\n\
     [[number]]\nid = \"c\"\nquestion = \"How large is force C?\"\nanswer = 3\nunit = \"men\"\n";

    RIGHT_AND_WRONG, "right-and-wrong", Error, "a choice that is both right and wrong",
    "Whoever ticks it would be right and wrong at once.",
    "[[choice]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\n\
     answer = \"Yerevan\"\nwrong = [\"Gyumri\", \"Yerevan\"]\n",
    "[[choice]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\n\
     answer = \"Yerevan\"\nwrong = [\"Gyumri\", \"Vanadzor\"]\n";

    WRONG_ACCEPTED, "wrong-accepted", Error, "a wrong choice that is another spelling of the right one",
    "It would be accepted when typed and refused when ticked.",
    "[[choice]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\n\
     answer = \"Yerevan\"\naccept = [\"Erivan\"]\nwrong = [\"Gyumri\", \"Erivan\"]\n",
    "[[choice]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\n\
     answer = \"Yerevan\"\naccept = [\"Erivan\"]\nwrong = [\"Gyumri\", \"Vanadzor\"]\n";

    LISTED_TWICE, "listed-twice", Error, "a choice or point listed twice",
    "Learners would see it twice, or have to give it twice.",
    "[[choice]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\n\
     answer = \"Yerevan\"\nwrong = [\"Gyumri\", \"Gyumri\"]\n",
    "[[choice]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\n\
     answer = \"Yerevan\"\nwrong = [\"Gyumri\", \"Vanadzor\"]\n";

    NO_WRONG_ANSWER, "no-wrong-answer", Error, "a choice with nothing wrong to choose",
    "Every choice shown would be right.",
    "[[choice]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\n\
     answer = \"Yerevan\"\nwrong = []\n",
    "[[choice]]\nid = \"capital\"\nquestion = \"Which city is the capital of Armenia?\"\n\
     answer = \"Yerevan\"\nwrong = [\"Gyumri\"]\n";

    UNKNOWN_GROUP, "unknown-group", Error, "a group of names that the deck does not have",
    "The wrong choices are drawn from the names that stand under `[names.GROUP]`.",
    "[names.city]\nGyumri = []\nVanadzor = []\nAbovyan = []\n\n[[choice]]\nid = \"capital\"\n\
     question = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\nwrong = \"cities\"\n",
    "[names.city]\nGyumri = []\nVanadzor = []\nAbovyan = []\n\n[[choice]]\nid = \"capital\"\n\
     question = \"Which city is the capital of Armenia?\"\nanswer = \"Yerevan\"\nwrong = \"city\"\n";

    CLOZE_WITHOUT_GAP, "cloze-without-gap", Error, "a cloze without a gap",
    "What learners are to fill in stands in braces.",
    "[[cloze]]\nid = \"kant\"\nquestion = \"Russia has a base in Kant.\"\n",
    "[[cloze]]\nid = \"kant\"\nquestion = \"Russia has a base in {Kant}.\"\n";

    CLOZE_BRACES, "cloze-braces", Error, "braces that do not match",
    "It is not clear where the gap begins or ends. A brace that is to be shown is written twice.",
    "[[cloze]]\nid = \"kant\"\nquestion = \"Russia has a base in {Kant.\"\n",
    "[[cloze]]\nid = \"kant\"\nquestion = \"Russia has a base in {Kant}.\"\n";

    EMPTY_GAP, "empty-gap", Error, "a gap with nothing in it",
    "The answer stands inside the braces.",
    "[[cloze]]\nid = \"kant\"\nquestion = \"Russia has a {base} in {}.\"\n",
    "[[cloze]]\nid = \"kant\"\nquestion = \"Russia has a {base} in {Kant}.\"\n";

    GAP_NUMBER, "gap-number", Error, "a gap number that cannot be",
    "Gaps are numbered from 1 to 999; gaps of the same number are hidden together.",
    "[[cloze]]\nid = \"kant\"\nquestion = \"Russia has a base in {0: Kant}.\"\n",
    "[[cloze]]\nid = \"kant\"\nquestion = \"Russia has a base in {1: Kant}.\"\n";

    MEMBER_TWICE, "member-twice", Error, "a member listed twice, also by another spelling",
    "Learners would have to name it twice.",
    "[names.country]\nRussia = [\"Russian Federation\"]\n\n[[set]]\nid = \"staff\"\n\
     question = \"Who leads?\"\nanswer = [\"Russia\", \"Russian Federation\"]\n",
    "[names.country]\nRussia = [\"Russian Federation\"]\n\n[[set]]\nid = \"staff\"\n\
     question = \"Who leads?\"\nanswer = [\"Russia\", \"Belarus\"]\n";

    NEED_TOO_LARGE, "need-too-large", Error, "`need` above the number of answers",
    "More would have to be named than there are.",
    "[[set]]\nid = \"staff\"\nquestion = \"Who leads?\"\nanswer = [\"Russia\", \"Belarus\"]\nneed = 3\n",
    "[[set]]\nid = \"staff\"\nquestion = \"Who leads?\"\nanswer = [\"Russia\", \"Belarus\"]\nneed = 1\n";

    COUNT_DIFFERS, "count-differs", Warning, "the question names another number than there are answers",
    "Learners would look for one too many, or stop too early.",
    "[[set]]\nid = \"staff\"\nquestion = \"Which three states lead?\"\nanswer = [\"Russia\", \"Belarus\"]\n",
    "[[set]]\nid = \"staff\"\nquestion = \"Which two states lead?\"\nanswer = [\"Russia\", \"Belarus\"]\n";

    ORDER_DATES, "order-dates", Error, "labels whose dates do not ascend",
    "The list is the right order, and by its own dates it is not.",
    "[[order]]\nid = \"steps\"\nquestion = \"Put in order.\"\n\
     answer = [\"treaty -> 1992\", \"return -> 2006\", \"founding -> 2002\"]\n",
    "[[order]]\nid = \"steps\"\nquestion = \"Put in order.\"\n\
     answer = [\"treaty -> 1992\", \"founding -> 2002\", \"return -> 2006\"]\n";

    ITEM_TWICE, "item-twice", Error, "an item listed twice",
    "It would have two places in the order.",
    "[[order]]\nid = \"steps\"\nquestion = \"Put in order.\"\nanswer = [\"treaty\", \"founding\", \"treaty\"]\n",
    "[[order]]\nid = \"steps\"\nquestion = \"Put in order.\"\nanswer = [\"treaty\", \"founding\", \"return\"]\n";

    FEW_ITEMS, "few-items", Warning, "an order of fewer than three items",
    "Guessing is right every second time.",
    "[[order]]\nid = \"steps\"\nquestion = \"Put in order.\"\nanswer = [\"treaty\", \"founding\"]\n",
    "[[order]]\nid = \"steps\"\nquestion = \"Put in order.\"\nanswer = [\"treaty\", \"founding\", \"return\"]\n";

    SIDE_TWICE, "side-twice", Error, "a side that stands in two pairs",
    "It is not clear which belongs to it.",
    "[[match]]\nid = \"bases\"\nquestion = \"Match.\"\n\
     answer = [\"Kant -> Kyrgyzstan\", \"Gyumri -> Armenia\", \"Kant -> Russia\"]\n",
    "[[match]]\nid = \"bases\"\nquestion = \"Match.\"\n\
     answer = [\"Kant -> Kyrgyzstan\", \"Gyumri -> Armenia\", \"Aini -> Tajikistan\"]\n";

    EXTRA_IS_RIGHT, "extra-is-right", Error, "an `extra` that belongs to a pair",
    "Extras are right sides that belong to nothing.",
    "[[match]]\nid = \"bases\"\nquestion = \"Match.\"\n\
     answer = [\"Kant -> Kyrgyzstan\", \"Gyumri -> Armenia\", \"Aini -> Tajikistan\"]\nextra = [\"Armenia\"]\n",
    "[[match]]\nid = \"bases\"\nquestion = \"Match.\"\n\
     answer = [\"Kant -> Kyrgyzstan\", \"Gyumri -> Armenia\", \"Aini -> Tajikistan\"]\nextra = [\"Belarus\"]\n";

    FEW_PAIRS, "few-pairs", Warning, "a match of fewer than three pairs",
    "Guessing is right every second time.",
    "[[match]]\nid = \"bases\"\nquestion = \"Match.\"\n\
     answer = [\"Kant -> Kyrgyzstan\", \"Gyumri -> Armenia\"]\n",
    "[[match]]\nid = \"bases\"\nquestion = \"Match.\"\n\
     answer = [\"Kant -> Kyrgyzstan\", \"Gyumri -> Armenia\", \"Aini -> Tajikistan\"]\n";

    KEY_IN_TWO_POINTS, "key-in-two-points", Warning, "a key word of two points",
    "The word would count for both, whichever was meant.",
    "[[reasons]]\nid = \"why\"\nquestion = \"Why did it leave?\"\n\
     answer = [\"The voting rule -> voting, Moscow\", \"Cooling relations -> Moscow\"]\n",
    "[[reasons]]\nid = \"why\"\nquestion = \"Why did it leave?\"\n\
     answer = [\"The voting rule -> voting\", \"Cooling relations -> Moscow\"]\n";

    KEY_IN_QUESTION, "key-in-question", Warning, "a key word that stands in the question",
    "Whoever repeats the question would have named the point.",
    "[[reasons]]\nid = \"why\"\nquestion = \"Why did it turn from Moscow?\"\n\
     answer = [\"The voting rule -> voting\", \"Cooling relations -> Moscow\"]\n",
    "[[reasons]]\nid = \"why\"\nquestion = \"Why did it turn from Moscow?\"\n\
     answer = [\"The voting rule -> voting\", \"Cooling relations -> cooling\"]\n";
}
