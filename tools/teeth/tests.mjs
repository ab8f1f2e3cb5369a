// Runs a channel's tests again and again in one process, with another text in place of its channel.ts. The files on disk are never touched.
import { createVitest } from 'vitest/node'
import { root } from '../lib/paths.mjs'

const ALIAS = [
  { find: /^@recado\/([a-z-]+)$/, replacement: `${root}/packages/$1/index.ts` },
  { find: /^@recado\/([a-z-]+)\/(.*?)(?:\.js)?$/, replacement: `${root}/packages/$1/$2.ts` },
]

/** Tables first, since they are quick and say most; random histories last. */
const order = (path) => (path.endsWith('/channel.test.ts') ? 0 : path.endsWith('/contract.test.ts') ? 2 : 1)

export class ChannelTests {
  #vitest
  #specifications = []
  #source = null

  /** Opens the tests of the folder `channels/<channel>`; `file` is the declaration whose text is replaced. */
  static async open(channel, file) {
    const tests = new ChannelTests()
    const plugin = { name: 'teeth', enforce: 'pre', transform: (_code, id) => (id.split('?')[0] === file && tests.#source !== null ? { code: tests.#source, map: null } : null) }
    tests.#vitest = await createVitest('test', {
      config: false, root, watch: false, pool: 'threads', isolate: false, fileParallelism: false, bail: 1, reporters: [{}], testTimeout: 60_000, include: [`channels/${channel}/**/*.test.ts`],
    }, { configFile: false, logLevel: 'silent', resolve: { alias: ALIAS }, plugins: [plugin] })
    const found = await tests.#vitest.globTestSpecifications()
    tests.#specifications = found.sort((a, b) => order(a.moduleId) - order(b.moduleId) || (a.moduleId < b.moduleId ? -1 : 1))
    tests.file = file
    return tests
  }

  /** Leaves out the files that fail as they are: they prove nothing. Returns their names. */
  async leaveOutFailing() {
    const failing = []
    for (const specification of this.#specifications) {
      const test = await this.#failingIn(null, specification)
      if (test === null) continue
      failing.push(`${specification.moduleId.slice(root.length + 1)}: ${test}`)
      this.#specifications = this.#specifications.filter((one) => one !== specification)
    }
    return failing
  }

  /** The name of the first test that fails with this text as channel.ts; null when all pass. File by file: most figures are caught in the first. */
  async firstFailing(source) {
    for (const specification of this.#specifications) {
      const test = await this.#failingIn(source, specification)
      if (test !== null) return test
    }
    return null
  }

  async #failingIn(source, specification) {
    this.#source = source
    this.#vitest.invalidateFile(this.file)
    this.#vitest.state.clearErrors()
    const { testModules, unhandledErrors } = await this.#vitest.runTestSpecifications([specification], false)
    // The result also holds what other files said in earlier rounds.
    for (const module of testModules.filter((one) => one.moduleId === specification.moduleId)) {
      const [test] = module.children.allTests('failed')
      if (test) return test.fullName
      const [error] = module.errors()
      if (error) return `${module.relativeModuleId ?? module.moduleId.slice(root.length + 1)} cannot be loaded: ${String(error.message).split('\n')[0]}`
    }
    return unhandledErrors.length > 0 ? String(unhandledErrors[0].message ?? unhandledErrors[0]).split('\n')[0] : null
  }

  close() { return this.#vitest.close() }
}
