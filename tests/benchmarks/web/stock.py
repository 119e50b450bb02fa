"""The words that made-up news are put together from, in the three languages.

Subjects are plural throughout, so that every subject agrees with every deed.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["COUNTRIES", "LANGUAGES", "STOCKS", "Stock"]

LANGUAGES = ("en", "uk", "ru")

COUNTRIES = {
    "en": {"en": "Canada", "uk": "Канада", "ru": "Канада"},
    "uk": {"en": "Ukraine", "uk": "Україна", "ru": "Украина"},
    "ru": {"en": "Kazakhstan", "uk": "Казахстан", "ru": "Казахстан"},
}
"""The country of the publishers of a language, as articles in each language call it."""


@dataclass(frozen=True)
class Stock:
    """What a language's news are made of.

    Attributes:
        subjects: who.
        deeds: did what.
        places: where.
        times: when or in spite of what; they may open a sentence.
        remarks: how a quotation or an aside goes on.
        publishers: made-up names of papers.
        sources: the heading of a list of sources.
        menu: what navigation says.
    """

    subjects: tuple[str, ...]
    deeds: tuple[str, ...]
    places: tuple[str, ...]
    times: tuple[str, ...]
    remarks: tuple[str, ...]
    publishers: tuple[str, ...]
    sources: str
    menu: tuple[str, ...]


STOCKS = {
    "en": Stock(
        subjects=(
            "Lawmakers", "Ministers", "Farmers", "Engineers", "Volunteers", "Prosecutors",
            "Railway workers", "Teachers", "Observers", "City councillors", "Fishermen",
            "Scientists", "Border guards", "Shop owners", "Doctors", "Students", "Archivists",
            "Trade unions", "Energy companies", "Local journalists",
        ),
        deeds=(
            "approve the new budget", "reject a plan to close the port",
            "call for an inquiry into the bridge", "begin repairs of the old theatre",
            "agree on grain exports", "warn of a shortage of water", "open a museum of radio",
            "publish a report on air quality", "demand higher wages", "restore the night train",
            "discuss a law on public archives", "find traces of a medieval town",
            "protest against rising rents", "present a map of flooded villages",
            "sign an agreement on gas supplies", "delay the vote on pensions",
            "collect books for small libraries", "test a ferry that runs on batteries",
            "dispute the results of the census", "plant ten thousand trees",
        ),
        places=(
            "in Halifax", "near the border", "in the northern districts", "along the river",
            "in the capital", "on the coast", "in Winnipeg", "across three provinces",
            "at the summit in Geneva", "in the harbour", "outside parliament", "in the highlands",
            "in a dozen towns", "on the islands", "in the suburbs",
        ),
        times=(
            "after long talks", "despite protests", "on the eve of the election",
            "before the winter", "for the first time in years", "after the storm",
            "as prices rise", "in spite of the ban", "during the festival", "a year after the fire",
            "under a new agreement", "without outside help", "after months of silence",
        ),
        remarks=(
            "nobody expected such a turn", "the decision will be reviewed in spring",
            "the figures have not been confirmed", "many people had waited for this news",
            "the money is to come from a special fund", "the work may take several years",
            "similar projects have failed elsewhere", "details were not given",
            "the next meeting is planned for Thursday", "the documents were made public later",
            "residents were told about it by letter", "critics called the step too timid",
        ),
        publishers=(
            "Harbour Gazette", "Prairie Chronicle", "Maple Observer", "Lakeside Tribune",
            "Northern Herald", "Granite Dispatch", "Coastal Examiner", "Riverbend Journal",
        ),
        sources="Sources",
        menu=("News", "World", "Business", "Opinion", "Culture", "Sport", "Weather", "Science",
              "Travel", "Food", "Health", "Education", "Letters", "Archive", "Podcasts"),
    ),
    "uk": Stock(
        subjects=(
            "Депутати", "Міністри", "Фермери", "Інженери", "Волонтери", "Прокурори",
            "Залізничники", "Учителі", "Спостерігачі", "Міські чиновники", "Рибалки", "Науковці",
            "Прикордонники", "Підприємці", "Лікарі", "Студенти", "Архівісти", "Профспілки",
            "Енергетики", "Місцеві журналісти",
        ),
        deeds=(
            "схвалили новий бюджет", "відхилили план закриття порту",
            "вимагають перевірити стан мосту", "почали ремонт старого театру",
            "домовилися про вивезення зерна", "попередили про нестачу води",
            "відкрили музей радіо", "оприлюднили звіт про якість повітря",
            "вимагають підвищити зарплати", "повернули нічний потяг",
            "обговорили закон про державні архіви", "знайшли сліди середньовічного міста",
            "протестують проти дорогої оренди", "показали мапу затоплених сіл",
            "підписали угоду про постачання газу", "відклали голосування щодо пенсій",
            "зібрали книжки для сільських бібліотек", "випробували пором на акумуляторах",
            "оскаржили підсумки перепису", "висадили десять тисяч дерев",
        ),
        places=(
            "у Києві", "поблизу кордону", "у північних районах", "уздовж річки", "у столиці",
            "на узбережжі", "у Полтаві", "у трьох областях", "на зустрічі в Женеві", "у гавані",
            "під стінами парламенту", "у горах", "у десятках громад", "на Закарпатті",
            "у передмісті",
        ),
        times=(
            "після довгих перемовин", "попри протести", "напередодні виборів", "перед зимою",
            "уперше за багато років", "після бурі", "на тлі зростання цін", "усупереч забороні",
            "під час фестивалю", "через рік після пожежі", "за новою угодою",
            "без сторонньої допомоги", "після місяців мовчання",
        ),
        remarks=(
            "такого повороту ніхто не очікував", "рішення переглянуть навесні",
            "ці цифри ще не підтверджено", "багато людей чекали на цю новину",
            "гроші мають надійти зі спеціального фонду", "роботи можуть тривати кілька років",
            "схожі проєкти в інших місцях зазнали невдачі", "подробиць не повідомили",
            "наступну зустріч заплановано на четвер", "документи оприлюднили пізніше",
            "мешканців сповістили про це листами", "критики назвали цей крок надто боязким",
        ),
        publishers=(
            "Дніпровський вісник", "Вечірня громада", "Степовий оглядач", "Карпатський голос",
            "Наша хроніка", "Слобідський кур’єр", "Чумацький шлях", "Подільська думка",
        ),
        sources="Джерела",
        menu=("Новини", "Світ", "Економіка", "Погляди", "Культура", "Спорт", "Погода", "Наука",
              "Подорожі", "Кухня", "Здоров’я", "Освіта", "Листи", "Архів", "Подкасти"),
    ),
    "ru": Stock(
        subjects=(
            "Депутаты", "Министры", "Фермеры", "Инженеры", "Волонтёры", "Прокуроры",
            "Железнодорожники", "Учителя", "Наблюдатели", "Городские чиновники", "Рыбаки",
            "Учёные", "Пограничники", "Предприниматели", "Врачи", "Студенты", "Архивисты",
            "Профсоюзы", "Энергетики", "Местные журналисты",
        ),
        deeds=(
            "одобрили новый бюджет", "отклонили план закрытия порта",
            "требуют проверить состояние моста", "начали ремонт старого театра",
            "договорились о вывозе зерна", "предупредили о нехватке воды",
            "открыли музей радио", "опубликовали доклад о качестве воздуха",
            "требуют повысить зарплаты", "вернули ночной поезд",
            "обсудили закон о государственных архивах", "нашли следы средневекового города",
            "протестуют против дорогой аренды", "показали карту затопленных деревень",
            "подписали соглашение о поставках газа", "отложили голосование о пенсиях",
            "собрали книги для сельских библиотек", "испытали паром на аккумуляторах",
            "оспорили итоги переписи", "высадили десять тысяч деревьев",
        ),
        places=(
            "в Алматы", "вблизи границы", "в северных районах", "вдоль реки", "в столице",
            "на побережье", "в Караганде", "в трёх областях", "на встрече в Женеве", "в гавани",
            "у стен парламента", "в горах", "в десятках посёлков", "на островах", "в пригороде",
        ),
        times=(
            "после долгих переговоров", "несмотря на протесты", "накануне выборов", "перед зимой",
            "впервые за много лет", "после бури", "на фоне роста цен", "вопреки запрету",
            "во время фестиваля", "спустя год после пожара", "по новому соглашению",
            "без посторонней помощи", "после месяцев молчания",
        ),
        remarks=(
            "такого поворота никто не ожидал", "решение пересмотрят весной",
            "эти цифры пока не подтверждены", "многие люди ждали этой новости",
            "деньги должны поступить из специального фонда", "работы могут занять несколько лет",
            "похожие проекты в других местах провалились", "подробностей не сообщили",
            "следующая встреча запланирована на четверг", "документы обнародовали позднее",
            "жителей известили об этом письмами", "критики назвали этот шаг слишком робким",
        ),
        publishers=(
            "Степной вестник", "Вечерний обозреватель", "Голос Прииртышья", "Новая хроника",
            "Городской курьер", "Семиреченские известия", "Наша летопись", "Озёрный край",
        ),
        sources="Источники",
        menu=("Новости", "Мир", "Экономика", "Мнения", "Культура", "Спорт", "Погода", "Наука",
              "Путешествия", "Кухня", "Здоровье", "Образование", "Письма", "Архив", "Подкасты"),
    ),
}  # fmt: skip
