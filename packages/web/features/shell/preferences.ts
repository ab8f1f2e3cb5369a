import type { Preferences, Session } from '@recado/api'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.js'
import { keys, useSession } from '../../api/queries.js'
import { isLanguage } from '../../i18n/languages.js'
import { useLanguage } from '../../i18n/provider.js'
import { applyTheme } from '../gate/theme.js'

/** What this person has chosen; a change shows at once and is kept on the server. */
export function usePreferences() {
  const client = useQueryClient()
  const { user } = useSession()
  const { setLanguage } = useLanguage()
  const patchUser = (change: Partial<Session['user']>) => {
    client.setQueryData<Session>(keys.session, (session) => session && { ...session, user: { ...session.user, ...change } })
    return api.patch('/me', change)
  }
  const change = (wish: Partial<Preferences>) => {
    const preferences = { ...client.getQueryData<Session>(keys.session)?.user.preferences, ...wish }
    if (wish.theme) applyTheme(wish.theme)
    // A choice that could not be kept is still right for this page; the next change sends all of them again.
    void patchUser({ preferences, ...(wish.theme ? { theme: wish.theme } : {}) }).catch(() => undefined)
  }
  const changeLanguage = (language: string) => {
    if (!isLanguage(language)) return
    setLanguage(language)
    void patchUser({ language }).catch(() => undefined)
    // Channel labels and guides come in the reader's language.
    void client.invalidateQueries({ queryKey: keys.channels })
  }
  return { preferences: user.preferences, change, changeLanguage, patchUser }
}
