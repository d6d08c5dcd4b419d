/** How an answer of the sandbox goes wrong on its way: what was asked has been done all the same. */
import { SANDBOX_LATE_MS } from "../core/limits.ts";
import type { Misbehaviour } from "../core/sandbox.ts";

export async function misbehave(kind: Misbehaviour, answer: Response): Promise<Response> {
  if (kind === "late") {
    await new Promise((resolve) => setTimeout(resolve, SANDBOX_LATE_MS));
    return answer;
  }
  return kind === "lost" ? brokenOff(answer) : answer;
}

/** Its head arrives and announces a body that does not come. */
function brokenOff({ status, headers }: Response): Response {
  const body = new ReadableStream({
    pull(controller) {
      controller.error(new Error("the sandbox was told to lose this answer"));
    },
  });
  return new Response(body, { status, headers });
}
