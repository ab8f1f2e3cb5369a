/** {{variables}} of saved replies. */
export interface VariableValues { 'contact.name': string; 'contact.firstName': string; 'agent.name': string; 'agent.firstName': string; company: string }
export const VARIABLES = ['contact.name', 'contact.firstName', 'agent.name', 'agent.firstName', 'company'] as const satisfies readonly (keyof VariableValues)[]

const PLACE = /\{\{\s*([\w.]+)\s*\}\}/g

/** The text with its variables filled in, and the names of those that have no value: these stay visible in the text. */
export function fillVariables(text: string, values: VariableValues): { text: string; missing: string[] } {
  const missing = new Set<string>()
  const filled = text.replace(PLACE, (place, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name as keyof VariableValues].trim() : ''
    if (value === '') missing.add(name)
    return value || place
  })
  return { text: filled, missing: [...missing] }
}

/** Variables still standing in a text: it must not be sent so. */
export function openVariables(text: string): string[] {
  return [...new Set([...text.matchAll(PLACE)].map((match) => match[1] ?? ''))]
}

/** The first word of a name; a name of Han characters is not cut. */
export function firstName(name: string): string {
  return name.trim().split(/\s+/u)[0] ?? ''
}
