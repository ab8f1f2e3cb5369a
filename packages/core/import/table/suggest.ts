/** What a column is, guessed from its heading in six languages and from what stands in it. A guess is shown, never acted upon by itself. Pure. */
import { ATTRIBUTE_TYPES, type AttributeType } from '../../contacts/attributes.js'
import type { ColumnUse } from './mapping.js'
import { readDay, readNumber } from './values.js'
import { fold, readCountry, readLanguage, readTimeZone, readYesNo } from './words.js'

const words = (...all: string[]): string[] => all.map(fold)

const HEADINGS: readonly (readonly [ColumnUse['to'], readonly string[]])[] = [
  ['name', words('name', 'full name', 'display name', 'contact', 'contact name', 'customer', 'customer name', 'fn', 'nombre completo', 'nombre y apellidos', 'cliente', 'contacto', 'nome completo', 'contato', 'vollständiger name', 'kunde', 'kontakt', 'kontaktname', '姓名', '名字', '名称', '客户', '联系人', 'الاسم', 'الاسم الكامل', 'اسم العميل', 'العميل', 'جهة الاتصال')],
  ['first_name', words('first name', 'given name', 'forename', 'nombre', 'primeiro nome', 'nome', 'vorname', '名', 'الاسم الأول')],
  ['last_name', words('last name', 'family name', 'surname', 'apellido', 'apellidos', 'sobrenome', 'nachname', 'familienname', '姓', 'اسم العائلة', 'اللقب')],
  ['phone', words('phone', 'phones', 'phone number', 'telephone', 'mobile', 'mobile phone', 'mobile number', 'cell', 'cell phone', 'tel', 'whatsapp', 'whatsapp number', 'sms', 'teléfono', 'telefono movil', 'móvil', 'celular', 'número de teléfono', 'telefone', 'telemóvel', 'número de telefone', 'fone', 'telefon', 'telefonnummer', 'handy', 'handynummer', 'mobil', 'mobilnummer', 'rufnummer', '电话', '手机', '手机号', '手机号码', '电话号码', '联系电话', 'الهاتف', 'رقم الهاتف', 'الجوال', 'رقم الجوال', 'الموبايل')],
  ['email', words('email', 'emails', 'e-mail', 'email address', 'e-mail address', 'mail', 'correo', 'correo electrónico', 'endereço de e-mail', 'e-mail-adresse', 'mailadresse', '邮箱', '电子邮件', '电子邮箱', '邮件', 'البريد', 'البريد الإلكتروني', 'الإيميل')],
  ['company', words('company', 'company name', 'organization', 'organisation', 'org', 'account', 'business', 'empresa', 'compañía', 'organización', 'organização', 'firma', 'unternehmen', 'organisation name', '公司', '公司名称', '单位', '企业', 'الشركة', 'اسم الشركة', 'المؤسسة')],
  ['labels', words('labels', 'label', 'tags', 'tag', 'groups', 'group', 'categories', 'etiquetas', 'etiqueta', 'grupos', 'marcadores', 'schlagwörter', 'labels und tags', 'gruppen', '标签', '分组', 'الوسوم', 'وسوم', 'التصنيفات')],
  ['stage', words('stage', 'lifecycle stage', 'status', 'contact stage', 'etapa', 'fase', 'estado', 'estágio', 'phase', 'stufe', '阶段', '状态', 'المرحلة', 'الحالة')],
  ['owner', words('owner', 'contact owner', 'assigned to', 'agent', 'propietario', 'responsable', 'asignado a', 'responsável', 'proprietário', 'zuständig', 'besitzer', 'betreuer', '负责人', '所有者', 'المسؤول', 'المالك')],
  ['language', words('language', 'lang', 'locale', 'idioma', 'lengua', 'língua', 'sprache', '语言', 'اللغة')],
  ['country', words('country', 'country code', 'country/region', 'país', 'pais', 'land', 'staat', 'länderkennung', '国家', '国家/地区', 'البلد', 'الدولة')],
  ['time_zone', words('time zone', 'timezone', 'tz', 'zona horaria', 'huso horario', 'fuso horário', 'zeitzone', '时区', 'المنطقة الزمنية')],
  ['contact_id', words('recado id')],
  ['external_id', words('external id', 'external ids', 'customer id', 'client id', 'customer number', 'customer no', 'crm id', 'record id', 'contact id', 'id', 'id externo', 'número de cliente', 'id de cliente', 'código de cliente', 'id do cliente', 'número do cliente', 'kundennummer', 'kunden-id', 'externe id', '客户编号', '外部编号', '编号', 'المعرف', 'رقم العميل')],
  ['notes', words('notes', 'note', 'comment', 'comments', 'remarks', 'notas', 'nota', 'comentarios', 'observaciones', 'observações', 'comentários', 'notizen', 'notiz', 'bemerkung', 'bemerkungen', '备注', '说明', 'ملاحظات', 'ملاحظة')],
  ['consent', words('consent', 'marketing', 'marketing consent', 'accepts marketing', 'accepts email marketing', 'accepts sms marketing', 'opt-in', 'optin', 'opted in', 'newsletter', 'subscribed', 'consentimiento', 'acepta marketing', 'suscrito', 'acepta publicidad', 'consentimento', 'aceita marketing', 'inscrito', 'einwilligung', 'werbung', 'werbeeinwilligung', '同意', '订阅', '营销同意', 'الموافقة', 'موافقة تسويقية', 'مشترك')],
  ['consent_date', words('consent date', 'opt-in date', 'optin date', 'subscribed at', 'date of consent', 'fecha de consentimiento', 'fecha de alta', 'fecha de suscripción', 'data do consentimento', 'data de inscrição', 'datum der einwilligung', 'einwilligungsdatum', 'angemeldet am', '同意日期', '订阅日期', 'تاريخ الموافقة', 'تاريخ الاشتراك')],
]
const BY_HEADING = new Map(HEADINGS.flatMap(([to, all]) => all.map((word) => [word, to] as const)))

/** Targets that more than one column may be. */
const MANY: ReadonlySet<ColumnUse['to']> = new Set(['phone', 'email', 'labels', 'external_id', 'notes', 'attribute', 'new_attribute', 'consent', 'skip'])

export interface KnownField { key: string; name: string; type: AttributeType }
export interface Suggestable { heading: string; samples: readonly string[] }

/** A use for every column. `fields` are the workspace's own, `topics` the keys and names of its consent topics. */
export function suggestColumns(columns: readonly Suggestable[], fields: readonly KnownField[], topics: readonly { key: string; names: readonly string[] }[] = []): ColumnUse[] {
  const taken = new Set<ColumnUse['to']>()
  const uses = columns.map((column): ColumnUse | null => {
    const use = byHeading(column.heading, fields, topics)
    if (!use || (!MANY.has(use.to) && taken.has(use.to))) return null
    taken.add(use.to)
    return use
  })
  // Spanish and Portuguese call the whole name as they call the first one.
  const firstAt = uses.findIndex((use) => use?.to === 'first_name')
  if (firstAt >= 0 && !taken.has('last_name') && !taken.has('name')) uses[firstAt] = { to: 'name' }
  const nameAt = uses.findIndex((use) => use?.to === 'name')
  if (nameAt >= 0 && taken.has('last_name') && !taken.has('first_name')) uses[nameAt] = { to: 'first_name' }
  return uses.map((use, at): ColumnUse => {
    if (use) return use
    const column = columns[at]! // same length
    const guess = byContent(column.samples)
    if (guess && !taken.has(guess)) { taken.add(guess); return { to: guess } }
    const heading = column.heading.trim()
    if (heading === '' || column.samples.every((each) => each.trim() === '')) return { to: 'skip' }
    return { to: 'new_attribute', name: heading.slice(0, 60), type: typeOf(column.samples) }
  })
}

/** Columns that a file of refused rows has beside those of the original. */
export const PROBLEM_COLUMNS = ['recado line', 'recado reason'] as const
const OURS: ReadonlySet<string> = new Set(PROBLEM_COLUMNS)

const OWN = /^(field|consent|external id)\s*:\s*(.+)$/iu

function byHeading(heading: string, fields: readonly KnownField[], topics: readonly { key: string; names: readonly string[] }[]): ColumnUse | null {
  const own = OWN.exec(heading.trim())
  if (own) {
    const [, kind = '', rest = ''] = own
    if (/^external/iu.test(kind)) return { to: 'external_id', source: rest.trim().slice(0, 60) }
    if (/^consent/iu.test(kind)) return { to: 'consent', ...ownScope(rest.trim()) }
    const [, key = '', type = 'text', name = key] = /^([a-z][a-z0-9_]*)(?:\s*\((\w+)\))?(?:\s+(.+))?$/u.exec(rest.trim()) ?? []
    if (fields.some((field) => field.key === key)) return { to: 'attribute', key }
    return key ? { to: 'new_attribute', key, name, type: ATTRIBUTE_TYPES.find((each) => each === type) ?? 'text' } : null
  }
  const word = fold(heading)
  if (word === '') return null
  // What our own files of refused rows say of each.
  if (OURS.has(heading.trim().toLowerCase())) return { to: 'skip' }
  const field = fields.find(({ key, name }) => fold(name) === word || fold(key) === word)
  if (field) return { to: 'attribute', key: field.key }
  const topic = topics.find(({ key, names }) => fold(key) === word || names.some((name) => fold(name) === word))
  if (topic) return { to: 'consent', category: topic.key }
  // `phone 2`, `E-mail 1`, `Teléfono móvil (trabajo)`
  const to = BY_HEADING.get(word) ?? BY_HEADING.get(word.replace(/\d+$/u, '')) ?? BY_HEADING.get(fold(heading.replace(/\([^)]*\)|\[[^\]]*\]/gu, '')))
  return to ? { to } : null
}

/** `news @whatsapp`, `* @whatsapp`, `*`. */
function ownScope(text: string): Pick<ColumnUse, 'category' | 'channel'> {
  const [, category = '*', channel] = /^(\S+)(?:\s+@(\S+))?$/u.exec(text) ?? []
  return { ...(category === '*' ? {} : { category }), ...(channel ? { channel } : {}) }
}

function byContent(samples: readonly string[]): ColumnUse['to'] | null {
  const given = samples.map((each) => each.trim()).filter(Boolean)
  if (given.length === 0) return null
  const all = (test: (each: string) => boolean): boolean => given.every(test)
  if (all((each) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(each))) return 'email'
  if (all((each) => /^'?(?:\+|00)\s?\d[\d\s().-]{6,18}$/u.test(each))) return 'phone'
  if (given.length > 1 && all((each) => /[A-Za-z]\/[A-Za-z]/u.test(each) && readTimeZone(each) !== null)) return 'time_zone'
  if (given.length > 1 && all((each) => readCountry(each) !== null)) return 'country'
  if (given.length > 1 && all((each) => each.length > 2 && readLanguage(each) !== null)) return 'language'
  return null
}

/** The type that all of these fit. */
export function typeOf(samples: readonly string[]): AttributeType {
  const given = samples.map((each) => each.trim()).filter(Boolean)
  if (given.length === 0) return 'text'
  if (given.every((each) => /[./-]/u.test(each) && (readDay(each, 'dmy') !== null || readDay(each, 'mdy') !== null))) return 'date'
  // Numbers that begin with a nought are codes.
  if (given.every((each) => readNumber(each) !== null && !/^0\d/u.test(each))) return given.every((each) => /^[01]$/u.test(each)) ? 'boolean' : 'number'
  if (given.every((each) => readYesNo(each) !== null)) return 'boolean'
  if (given.every((each) => /^https?:\/\//iu.test(each))) return 'link'
  return 'text'
}
