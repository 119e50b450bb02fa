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


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Мост в Актобе откроют в следующем году", "ru"),
        ("Назарбаев встретился с акимом Алматы", "ru"),
        ("В Улан-Баторе сменился мэр города", "ru"),
        ("Міст в Улан-Баторі відкриють наступного року", "uk"),
        ("Xunta de Galicia signs a deal with the port", "en"),
        ("A ponte nova abre depois do verão na cidade", "pt"),
        ("Yeni köprü gelecek yıl açılacak ve yol kısalacak", "tr"),
        ("El puente nuevo se abrirá después del verano", "es"),
        ("Новы мост адкрыюць праз год у Мінску", "be"),
    ],
)
def test_a_known_language_is_still_told(text: str, tag: str) -> None:
    """A headline full of foreign names would be in no language any more."""
    assert detect(text).tag == tag


def test_words_of_unknown_languages_are_no_words_of_known_ones() -> None:
    """A headline would lose its language for one of its small words."""
    assert not [word for word in rivals() if word in listed_in()]
