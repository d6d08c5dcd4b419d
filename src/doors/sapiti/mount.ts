/** The name of the Sapiti door, and the path below which its clients call. */
export const DOOR = "sapiti";
export const MOUNT = "/v1";
