import type { TemplateDetail } from '@recado/api'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../api/client.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Toggle } from '../../../ui/field.js'
import { Notice } from '../../../ui/notice.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { formOptions } from '../queries.js'
import { isUsed, Uses } from './uses.js'

/** Says what is lost before it goes. */
export function DeleteDialog({ detail, onGone, onClose }: { detail: TemplateDetail; onGone: () => void; onClose: () => void }) {
  const { t, intl } = useT()
  const { template, languages, uses } = detail
  const [every, setEvery] = useState(false)
  const days = useQuery(formOptions(template.channelAccountId)).data?.builder?.deletion?.nameBlockedDays ?? 0
  const remove = useMutation({ mutationFn: () => api.delete(`/templates/${template.id}${every ? '?everyLanguage=true' : ''}`), onSuccess: onGone })
  return (
    <DialogWindow title={t('tpl.delete_title', { name: template.name })} closeLabel={t('app.close')} onClose={onClose} footer={<Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>{t('tpl.delete')}</Button>}>
      <div className="flex flex-col gap-3">
        {remove.error && <Notice tone="failed" alert title={tellError(intl, remove.error).sentence}>{tellError(intl, remove.error).next}</Notice>}
        <p>{t('tpl.delete_text')}{days > 0 && template.status === 'approved' && ` ${t('tpl.delete_blocked', { count: days })}`}</p>
        {isUsed(uses) && <Notice tone="warning" title={t('tpl.delete_used')}><Uses uses={uses} /></Notice>}
        {languages.length > 1 && <Toggle label={t('tpl.delete_all')} checked={every} onChange={(event) => setEvery(event.target.checked)} />}
      </div>
    </DialogWindow>
  )
}
