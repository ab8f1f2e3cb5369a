import { XMLParser } from 'fast-xml-parser'

// Entities stay as they are written and numbers stay text: an id may be longer than a double is exact.
const parser = new XMLParser({ processEntities: false, parseTagValue: false, trimValues: false, ignoreAttributes: true, ignoreDeclaration: true, ignorePiTags: true })

/**
 * The elements of an XML document as nested objects of texts (an array where one comes several times); null when it is none.
 * Safe to use on what strangers wrote: document types and entities are refused (XXE, entity bombs), nesting is bounded, attributes are left out.
 */
export function readXml(document: string): unknown {
  const text = document.replace(/^\ufeff/, '').trim()
  if (!text.startsWith('<') || !text.endsWith('>') || declaresEntities(text)) return null
  try {
    return parser.parse(text)
  } catch {
    return null // whatever the parser says: it cannot be read
  }
}

/** A document type or entity outside CDATA; inside it is something a customer may well write. */
function declaresEntities(text: string): boolean {
  return /<!(?:DOCTYPE|ENTITY)/i.test(text.replace(/<!\[CDATA\[.*?\]\]>/gs, ''))
}
