/** The countries and languages that can be chosen, in the reader's words and order. */
import type { IntlShape } from 'react-intl'

const COUNTRIES = 'AD AE AF AG AI AL AM AO AR AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'.split(' ')
const LANGUAGES = 'af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl nn pa pl ps pt pt-BR ro ru si sk sl so sq sr sv sw ta te tg th tk tr uk ur uz vi zh zh-CN zh-TW zu'.split(' ')

export interface Place { id: string; name: string }

const sorted = (intl: IntlShape, ids: readonly string[], type: 'region' | 'language', held: string | null): Place[] => {
  const collator = new Intl.Collator(intl.locale)
  return [...new Set(held ? [...ids, held] : ids)].map((id) => ({ id, name: intl.formatDisplayName(id, { type }) ?? id })).sort((a, b) => collator.compare(a.name, b.name))
}

export const countries = (intl: IntlShape, held: string | null): Place[] => sorted(intl, COUNTRIES, 'region', held)
export const languages = (intl: IntlShape, held: string | null): Place[] => sorted(intl, LANGUAGES, 'language', held)

/** Every zone of the browser, by its own name: "America/Mexico_City". */
export const timeZones = (held: string | null): string[] => [...new Set([...Intl.supportedValuesOf('timeZone'), ...(held ? [held] : [])])].sort()

/** What her clock says now, with the day where it is another one than here; null for a zone that this browser does not know. */
export function clockOf(intl: IntlShape, timeZone: string, now: number): string | null {
  try {
    // Not intl's own: where a zone is unknown it says a number instead of failing.
    const say = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(intl.locale, options).format(now)
    const time = say({ timeZone, hour: '2-digit', minute: '2-digit' })
    return say({ timeZone, dateStyle: 'short' }) === say({ dateStyle: 'short' }) ? time : `${say({ timeZone, weekday: 'short' })} ${time}`
  } catch {
    return null
  }
}

/** Whether people sleep there: a reason to wait with what is not urgent. */
export function isNightAt(timeZone: string, now: number): boolean {
  try {
    const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(now))
    return hour < 8 || hour >= 21
  } catch {
    return false
  }
}
