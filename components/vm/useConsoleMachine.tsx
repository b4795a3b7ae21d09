'use client'
import PlayIcon from '@patternfly/react-icons/dist/dynamic/icons/play-icon'
import type { VmRow } from '@/server/contract/api/vm'
import { showsConsole, type ConsoleMachine } from '@/components/console/machine'
import { client } from '@/components/data/client'
import { useCommand } from '@/components/data/useCommand'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { ActionButton } from '@/components/ui/ActionButton'
import { refusal } from '@/components/ui/action'
import { useStateWord } from '@/components/ui/StateLabel'
import { vmMessages } from './messages'

/** The machine as its console needs it, with the Start button of the black screen. */
export function useConsoleMachine(vm: VmRow): ConsoleMachine {
  const t = useText(vmMessages)
  const words = useWords()
  const stateWord = useStateWord('vm')
  const start = useCommand((id: string) => client.vm.start({ id }), { failed: () => t('actionFailed', { name: vm.name, action: t('start') }) })
  const shut = refusal(vm.actions.console)
  // The state has its own sentence with the time; a job in between must not close an open console.
  const obstacle = shut && shut.code !== 'wrong_state' ? words.reason(shut) : null
  return {
    id: vm.id,
    name: vm.name,
    hostId: vm.host?.id ?? null,
    on: showsConsole(vm) && obstacle === null,
    stateText: stateWord(vm.status),
    stateSince: vm.statusSince,
    obstacle,
    startButton: showsConsole(vm) ? null : (
      <ActionButton
        variant="primary"
        isLoading={start.isPending}
        item={{ id: 'start', label: t('start'), icon: <PlayIcon />, state: vm.actions.start, onSelect: () => start.mutate(vm.id) }}
      />
    ),
  }
}
