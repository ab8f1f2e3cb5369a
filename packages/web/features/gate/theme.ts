import type { ThemeChoice } from '@recado/api'
import { store } from '../../i18n/languages.js'

/** Puts the theme on the page and remembers it for the next first paint. `system` leaves it to the system. */
export function applyTheme(theme: ThemeChoice): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  store('recado.theme', theme === 'system' ? '' : theme)
}
