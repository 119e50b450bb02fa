"""What short and odd texts are told to be."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from linkcheck.languages import detect

NEWS = ("en", "uk", "ru")


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Вони говорять про себе", "uk"),
        ("Це не просто гра", "uk"),
        ("Роботу станції зупинили через негоду", "uk"),
        ("У нашего дома", "ru"),
        ("Мы не уйдём отсюда", "ru"),
        ("Работу станции остановили из-за непогоды", "ru"),
        ("Рахунок за газ i воду", "uk"),
        ("П'ять п’ятниць, пʼять субот", "uk"),
        ("«Ми переможемо» – президент", "uk"),
        ("Прeзидент пoдписал укaз о призыве", "ru"),
        ("УРЯД УХВАЛИВ НОВИЙ БЮДЖЕТ КРАЇНИ", "uk"),
        ("ПРАВИТЕЛЬСТВО УТВЕРДИЛО НОВЫЙ БЮДЖЕТ СТРАНЫ", "ru"),
        ("Apple Google Tesla відкрили нові офіси", "uk"),
        ("Apple Google Tesla открыли новые офисы", "ru"),
    ],
)
def test_short_headline(text: str, tag: str) -> None:
    """A short headline would be in its neighbour's language, or in English by its brands."""
    guess = detect(text, NEWS)
    assert tag in {guess.tag, guess.alternatives[0][0] if guess.alternatives else ""}


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Урад прыняў новы закон аб мове", "be"),
        ("Жыхары сталіцы скардзяцца на транспарт", "be"),
        ("Влада је усвојила нови закон о раду", "sr"),
        ("Становници главног града жале се на превоз", "sr"),
        ("Владата го усвои новиот закон за работа", "mk"),
        ("Жителите на главниот град се жалат на превозот", "mk"),
        ("Правителството прие новия закон за труда", "bg"),
        ("Жителите на столицата се оплакват от транспорта", "bg"),
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
def test_neighbours_are_told_apart(text: str, tag: str) -> None:
    """Belarusian would be called Russian, or a headline full of foreign names be in no language."""
    assert detect(text).tag == tag


@pytest.mark.parametrize(
    "text",
    [
        "Гэта",
        "Гэта было летам",
        "Што кажа прэзідэнт Беларусі",
        "Навіны",
        "Ово је наша земља",
        "Шта каже председник Србије",
        "Вести из Београда",
        "Данас",
    ],
)
def test_belarusian_and_serbian_are_never_called_by_their_neighbours_names(text: str) -> None:
    """A Belarusian or Serbian source would be said to be in the wrong language."""
    assert detect(text).tag not in {"ru", "uk", "mk", "bg"}


@pytest.mark.parametrize(
    ("text", "candidates", "tag"),
    [
        ("Vlada Srbije usvojila je novi zakon o radu", None, "sr"),
        ("Predsednik je posetio grad i rekao da će uvek biti tako", ("sr", "en", "uk"), "sr"),
        ("Predsjednik je posjetio grad i rekao da će uvijek biti tako", ("hr", "sr"), "hr"),
        ("Prezydent Ukrainy vidvidav mista na skhodi krainy", NEWS, "uk"),
        ("Uriad skhvaliv novyi zakon pro movu", None, "uk"),
        ("Prezident Rossii podpisal novyy zakon o yazyke", NEWS, "ru"),
        ("President signs a new law on language", NEWS, "en"),
        ("Manchester United Liverpool Arsenal", NEWS, "en"),
    ],
)
def test_latin_letters(text: str, candidates: tuple[str, ...] | None, tag: str) -> None:
    """Serbian in Latin letters would be Slovene, transliterated Ukrainian English."""
    assert detect(text, candidates).tag == tag


@pytest.mark.parametrize(
    ("text", "tag", "also"),
    [
        ("Президент на саміті: We must act now for the people", "uk", ("en",)),
        ("Київ сьогодні живе без світла / Киев сегодня живет без света", "uk", ("ru",)),
        ("Компания Apple купила стартап Deep Mind Labs", "ru", ()),
        ("Уряд: нові правила для водіїв", "uk", ()),
    ],
)
def test_titles_of_two_languages_say_so(text: str, tag: str, also: tuple[str, ...]) -> None:
    """A title in two languages would pass for one of a single language, or brands for English."""
    guess = detect(text, NEWS)
    assert (guess.tag, guess.also) == (tag, also)


TEN = ("be", "bg", "de", "en", "fr", "mk", "pl", "ru", "sr", "uk")


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Тренер «Ливерпуля» доволен игрой с «Челси»", "ru"),
        ("Полиция Пакистана задержала капитана сборной", "ru"),
        ("Акции «Газпрома» выросли после встречи в Анкаре", "ru"),
        ("Пандемия коронавируса: Ryanair отменяет рейсы", "ru"),
        ("Капітан «Динамо» перейшов до «Вест Гема»", "uk"),
        ("Акції «Нафтогазу» зросли після зустрічі в Анкарі", "uk"),
        ("Капитанът на «Левски» подписа с «Уест Хям»", "bg"),
        ("Акциите на «Газпром» поскъпнаха след срещата в Анкара", "bg"),
    ],
)
def test_foreign_names_do_not_make_a_headline_foreign(text: str, tag: str) -> None:
    """A Russian headline about a foreign club would be Bulgarian, or nothing at all."""
    assert detect(text, TEN).tag == tag


def test_the_shorter_the_surer() -> None:
    """One word that two languages share would be told to be one of them."""
    for text in ("роман", "президент", "реформа", "Школа", "Уступ"):
        assert detect(text, ("uk", "ru")).tag == "und"


@given(st.text(max_size=300), st.sampled_from([None, ("uk",), ("en", "uk", "ru"), ("sr", "ja")]))
@example("A²0²", None)
@example("x" * 2000, None)
def test_any_text_has_an_answer(text: str, candidates: tuple[str, ...] | None) -> None:
    """A title of odd signs would end the run."""
    guess = detect(text, candidates)
    assert 0.0 <= guess.confidence <= 1.0
    assert guess.tag
