import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'

/** What can be read before somebody has signed in; the rest comes with the desk. */
const GATE = /^(app|signin|setup|second_factor|join)\.|^role\.(?!\w+_text$)|^error\.(unknown_code$|(bad_credentials|bad_code|second_factor_\w+|confirmation_required|password_\w+|too_many_requests|invalid_request|already_set_up|email_taken|invitation_over|database_away|busy|shutting_down|internal|offline|server_away|bad_origin|not_found|not_permitted)\.)/
export const isGateMessage = (id: string): boolean => GATE.test(id)

/** What only the settings, the phones, the reports and the printed sheets say: it comes with the first of them that is opened. */
const REST = /^(?!channels\.add$|account\.state\.)(labelset|replyset|macroset|notifications|public|auto|openers|phones|import|webhooks|account|links|profile|platform|reports|starters|templates_page|tokens|members|people|permission|assignment|library|developers|sheet|connect|channels|fact|filter|hours|nudges|wallboard|keymap|contacts|words|optin|purposes|auditlog|backups|upkeep|deletions|erase|bridges|segments|campaigns|posts|campaign_state|creport|plot|costs|cards|tpl)\./
export const isRestMessage = (id: string): boolean => REST.test(id)

/** What nobody reads in the desk's first moment: refusals, what stands in an open thread, in dialogs and menus. It comes right behind the first view. */
const LATER = /^(error|preference|fault|verdict|system|templates|template_status|security|gap|health|context|composer|voice|choices|bubble|content|bulk|availability|assign|snooze|start|scope|moved|trouble|head|send_delay|mention|keys|palette|following|post|entry|details|note|views|author|saved|macro|macros|search|outbox|identity|came|origin|label|labels|consent|question)\./
const isLater = (id: string): boolean => LATER.test(id)

const WANTED = {
  gate: isGateMessage, rest: isRestMessage,
  desk: (id: string) => !isRestMessage(id) && !isGateMessage(id) && !isLater(id),
  later: (id: string) => !isRestMessage(id) && !isGateMessage(id) && isLater(id),
}

// The parser of the very version that react-intl brings: what it makes is what that version reads.
const near = createRequire(createRequire(import.meta.url).resolve('react-intl'))
const parser = import(pathToFileURL(near.resolve('@formatjs/icu-messageformat-parser')).href) as Promise<{ parse: (message: string) => unknown }>

/**
 * `messages/en.json?gate` holds the sentences of the pages before the desk, `?desk` and `?later` those of the desk, `?rest` all others. Messages with values are parsed here, so that the
 * parser (9 KB gz) stays out of the browser; plain ones stay text.
 */
export function messageParts(): Plugin {
  return {
    name: 'recado-message-parts',
    enforce: 'pre',
    config: () => ({ resolve: { alias: [{ find: /^@formatjs\/icu-messageformat-parser$/, replacement: '@formatjs/icu-messageformat-parser/no-parser.js' }] } }),
    async load(id) {
      const [, path, part] = /^(.+\.json)\?(gate|desk|later|rest)$/.exec(id) ?? []
      if (!path) return null
      this.addWatchFile(path)
      const { parse } = await parser
      const all = Object.entries(JSON.parse(await readFile(path, 'utf8')) as Record<string, string>)
      const wanted = all.filter(([key]) => WANTED[part as keyof typeof WANTED](key)) // one of the three, by the pattern
      const compiled = Object.fromEntries(wanted.map(([key, text]) => [key, text.includes('{') ? parse(text) : text]))
      return { code: `export default ${JSON.stringify(compiled)}`, moduleType: 'js' }
    },
  }
}
