import { EmojiPicker } from 'frimousse'
import { useLanguage, useT } from '../../../i18n/provider.js'
import { Loading } from '../../../ui/empty.js'
import { usePreferences } from '../../shell/preferences.js'

const TONES = ['none', 'light', 'medium-light', 'medium', 'medium-dark', 'dark'] as const
type Tone = (typeof TONES)[number]
const isTone = (value: unknown): value is Tone => TONES.some((tone) => tone === value)

/** All emoji by name in the reader's language; the names come from this server, the skin tone is kept. */
export default function Emoji({ onPick }: { onPick: (emoji: string) => void }) {
  const { t } = useT()
  const { language } = useLanguage()
  const { preferences, change } = usePreferences()
  const tone: Tone = isTone(preferences.skinTone) ? preferences.skinTone : 'none'
  return (
    <EmojiPicker.Root locale={language} skinTone={tone} columns={8} emojibaseUrl={`${location.origin}/emoji`} onEmojiSelect={({ emoji }) => onPick(emoji)} className="isolate flex h-80 w-[19.5rem] flex-col">
      <div className="flex gap-2 p-2">
        <EmojiPicker.Search autoFocus aria-label={t('emoji.search')} placeholder={t('emoji.search')} className="min-h-9 min-w-0 grow appearance-none rounded-lg bg-sunken px-3" />
        <EmojiPicker.SkinTone>
          {({ skinToneVariations }) => (
            <select aria-label={t('emoji.tone')} value={tone} onChange={(event) => { if (isTone(event.target.value)) change({ skinTone: event.target.value }) }} className="min-h-9 rounded-lg bg-sunken px-1 text-lg">
              {skinToneVariations.map(({ skinTone, emoji }) => <option key={skinTone} value={skinTone}>{emoji}</option>)}
            </select>
          )}
        </EmojiPicker.SkinTone>
      </div>
      <EmojiPicker.Viewport className="thin-scroll relative flex-1 outline-none">
        <EmojiPicker.Loading><Loading label={t('app.loading')} /></EmojiPicker.Loading>
        <EmojiPicker.Empty><p className="p-6 text-center text-ink-soft">{t('emoji.none')}</p></EmojiPicker.Empty>
        <EmojiPicker.List className="pb-2 select-none" components={{
          CategoryHeader: ({ category, ...props }) => <div {...props} className="bg-raised px-3 pt-2 pb-1 text-xs font-semibold text-ink-soft">{category.label}</div>,
          Row: ({ children, ...props }) => <div {...props} className="scroll-my-1 px-1.5">{children}</div>,
          Emoji: ({ emoji, ...props }) => <button {...props} className="flex size-9 items-center justify-center rounded-lg text-xl data-[active]:bg-hover">{emoji.emoji}</button>,
        }} />
      </EmojiPicker.Viewport>
    </EmojiPicker.Root>
  )
}
