import { getCSVHeader } from './csv-header.ts'
import { getLogDeliveryConfiguration, setLogDeliveryConfiguration } from './log-delivery.ts'
import {
  createManagedLoginBranding,
  deleteManagedLoginBranding,
  describeManagedLoginBranding,
  describeManagedLoginBrandingByClient,
  updateManagedLoginBranding,
} from './managed-login.ts'
import { describeRiskConfiguration, setRiskConfiguration } from './risk.ts'
import { createTerms, deleteTerms, describeTerms, describeTermsByClient, listTerms, updateTerms } from './terms.ts'
import { getUICustomization, setUICustomization } from './ui-customization.ts'

export const attachmentOperations = [
  createManagedLoginBranding,
  createTerms,
  deleteManagedLoginBranding,
  deleteTerms,
  describeManagedLoginBranding,
  describeManagedLoginBrandingByClient,
  describeRiskConfiguration,
  describeTerms,
  describeTermsByClient,
  getCSVHeader,
  getLogDeliveryConfiguration,
  getUICustomization,
  listTerms,
  setLogDeliveryConfiguration,
  setRiskConfiguration,
  setUICustomization,
  updateManagedLoginBranding,
  updateTerms,
]
