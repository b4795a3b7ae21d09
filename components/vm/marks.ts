import type { Event } from '@/server/contract/api/activity'
import type { ChartMark } from '@/components/charts/series'

/**
 * Events worth a mark on the time line: what became of the machine (`vm.started`, `vm.paused` …) and all trouble. Who looked
 * at its console and the steps of jobs (`vm.start.succeeded`) say nothing about its curves.
 */
export function marksOf<E extends Pick<Event, 'at' | 'code' | 'severity'>>(events: readonly E[], text: (event: E) => string): ChartMark[] {
  return events
    .filter(event => event.severity !== 'info' || /^vm\.[^.]+$/.test(event.code))
    .map(event => ({ at: Date.parse(event.at), label: text(event), severity: event.severity }))
}
