import type { Field } from '../html/field.ts'

type Look = Pick<Field, 'label' | 'type' | 'autocomplete' | 'placeholder'>

/** Standard attributes as the pages ask for them; how browsers fill them in goes by the HTML standard's list. */
const LOOKS: Readonly<Record<string, Look>> = {
  address: { label: 'Address', autocomplete: 'street-address' },
  birthdate: { label: 'Birthdate', type: 'date', autocomplete: 'bday' },
  email: { label: 'Email', type: 'email', autocomplete: 'email', placeholder: 'name@host.com' },
  family_name: { label: 'Family name', autocomplete: 'family-name' },
  gender: { label: 'Gender', autocomplete: 'sex' },
  given_name: { label: 'Given name', autocomplete: 'given-name' },
  locale: { label: 'Locale', autocomplete: 'language' },
  middle_name: { label: 'Middle name', autocomplete: 'additional-name' },
  name: { label: 'Name', autocomplete: 'name' },
  nickname: { label: 'Nickname', autocomplete: 'nickname' },
  phone_number: { label: 'Phone number', type: 'tel', autocomplete: 'tel', placeholder: '+14325551212' },
  picture: { label: 'Picture', type: 'url', autocomplete: 'photo' },
  preferred_username: { label: 'Preferred username', autocomplete: 'nickname' },
  profile: { label: 'Profile', autocomplete: 'off' },
  website: { label: 'Website', type: 'url', autocomplete: 'url' },
  zoneinfo: { label: 'Time zone', autocomplete: 'off' },
}

/** How a form names an attribute (observed, also in AWS's own log of a sign-up). */
export const attributeFieldName = (attribute: string): string => `requiredAttributes[${attribute}]`

export function attributeField(attribute: string, value: string | undefined): Field {
  const look = LOOKS[attribute] ?? { label: attribute, autocomplete: 'off' }
  return { ...look, id: `attribute-${attribute}`, name: attributeFieldName(attribute), value }
}
