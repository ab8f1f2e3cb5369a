import type { ChannelAccount, Template, TemplateDraftRow } from '@recado/api'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../api/client.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Choice, Field } from '../../../ui/field.js'
import { Notice } from '../../../ui/notice.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { useAccountName } from '../../account-name.js'
import { formOptions } from '../queries.js'
import { languageWord } from '../words.js'

/** The same text under another name, in another language or for another account: a draft of its own. */
export function CopyDialog({ template, accounts, onMade, onClose }: { template: Template; accounts: readonly ChannelAccount[]; onMade: (draft: TemplateDraftRow) => void; onClose: () => void }) {
  const { t, intl } = useT()
  const nameOf = useAccountName()
  const [accountId, setAccount] = useState(accounts.some((one) => one.id === template.channelAccountId) ? template.channelAccountId : accounts[0]?.id ?? '')
  const [language, setLanguage] = useState(template.language)
  const [name, setName] = useState('')
  const languages = useQuery({ ...formOptions(accountId), enabled: accountId !== '' }).data?.builder?.languages ?? []
  const copy = useMutation({ mutationFn: () => api.post<TemplateDraftRow>(`/templates/${template.id}/duplicate`, { channelAccountId: accountId, language, ...(name.trim() ? { name: name.trim() } : {}) }), onSuccess: onMade })
  return (
    <DialogWindow title={t('tpl.copy_title', { name: template.name })} closeLabel={t('app.close')} onClose={onClose} footer={<Button look="primary" busy={copy.isPending} disabled={!accountId} onClick={() => copy.mutate()}>{t('tpl.copy_go')}</Button>}>
      <div className="flex flex-col gap-3">
        {copy.error && <Notice tone="failed" alert title={tellError(intl, copy.error).sentence}>{tellError(intl, copy.error).next}</Notice>}
        <Choice label={t('tpl.account')} value={accountId} onChange={(event) => setAccount(event.target.value)}>{accounts.map((one) => <option key={one.id} value={one.id}>{nameOf(one)}</option>)}</Choice>
        <Choice label={t('tpl.language')} value={language} onChange={(event) => setLanguage(event.target.value)}>{[...new Set([template.language, ...languages])].map((code) => <option key={code} value={code}>{languageWord(intl, code)}</option>)}</Choice>
        <Field label={t('tpl.name')} help={t('tpl.name_help')} dir="ltr" value={name} placeholder={template.name} onChange={(event) => setName(event.target.value.toLowerCase().replace(/[\s-]+/g, '_'))} />
      </div>
    </DialogWindow>
  )
}
