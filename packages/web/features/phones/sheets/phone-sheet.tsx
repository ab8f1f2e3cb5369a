import { useT } from '../../../i18n/provider.js'
import { actBody, tap } from '../act-body.js'
import type { Act } from '../phone-data.js'
import type { ActBody, PhoneAction, PhoneBusiness, ScreenItem, TapOption } from '../types.js'
import { AdSheet } from './ad-sheet.js'
import { BusinessSheet } from './business-sheet.js'
import { CodeSheet } from './code-sheet.js'
import { ContactSheet } from './contact-sheet.js'
import { EmojiSheet } from './emoji-sheet.js'
import { FormSheet } from './form-sheet.js'
import { ListSheet } from './list-sheet.js'
import { MediaSheet } from './media-sheet.js'
import { PageSheet } from './page-sheet.js'
import { PlaceSheet } from './place-sheet.js'
import { TextSheet } from './text-sheet.js'
import { VoiceSheet } from './voice-sheet.js'

/** What the phone asks her before it does something. */
export type Asked =
  | { kind: 'action'; action: PhoneAction; item?: ScreenItem }
  | { kind: 'page'; title: string; url: string }
  | { kind: 'business' }
  | { kind: 'list'; item: ScreenItem; options: readonly TapOption[] }
  | { kind: 'form'; item: ScreenItem; option: TapOption; fields: readonly string[] }

/** The sheet that rises over the chat, by what the action needs. */
export function PhoneSheet({ asked, onClose, act, business, name }: { asked: Asked; onClose: () => void; act: Act; business: PhoneBusiness | null; name: string }) {
  const { t } = useT()
  const run = (body: ActBody) => { onClose(); void act(body) }
  if (asked.kind === 'page') return <PageSheet title={asked.title} url={asked.url} onClose={onClose} />
  if (asked.kind === 'business') return <BusinessSheet business={business} fallback={name} onClose={onClose} />
  if (asked.kind === 'list') return <ListSheet item={asked.item} options={asked.options} onClose={onClose} onTap={(id) => run(tap(asked.item, id))} />
  if (asked.kind === 'form') return <FormSheet title={asked.option.title} fields={asked.fields} onClose={onClose} onSend={(values) => run(tap(asked.item, asked.option.id, values))} />
  const { action, item } = asked
  const give = (given: { content?: Record<string, unknown>; ref?: string }) => run(actBody(action, { ...given, ...(item && !given.ref ? { ref: item.id } : {}) }))
  const shared = { title: action.label, onClose }
  switch (action.input) {
    case 'photo': case 'file': return <MediaSheet {...shared} action={action} onSend={(content) => give({ content })} />
    case 'voice': return <VoiceSheet {...shared} onSend={(content) => give({ content })} />
    case 'location': return <PlaceSheet {...shared} onSend={(content) => give({ content })} />
    case 'contact': return <ContactSheet {...shared} onSend={(content) => give({ content })} />
    case 'emoji': return <EmojiSheet {...shared} onSend={(emoji) => give({ content: { emoji } })} />
    case 'code': return <CodeSheet {...shared} codes={business?.codes} onSend={(ref) => give({ ref })} />
    case 'ad': return <AdSheet {...shared} action={action} onSend={give} />
    case 'text': return <TextSheet {...shared} label={t('phones.text')} onSend={(text) => give({ content: { text } })} />
    // A code is named by its scene: what the picture in the shop stands for.
    case undefined: return <TextSheet {...shared} label={t('phones.scene')} help={t('phones.scene_help')} initial={action.ref ?? ''} onSend={(ref) => give({ ref })} />
  }
}
