/** Step 6: for which order a ticket was held; null when it was sold without one. */
export const orderTickets = `
  ALTER TABLE tickets ADD COLUMN order_number INTEGER;
`;
