import type { Phone } from '@recado/api'
import type { CSSProperties } from 'react'
import { inkOn, quiet, readable } from './contrast.js'

interface Face { header: string; headerText: string; background: string; mine: string; mineText: string; theirs: string; theirsText: string; accent: string }

const READ_BLUE = '#1d8fe1'

function faceVariables(face: Face): Record<string, string> {
  const onBackground = inkOn(face.background)
  return {
    header: face.header, 'header-ink': readable(face.headerText, face.header, inkOn(face.header)), background: face.background, ink: onBackground, quiet: quiet(onBackground, face.background),
    mine: face.mine, 'mine-ink': face.mineText, 'mine-quiet': quiet(face.mineText, face.mine), 'mine-link': readable(face.accent, face.mine, face.mineText), 'mine-read': readable(READ_BLUE, face.mine, face.mineText, 3),
    theirs: face.theirs, 'theirs-ink': face.theirsText, 'theirs-quiet': quiet(face.theirsText, face.theirs), 'theirs-link': readable(face.accent, face.theirs, face.theirsText),
    accent: face.accent, 'on-accent': readable('#ffffff', face.accent, inkOn(face.accent), 3), 'accent-ink': readable(face.accent, face.background, onBackground),
  }
}

/** An app's theme as the variables `--ph-*` of one phone, both faces in one value each: the page's own colour scheme chooses. */
export function phoneStyle({ theme }: Phone): CSSProperties {
  const { dark, ...light } = theme
  const day = faceVariables(light)
  // Apps darken their header to the colour of what they receive.
  const night = faceVariables({ ...dark, header: dark.theirs, headerText: dark.theirsText, accent: theme.accent })
  return Object.fromEntries(Object.keys(day).map((name) => [`--ph-${name}`, `light-dark(${day[name] ?? ''}, ${night[name] ?? ''})`])) as CSSProperties // custom properties are no part of the type
}
