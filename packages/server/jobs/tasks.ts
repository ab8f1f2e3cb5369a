import { importTasks } from '../imports/run.js'
import type { Services } from '../services.js'
import { webhookTasks } from '../webhooks/lookout.js'
import type { Tasks } from './queue.js'

/** Every part that has background work names its tasks here: `name -> task`. */
const parts: readonly ((services: Services) => Tasks)[] = [importTasks, webhookTasks]

export function taskList(services: Services): Tasks {
  return Object.assign({}, ...parts.map((part) => part(services))) as Tasks
}
