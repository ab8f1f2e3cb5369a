/**
 * What WeChat tells of its articles: totals by day, nobody in particular. Source: https://developers.weixin.qq.com/doc/service/api/wedata/news/api_getarticletotaldetail.html;
 * accounts that do not have it yet are asked by the older interface, which WeChat no longer looks after.
 */
import { PlatformRefusal, type CallContext } from '@recado/channel-kit'
import type { ArticleFigures } from '@recado/core'
import { call, type Answer } from './client.js'

type Row = Readonly<Record<string, unknown>>
const rows = (value: unknown): Row[] => (Array.isArray(value) ? value.filter((one): one is Row => typeof one === 'object' && one !== null) : [])
const count = (row: Row, name: string): number | null => (typeof row[name] === 'number' ? row[name] : null)

/** `206227730_1` = the first article of what was sent under that msg_data_id. */
function placeOf(row: Row): { dataId: string; article: number } | null {
  const found = /^(\d+)_(\d+)$/.exec(typeof row.msgid === 'string' ? row.msgid : '')
  return found ? { dataId: found[1]!, article: Number(found[2]) } : null // both are groups of the pattern
}

const newest = (days: Row[]): Row | null => days.toSorted((a, b) => String(a.stat_date).localeCompare(String(b.stat_date))).at(-1) ?? null

export async function postFigures(day: string, _until: string, context: CallContext): Promise<{ dataId: string; figures: ArticleFigures }[]> {
  const span = { begin_date: day, end_date: day }
  try {
    return read(await call(context, { method: 'POST', path: '/datacube/getarticletotaldetail', body: span }), 'detail_list', (row) => ({ readers: count(row, 'read_user'), shares: count(row, 'share_user') }))
  } catch (error) {
    if (!(error instanceof PlatformRefusal) || error.detail.code !== 'permission_missing') throw error
    return read(await call(context, { method: 'POST', path: '/datacube/getarticletotal', body: span }), 'details', (row) => ({ readers: count(row, 'int_page_read_user'), shares: count(row, 'share_user'), favourites: count(row, 'add_to_fav_user'), sourceReaders: count(row, 'ori_page_read_user') }))
  }
}

function read(answer: Answer, details: string, figuresOf: (row: Row) => { readers: number | null; shares: number | null; favourites?: number | null; sourceReaders?: number | null }): { dataId: string; figures: ArticleFigures }[] {
  return rows(answer.list).flatMap((row) => {
    const place = placeOf(row)
    const last = newest(rows(row[details]))
    if (!place || !last) return []
    const { readers, shares, favourites, sourceReaders } = figuresOf(last)
    if (readers === null) return []
    return [{ dataId: place.dataId, figures: { article: place.article, day: String(last.stat_date), readers, shares: shares ?? 0, ...(typeof favourites === 'number' && { favourites }), ...(typeof sourceReaders === 'number' && { sourceReaders }) } }]
  })
}
