import { EventListPage } from '@/components/event/EventList'

export default function Page() {
  return <EventListPage />
}
