/**
 * ISO country -> market of Meta's rate card. The market follows the recipient's calling code, never the firm's country; nine countries left
 * their region on 1 October 2026. A card without a row for a country's own market charges it by its region; a region
 * without a row has no price here: none is shown rather than a wrong one.
 * Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/pricing
 */
const own: Record<string, string> = {
  AR: 'Argentina', BR: 'Brazil', CL: 'Chile', CO: 'Colombia', DE: 'Germany', EG: 'Egypt', ES: 'Spain', FR: 'France', GB: 'United Kingdom', HU: 'Hungary',
  ID: 'Indonesia', IL: 'Israel', IN: 'India', IT: 'Italy', MX: 'Mexico', MY: 'Malaysia', NG: 'Nigeria', NL: 'Netherlands', PE: 'Peru', PK: 'Pakistan',
  PL: 'Poland', RO: 'Romania', RU: 'Russia', SA: 'Saudi Arabia', TR: 'Turkey', AE: 'United Arab Emirates', ZA: 'South Africa',
  // On their own since October 2026.
  BD: 'Bangladesh', IQ: 'Iraq', KW: 'Kuwait', KZ: 'Kazakhstan', LK: 'Sri Lanka', MA: 'Morocco', NP: 'Nepal', OM: 'Oman', UA: 'Ukraine',
  // British calling codes: +44 is one calling code with the United Kingdom, +39 one with Italy, +7 one with Russia unless it is Kazakhstan's.
  GG: 'United Kingdom', IM: 'United Kingdom', JE: 'United Kingdom', VA: 'Italy',
}

const regions: Record<string, string> = {
  'North America': 'CA US',
  'Rest of Africa': 'AO BF BI BJ BW CG CI CM DZ ER ET GA GH GM GW KE LR LS LY MG ML MR MW MZ NA NE RW SD SL SN SO SS SZ TD TG TN TZ UG ZM ZW',
  'Rest of Asia Pacific': 'AF AU CN HK JP KH LA MN NZ PG PH SG TH TJ TM TW UZ VN',
  'Rest of Central & Eastern Europe': 'AL AM AZ BG BY CZ GE GR HR LT LV MD MK RS SI SK',
  'Rest of Latin America': 'BO CR DO EC GT HN HT JM NI PA PR PY SV UY VE',
  'Rest of Middle East': 'BH JO LB QA YE',
  'Rest of Western Europe': 'AT BE CH DK FI IE NO PT SE',
}

const everyOther = 'AD AG AI AQ AS AW AX BA BB BL BM BN BQ BS BT BV BZ CC CD CF CK CU CV CW CX CY DJ DM EE EH FJ FK FM FO GD GF GI GL GN GP GQ GS GU GY HM IO IR IS KG KI KM KN KP KR KY LC LI LU MC ME MF MH MM MO MP MQ MS MT MU MV NC NF NR NU PF PM PN PS PW RE SB SC SH SJ SM SR ST SX SY TC TF TK TL TO TT TV UM VC VG VI VU WF WS XK YT'

const countriesIn = (market: string, countries: string): [string, string][] => countries.split(' ').map((country) => [country, market])

/** Every ISO country by name, and `*` for a calling code without a country. */
export const marketOf: Record<string, string> = {
  '*': 'Other',
  ...Object.fromEntries([...Object.entries(regions).flatMap(([market, countries]) => countriesIn(market, countries)), ...countriesIn('Other', everyOther)]),
  ...own,
}

/** Where a country's own market is charged by a card that does not list it. */
export const regionOf: Record<string, string> = {
  Hungary: 'Rest of Central & Eastern Europe', Romania: 'Rest of Central & Eastern Europe', Ukraine: 'Rest of Central & Eastern Europe', Kazakhstan: 'Rest of Asia Pacific',
  Bangladesh: 'Rest of Asia Pacific', Malaysia: 'Rest of Asia Pacific', Nepal: 'Rest of Asia Pacific', Pakistan: 'Rest of Asia Pacific', 'Sri Lanka': 'Rest of Asia Pacific',
  Egypt: 'Rest of Africa', Morocco: 'Rest of Africa', Nigeria: 'Rest of Africa', Iraq: 'Rest of Middle East', Kuwait: 'Rest of Middle East', Oman: 'Rest of Middle East',
}
