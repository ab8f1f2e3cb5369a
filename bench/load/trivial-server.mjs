// What anybody would write in an hour: check the HMAC, parse, one INSERT, commit, 200. It finds no customer, no conversation, no duplicate
// of another account - but what it answers with 200 is on disk. The measure for our own ingest. Without DATABASE it stops before the INSERT: what
// HTTP, HMAC and JSON alone cost.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import pg from 'pg'

const { SECRET, DATABASE } = process.env
const pool = DATABASE ? new pg.Pool({ connectionString: DATABASE, max: 10 }) : null
await pool?.query('create table if not exists webhook (id text primary key, sender text not null, body jsonb not null, received_at timestamptz not null default now())')
// A statement outside a transaction block is a transaction: it is answered after its commit. Prepared, since that is faster.
const insert = { name: 'insert', text: 'insert into webhook (id, sender, body) values ($1, $2, $3) on conflict do nothing' }

const server = createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
    answer(request.headers['x-hub-signature-256'], Buffer.concat(chunks)).then((status) => response.writeHead(status).end(), () => response.writeHead(500).end())
  })
})

async function answer(signature, body) {
  const expected = Buffer.from(`sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`)
  const given = Buffer.from(String(signature))
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 401
  const message = JSON.parse(body.toString()).entry[0].changes[0].value.messages[0]
  await pool?.query({ ...insert, values: [message.id, message.from, JSON.stringify(message)] })
  return 200
}

server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
