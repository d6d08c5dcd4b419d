/** A request's bytes, once, under a cap: before anything is decoded, verified or parsed. */
import { ok, type Reasons, refused, type Result } from "../core/result.ts";

export type NoBody = Reasons<"too_large" | "broken_off">;

/**
 * The whole body; `too_large` as soon as it is known to exceed the cap, whatever it announced; and
 * `broken_off` when it ends before it should, by its length or its chunks: the caller's mistake.
 */
export async function readBody(
  request: Request,
  bytesMax: number,
): Promise<Result<Uint8Array<ArrayBuffer>, NoBody>> {
  const announced = Number(request.headers.get("Content-Length") ?? Number.NaN);
  // The platform cuts a body off at the length that it announced, so it need not be read in parts,
  // nor made a stream.
  if (announced <= bytesMax) {
    return request.arrayBuffer().then(
      (bytes) => ok(new Uint8Array(bytes)),
      () => refused("broken_off"),
    );
  }
  if (request.body === null) return ok(new Uint8Array());
  if (announced > bytesMax) {
    await request.body.cancel();
    return refused("too_large");
  }
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const read = await reader.read().catch(() => null);
    if (read === null) return refused("broken_off");
    const { done, value } = read;
    if (done) break;
    length += value.byteLength;
    if (length > bytesMax) {
      await reader.cancel();
      return refused("too_large");
    }
    chunks.push(value);
  }
  return ok(join(chunks, length));
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
