import type { Template, TemplateDraft, TemplateDraftRow } from '@recado/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api } from '../../../api/client.js'

/** A pause in typing after which the draft is kept. */
const PAUSE_MS = 800

export interface KeptDraft { draft: TemplateDraft; change: (draft: TemplateDraft) => void; state: 'clean' | 'saving' | 'saved'; error: unknown; submit: (anyway: boolean) => void; busy: boolean; refusal: unknown; id: string | null }

/** A draft that keeps itself while it is written, one saving after the other, and can be handed in. */
export function useKeptDraft(start: { id: string | null; accountId: string; templateId: string | null; draft: TemplateDraft }, onSubmitted: (template: Template) => void): KeptDraft {
  const client = useQueryClient()
  const [draft, setDraft] = useState(start.draft)
  const [id, setId] = useState(start.id)
  const [state, setState] = useState<KeptDraft['state']>('clean')
  const [error, setError] = useState<unknown>(null)
  const known = useRef({ id: start.id, draft: start.draft })
  const under = useRef<Promise<void>>(Promise.resolve())
  const save = (wish: TemplateDraft): Promise<void> => {
    under.current = under.current.then(async () => {
      if (wish === known.current.draft && known.current.id) return
      setState('saving')
      const row = known.current.id ? await api.put<TemplateDraftRow>(`/template-drafts/${known.current.id}`, { draft: wish }) : await api.post<TemplateDraftRow>('/template-drafts', { channelAccountId: start.accountId, templateId: start.templateId, draft: wish })
      known.current = { id: row.id, draft: wish }
      setId(row.id)
      setError(null)
      setState('saved')
    }).catch((problem: unknown) => { setError(problem); setState('clean') })
    return under.current
  }
  const latest = useRef(save)
  useEffect(() => { latest.current = save })
  useEffect(() => {
    if (draft === known.current.draft) return
    const timer = setTimeout(() => void latest.current(draft), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [draft])
  const hand = useMutation({
    mutationFn: async (anyway: boolean) => {
      await save(draft)
      return api.post<Template>(`/template-drafts/${known.current.id ?? ''}/submit`, { anyway })
    },
    onSuccess: (template) => {
      for (const queryKey of [['templates'], ['template'], ['template-drafts']]) void client.invalidateQueries({ queryKey })
      onSubmitted(template)
    },
  })
  return { draft, change: setDraft, state, error, submit: (anyway) => hand.mutate(anyway), busy: hand.isPending, refusal: hand.error, id }
}
