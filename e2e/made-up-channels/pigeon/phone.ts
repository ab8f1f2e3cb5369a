import type { PhoneDeclaration } from '@recado/channel-kit'

export const phone: PhoneDeclaration = {
  appName: 'Pigeon Post',
  theme: {
    header: '#6b7c93', headerText: '#ffffff', background: '#f4f1ea', mine: '#dfe7d8', mineText: '#222222', theirs: '#ffffff', theirsText: '#222222', accent: '#6b7c93',
    dark: { background: '#1d1f21', mine: '#3c4a3a', mineText: '#eeeeee', theirs: '#2b2d30', theirsText: '#eeeeee' },
  },
  ticks: [],
  actions: [],
  lines: { empty: { en: 'Write to the loft.', es: 'Escribe al palomar.' } },
}
