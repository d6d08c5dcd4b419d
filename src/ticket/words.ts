/** What a ticket says in each of its languages, beside the venue's own words. */
import type { Language } from "./language.ts";

export interface Words {
  readonly ticket: string;
  readonly doors: string;
  readonly place: string;
  readonly seat: string;
  readonly rate: string;
  readonly price: string;
  readonly free: string;
  readonly number: string;
  readonly sold: string;
  readonly boxOffice: string;
  readonly organiser: string;
  readonly licence: string;
  readonly venue: string;
  readonly show: string;
  readonly pdf: string;
  readonly void: string;
  readonly voidDetail: string;
  readonly used: string;
  readonly usedDetail: string;
  readonly qr: string;
  readonly bars: string;
  readonly missing: string;
  readonly missingDetail: string;
  readonly tooMany: string;
  readonly tooManyDetail: string;
  readonly unavailable: string;
  readonly unavailableDetail: string;
}

export const WORDS: Readonly<Record<Language, Words>> = {
  fr: {
    ticket: "Billet",
    doors: "Ouverture des portes",
    place: "Place",
    seat: "Siège",
    rate: "Tarif",
    price: "Prix",
    free: "Gratuit",
    number: "Billet n°",
    sold: "Vendu le",
    boxOffice: "Guichet",
    organiser: "Exploitant",
    licence: "Licence",
    venue: "Lieu",
    show: "À présenter à l’entrée",
    pdf: "Télécharger le PDF",
    void: "Billet annulé",
    voidDetail: "Ce billet ne donne plus accès à la salle.",
    used: "Billet déjà utilisé",
    usedDetail: "Scanné à l’entrée",
    qr: "Code QR du billet",
    bars: "Code-barres du billet",
    missing: "Billet introuvable",
    missingDetail: "Vérifiez l’adresse, ou demandez votre billet à qui vous l’a vendu.",
    tooMany: "Trop de tentatives",
    tooManyDetail: "Attendez une minute, puis réessayez.",
    unavailable: "Un instant…",
    unavailableDetail: "Le billet n’a pas pu être affiché. Réessayez dans un moment.",
  },
  en: {
    ticket: "Ticket",
    doors: "Doors open",
    place: "Place",
    seat: "Seat",
    rate: "Ticket type",
    price: "Price",
    free: "Free",
    number: "Ticket no.",
    sold: "Sold on",
    boxOffice: "Box office",
    organiser: "Organiser",
    licence: "Licence",
    venue: "Venue",
    show: "Show this at the entrance",
    pdf: "Download as PDF",
    void: "Ticket cancelled",
    voidDetail: "This ticket no longer admits anyone.",
    used: "Ticket already used",
    usedDetail: "Scanned at the entrance",
    qr: "QR code of the ticket",
    bars: "Barcode of the ticket",
    missing: "Ticket not found",
    missingDetail: "Check the address, or ask whoever sold you the ticket.",
    tooMany: "Too many attempts",
    tooManyDetail: "Wait a minute, then try again.",
    unavailable: "One moment…",
    unavailableDetail: "The ticket could not be shown. Try again in a moment.",
  },
  nl: {
    ticket: "Ticket",
    doors: "Deuren open",
    place: "Plaats",
    seat: "Stoel",
    rate: "Tarief",
    price: "Prijs",
    free: "Gratis",
    number: "Ticketnr.",
    sold: "Verkocht op",
    boxOffice: "Kassa",
    organiser: "Organisator",
    licence: "Licentie",
    venue: "Locatie",
    show: "Tonen aan de ingang",
    pdf: "Downloaden als pdf",
    void: "Ticket geannuleerd",
    voidDetail: "Dit ticket geeft geen toegang meer.",
    used: "Ticket al gebruikt",
    usedDetail: "Gescand aan de ingang",
    qr: "QR-code van het ticket",
    bars: "Streepjescode van het ticket",
    missing: "Ticket niet gevonden",
    missingDetail: "Controleer het adres, of vraag het aan wie u het ticket verkocht.",
    tooMany: "Te veel pogingen",
    tooManyDetail: "Wacht een minuut en probeer het opnieuw.",
    unavailable: "Een ogenblik…",
    unavailableDetail: "Het ticket kon niet worden getoond. Probeer het zo meteen opnieuw.",
  },
  de: {
    ticket: "Ticket",
    doors: "Einlass",
    place: "Platz",
    seat: "Sitz",
    rate: "Kategorie",
    price: "Preis",
    free: "Kostenlos",
    number: "Ticket-Nr.",
    sold: "Verkauft am",
    boxOffice: "Kasse",
    organiser: "Veranstalter",
    licence: "Lizenz",
    venue: "Ort",
    show: "Am Einlass vorzeigen",
    pdf: "Als PDF herunterladen",
    void: "Ticket storniert",
    voidDetail: "Mit diesem Ticket gibt es keinen Einlass mehr.",
    used: "Ticket bereits benutzt",
    usedDetail: "Am Einlass gescannt",
    qr: "QR-Code des Tickets",
    bars: "Strichcode des Tickets",
    missing: "Ticket nicht gefunden",
    missingDetail: "Prüfen Sie die Adresse, oder fragen Sie, wer Ihnen das Ticket verkauft hat.",
    tooMany: "Zu viele Versuche",
    tooManyDetail: "Warten Sie eine Minute und versuchen Sie es dann noch einmal.",
    unavailable: "Einen Moment…",
    unavailableDetail:
      "Das Ticket konnte nicht gezeigt werden. Versuchen Sie es gleich noch einmal.",
  },
};
