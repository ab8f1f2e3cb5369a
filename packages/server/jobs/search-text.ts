import type { Content } from '@recado/core'

const join = (...parts: (string | undefined | null)[]): string => parts.filter(Boolean).join(' ')

/** Every word of a message that somebody may look for; a list's one line (`previewOf`) is cut, this is not. */
export function searchText(content: Content): string {
  switch (content.kind) {
    case 'text': return content.text
    case 'image': case 'video': case 'audio': case 'document': case 'sticker': return join(content.caption, content.media?.name)
    case 'location': return join(content.name, content.address)
    case 'contacts': return content.contacts.map((card) => join(card.name, card.organisation, ...(card.phones ?? []).map((phone) => phone.value), ...(card.emails ?? []).map((mail) => mail.value))).join(' ')
    case 'choices': return join(content.header, content.text, content.footer, ...content.options.map((option) => join(option.title, option.description)))
    case 'choice': return join(content.title, content.description)
    case 'link': return join(content.title, content.text, content.description, content.url)
    case 'form': return join(content.header, content.text, content.title, content.footer)
    case 'form_answer': return join(content.name, ...Object.values(content.values).map((value) => (typeof value === 'string' || typeof value === 'number' ? String(value) : null)))
    case 'products': return join(content.header, content.text, content.footer, ...content.sections.flatMap((section) => [section.title, ...section.products.map((product) => join(product.title, product.sku))]))
    case 'order': return join(content.text, ...content.items.map((item) => join(item.title, item.sku)))
    case 'template': return join(content.header, content.text, content.footer, ...(content.buttons ?? []))
    case 'post': return join(content.headline, content.text)
    case 'request': return content.text
    case 'reaction': case 'system': case 'unsupported': return ''
  }
}
