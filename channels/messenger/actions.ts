/** What the owner of a Page may have done at Meta. */
import type { AccountAction, LocalText } from '@recado/channel-kit'
import { ensureSubscribed } from './checks.js'
import { graph } from './client.js'
import { bodyOf } from './errors.js'
import { list, object, text } from './json.js'
import { approvalsOf, NEEDED_SCOPES, subscriptionFacts } from './standing.js'

const say = (en: string, es: string): LocalText => ({ en, es })
const apps = 'https://developers.facebook.com/apps/'

const subscribe: AccountAction = {
  id: 'subscribe', title: say('Subscribe the Page again', 'Suscribir de nuevo la página'),
  text: say('The Page then sends its events to Recado again, and what was missed is fetched.', 'La página vuelve a enviar sus eventos a Recado, y lo que faltaba se recupera.'), parameters: [],
  outcomes: {
    subscribed: { sentence: say('The Page is subscribed.', 'La página está suscrita.') },
    not_kept: { sentence: say('Meta took the subscription, but does not keep it.', 'Meta aceptó la suscripción, pero no la conserva.'), next: say('Check in the app’s dashboard whether its webhook is set and active.', 'Mira en el panel de la app si su webhook está configurado y activo.'), link: apps },
    refused: { sentence: say('Meta refused. {reason}', 'Meta lo ha rechazado. {reason}'), next: say('Check whether the token has pages_manage_metadata.', 'Mira si el token tiene pages_manage_metadata.'), link: apps },
  },
  async run(_parameters, context) {
    const check = await ensureSubscribed(context)
    if (!check.ok) return { ok: false, code: 'refused', values: { reason: check.message } }
    const kept = (await subscriptionFacts(context)).every(({ state }) => state === 'ok' || state === 'unknown')
    return { ok: kept, code: kept ? 'subscribed' : 'not_kept' }
  },
}

const approvals: AccountAction = {
  id: 'approvals', title: say('List approvals', 'Ver las aprobaciones'),
  text: say('The permissions of the token and what App Review has granted.', 'Los permisos del token y lo que ha concedido la revisión de la app.'), parameters: [],
  outcomes: {
    listed: { sentence: say('This is what Meta grants.', 'Esto es lo que concede Meta.') },
    app_id_missing: { sentence: say('Meta shows the permissions only to an app that names itself.', 'Meta solo muestra los permisos a una app que se identifique.'), next: say('Fill in the app ID under Settings.', 'Rellena el ID de la app en Ajustes.') },
  },
  async run(_parameters, context) {
    const { appId, appSecret, pageAccessToken } = context.settings
    const features = await approvalsOf(context).catch(() => [])
    const rows = features.map(({ feature, status }) => ({ label: feature, value: status, ok: status === 'approved' }))
    if (!text(appId) || !text(appSecret)) return { ok: rows.length > 0, code: rows.length > 0 ? 'listed' : 'app_id_missing', rows }
    const answer = await graph(context, { method: 'GET', path: '', root: 'debug_token', query: { input_token: text(pageAccessToken) ?? '' }, token: `${text(appId)}|${text(appSecret)}` })
    const scopes = list(object(object(bodyOf(answer)).data).scopes).flatMap((scope) => text(scope) ?? [])
    const wanted = [...new Set([...NEEDED_SCOPES, ...scopes])].map((scope) => ({ label: scope, value: scopes.includes(scope) ? '✓' : '–', ok: scopes.includes(scope) }))
    return { ok: true, code: 'listed', rows: [...wanted, ...rows] }
  },
}

export const actions: readonly AccountAction[] = [subscribe, approvals]
