/// <reference types="vite/client" />

declare module '*.json?gate' {
  const messages: Record<string, string | import('react-intl').MessageFormatElement[]>
  export default messages
}

declare module '*.json?all' {
  const messages: Record<string, string | import('react-intl').MessageFormatElement[]>
  export default messages
}
