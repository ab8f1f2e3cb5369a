import type { ChannelAccount } from '@recado/api'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../api/client.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Field } from '../../../ui/field.js'
import { Notice } from '../../../ui/notice.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { toast } from '../../../ui/toast.js'

/** A template that the platform's list does not show: by the number that stands in its console. */
export function NumberDialog({ account, onClose }: { account: ChannelAccount; onClose: () => void }) {
  const { t, intl } = useT()
  const [number, setNumber] = useState('')
  const [lines, setLines] = useState('')
  const adopt = useMutation({
    mutationFn: () => api.post(`/channel-accounts/${account.id}/template-number`, { number: number.trim(), lines: lines.split(/[,，]/).map((line) => line.trim()).filter(Boolean) }),
    onSuccess: () => { toast(t('library.taken')); onClose() },
  })
  return (
    <DialogWindow title={t('tpl.by_number')} closeLabel={t('app.close')} onClose={onClose} footer={<Button look="primary" busy={adopt.isPending} disabled={!number.trim()} onClick={() => adopt.mutate()}>{t('tpl.by_number_go')}</Button>}>
      <div className="flex flex-col gap-3">
        {adopt.error && <Notice tone="failed" alert title={tellError(intl, adopt.error).sentence}>{tellError(intl, adopt.error).next}</Notice>}
        <Field label={t('tpl.by_number')} help={t('tpl.by_number_help')} dir="ltr" autoFocus value={number} onChange={(event) => setNumber(event.target.value)} />
        <Field label={t('tpl.by_number_lines')} value={lines} onChange={(event) => setLines(event.target.value)} />
      </div>
    </DialogWindow>
  )
}
