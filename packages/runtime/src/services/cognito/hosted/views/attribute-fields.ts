import type { Field } from '../html/field.ts'
import type { Texts } from '../texts/texts.ts'

type Look = Pick<Field, 'type' | 'autocomplete' | 'placeholder'>

/** Standard attributes as the pages ask for them; how browsers fill them in goes by the HTML standard's list. */
const LOOKS: Readonly<Record<keyof Texts['attributes'], Look>> = {
  address: { autocomplete: 'street-address' },
  birthdate: { type: 'date', autocomplete: 'bday' },
  email: { type: 'email', autocomplete: 'email', placeholder: 'name@host.com' },
  family_name: { autocomplete: 'family-name' },
  gender: { autocomplete: 'sex' },
  given_name: { autocomplete: 'given-name' },
  locale: { autocomplete: 'language' },
  middle_name: { autocomplete: 'additional-name' },
  name: { autocomplete: 'name' },
  nickname: { autocomplete: 'nickname' },
  phone_number: { type: 'tel', autocomplete: 'tel', placeholder: '+14325551212' },
  picture: { type: 'url', autocomplete: 'photo' },
  preferred_username: { autocomplete: 'nickname' },
  profile: { autocomplete: 'off' },
  website: { type: 'url', autocomplete: 'url' },
  zoneinfo: { autocomplete: 'off' },
}

const isStandard = (attribute: string): attribute is keyof typeof LOOKS => Object.hasOwn(LOOKS, attribute)

/** How a form names an attribute (observed, also in AWS's own log of a sign-up). */
export const attributeFieldName = (attribute: string): string => `requiredAttributes[${attribute}]`

/** One of a pool's own is called by its name. */
export function attributeField({ attributes }: Texts, attribute: string, value: string | undefined): Field {
  const look = isStandard(attribute)
    ? { ...LOOKS[attribute], label: attributes[attribute] }
    : { label: attribute, autocomplete: 'off' }
  return { ...look, id: `attribute-${attribute}`, name: attributeFieldName(attribute), value }
}
