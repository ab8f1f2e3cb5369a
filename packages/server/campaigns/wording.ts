/** What each recipient of a batch reads: contents with their files and templates looked up once, filled for everybody. */
import type { CampaignContent, CampaignVariant } from '@recado/api'
import { platformTemplate, prepare, type TemplateRow } from '../sending/intent.js'
import { type Content, fillContent, inHerLanguage, type Intent, type Purpose, type ReplyValues, type Track } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Account, LoadedChannel } from '../services.js'

export interface Wording { content: Content; intent: Intent; template: TemplateRow | null; missing: string[] }

interface Known { content: Content; template: TemplateRow | null; intent: Intent }

const COLUMNS = 'template_id, external_id, name, language, category, status, quality, reason, preview, parameters, components'

/** One account's contents of one campaign, for the time of one batch: a template that was paused in between is seen paused by the next. */
export class Wordings {
  private readonly known = new Map<Content, Known>()
  private readonly byName = new Map<string, TemplateRow[]>()
  private readonly tx: Tx
  private readonly account: Account
  private readonly channel: LoadedChannel
  private readonly purpose: Purpose

  constructor(tx: Tx, account: Account, channel: LoadedChannel, purpose: Purpose) {
    this.tx = tx
    this.account = account
    this.channel = channel
    this.purpose = purpose
  }

  /** Null where the variant says nothing on this account. */
  async for(variant: CampaignVariant, her: { language: string | null; values: ReplyValues }, track: Track | null): Promise<Wording | null> {
    const given: CampaignContent | undefined = variant.contents[this.account.id]
    if (!given) return null
    const known = await this.look(inHerLanguage(given.content, given.languages, her.language), her.language)
    const { content, missing } = fillContent(known.content, her.values, given.fallbacks ?? {}, track)
    if (content.kind !== 'template') {
      const fault = this.channel.connector.validate(content, this.account.settings)
      return { content, template: null, missing, intent: { ...known.intent, ...(fault ? { fault: { code: fault.code } } : {}) } }
    }
    const { template } = known
    if (!template) return { content, template, missing, intent: known.intent }
    const check = this.channel.connector.checkTemplate?.(platformTemplate(template), content.parameters)
    const { header, body, footer, buttons } = check?.rendered ?? template.preview
    const stored: Content = { ...content, templateId: template.template_id, name: template.name, language: template.language, text: body, ...(header ? { header } : {}), ...(footer ? { footer } : {}), ...(buttons?.length ? { buttons: buttons.map((b) => (typeof b === 'string' ? b : b.text)) } : {}) }
    return { content: stored, template, missing, intent: { ...known.intent, template: { id: template.template_id, category: template.category, status: template.status, missing: check?.missing ?? [], ...(check?.badValue !== undefined ? { badValue: check.badValue } : {}) } } }
  }

  private async look(content: Content, language: string | null): Promise<Known> {
    if (content.kind === 'template' && !content.templateId && content.name && !content.language) {
      const template = await this.inLanguage(content.name, language)
      return { content, template, intent: { kind: 'template', purpose: this.purpose, author: 'campaign', template: template ? { id: template.template_id, category: template.category, status: template.status, missing: [] } : { id: '', category: '', status: 'missing', missing: [] } } }
    }
    let known = this.known.get(content)
    if (!known) {
      // Files and templates by what we hold; places still stand in the texts, so limits are checked on what she reads.
      const prepared = await prepare(this.tx, this.account, this.channel, content, this.purpose, 'campaign')
      const { fault: _early, ...intent } = prepared.intent
      known = { content: content.kind === 'template' ? content : prepared.content, template: prepared.template, intent }
      this.known.set(content, known)
    }
    return known
  }

  /** Of a template named without a language the one that speaks hers. */
  private async inLanguage(name: string, language: string | null): Promise<TemplateRow | null> {
    let rows = this.byName.get(name)
    if (!rows) this.byName.set(name, (rows = await this.tx.query<TemplateRow>(`select ${COLUMNS} from template where workspace_id = $1 and account_id = $2 and name = $3 and not gone order by (status = 'approved') desc, language`, [this.account.workspaceId, this.account.id, name])))
    const approved = rows.filter((row) => row.status === 'approved')
    const byTag = Object.fromEntries(approved.map((row) => [row.language.replace('_', '-'), row]))
    return approved.length > 0 ? inHerLanguage(approved[0]!, byTag, language) : (rows[0] ?? null) // one is there
  }
}
