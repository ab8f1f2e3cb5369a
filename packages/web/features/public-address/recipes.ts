/** What has to be typed or pasted for each way out, filled with this installation's own name and port. Pure, so that a test reads them. */
export interface Place { domain: string; port: number; address: string }

/** Stands wherever nobody has chosen a name yet. */
export const EXAMPLE = 'desk.example.com'

export interface Recipe { id: string; /** Name of the file or the shell it belongs to. */ where: string; code: string }

const env = ({ domain }: Place): string => `PUBLIC_URL=https://${domain} TRUST_PROXY=1 npm start`

/** X-Forwarded-For is set anew, not continued: what a stranger writes into it must not count. */
const nginx = ({ domain, port }: Place): string => `server {
    listen 443 ssl;
    listen [::]:443 ssl;
    server_name ${domain};
    ssl_certificate     /etc/letsencrypt/live/${domain}/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/${domain}/privkey.pem;

    client_max_body_size 110m;

    location / {
        proxy_pass http://127.0.0.1:${port};
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection "upgrade";
        proxy_read_timeout 120s;
    }
}
server {
    listen 80;
    listen [::]:80;
    server_name ${domain};
    return 308 https://$host$request_uri;
}`

const caddy = ({ domain, port }: Place): string => `${domain} {
    reverse_proxy 127.0.0.1:${port}
}`

export const PROXIES = (place: Place): Recipe[] => [
  { id: 'caddy', where: '/etc/caddy/Caddyfile', code: caddy(place) },
  { id: 'nginx', where: `/etc/nginx/sites-enabled/${place.domain}`, code: nginx(place) },
  { id: 'start', where: 'Recado', code: env(place) },
]

export const TUNNELS = (place: Place): { id: 'cloudflared' | 'tailscale' | 'ssh'; steps: Recipe[] }[] => [
  {
    id: 'cloudflared', steps: [
      { id: 'run', where: 'shell', code: `cloudflared tunnel login\ncloudflared tunnel create recado\ncloudflared tunnel route dns recado ${place.domain}\ncloudflared tunnel run --url http://127.0.0.1:${place.port} recado` },
      { id: 'start', where: 'Recado', code: env(place) },
    ],
  },
  {
    id: 'tailscale', steps: [
      { id: 'run', where: 'shell', code: `tailscale funnel --bg ${place.port}\ntailscale funnel status` },
      { id: 'start', where: 'Recado', code: 'PUBLIC_URL=https://MACHINE.TAILNET.ts.net TRUST_PROXY=1 npm start' },
    ],
  },
  {
    id: 'ssh', steps: [
      { id: 'run', where: 'shell', code: `ssh -N -o ServerAliveInterval=30 -o ExitOnForwardFailure=yes -R 127.0.0.1:${place.port}:127.0.0.1:${place.port} user@${place.domain}` },
      { id: 'caddy', where: `${place.domain}: /etc/caddy/Caddyfile`, code: caddy(place) },
      { id: 'start', where: 'Recado', code: env(place) },
    ],
  },
]

export const OWN = (place: Place): Recipe[] => [{ id: 'start', where: 'Recado', code: `TLS_DOMAIN=${place.domain} ACME_EMAIL=you@${place.domain.split('.').slice(-2).join('.')} npm start` }]

export const FILES = (place: Place): Recipe[] => [{ id: 'start', where: 'Recado', code: `PUBLIC_URL=https://${place.domain} TLS_CERT_FILE=/path/fullchain.pem TLS_KEY_FILE=/path/privkey.pem npm start` }]

/** Ports below 1024 are the administrator's: either the program may take them, or the firewall leads there. */
export const LOW_PORTS: Recipe[] = [
  { id: 'setcap', where: 'Linux', code: 'sudo setcap cap_net_bind_service=+ep "$(readlink -f "$(command -v node)")"' },
  { id: 'ports', where: 'Recado', code: 'HTTP_PORT=8080 HTTPS_PORT=8443 npm start' },
]

/** Where a router's table of forwarded ports leads: 443 and 80 of the outside to this machine. */
export const FORWARDING = ({ address }: Place, ports: { http: number; https: number }): string => `TCP 443 -> ${address}:${ports.https}\nTCP 80  -> ${address}:${ports.http}`
