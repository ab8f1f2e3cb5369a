import type { Plugin } from 'vite'

/** Writes `widget.js` beside the app: what companies' own sites load, built by itself and never part of a page of ours. */
export function widget(build: () => Promise<string>): Plugin {
  return {
    name: 'recado-widget',
    apply: 'build',
    async generateBundle() { this.emitFile({ type: 'asset', fileName: 'widget.js', source: await build() }) },
  }
}
