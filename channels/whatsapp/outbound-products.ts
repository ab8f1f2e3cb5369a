/** Products from the firm's catalogue, or as cards with links when there is no catalogue. */
import type { Settings } from '@recado/channel-kit'
import type { Product, ProductsContent } from '@recado/core'
import { capabilities } from './channel.js'
import { setting } from './graph.js'
import { compact } from './read.js'

export type ProductForm = 'catalogue' | 'product' | 'list' | 'cards' | null

export const catalogOf = (content: ProductsContent, settings: Settings): string => content.catalogId ?? setting(settings, 'catalogId')

/** Which of Meta's messages carries these products; null when none does. */
export function productForm(content: ProductsContent, settings: Settings): ProductForm {
  const items = content.sections.flatMap((section) => section.products)
  if (catalogOf(content, settings)) return items.length === 0 ? 'catalogue' : items.length === 1 ? 'product' : 'list'
  return items.length > 0 && items.every((item) => item.url && item.imageUrl) ? 'cards' : null
}

const shorten = (text: string, length: number): string => ([...text].length <= length ? text : `${[...text].slice(0, length - 1).join('')}…`)

/** Every card has one button with a label: the price, or the beginning of the title. */
const card = (item: Product, index: number) => ({
  card_index: index,
  type: 'cta_url',
  header: { type: 'image', image: { link: item.imageUrl } },
  body: { text: item.title ?? '' },
  action: { name: 'cta_url', parameters: { display_text: shorten(item.price ? `${item.price.amount} ${item.price.currency}` : (item.title ?? item.sku), capabilities.products.limits.cardButton), url: item.url } },
})

const part = (text: string | undefined) => (text ? { text } : undefined)

/** The `interactive` object. `validate` has seen that one of the forms fits. */
export function productsBody(content: ProductsContent, settings: Settings): Record<string, unknown> {
  const items = content.sections.flatMap((section) => section.products)
  const catalog_id = catalogOf(content, settings)
  const shared = { body: part(content.text), footer: part(content.footer) }
  switch (productForm(content, settings)) {
    case 'catalogue':
      return compact({ type: 'catalog_message', ...shared, action: { name: 'catalog_message' } })
    case 'product':
      return compact({ type: 'product', ...shared, action: { catalog_id, product_retailer_id: items[0]!.sku } }) // this form has exactly one
    case 'list':
      return compact({
        type: 'product_list', header: { type: 'text', text: content.header ?? '' }, ...shared,
        action: { catalog_id, sections: content.sections.map((section) => compact({ title: section.title, product_items: section.products.map((item) => ({ product_retailer_id: item.sku })) })) },
      })
    default:
      return { type: 'carousel', body: { text: content.text ?? '' }, action: { cards: items.map(card) } }
  }
}
