// A show whose tickets say everything that a ticket can say, and barcodes of tickets sold for it.
import { aDate, aPrice } from "./a-date.ts";
import type { OperatorClient } from "./operator-client.ts";

const TICKETS_PER_SALE = 20;

export const SHOW = {
  title: "Cyrano de Bergerac, comédie héroïque en cinq actes",
  venue: { name: "Théâtre de l’Île", timeZone: "Europe/Paris" },
  presentation: {
    address: ["4 quai des Œuvres", "75004 Paris"],
    organiser: "Association Łódź · Şişli · Ðakovo",
    licence: "L-R-20-001234 / L-D-20-001235",
    conditions: "Ni repris ni échangé.\nPlacement garanti jusqu’au lever de rideau.",
    colour: "#a81e32",
    logo:
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 24"><g fill="#a81e32">' +
      '<path fill-rule="evenodd" d="M12 0a12 12 0 1 0 0 24a12 12 0 1 0 0-24zM12 5a7 7 0 1 1 0 14' +
      'a7 7 0 1 1 0-14z"/><path d="M30 4h26v5h-10v11h-6v-11h-10z"/></g></svg>',
  },
};

/** A date of the show, on 12 March 2031 at 20:30, and so many tickets of it. */
export async function aShow(
  operator: OperatorClient,
  tickets: number,
): Promise<{ readonly date: string; readonly barcodes: readonly string[] }> {
  const prices = [aPrice("full", "parterre", 1250), aPrice("free", "parterre", 0)];
  const { id } = await aDate(operator, { event: "cyrano", capacity: tickets, prices });
  await operator.describeEvent("cyrano", SHOW);
  for (let left = tickets; left > 0; left -= TICKETS_PER_SALE) {
    await operator.sell(id, "full", Math.min(left, TICKETS_PER_SALE));
  }
  return { date: id, barcodes: (await operator.tickets(id)).map(({ barcode }) => barcode) };
}
