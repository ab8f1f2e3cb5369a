/** Click-to-WhatsApp ads and posts as a customer meets them. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages (referral, 2026-03). */
import type { SimulatorAnswer, World } from '@recado/channel-kit'
import { text, type Json } from './json.js'
import { png, type Colour } from './png.js'

const USUAL_AD = '120238866412270718'

export const isEntry = (ref: string | undefined): ref is string => ref !== undefined && /^(ad|post|status):/.test(ref)

/**
 * The `referral` of the first message after the tap. `ref` is `ad:<id>`, `post:<id>` or `status:<id>` (an ad in WhatsApp Status); `content` may say
 * `headline`, `adText`, `url`, `image`, `video`, `thumbnail`, `clickId` and `welcome`.
 */
export function referralOf(world: World, ref: string, content: Json): Json {
  const id = ref.replace(/^(ad|post|status):/, '') || USUAL_AD
  const type = ref.startsWith('post:') ? 'post' : 'ad'
  const video = text(content['video'])
  const welcome = text(content['welcome']) ?? '¡Hola! Cuéntanos qué necesitas y te respondemos enseguida.'
  return {
    source_url: text(content['url']) ?? `https://fb.me/${id.slice(-9)}`, source_id: id, source_type: type, body: text(content['adText']) ?? 'Segunda gafa de sol graduada gratis hasta fin de mes',
    headline: text(content['headline']) ?? 'Escríbenos por WhatsApp',
    ...(video ? { media_type: 'video', video_url: video, thumbnail_url: text(content['thumbnail']) ?? pictureUrl(world, id) } : { media_type: 'image', image_url: text(content['image']) ?? pictureUrl(world, id) }),
    // Ads placed in WhatsApp Status come without a click id.
    ...(type === 'ad' && !ref.startsWith('status:') ? { ctwa_clid: text(content['clickId']) ?? `ARB${world.token(48)}`, welcome_message: { text: welcome } } : {}),
  }
}

const pictureUrl = (world: World, id: string): string => `${world.baseUrl}/ads/${encodeURIComponent(id)}.png`

const GROUNDS: readonly Colour[] = [[244, 196, 92], [120, 178, 196], [206, 132, 112], [138, 170, 120]]
const FRAME: Colour = [44, 40, 52]
const GLASS: Colour = [252, 248, 240]

/** GET /ads/{id}.png: sunglasses on a ground that stays the ad's own. */
export function adPicture(file: string): SimulatorAnswer {
  const ground = GROUNDS[[...file].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, 7) % GROUNDS.length] ?? FRAME
  const picture = png(320, 168, (x, y) => {
    const eye = Math.min(Math.hypot((x - 108) / 1.25, y - 84), Math.hypot((x - 212) / 1.25, y - 84))
    if (eye < 34) return GLASS
    return eye < 42 || (Math.abs(y - 70) < 4 && x > 40 && x < 280) ? FRAME : ground
  })
  return { status: 200, headers: { 'content-type': 'image/png', 'cache-control': 'public, max-age=3600' }, body: picture }
}
