/** A template's text: which keywords it holds, whether data fits them, and how it reads. */
import { Refusal } from './refusals.js'
import { isFit } from './values.js'
import { memberOf } from './wire.js'

/** Since May 2023 these are dropped silently (notice "关于规范公众号模板消息的再次公告", developers.weixin.qq.com/community, 2023-05-12). */
const DROPPED = new Set(['first', 'remark'])

export function keywordsOf(content: string): string[] {
  return [...content.matchAll(/\{\{(\w+)\.DATA\}\}/g)].map((match) => match[1] ?? '').filter((keyword) => !DROPPED.has(keyword))
}

/** The values by keyword; 47003 names the first that is missing or does not fit. What the template does not hold is ignored. */
export function valuesOf(content: string, data: unknown): Record<string, string> {
  const values: Record<string, string> = {}
  for (const keyword of keywordsOf(content)) {
    const given = memberOf(memberOf(data, keyword), 'value')
    const value = typeof given === 'string' ? given : typeof given === 'number' ? String(given) : ''
    if (!isFit(keyword, value)) throw new Refusal(47003, { field: keyword })
    values[keyword] = value
  }
  return values
}

export function rendered(title: string, content: string, values: Record<string, string>): string {
  const lines = content.split('\n').filter((line) => !/^\s*\{\{(?:first|remark)\.DATA\}\}\s*$/.test(line))
  return [title, ...lines].join('\n').replaceAll(/\{\{(\w+)\.DATA\}\}/g, (_, keyword: string) => values[keyword] ?? '').trim()
}

/** Where a tap on the message leads: a mini-program wins over a web address. */
export function linkOf(body: unknown, webMember: 'url' | 'page'): string | undefined {
  const program = memberOf(body, 'miniprogram')
  const appId = memberOf(program, 'appid')
  if (typeof appId === 'string' && appId) return `weixin://miniprogram/${appId}/${String(memberOf(program, 'pagepath') ?? '')}`
  const url = memberOf(body, webMember)
  return typeof url === 'string' && url ? url : undefined
}
