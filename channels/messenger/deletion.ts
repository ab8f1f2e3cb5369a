/**
 * "Data Deletion Request Callback": somebody removes the app in her Facebook settings and asks for her data to be deleted. Meta posts a form with a
 * `signed_request` and wants `{url, confirmation_code}` back. Read in November 2026: https://developers.facebook.com/docs/apps/delete-data
 * The user id in it is scoped to the app; people here are known by ids scoped to the Page, which `ids_for_pages` gives.
 */
import { createHmac } from 'node:crypto'
import { equalSecret, PlatformRefusal, type DeletionRequests, type DeletionReception, type RawRequest, type Settings } from '@recado/channel-kit'
import { graph } from './client.js'
import { bodyOf } from './errors.js'
import { object, text } from './json.js'

const refused = (status: 400 | 401, reason: string): DeletionReception => ({ kind: 'refused', status, code: status === 401 ? 'bad_signature' : 'bad_webhook', reason })

/** `<signature>.<payload>`, both base64url; the signature is HMAC-SHA256 over the payload as it was sent. */
function read(request: RawRequest, settings: Settings): DeletionReception {
  const secret = text(settings.appSecret)
  if (!secret) return refused(401, 'The account has no app secret.')
  const [signature, payload, more] = (new URLSearchParams(request.body.toString('utf8')).get('signed_request') ?? '').split('.')
  if (!signature || !payload || more !== undefined) return refused(400, 'No signed_request in the form.')
  if (!equalSecret(signature.replace(/=+$/, ''), createHmac('sha256', secret).update(payload).digest('base64url'))) return refused(401, 'The signed_request was not signed with this app secret.')
  let said: Record<string, unknown>
  try { said = object(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))) } catch { return refused(400, 'The payload is no JSON.') }
  if (String(said.algorithm ?? '').toUpperCase() !== 'HMAC-SHA256') return refused(400, 'Another algorithm than HMAC-SHA256.')
  const person = typeof said.user_id === 'number' ? String(said.user_id) : text(said.user_id)
  return person && /^\d{1,40}$/.test(person) ? { kind: 'accepted', person } : refused(400, 'No user_id in the payload.')
}

export const deletion: DeletionRequests = {
  source: 'https://developers.facebook.com/docs/apps/delete-data',
  steps: {
    en: 'In the app dashboard at Meta, open **Facebook Login > Settings**, and enter the address below as **Data Deletion Request URL**. Without the app id in the settings, people are found only where Meta names them as your Page knows them.',
    es: 'En el panel de la aplicación de Meta, abre **Inicio de sesión con Facebook > Configuración** e indica la dirección de abajo como **URL de solicitud de eliminación de datos**. Sin el identificador de la aplicación en los ajustes, solo se encuentra a quien Meta nombra como la conoce tu página.',
    'pt-BR': 'No painel do aplicativo da Meta, abra **Login do Facebook > Configurações** e informe o endereço abaixo como **URL de solicitação de exclusão de dados**. Sem o ID do aplicativo nas configurações, só é encontrado quem a Meta nomeia como sua Página a conhece.',
    de: 'Öffne im App-Dashboard von Meta **Facebook Login > Einstellungen** und trage die Adresse unten als **URL für Datenlöschanfragen** ein. Ohne die App-ID in den Einstellungen wird nur gefunden, wen Meta so nennt, wie deine Seite sie kennt.',
    'zh-CN': '在 Meta 的应用面板中打开 **Facebook 登录 > 设置**，将下面的地址填入 **数据删除请求网址**。若设置中没有应用编号，则只有 Meta 以主页编号称呼的人才能被找到。',
    ar: 'في لوحة التطبيق لدى Meta افتح **تسجيل الدخول عبر فيسبوك > الإعدادات** وأدخل العنوان أدناه بوصفه **رابط طلب حذف البيانات**. من دون معرّف التطبيق في الإعدادات لا يُعثر إلا على من تسمّيه Meta كما تعرفه صفحتك.',
  },
  read,
  answer: ({ url, code }) => ({ status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ url, confirmation_code: code }) }),
  async keysOf(person, context) {
    const { appId, appSecret, pageId } = context.settings
    // Apps made since May 2018 may be told ids of the Page itself.
    const own = { kind: 'psid', value: person }
    if (!text(appId) || !text(appSecret)) return [own]
    try {
      // An app's own token is its id and secret: https://developers.facebook.com/docs/messenger-platform/identity/id-matching
      const answer = await graph(context, { method: 'GET', path: '', root: `${encodeURIComponent(person)}/ids_for_pages`, query: { page: text(pageId) ?? '' }, token: `${text(appId)}|${text(appSecret)}`, proof: true })
      const rows = object(bodyOf(answer)).data
      const ids = Array.isArray(rows) ? rows.flatMap((row) => text(object(row).id) ?? []) : []
      return [own, ...ids.map((value) => ({ kind: 'psid', value }))]
    } catch (error) {
      // Nobody by this id as the app knows people, or the app may not ask: then only the id itself can be meant.
      if (error instanceof PlatformRefusal && error.detail.retry.kind === 'never') return [own]
      throw error
    }
  },
}
