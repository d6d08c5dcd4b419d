/** Step 7: the attempt that a decision was made for, so that taking back one harms no other. */
export const attempts = `
  ALTER TABLE bookings ADD COLUMN attempt TEXT;
`;
