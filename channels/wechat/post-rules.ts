/** What WeChat lets an account post to its followers. Figures marked NV are remembered, not read: the stricter reading stands here. */
import type { PostRules } from '@recado/core'
import { limits } from './channel.js'
import { SOURCES } from './sources.js'

const MB = 1_000_000
const SHANGHAI = 'Asia/Shanghai' // the page names no zone: NV

export const postRules: PostRules = {
  kinds: ['articles', 'text', 'image', 'voice', 'video'],
  perContact: { amount: 4, timeZone: SHANGHAI, source: SOURCES.broadcasts },
  toAll: { amount: 4, source: SOURCES.broadcasts },
  list: { least: 2, most: 10_000, source: SOURCES.broadcasts },
  calls: { perDay: 100, perMinute: 60, previewsPerDay: 100, source: SOURCES.limits },
  // Known for 24 hours; an hour less, so that our clock and theirs cannot disagree. Asked again within a minute it only says "too fast".
  repeat: { withinMs: 23 * 3_600_000, notBeforeMs: 61_000, source: SOURCES.broadcasts },
  articles: {
    most: 8, titleMax: 64, authorMax: 16, digestMax: 120, bodyMax: 20_000, bodyMaxBytes: MB, // title, author and digest: NV
    cover: { mimes: ['image/jpeg', 'image/png'], maxBytes: 10 * MB },
    picture: { mimes: ['image/jpeg', 'image/png'], maxBytes: MB },
    linkHosts: ['mp.weixin.qq.com'], // NV: others are taken out of the text for most accounts
    comments: true, source: SOURCES.drafts,
  },
  text: { maxBytes: limits.textBytes },
  images: { most: 9, mimes: ['image/jpeg', 'image/png'], maxBytes: limits.image.maxBytes }, // how many: NV
  voice: { mimes: limits.voice.mimes, maxBytes: limits.voice.maxBytes, maxDurationMs: limits.voice.maxDurationMs },
  video: { mimes: limits.video.mimes, maxBytes: limits.video.maxBytes, titleMax: 64, descriptionMax: 120 },
  tags: true,
  deletable: ['articles', 'video'],
  figures: { fromHour: 8, days: 30, source: SOURCES.articleFigures },
  source: SOURCES.broadcasts,
}
