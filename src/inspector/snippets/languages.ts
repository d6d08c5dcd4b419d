/** The same few lines in five languages: the values, the string to sign, the digest. */
import type { Message } from "./message.ts";

export const LANGUAGES = ["PHP", "Python", "Ruby", "Go", "Node"] as const;
export type Language = (typeof LANGUAGES)[number];

/** How a language writes what all snippets are made of. */
interface Grammar {
  readonly before: Readonly<Record<Message["digest"], string>>;
  readonly quote: (text: string) => string;
  readonly assign: (name: string, value: string) => string;
  readonly name: (name: string) => string;
  readonly join: string;
  readonly sign: Readonly<Record<Message["digest"], string>>;
  readonly after: string;
}

/** Within single quotes PHP and Ruby read a backslash and the quote alone. */
const single = (text: string) => `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
/** JSON's own escapes are those of Python, Go and JavaScript too. */
const double = (text: string) => JSON.stringify(text);
const same = (text: string) => ({ hex: text, base64: text, ed25519: text });

const GRAMMARS: Readonly<Record<Language, Grammar>> = {
  PHP: {
    before: same("<?php"),
    quote: single,
    assign: (name, value) => `$${name} = ${value};`,
    name: (name) => `$${name}`,
    join: " . ",
    sign: {
      hex: `echo hash_hmac('sha256', $message, getenv('SECRET'));`,
      base64: `echo base64_encode(hash_hmac('sha256', $message, getenv('SECRET'), true));`,
      ed25519: [
        `// SEED: the 32 bytes of the private key, in base64`,
        `$pair = sodium_crypto_sign_seed_keypair(base64_decode(getenv('SEED')));`,
        `echo bin2hex(sodium_crypto_sign_detached($message, sodium_crypto_sign_secretkey($pair)));`,
      ].join("\n"),
    },
    after: "",
  },
  Python: {
    before: {
      hex: "import hashlib, hmac, os\n",
      base64: "import base64, hashlib, hmac, os\n",
      ed25519: "from cryptography.hazmat.primitives.serialization import load_pem_private_key\n",
    },
    quote: double,
    assign: (name, value) => `${name} = ${value}`,
    name: (name) => name,
    join: " + ",
    sign: {
      hex: `print(hmac.new(os.environ["SECRET"].encode(), message.encode(), hashlib.sha256).hexdigest())`,
      base64: [
        `mac = hmac.new(os.environ["SECRET"].encode(), message.encode(), hashlib.sha256)`,
        `print(base64.b64encode(mac.digest()).decode())`,
      ].join("\n"),
      ed25519: [
        `key = load_pem_private_key(open("private.pem", "rb").read(), None)`,
        `print(key.sign(message.encode()).hex())`,
      ].join("\n"),
    },
    after: "",
  },
  Ruby: {
    before: { ...same("require 'openssl'"), base64: "require 'base64'\nrequire 'openssl'" },
    quote: single,
    assign: (name, value) => `${name} = ${value}`,
    name: (name) => name,
    join: " + ",
    sign: {
      hex: `puts OpenSSL::HMAC.hexdigest('SHA256', ENV.fetch('SECRET'), message)`,
      base64: `puts Base64.strict_encode64(OpenSSL::HMAC.digest('SHA256', ENV.fetch('SECRET'), message))`,
      ed25519: [
        `key = OpenSSL::PKey.read(File.read('private.pem'))`,
        `puts key.sign(nil, message).unpack1('H*')`,
      ].join("\n"),
    },
    after: "",
  },
  Go: {
    before: {
      hex: goStart(["crypto/hmac", "crypto/sha256", "encoding/hex", "fmt", "os"]),
      base64: goStart(["crypto/hmac", "crypto/sha256", "encoding/base64", "fmt", "os"]),
      ed25519: goStart([
        "crypto/ed25519",
        "crypto/x509",
        "encoding/hex",
        "encoding/pem",
        "fmt",
        "os",
      ]),
    },
    quote: double,
    assign: (name, value) => `\t${name} := ${value}`,
    name: (name) => name,
    join: " + ",
    sign: {
      hex: goHmac("hex.EncodeToString(mac.Sum(nil))"),
      base64: goHmac("base64.StdEncoding.EncodeToString(mac.Sum(nil))"),
      ed25519: [
        `\tfile, _ := os.ReadFile("private.pem")`,
        `\tblock, _ := pem.Decode(file)`,
        `\tkey, _ := x509.ParsePKCS8PrivateKey(block.Bytes)`,
        `\tsignature := ed25519.Sign(key.(ed25519.PrivateKey), []byte(message))`,
        `\tfmt.Println(hex.EncodeToString(signature))`,
      ].join("\n"),
    },
    after: "}",
  },
  Node: {
    before: {
      ...same(`import { createHmac } from "node:crypto";\n`),
      ed25519: `import { sign } from "node:crypto";\nimport { readFileSync } from "node:fs";\n`,
    },
    quote: double,
    assign: (name, value) => `const ${name} = ${value};`,
    name: (name) => name,
    join: " + ",
    sign: {
      hex: nodeHmac("hex"),
      base64: nodeHmac("base64"),
      ed25519: [
        `const key = readFileSync("private.pem");`,
        `console.log(sign(null, Buffer.from(message), key).toString("hex"));`,
      ].join("\n"),
    },
    after: "",
  },
};

export function snippet(language: Language, { values, pieces, digest }: Message): string {
  const { before, quote, assign, name, join, sign, after } = GRAMMARS[language];
  const message = pieces.map((piece) =>
    "name" in piece ? name(piece.name) : quote(piece.literal),
  );
  return [
    before[digest],
    ...values.map((value) => assign(value.name, quote(value.text))),
    assign("message", message.join(join)),
    sign[digest],
    after,
  ]
    .filter((line) => line !== "")
    .join("\n");
}

function goStart(packages: readonly string[]): string {
  const imports = packages.map((name) => `\t"${name}"`).join("\n");
  return `package main\n\nimport (\n${imports}\n)\n\nfunc main() {`;
}

function goHmac(written: string): string {
  return [
    `\tmac := hmac.New(sha256.New, []byte(os.Getenv("SECRET")))`,
    `\tmac.Write([]byte(message))`,
    `\tfmt.Println(${written})`,
  ].join("\n");
}

function nodeHmac(encoding: string): string {
  const mac = `createHmac("sha256", process.env.SECRET).update(message)`;
  return `console.log(${mac}.digest("${encoding}"));`;
}
