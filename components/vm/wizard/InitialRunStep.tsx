'use client'
import { InitialRunFields } from '../InitialRunFields'
import type { StepProps } from './form'

/** What the guest is told at its first boot. */
export const InitialRunStep = ({ form }: StepProps) => <InitialRunFields form={form} />
