import { ChainKeeper } from '../audit/keeper.js'
import { PresenceKeeper } from '../assignment/presence.js'
import { AssignmentWorker } from '../assignment/worker.js'
import { BackupChecks } from '../backup/checks.js'
import { BackupSchedule } from '../backup/schedule.js'
import { BridgeLookout } from '../bridges/lookout.js'
import { AutomationEngine } from '../automation/engine.js'
import { CampaignDriver } from '../campaigns/driver.js'
import { CampaignFollower } from '../campaigns/follow.js'
import { ConsentWords } from '../consents/words/worker.js'
import { keepLapsing, nextLapse, runLapsed } from '../consents/expiry.js'
import { CostCheckWorker } from '../costs/reconcile.js'
import { CostWorker } from '../costs/worker.js'
import { EntryWorker } from '../entry/worker.js'
import type { Ingest } from '../ingest/ingest.js'
import { adoptOrphans, keepOrphans, nextOrphan } from '../ingest/overtaken.js'
import { MediaWorker } from '../media/worker.js'
import { noticeJobs } from '../notices/jobs.js'
import { LeavingWorker } from '../privacy/leaving.js'
import { ForgettingWorker } from '../privacy/worker.js'
import { PostWorker } from '../posts/worker.js'
import { ProfileWorker } from '../people/profiles.js'
import { HoursKeeper } from '../hours/keeper.js'
import { NudgeWorker } from '../nudges/worker.js'
import { OptInWorker } from '../opt-in/worker.js'
import { JoiningWorker } from '../people/joining/worker.js'
import { ScheduledWorker } from '../scheduled/worker.js'
import type { Services } from '../services.js'
import type { TimedWork } from '../simulator/clock.js'
import { keepClean } from './cleaner.js'
import { SearchIndexer } from './search-indexer.js'
import { WebhookLookout } from '../webhooks/lookout.js'
import { StandingWatcher } from '../standing/watcher.js'
import { dueWork, keepWaking, runDue } from './snooze.js'

/** Background work of this process: `timed` falls due in business time and is moved by the simulator's clock. */
export interface Jobs { timed: TimedWork[]; start(): Promise<void> }

export function startJobs({ services, ingest }: { services: Services; ingest: Ingest }): Jobs {
  const files = new MediaWorker(services)
  const profiles = new ProfileWorker(services)
  const costs = new CostWorker(services)
  const costChecks = new CostCheckWorker(services)
  const words = new ConsentWords(services)
  const automation = new AutomationEngine(services)
  const standing = new StandingWatcher(services, ingest)
  const hours = new HoursKeeper(services)
  const nudges = new NudgeWorker(services)
  const assignment = new AssignmentWorker(services)
  const notices = noticeJobs(services)
  const leaving = new LeavingWorker(services)
  const forgetting = new ForgettingWorker(services)
  const joining = new JoiningWorker(services)
  const signUps = new OptInWorker(services)
  const following = new CampaignFollower(services)
  const campaigns = new CampaignDriver(services, (workspaceId) => following.look(workspaceId))
  const posts = new PostWorker(services)
  const scheduled = new ScheduledWorker(services)
  return {
    timed: [
      { nextDue: (workspaceId) => files.nextDue(workspaceId), runDue: (workspaceId) => files.runDue(workspaceId) },
      { nextDue: async () => null, runDue: (workspaceId) => profiles.look(workspaceId) },
      { nextDue: async () => null, runDue: (workspaceId) => joining.look(workspaceId) },
      { nextDue: async () => null, runDue: (workspaceId) => costs.look(workspaceId) },
      { nextDue: async () => null, runDue: (workspaceId) => costChecks.runDue(workspaceId) },
      { nextDue: async () => null, runDue: (workspaceId) => signUps.look(workspaceId) },
      { nextDue: async () => null, runDue: (workspaceId) => words.runDue(workspaceId) },
      { nextDue: async () => null, runDue: (workspaceId) => automation.runDue(workspaceId) },
      { nextDue: async () => null, runDue: (workspaceId) => standing.runDue(workspaceId) },
      { nextDue: async () => null, runDue: (workspaceId) => hours.runDue(workspaceId) },
      { nextDue: (workspaceId) => nudges.nextDue(workspaceId), runDue: async (workspaceId) => { await nudges.runDue(workspaceId) } },
      { nextDue: (workspaceId) => assignment.nextDue(workspaceId), runDue: (workspaceId) => assignment.runDue(workspaceId) },
      { nextDue: (workspaceId) => nextLapse(services, workspaceId), runDue: async (workspaceId) => { await runLapsed(services, workspaceId) } },
      { nextDue: (workspaceId) => nextOrphan(services, workspaceId), runDue: (workspaceId) => adoptOrphans(services, ingest, workspaceId) },
      { nextDue: (workspaceId) => dueWork(services, workspaceId), runDue: async (workspaceId) => { await runDue(services, workspaceId) } },
      { nextDue: (workspaceId) => posts.nextDue(workspaceId), runDue: (workspaceId) => posts.runDue(workspaceId) },
      { nextDue: (workspaceId) => campaigns.nextDue(workspaceId), runDue: async (workspaceId) => { await following.look(workspaceId); await campaigns.runDue(workspaceId) } },
      { nextDue: (workspaceId) => scheduled.nextDue(workspaceId), runDue: async (workspaceId) => { await scheduled.runDue(workspaceId) } },
      ...notices.timed,
      { nextDue: (workspaceId) => forgetting.nextDue(workspaceId), runDue: async (workspaceId) => { await leaving.look(workspaceId); await forgetting.runDue(workspaceId) } },
    ],
    async start() {
      files.start()
      profiles.start()
      costs.start()
      costChecks.start()
      signUps.start()
      posts.start()
      scheduled.start()
      words.start()
      automation.start()
      standing.start()
      hours.start()
      nudges.start()
      assignment.start()
      new PresenceKeeper(services).start()
      notices.start()
      keepWaking(services)
      keepLapsing(services)
      keepClean(services)
      keepOrphans(services, ingest)
      new EntryWorker(services).start()
      joining.start()
      campaigns.start()
      following.start()
      new SearchIndexer(services).start()
      new ChainKeeper(services).start()
      leaving.start()
      forgetting.start()
      new WebhookLookout(services).start()
      new BridgeLookout(services).start()
      new BackupSchedule(services).start()
      new BackupChecks(services).start()
    },
  }
}
