"""Dates and datelines as newsrooms write them, in English, Bengali and some languages more."""

from __future__ import annotations

import unicodedata

import regex

_EN_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_EN_DAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
_NUMBER = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_EN_DATE = rf"(?:{_EN_MONTH} {_NUMBER}(?:,? [0-9]{{4}})?|{_NUMBER} {_EN_MONTH}(?:,? [0-9]{{4}})?)"

_BN_MONTHS = (
    "জানুয়ারি জানুয়ারী ফেব্রুয়ারি ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট আগষ্ট সেপ্টেম্বর"
    " অক্টোবর নভেম্বর ডিসেম্বর বৈশাখ জ্যৈষ্ঠ আষাঢ় শ্রাবণ ভাদ্র আশ্বিন কার্তিক অগ্রহায়ণ পৌষ মাঘ"
    " ফাল্গুন চৈত্র"
)
_BN_DAYS = "শনিবার রবিবার রোববার সোমবার মঙ্গলবার বুধবার বৃহস্পতিবার শুক্রবার শনি রবি সোম মঙ্গল বুধ বৃহস্পতি শুক্র"


def _either(words: str) -> str:
    """The words in both spellings of the letters Unicode can write in two ways."""
    spellings = {*words.split(), *unicodedata.normalize("NFC", words).split()}
    spellings |= {word.replace("য়", "\u09df").replace("ঢ়", "\u09dd") for word in spellings}
    return "(?:" + "|".join(sorted(spellings, key=len, reverse=True)) + ")"


_BN_DIGITS = r"[০-৯0-9]"
_BN_DATE = (
    rf"(?:{_BN_DIGITS}{{1,2}}(?:ই|শে|লা|রা|ঠা)? {_either(_BN_MONTHS)}(?:,? {_BN_DIGITS}{{4}})?"
    rf"|{_either(_BN_MONTHS)} {_BN_DIGITS}{{1,2}}(?:,? {_BN_DIGITS}{{4}})?)"
)
#: Months of other languages, each with the year after it: a day and a word are no date yet.
_MONTHS = (
    "يناير فبراير مارس أبريل إبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر شباط آذار نيسان أيار"
    " حزيران تموز آب أيلول जनवरी फ़रवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर सितम्बर अक्टूबर नवंबर नवम्बर"
    " दिसंबर दिसम्बर enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
    " janvier février mars avril mai juin juillet août septembre octobre novembre décembre Januar Februar"
    " März April Mai Juni Juli August September Oktober November Dezember janeiro fevereiro março maio junho"
    " julho setembro outubro novembro dezembro января февраля марта апреля мая июня июля августа сентября"
    " октября ноября декабря"
)
_OTHER_DATE = (
    rf"\p{{Nd}}{{1,2}}(?:\.|er|º)? (?:de )?{_either(_MONTHS)}[,،]?(?: de| del)? \p{{Nd}}{{4}}"
)
#: Years, months and days by their signs, as in Japanese, Chinese and Korean.
_SIGNED = (
    r"\p{Nd}{4}(?:年|년) ?\p{Nd}{1,2}(?:月|월) ?\p{Nd}{1,2}(?:日|일)"
    r"(?:[（(][月火水木金土日](?:曜日?)?[)）]|[月火水木金土日]曜日?)?"
)
_NUMBERS = r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{4})"
_DATE = rf"(?:{_EN_DATE}|{_BN_DATE}|{_NUMBERS})"

_DATE_LINE = regex.compile(
    rf"(?:(?:{_EN_DAY}|{_either(_BN_DAYS)}),? )?{_DATE}\.?(?: ?(?:বঙ্গাব্দ|খ্রিস্টাব্দ|খ্রিষ্টাব্দ))?"
    rf"|(?:\p{{L}}[\p{{L}}\p{{M}}-]{{2,20}}[,،.]? )?{_OTHER_DATE}\.?|{_SIGNED}",
    regex.IGNORECASE,
)

#: Names of places: capital letters, or a script that has none, where the comma may be left out.
_NAME = r"\p{Lu}[\p{L}\p{M}.'’\-]*"
_SMALL = r"(?:de|del|da|di|do|la|le|les|of|the|and|upon|al|el|on|am|an|der|los|las)"
_CASED = rf"{_NAME}(?:[ ,/]{{1,2}}(?:{_NAME}|{_SMALL}|\([^()\n]{{1,30}}\))){{0,6}},"
_UNCASED = r"[\p{Lo}\p{M}][\p{Lo}\p{M}\u200c\u200d ,()\-]{1,50}?,?"
_PLACE = rf"(?:{_CASED}|{_UNCASED})"
_CAPITALS = r"\p{Lu}[\p{Lu} .'’/\-]{2,40}(?:, \p{Lu}[\p{L}. ]{1,30}?)?"
_AGENCY = r"(?: ?\([^()\n]{2,40}\))"
_DASH = r"[  ]?(?:–|—|--|―|-)[  ]+"
_ONE_WORD = r"\p{L}[\p{L}\p{M}\u200c\u200d.'’\-]*"
_ANYWHERE = rf"{_ONE_WORD}(?: {_ONE_WORD}){{0,3}}"
_HERE = r"[\p{Lo}\p{M}ー・]{1,20}"
_DATELINE = regex.compile(
    rf"(?:{_PLACE} {_DATE}{_AGENCY}?(?:{_DASH}|: +)"
    rf"|{_ANYWHERE}[,،]? {_OTHER_DATE}{_AGENCY}?{_DASH}"
    rf"|{_HERE}[、，,]? ?{_SIGNED}{_AGENCY}? ?{_DASH}"
    rf"|{_HERE}（[^（）\n]{{2,40}}）{_DASH}"
    rf"|\p{{Lu}}[\p{{L}}\p{{M}} .,'’\-]{{1,50}}?{_AGENCY}{_DASH}"
    rf"|{_CAPITALS}[  ]?(?:–|—|--|―)[  ]+)"
)

#: No date line is longer than this.
LONGEST = 80


def is_date_line(line: str) -> bool:
    """Whether a line is a date and nothing else."""
    line = line.strip()
    return len(line) <= LONGEST and _DATE_LINE.fullmatch(line) is not None


def dateline_of(paragraph: str) -> str:
    """The dateline a paragraph begins with, with its separator, literally; else nothing."""
    found = _DATELINE.match(paragraph)
    return found[0] if found and found.end() < len(paragraph) else ""
