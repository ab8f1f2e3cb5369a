import type { ConsentKeyword, ConsentWordSettings, ConsentWordSettingsWish, PrivacyNotice, WordTrial } from '@recado/api'
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { type MessageId, useT } from '../../i18n/provider.js'
import { toast } from '../../ui/toast.js'

export const wordsQuery = queryOptions({ queryKey: ['consent-words'], queryFn: () => api.get<ConsentWordSettings>('/consent-words') })
export const keywordsQuery = queryOptions({ queryKey: ['consent-words', 'keywords'], queryFn: () => api.get<{ items: ConsentKeyword[] }>('/consent-keywords').then((page) => page.items) })
export const noticeQuery = queryOptions({ queryKey: ['consent-words', 'notice'], queryFn: () => api.get<PrivacyNotice>('/privacy-notice') })
export const topicsQuery = queryOptions({ queryKey: ['consent-words', 'topics'], queryFn: () => api.get<{ items: { id: string; key: string; names: Record<string, string>; archivedAt: string | null }[] }>('/consent-categories').then((page) => page.items.filter((one) => one.archivedAt === null)) })
export const trialOptions = (text: string) => queryOptions({ queryKey: ['consent-words', 'try', text], queryFn: () => api.post<WordTrial>('/consent-words/try', { text }), enabled: text.trim() !== '', placeholderData: keepPreviousData, retry: false })

/** Changes a part of the settings; what the server says then stands everywhere. */
export function useWordSettings() {
  const { t, intl } = useT()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wish: ConsentWordSettingsWish) => api.patch<ConsentWordSettings>('/consent-words', wish),
    onSuccess: (settings) => { client.setQueryData(wordsQuery.queryKey, settings); void client.invalidateQueries({ queryKey: ['consent-words', 'try'] }); toast(t('words.saved')) },
    onError: (error) => toast(fieldFault(t, error) ?? tellError(intl, error).sentence, { tone: 'failed' }),
  })
}

/** What the server says about a field, as we say it. */
const FAULTS: readonly (readonly [RegExp, MessageId])[] = [
  [/^has no letter/, 'words.fault_blank'], [/^already means|signs up for something else/, 'words.fault_taken'], [/^stands there already/, 'words.fault_twice'], [/^is a number/, 'words.fault_number'], [/https/, 'words.fault_https'],
  [/^always ends/, 'words.fault_always'], [/^leaves no word/, 'words.fault_last'], [/^is needed before/, 'words.keyword_needs_url'],
]

/** Why the server did not take a field; null where it says nothing we have words for. */
export function fieldFault(t: (id: MessageId) => string, error: unknown): string | null {
  const said = (error as { problem?: { fields?: { message: string }[] } } | null)?.problem?.fields?.[0]?.message ?? ''
  const known = FAULTS.find(([pattern]) => pattern.test(said))
  return known ? t(known[1]) : null
}
