import type { NoticeSettings, NoticeStanding } from '@recado/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { toast } from '../../../ui/toast.js'
import { noticeKeys, saveSettings, settingsQuery } from '../queries.js'

/** Her rules; a change shows at once, is kept on the server, and goes back when it could not be. */
export function useNoticeSettings() {
  const client = useQueryClient()
  const { intl } = useT()
  const query = useQuery(settingsQuery)
  const put = (settings: NoticeSettings) => client.setQueryData<NoticeStanding>(noticeKeys.settings, (standing) => standing && { ...standing, settings })
  const change = (wish: Partial<NoticeSettings>) => {
    const before = client.getQueryData<NoticeStanding>(noticeKeys.settings)?.settings
    if (!before) return
    put({ ...before, ...wish })
    void saveSettings(wish).then(put, (error: unknown) => { put(before); toast(tellError(intl, error).sentence, { tone: 'failed' }) })
  }
  return { ...query, change }
}

export interface SettingsCard { standing: NoticeStanding; change: (wish: Partial<NoticeSettings>) => void }
