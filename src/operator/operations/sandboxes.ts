/** The sandbox: how the window misbehaves towards a partner that tries its own error paths. */
import * as z from "zod";
import { isSandbox, MISBEHAVIOURS, SANDBOX_PASSCULTURE } from "../../core/sandbox.ts";
import { misbehaviourFor, writeSandbox } from "../../registry/sandboxes.ts";
import { done, operation } from "../operation.ts";
import * as schema from "../schema.ts";

const tag = "Sandbox";
const channel = schema.id
  .refine(isSandbox, { message: "must begin with sandbox-" })
  .meta({ example: SANDBOX_PASSCULTURE })
  .describe("A partner whose id begins with `sandbox-`, or `sandbox-passculture`");
const params = z.object({ channel });
const misbehaviour = z
  .enum(MISBEHAVIOURS)
  .nullable()
  .describe(
    "`late`: done, and answered after 9 s; `error`: a 500, nothing done; `lost`: done, and the " +
      "answer breaks off; `sold_out`: no places; `one_less`: one place less than asked for; null: " +
      "as everywhere else",
  );
const body = z.strictObject({ misbehaviour });
const answer = z.object({ channel, misbehaviour });

const putSandbox = operation({
  id: "putSandbox",
  method: "put",
  path: "/sandboxes/{channel}",
  tag,
  summary: "Say how the window misbehaves towards a channel of the sandbox",
  description:
    "Holds for every call of the channel from the next one on, until it is said otherwise. Such a " +
    "channel sells only dates whose id begins with `sandbox-`, of events whose id does, and nobody " +
    "else sells those: nothing real can be met.",
  params,
  body,
  answer,
  success: [200],
  async run({ env, params: at, body: said }) {
    await writeSandbox(env.REGISTRY, { ...at, ...said });
    return done({ ...at, ...said });
  },
});

const getSandbox = operation({
  id: "getSandbox",
  method: "get",
  path: "/sandboxes/{channel}",
  tag,
  summary: "How the window misbehaves towards a channel of the sandbox",
  params,
  answer,
  success: [200],
  async run({ env, params: at }) {
    return done({ ...at, misbehaviour: await misbehaviourFor(env.REGISTRY, at.channel) });
  },
});

export const sandboxOperations = [putSandbox, getSandbox];
