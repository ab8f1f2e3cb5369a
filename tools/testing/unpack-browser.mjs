// Run by tools/browser.mjs as a process of its own, because the package looks at TMPDIR while it is being loaded.
import chromium from '@sparticuz/chromium'

await chromium.executablePath()
