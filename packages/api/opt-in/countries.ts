/** Countries a visitor can name, by their ISO codes; what they are called the platform of the reader knows. */
const CODES = 'AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'

export const COUNTRIES: readonly string[] = CODES.split(' ')
export const isCountry = (code: string | null | undefined): code is string => code !== null && code !== undefined && code.length === 2 && COUNTRIES.includes(code)

/** Code and name, in the order of the reader's own alphabet. */
export function countryNames(language: string): { code: string; name: string }[] {
  const names = new Intl.DisplayNames([language], { type: 'region' })
  return COUNTRIES.map((code) => ({ code, name: names.of(code) ?? code })).sort((a, b) => a.name.localeCompare(b.name, language))
}

interface WithZones { getTimeZones?: () => string[] | undefined; timeZones?: string[] }

/** The country that a time zone lies in, as far as the platform knows; null where it does not say. */
export function countryOfZone(zone: string | null | undefined): string | null {
  if (!zone || zone === 'UTC') return null
  return COUNTRIES.find((code) => {
    const locale = new Intl.Locale(`und-${code}`) as Intl.Locale & WithZones // newer than the types
    return (locale.getTimeZones?.() ?? locale.timeZones)?.includes(zone) ?? false
  }) ?? null
}

/** The country in a language tag that names one ("es-MX"). */
export function countryOfTag(tag: string): string | null {
  const region = /^[a-z]{2,3}(?:-[a-z]{4})?-([a-z]{2})\b/i.exec(tag)?.[1]?.toUpperCase()
  return isCountry(region) ? region : null
}
