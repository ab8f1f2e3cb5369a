/** Click-to-Messenger ads. Source: https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messaging_referrals (2026). */
import type { SimulatorAnswer, World } from '@recado/channel-kit'
import { text, type Json } from './json.js'
import { banner } from './media.js'
import type { PageRow } from './state.js'

const USUAL_AD = '23850000000000000'

/** The `referral` of an ad. `content` may say `title`, `image`, `video`, `postId`, `productId`, `flowId` and `adRef`. */
export function adOf(world: World, page: PageRow, ref: string, content: Json): Json {
  const id = ref.replace(/^ad:/, '') || USUAL_AD
  const [video, product, flow, own] = (['video', 'productId', 'flowId', 'adRef'] as const).map((key) => text(content[key]))
  return {
    source: 'ADS', type: 'OPEN_THREAD', ...(own ? { ref: own } : {}), ad_id: id,
    ads_context_data: {
      ad_title: text(content['title']) ?? 'Rebajas de verano', ...(video ? { video_url: video } : {}), photo_url: text(content['image']) ?? `${world.baseUrl}/ads/${encodeURIComponent(id)}.png`, post_id: text(content['postId']) ?? `${page.id}_777`,
      ...(product ? { product_id: product } : {}), ...(flow ? { flow_id: flow } : {}),
    },
  }
}

/** GET /ads/{id}.png */
export const adPicture = (file: string): SimulatorAnswer => ({ status: 200, headers: { 'content-type': 'image/png', 'cache-control': 'public, max-age=3600' }, body: banner(file) })
