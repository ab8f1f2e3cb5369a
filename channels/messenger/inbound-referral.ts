import type { PlatformMedia, PostContent } from '@recado/core'
import type { ActEvent, Person } from '@recado/channel-kit'
import type { Item } from './item.js'
import { object, text, webUrl } from './json.js'
import type { Json } from './json.js'

/** The ad, post or product a referral names; undefined for a mere link (m.me), which becomes a line instead. */
export function originOf(referral: Json): PostContent<PlatformMedia> | undefined {
  const ad = object(referral.ads_context_data)
  const adId = text(referral.ad_id)
  const product = text(object(referral.product).id) ?? text(ad.product_id)
  const type = adId || referral.source === 'ADS' ? 'ad' : text(ad.post_id) ? 'post' : product ? 'product' : undefined
  if (!type) return undefined
  const id = type === 'ad' ? adId : type === 'post' ? text(ad.post_id) : product
  const url = webUrl(referral.referer_uri)
  const headline = text(ad.ad_title)
  const video = webUrl(ad.video_url)
  const photo = webUrl(ad.photo_url)
  const media: PlatformMedia | undefined = video ? { source: { kind: 'url', url: video }, mime: 'video/mp4' } : photo ? { source: { kind: 'url', url: photo }, mime: 'image/jpeg' } : undefined
  const clickId = text(referral.ref)
  return { kind: 'post', type, ...(id && { id }), ...(url && { url }), ...(headline && { headline }), ...(media && { media }), ...(clickId && { clickId }) }
}

/**
 * What an entry without a message is called. Only an m.me link on an existing thread opens the window; an ad does so together with a
 * message, and the chat plugin died in 2024.
 */
export function actOf(referral: Json): 'referral' | 'ad_click' | 'entry' {
  if (referral.source === 'SHORTLINK') return 'referral'
  return originOf(referral)?.type === 'ad' ? 'ad_click' : 'entry'
}

/** The line in the thread that says where she came from. */
export function referralLine(item: Item, person: Person, referral: Json, key: string): ActEvent {
  const origin = originOf(referral)
  return { type: 'act', key, account: item.account, at: item.at, from: person, act: actOf(referral), line: true, content: { kind: 'system', event: 'referral', data: facts(referral) }, ...(origin && { origin }) }
}

/** The words of a referral as data of a line. */
export function facts(referral: Json): Record<string, string> {
  const named: [string, unknown][] = [['source', referral.source], ['ref', referral.ref], ['adId', referral.ad_id], ['flowId', referral.flow_id], ['type', referral.type]]
  return Object.fromEntries(named.flatMap(([name, value]) => (text(value) === undefined ? [] : [[name, text(value) ?? '']])))
}
