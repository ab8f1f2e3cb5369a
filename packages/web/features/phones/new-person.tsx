import type { Channel, ChannelAccount } from '@recado/api'
import { useState, type FormEvent } from 'react'
import { isProblem } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field } from '../../ui/field.js'
import { DialogWindow } from '../../ui/overlay.js'
import { useNewPerson } from './phone-data.js'

const COUNTRIES = ['ES', 'CN', 'MX', 'AR', 'BR', 'PT', 'FR', 'DE', 'GB', 'US']
/** As phones name them. */
const TONGUES = ['es', 'en', 'zh_CN', 'pt', 'fr', 'de', 'ar']

/** Somebody new with a phone in her hand. What is left open the platform makes up. */
export function NewPersonDialog({ accounts, channels, onMade, onClose }: { accounts: readonly ChannelAccount[]; channels: ReadonlyMap<string, Channel>; onMade: (customerId: string) => void; onClose: () => void }) {
  const { t, intl } = useT()
  const make = useNewPerson()
  const [accountId, setAccountId] = useState(accounts[0]?.id ?? '')
  const [name, setName] = useState('')
  const [phone, setPhone] = useState('')
  const [country, setCountry] = useState('ES')
  const [language, setLanguage] = useState('es')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const account = accounts.find(({ id }) => id === accountId)
  const app = account && channels.get(account.channel)
  const hasNumber = app?.address.kind === 'phone'
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!account) return
    setBusy(true)
    setProblem(null)
    try {
      onMade(await make({ channel: account.channel, channelAccountId: account.id, country, language, ...(name.trim() ? { name: name.trim() } : {}), ...(hasNumber && phone.trim() ? { phone: phone.trim() } : {}) }))
    } catch (error) {
      setProblem((isProblem(error) ? error.problem.fields?.find(({ field }) => field === 'action')?.message : undefined) ?? tellError(intl, error).sentence)
      setBusy(false)
    }
  }
  const nameOf = (code: string, type: 'region' | 'language') => intl.formatDisplayName(code.replace('_', '-'), { type }) ?? code
  return (
    <DialogWindow title={t('phones.new_person')} onClose={onClose} closeLabel={t('app.close')} footer={<><Button onClick={onClose}>{t('app.cancel')}</Button><Button look="primary" type="submit" form="new-person" busy={isBusy}>{t('phones.make_person')}</Button></>}>
      <form id="new-person" className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <Choice label={t('phones.app')} value={accountId} onChange={({ target }) => setAccountId(target.value)}>
          {accounts.map(({ id, channel, name: business }) => <option key={id} value={id}>{`${channels.get(channel)?.name ?? channel} · ${business}`}</option>)}
        </Choice>
        <Field label={t('phones.person_name')} help={t('phones.made_up')} value={name} maxLength={100} autoFocus onChange={({ target }) => setName(target.value)} />
        {hasNumber && <Field label={t('phones.phone_number')} help={t('phones.made_up')} type="tel" placeholder={app?.address.example} value={phone} maxLength={30} onChange={({ target }) => setPhone(target.value)} />}
        <div className="grid gap-4 sm:grid-cols-2">
          <Choice label={t('phones.country')} value={country} onChange={({ target }) => setCountry(target.value)}>{COUNTRIES.map((code) => <option key={code} value={code}>{nameOf(code, 'region')}</option>)}</Choice>
          <Choice label={t('app.language')} value={language} onChange={({ target }) => setLanguage(target.value)}>{TONGUES.map((code) => <option key={code} value={code}>{nameOf(code, 'language')}</option>)}</Choice>
        </div>
        {problem && <p role="alert" className="text-failed">{problem}</p>}
      </form>
    </DialogWindow>
  )
}
