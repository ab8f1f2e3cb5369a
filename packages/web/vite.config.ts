import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { buildWidget } from '../widget/build.js'
import { emojiData } from './tools/emoji-data.js'
import { messageParts } from './tools/message-parts.js'
import { serviceWorker } from './tools/service-worker.js'
import { widget } from './tools/widget.js'

const packages = fileURLToPath(new URL('..', import.meta.url))

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  plugins: [messageParts(), react(), tailwindcss(), emojiData(['en', 'es']), widget(buildWidget), serviceWorker()],
  resolve: {
    // The sources themselves: nothing has to be compiled before the web app is.
    alias: [{ find: /^@recado\/(api|core)$/, replacement: `${packages}$1/index.ts` }],
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // light-dark() in the theme asks for these already.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // Every file is its own request: a data: link would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
  },
  server: { proxy: { '/api': { target: process.env.RECADO_SERVER ?? 'http://127.0.0.1:3000', ws: true }, '/simulator/control': process.env.RECADO_SERVER ?? 'http://127.0.0.1:3000' } },
})
