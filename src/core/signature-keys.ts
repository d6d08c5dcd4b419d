/** The keys with which pass Culture's signatures are verified: apart from the settings that hold them. */
export interface PasscultureKeys {
  readonly hmac: readonly string[];
  /** Base64 bodies of PEM public keys. */
  readonly ed25519: readonly string[];
  readonly requireEd25519: boolean;
  /** HMAC keys with which only the sandbox can be booked; none where there is no sandbox. */
  readonly sandbox: readonly string[];
}
