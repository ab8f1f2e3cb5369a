import type { AudienceSpec } from '@recado/core'
import { Globe, Plus, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Choice } from '../../../ui/field.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { PickList } from '../../../ui/pick-list.js'
import { countryName } from '../words.js'

type Part = Pick<AudienceSpec, 'countries' | 'exceptCountries'>
type Way = 'all' | 'only' | 'except'

/** Codes that the standard keeps for unions, retired states and the unknown. */
const NO_COUNTRY = new Set(['EU', 'EZ', 'UN', 'ZZ', 'QO', 'XA', 'XB', 'AN', 'BU', 'CS', 'DD', 'DY', 'FX', 'HV', 'NH', 'NT', 'RH', 'SU', 'TP', 'UK', 'VD', 'YD', 'YU', 'ZR', 'AC', 'CP', 'CQ', 'DG', 'EA', 'IC', 'TA'])
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

/** Every country that the reader's own browser has a name for, in the order of her language. */
function countriesIn(locale: string): { id: string; text: string }[] {
  const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' })
  return LETTERS.flatMap((a) => LETTERS.flatMap((b) => {
    const text = NO_COUNTRY.has(a + b) ? undefined : names.of(a + b)
    return text ? [{ id: a + b, text }] : []
  })).sort((a, b) => a.text.localeCompare(b.text, locale))
}

/** Everywhere, only there, or everywhere but there. Whose country nobody knows is in no list: with "only" she is left out, with "all but" she stays. */
export function Countries({ audience, onChange }: { audience: Part; onChange: (part: Required<Part>) => void }) {
  const { t, intl } = useT()
  const [adding, setAdding] = useState(false)
  const held: Way = audience.countries?.length ? 'only' : audience.exceptCountries?.length ? 'except' : 'all'
  const [wish, setWish] = useState<Way>(held)
  const way = held === 'all' ? wish : held
  const chosen = (held === 'only' ? audience.countries : audience.exceptCountries) ?? []
  const put = (as: Way, codes: string[]) => onChange({ countries: as === 'only' ? codes : [], exceptCountries: as === 'except' ? codes : [] })
  const all = useMemo(() => countriesIn(intl.locale), [intl.locale])
  return (
    <div className="flex flex-col gap-3">
      <Choice label={t('campaigns.countries')} value={way} className="max-w-80" help={way === 'only' ? t('campaigns.countries_unknown') : undefined} onChange={(event) => { const next = event.target.value as Way; setWish(next); put(next, next === 'all' ? [] : chosen); if (next !== 'all' && chosen.length === 0) setAdding(true) }}>
        {(['all', 'only', 'except'] as const).map((one) => <option key={one} value={one}>{t(`campaigns.countries_${one}`)}</option>)}
      </Choice>
      {way !== 'all' && (
        <ul aria-label={t(`campaigns.countries_${way}`)} className="flex flex-wrap gap-2">
          {chosen.map((code) => { const name = countryName(intl, code); return <li key={code} className="flex items-center gap-2 rounded-full bg-accent-soft ps-3 text-accent-strong"><Globe aria-hidden="true" className="size-4" />{name}<button type="button" onClick={() => put(way, chosen.filter((one) => one !== code))} aria-label={t('campaigns.take_out', { name, where: t('campaigns.countries') })} className="grid size-8 place-items-center rounded-full hover:bg-hover"><X aria-hidden="true" className="size-4" /></button></li> })}
          <li><Button small className="min-h-8" onClick={() => setAdding(true)}><Plus aria-hidden="true" className="size-4" />{t('campaigns.country_add')}</Button></li>
        </ul>
      )}
      {adding && <DialogWindow title={t(`campaigns.countries_${way}`)} closeLabel={t('app.close')} onClose={() => setAdding(false)} footer={<Button look="primary" onClick={() => setAdding(false)}>{t('app.done')}</Button>}>
        <PickList label={t('campaigns.countries')} placeholder={t('campaigns.country_find')} choices={all.map((one) => ({ ...one, chosen: chosen.includes(one.id) }))} onPick={(code) => { if (code) put(way, chosen.includes(code) ? chosen.filter((one) => one !== code) : [...chosen, code]) }} empty={t('campaigns.country_none')} />
      </DialogWindow>}
    </div>
  )
}
