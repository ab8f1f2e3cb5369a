import { bridgeTasks } from '../bridges/lookout.js'
import { contactImportTasks } from '../contact-imports/run.js'
import { exportTasks } from '../exports/run.js'
import { importTasks } from '../imports/run.js'
import { noticeTasks } from '../notices/push/send.js'
import { copyTasks } from '../people/copy/copy.js'
import { erasureTasks } from '../people/erase/files.js'
import { labelTasks } from '../labels/rename.js'
import { looseTasks } from '../media/loose.js'
import type { Services } from '../services.js'
import { templateNoticeTasks } from '../templates/told.js'
import { webhookTasks } from '../webhooks/lookout.js'
import type { Tasks } from './queue.js'

/** Every part that has background work names its tasks here: `name -> task`. */
const parts: readonly ((services: Services) => Tasks)[] = [importTasks, bridgeTasks, contactImportTasks, exportTasks, erasureTasks, copyTasks, looseTasks, labelTasks, webhookTasks, noticeTasks, templateNoticeTasks]

export function taskList(services: Services): Tasks {
  return Object.assign({}, ...parts.map((part) => part(services))) as Tasks
}
