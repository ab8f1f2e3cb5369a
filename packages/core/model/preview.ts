import type { Content } from './content.js'

const shorten = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 240)

/**
 * The words of a message in one line, for lists and notices: text or caption, else what stands for it (a document's name, an option's title);
 * empty when there are none. Never more than 240 characters.
 */
export function previewOf(content: Content<unknown>): string {
  switch (content.kind) {
    case 'text': return shorten(content.text)
    case 'image': case 'video': case 'audio': case 'sticker': return shorten(content.caption ?? '')
    // Only of a document the name says something: recordings and pictures are named by machines.
    case 'document': return shorten(content.caption ?? (content.media as { name?: string } | undefined)?.name ?? '')
    case 'location': return shorten(content.name ?? content.address ?? '')
    case 'contacts': return shorten(content.contacts.map((card) => card.name).join(', '))
    case 'reaction': return content.emoji ?? ''
    case 'choices': case 'form': case 'request': return shorten(content.text)
    case 'choice': return shorten(content.title)
    case 'link': return shorten(content.text || content.title)
    case 'form_answer': return shorten(content.name)
    case 'products': return shorten(content.text ?? content.header ?? '')
    case 'order': return shorten(content.text ?? content.items.map((item) => `${item.quantity} × ${item.title ?? item.sku}`).join(', '))
    case 'template': return shorten(content.text ?? content.name ?? '')
    case 'post': return shorten(content.headline ?? content.text ?? '')
    case 'system': return content.event
    case 'unsupported': return content.type
  }
}
