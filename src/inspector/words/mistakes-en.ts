/** The known mistakes in English: what was done, and what to do instead. Their names are the list of all. */

export const MISTAKES_EN = {
  "line-end": "A line end was signed too: `echo` adds one, `printf '%s'` does not.",
  "text-trimmed": "Spaces or line ends around the text were cut off before signing.",
  latin1: "The text was signed as Latin-1. Sign its UTF-8 bytes.",
  "unicode-form":
    "An accented letter was composed in another way (NFC or NFD). Sign the bytes that are sent.",
  "secret-decoded": "The secret was decoded from hex or base64. It is used as text, as it stands.",
  "secret-encoded":
    "The secret was encoded to hex or base64 first. It is used as text, as it stands.",
  "secret-line-end": "The secret has a line end behind it: read from a file, it must be trimmed.",
  "secret-spaces": "There are spaces around the secret, here or there.",
  "secret-case": "The secret’s letters are in another case.",
  "public-key-as-secret": "The public key (or token) was the HMAC key. Use the secret.",
  "text-as-key": "Key and text have changed places in the call of HMAC.",
  sha1: "HMAC-SHA1 was used. It is HMAC-SHA256.",
  sha512: "HMAC-SHA512 was used. It is HMAC-SHA256.",
  "no-hmac": "Secret and text were hashed one after the other. Use HMAC-SHA256.",
  "written-hex": "Right, but written in hex. This scheme wants base64.",
  "written-base64": "Right, but written in base64. This scheme wants hex.",
  "written-base64url": "Right, but written in the base64 of addresses (- and _).",
  "written-unpadded-base64": "Right, but base64 without its last =.",
  "written-base64-of-hex": "The hex digits were written in base64. Encode the 32 bytes themselves.",
  "written-escaped-base64": "The signature is percent-encoded. In a header it stands as it is.",
  "written-upper-case-hex":
    "Hex digits in upper case: accepted here, but the partner writes them in lower case.",
  wrapped: "Right, but with quotes, spaces, a line end or a prefix around it.",
  "cut-off": "Only a part of the right signature: some characters are missing.",
  "too-long": "The right signature with something behind it.",
  "raw-body":
    "The raw body was signed. The usual text is the string inside of it, after one JSON.parse.",
  "double-encoded": "The text was encoded as JSON once more before signing.",
  "json-rewritten":
    "The JSON was parsed and written anew: other spaces, escapes or order. Sign the bytes that are sent.",
  "body-escapes-kept":
    "The quotes of the body were cut off, but its backslashes kept. Parse it as JSON once.",
  "nothing-signed":
    "An empty text was signed: the body had been read already, or was not passed on.",
  "hashed-first": "A hash of the text was signed. Ed25519 signs the text itself.",
  "hmac-as-ed25519":
    "64 hex digits are an HMAC; an Ed25519 signature has 128. It belongs in PassCulture-Signature.",
  "other-order": "The parts were put together in another order.",
  "something-between": "Something stands between the parts. Nothing does.",
  "part-missing": "Not all parts were signed.",
  "time-written-anew":
    "The time was signed in another form than it was sent. Sign the very text that is sent.",
  "time-unreadable": "The time can’t be read. Ticketmatic’s is UTC: 2026-11-22T18:57:17.",
  "key-case": "The public key was signed in another case or without its hyphens.",
  "secret-in-text": "The secret is part of the text. It is the HMAC key alone.",
  "more-than-needed": "Method, path or body were signed too. This scheme covers none of them.",
  escaped: "The text was percent-encoded before signing.",
  quoted: "The quotes of the JSON were signed too.",
  "account-missing": "The account was left out: it is signed between access key and time.",
  "account-underscore":
    "The _ of the path was signed. It stands for no account: sign nothing there.",
  "account-case": "The account was signed in another case than in the path.",
  "account-escaped": "The account was signed percent-encoded. Sign it decoded.",
  "account-with-slash": "A slash of the path was signed with the account.",
  "pairs-signed": "The names (key=, ts=) were signed too. Only the values are.",
  "query-unsorted": "The query was signed as it was written. Sort its pairs by key first.",
  "question-mark-missing": "The ? is missing: it is always there, even with no query.",
  "question-mark-doubled": "There is one ? too many.",
  "scheme-left-in": "https:// was left in. After the space comes the host.",
  "port-left-in": "A port was signed that the Host header does not have.",
  "host-case": "The host was signed in another case.",
  "host-missing": "The host was left out.",
  "other-host":
    "It was signed for another host: production and sandbox have hosts and keys of their own.",
  "version-missing": "The version (/v9) was left out of the path, as in the published example.",
  "other-version": "It was signed for another version of the API.",
  "path-slash": "There is a slash too many or too few at the end of the path.",
  "path-decoded": "The path was signed decoded. Sign it as on the request line.",
  "method-case": "The method is signed in upper case.",
  "method-missing": "The method was left out.",
  "other-method": "It was signed for another method.",
  "space-missing": "The space between method and host is missing.",
  "line-instead-of-space": "Between method and host stands one space, nothing else.",
  "query-instead-of-body":
    "The query was signed, or nothing. Where there is a body, the body is signed.",
  "query-and-body": "Query and body were both signed. Where there is a body, it alone is.",
  "body-not-signed": "The body was not signed.",
  "query-not-signed": "The query was not signed.",
  "query-decoded": "The query was signed decoded. Sign it as it is sent, with its escapes.",
  "query-escaped-twice": "The query was escaped twice.",
  "escapes-case": "The escapes were signed in lower case (%5b); sign them as they are sent.",
  "data-alone": "Only the query or body was signed, without method, host and path.",
  "token-in-text": "The token was signed too. It is a header and nothing else.",
} as const;

export type Mistake = keyof typeof MISTAKES_EN;
