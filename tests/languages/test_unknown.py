"""Texts in languages that the detector does not know."""

from __future__ import annotations

import pytest

from linkcheck.languages import detect
from linkcheck.languages.unknown import rivals
from linkcheck.languages.vocabulary import listed_in


@pytest.mark.parametrize(
    "text",
    [
        "Жаңа көпір келесі жылы ашылады",
        "Аудандағы мектептер жылытуға дайын емес",
        "Шәһәрдә яңа китапханә ачылды",
        "Авыл мәктәбенә автобус бүләк иттеләр",
        "Хотын шинэ замын ажил эхэллээ",
        "Уурхайчдын цалин нэмэгдэх болов гэж сайд хэллээ",
        "Мектеп окуучулары сыйлыкка ээ болду",
        "Роҳи нав ба шаҳр кушода шуд",
        "Янги йўл келаси йили очилади",
        "Yeni körpü gələn il açılacaq",
        "Universitetdə konfrans keçirilib və qonaqlar çıxış edib",
        "A nova ponte abrirá despois do verán",
        "O concello pecha dúas rúas polas obras",
        "Nova ponte sobre o río une as dúas vilas galegas",
        "Zubi berria datorren urtean irekiko dute",
        "Tha drochaid ùr gu bhith fosgailte an-ath-bhliadhna",
        "Yangi ko'prik haqida bugun shahar bilan kelishuv qildi",
    ],
)
@pytest.mark.parametrize("candidates", [None, ("en", "ru", "uk", "pt", "tr")])
def test_an_unknown_language_is_undetermined(text: str, candidates: tuple[str, ...] | None) -> None:
    """A source in Kazakh would be reported as Russian where Kazakh was cited."""
    assert detect(text, candidates).tag == "und"


def test_words_of_unknown_languages_are_no_words_of_known_ones() -> None:
    """A headline would lose its language for one of its small words."""
    assert not [word for word in rivals() if word in listed_in()]
