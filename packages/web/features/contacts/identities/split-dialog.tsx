import type { ContactDetail, ContactIdentity } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { joiningOptions } from './queries.js'
import { useJoining } from './use-joining.js'

/** One of her addresses is somebody else's: who goes, and what goes with her. */
export default function SplitDialog({ contact, identity, onClose }: { contact: Pick<ContactDetail, 'id'>; identity: ContactIdentity; onClose: () => void }) {
  const { t } = useT()
  const [busy, setBusy] = useState(false)
  const merges = useQuery(joiningOptions(contact.id)).data?.merges ?? []
  const { split } = useJoining(contact.id)
  const record = identity.joinedBy ? merges.find((each) => each.id === identity.joinedBy?.mergeId) : undefined
  const part = async () => {
    setBusy(true)
    const done = await split({ identityId: identity.id })
    setBusy(false)
    if (done) onClose()
  }
  const address = identity.address ?? identity.profileName ?? identity.keys[0]?.value ?? ''
  return (
    <DialogWindow title={t('joining.split_title')} closeLabel={t('app.close')} onClose={onClose} footer={<><Button onClick={onClose}>{t('app.cancel')}</Button><Button look="primary" busy={busy} onClick={() => void part()}>{t('joining.split_title')}</Button></>}>
      <div className="flex flex-col gap-3">
        <p>{record ? t('joining.split_back', { name: record.otherName }) : t('context.split_text', { address, account: identity.accountName })}</p>
        {record && <p className="text-sm text-ink-soft">{t('joining.moved_rule')}</p>}
      </div>
    </DialogWindow>
  )
}
