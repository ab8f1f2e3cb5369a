/**
 * Totals of articles by day, from the day after they were posted. Source: https://developers.weixin.qq.com/doc/service/api/wedata/news/api_getarticletotaldetail.html
 * and the older https://developers.weixin.qq.com/doc/service/en/Analytics/Graphic_Analysis_Data_Interface.html (data of a day are there by 08:00 of the next).
 */
import type { World } from '@recado/channel-kit'
import type { Reading } from './article-page.js'
import { dayOf } from './calendar.js'
import { bodyOf, wordOf, type Call, type Endpoint } from './call.js'
import type { Job } from './mass.js'
import { Refusal } from './refusals.js'
import type { Account } from './rows.js'

const DAY_MS = 86_400_000
const READY_MS = 8 * 3_600_000
const GROWS_DAYS = 30

export const datacubeEndpoints: Readonly<Record<string, Endpoint>> = {
  '/datacube/getarticletotaldetail': { method: 'POST', answer: (call) => ({ list: posted(call).map(({ place, days }) => ({ ...place, publish_type: 0, detail_list: days.map(({ day, readers, shares }) => ({ stat_date: day, read_user: readers, share_user: shares })) })), is_delay: false }) },
  '/datacube/getarticletotal': { method: 'POST', answer: (call) => ({ list: posted(call).map(({ place, title, target, days }) => ({ ...place, title, details: days.map(({ day, readers, shares }) => ({ stat_date: day, target_user: target, int_page_read_user: readers, int_page_read_count: readers, ori_page_read_user: 0, ori_page_read_count: 0, share_user: shares, share_count: shares, add_to_fav_user: 0, add_to_fav_count: 0 })) })) }) },
}

interface Posted { place: { ref_date: string; msgid: string }; title: string; target: number; days: { day: string; readers: number; shares: number }[] }

function posted({ world, account, request }: Call): Posted[] {
  const body = bodyOf(request)
  const [from, to] = [wordOf(body, 'begin_date'), wordOf(body, 'end_date')]
  const last = dayOf(world.now() - DAY_MS)
  if (!/^\d{4}-\d\d-\d\d$/.test(from) || from !== to || to > last) throw new Refusal(61500)
  const newest = dayOf(world.now() - READY_MS - DAY_MS) // yesterday, once it is eight
  return world.all<Job>(`mass:${account.id}`).filter((job) => job.articles && dayOf(job.at) === from && job.status !== 'SENDING')
    .flatMap((job) => job.articles!.map((article, n) => ({ place: { ref_date: from, msgid: `${job.dataId}_${n + 1}` }, title: article.title, target: job.reached.length, days: daysOf(world, account, String(job.dataId), n + 1, from, newest) })))
}

/** Each day's line holds all readers up to it, each once. */
function daysOf(world: World, account: Account, dataId: string, article: number, from: string, newest: string): Posted['days'] {
  const readings = world.all<Reading>(`readings:${account.id}`).filter((one) => one.dataId === dataId && one.article === article)
  const days: Posted['days'] = []
  for (let at = Date.parse(`${from}T00:00:00Z`); days.length < GROWS_DAYS; at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, 10)
    if (day > newest) break
    const upTo = readings.filter((one) => one.day <= day)
    days.push({ day, readers: new Set(upTo.map(({ openid }) => openid)).size, shares: new Set(upTo.filter(({ shared }) => shared).map(({ openid }) => openid)).size })
  }
  return days
}
