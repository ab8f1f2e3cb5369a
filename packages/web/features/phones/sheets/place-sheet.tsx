import { MapPin } from 'lucide-react'
import { useState } from 'react'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Field } from '../../../ui/field.js'
import { Sheet } from './sheet.js'

/** Places to send without typing; a simulated phone has no satellite. */
const PLACES = [
  { name: 'Puerta del Sol', address: 'Puerta del Sol, 28013 Madrid', latitude: 40.4168, longitude: -3.7038 },
  { name: 'Estación de Atocha', address: 'Plaza del Emperador Carlos V, 28045 Madrid', latitude: 40.4066, longitude: -3.6892 },
  { name: 'Usera', address: 'Calle de Marcelo Usera, 28026 Madrid', latitude: 40.3866, longitude: -3.7073 },
]

/** Sends one of a few places, or the point she types. */
export function PlaceSheet({ title, onSend, onClose }: { title: string; onSend: (place: Record<string, unknown>) => void; onClose: () => void }) {
  const { t } = useT()
  const [latitude, setLatitude] = useState('')
  const [longitude, setLongitude] = useState('')
  const isPoint = latitude !== '' && longitude !== '' && Math.abs(Number(latitude)) <= 90 && Math.abs(Number(longitude)) <= 180
  return (
    <Sheet title={title} onClose={onClose}>
      <ul className="mb-3 flex flex-col gap-1">
        {PLACES.map((place) => <li key={place.name}><button type="button" data-first="" onClick={() => onSend(place)} className="flex min-h-11 w-full items-center gap-2.5 rounded-lg border border-line px-2.5 py-1.5 text-start hover:bg-hover"><MapPin aria-hidden="true" className="size-4 shrink-0 text-accent" /><span><span className="block">{place.name}</span><span className="block text-sm text-ink-soft">{place.address}</span></span></button></li>)}
      </ul>
      <form className="grid grid-cols-2 items-end gap-2" onSubmit={(event) => { event.preventDefault(); if (isPoint) onSend({ latitude: Number(latitude), longitude: Number(longitude) }) }}>
        <Field label={t('phones.latitude')} type="number" step="any" min={-90} max={90} value={latitude} onChange={({ target }) => setLatitude(target.value)} />
        <Field label={t('phones.longitude')} type="number" step="any" min={-180} max={180} value={longitude} onChange={({ target }) => setLongitude(target.value)} />
        <Button type="submit" className="col-span-2" disabled={!isPoint}>{t('phones.send_point')}</Button>
      </form>
    </Sheet>
  )
}
