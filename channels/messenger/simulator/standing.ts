/**
 * Tokens and the subscription of a Page's app, and the faults that end them. A revoked or expired token lasts as long as the fault is set; a subscription
 * that was removed stays away until the app subscribes again.
 */
import { hmacHex, type RawRequest, type SimulatorAnswer, type World } from '@recado/channel-kit'
import { answerJson, badParameter, tokenOf } from './graph.js'
import { GraphRefusal } from './refusal.js'
import { pageOf, savePage, type PageRow } from './state.js'

const pages = (world: World): PageRow[] => world.all<PageRow>('page')

/** Makes lasting what has struck a Page since somebody last looked. */
export function noticeFaults(world: World, account: string): void {
  const page = pageOf(world, account)
  if (page?.subscribed && world.faulted('unsubscribe', account)) savePage(world, { ...page, subscribed: false })
}

interface Trouble { subcode: 460 | 463; message: string; expiredAt: number | null }

/** What is wrong with the Page's token, if anything. Source of the subcodes: https://developers.facebook.com/docs/facebook-login/guides/access-tokens/debugging */
function troubleOf(world: World, page: PageRow): Trouble | null {
  const now = world.now()
  if (page.tokenDead || world.faulted('revoke_token', page.id)) return { subcode: 460, expiredAt: null, message: 'Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.' }
  const expiredAt = page.tokenExpiresAt !== undefined && now >= page.tokenExpiresAt ? page.tokenExpiresAt : world.faulted('token_expired', page.id) ? now : null
  return expiredAt === null ? null : { subcode: 463, expiredAt, message: `Error validating access token: Session has expired on ${inMetasWords(expiredAt)}. The current time is ${inMetasWords(now)}.` }
}

/** "Monday, 16-Nov-26 03:00:00 PST" */
function inMetasWords(at: number): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: 'America/Los_Angeles', weekday: 'long', day: '2-digit', month: 'short', year: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short' })
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return `${part['weekday']}, ${part['day']}-${part['month']}-${part['year']} ${part['hour']}:${part['minute']}:${part['second']} ${part['timeZoneName']}`
}

/** Whose token it is; a proof that comes along must hold. The app's own token never ends. */
export function signIn(world: World, request: RawRequest): PageRow {
  const token = tokenOf(request)
  if (token === undefined) throw new GraphRefusal(190, 'An access token is required to request this resource.', undefined, true)
  const own = pages(world).find((one) => one.token === token)
  const page = own ?? pages(world).find((one) => token === `${one.appId}|${one.appSecret}`)
  if (!page) throw new GraphRefusal(190, 'Invalid OAuth access token - Cannot parse access token', undefined, true)
  const trouble = own ? troubleOf(world, own) : null
  if (trouble) throw new GraphRefusal(190, trouble.message, trouble.subcode, true)
  const proof = request.query['appsecret_proof']
  if (proof !== undefined && proof !== hmacHex('sha256', page.appSecret, token)) throw badParameter('Invalid appsecret_proof provided in the API argument')
  return page
}

const SCOPES = ['pages_messaging', 'pages_manage_metadata', 'pages_read_engagement', 'pages_show_list', 'page_utility_messaging']

/** GET /debug_token. Source: https://developers.facebook.com/docs/graph-api/reference/debug_token */
export function debugToken(world: World, request: RawRequest): SimulatorAnswer {
  const token = request.query['input_token']
  if (!token) throw badParameter('The parameter input_token is required.')
  const page = pages(world).find((one) => one.token === token)
  if (!page) return answerJson({ data: { is_valid: false, error: { code: 190, message: 'Invalid OAuth access token' }, scopes: [] } })
  const trouble = troubleOf(world, page)
  const expiresAt = trouble?.expiredAt ?? page.tokenExpiresAt
  return answerJson({
    data: {
      app_id: page.appId, type: 'PAGE', application: 'Recado', expires_at: expiresAt === undefined ? 0 : Math.floor(expiresAt / 1000), data_access_expires_at: 0, is_valid: !trouble, profile_id: page.id, scopes: SCOPES,
      granular_scopes: SCOPES.map((scope) => ({ scope, target_ids: [page.id] })), ...(trouble ? { error: { code: 190, message: trouble.message, subcode: trouble.subcode } } : {}),
    },
  })
}
