import { useChannel } from '../../api/queries.js'

/** The sign of an app: its logo, or its first letter on its colour. Its name is its text for those who do not see it. */
export function ChannelMark({ channel, size = 16 }: { channel: string; size?: number }) {
  const found = useChannel(channel)
  const name = found?.name ?? channel
  if (found?.logoUrl) return <img src={found.logoUrl} alt={name} title={name} width={size} height={size} className="inline-block shrink-0 rounded-[28%]" />
  return <span role="img" aria-label={name} title={name} className="inline-grid shrink-0 place-items-center rounded-full bg-ink-soft font-bold text-surface" style={{ width: size, height: size, fontSize: size * 0.6, ...(found ? { background: found.colour, color: 'white' } : {}) }}>{[...name][0]}</span>
}
