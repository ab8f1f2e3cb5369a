/** Who calls: access tokens, what they are worth, and when they end. Source: https://developers.facebook.com/docs/graph-api/reference/debug_token */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import { answerJson, bearer, GraphRefusal } from './graph.js'
import { badShape } from './message-shape.js'
import { refuseToken, tokenTrouble } from './standing.js'
import type { NumberRow } from './state.js'

const SCOPES = ['business_management', 'whatsapp_business_management', 'whatsapp_business_messaging']

const isAppToken = (token: string, row: NumberRow): boolean => token === `${row.appId}|${row.appSecret}`

/** Whose token it is. A dead or unknown one is refused before anything is looked at; the app's own token never ends. */
export function signIn(world: World, request: RawRequest, account: string | null): NumberRow {
  const token = bearer(request)
  if (token === undefined) throw new GraphRefusal(190, undefined, undefined, 'An access token is required to request this resource.')
  const owned = world.all<NumberRow>('number').filter((row) => row.accessToken === token || isAppToken(token, row))
  const owner = owned.find((row) => row.id === account) ?? owned[0]
  if (!owner) throw new GraphRefusal(190, undefined, undefined, 'Invalid OAuth access token - Cannot parse access token')
  const trouble = isAppToken(token, owner) ? null : tokenTrouble(world, owner)
  if (trouble) throw refuseToken(trouble)
  return owner
}

/** GET /debug_token: what a token is worth, also when it is dead. */
export function debugToken(world: World, request: RawRequest): SimulatorAnswer {
  const token = request.query['input_token']
  if (!token) throw badShape('The parameter input_token is required.')
  const owner = world.all<NumberRow>('number').find((row) => row.accessToken === token)
  if (!owner) return answerJson({ data: { is_valid: false, error: { code: 190, message: 'Invalid OAuth access token - Cannot parse access token' }, scopes: [] } })
  const trouble = tokenTrouble(world, owner)
  const expiresAt = trouble?.expiredAt ?? owner.tokenExpiresAt
  return answerJson({
    data: {
      app_id: owner.appId, type: 'SYSTEM_USER', application: 'Recado', data_access_expires_at: 0, expires_at: expiresAt === undefined ? 0 : Math.floor(expiresAt / 1000), ...(owner.onboardedAt === undefined ? {} : { issued_at: Math.floor(owner.onboardedAt / 1000) }), is_valid: !trouble,
      ...(trouble ? { error: { code: 190, message: trouble.message, subcode: trouble.subcode } } : {}),
      scopes: SCOPES, granular_scopes: SCOPES.map((scope) => ({ scope, target_ids: [scope === 'business_management' ? owner.portfolioId : owner.wabaId] })), user_id: owner.portfolioId,
    },
  })
}
