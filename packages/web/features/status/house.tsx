import type { InstallationStatus } from '@recado/api'
import { Link } from '@tanstack/react-router'
import { useCan } from '../../api/queries.js'
import { formatBytes, formatSpan } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import * as judge from './judge.js'
import { Row, Rows } from './rows.js'

/** The installation: for the company that looks after it. */
export function House({ house, now }: { house: InstallationStatus; now: number }) {
  const { t, intl } = useT()
  const makesBackups = useCan('backups.manage')
  const { database, migrations, jobs, nodes, backups, telemetry } = house
  const list = (...parts: (string | false | null)[]) => parts.filter(Boolean).join(' · ')
  const spooled = nodes.reduce((sum, one) => sum + one.spool.bytes, 0)
  return (
    <>
      <Card title={t('upkeep.house')}>
        <Rows>
          <Row name={t('upkeep.database')} as={judge.database(database)} note={Math.abs(database.skewMs) >= 30_000 && t('upkeep.skew', { span: formatSpan(intl, Math.abs(database.skewMs)) })}>
            {list(`PostgreSQL ${database.version.split(' ')[0]}`, database.embedded && t('upkeep.embedded'), formatBytes(intl, database.bytes), t('upkeep.answer', { ms: database.answerMs }))}
          </Row>
          <Row name={t('upkeep.connections')} as={judge.database({ ...database, answerMs: 0, skewMs: 0 })}>{list(t('upkeep.of', { n: database.connections, most: database.connectionsMax }), t('upkeep.pool', { open: database.pool.open, idle: database.pool.idle }), database.pool.waiting > 0 && t('upkeep.pool_waiting', { n: database.pool.waiting }))}</Row>
          <Row name={t('upkeep.version')} as={judge.migrations(migrations)} note={migrations.pending > 0 && t('upkeep.pending', { n: migrations.pending })}>{list(`Recado ${house.version}`, t('upkeep.migrations', { n: migrations.applied }))}</Row>
          <Row name={t('upkeep.jobs')} as={judge.jobs(jobs)} note={jobs.failed > 0 && t('upkeep.jobs_failed', { n: jobs.failed })}>{list(t('upkeep.jobs_waiting', { n: jobs.waiting }), t('upkeep.jobs_running', { n: jobs.running }), jobs.oldestMs !== null && jobs.oldestMs > 60_000 && t('upkeep.oldest', { span: formatSpan(intl, jobs.oldestMs) }))}</Row>
          <Row name={t('upkeep.spool')} as={nodes.length > 0 ? judge.worst(nodes.map(judge.spool)) : 'off'} note={spooled > 0 && t('upkeep.spool_note')}>{spooled > 0 ? formatBytes(intl, spooled) : t('upkeep.empty')}</Row>
          <Row name={makesBackups ? <Link to="/settings/backups" className="text-accent hover:underline">{t('settings.backups')}</Link> : t('settings.backups')} as={judge.backups(backups, now)} note={!backups.on ? t('upkeep.backups_off') : backups.failing && t('upkeep.backups_failing')}>
            {!backups.on ? t('upkeep.off') : backups.lastGoodAt === null ? t('backups.none_yet') : t('upkeep.ago', { span: formatSpan(intl, Math.max(0, now - Date.parse(backups.lastGoodAt))) })}
          </Row>
          <Row name="OpenTelemetry" as={judge.telemetry(telemetry)} note={telemetry.failed > 0 && t('upkeep.telemetry_failed', { n: telemetry.failed })}>{telemetry.on ? t('upkeep.telemetry_sent', { n: telemetry.sent }) : t('upkeep.off')}</Row>
        </Rows>
      </Card>
      <Card title={t('upkeep.nodes', { n: nodes.length })}>
        <Rows>
          {nodes.map((one) => (
            <Row key={one.id} name={<><bdi>{one.host}</bdi>{one.self && nodes.length > 1 && <span className="font-normal text-ink-soft"> · {t('upkeep.self')}</span>}</>} as={judge.worst([judge.node(one, house.version), judge.disk(one)])}
              note={one.version !== house.version ? t('upkeep.other_version', { version: one.version }) : judge.disk(one) !== 'good' && judge.disk(one) !== 'off' && t('upkeep.disk_low')}>
              {list(t('upkeep.up', { span: formatSpan(intl, Math.max(0, now - Date.parse(one.startedAt))) }), t('upkeep.lanes', { n: one.lanes }), formatBytes(intl, one.memoryBytes), t('upkeep.loop', { ms: one.loopDelayMs }), one.diskFreeBytes !== null && t('upkeep.disk_free', { size: formatBytes(intl, one.diskFreeBytes) }))}
            </Row>
          ))}
        </Rows>
      </Card>
    </>
  )
}
