/** What the owner of a Service Account may have done at WeChat. */
import type { AccountAction, LocalText } from '@recado/channel-kit'
import { call } from './client.js'
import { appIdOf } from './standing.js'

const say = (en: string, es: string): LocalText => ({ en, es })

/** Source: https://developers.weixin.qq.com/doc/service/api/apimanage/api_clearquota.html */
const clearQuota: AccountAction = {
  id: 'clear_quota', title: say('Clear today’s quotas', 'Poner a cero las cuotas de hoy'),
  text: say('All daily counters of the account begin anew. WeChat allows it ten times a month.', 'Todos los contadores diarios de la cuenta vuelven a empezar. WeChat lo permite diez veces al mes.'), grave: true, parameters: [],
  outcomes: { cleared: { sentence: say('The quotas begin anew.', 'Las cuotas empiezan de nuevo.') } },
  async run(_parameters, context) {
    await call(context, { method: 'POST', path: '/cgi-bin/clear_quota', body: { appid: appIdOf(context) } })
    return { ok: true, code: 'cleared' }
  },
}

/** Source: https://developers.weixin.qq.com/doc/service/api/base/api_callbackcheck.html */
const checkCallback: AccountAction = {
  id: 'check_callback', title: say('Check the callback address', 'Comprobar la dirección de retorno'),
  text: say('WeChat looks up the webhook address and measures the way to it from its own network.', 'WeChat busca la dirección del webhook y mide el camino hasta ella desde su propia red.'), parameters: [],
  outcomes: {
    reached: { sentence: say('WeChat reaches this server.', 'WeChat llega a este servidor.') },
    lossy: { sentence: say('WeChat reaches this server, but loses packets on the way: pushes may fail.', 'WeChat llega a este servidor, pero se pierden paquetes por el camino: pueden fallar avisos.'), next: say('Move the server nearer to China, or use a proxy there.', 'Acerca el servidor a China o usa un proxy allí.') },
    unreachable: { sentence: say('WeChat does not reach this server.', 'WeChat no llega a este servidor.'), next: say('Check whether the public address is right and open on port 443.', 'Mira si la dirección pública es correcta y está abierta en el puerto 443.') },
  },
  async run(_parameters, context) {
    const answer = await call(context, { method: 'POST', path: '/cgi-bin/callback/check', body: { action: 'all', check_operator: 'DEFAULT' } })
    const names = rowsOf(answer.dns).map((row) => ({ label: `DNS ${word(row.real_operator)}`.trim(), value: word(row.ip), ok: true }))
    const pings = rowsOf(answer.ping).map((row) => ({ loss: Number.parseFloat(word(row.package_loss)), label: `Ping ${word(row.ip)}`, value: `${word(row.time)} · ${word(row.package_loss)}` }))
    const worst = pings.length === 0 ? 100 : Math.max(...pings.map(({ loss }) => (Number.isNaN(loss) ? 100 : loss)))
    return {
      ok: worst === 0, code: worst === 0 ? 'reached' : worst < 100 ? 'lossy' : 'unreachable',
      rows: [...names, ...pings.map(({ label, value, loss }) => ({ label, value, ok: loss === 0 }))],
    }
  },
}

const rowsOf = (value: unknown): Readonly<Record<string, unknown>>[] => (Array.isArray(value) ? value.filter((row): row is Readonly<Record<string, unknown>> => typeof row === 'object' && row !== null) : [])
const word = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

export const actions: readonly AccountAction[] = [checkCallback, clearQuota]
