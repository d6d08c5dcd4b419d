/** Asking a date about its tickets at the entrance, and its seats. */
import type { Refused } from "../../core/result.ts";
import type { Answered, NumberedSeat, PlacedSeat } from "../commands.ts";
import type { Admission, LetOutCommand, LetOutOutcome } from "../entrance/commands.ts";
import { askDate, type DateEnv, type Unavailable } from "./call.ts";

type Asked<Value> = Promise<Answered<Value> | Refused<Unavailable>>;

interface Place {
  readonly code: string;
  readonly deadline: number;
}

export function admissionsAfter(
  env: DateEnv,
  { code, deadline }: Place,
  serial: number,
  limit: number,
): Asked<readonly Admission[]> {
  return askDate(env, code, deadline, (stub) => stub.admissionsAfter(serial, limit));
}

export function admissionsOf(
  env: DateEnv,
  { code, deadline }: Place,
  serials: readonly number[],
): Asked<readonly Admission[]> {
  return askDate(env, code, deadline, (stub) => stub.admissionsOf(serials));
}

export function seatsAfter(
  env: DateEnv,
  { code, deadline }: Place,
  area: string,
  position: number,
  limit: number,
): Asked<readonly PlacedSeat[]> {
  return askDate(env, code, deadline, (stub) => stub.seatsAfter(area, position, limit));
}

export function seatsNumbered(
  env: DateEnv,
  { code, deadline }: Place,
  numbers: readonly number[],
): Asked<readonly NumberedSeat[]> {
  return askDate(env, code, deadline, (stub) => stub.seatsNumbered(numbers));
}

/** Says which order these tickets belong to from now on. */
export function assignTickets(
  env: DateEnv,
  code: string,
  command: {
    readonly deadline: number;
    readonly serials: readonly number[];
    readonly order: number;
  },
): Asked<null> {
  const { deadline, serials, order } = command;
  return askDate(env, code, deadline, (stub) => stub.assign(serials, order));
}

export function letOut(
  env: DateEnv,
  code: string,
  command: LetOutCommand,
): Promise<LetOutOutcome | Refused<Unavailable>> {
  return askDate(env, code, command.deadline, (stub) => stub.letOut(command));
}
