"""Words around a number that say whether it counts the members of a body, and of when, for `membership_counts`."""

from __future__ import annotations

import re

_MEMBER = r"(?:member(?:s|ship)?|(?:co-)?founders?|signator(?:y|ies)|joiners|participants|partners)"
_ORGANIZATION = (
    r"(?:units|companies|enterprises|firms|organi[sz]ations|institutions|institutes|parties|entities|businesses"
    r"|universities|colleges|carmakers|manufacturers|makers|shareholders|operators|names|households|players"
    r"|outfits|bodies|agencies|museums|hospitals|banks|start-?ups)"
)
# Between a number and its noun: adjectives, but no preposition and no verb.
_TO_NOUN = (
    r"[-\s]*(?:(?!(?:and|or|with|to|in|of|at|by|for|from|on|the|its|per|were|was|are|is|have|has|had|more|other|another"
    r"|each|council|board|standing|committee|staff|vice|as|chairman|director|supervisor|projects?|people|experts|patents|jobs)\b)"
    r"[\w’'“”-]+,? ){0,4}?"
)
MEMBERS = re.compile(rf"{_TO_NOUN}{_MEMBER}\b(?! of (?:the )?(?:party|standing|staff|team|council|board))", re.I)
ORGANIZATIONS = re.compile(rf"{_TO_NOUN}{_ORGANIZATION}\b|(?= (?:have |had )?(?:signed|joined)\b)", re.I)
# "41 companies, six universities": none of the numbers of a list is the whole.
_NUMBER = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|\w+teen|eleven|twelve|\w+ty(?:-\w+)?)"
_AND = r"(?:,|,? and|,? plus|,? as well as)"
LISTED = re.compile(rf"{_TO_NOUN}{_ORGANIZATION}{_AND} {_NUMBER} {_TO_NOUN}{_ORGANIZATION}\b", re.I)
LISTED_BEFORE = re.compile(rf"{_NUMBER} {_TO_NOUN}{_ORGANIZATION}{_AND} $", re.I)
# What puts organisations into a body, wherever it stands in the clause.
JOIN = re.compile(
    r"\b(?:join(?:ed|s|ing)?|belong(?:s|ed|ing)? to|sign(?:ed)? (?:up|on|that day)|sign(?:ed)? (?:the|its) (?:\w+ )?(?:charter|agreement|articles)|form(?:s|ed)? (?:it|the)|enrol\w*"
    r"|in the (?:[\w-]+ ){0,3}(?:alliance|association|consortium|union|body|club|group)|in it|on board|sits? in|tak(?:es|ing) in"
    r"|on (?:its|the) (?:\w+ )?(?:books|rolls?|list)|put (?:down )?their names?|took in|members?|membership|admit\w*"
    r"|unit(?:es?|ed|ing)|enlist\w*|recruit\w*|draws? in|drew in|drawn in)\b",
    re.I,
)
# What does so only where the body itself is the subject.
HAVE = re.compile(
    r"\b(?:brings?|brought|bringing|gathers?|gathered|gathering|attract(?:s|ed)|has|have|includes?|compris(?:es?|ed|ing)"
    r"|consist(?:s|ed|ing)|made up|composed|relationships|counts?|counted|numbers?|numbered|links|among|covers?|drew|speaks? for|represent(?:s|ed|ing)?|boasts?|pool(?:s|ed|ing)|group(?:s|ed|ing)?|welcom(?:es|ed))\b",
    re.I,
)
# What does something else with them.
ELSE = re.compile(
    r"\b(?:cultivat|creat|foster|incubat|nurtur|buil[dt]|train|serv|support|host|invest|attend|land|employ|guests|people|fair"
    r"|conference|contract|loan|grant|visit|help|introduc|select|certif|settl|subsid|reward|s[eo]ll|sold|sign|pay|paid|fees|dues|charg|project|agree|produc|deliver|order)\w*",
    re.I,
)
# The members as what a clause is about: "members grew from 8 to ", "Member units: ", "Founders number ".
SUBJECT = re.compile(
    rf"\b(?:{_MEMBER}|units|ranks|cohort|batch|enrolment|total"
    rf"|(?:number|figure|tally)(?= (?:had|has|have|stood|rose|grew|climbed|is|was|now|to)\b))\b(?: (?!who\b|and\b|of which\b)[\w’'-]+){{0,9}}?(?:[ ]?[:：(]|[ :(]+(?:numbers?"
    r"|is|are|was|were|been|has|have|had|of|at|stands|stood|reache[sd]|reach|total(?:s|led|ling)?|to|as|from|exceed(?:s|ed)?"
    r"|breaks?|broke|past|becomes?))(?: \w+){0,3}? *$",
    re.I,
)
LABEL = re.compile(rf"^\W*(?:\w+ )?(?:{_MEMBER}|units)\b[^.;:：|]{{0,40}}[:：|?] *(?:\w+ ){{0,2}}$", re.I)
# The body and its number: "It has ", "We are ", "today there are ".
IS = re.compile(
    r"\b(?:it|we|they|there|the \w+)(?P<now>’s|'s| (?:now|today|currently|already|actually|in fact|has|have|is|are|counts?|numbers?))+ *$"
    r"|\b(?:now|today|currently|this week|at present),? (?:it|we|they|there)(?:’s|'s| is| are| has| have) *$",
    re.I,
)
TODAY = re.compile(r"\b(?:now|today|currently|this week|at present)\b", re.I)
MEMBER_WORD = re.compile(r"\b(?:members?|membership|founders|units|join\w*)\b|\bhow many are you\b", re.I)
STANDS_ALONE = re.compile(
    r"\s*(?:(?:of them|families|households|according|mark)\b|(?:by|before|until|in|at|as|and|because|once|when|within|from|up|so far|now|then|strong|or so|this|last)\b"
    r"|[,.;:()（]|$)",
    re.I,
)
# The same behind the number: "33 came in", "96 admitted", "128 had signed by the time the doors closed".
JOINED = re.compile(
    rf"(?:{_TO_NOUN}{_ORGANIZATION})?\s*(?:(?:of them|already|have|has|had|been|were|are|so far|now) )*(?:came in|come in|joined|enrolled|admitted"
    r"|accepted|registered as|on board|signed (?:up|on|in)|signed(?=[.,;]|$| (?:by|so far|when|before|after|already|it)\b)|put (?:down )?their names?|in(?=[,.;]|$| and\b)|in (?:it|the (?:alliance|association|body|club|group)))\b",
    re.I,
)
# A number of organisations that set the body up: "58 companies turned up on Tuesday to set up the X Alliance".
SET_UP = re.compile(
    r"[^.;:\d]{0,90}?\b(?:set(?:ting)? up|found(?:ed|ing)?|form(?:ed|ing)?|establish(?:ed|ing)?|launch(?:ed|ing)?|creat(?:ed?|ing)|initiated?"
    r"|started|join(?:ed|ing)?(?: forces)?)\b[^.;:\d]{0,40}$",
    re.I,
)
COUNCIL = re.compile(r" (?:council|governing) (?:units?|members?)\b", re.I)
# A part of the members, its organs, and others' members.
PART = re.compile(
    r"\b(?:(?:of|among) (?:which|whom|them)|including|parent|council|board|presidium|panel|(?:vice|deputy|chairman|president|director)[ -]\w+"
    r"|(?:expert|technical|advisory|academic|executive|standing|steering) \w+)\b[^,;.]{0,30}$|\bnot $",
    re.I,
)
# The lead of a report, before the name is told: "A league of 58 firms and museums was set up on Saturday".
_BODY = (
    r"(?:alliance|league|association|consortium|committee|federation|union|group|grouping|club|body|circle|network|coalition"
    r"|organi[sz]ation|platform|pact)"
)
UNNAMED = re.compile(
    rf"\b[Aa]n? (?:[\w-]+ ){{0,5}}?{_BODY}s? (?:of|with|comprising|grouping|uniting|bringing together|made up of|consisting of|that \w+) $"
)
A_BODY = re.compile(rf"\ban? (?:[\w-]+ ){{0,5}}?{_BODY}\b", re.I)
STRONG = re.compile(
    rf"-(?:strong|member|partner|party|firm|company|nation|university)\b(?: [\w-]+){{0,3}}? {_BODY}\b",
    re.I,
)
DIGITS = re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|\w+ty)\b")
# A question that an answer without a verb belongs to: "What are they after? Five hundred members."
ASKED = re.compile(r"\b(?:after|want|aims?|goals?|targets?|hopes?|hoping|ambitions?|plans?|grow)\b[^?]*\?", re.I)
FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|did|joined|counts?|numbers?|stands?)\b|[’'](?:s|ve|re)\b", re.I)
OF_THEM = re.compile(r"[-\s]*(?:of (?:them|which|whom|these|those)|other|more)\b", re.I)
SOUGHT = re.compile(
    r"[^.;,]{0,40}?\b(?:(?:are|is)(?: expected| due| set| supposed)? to|will|should|shall) (?:join|sign|belong|become members|be admitted)\b|[^.;]{0,60}?\b(?:are|is) (?:to be |being )?(?:sought|wanted|planned|targeted|enlisted|recruited|admitted|won)\b",
    re.I,
)
RANGE = re.compile(r"\s?(?:-|–|—|to)\s?")
ODD = re.compile(r"\+|[- ]odd\b| or so\b| or more\b|-strong\b")
# How the number compares with others of the same body.
NOW = re.compile(
    r"\b(?:now|today|currently|at present|at the last count|so far|to date|up to (?:now|from)|until the day|as of|existing"
    r"|latest|(?:has|have|had) (?:\w+ ){0,2}(?:grown|risen|reached|tripled|doubled|swelled)|this (?:week|month|year)"
    r"|altogether|in total|all told|according to last)\b",
    re.I,
)
GROWN = re.compile(r"\b(?:gr[eo]w|swell|swoll|expand|doubl|tripl|ris|rose)\w*(?: \w+)? to $", re.I)
ARRIVED = re.compile(r"\b(?:become|to|it has|it’s|it's|we are) $", re.I)
THEN = re.compile(
    r"\b(?:then|at (?:the|its) (?:beginning|outset|start|time|birth|founding)|(?:that|the same) (?:day|time)|initially"
    r"|originally|at first)\b",
    re.I,
)
START = re.compile(r"\b(?:from|begin with|start with) $", re.I)
