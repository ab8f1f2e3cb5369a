import { svgText } from '../../entry/qr.js'

/** Prints a code on a sheet of its own: in a frame beside the page, so that nothing of the page is on the paper. */
export function printCode(url: string, name: string, account: string): void {
  const frame = document.createElement('iframe')
  frame.hidden = true
  frame.setAttribute('aria-hidden', 'true')
  document.body.append(frame)
  const sheet = frame.contentDocument
  if (!sheet) return
  const picture = sheet.createElement('img')
  picture.src = `data:image/svg+xml,${encodeURIComponent(svgText(url))}`
  picture.width = 360
  const [heading, line] = [sheet.createElement('h1'), sheet.createElement('p')]
  heading.textContent = name
  line.textContent = account
  sheet.body.append(heading, picture, line)
  picture.addEventListener('load', () => {
    frame.contentWindow?.addEventListener('afterprint', () => frame.remove())
    frame.contentWindow?.print()
  })
}
