import { readFile } from 'node:fs/promises'
import type { Plugin } from 'vite'

/** What can be read before somebody has signed in; the rest comes with the desk. */
const GATE = /^(app|signin|setup)\.|^error\.(unknown_code$|(bad_credentials|password_\w+|too_many_requests|invalid_request|already_set_up|email_taken|database_away|shutting_down|internal|offline|server_away|bad_origin|not_found|not_permitted)\.)/

export const isGateMessage = (id: string): boolean => GATE.test(id)

/** `messages/en.json?all`, and `?gate`: only the sentences of the pages before the desk, so that signing in loads little. */
export function messageParts(): Plugin {
  return {
    name: 'recado-message-parts',
    enforce: 'pre',
    async load(id) {
      const [, path, part] = /^(.+\.json)\?(gate|all)$/.exec(id) ?? []
      if (!path) return null
      this.addWatchFile(path)
      const all = Object.entries(JSON.parse(await readFile(path, 'utf8')) as Record<string, string>)
      return { code: `export default ${JSON.stringify(Object.fromEntries(part === 'gate' ? all.filter(([key]) => isGateMessage(key)) : all))}`, moduleType: 'js' }
    },
  }
}
