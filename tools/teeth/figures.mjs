// The figures of a channel's declaration, and each of them moved by one unit of its last digit.
import { parseSync } from 'vite'

/** A price as decimal text: "0.0707". Versions ("v26.0") and addresses are other texts. */
const PRICE = /^\d*\.\d+$/

/** Every figure of a source text: {name, line, text, moved, start, end}, in order. `name` is the way to it: "rules.grants.message.replies". */
export function figuresOf(source) {
  const { program, errors } = parseSync('channel.ts', source)
  if (errors.length > 0) throw new Error(`channel.ts cannot be read: ${errors[0].message}`)
  const figures = []
  visit(program, [], (node, path) => {
    const text = source.slice(node.start, node.end)
    const moved = typeof node.value === 'string' ? `${text[0]}${moveByOne(node.value)}${text[0]}` : moveByOne(text)
    figures.push({ name: path.join('.'), line: source.slice(0, node.start).split('\n').length, text, moved, start: node.start, end: node.end })
  })
  return figures
}

/** The source with one figure moved. */
export const withMoved = (source, { start, end, moved }) => source.slice(0, start) + moved + source.slice(end)

/** One unit more in the last digit: 48 -> 49, 0.05 -> 0.06, "0.0199" -> "0.0200", 2_000_000 -> 2000001. */
export function moveByOne(text) {
  const plain = text.replaceAll('_', '')
  const match = /^(\d*)\.?(\d*)$/.exec(plain)
  if (!match || plain === '') return String(Number(plain) + 1)
  const [, whole, fraction] = match
  const digits = String(BigInt(whole + fraction) + 1n).padStart((whole + fraction).length, '0')
  if (fraction === '') return digits
  const point = digits.length - fraction.length
  return `${digits.slice(0, point)}.${digits.slice(point)}`
}

const isFigure = (node) => node.type === 'Literal' && (typeof node.value === 'number' || (typeof node.value === 'string' && PRICE.test(node.value)))

// No figures by rule: a fallback that a sound declaration never reaches, a place in a list, a cut of a text, a type.
function isLeftOut(key, parent) {
  if (parent.type === 'LogicalExpression' && parent.operator === '??' && key === 'right') return true
  if (parent.type === 'MemberExpression' && key === 'property') return true
  if (parent.type === 'CallExpression' && key === 'arguments' && ['slice', 'at', 'indexOf'].includes(parent.callee.property?.name)) return true
  return parent.type.startsWith('TS') && parent.type !== 'TSAsExpression' && parent.type !== 'TSSatisfiesExpression' && parent.type !== 'TSNonNullExpression'
}

function visit(node, path, found) {
  if (isFigure(node)) return found(node, path)
  for (const [key, value] of Object.entries(node)) {
    if (typeof value !== 'object' || value === null || isLeftOut(key, node)) continue
    if (node.type === 'Property' && key === 'key') continue
    const children = Array.isArray(value) ? value : [value]
    children.forEach((child, index) => {
      if (child && typeof child.type === 'string') visit(child, [...path, ...stepTo(node, key, child, index, children.length)], found)
    })
  }
}

/** What a step down is called: the property's or constant's name, an element's own `kind` or `id`, else its place. */
function stepTo(node, key, child, index, length) {
  if (node.type === 'Property' || node.type === 'VariableDeclarator') return [nameOf(node.key ?? node.id)]
  if (node.type === 'ArrayExpression') return [ownName(child) ?? String(index)]
  // The arguments of hours(48) need no place; those of Date.UTC(2026, 9, 1) do.
  if (node.type === 'CallExpression' && key === 'arguments' && length > 1) return [String(index)]
  return []
}

const nameOf = (node) => node?.name ?? String(node?.value ?? '')

function ownName(node) {
  const property = node.properties?.find((one) => one.type === 'Property' && ['kind', 'id'].includes(nameOf(one.key)) && typeof one.value.value === 'string')
  return property?.value.value
}
