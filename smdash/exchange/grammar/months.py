"""Names of months in the languages of the platforms' interfaces."""

from __future__ import annotations

import unicodedata

# One line a language (English, German, French, Spanish, Portuguese, Italian, Dutch, Swedish, Danish and Norwegian,
# Polish, Czech, Russian, Ukrainian, Bulgarian, Turkish, Romanian, Hungarian, Finnish, Greek, Indonesian, Arabic,
# Thai), the months from January on; names of one month are set apart by a slash.
_LANGUAGES = """
jan/january feb/february mar/march apr/april may jun/june jul/july aug/august sep/sept/september oct/october \
nov/november dec/december
jän/jänner/januar februar mär/mrz/märz april mai juni juli august september okt/oktober november dez/dezember
janv/janvier févr/fév/février mars avr/avril mai juin juil/juillet août septembre octobre novembre déc/décembre
ene/enero feb/febrero marzo abr/abril mayo junio julio ago/agosto septiembre/setiembre octubre noviembre \
dic/diciembre
janeiro fev/fevereiro março abr/abril mai/maio junho julho agosto set/setembro out/outubro novembro dez/dezembro
gen/gennaio febbraio marzo aprile mag/maggio giu/giugno lug/luglio agosto set/settembre ott/ottobre novembre \
dic/dicembre
januari februari mrt/maart april mei juni juli augustus september oktober november december
januari februari mars april maj juni juli augusti september oktober november december
januar februar mars/marts april mai/maj juni juli august september oktober november desember/des/december
sty/stycznia/styczeń lut/lutego/luty marca/marzec kwi/kwietnia/kwiecień maja cze/czerwca/czerwiec \
lip/lipca/lipiec sie/sierpnia/sierpień wrz/września/wrzesień paź/października/październik lis/listopada/listopad \
gru/grudnia/grudzień
led/ledna úno/února bře/března dub/dubna kvě/května čvn/června čvc/července srp/srpna zář/září říj/října \
listopadu pro/prosince
янв/января/январь фев/февр/февраля/февраль мар/марта/март апр/апреля/апрель мая/май июн/июня/июнь июл/июля/июль \
авг/августа/август сен/сент/сентября/сентябрь окт/октября/октябрь ноя/нояб/ноября/ноябрь дек/декабря/декабрь
січ/січня лют/лютого бер/березня квіт/квітня трав/травня черв/червня лип/липня серп/серпня вер/вересня \
жовт/жовтня лист/листопада груд/грудня
януари февруари март април май юни юли август септември октомври ноември декември
oca/ocak şub/şubat mart nis/nisan mayıs haz/haziran tem/temmuz ağu/ağustos eyl/eylül eki/ekim kas/kasım \
ara/aralık
ian/ianuarie februarie martie aprilie mai iun/iunie iul/iulie august septembrie octombrie noi/noiembrie \
decembrie
január/januárja február márc/március ápr/április máj/május jún/június júl/július augusztus szept/szeptember \
október november december
tammi/tammikuuta helmi/helmikuuta maalis/maaliskuuta huhti/huhtikuuta touko/toukokuuta kesä/kesäkuuta \
heinä/heinäkuuta elo/elokuuta syys/syyskuuta loka/lokakuuta marras/marraskuuta joulu/joulukuuta
ιαν/ιανουαρίου φεβ/φεβρουαρίου μαρ/μαρτίου απρ/απριλίου μαΐ/μαΐου ιουν/ιουνίου ιουλ/ιουλίου αυγ/αυγούστου \
σεπ/σεπτεμβρίου οκτ/οκτωβρίου νοε/νοεμβρίου δεκ/δεκεμβρίου
januari februari maret april mei juni juli agu/agustus september oktober november desember
يناير فبراير مارس أبريل/إبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม
"""
_VIETNAMESE = ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _named() -> dict[str, int]:
    found: dict[str, int] = {}
    for line in _LANGUAGES.strip().splitlines():
        for number, names in enumerate(line.split(), 1):
            for name in names.split("/"):
                found.setdefault(_plain(name), number)
    for number, name in enumerate(_VIETNAMESE, 1):
        found[_plain(f"tháng {name}")] = found[f"tháng {number}"] = number
    return found


_NUMBERS = _named()


def month_number(name: str) -> int:
    """The number of the month of this name, a dot behind it or not; 0 when it is no month."""
    return _NUMBERS.get(_plain(name).rstrip("."), 0)
