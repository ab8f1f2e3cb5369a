/** WhatsApp Manager, and the desk of Meta's reviewers: what becomes of each template, by hand. */
import type { ConsoleFact, LocalText, PlatformConsole, World } from '@recado/channel-kit'
import { recategoriseAt } from './acts-platform.js'
import { numberOf, type NumberRow } from './state.js'
import { disable, endReview, pause, reviewsByHand, setByHand, setQuality, unpause } from './template-life.js'
import { templateById, templatesOf, type Quality, type TemplateRow } from './template-store.js'

const say = (en: string, es: string, zh: string): LocalText => ({ en, es, zh })

const APPROVE = say('Approve', 'Aprobar', '通过')
const REJECT = say('Reject', 'Rechazar', '拒绝')
const REASON = say('Reason', 'Motivo', '原因')
const STATES: Readonly<Record<TemplateRow['status'], LocalText>> = {
  PENDING: say('In review', 'En revisión', '审核中'), APPROVED: say('Approved', 'Aprobada', '已通过'), REJECTED: say('Rejected', 'Rechazada', '已拒绝'), PAUSED: say('Paused', 'En pausa', '已暂停'), DISABLED: say('Disabled', 'Desactivada', '已停用'), ARCHIVED: say('Archived', 'Archivada', '已归档'),
}
const TONES = { PENDING: 'attention', APPROVED: 'good', REJECTED: 'bad', PAUSED: 'attention', DISABLED: 'bad', ARCHIVED: 'attention' } as const

const known = (world: World, key: string): NumberRow => {
  const number = numberOf(world, key)
  if (!number) throw new Error(`There is no number ${key}.`)
  return number
}

const worded = (text: LocalText, more: string): LocalText => Object.fromEntries(Object.entries(text).map(([language, words]) => [language, `${words} · ${more}`])) as unknown as LocalText // the same languages

function templateFact(row: TemplateRow): ConsoleFact {
  const press = (verb: string, label: LocalText, more: Partial<ConsoleFact['presses'][number]> = {}): ConsoleFact['presses'][number] => ({ id: `${verb}:${row.id}`, label, ...more })
  return {
    id: row.id, label: say(`${row.name} (${row.language})`, `${row.name} (${row.language})`, `${row.name} (${row.language})`), tone: TONES[row.status], value: worded(STATES[row.status], `${row.category} · ${row.quality}`),
    presses: row.status === 'PENDING' ? [press('approve', APPROVE), press('reject', REJECT, { risky: true, input: { label: REASON, initial: 'The text does not say who writes.' } })]
      : row.status === 'APPROVED' ? [
        press('pause', say('Pause', 'Pausar', '暂停'), { risky: true }), press('disable', say('Disable', 'Desactivar', '停用'), { risky: true }), ...(row.category === 'UTILITY' ? [press('recategorise', say('File as marketing', 'Pasar a marketing', '改为营销'), { risky: true })] : []),
        press('quality', say('Set quality', 'Cambiar calidad', '设置质量'), { input: { label: say('GREEN, YELLOW or RED', 'GREEN, YELLOW o RED', 'GREEN、YELLOW 或 RED'), initial: 'YELLOW' } })]
        : row.status === 'PAUSED' ? [press('unpause', say('End the pause', 'Terminar la pausa', '结束暂停')), press('disable', say('Disable', 'Desactivar', '停用'), { risky: true })] : [],
  }
}

export const whatsappConsole: PlatformConsole = {
  accounts: (world) => world.all<NumberRow>('number').map(({ id, verifiedName }) => ({ externalId: id, name: verifiedName })),
  facts(world, key) {
    const number = known(world, key)
    const byHand = reviewsByHand(world, number.wabaId)
    const order = { PENDING: 0, PAUSED: 1, REJECTED: 2, APPROVED: 3, DISABLED: 4, ARCHIVED: 5 }
    return [
      { id: 'review', label: say('Review of templates', 'Revisión de plantillas', '模板审核'), tone: byHand ? 'attention' : 'good', value: byHand ? say('By hand, here', 'A mano, aquí', '在此手动审核') : say('By itself, within two minutes', 'Sola, en dos minutos', '两分钟内自动审核'), presses: [byHand ? { id: 'by_itself', label: say('By itself', 'Automática', '自动') } : { id: 'by_hand', label: say('By hand', 'A mano', '手动') }] },
      ...templatesOf(world, number.wabaId).sort((a, b) => order[a.status] - order[b.status] || b.createdAt - a.createdAt).map(templateFact),
    ]
  },
  async press(world, key, { id, value }) {
    const number = known(world, key)
    if (id === 'by_hand' || id === 'by_itself') return setByHand(world, number.wabaId, id === 'by_hand')
    const [verb, templateId = ''] = id.split(':')
    const row = templateById(world, templateId)
    if (!row || row.wabaId !== number.wabaId) throw new Error('There is no such template.')
    switch (verb) {
      case 'approve': return endReview(world, row.id, { status: 'APPROVED', reason: 'NONE' })
      case 'reject': return endReview(world, row.id, { status: 'REJECTED', reason: 'INVALID_FORMAT', ...(value ? { explanation: value } : {}) })
      case 'pause': return pause(world, row.id)
      case 'disable': return disable(world, row.id)
      case 'recategorise': return recategoriseAt(world, row)
      case 'unpause': return void await unpause(world, row.id, row.pauses)
      case 'quality': {
        const score = value?.trim().toUpperCase() ?? ''
        if (!['GREEN', 'YELLOW', 'RED', 'UNKNOWN'].includes(score)) throw new Error('Quality is GREEN, YELLOW, RED or UNKNOWN.')
        return setQuality(world, row.id, score as Quality) // one of the four, above
      }
      default: throw new Error(`The console has no button "${id}".`)
    }
  },
}
