/** What an API token can be given; the server's table of permissions says what each opens. */
export const SCOPES = ['all', 'read', 'messages', 'notify', 'conversations', 'contacts', 'consents', 'channels', 'members', 'tokens', 'workspace', 'audit', 'metrics', 'webhooks', 'campaigns'] as const
