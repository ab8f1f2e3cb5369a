import type { CampaignTestResult } from '@recado/api'
import { useMutation, useQuery } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { api } from '../../../api/client.js'
import { contactSearch } from '../../../api/queries.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { PickList } from '../../../ui/pick-list.js'
import { toast } from '../../../ui/toast.js'
import { whyText } from '../words.js'

/** Sends one variant to a chosen person now: the real message over the real account, outside the campaign's figures. */
export function TestSend({ id, variants, settle }: { id: string; variants: readonly { key: string }[]; settle: () => Promise<unknown> }) {
  const { t, intl } = useT()
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const asked = useDeferredValue(text.trim())
  const people = useQuery({ ...contactSearch(asked), enabled: open }).data ?? []
  const [variant, setVariant] = useState(variants[0]?.key)
  const test = useMutation({
    mutationFn: async (contactId: string) => { await settle(); return api.post<CampaignTestResult>(`/campaigns/${id}/test`, { contactIds: [contactId], ...(variant ? { variant } : {}) }) },
    onSuccess: ({ items }) => { setOpen(false); for (const one of items) toast(one.code ? t('campaigns.test_refused', { name: one.name, why: whyText(intl, one.code) }) : t('campaigns.test_sent', { name: one.name }), { tone: one.code ? 'failed' : 'plain' }) },
    onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }),
  })
  return (
    <>
      <Button onClick={() => setOpen(true)} busy={test.isPending}><FlaskConical aria-hidden="true" className="size-4" />{t('campaigns.test')}</Button>
      {open && (
        <DialogWindow title={t('campaigns.test_title')} closeLabel={t('app.close')} onClose={() => setOpen(false)}>
          <p className="mb-3 text-sm text-ink-soft">{t('campaigns.test_text')}</p>
          {variants.length > 1 && <div role="group" aria-label={t('campaigns.variants')} className="mb-3 flex gap-1">{variants.map(({ key }) => <button key={key} type="button" aria-pressed={variant === key} onClick={() => setVariant(key)} className={`min-h-8 rounded-lg px-3 ${variant === key ? 'bg-accent-soft font-semibold text-accent-strong' : 'hover:bg-hover'}`}>{t('campaigns.variant_n', { key: key.toUpperCase() })}</button>)}</div>}
          <PickList label={t('campaigns.test_title')} placeholder={t('campaigns.test_find')} text={text} onText={setText} choices={people.map((one) => ({ id: one.id, text: one.name }))} onPick={(contactId) => { if (contactId) test.mutate(contactId) }} empty={t('campaigns.test_nobody')} />
        </DialogWindow>
      )}
    </>
  )
}
