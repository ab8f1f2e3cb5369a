/** `/simulator/{channel}/...` in the server: raw bodies in, the platform's own answers out. Who may see it is the platform's affair: tokens and signatures. */
import type { FastifyPluginCallback } from 'fastify'
import type { SimulatorHost } from './host.js'
import { serveMounted, splitTarget } from './http-adapter.js'

/** A Fastify plugin; register it at the root. `/simulator/control/*` stays the server's. */
export function simulatorRoutes(host: SimulatorHost): FastifyPluginCallback {
  return (app, _options, done) => {
    app.removeAllContentTypeParsers()
    // The body is read as raw bytes below: a platform's signature is over those.
    app.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null))
    app.all<{ Params: { channel: string } }>('/simulator/:channel/*', async (request, reply) => {
      const { path, query } = splitTarget(request.raw.url ?? '/')
      reply.hijack()
      try {
        await serveMounted(host, request.params.channel, path.slice(`/simulator/${request.params.channel}`.length), query, request.raw, reply.raw)
      } catch (error) {
        host.options.warn?.('a simulated platform failed', error)
        if (!reply.raw.headersSent) reply.raw.writeHead(500)
        reply.raw.end()
      }
    })
    done()
  }
}
