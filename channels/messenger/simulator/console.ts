/** The desk of Meta's reviewers for a Page's utility messages. */
import type { ConsoleFact, LocalText, PlatformConsole, World } from '@recado/channel-kit'
import type { PageRow } from './state.js'
import { setStatus, templateRows, type TemplateRow } from './templates.js'

const say = (en: string, es: string, zh: string): LocalText => ({ en, es, zh })

const STATES: Readonly<Record<TemplateRow['status'], LocalText>> = { PENDING: say('In review', 'En revisión', '审核中'), APPROVED: say('Approved', 'Aprobada', '已通过'), REJECTED: say('Rejected', 'Rechazada', '已拒绝'), PAUSED: say('Paused', 'En pausa', '已暂停'), DISABLED: say('Disabled', 'Desactivada', '已停用') }
const TONES = { PENDING: 'attention', APPROVED: 'good', REJECTED: 'bad', PAUSED: 'attention', DISABLED: 'bad' } as const

function fact(row: TemplateRow): ConsoleFact {
  const press = (verb: string, label: LocalText, more: Partial<ConsoleFact['presses'][number]> = {}): ConsoleFact['presses'][number] => ({ id: `${verb}:${row.id}`, label, ...more })
  const approve = press('approve', say('Approve', 'Aprobar', '通过'))
  const disable = press('disable', say('Disable', 'Desactivar', '停用'), { risky: true })
  return {
    id: row.id, label: say(`${row.name} (${row.language})`, `${row.name} (${row.language})`, `${row.name} (${row.language})`), tone: TONES[row.status], value: STATES[row.status],
    presses: row.status === 'PENDING' ? [approve, press('reject', say('Reject', 'Rechazar', '拒绝'), { risky: true, input: { label: say('Reason', 'Motivo', '原因'), initial: 'TAG_SHOULD_BE_MARKETING' } })] : row.status === 'APPROVED' ? [press('pause', say('Pause', 'Pausar', '暂停'), { risky: true }), disable] : row.status === 'PAUSED' ? [approve, disable] : [],
  }
}

const DECISIONS: Readonly<Record<string, TemplateRow['status']>> = { approve: 'APPROVED', reject: 'REJECTED', pause: 'PAUSED', disable: 'DISABLED' }

export const messengerConsole: PlatformConsole = {
  accounts: (world) => world.all<PageRow>('page').map(({ id, name }) => ({ externalId: id, name })),
  facts(world, key) {
    const byHand = isByHand(world, key)
    return [
      { id: 'review', label: say('Review of utility messages', 'Revisión de mensajes de utilidad', '通知审核'), tone: byHand ? 'attention' : 'good', value: byHand ? say('By hand, here', 'A mano, aquí', '在此手动审核') : say('By itself, within a minute', 'Sola, en un minuto', '一分钟内自动审核'), presses: [byHand ? { id: 'by_itself', label: say('By itself', 'Automática', '自动') } : { id: 'by_hand', label: say('By hand', 'A mano', '手动') }] },
      ...templateRows(world, key).map(fact),
    ]
  },
  async press(world, key, { id, value }) {
    if (id === 'by_hand' || id === 'by_itself') return world.put('review_mode', key, { byHand: id === 'by_hand' })
    const [verb = '', templateId] = id.split(':')
    const row = templateRows(world, key).find((one) => one.id === templateId)
    const status = DECISIONS[verb]
    if (!row || !status) throw new Error(`The console has no button "${id}".`)
    await setStatus(world, key, row, status, status === 'REJECTED' ? value?.trim() || 'TAG_SHOULD_BE_MARKETING' : 'NONE')
  },
}

const isByHand = (world: World, key: string): boolean => world.get<{ byHand: boolean }>('review_mode', key)?.byHand ?? false
