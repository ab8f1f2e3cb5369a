import { expect, test } from 'vitest'
import { root } from '../lib/paths.mjs'
import { complaintsAbout, wrongImports } from './import-directions.mjs'

test('every import of the tree follows the drawing', () => {
  expect(wrongImports(root).join('\n')).toBe('')
})

test.each([
  ['packages/server/main.ts', `import { x } from '@recado/db'`, true],
  ['packages/server/main.ts', `import { wechat } from '../../channels/wechat/index.js'`, false],
  ['packages/web/app.tsx', `import type { Event } from '@recado/api/events'`, true],
  ['packages/web/app.tsx', `import { pool } from '@recado/db/pool'`, false],
  ['packages/web/app.tsx', `const later = () => import('@recado/server')`, false],
  ['packages/core/clock.ts', `import { randomUUID } from 'node:crypto'`, false],
  ['packages/core/policy/window.ts', `import {\n  instant,\n} from '../model/instant.js'`, true],
  ['packages/db/queries/message.ts', `export { x } from '../../server/x.js'`, false],
  ['channels/wechat/inbound.ts', `import { hours } from '@recado/channel-kit'`, true],
  ['channels/wechat/inbound.ts', `import { errors } from '../whatsapp/errors.js'`, false],
  ['channels/wechat/simulator.ts', `import { json } from '@recado/channel-kit/http'`, true],
  ['channels/wechat/simulator.ts', `import { decide } from '@recado/core/policy'`, false],
  ['channels/wechat/simulator.ts', `import type { Instant } from '@recado/core'`, true],
  ['channels/wechat/simulator.ts', `import type { Verdict } from '@recado/core/policy/index'`, false],
  ['channels/wechat/simulator.ts', `import { wechatErrors } from './errors.js'`, false],
  ['channels/wechat/simulator/tokens.ts', `import { wechat } from '../channel.js'`, false],
  ['channels/wechat/simulator.ts', `import { tokens } from './simulator/tokens.js'`, true],
])('%s: %s', (file, line, allowed) => {
  expect(complaintsAbout(file, `// a comment\n${line}\n`)).toHaveLength(allowed ? 0 : 1)
})
