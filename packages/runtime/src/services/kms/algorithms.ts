import type { KeyMetadata } from '../../generated/kms.ts'

export const SYMMETRIC = 'SYMMETRIC_DEFAULT'

type Algorithms = Pick<
  KeyMetadata,
  'EncapsulationAlgorithms' | 'EncryptionAlgorithms' | 'KeyAgreementAlgorithms' | 'MacAlgorithms' | 'SigningAlgorithms'
>

const rsaSigning = ['RSASSA_PKCS1_V1_5', 'RSASSA_PSS'].flatMap((scheme) =>
  [256, 384, 512].map((bits) => `${scheme}_SHA_${bits}`),
)
const rsa = {
  ENCRYPT_DECRYPT: { EncryptionAlgorithms: ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'] },
  SIGN_VERIFY: { SigningAlgorithms: rsaSigning },
}
const agreeing = { KEY_AGREEMENT: { KeyAgreementAlgorithms: ['ECDH'] } }
const signing = (...SigningAlgorithms: string[]) => ({ SIGN_VERIFY: { SigningAlgorithms } })
const encapsulating = { ENCAPSULATE_DECAPSULATE: { EncapsulationAlgorithms: ['ML_KEM'] } }
const macs = (bits: number) => ({ GENERATE_VERIFY_MAC: { MacAlgorithms: [`HMAC_SHA_${bits}`] } })

/**
 * What a key can be used for, and how, by its spec (documented: AWS KMS developer guide, "Key spec reference"; recorded
 * for symmetric, HMAC, elliptic and encrypting RSA keys).
 */
const ALGORITHMS: Readonly<Record<string, Readonly<Record<string, Algorithms>>>> = {
  [SYMMETRIC]: { ENCRYPT_DECRYPT: { EncryptionAlgorithms: [SYMMETRIC] } },
  RSA_2048: rsa,
  RSA_3072: rsa,
  RSA_4096: rsa,
  ECC_NIST_P256: { ...signing('ECDSA_SHA_256'), ...agreeing },
  ECC_NIST_P384: { ...signing('ECDSA_SHA_384'), ...agreeing },
  ECC_NIST_P521: { ...signing('ECDSA_SHA_512'), ...agreeing },
  ECC_SECG_P256K1: signing('ECDSA_SHA_256'),
  ECC_NIST_EDWARDS25519: signing('ED25519_SHA_512', 'ED25519_PH_SHA_512'),
  HMAC_224: macs(224),
  HMAC_256: macs(256),
  HMAC_384: macs(384),
  HMAC_512: macs(512),
  ML_DSA_44: signing('ML_DSA_SHAKE_256'),
  ML_DSA_65: signing('ML_DSA_SHAKE_256'),
  ML_DSA_87: signing('ML_DSA_SHAKE_256'),
  ML_KEM_512: encapsulating,
  ML_KEM_768: encapsulating,
  ML_KEM_1024: encapsulating,
  SM2: { ENCRYPT_DECRYPT: { EncryptionAlgorithms: ['SM2PKE'] }, ...signing('SM2DSA'), ...agreeing },
}

/** Undefined: a key of this spec cannot be used so. */
export function algorithmsOf(keySpec: string, keyUsage: string): Algorithms | undefined {
  return ALGORITHMS[keySpec]?.[keyUsage]
}
