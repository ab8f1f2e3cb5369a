// The server behind `npm run dev`, a process of its own so that it can be restarted.
import { serve } from '../lib/serve.mjs'

await serve('dev', process.argv.slice(2))
