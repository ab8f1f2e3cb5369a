import type { Template, TemplateDraft, TemplateDraftRow } from '@recado/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api, isProblem } from '../../../api/client.js'
import { draftsQuery } from '../queries.js'

/** A pause in typing after which the draft is kept. */
const PAUSE_MS = 800

export interface KeptDraft { draft: TemplateDraft; change: (draft: TemplateDraft) => void; state: 'clean' | 'saving' | 'saved'; error: unknown; submit: (anyway: boolean) => void; busy: boolean; refusal: unknown; id: string | null; /** Throws it away; what it would have changed stays as it is. */ drop: () => Promise<void> }

/** A draft that keeps itself while it is written and when it is left, one saving after the other, and can be handed in or thrown away. */
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
      void client.invalidateQueries({ queryKey: draftsQuery.queryKey, exact: true })
    }).catch((problem: unknown) => { setError(problem); setState('clean') })
    return under.current
  }
  const latest = useRef(save)
  const written = useRef(draft)
  const dropped = useRef(false)
  useEffect(() => { latest.current = save; written.current = draft })
  useEffect(() => {
    if (draft === known.current.draft) return
    const timer = setTimeout(() => void latest.current(draft), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [draft])
  // Whoever leaves within the pause keeps her last words too.
  useEffect(() => () => { if (!dropped.current && written.current !== known.current.draft) void latest.current(written.current) }, [])
  const drop = async (): Promise<void> => {
    dropped.current = true
    await under.current
    try {
      if (known.current.id) await api.delete(`/template-drafts/${known.current.id}`)
    } catch (problem) {
      // Somebody else threw it away, or handed it in: it is gone either way.
      if (!(isProblem(problem) && problem.code === 'not_found')) { dropped.current = false; throw problem }
    }
    void client.invalidateQueries({ queryKey: draftsQuery.queryKey, exact: true })
  }
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
  return { draft, change: setDraft, state, error, submit: (anyway) => hand.mutate(anyway), busy: hand.isPending, refusal: hand.error, id, drop }
}
