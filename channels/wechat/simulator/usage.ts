/**
 * Calls counted by day and minute. Figures: https://developers.weixin.qq.com/doc/offiaccount/Message_Management/API_Call_Limits.html (new account / test account).
 */
import type { World } from '@recado/channel-kit'
import { dayOf, minuteOf, monthOf } from './calendar.js'
import { Refusal } from './refusals.js'
import type { Account } from './rows.js'

const DAILY: Readonly<Record<string, readonly [formal: number, test: number]>> = {
  '/cgi-bin/token': [2000, 200],
  '/cgi-bin/menu/create': [1000, 100],
  '/cgi-bin/menu/get': [10_000, 1000],
  '/cgi-bin/menu/delete': [1000, 100],
  // https://developers.weixin.qq.com/doc/offiaccount/Custom_Menus/Personalized_menu_interface.html
  '/cgi-bin/menu/addconditional': [2000, 2000],
  '/cgi-bin/menu/delconditional': [2000, 2000],
  '/cgi-bin/menu/trymatch': [20_000, 20_000],
  '/cgi-bin/media/upload': [100_000, 500],
  '/cgi-bin/media/get': [200_000, 1000],
  '/cgi-bin/message/custom/send': [500_000, 50_000],
  '/cgi-bin/message/mass/sendall': [100, 100],
  '/cgi-bin/message/mass/send': [100, 100],
  '/cgi-bin/message/mass/preview': [100, 100],
  '/cgi-bin/media/uploadnews': [10, 10],
  '/cgi-bin/message/template/send': [100_000, 100_000],
  '/cgi-bin/qrcode/create': [100_000, 10_000],
  '/cgi-bin/user/get': [500, 100],
  '/cgi-bin/user/info': [5_000_000, 500_000],
  '/cgi-bin/user/info/updateremark': [10_000, 10_000],
  '/cgi-bin/draft/add': [1000, 1000],
  '/cgi-bin/freepublish/submit': [100, 100],
}
/** 60 a minute is documented for mass calls only. */
const PER_MINUTE: Readonly<Record<string, number>> = { '/cgi-bin/message/mass/sendall': 60, '/cgi-bin/message/mass/send': 60 }
const CLEARS_A_MONTH = 10

interface Usage { day: string; used: number; minute: string; usedInMinute: number }

/** Takes one call from the quota of its path, or throws 45009 (day) or 45011 (minute). */
export function countCall(world: World, account: Account, path: string, limits: { perDay?: number; perMinute?: number } = {}): void {
  const perDay = limits.perDay ?? dailyLimit(account, path)
  const perMinute = limits.perMinute ?? PER_MINUTE[path]
  if (perDay === undefined && perMinute === undefined) return
  const day = dayOf(world.now())
  const minute = minuteOf(world.now())
  const row = world.get<Usage>(`usage:${account.id}`, path)
  const used = row?.day === day ? row.used : 0
  const usedInMinute = row?.minute === minute ? row.usedInMinute : 0
  if (perDay !== undefined && used >= perDay) throw new Refusal(45009)
  if (perMinute !== undefined && usedInMinute >= perMinute) throw new Refusal(45011)
  world.put<Usage>(`usage:${account.id}`, path, { day, used: used + 1, minute, usedInMinute: usedInMinute + 1 })
}

/** What openapi/quota/get tells of a path. */
export function quotaOf(world: World, account: Account, path: string): object {
  const limit = dailyLimit(account, path)
  if (limit === undefined) throw new Refusal(76021)
  const row = world.get<Usage>(`usage:${account.id}`, path)
  const used = row?.day === dayOf(world.now()) ? row.used : 0
  const perMinute = PER_MINUTE[path]
  return { quota: { daily_limit: limit, used, remain: limit - used }, ...(perMinute === undefined ? {} : { rate_limit: { call_count: perMinute, refresh_second: 60 } }) }
}

/** Every path that has a limit of its own, with today's use: the owner's page of quotas. */
export function quotas(world: World, account: Account): { path: string; limit: number; used: number }[] {
  return Object.keys(DAILY).map((path) => {
    const row = world.get<Usage>(`usage:${account.id}`, path)
    return { path, limit: dailyLimit(account, path) ?? 0, used: row?.day === dayOf(world.now()) ? row.used : 0 }
  })
}

/** As if the day's calls of a path had been made. */
export function spendQuota(world: World, account: Account, path: string): void {
  const limit = dailyLimit(account, path)
  if (limit === undefined) throw new Error(`There is no daily quota for "${path}".`)
  world.put<Usage>(`usage:${account.id}`, path, { day: dayOf(world.now()), used: limit, minute: '', usedInMinute: 0 })
}

/** clear_quota: all daily counters back to nothing, ten times a month. */
export function clearQuota(world: World, account: Account): void {
  takeClear(world, account)
  for (const path of Object.keys(DAILY)) world.remove(`usage:${account.id}`, path)
}

/** openapi/quota/clear: the counter of one path, out of the same ten. */
export function clearOne(world: World, account: Account, path: string): void {
  if (dailyLimit(account, path) === undefined) throw new Refusal(76021)
  takeClear(world, account)
  world.remove(`usage:${account.id}`, path)
}

function takeClear(world: World, account: Account): void {
  const month = monthOf(world.now())
  const cleared = world.get<{ month: string; times: number }>('cleared', account.id)
  const times = cleared?.month === month ? cleared.times : 0
  if (times >= CLEARS_A_MONTH) throw new Refusal(48006)
  world.put('cleared', account.id, { month, times: times + 1 })
}

function dailyLimit(account: Account, path: string): number | undefined {
  return DAILY[path]?.[account.standing === 'test' ? 1 : 0]
}
