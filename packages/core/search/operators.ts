/**
 * The words that narrow a search, as people write them in each language. A name or value of any language is understood whatever language the
 * desk speaks: colleagues send each other their questions.
 */
import { once } from './once.js'
import { fold } from './tokens.js'

export const FIELDS = ['from', 'assignee', 'team', 'channel', 'account', 'inbox', 'label', 'has', 'is', 'in', 'before', 'after', 'on', 'window'] as const
export type Field = (typeof FIELDS)[number]

export const HAS = ['file', 'image', 'audio', 'video', 'link', 'note'] as const
export const IS = ['unread', 'open', 'pending', 'snoozed', 'resolved', 'waiting', 'failed'] as const
export const WINDOWS = ['open', 'closed'] as const

/** Names of fields beside the English ones. */
const NAMES: Readonly<Record<Field, string>> = {
  from: 'de von 来自 من',
  assignee: 'assigned asignado asignada asignadoa responsable responsavel atribuido atribuida zugewiesen bearbeiter 负责人 分配给 المسؤول',
  team: 'equipo equipe 团队 فريق',
  channel: 'app canal kanal 渠道 قناة',
  account: 'cuenta conta konto 账号 حساب',
  inbox: 'bandeja buzon caixa postfach eingang 收件箱 بريد',
  label: 'tag etiqueta marcador rotulo schlagwort 标签 وسم',
  has: 'tiene con tem hat mit 包含 يحتوي',
  is: 'es esta ist 状态 حالة',
  in: 'en em 在 في',
  before: 'antes until hasta ate vor bis 之前 قبل',
  after: 'since despues desde depois nach seit 之后 بعد',
  on: 'dia date fecha data am 日期 يوم',
  window: 'ventana janela fenster 窗口 نافذة',
}

const VALUES: Readonly<Record<'has' | 'is' | 'window', Readonly<Record<string, string>>>> = {
  has: {
    file: 'files attachment document archivo adjunto fichero documento arquivo anexo datei anhang dokument 文件 附件 ملف', image: 'picture photo imagen foto imagem bild 图片 照片 صورة',
    audio: 'voice voz audios sprachnachricht 语音 音频 صوت', video: 'videos 视频 فيديو', link: 'url enlace liga 链接 رابط', note: 'nota notiz 备注 ملاحظة',
  },
  is: {
    unread: 'sinleer noleida noleido naolida naolido ungelesen 未读 غير_مقروء', open: 'abierta abierto aberta aberto offen 打开 进行中 مفتوحة', pending: 'pendiente pendente ausstehend wartet 挂起 待处理 معلقة',
    snoozed: 'pospuesta pospuesto aplazada aplazado adiada adiado zuruckgestellt 已推迟 推迟 稍后 مؤجلة', resolved: 'closed resuelta resuelto cerrada resolvida resolvido erledigt gelost 已解决 محلولة',
    waiting: 'esperando espera aguardando wartend 等待 منتظرة', failed: 'fallida fallido fallo falha fehlgeschlagen 失败 فاشلة',
  },
  window: { open: 'abierta abierto aberta offen 开放 打开 مفتوحة', closed: 'shut cerrada cerrado fechada geschlossen 已关闭 关闭 مغلقة' },
}

const plain = (word: string): string => fold(word).replace(/[\s_-]+/g, '')

function index(table: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(table).flatMap(([key, words]) => [key, ...words.split(' ')].map((word) => [plain(word), key])))
}

const fieldIndex = /* @__PURE__ */ once(() => index(NAMES))
const valueIndex = /* @__PURE__ */ once(() => ({ has: index(VALUES.has), is: index(VALUES.is), window: index(VALUES.window) }))
const people = /* @__PURE__ */ once(() => index({
  me: 'yo mi eu mim ich mir 我 انا', none: 'nobody nadie ninguno ninguem niemand keiner 无人 لااحد', customer: 'contact cliente contacto contato kunde kundin 客户 عميل',
}))

/** The field of a name in any of our languages, null when there is none. */
export function fieldOf(name: string): Field | null {
  return (fieldIndex().get(plain(name)) as Field | undefined) ?? null
}

/** The value as the server knows it; null when the field has no such value. Names of people and things stay as written. */
export function valueOf(field: Field, value: string): string | null {
  const word = plain(value)
  if (field === 'has' || field === 'is' || field === 'window') return valueIndex()[field].get(word) ?? null
  if (field === 'in') return valueIndex().has.get(word) === 'note' || word === 'notes' || word === 'notas' ? 'note' : null
  const who = people().get(word)
  const stands = field === 'from' ? who === 'me' || who === 'customer' : field === 'assignee' ? who === 'me' || who === 'none' : field === 'team' && who === 'none'
  return stands && who ? who : value
}

/** The field that somebody probably meant, for a hint. */
export function nearestField(name: string): Field | null {
  const word = plain(name)
  let best: { field: Field; distance: number } | null = null
  for (const [known, field] of fieldIndex()) {
    const distance = known.length > 3 && known.startsWith(word) && word.length > 1 ? 1 : editDistance(word, known)
    if (distance <= (known.length > 4 ? 2 : known.length > 2 ? 1 : 0) && (!best || distance < best.distance)) best = { field: field as Field, distance }
  }
  return best?.field ?? null
}

function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))) // both rows have b.length + 1 places
    row = next
  }
  return row[b.length]! // the last place of the row
}
