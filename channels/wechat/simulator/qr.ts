/** QR codes with a scene: temporary ones for at most 30 days, 100,000 permanent ones (fact sheet of the channel, section 12). */
import type { SimulatorAnswer, World } from '@recado/channel-kit'
import { qrPicture } from '@recado/channel-kit/testing/sample-files'
import { bodyOf, wordOf, type Call } from './call.js'
import { Refusal } from './refusals.js'
import type { Account } from './rows.js'
import { memberOf } from './wire.js'

export interface QrCode { ticket: string; account: string; sceneId: number; sceneStr: string; diesAt: number | null }

const LONGEST_SECONDS = 2_592_000
const DEFAULT_SECONDS = 60
const PERMANENT = 100_000

export function createQr({ world, account, request }: Call): object {
  const body = bodyOf(request)
  const action = wordOf(body, 'action_name')
  const scene = memberOf(memberOf(body, 'action_info'), 'scene')
  const permanent = action === 'QR_LIMIT_SCENE' || action === 'QR_LIMIT_STR_SCENE'
  if (!permanent && action !== 'QR_SCENE' && action !== 'QR_STR_SCENE') throw new Refusal(40035)
  const words = action.includes('_STR_') ? { sceneId: 0, sceneStr: sceneText(scene) } : { sceneId: sceneNumber(scene, permanent), sceneStr: '' }
  const asked = Number(memberOf(body, 'expire_seconds') ?? DEFAULT_SECONDS)
  if (!permanent && (!Number.isInteger(asked) || asked < 1)) throw new Refusal(40035)
  const seconds = Math.min(asked, LONGEST_SECONDS)
  const qr = newQr(world, account, { ...words, diesAt: permanent ? null : world.now() + seconds * 1000 })
  return { ticket: qr.ticket, ...(permanent ? {} : { expire_seconds: seconds }), url: addressOf(qr) }
}

/** Makes a code, as the API does and as a poster printed long ago has. The same permanent scene gives the same code. */
export function newQr(world: World, account: Account, code: Pick<QrCode, 'sceneId' | 'sceneStr' | 'diesAt'>): QrCode {
  const all = codesOf(world, account)
  const same = code.diesAt === null ? all.find((one) => one.diesAt === null && one.sceneId === code.sceneId && one.sceneStr === code.sceneStr) : undefined
  if (same) return same
  if (code.diesAt === null && all.filter((one) => one.diesAt === null).length >= PERMANENT) throw new Refusal(45029)
  const qr: QrCode = { ticket: `gQ${world.token(90)}==`, account: account.id, ...code }
  world.put(`qr:${account.id}`, qr.ticket, qr)
  world.put('tickets', qr.ticket, { account: account.id })
  return qr
}

export const codesOf = (world: World, account: Account): QrCode[] => world.all<QrCode>(`qr:${account.id}`)

/** What stands in the picture of a code. */
export const addressOf = (qr: QrCode): string => `http://weixin.qq.com/q/${qr.ticket.slice(2, 20)}`

/** The code somebody points her camera at: by what stands in it, by the address of its picture, by ticket or by scene. */
export function findQr(world: World, account: Account, ref: string): QrCode | undefined {
  const codes = codesOf(world, account)
  const wanted = pictured(ref) ?? ref
  return codes.find((one) => one.ticket === wanted || addressOf(one) === wanted.replace(/^https:/, 'http:')) ?? codes.findLast((one) => sceneOf(one) === wanted)
}

/** The ticket in an address of showqrcode, at the platform or at a simulated one. */
function pictured(ref: string): string | null {
  return /\/showqrcode\?/.test(ref) && URL.canParse(ref) ? new URL(ref).searchParams.get('ticket') : null
}

/** An address, and no code of this account: scanned, it opens as a page. */
export const isPage = (ref: string): boolean => /^https?:\/\//.test(ref)

export const sceneOf = (qr: QrCode): string => qr.sceneStr || String(qr.sceneId)

/** GET showqrcode: the picture behind a ticket. */
export function showQr(world: World, ticket: string): SimulatorAnswer {
  const account = world.get<{ account: string }>('tickets', ticket)?.account
  const qr = account === undefined ? undefined : world.get<QrCode>(`qr:${account}`, ticket)
  return qr ? { status: 200, headers: { 'content-type': 'image/png' }, body: qrPicture(addressOf(qr)) } : { status: 404, body: '' }
}

function sceneText(scene: unknown): string {
  const text = wordOf(scene, 'scene_str')
  if (text.length < 1 || text.length > 64) throw new Refusal(40035)
  return text
}

function sceneNumber(scene: unknown, permanent: boolean): number {
  const id = Number(memberOf(scene, 'scene_id'))
  if (!Number.isInteger(id) || id < 1 || id > (permanent ? 100_000 : 0xffff_ffff)) throw new Refusal(40035)
  return id
}
