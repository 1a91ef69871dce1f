"""Countries and the zones that policies speak of. Source: EU treaties and EEA agreement."""

_EU_WORDS = """
AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE
"""
EU = frozenset(_EU_WORDS.split())
"""The 27 Member States, ISO 3166 alpha-2."""
WIDE = EU | frozenset(["NO", "IS", "LI", "CH", "GB"])
"""EU, European Economic Area, Switzerland and the United Kingdom."""
COMMUNITY = "ZZ"
"""A community without a seat (user-assigned code of ISO 3166)."""

_CODES_WORDS = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE
EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM
HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC
LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW ZZ
"""
CODES = frozenset(_CODES_WORDS.split())
"""ISO 3166 alpha-2, plus ZZ."""


def zone(country: str) -> str:
    """Name the zone of one country: french, eu, other_european, extra_european…

    ZZ gives "community"; an empty or unknown code gives "unknown", never a European zone.
    """
    if country == "FR":
        return "french"
    if country in EU:
        return "eu"
    if country in WIDE:
        return "other_european"
    if country == COMMUNITY:
        return "community"
    return "extra_european" if country in CODES else "unknown"
