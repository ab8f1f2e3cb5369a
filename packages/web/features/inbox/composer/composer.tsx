import type { Content, ConversationDetail, Macro, Media, Message } from '@recado/api'
import { openPlaces } from '@recado/core'
import { useQuery } from '@tanstack/react-query'
import { AtSign, CalendarClock, LayoutTemplate, ListTree, Mic, NotebookPen, Paperclip, Send, Slash, Smile, Zap } from 'lucide-react'
import { lazy, Suspense, useEffect, useId, useRef, useState, type ClipboardEvent, type DragEvent, type KeyboardEvent } from 'react'
import { DialogTrigger, Dialog } from 'react-aria-components'
import { api } from '../../../api/client.js'
import { useNow } from '../../../api/clock.js'
import { draftOptions, useChannel, useSession } from '../../../api/queries.js'
import { isTyping } from '../../../hotkeys/keys.js'
import { useActions, useKeyCap } from '../../../hotkeys/use-actions.js'
import { formatBytes } from '../../../i18n/format.js'
import { tellCode, tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { Loading } from '../../../ui/empty.js'
import { DialogWindow, IconButton, Popover } from '../../../ui/overlay.js'
import { toast } from '../../../ui/toast.js'
import { Spinner } from '../../../ui/spinner.js'
import { usePreferences } from '../../shell/preferences.js'
import { discardPending, pendingOf, sendNow, showStored } from '../outbox.js'
import { contentsOf, judgeFile, lengthIn } from './attachments.js'
import { AttachmentRow } from './attachment-row.js'
import { QuotePreview } from './quote-preview.js'
import { Remedies } from './remedies.js'
import type { ReplyMenuHandle } from './saved-reply-menu.js'
import { slashWish } from './slash.js'
import { useDraft, type Mode } from './use-draft.js'
import { useTyping } from './use-typing.js'
import { useUploads } from './use-uploads.js'
import { mentionWish, type Callable } from './mentions.js'
import { useCallable } from './use-callable.js'
import { useSeen } from './use-seen.js'
import { usePresence, usePresenceText, PresenceFaces } from '../presence.js'
import { firstName, openVariables } from './variables.js'
import { VerdictChip } from './verdict-chip.js'

// What is opened by a press comes with the press.
const EmojiPicker = lazy(() => import('./emoji-picker.js'))
const ChoicesBuilder = lazy(() => import('./choices-builder.js'))
const TemplateForm = lazy(() => import('./template-form.js'))
const VoiceBar = lazy(() => import('./voice-bar.js'))
const MovedOn = lazy(() => import('./moved-on.js'))
const MentionMenu = lazy(() => import('./mention-menu.js'))
const SavedReplyMenu = lazy(() => import('./saved-reply-menu.js'))
const SendLater = lazy(() => import('../later/send-later.js'))
const WaitingStrip = lazy(() => import('../later/waiting-strip.js'))
const RunMacro = lazy(() => import('../../macros/run-macro.js'))

/** Where an answer or a note is written. The verdict stands above the text; what it forbids is not offered. */
export function Composer({ conversation, quoted, onQuoteTaken, resolve }: { conversation: ConversationDetail; quoted: string | null; onQuoteTaken: () => void; resolve: () => void }) {
  const { t, intl } = useT()
  const { user } = useSession()
  const { preferences } = usePreferences()
  const channel = useChannel(conversation.channel)
  const now = useNow()
  const [mode, setMode] = useState<Mode>('reply')
  const { body, change, clear, state, asked } = useDraft(conversation.id, mode)
  const noteDraft = useQuery(draftOptions(conversation.id, 'note')).data
  const area = useRef<HTMLTextAreaElement>(null)
  const files = useRef<HTMLInputElement>(null)
  const [open, setOpen] = useState<'template' | 'choices' | 'voice' | 'emoji' | 'later' | null>(null)
  const [slash, setSlash] = useState<{ from: number; wish: string } | null>(null)
  const [slashActive, setSlashActive] = useState<string | undefined>(undefined)
  const replyMenu = useRef<ReplyMenuHandle>(null)
  const [macro, setMacro] = useState<Macro | 'choose' | null>(null)
  const [dragging, setDragging] = useState(false)
  const menuId = useId()
  const typing = useTyping(conversation.id, mode)
  const { uploads, add } = useUploads((media) => change((draft) => ({ attachments: [...draft.attachments, media] })))
  const [calling, setCalling] = useState<{ from: number; wish: string } | null>(null)
  const [callAt, setCallAt] = useState(0)
  const chosen = useRef(new Map<string, string>())
  const callable = useCallable(conversation.id, mode === 'note')
  const offered = callable.offer(mode === 'note' ? calling?.wish ?? null : null)
  const here = usePresence(conversation.id)
  const [asking, setAsking] = useState(false)
  const [told, setTold] = useState<readonly Message[]>([])
  // Who was at it when she pressed send: the question stands, also when that colleague stops.
  const [rival, setRival] = useState('')
  // What cannot go back into the text (a form, a recording) waits here for the answer.
  const held = useRef<((seq: number) => void) | null>(null)
  const capabilities = channel?.capabilities ?? {}
  const verdict = conversation.verdicts.freeform
  const isNote = mode === 'note'
  // Only the pace: the server takes the message and sends it by itself a little later.
  const blocked = !isNote && verdict.kind === 'deny' && verdict.code !== 'pair_rate'
  const author = { type: 'agent', id: user.id, name: user.name } as const

  useEffect(() => {
    if (!quoted) return
    setMode('reply')
    change({ replyTo: quoted })
    onQuoteTaken()
    area.current?.focus()
  }, [quoted, change, onQuoteTaken])

  const textLimit = isNote ? undefined : capabilities.text?.maxLength
  const length = lengthIn(capabilities.text?.unit, body.text)
  const isTooLong = textLimit !== undefined && length > textLimit
  const unfilled = isNote ? [] : openVariables(body.text)
  const isEmpty = body.text.trim() === '' && body.attachments.length === 0
  const seen = useSeen(conversation, (!isEmpty || asking) && !isNote)
  const unseen = isNote ? [] : [...seen.lines, ...told.filter((line) => !seen.lines.some((each) => each.id === line.id))]
  const writers = here.filter((each) => each.doing === 'reply')
  const writing = usePresenceText(writers)
  const presence = usePresenceText(here)
  const drafting = conversation.drafts.filter((each) => !here.some((one) => one.id === each.id && one.doing === 'reply'))
  const settle = () => { setAsking(false); setTold([]); held.current = null }
  const why = blocked ? t('composer.why_blocked') : uploads.some((each) => each.code === null) ? t('composer.why_uploading') : isTooLong ? t('composer.why_long', { most: textLimit ?? 0 }) : unfilled.length > 0 ? t('composer.why_variables', { names: intl.formatList(unfilled) }) : isEmpty ? t('composer.why_empty') : null

  const sendContents = async (contents: readonly Content[], replyTo: string | null, seq = seen.seq) => {
    for (const [index, content] of contents.entries()) {
      const clientId = crypto.randomUUID()
      // Asked once, with the first: what follows belongs to it.
      const stored = await sendNow(conversation.id, { clientId, content, ...(index === 0 && seq > 0 ? { seen: seq } : {}), ...(replyTo && index === 0 ? { replyTo } : {}) }, author, now)
      const pending = pendingOf(clientId)
      if (stored || pending?.state !== 'refused') continue
      // Nothing was stored, so the words go back to where they came from.
      if (pending.error?.code === 'moved_on') {
        askAbout(pending.error.problem.lines ?? [], pending.error.problem.seq)
        discardPending(clientId)
        if (content.kind === 'text' || 'media' in content) restore(contents, replyTo)
        else held.current = (next) => void sendContents(contents, replyTo, next)
        return
      }
      const told = pending.error ? tellError(intl, pending.error) : tellCode(intl, 'internal')
      toast(`${told.sentence} ${told.next}`, { tone: 'failed' })
      discardPending(clientId)
      const words = content.kind === 'text' ? content.text : 'caption' in content ? content.caption ?? '' : ''
      change((draft) => ({ text: draft.text || words, attachments: 'media' in content && content.media ? [...draft.attachments, content.media as Media] : draft.attachments, replyTo: draft.replyTo ?? replyTo }))
      return
    }
  }
  const askAbout = (lines: readonly Message[], seq?: number) => {
    seen.read(seq)
    setTold(lines)
    setAsking(true)
  }
  const restore = (contents: readonly Content[], replyTo: string | null) => {
    const words = contents.map((content) => (content.kind === 'text' ? content.text : 'caption' in content ? content.caption ?? '' : '')).filter(Boolean).join('\n')
    const media = contents.flatMap((content) => ('media' in content && content.media ? [content.media as Media] : []))
    change((draft) => ({ text: draft.text || words, attachments: [...draft.attachments, ...media], replyTo: draft.replyTo ?? replyTo }))
  }
  const sendAnyway = (): void => {
    const waiting = held.current
    if (!waiting) return send(false, true)
    settle()
    waiting(seen.read())
  }
  const keepWriting = () => { seen.read(); settle(); area.current?.focus() }
  const send = (andResolve = false, anyway = asking): void => {
    if (anyway && held.current) return sendAnyway()
    if (why !== null) {
      if (unfilled.length > 0) showOpen()
      return void toast(why)
    }
    if (!isNote && !anyway && (unseen.length > 0 || writers.length > 0)) {
      setRival(writing)
      return setAsking(true)
    }
    const { text, attachments, replyTo } = body
    const seq = anyway ? seen.read() : seen.seq
    if (!isNote && anyway) settle()
    clear()
    setSlash(null)
    setCalling(null)
    typing.stop()
    area.current?.focus()
    if (isNote) {
      const clientId = crypto.randomUUID()
      const picked = chosen.current
      chosen.current = new Map()
      const note = text.trim()
      void callable.mentionsOf(note, picked).then((mentions) => api.post<Message>(`/conversations/${conversation.id}/notes`, { clientId, text: note, ...(mentions.length > 0 ? { mentions } : {}), ...(attachments.length > 0 ? { attachments } : {}) })).then(showStored).catch((error: unknown) => {
        toast(tellError(intl, error).sentence, { tone: 'failed' })
        chosen.current = picked
        change((draft) => ({ text: draft.text || text, attachments: draft.attachments.length > 0 ? draft.attachments : attachments }))
      })
      return
    }
    void sendContents(contentsOf(text, attachments, capabilities), replyTo, seq)
    if (andResolve) resolve()
  }

  const takeFiles = (list: Iterable<File>) => {
    for (const file of list) {
      const judged = isNote ? { ok: true } as const : judgeFile(file, capabilities)
      if (judged.ok) add(file)
      else toast(`${file.name}: ${tellCode(intl, judged.code).sentence}${judged.limit ? ` ${t('composer.at_most', { size: formatBytes(intl, judged.limit) })}` : ''}`, { tone: 'failed' })
    }
  }
  const insert = (text: string, from?: number) => {
    const field = area.current
    const start = from ?? field?.selectionStart ?? body.text.length
    const end = field?.selectionEnd ?? start
    change({ text: body.text.slice(0, start) + text + body.text.slice(end) })
    requestAnimationFrame(() => { field?.focus(); field?.setSelectionRange(start + text.length, start + text.length) })
  }
  const insertReply = (text: string, attachments: readonly Media[]) => {
    const from = slash?.from ?? area.current?.selectionStart ?? body.text.length
    insert(text, from)
    if (attachments.length > 0) change((draft) => ({ attachments: [...draft.attachments, ...attachments] }))
    setSlash(null)
    if (openVariables(text).length > 0) requestAnimationFrame(() => showOpen(from))
  }
  // What is still to be filled in is taken hold of, so that typing replaces it.
  const showOpen = (from = 0) => {
    const field = area.current
    const place = field ? openPlaces(field.value).find((each) => each.from >= from) : undefined
    if (!field || !place) return
    field.focus()
    field.setSelectionRange(place.from, place.to)
  }
  const beginMacro = (chosen: Macro) => {
    // The wish that found it is no part of the answer.
    if (slash) change({ text: body.text.slice(0, slash.from) + body.text.slice(slash.from + 1 + slash.wish.length) })
    setSlash(null)
    setMacro(chosen)
  }
  const call = (one: Callable) => {
    const from = calling?.from ?? area.current?.selectionStart ?? body.text.length
    if (one.id) chosen.current.set(one.name, one.id)
    insert(`@${one.name} `, from)
    setCalling(null)
  }
  const onText = (text: string, caret: number) => {
    change({ text })
    setSlash(slashWish(text, caret))
    setCalling(isNote ? mentionWish(text, caret) : null)
    setCallAt(0)
    typing.touch(text !== '')
  }
  const enterSends = (preferences.sendKey ?? 'enter') === 'enter'
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // Enter that ends a Chinese or Japanese word is the input method's.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    if (slash && !isNote && replyMenu.current?.key(event)) return
    if (calling && offered.length > 0) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault()
        return setCallAt((callAt + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length)
      }
      const one = offered[callAt]
      if ((event.key === 'Enter' || event.key === 'Tab') && one) {
        event.preventDefault()
        return call(one)
      }
    }
    if (event.key === 'Escape' && asking) { event.stopPropagation(); return keepWriting() }
    if (event.key === 'Escape' && calling) { event.stopPropagation(); return setCalling(null) }
    if (event.key === 'Escape' && slash) { event.stopPropagation(); return setSlash(null) }
    if (event.key === 'Escape') return area.current?.blur()
    if (event.key !== 'Enter') return
    // Enter with Ctrl or Command is a key like others, of the registry.
    if (enterSends && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      send()
    }
  }
  const onPaste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return
    event.preventDefault()
    takeFiles(event.clipboardData.files)
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setDragging(false)
    if (isNote || !blocked) takeFiles(event.dataTransfer.files)
  }
  const beginCall = () => {
    const text = body.text && !/\s$/.test(body.text) ? `${body.text} @` : `${body.text}@`
    setMode('note')
    change({ text })
    setCalling({ from: text.length - 1, wish: '' })
    requestAnimationFrame(() => { area.current?.focus(); area.current?.setSelectionRange(text.length, text.length) })
  }
  const beginSlash = () => {
    const text = body.text && !/\s$/.test(body.text) ? `${body.text} /` : `${body.text}/`
    onText(text, text.length)
    requestAnimationFrame(() => { area.current?.focus(); area.current?.setSelectionRange(text.length, text.length) })
  }
  // In another field, or in a dialog over the page, the keys that send do not mean this one.
  const isHere = () => document.activeElement === area.current || !(isTyping(document.activeElement) || document.querySelector('[role=dialog]'))
  const canTemplate = channel?.templates ?? conversation.verdicts.template !== null
  const canChoose = !blocked && (capabilities.choices?.support ?? 'rejected') !== 'rejected'
  const voice = capabilities.voice ?? capabilities.audio
  const canVoice = !blocked && voice !== undefined && voice.support !== 'rejected'
  const canAttach = isNote || !blocked && (['image', 'video', 'document'] as const).some((kind) => (capabilities[kind]?.support ?? 'rejected') !== 'rejected')

  // At once, or the first letters of a quick typist would be taken for keys; and again when the field has only now appeared.
  const writeIn = (next: Mode) => {
    setMode(next)
    area.current?.focus()
    requestAnimationFrame(() => area.current?.focus())
  }
  useActions([
    { id: 'composer.reply', label: 'action.reply', group: 'composer', run: () => writeIn('reply') },
    { id: 'composer.note', label: 'action.note', group: 'composer', run: () => writeIn('note') },
    { id: 'composer.send', label: 'composer.send', group: 'composer', whileTyping: true, run: () => { if (isHere()) send() }, disabled: why !== null },
    { id: 'composer.send_resolve', label: 'action.send_resolve', group: 'composer', whileTyping: true, run: () => { if (isHere()) send(true) }, disabled: why !== null || isNote },
    { id: 'composer.send_later', label: 'action.send_later', group: 'composer', whileTyping: true, run: () => { if (isHere()) setOpen('later') }, disabled: why !== null || isNote },
    { id: 'composer.mention', label: 'action.mention', group: 'composer', run: beginCall },
    { id: 'composer.saved_reply', label: 'action.saved_reply', group: 'composer', run: beginSlash, disabled: blocked || isNote },
    { id: 'composer.macro', label: 'action.macro', group: 'composer', run: () => setMacro('choose') },
    { id: 'composer.template', label: 'action.template', group: 'composer', run: () => setOpen('template'), disabled: !canTemplate },
    { id: 'composer.attach', label: 'action.attach', group: 'composer', run: () => files.current?.click(), disabled: !canAttach },
    { id: 'composer.voice', label: 'action.voice', group: 'composer', run: () => setOpen('voice'), disabled: !canVoice },
    { id: 'composer.choices', label: 'action.choices', group: 'composer', run: () => setOpen('choices'), disabled: !canChoose },
    { id: 'composer.emoji', label: 'action.emoji', group: 'composer', run: () => setOpen('emoji') },
  ])

  const templateCap = useKeyCap('composer.template')
  const sendCap = useKeyCap('composer.send')
  const showArea = !blocked || body.text !== ''
  const tab = (id: Mode) => cx('flex min-h-8 items-center gap-1.5 rounded-t-lg px-3 text-sm', mode === id ? (isNote ? 'bg-note-soft font-semibold text-note' : 'bg-surface font-semibold') : 'text-ink-soft hover:text-ink')
  return (
    <section aria-label={t('composer.label')} className="shrink-0 px-2 pb-2 sm:px-4 sm:pb-3" onDragOver={(event) => { if (event.dataTransfer.types.includes('Files')) { event.preventDefault(); setDragging(true) } }} onDragLeave={(event) => { if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDragging(false) }} onDrop={onDrop}>
      <div className="flex items-end gap-1 ps-2">
        <div role="tablist" aria-label={t('composer.mode')} className="flex gap-1">
          <button type="button" role="tab" aria-selected={!isNote} onClick={() => setMode('reply')} className={tab('reply')}>{t('composer.reply')}</button>
          <button type="button" role="tab" aria-selected={isNote} onClick={() => setMode('note')} className={tab('note')}><NotebookPen aria-hidden="true" className="size-3.5" />{t('composer.note')}{!isNote && noteDraft?.text && <span role="img" aria-label={t('composer.note_waits')} className="size-1.5 rounded-full bg-note" />}</button>
        </div>
        <span className="flex min-w-0 grow items-center gap-1.5 self-center px-2 text-xs text-ink-soft">
          {here.length > 0 ? <><PresenceFaces here={here} words={false} /><span role="status" className="truncate">{presence}</span></>
            : drafting.length > 0 && <span className="truncate">{t('presence.draft', { names: intl.formatList(drafting.map((each) => each.name)), count: drafting.length })}</span>}
        </span>
        <span aria-live="polite" className="shrink-0 self-center pe-1 text-xs text-ink-soft">{state === 'unsaved' ? t('composer.unsaved') : !isEmpty && state === 'saved' ? t('composer.saved') : ''}</span>
      </div>
      {(conversation.scheduled ?? 0) > 0 && <Suspense fallback={null}><WaitingStrip conversationId={conversation.id} closesAt={conversation.window.closesAt} /></Suspense>}
      <div className={cx('relative rounded-2xl border shadow-lift', isNote ? 'border-note bg-note-soft' : 'border-line bg-surface', dragging && 'outline-2 outline-offset-2 outline-accent')}>
        {calling && isNote && <Suspense fallback={null}><MentionMenu id={menuId} offered={offered} at={callAt} onChoose={call} /></Suspense>}
        {(unseen.length > 0 && (!isEmpty || asking) || asking) && !isNote && <Suspense fallback={null}><MovedOn conversation={conversation} lines={unseen} writing={writing || rival} asking={asking && !blocked} onSend={sendAnyway} onKeep={keepWriting} /></Suspense>}
        {slash && !isNote && <Suspense fallback={null}><SavedReplyMenu id={menuId} wish={slash.wish} conversation={conversation} handle={replyMenu} onActive={setSlashActive} onInsert={insertReply} onMacro={beginMacro} /></Suspense>}
        <div className="flex flex-col gap-2 px-3 pt-2">
          {isNote ? <p className="flex items-center gap-1.5 text-sm text-note"><NotebookPen aria-hidden="true" className="size-4" />{t('composer.note_only_us')}</p> : <VerdictChip verdict={verdict} />}
          {/* Not before what was begun here is known: the way out takes it along. */}
          {blocked && asked && verdict.kind === 'deny' && <Remedies verdict={verdict} draft={body} onCarried={clear} onTemplate={() => setOpen('template')} />}
        </div>
        {body.replyTo && !isNote && <QuotePreview conversation={conversation} messageId={body.replyTo} onDrop={() => change({ replyTo: null })} />}
        {(body.attachments.length > 0 || uploads.length > 0) && <AttachmentRow attachments={body.attachments} uploads={uploads} onDrop={(id) => change({ attachments: body.attachments.filter((each) => each.id !== id) })} />}
        {open === 'voice' && voice
          ? <Suspense fallback={<div className="grid min-h-14 place-items-center"><Spinner small /></div>}><VoiceBar capability={voice} onClose={() => setOpen(null)} onSend={(media) => { setOpen(null); void sendContents([{ kind: 'audio', media, voice: true }], body.replyTo); change({ replyTo: null }) }} /></Suspense>
          : <>
            {showArea && (
              <textarea ref={area} dir="auto" rows={1} value={body.text} onChange={(event) => onText(event.target.value, event.target.selectionStart)} onKeyDown={onKeyDown} onPaste={onPaste} onBlur={() => typing.stop()}
                placeholder={t(isNote ? 'composer.note_placeholder' : 'composer.placeholder', { name: firstName(conversation.contact.name) })} aria-label={t(isNote ? 'composer.note_label' : 'composer.reply_label', { name: conversation.contact.name })}
                aria-controls={slash || calling ? menuId : undefined} aria-activedescendant={slash && slashActive ? slashActive : calling && offered[callAt] ? `${menuId}-${callAt}` : undefined} aria-invalid={isTooLong || undefined}
                className="thin-scroll field-sizing-content block max-h-[40dvh] min-h-11 w-full resize-none bg-transparent px-4 py-2.5 text-bubble outline-none" />
            )}
            <div className="flex items-center gap-0.5 px-1.5 pb-1.5">
              <IconButton label={t('action.attach')} isDisabled={!canAttach} onPress={() => files.current?.click()}><Paperclip aria-hidden="true" /></IconButton>
              {isNote && <IconButton label={t('action.mention')} keys="@" onPress={beginCall}><AtSign aria-hidden="true" /></IconButton>}
              <DialogTrigger isOpen={open === 'emoji'} onOpenChange={(isOpen) => setOpen(isOpen ? 'emoji' : null)}>
                <IconButton label={t('action.emoji')} isDisabled={!showArea}><Smile aria-hidden="true" /></IconButton>
                <Popover placement="top start" className="z-50 overflow-hidden rounded-xl bg-raised shadow-float"><Dialog aria-label={t('action.emoji')} className="outline-none"><Suspense fallback={<div className="grid h-80 w-78 place-items-center"><Spinner /></div>}><EmojiPicker onPick={(emoji) => { setOpen(null); insert(emoji) }} /></Suspense></Dialog></Popover>
              </DialogTrigger>
              {!isNote && <IconButton label={t('action.saved_reply')} keys="/" isDisabled={blocked} onPress={beginSlash}><Slash aria-hidden="true" /></IconButton>}
              {!isNote && <IconButton label={t('action.macro')} onPress={() => setMacro('choose')}><Zap aria-hidden="true" /></IconButton>}
              {!isNote && canTemplate && <IconButton label={t('action.template')} keys={templateCap} onPress={() => setOpen('template')}><LayoutTemplate aria-hidden="true" /></IconButton>}
              {!isNote && canChoose && <IconButton label={t('action.choices')} className="hidden sm:grid" onPress={() => setOpen('choices')}><ListTree aria-hidden="true" /></IconButton>}
              {!isNote && canVoice && <IconButton label={t('action.voice')} onPress={() => setOpen('voice')}><Mic aria-hidden="true" /></IconButton>}
              <span className="grow" />
              {textLimit !== undefined && length > textLimit * 0.8 && <span className={cx('figures px-1 text-xs', isTooLong ? 'font-semibold text-failed' : 'text-ink-soft')}>{intl.formatNumber(length)}/{intl.formatNumber(textLimit)}</span>}
              <span className="hidden pe-2 text-xs text-ink-soft lg:inline">{enterSends ? t('composer.enter_sends') : t('composer.ctrl_enter_sends', { keys: sendCap ?? '' })}</span>
              {!isNote && !isEmpty && <IconButton label={t('action.send_later')} isDisabled={why !== null} onPress={() => setOpen('later')}><CalendarClock aria-hidden="true" /></IconButton>}
              <button type="button" onClick={() => send()} aria-disabled={why !== null} title={why ?? t(isNote ? 'composer.add_note' : 'composer.send')} aria-label={t(isNote ? 'composer.add_note' : 'composer.send')} className={cx('grid size-10 shrink-0 place-items-center rounded-full transition-colors', why !== null ? 'bg-ink/10 text-ink-soft' : isNote ? 'bg-note text-surface' : 'bg-accent text-on-accent hover:bg-accent-strong')}><Send aria-hidden="true" className="size-[18px] rtl:-scale-x-100" /></button>
            </div>
          </>}
        {dragging && (isNote || !blocked) && <div className="pointer-events-none absolute inset-0 z-10 grid place-items-center rounded-2xl bg-accent-soft/95 font-semibold text-accent-strong">{t('composer.drop')}</div>}
      </div>
      <input ref={files} type="file" multiple hidden aria-hidden="true" tabIndex={-1} onChange={(event) => { takeFiles(event.target.files ?? []); event.target.value = '' }} />
      {macro && <Suspense fallback={null}><RunMacro conversation={conversation} macro={macro === 'choose' ? null : macro} seen={seen.seq} onClose={() => { setMacro(null); area.current?.focus() }} /></Suspense>}
      {open === 'choices' && capabilities.choices && <Suspense fallback={null}><ChoicesBuilder capability={capabilities.choices} onClose={() => setOpen(null)} onSend={(content) => { setOpen(null); void sendContents([content], body.replyTo) }} /></Suspense>}
      {open === 'later' && <Suspense fallback={null}><SendLater conversation={conversation} contents={contentsOf(body.text, body.attachments, capabilities)} replyTo={body.replyTo} onKept={() => { setOpen(null); clear(); area.current?.focus() }} onClose={() => { setOpen(null); area.current?.focus() }} /></Suspense>}
      {open === 'template' && (
        <DialogWindow wide title={t('templates.title')} closeLabel={t('app.close')} onClose={() => setOpen(null)}>
          <Suspense fallback={<Loading label={t('app.loading')} />}><TemplateForm accountId={conversation.channelAccountId} conversationId={conversation.id} contactName={conversation.contact.name} busy={false} onSend={({ content, purpose, category }) => { setOpen(null); void sendTemplate(content, purpose, category) }} /></Suspense>
        </DialogWindow>
      )}
    </section>
  )

  async function sendTemplate(content: Content, purpose: 'marketing' | 'notification', category?: string, seq = seen.seq) {
    const clientId = crypto.randomUUID()
    await sendNow(conversation.id, { clientId, content, purpose, ...(category ? { category } : {}), ...(seq > 0 ? { seen: seq } : {}) }, author, now)
    const pending = pendingOf(clientId)
    if (pending?.state !== 'refused') return
    if (pending.error?.code === 'moved_on') {
      discardPending(clientId)
      askAbout(pending.error.problem.lines ?? [], pending.error.problem.seq)
      held.current = (next) => void sendTemplate(content, purpose, category, next)
      return
    }
    const told = pending.error ? tellError(intl, pending.error) : tellCode(intl, 'internal')
    toast(`${told.sentence} ${told.next}`, { tone: 'failed' })
    discardPending(clientId)
  }
}

