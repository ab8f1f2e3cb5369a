import { Sheet } from './sheet.js'

const EMOJI = ['👍', '❤️', '😂', '😮', '😢', '🙏', '👎', '😠', '🎉', '👏', '🔥', '👓']

/** The reactions within reach of a thumb. */
export function EmojiSheet({ title, onSend, onClose }: { title: string; onSend: (emoji: string) => void; onClose: () => void }) {
  return (
    <Sheet title={title} onClose={onClose}>
      <div className="grid grid-cols-6 gap-1">{EMOJI.map((emoji) => <button key={emoji} type="button" onClick={() => onSend(emoji)} className="grid min-h-11 place-items-center rounded-xl text-2xl hover:bg-hover">{emoji}</button>)}</div>
    </Sheet>
  )
}
