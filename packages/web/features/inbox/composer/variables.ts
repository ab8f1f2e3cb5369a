/** Places of saved replies as the composer needs them; what fills them comes with the menu. */
import { openPlaces } from '@recado/core'

/** Names of the places still standing in a text: it must not be sent so. */
export function openVariables(text: string): string[] {
  return [...new Set(openPlaces(text).map((place) => place.name))]
}

/** The first word of a name; a name of Han characters is not cut. */
export function firstName(name: string): string {
  return name.trim().split(/\s+/u)[0] ?? ''
}
