import { operation } from '../deps.ts'

/** They are refused where they would be made, as private domain names are: there are none. */
export const getDomainNameAccessAssociations = operation('GetDomainNameAccessAssociations', async () => ({ items: [] }))
