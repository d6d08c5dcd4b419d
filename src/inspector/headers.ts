/** Headers as a door would receive them; null where no client could have sent this value. */
export function received(name: string, value: string): Headers | null {
  try {
    return new Headers({ [name]: value });
  } catch {
    return null;
  }
}
