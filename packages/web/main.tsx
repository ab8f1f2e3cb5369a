import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { isProblem } from './api/client.js'
import { Gate } from './features/gate/gate.js'
import { LanguageProvider } from './i18n/provider.js'
import './ui/gate.css'

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // What is shown at once from the cache is still read again when it is opened; live events keep it true meanwhile.
      staleTime: 0, gcTime: 600_000, refetchOnWindowFocus: false,
      retry: (count, error) => count < 3 && isProblem(error) && (error.status === 0 || error.status >= 500),
    },
  },
})

// After an upgrade the files of the old build are gone: the page loads the new one, at most once a minute. What was being written is on the server.
addEventListener('vite:preloadError', (event) => {
  const last = Number(sessionStorage.getItem('recado.reloaded') ?? 0)
  if (Date.now() - last < 60_000) return
  event.preventDefault()
  sessionStorage.setItem('recado.reloaded', String(Date.now()))
  location.reload()
})

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <LanguageProvider part="gate"><Gate /></LanguageProvider>
    </QueryClientProvider>
  </StrictMode>,
)
