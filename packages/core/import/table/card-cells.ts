/** A card as a row of a table: several numbers become `phone`, `phone 2`, and so on. Pure. */
import type { Card, CardProperty } from './vcard.js'
import { writeList } from './lists.js'

/** What our own exports write for what the standard has no name for. */
export const OWN_PREFIX = 'X-RECADO-'
const MOST_OF_A_KIND = 10

const PLAIN: Readonly<Record<string, string>> = {
  FN: 'name', NICKNAME: 'nickname', TEL: 'phone', EMAIL: 'email', TITLE: 'title', ROLE: 'role', NOTE: 'notes', CATEGORIES: 'labels', BDAY: 'birthday', ANNIVERSARY: 'anniversary', LANG: 'language',
  TZ: 'time zone', URL: 'url', UID: 'uid', GENDER: 'gender', IMPP: 'impp',
}
const QUIET: ReadonlySet<string> = new Set(['VERSION', 'PRODID', 'REV', 'SOURCE', 'CLASS', 'SORT-STRING', 'MAILER', 'KIND', 'XML', 'CLIENTPIDMAP'])

/** Column -> text. Columns keep the names under which our suggestions know them. */
export function cardCells({ properties }: Card): Map<string, string> {
  const cells = new Map<string, string>()
  let called = ''
  const put = (column: string, text: string): void => {
    if (text.trim() === '') return
    for (let n = 1; n <= MOST_OF_A_KIND; n++) {
      const key = n === 1 ? column : `${column} ${n}`
      if (cells.has(key)) continue
      cells.set(key, text)
      return
    }
  }
  for (const property of [...properties].sort((a, b) => preferred(a) - preferred(b))) {
    const { name, parts, value, list } = property
    if (QUIET.has(name)) continue
    if (name === 'N') {
      const [family = '', given = '', middle = ''] = parts.map((part) => part.trim())
      called = [given, middle, family].filter(Boolean).join(' ')
    } else if (name === 'ORG') put('company', parts[0] ?? '')
    else if (name === 'ADR') {
      const [, , street = '', city = '', region = '', postal = '', country = ''] = parts.map((part) => part.trim())
      for (const [column, text] of [['street', street], ['city', city], ['region', region], ['postal code', postal], ['country', country]] as const) put(column, text)
    } else if (name === 'TEL' || name === 'EMAIL' || name === 'IMPP') put(PLAIN[name]!, withType(value.replace(/^(?:tel|mailto):/iu, ''), property)) // one of the table
    else if (name === 'CATEGORIES') put('labels', writeList(list.map((each) => each.trim()).filter(Boolean)))
    else if (name.startsWith(OWN_PREFIX)) put(ownColumn(property), value)
    else put(PLAIN[name] ?? name.toLowerCase(), value)
  }
  // FN is mandatory since 3.0; 2.1 may have N alone.
  if (!cells.has('name') && called) cells.set('name', called)
  return cells
}

const preferred = ({ params }: CardProperty): number => (params.PREF !== undefined || params.TYPE?.some((each) => /^pref$/iu.test(each)) ? 0 : 1)

/** Words of the standards that say nothing of whose number it is. */
const TECHNICAL: ReadonlySet<string> = new Set(['voice', 'pref', 'internet', 'text', 'cell', 'msg', 'iphone', 'x400', 'uri'])

function withType(value: string, { params }: CardProperty): string {
  const types = params['X-LABEL'] ?? (params.TYPE ?? []).map((each) => each.trim()).filter((each) => each && !TECHNICAL.has(each.toLowerCase()))
  return writeList([types.length > 0 ? `${value.trim()} [${types.join(' ')}]` : value.trim()])
}

/** `X-RECADO-FIELD;KEY=plan` -> `field: plan`, as the heading of our CSV says it. */
function ownColumn({ name, params }: CardProperty): string {
  const word = name.slice(OWN_PREFIX.length).toLowerCase().replaceAll('-', ' ')
  return params.KEY?.[0] ? `${word}: ${params.KEY[0]}` : word === 'id' ? 'recado id' : word
}
