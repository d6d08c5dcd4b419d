/** Les erreurs connues, en français. */
import type { Mistake } from "./mistakes-en.ts";

export const MISTAKES_FR: Readonly<Record<Mistake, string>> = {
  "line-end": "Une fin de ligne a été signée aussi : `echo` en ajoute une, `printf '%s'` non.",
  "text-trimmed":
    "Des espaces ou fins de ligne autour du texte ont été retirés avant la signature.",
  latin1: "Le texte a été signé en Latin-1. Signez ses octets UTF-8.",
  "unicode-form":
    "Une lettre accentuée a été composée autrement (NFC ou NFD). Signez les octets envoyés.",
  "secret-decoded":
    "Le secret a été décodé (hexadécimal ou base64). Il s’emploie comme texte, tel quel.",
  "secret-encoded":
    "Le secret a d’abord été encodé (hexadécimal ou base64). Il s’emploie tel quel.",
  "secret-line-end":
    "Le secret est suivi d’une fin de ligne : lu d’un fichier, il faut la retirer.",
  "secret-spaces": "Il y a des espaces autour du secret, ici ou là-bas.",
  "secret-case": "Les lettres du secret ont une autre casse.",
  "public-key-as-secret": "La clé publique (ou le jeton) a servi de clé HMAC. Employez le secret.",
  "text-as-key": "Clé et texte sont intervertis dans l’appel de HMAC.",
  sha1: "HMAC-SHA1 a été employé. C’est HMAC-SHA256.",
  sha512: "HMAC-SHA512 a été employé. C’est HMAC-SHA256.",
  "no-hmac": "Secret et texte ont été hachés l’un après l’autre. Employez HMAC-SHA256.",
  "written-hex": "Juste, mais en hexadécimal. Ce procédé veut du base64.",
  "written-base64": "Juste, mais en base64. Ce procédé veut de l’hexadécimal.",
  "written-base64url": "Juste, mais dans le base64 des adresses (- et _).",
  "written-unpadded-base64": "Juste, mais en base64 sans le = final.",
  "written-base64-of-hex":
    "Les chiffres hexadécimaux ont été mis en base64. Encodez les 32 octets mêmes.",
  "written-escaped-base64": "La signature est encodée en %. Dans un en-tête elle va telle quelle.",
  "written-upper-case-hex":
    "Hexadécimal en majuscules : accepté ici, mais le partenaire écrit en minuscules.",
  wrapped: "Juste, mais entourée de guillemets, d’espaces, d’une fin de ligne ou d’un préfixe.",
  "cut-off": "Une partie seulement de la bonne signature : il manque des caractères.",
  "too-long": "La bonne signature, suivie d’autre chose.",
  "raw-body":
    "Le corps brut a été signé. Le texte usuel est la chaîne qu’il contient, après un JSON.parse.",
  "double-encoded": "Le texte a été encodé en JSON une fois de trop avant la signature.",
  "json-rewritten":
    "Le JSON a été lu puis réécrit : autres espaces, échappements ou ordre. Signez les octets envoyés.",
  "body-escapes-kept":
    "Les guillemets du corps ont été retirés, mais pas ses barres obliques inverses. Lisez-le comme JSON une fois.",
  "nothing-signed": "Un texte vide a été signé : le corps était déjà lu, ou n’a pas été transmis.",
  "hashed-first": "Une empreinte du texte a été signée. Ed25519 signe le texte même.",
  "hmac-as-ed25519":
    "64 chiffres hexadécimaux sont un HMAC ; une signature Ed25519 en a 128. Elle va dans PassCulture-Signature.",
  "other-order": "Les parties ont été assemblées dans un autre ordre.",
  "something-between": "Quelque chose sépare les parties. Rien ne doit les séparer.",
  "part-missing": "Toutes les parties n’ont pas été signées.",
  "time-written-anew":
    "L’heure a été signée sous une autre forme qu’envoyée. Signez exactement le texte envoyé.",
  "time-unreadable": "L’heure est illisible. Celle de Ticketmatic est UTC : 2026-11-22T18:57:17.",
  "key-case": "La clé publique a été signée dans une autre casse ou sans ses tirets.",
  "secret-in-text": "Le secret fait partie du texte. Il n’est que la clé HMAC.",
  "more-than-needed":
    "Méthode, chemin ou corps ont été signés aussi. Ce procédé n’en couvre aucun.",
  escaped: "Le texte a été encodé en % avant la signature.",
  quoted: "Les guillemets du JSON ont été signés aussi.",
  "account-missing": "Le compte a été omis : il est signé entre la clé d’accès et l’heure.",
  "account-underscore":
    "Le _ du chemin a été signé. Il signifie « aucun compte » : ne signez rien à sa place.",
  "account-case": "Le compte a été signé dans une autre casse que dans le chemin.",
  "account-escaped": "Le compte a été signé encodé en %. Signez-le décodé.",
  "account-with-slash": "Une barre du chemin a été signée avec le compte.",
  "pairs-signed": "Les noms (key=, ts=) ont été signés aussi. Seules les valeurs le sont.",
  "query-unsorted":
    "La requête (query) a été signée comme écrite. Triez d’abord ses paires par clé.",
  "question-mark-missing": "Le ? manque : il est toujours là, même sans paramètre.",
  "question-mark-doubled": "Il y a un ? de trop.",
  "scheme-left-in": "https:// est resté. Après l’espace vient l’hôte.",
  "port-left-in": "Un port a été signé que l’en-tête Host n’a pas.",
  "host-case": "L’hôte a été signé dans une autre casse.",
  "host-missing": "L’hôte a été omis.",
  "other-host":
    "Signé pour un autre hôte : production et bac à sable ont chacun leurs hôtes et clés.",
  "version-missing": "La version (/v9) a été omise du chemin, comme dans l’exemple publié.",
  "other-version": "Signé pour une autre version de l’API.",
  "path-slash": "Une barre de trop ou de moins à la fin du chemin.",
  "path-decoded": "Le chemin a été signé décodé. Signez-le comme dans la ligne de requête.",
  "method-case": "La méthode se signe en majuscules.",
  "method-missing": "La méthode a été omise.",
  "other-method": "Signé pour une autre méthode.",
  "space-missing": "L’espace entre méthode et hôte manque.",
  "line-instead-of-space": "Entre méthode et hôte il y a une espace, rien d’autre.",
  "query-instead-of-body":
    "Les paramètres ont été signés, ou rien. S’il y a un corps, c’est lui qui est signé.",
  "query-and-body": "Paramètres et corps ont été signés. S’il y a un corps, lui seul l’est.",
  "body-not-signed": "Le corps n’a pas été signé.",
  "query-not-signed": "Les paramètres n’ont pas été signés.",
  "query-decoded":
    "Les paramètres ont été signés décodés. Signez-les comme envoyés, avec leurs échappements.",
  "query-escaped-twice": "Les paramètres ont été échappés deux fois.",
  "escapes-case": "Les échappements ont été signés en minuscules (%5b) ; signez-les comme envoyés.",
  "data-alone": "Seuls les paramètres ou le corps ont été signés, sans méthode, hôte ni chemin.",
  "token-in-text": "Le jeton a été signé aussi. Il n’est qu’un en-tête.",
};
