import type { Cluster, Template } from '@/server/contract/api/infrastructure'
import type { OperatingSystem } from '@/server/contract/api/os'
import type { FieldProps } from '@/components/ui/form/types'
import type { Capacity } from './capacity'
import type { NewVm, NewVmChoices } from './newVm'

/** What each step draws from. */
export interface StepProps {
  form: {
    values: NewVm
    change: (part: Partial<NewVm>) => void
    field: <Name extends keyof NewVm & string>(name: Name) => FieldProps<NewVm[Name]>
  }
  choices: NewVmChoices
  cluster: Cluster | undefined
  /** Of the source `template`. */
  template: Template | undefined
  /** The chosen operating system, as far as it is known. */
  os: OperatingSystem | undefined
  /** undefined = not known yet, null = no host is Up. */
  capacity: Capacity | null | undefined
}
