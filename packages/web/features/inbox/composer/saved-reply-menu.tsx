import { judgeFile, type ConversationDetail, type Macro, type Media, type SavedReply } from '@recado/api'
import { fillReply, findReplies, replyValues, variantFor } from '@recado/core'
import { useQuery } from '@tanstack/react-query'
import { Paperclip, Zap } from 'lucide-react'
import { useEffect, useImperativeHandle, useMemo, useRef, useState, type KeyboardEvent, type Ref } from 'react'
import { api } from '../../../api/client.js'
import { savedRepliesQuery, useChannel, useSession } from '../../../api/queries.js'
import { tellCode } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { toast } from '../../../ui/toast.js'
import { macrosQuery, replyUsesQuery, replyValuesOptions } from '../../macros/queries.js'

/** What the composer asks of the menu: whether a key was meant for it. */
export interface ReplyMenuHandle { key: (event: KeyboardEvent) => boolean }
type Entry = { kind: 'reply'; reply: SavedReply; shortcut: string; title: string; folder: string | null; text: string } | { kind: 'macro'; macro: Macro; shortcut: string; title: string; folder: string | null; text: string }

const MOST = 30

/** The list over the composer; the caret stays in the text, which is the combobox. What she uses most comes first, as she would send it. */
export default function SavedReplyMenu({ id, wish, conversation, handle, onActive, onInsert, onMacro }: { id: string; wish: string; conversation: ConversationDetail; handle: Ref<ReplyMenuHandle>; onActive: (id: string | undefined) => void; onInsert: (text: string, files: readonly Media[]) => void; onMacro: (macro: Macro) => void }) {
  const { t, intl } = useT()
  const { user, workspace } = useSession()
  const channel = useChannel(conversation.channel)
  const replies = useQuery(savedRepliesQuery).data
  const macros = useQuery(macrosQuery).data
  const uses = useQuery(replyUsesQuery).data
  const told = useQuery(replyValuesOptions(conversation.id)).data
  const [at, setAt] = useState(0)
  const [language, setLanguage] = useState<string | null | undefined>(undefined)
  const list = useRef<HTMLUListElement>(null)
  // Until the server has told, what the page knows itself.
  const values = useMemo(() => told?.values ?? replyValues({ contact: conversation.contact, agentName: user.name, company: workspace.name, conversationNumber: conversation.number, windowEnd: null }), [told, conversation.contact, conversation.number, user.name, workspace.name])
  const entries = useMemo((): Entry[] => [
    ...(replies ?? []).map((reply): Entry => ({ kind: 'reply', reply, shortcut: reply.shortcut, title: reply.title, folder: reply.folder ?? null, text: [reply.text, ...(reply.variants ?? []).map((one) => one.text)].join('\n') })),
    ...(macros ?? []).filter((macro) => !macro.problem).map((macro): Entry => ({ kind: 'macro', macro, shortcut: macro.name, title: macro.name, folder: macro.folder, text: '' })),
  ], [replies, macros])
  const countOf = useMemo(() => {
    const counts = new Map(uses?.map((use) => [use.id, use.mine * 1_000 + use.uses]))
    return (entry: Entry) => (entry.kind === 'reply' ? counts.get(entry.reply.id) ?? 0 : entry.macro.uses)
  }, [uses])
  const found = useMemo(() => findReplies(entries, wish, countOf).slice(0, MOST), [entries, wish, countOf])
  const current = Math.min(at, found.length - 1)
  const chosen = found[current]
  const activeId = chosen ? `${id}-${current}` : undefined
  useEffect(() => { setAt(0) }, [wish])
  useEffect(() => { list.current?.children[current]?.scrollIntoView({ block: 'nearest' }) }, [current])
  useEffect(() => { onActive(activeId); return () => onActive(undefined) }, [activeId, onActive])

  const wordings = (reply: SavedReply) => [{ language: reply.language ?? null, text: reply.text }, ...(reply.variants ?? [])]
  const wordingOf = (reply: SavedReply) => variantFor(wordings(reply), language === undefined ? told?.language ?? null : language) ?? { language: null, text: reply.text }
  const take = (entry: Entry | undefined) => {
    if (!entry) return
    if (entry.kind === 'macro') return onMacro(entry.macro)
    const { reply } = entry
    const fits = (reply.attachments ?? []).filter((file) => {
      const judged = judgeFile({ type: file.mime, size: file.bytes }, channel?.capabilities ?? {})
      if (!judged.ok) toast(`${file.name ?? reply.title}: ${tellCode(intl, judged.code).sentence}`, { tone: 'failed' })
      return judged.ok
    })
    onInsert(fillReply(wordingOf(reply).text, values).text, fits)
    void api.post(`/saved-replies/${reply.id}/used`).catch(() => undefined) // the count is a convenience
  }
  const turn = (step: number) => {
    if (chosen?.kind !== 'reply') return
    const all = wordings(chosen.reply).map((one) => one.language)
    setLanguage(all[(all.indexOf(wordingOf(chosen.reply).language) + step + all.length) % all.length] ?? null)
  }
  useImperativeHandle(handle, () => ({
    key: (event) => {
      if (found.length === 0) return false
      if (event.altKey && (event.key === 'ArrowRight' || event.key === 'ArrowLeft') && chosen?.kind === 'reply' && chosen.reply.variants) turn(event.key === 'ArrowRight' ? 1 : -1)
      else if (event.key === 'ArrowDown') setAt((current + 1) % found.length)
      else if (event.key === 'ArrowUp') setAt((current + found.length - 1) % found.length)
      else if ((event.key === 'Enter' && !event.ctrlKey && !event.metaKey) || event.key === 'Tab') take(chosen)
      else return false
      event.preventDefault()
      return true
    },
  }))
  const preview = chosen?.kind === 'reply' ? fillReply(wordingOf(chosen.reply).text, values) : null
  const nameOf = (code: string | null) => (code ? intl.formatDisplayName(code, { type: 'language', fallback: 'code' }) ?? code : t('saved.any_language'))
  return (
    // The mouse must not take the caret away.
    <div className="absolute inset-x-2 bottom-full z-20 mb-1 flex max-h-[60dvh] flex-col overflow-hidden rounded-xl bg-raised shadow-float" onPointerDown={(event) => event.preventDefault()}>
      {found.length === 0 && <p role="status" className="px-4 py-3 text-ink-soft">{t('saved.none')}</p>}
      <ul ref={list} id={id} role="listbox" aria-label={t('settings.saved_replies')} className="thin-scroll max-h-64 min-h-0 overflow-y-auto p-1">
        {found.map((entry, index) => (
          <li key={entry.kind === 'reply' ? entry.reply.id : entry.macro.id} id={`${id}-${index}`} role="option" aria-selected={index === current} onClick={() => take(entry)} onPointerMove={() => setAt(index)} className={cx('min-h-11 cursor-pointer rounded-lg px-3 py-1.5', index === current && 'bg-selected')}>
            <span className="flex items-center gap-2">
              {entry.kind === 'reply' ? <span className="shrink-0 font-mono text-sm text-accent-strong">/{entry.shortcut}</span> : <Zap role="img" aria-label={t('macro.one')} className="size-4 shrink-0 text-accent-strong" />}
              <span className="truncate font-medium">{entry.title}</span>
              {entry.kind === 'reply' && entry.reply.attachments && <Paperclip aria-hidden="true" className="size-3.5 shrink-0 text-ink-soft" />}
              {entry.folder && <span className="ms-auto truncate ps-2 text-xs text-ink-soft">{entry.folder.replaceAll('/', ' / ')}</span>}
            </span>
            {entry.kind === 'reply' && <span dir="auto" className="line-clamp-1 text-sm text-ink-soft">{fillReply(wordingOf(entry.reply).text, values).text}</span>}
          </li>
        ))}
      </ul>
      {preview && chosen?.kind === 'reply' && (preview.missing.length > 0 || chosen.reply.variants || preview.text.length > 60) && (
        <div className="flex flex-col gap-1.5 border-t border-line px-4 py-2 text-sm">
          <p dir="auto" className="thin-scroll max-h-28 overflow-y-auto whitespace-pre-wrap">{preview.text}</p>
          {preview.missing.length > 0 && <p className="font-medium text-waiting">{t('saved.missing', { names: intl.formatList(preview.missing) })}</p>}
          {chosen.reply.variants && (
            <p className="flex flex-wrap gap-1">
              {wordings(chosen.reply).map((one) => <button key={one.language ?? ''} type="button" tabIndex={-1} aria-pressed={one.language === wordingOf(chosen.reply).language} onClick={() => setLanguage(one.language)} className={cx('min-h-7 rounded-md border px-2', one.language === wordingOf(chosen.reply).language ? 'border-accent bg-accent-soft text-accent-strong' : 'border-line')}>{nameOf(one.language)}</button>)}
            </p>
          )}
        </div>
      )}
    </div>
  )
}
