import type { PlatformTemplate } from '@recado/channel-kit'
import { type Content, type Intent, type IntentAuthor, type Media, type Purpose, RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Account, LoadedChannel } from '../services.js'

export interface TemplateRow { template_id: string; external_id: string; name: string; language: string; category: string; status: string; quality: string | null; reason: string | null; preview: PlatformTemplate['preview']; parameters: PlatformTemplate['parameters']; components: unknown }

const TEMPLATE = `select template_id, external_id, name, language, category, status, quality, reason, preview, parameters, components from template where workspace_id = $1 and account_id = $2 and not gone`

export function platformTemplate(row: TemplateRow): PlatformTemplate {
  return { externalId: row.external_id, name: row.name, language: row.language, category: row.category, status: row.status, preview: row.preview, parameters: row.parameters, components: row.components }
}

/** The template that a content names, by our id or by name and language; null when there is none. */
export async function findTemplate(tx: Tx, account: Account, content: { templateId?: string; name?: string; language?: string }): Promise<TemplateRow | null> {
  const rows = content.templateId
    ? /^[0-9a-f-]{36}$/.test(content.templateId) ? await tx.query<TemplateRow>(`${TEMPLATE} and template_id = $3`, [account.workspaceId, account.id, content.templateId]) : []
    : await tx.query<TemplateRow>(`${TEMPLATE} and name = $3 and ($4::text is null or language = $4) order by (status = 'approved') desc, language limit 1`, [account.workspaceId, account.id, content.name ?? '', content.language ?? null])
  return rows[0] ?? null
}

/** Content as it will be stored, and what the engine must know of it. */
export interface Prepared { content: Content; intent: Intent; template: TemplateRow | null }

/** Fills in files and templates by what we hold; finds limits that the content breaks. Throws not_found for a file that is not ours. */
export async function prepare(tx: Tx, account: Account, channel: LoadedChannel, content: Content, purpose: Purpose, author: IntentAuthor): Promise<Prepared> {
  const filled = await fillMedia(tx, account.workspaceId, content)
  const intent: Intent = { kind: content.kind, purpose, author }
  if (filled.kind === 'template') {
    const template = await findTemplate(tx, account, filled)
    if (!template) return { content: filled, intent: { ...intent, template: { id: '', category: '', status: 'missing', missing: [] } }, template: null }
    const check = channel.connector.checkTemplate?.(platformTemplate(template), filled.parameters)
    const { header, body, footer, buttons } = check?.rendered ?? template.preview
    const stored: Content = {
      ...filled, templateId: template.template_id, name: template.name, language: template.language, text: body, ...(header ? { header } : {}), ...(footer ? { footer } : {}),
      ...(buttons?.length ? { buttons: buttons.map((b) => (typeof b === 'string' ? b : b.text)) } : {}),
    }
    return { content: stored, template, intent: { ...intent, template: { id: template.template_id, category: template.category, status: template.status, missing: check?.missing ?? [], ...(check?.badValue !== undefined ? { badValue: check.badValue } : {}) } } }
  }
  const fault = channel.connector.validate(filled, account.settings)
  return { content: filled, intent: fault ? { ...intent, fault: { code: fault.code } } : intent, template: null }
}

interface MediaRow { media_id: string; state: Media['state']; mime: string; bytes: number; name: string | null; width: number | null; height: number | null; duration_ms: number | null; waveform: number[] | null }

/** A stored file as contents carry it. */
export function mediaOf(row: MediaRow): Media {
  return {
    id: row.media_id, url: `/api/v1/media/${row.media_id}/file`, mime: row.mime, bytes: Number(row.bytes), state: row.state ?? 'ready',
    ...(row.name ? { name: row.name } : {}), ...(row.width ? { width: row.width } : {}), ...(row.height ? { height: row.height } : {}), ...(row.duration_ms ? { durationMs: row.duration_ms } : {}), ...(row.waveform ? { waveform: row.waveform } : {}),
  }
}

export const MEDIA_COLUMNS = 'media_id, state, mime, bytes, name, width, height, duration_ms, waveform'

async function fillMedia(tx: Tx, workspaceId: string, content: Content): Promise<Content> {
  const file = 'media' in content ? content.media : content.kind === 'choices' ? content.headerMedia : undefined
  if (!file) return content
  if (!/^[0-9a-f-]{36}$/.test(file.id ?? '')) throw new RecadoError('not_found', { mediaId: file.id })
  const [row] = await tx.query<MediaRow>(`select ${MEDIA_COLUMNS} from media where workspace_id = $1 and media_id = $2 and state = 'ready'`, [workspaceId, file.id])
  if (!row) throw new RecadoError('not_found', { mediaId: file.id })
  const media = mediaOf(row)
  return content.kind === 'choices' ? { ...content, headerMedia: media } : ({ ...content, media } as Content)
}
