import type { ComponentType } from 'react'
import BanIcon from '@patternfly/react-icons/dist/dynamic/icons/ban-icon'
import CheckCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/check-circle-icon'
import ClockIcon from '@patternfly/react-icons/dist/dynamic/icons/clock-icon'
import ExclamationCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/exclamation-circle-icon'
import ExclamationTriangleIcon from '@patternfly/react-icons/dist/dynamic/icons/exclamation-triangle-icon'
import InfoCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/info-circle-icon'
import InProgressIcon from '@patternfly/react-icons/dist/dynamic/icons/in-progress-icon'
import LockIcon from '@patternfly/react-icons/dist/dynamic/icons/lock-icon'
import PauseCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/pause-circle-icon'
import PowerOffIcon from '@patternfly/react-icons/dist/dynamic/icons/power-off-icon'
import QuestionCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/question-circle-icon'
import UndoIcon from '@patternfly/react-icons/dist/dynamic/icons/undo-icon'
import WrenchIcon from '@patternfly/react-icons/dist/dynamic/icons/wrench-icon'
import type { StateKind } from '@/components/i18n/states'

/** Each state has a shape of its own besides its colour and its word: readable without colours. */
export interface StateLook {
  icon: ComponentType<{ className?: string }>
  tone: 'success' | 'danger' | 'warning' | 'info' | 'custom' | 'none'
}

const good: StateLook = { icon: CheckCircleIcon, tone: 'success' }
const bad: StateLook = { icon: ExclamationCircleIcon, tone: 'danger' }
const careful: StateLook = { icon: ExclamationTriangleIcon, tone: 'warning' }
const moving: StateLook = { icon: InProgressIcon, tone: 'info' }
const off: StateLook = { icon: PowerOffIcon, tone: 'none' }
const paused: StateLook = { icon: PauseCircleIcon, tone: 'custom' }
const locked: StateLook = { icon: LockIcon, tone: 'none' }
const waiting: StateLook = { icon: ClockIcon, tone: 'none' }
const service: StateLook = { icon: WrenchIcon, tone: 'custom' }
const stopped: StateLook = { icon: BanIcon, tone: 'none' }
const unknown: StateLook = { icon: QuestionCircleIcon, tone: 'none' }
const undone: StateLook = { icon: UndoIcon, tone: 'warning' }
const information: StateLook = { icon: InfoCircleIcon, tone: 'info' }

const looks: Record<StateKind, Record<string, StateLook>> = {
  vm: {
    up: good, down: off, starting: moving, paused, paused_io: bad, saving: moving, suspended: paused, migrating: moving, shutting_down: moving, rebooting: moving,
    locked, not_responding: careful, crashed: bad, external: information,
  },
  host: { up: good, installing: moving, connecting: moving, non_responsive: bad, non_operational: careful, maintenance: service, down: off },
  'storage-domain': { active: good, partly_active: careful, inactive: bad, maintenance: service, locked, unattached: off },
  job: { queued: waiting, running: moving, succeeded: good, failed: bad, cancelling: undone, cancelled: stopped },
  bulk: { waiting, running: moving, succeeded: good, failed: bad, refused: careful, cancelled: stopped },
  step: { waiting, running: moving, done: good, failed: bad, undoing: undone, undone, skipped: stopped },
  severity: { info: information, warning: careful, error: bad },
  check: { pass: good, warn: careful, fail: bad },
  link: { up: good, active: good, down: off, inactive: bad, unknown },
}

export const stateLook = (kind: StateKind, state: string): StateLook => looks[kind][state] ?? unknown
