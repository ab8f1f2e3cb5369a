/** The pages that the owner of the account sees at the platform: server configuration, certification, addresses, quotas. */
import type { ConsoleFact, LocalText, PlatformConsole, World } from '@recado/channel-kit'
import { accountOf, peopleOf, type Account } from './rows.js'
import { postFromConsole, postsToAll } from './mass.js'
import { quotas, spendQuota } from './usage.js'
import { tagFollowers } from './users.js'
import { announce, CERTIFICATION_EVENTS, shownStanding, watchCertificate, YEAR_MS, type CertificationEvent } from './verification.js'

const say = (en: string, es: string, zh: string): LocalText => ({ en, es, zh })

const STANDING: Record<Account['standing'], LocalText> = {
  verified: say('Verified', 'Verificada', '已认证'), unverified: say('Not verified', 'Sin verificar', '未认证'), test: say('Test account', 'Cuenta de pruebas', '测试号'),
}

export const wechatConsole: PlatformConsole = {
  accounts: (world) => world.all<Account>('accounts').map(({ appId, name }) => ({ externalId: appId, name })),
  facts(world, key) {
    const account = accountOf(world, key)
    return [server(account), certification(world, account), addresses(account), secret(), quota(world, account), posts(world, account), followers(world, account)]
  },
  press: (world, key, press) => pressConsole(world, accountOf(world, key), press),
}

function server(account: Account): ConsoleFact {
  return account.inBackend
    ? { id: 'server', label: say('Server configuration', 'Configuración del servidor', '服务器配置'), tone: 'attention', value: say('Off: menu and replies of the backend are in force', 'Desactivada: rigen el menú y las respuestas hechas a mano', '未启用：后台菜单和自动回复生效'), presses: [{ id: 'enable_server', label: say('Turn on', 'Activar', '启用') }] }
    : { id: 'server', label: say('Server configuration', 'Configuración del servidor', '服务器配置'), tone: 'good', value: say('On: developer mode', 'Activada: modo desarrollador', '已启用：开发者模式'), presses: [{ id: 'disable_server', label: say('Turn off', 'Desactivar', '停用'), risky: true }] }
}

function certification(world: World, account: Account): ConsoleFact {
  const standing = shownStanding(world, account)
  const fact = { id: 'certification', label: say('Verification', 'Verificación', '认证'), value: STANDING[standing], tone: standing === 'unverified' ? 'bad' : standing === 'test' ? 'attention' : 'good', ...(account.certifiedUntil ? { at: account.certifiedUntil } : {}) } satisfies Omit<ConsoleFact, 'presses'>
  if (standing === 'test') return { ...fact, presses: [] }
  return standing === 'verified'
    ? { ...fact, presses: [{ id: 'annual_renew', label: say('Remind of the renewal', 'Avisar de la renovación', '发送年审通知') }, { id: 'verify_expired', label: say('Let it run out', 'Dejar que caduque', '认证过期'), risky: true }] }
    : { ...fact, presses: [{ id: 'qualification_verify_success', label: say('Renew', 'Renovar', '通过认证') }, { id: 'qualification_verify_fail', label: say('Refuse the papers', 'Rechazar la documentación', '资质认证失败') }] }
}

function addresses(account: Account): ConsoleFact {
  const list = account.ipAllowList
  return {
    id: 'addresses', label: say('IP allow-list', 'Lista de IP permitidas', 'IP白名单'), tone: list === null ? 'good' : 'attention',
    value: list === null ? say('Switched off', 'Desactivada', '未启用') : list.length > 0 ? list.join(', ') : say('Empty: nobody may fetch a token', 'Vacía: nadie puede pedir un token', '为空'),
    presses: [
      { id: 'allow_ip', label: say('Add an address', 'Añadir una dirección', '添加'), input: { label: say('IP address', 'Dirección IP', 'IP地址'), initial: '127.0.0.1' } },
      ...(list === null ? [] : [{ id: 'ip_list_off', label: say('Switch off', 'Desactivar', '停用') }]),
      ...(list && list.length > 0 ? [{ id: 'clear_ips', label: say('Empty the list', 'Vaciar la lista', '清空'), risky: true }] : []),
    ],
  }
}

const secret = (): ConsoleFact => ({ id: 'secret', label: say('AppSecret', 'AppSecret', 'AppSecret'), value: say('Hidden', 'Oculto', '已隐藏'), presses: [{ id: 'reset_secret', label: say('Reset', 'Restablecer', '重置'), risky: true }] })

function quota(world: World, account: Account): ConsoleFact {
  const used = quotas(world, account).filter((one) => one.used > 0).sort((a, b) => b.used / b.limit - a.used / a.limit).slice(0, 3)
  return {
    id: 'quota', label: say('Calls today', 'Llamadas de hoy', '今日调用'), tone: used.some((one) => one.used >= one.limit) ? 'bad' : 'good',
    value: used.length > 0 ? used.map((one) => `${one.path.replace('/cgi-bin/', '')} ${one.used}/${one.limit}`).join(' · ') : say('None yet', 'Ninguna todavía', '暂无'),
    presses: [{ id: 'spend_quota', label: say('Use one up', 'Agotar una', '用完额度'), input: { label: say('Path of the call', 'Ruta de la llamada', '接口路径'), initial: '/cgi-bin/message/custom/send' } }],
  }
}

/** The mass-message page of the console, where somebody may post without any program. */
const posts = (world: World, account: Account): ConsoleFact => ({
  id: 'posts', label: say('Posts to everybody this month', 'Publicaciones a todos este mes', '本月群发'), value: `${postsToAll(world, account)}/4`,
  presses: [{ id: 'post_to_all', label: say('Post by hand', 'Publicar a mano', '群发消息'), input: { label: say('Text', 'Texto', '文字'), initial: '今天店铺全场八折' } }],
})

const followers = (world: World, account: Account): ConsoleFact => ({ id: 'followers', label: say('Followers', 'Seguidores', '关注者'), value: String(peopleOf(world, account.id).filter((person) => person.following).length), presses: [{ id: 'tag_followers', label: say('Put a tag on all', 'Etiquetar a todos', '全部打标签'), input: { label: say('Tag', 'Etiqueta', '标签'), initial: '老顾客' } }] })

/** Presses a button of the console. */
export async function pressConsole(world: World, account: Account, { id, value }: { id: string; value?: string }): Promise<void> {
  const change = (changes: Partial<Account>): Account => { const changed = { ...account, ...changes }; world.put('accounts', account.id, changed); return changed }
  if (id === 'enable_server') return void change({ inBackend: false })
  if (id === 'disable_server') return void change({ inBackend: true })
  if (id === 'allow_ip') {
    if (!value || !/^[\da-f.:]{3,45}$/i.test(value)) throw new Error('That is not an IP address.')
    return void change({ ipAllowList: [...new Set([...(account.ipAllowList ?? []), value])] })
  }
  if (id === 'clear_ips') return void change({ ipAllowList: [] })
  if (id === 'ip_list_off') return void change({ ipAllowList: null })
  if (id === 'reset_secret') return void change({ appSecret: Array.from({ length: 32 }, () => Math.floor(world.random() * 16).toString(16)).join('') })
  if (id === 'post_to_all') return postFromConsole(world, account, value || '今天店铺全场八折')
  if (id === 'tag_followers') return tagFollowers(world, account, value || '老顾客')
  if (id === 'spend_quota') return spendQuota(world, account, value ?? '')
  if (CERTIFICATION_EVENTS.includes(id as CertificationEvent)) return certify(world, change, id as CertificationEvent) // one of the list by the line before
  throw new Error(`The console has no button "${id}".`)
}

/** What the platform decides about the certification. A renewal holds for a year; its reminder and its end come by themselves. */
async function certify(world: World, change: (changes: Partial<Account>) => Account, event: CertificationEvent): Promise<void> {
  const changed = change(event === 'verify_expired' ? { certifiedUntil: world.now() } : event === 'qualification_verify_success' ? { standing: 'verified', certifiedUntil: world.now() + YEAR_MS } : {})
  if (event === 'qualification_verify_success') watchCertificate(world, changed)
  await announce(world, changed, event)
}
